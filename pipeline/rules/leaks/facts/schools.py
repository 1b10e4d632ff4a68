"""Schools, nurseries, surgeries and other settings, by their usual aliases (LC11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.model.leaks import Identifier, Level
from pipeline.rules.leaks.facts.mentioned import rare_hits
from pipeline.rules.leaks.hits import Hit
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.folding import key
from pipeline.rules.leaks.text.sequences import Row, Token, place_hit, sequence
from pipeline.rules.leaks.text.wordlists import word_set

_KINDS = word_set(
    "school schools primary junior juniors infant infants nursery nurseries preschool pre playgroup academy high "
    "secondary college comprehensive grammar surgery medical practice hospital clinic centre center refuge unit "
    "department childrens ce rc catholic community first middle lower upper special sixth form health ward gp "
    "doctors daycare kindergarten parochial village "
    "endowed foundation preparatory prep free voluntary aided controlled roman c of e r church england trust group ltd "
    "limited"
)
_SETTING_WORDS = word_set(
    "school schools primary junior juniors infant infants nursery preschool playgroup academy high secondary "
    "college surgery practice hospital clinic centre refuge ce rc head teacher staff class reception medical"
)
_TWO = 2  # words of a longer name that tell it: "St Briavels" for "St Briavels Castle School"
_DROPPED = word_set("the of and at in")


@lru_cache(maxsize=4096)
def core_of(name: str) -> tuple[str, ...]:
    """The words of a school's name that tell it from others: St. Aldwyn's C of E Primary School -> saint aldwyns."""
    joined = re.sub(
        r"\b(?:C\.? ?of ?E\.?|C ?/ ?E|Church of England|C\.E\.)", " ce ", name, flags=re.IGNORECASE
    )
    words = [_saint(key(re.sub(r"'s\b", "s", w))) for w in re.findall(r"[^\W_]+(?:'[^\W_]+)*", joined)]
    core = [w for w in words if w not in _KINDS and w not in _DROPPED]
    return tuple(core)


def _saint(word: str) -> str:
    return "saint" if word == "st" else word


def saints_of(row: Row) -> Row:
    """The words of a text as schools' names are compared: "St" spelt out, "the" and "of" left out."""
    return Row([replace(t, key=_saint(t.key)) for t in row.tokens if t.key not in _DROPPED])


def setting_hits(row: Row, saints: Row, identifier: Identifier, soft: frozenset[str]) -> Iterator[Hit]:
    """The hits of one school or setting."""
    core = core_of(identifier.text)
    if not core:
        return
    if len(core) > 1:
        alone = [
            w for n, w in enumerate(core) if not n or core[n - 1] != "saint"
        ]  # "Mary" alone is no school
        yield from rare_hits(row, alone, "LC11", "A word of the school or setting of", identifier, soft)
    starts = saints.starts(core[0])
    if not starts:
        return
    public = all(w in soft for w in core)
    plain = all(is_common(w) or w in soft for w in core)
    own = {key(w) for w in re.findall(r"[^\W_]+", identifier.text)} & _SETTING_WORDS
    tokens = saints.tokens
    for at in starts:
        token = tokens[at]
        count = sequence(tokens, at, core) or (len(core) > _TWO and sequence(tokens, at, core[:_TWO]))
        if not count or not (token.capital or not plain):
            continue
        after = tokens[at + count].key if at + count < len(tokens) else ""
        level = _setting_level(after, own, token, public=public, plain=plain, several=len(core) > 1)
        if level is None and plain and not public and _is_called(row.tokens, token):
            level = Level.REVIEW
        if level:
            end = tokens[at + count - 1].end
            why = "It is the name of the school or setting of"
            yield from place_hit(token.start, end, level, "LC11", why, identifier)


def _is_called(tokens: Sequence[Token], token: Token) -> bool:
    """ "The Downs": an ordinary word with a capital after "the", and no other capital behind it."""
    at = next(n for n, t in enumerate(tokens) if t.start == token.start)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    called = at > 0 and tokens[at - 1].key == "the" and token.capital
    return called and (after is None or not after.capital)


def _setting_level(
    after: str, own: set[str], token: Token, *, public: bool, plain: bool, several: bool
) -> Level | None:
    """A district's or ordinary word alone is no school; with a word of a school after it, it is."""
    if public:
        return Level.STOP if after in own - {"school", "schools"} else None
    if after in _SETTING_WORDS:
        return Level.STOP if token.capital or not plain else None
    if plain:
        return Level.REVIEW if several and token.capital else None
    return Level.STOP if several or token.capital else Level.REVIEW
