"""Who and what a form's text names beside the form's own boxes: earlier addresses, a refuge, an employer, an aunt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model.leaks import Identifier, IdentifierKind, Level
from pipeline.rules.leaks.facts.vocabulary import telling_words
from pipeline.rules.leaks.hits import Hit
from pipeline.rules.leaks.names.sign_words import HONORIFICS, RELATIVES, TIMES
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.folding import plain
from pipeline.rules.leaks.text.sequences import Row, place_hit
from pipeline.rules.leaks.text.wordlists import word_set
from pipeline.rules.leaks.text.words import Text, Word, text_of

ROADS = word_set(
    "road rd lane ln close avenue ave street st crescent drive gardens gdns terrace walk grove way row mews villas "
    "cottages buildings court place square rise hill green park estate"
)
# With a capital in many a form, and nobody's: makers, networks, countries.
_PUBLIC = word_set(
    "facebook snapchat whatsapp instagram twitter youtube skype xbox playstation google tesco england english wales "
    "britain british europe european uk nhs internet christmas easter halloween ritalin covid royal market barnardos "
    "homestart womens samaritans"
)
_JOINERS = word_set("of the on upon y under in le la")
_FEWEST = 4  # words of a text, rather than of a box
_SHORTEST = 4  # letters of a word that is looked for by itself
_ACRONYM = 5  # letters up to which a word in capitals is an abbreviation
_NUMBER = re.compile(r"\b(?:(?:flat|plot|unit|no\.?) )?\d{1,4}[a-z]?,? $", re.IGNORECASE)
_CALLED = word_set("called named")


@dataclass(frozen=True)
class Mention:
    """A name in a text. `person`: how it is one ("surname" after "Mr", "forename" after "uncle"), "" else."""

    text: str
    words: tuple[str, ...]
    person: str
    road: bool


@lru_cache(maxsize=2048)
def mentions_in(text: str) -> tuple[Mention, ...]:
    """The names in a free text; a short answer is none, and what is written in capitals throughout tells nothing."""
    made = text_of(plain(text))
    if len(made.words) < _FEWEST:
        return ()
    return tuple(m for run in _runs(made) if (m := _mention(made, run)))


def _runs(text: Text) -> Iterator[list[int]]:
    """The words, by number, that stand side by side with capitals, perhaps with "of" or "on the" between."""
    at = 0
    while at < len(text.words):
        if not text.words[at].capital or text.sentences[text.words[at].sentence].shouted:
            at += 1
            continue
        run = [at]
        while (following := _next(text, run[-1])) is not None:
            run += range(run[-1] + 1, following + 1)
        yield run
        at = run[-1] + 1


def _next(text: Text, at: int) -> int | None:
    for place in range(at + 1, min(at + 4, len(text.words))):
        word = text.words[place]
        if word.sentence != text.words[at].sentence:
            return None
        if text.between(text.words[place - 1], word) not in (" ", "-", ". "):
            return None
        if text.words[place - 1].possessive and place - 1 == at:
            return None
        if word.capital:
            return place
        if word.key not in _JOINERS:
            return None
    return None


def _mention(text: Text, run: list[int]) -> Mention | None:
    words = [text.words[n] for n in run]
    before = text.beside(run[0], -1)
    told = before.key if before is not None and not before.possessive else ""
    while words and (words[0].key in HONORIFICS | RELATIVES or (words[0].first and is_common(words[0].key))):
        told = words.pop(0).key
    while words and words[-1].key in HONORIFICS | RELATIVES | _JOINERS | TIMES:
        words.pop()
    keys = tuple(w.key for w in words)
    if not words or all(_is_nobodys(w) for w in words) or _is_vocabulary(words):
        return None
    said = text.plain.slice(words[0].start, words[-1].end)
    number = _NUMBER.search(text.plain.text[max(0, words[0].start - 12) : words[0].start])
    if len(keys) > 1 and keys[-1] in ROADS and (number or any(_is_rare(k) for k in keys[:-1])):
        return Mention(f"{number[0] if number else ''}{said}", keys, "", road=True)
    person = "surname" if told in HONORIFICS else "forename" if told in RELATIVES | _CALLED else ""
    return Mention(re.sub(r"'s?$", "", said), keys, person if len(keys) < _FEWEST else "", road=False)


def _is_nobodys(word: Word) -> bool:
    key = word.key
    return not _is_rare(key) or (word.upper and len(key) <= _ACRONYM)


@lru_cache(maxsize=8192)
def _is_rare(key: str) -> bool:
    return len(key) >= _SHORTEST and not is_common(key) and key not in _PUBLIC and key not in TIMES


def _is_vocabulary(words: Sequence[Word]) -> bool:
    """Nationalities, faiths and the like have a rule of their own."""
    return all(next(telling_words(w.text), None) or not _is_rare(w.key) for w in words)


def mention_hits(row: Row, identifier: Identifier, soft: frozenset[str]) -> Iterator[Hit]:
    """Where a rare word of what a form's text names stands with a capital, with the words of the name around it."""
    words = _words_of(identifier.text)
    why = "A form's text names it: about"
    yield from rare_hits(row, words, "LC11", why, identifier, soft)


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(w.key for w in text_of(plain(name)).words)


def rare_hits(
    row: Row,
    words: Sequence[str],
    rule: str,
    why: str,
    identifier: Identifier,
    soft: frozenset[str],
) -> Iterator[Hit]:
    """A rare word of a longer name, alone or with others of it: "the Steiner school", "Hobbs", "Severn Royal"."""
    if identifier.earlier:
        return
    rare = frozenset(w.removesuffix("s") for w in words if w not in soft and _is_rare(w))
    if not row.has_any(rare):
        return
    tokens = row.tokens
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not token.capital or token.key.removesuffix("s") not in rare:
            at += 1
            continue
        first = last = at
        while first > 0 and tokens[first - 1].capital and tokens[first - 1].key in words:
            first -= 1
        while (
            last + 1 < len(tokens) and tokens[last + 1].key in words and tokens[last + 1].key not in _JOINERS
        ):
            last += 1
        yield from place_hit(tokens[first].start, tokens[last].end, Level.REVIEW, rule, why, identifier)
        at = last + 1


def identifiers_of(text: str, whose: str, reference: str) -> Iterator[Identifier]:
    """What a form's text names, as identifiers: people, roads, and everything else."""
    for mention in mentions_in(text):
        where = f"{whose} (its text)"
        if mention.road:
            yield Identifier(IdentifierKind.ADDRESS, mention.text, where, reference)
        elif mention.person == "surname" and len(mention.words) == 1:
            yield Identifier(IdentifierKind.ADULT, mention.text, where, reference, (), mention.text)
        elif mention.person:
            *given, last = mention.text.split()
            names = (tuple(given), last) if given else ((last,), "")
            yield Identifier(IdentifierKind.ADULT, mention.text, where, reference, *names)
        else:
            yield Identifier(IdentifierKind.MENTIONED, mention.text, where, reference)
