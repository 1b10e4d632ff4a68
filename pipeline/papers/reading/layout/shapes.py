"""What stands on a page: words and boxes with their places, in points from the top left of the page as shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.model.edition import Edition

_FOOT = re.compile(
    r"(?P<id>[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\s*v\s*(?P<version>\d[\w.]*)\s*page\s*(?P<page>\d+)\s*of\s*(?P<count>\d+)",
    re.IGNORECASE,
)

_FOOT_END = re.compile(r"page\s*\d+\s*of\s*\d+", re.IGNORECASE)
_FOOT_LONG = 200  # letters before that

_new = tuple.__new__  # a quicker way to make a Rect: a page has ten thousands


class Rect(NamedTuple):
    """A rectangle in points."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        left, top, right, bottom = self
        return (left + right) / 2, (top + bottom) / 2

    @property
    def width(self) -> float:
        """How wide, in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How tall, in points."""
        return self.bottom - self.top

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point is in it, or no further off than `slack`."""
        left, top, right, bottom = self
        return left - slack <= x <= right + slack and top - slack <= y <= bottom + slack

    def grown(self, by: float) -> Rect:
        """The rectangle with `by` points more at each side (less, when negative)."""
        left, top, right, bottom = self
        return _new(Rect, (left - by, top - by, right + by, bottom + by))

    def joined(self, other: Rect) -> Rect:
        """The rectangle around both."""
        left, top, right, bottom = self
        left2, top2, right2, bottom2 = other
        edges = (
            left2 if left2 < left else left,
            top2 if top2 < top else top,
            right2 if right2 > right else right,
            bottom2 if bottom2 > bottom else bottom,
        )
        return _new(Rect, edges)

    def shared(self, other: Rect) -> float:
        """The area that both cover, in square points."""
        left, top, right, bottom = self
        left2, top2, right2, bottom2 = other
        if right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top:
            return 0.0  # asked of thousands of pairs a page, nearly all of them apart
        wide = min(right, right2) - max(left, left2)
        tall = min(bottom, bottom2) - max(top, top2)
        return max(0.0, wide) * max(0.0, tall)


class Word(NamedTuple):
    """A printed or written word (of a recogniser: any piece of a line) and its place.

    `start`: of a PDF's text, the number of its first letter; -1 for others.
    """

    text: str
    rect: Rect
    start: int = -1


class BoxKind(StrEnum):
    """The kinds of thing to fill in."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    TICK = "tick"
    RADIO = "radio"


@dataclass(frozen=True)
class PrintedBox:
    """One thing to fill in, by the name it has on its edition (see `gathering.boxes_of`).

    `state`: what a tick or radio stores when it is chosen. `size`: of the letters typed into it, in points; 0: as
    large as fits.
    """

    name: str
    kind: BoxKind
    rect: Rect
    state: str = ""
    size: float = 0.0


@dataclass(frozen=True)
class Footer:
    """What the foot of a page says of it: the form's id, its version, "page 2 of 3"."""

    form_id: str
    version: str
    page: int
    count: int


@dataclass(frozen=True)
class LayoutPage:
    """One page of a blank; `number` counts from 1."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    boxes: tuple[PrintedBox, ...]
    footer: Footer | None = None

    @cached_property
    def unique(self) -> dict[str, Word]:
        """The words, and runs of two or three, that stand once on the page, by their bare letters."""
        return unique_words(self.words)

    @cached_property
    def bare_words(self) -> tuple[tuple[str, tuple[float, float]], ...]:
        """Every word's bare letters and its middle."""
        return tuple((bare(word.text), word.rect.middle) for word in self.words)

    @cached_property
    def named(self) -> tuple[tuple[str, tuple[float, float]], ...]:
        """Those of them that have more than one letter."""
        return tuple((name, middle) for name, middle in self.bare_words if len(name) > 1)

    @cached_property
    def names(self) -> frozenset[str]:
        """Their bare letters."""
        return frozenset(name for name, _ in self.named)


@dataclass(frozen=True)
class Layout:
    """An edition's blank as geometry. Equal editions give equal layouts; compare pages by identity."""

    edition: Edition
    pages: tuple[LayoutPage, ...]


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """A word's letters and digits, without accents, case and signs: what print, paper and recognisers agree on."""
    if text.isascii() and text.isalnum():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in spread if c.isalnum())


def unique_words(words: Iterable[Word]) -> dict[str, Word]:
    """The words (runs of up to three on a line as well) that stand once, by their bare letters; the rect is theirs."""
    found: dict[str, tuple[Rect, Rect] | None] = {}
    row: list[tuple[str, Rect]] = []  # the runs that end with the last word, the longest first
    last = Rect(0, 0, 0, 0)
    for word in words:
        name, place = bare(word.text), word.rect
        before = row[-2:] if row and _follows(last, place) else ()
        row = [*((text + name, first) for text, first in before), (name, place)]
        last = place
        for text, first in row:
            if len(text) > 1:
                found[text] = None if text in found else (first, place)
    return {
        text: _new(Word, (text, ends[0] if ends[0] is ends[1] else ends[0].joined(ends[1]), -1))
        for text, ends in found.items()
        if ends
    }


def around(rects: Iterable[Rect]) -> Rect:
    """The rectangle around all of them; there must be one."""
    found = list(rects)
    if len(found) == 1:
        return found[0]
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return _new(Rect, (min(lefts), min(tops), max(rights), max(bottoms)))


def _follows(first: Rect, second: Rect) -> bool:
    """Whether the second word stands on the first's line, next to it."""
    _, top, right, bottom = first
    left, other_top, _, other_bottom = second
    tall = bottom - top
    if not -1.0 < left - right < max(tall, 6.0):
        return False
    return abs((top + bottom) / 2 - (other_top + other_bottom) / 2) < tall / 2


def footer_of(text: str) -> Footer | None:
    """The footer in a page's text; None when there is none, or when two say different things."""
    found = {
        Footer(m["id"].upper(), m["version"], int(m["page"]), int(m["count"]))
        for end in _FOOT_END.finditer(text)  # found much quicker than what stands before it
        for m in _FOOT.finditer(text, max(0, end.start() - _FOOT_LONG), end.end())
    }
    return found.pop() if len(found) == 1 else None
