"""The words and numbers of a text as a row, and whether a place's name stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.leaks import Identifier, Level
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.folding import key


@dataclass(frozen=True)
class Token:
    """A word or number with its place. `key` as compared, "st" and "rd" spelt out by who compares."""

    key: str
    start: int
    end: int
    capital: bool
    text: str


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and numbers of a plain text."""
    return tuple(
        Token(
            key(re.sub(r"'s$", "s", m[0])), m.start(), m.end(), m[0][0].isupper() or m[0][0].isdigit(), m[0]
        )
        for m in re.finditer(r"[^\W_]+(?:'[^\W_]+)*", text)
    )


def _alike(word: str, wanted: str) -> bool:
    """Whether a word is one of a place's name: the same, with or without an s, or one slip in a longer one."""
    if word == wanted or word.removesuffix("s") == wanted.removesuffix("s"):
        return True
    if len(wanted) < 5 or len(word) < 5 or is_common(word):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, wanted, score_cutoff=1) <= 1


def sequence(tokens: Sequence[Token], at: int, wanted: Sequence[str]) -> int:
    """How many tokens from `at` on are the wanted words (a word in two parts counts as one); 0 when they are not."""
    place = at
    for word in wanted:
        if place < len(tokens) and _alike(tokens[place].key, word):
            place += 1
        elif place + 1 < len(tokens) and tokens[place].key + tokens[place + 1].key == word:
            place += 2
        else:
            return 0
    return place - at


def place_hit(
    start: int, end: int, level: Level, rule: str, why: str, identifier: Identifier
) -> Iterator[Hit]:
    """The hit of a place, at its level."""
    given = lowered(level, identifier)
    if given:
        yield Hit(start, end, given, rule, f"{why} {identifier.whose}.", identifier, given is Level.REVIEW)
