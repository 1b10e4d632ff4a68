"""The words and numbers of a text as a row, and whether a place's name stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.model.leaks import Identifier, Level
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.folding import key

_SHORTEST = 5  # letters of a word that may be written with a slip


@dataclass(frozen=True)
class Token:
    """A word or number with its place. `key` as compared, "st" and "rd" spelt out by who compares."""

    key: str
    start: int
    end: int
    capital: bool
    text: str


class Row:
    """The words and numbers of one text in order, and where those stand that may be a wanted word.

    There are thousands of wanted places and few words in a text: it is asked for each place once.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self._at: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            self._at.setdefault(_base(token.key), []).append(at)
        self._pairs: dict[str, list[int]] = {}
        for at, (one, two) in enumerate(pairwise(self.tokens)):
            self._pairs.setdefault(one.key + two.key, []).append(at)
        self._long = tuple(
            dict.fromkeys(t.key for t in self.tokens if len(t.key) >= _SHORTEST and not is_common(t.key))
        )
        self._known: dict[str, tuple[int, ...]] = {}

    def starts(self, word: str) -> tuple[int, ...]:
        """Where a wanted word may stand, or begin in two parts."""
        if word not in self._known:
            found = {*self._at.get(_base(word), ()), *self._pairs.get(word, ())}
            for key in self._long if len(word) >= _SHORTEST else ():
                if _slipped(key, word):
                    found.update(self._at[_base(key)])
            self._known[word] = tuple(sorted(found))
        return self._known[word]

    def has_any(self, bases: frozenset[str]) -> bool:
        """Whether one of these words stands in the text; they and the text's without a final s."""
        return not bases.isdisjoint(self._at)


def _base(word: str) -> str:
    return word.removesuffix("s")


@lru_cache(maxsize=65536)
def _slipped(word: str, wanted: str) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.distance(word, wanted, score_cutoff=1) <= 1


def row_of(text: str) -> Row:
    """The words and numbers of a plain text."""
    return Row(
        [
            Token(
                key(re.sub(r"'s$", "s", m[0])),
                m.start(),
                m.end(),
                m[0][0].isupper() or m[0][0].isdigit(),
                m[0],
            )
            for m in re.finditer(r"[^\W_]+(?:'[^\W_]+)*", text)
        ]
    )


def _alike(word: str, wanted: str) -> bool:
    """Whether a word is one of a place's name: the same, with or without an s, or one slip in a longer one."""
    if word == wanted or _base(word) == _base(wanted):
        return True
    if len(wanted) < _SHORTEST or len(word) < _SHORTEST or is_common(word):
        return False
    return _slipped(word, wanted)


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
