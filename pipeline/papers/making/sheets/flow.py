"""Printed pages as plain values: marks on strips, strips one below the other, broken into pages.

A strip is the smallest piece that is never broken: one line of a paragraph, one line of a table row. So a table
splits over pages wherever it has to, however long the words in a cell are. Nothing is drawn here.
Lengths are points; y counts downwards from the top of a strip, and from the top of the paper once placed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.papers.making.style import Colour

_FEW = 0.22  # of a page: less on the last one looks like a slip
_MOST = 0.55  # of a page: no more is moved to the last one
_CLOSER = (0.75, 0.5)  # how much of the room between things is left


class Letters(Protocol):
    """Knows the fonts: how wide a line is, and what can be drawn."""

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width of one line in points."""
        ...

    def can_draw(self, char: str) -> bool:
        """Whether the regular font has this character."""
        ...


@dataclass(frozen=True)
class Words:
    """One line of text; `y` is its baseline. `align` 0: starts at x, 1: centred on x, 2: ends at x."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: Colour = (0.0, 0.0, 0.0)
    align: int = 0


@dataclass(frozen=True)
class Area:
    """A rectangle, filled, outlined or both; with no height or no width a line. `y` is its top edge."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    stroke: Colour | None = None
    weight: float = 0.6


@dataclass(frozen=True)
class Leap:
    """A place to click that leads to a page of the pack (counted from 1)."""

    x: float
    y: float
    width: float
    height: float
    page: int


@dataclass(frozen=True)
class Spot:
    """A place that can be looked up by its name once it is on a page; nothing is drawn."""

    x: float
    y: float
    name: str


Mark = Words | Area | Leap | Spot


@dataclass(frozen=True)
class Strip:
    """An unbreakable horizontal piece of a page.

    `keeps`: stands on the same page as the next strip. `again`: printed once more at the top when a page breaks
    before this strip. `space`: nothing but room, dropped at the top of a page.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    keeps: bool = False
    again: tuple[Strip, ...] = ()
    space: bool = False


@dataclass(frozen=True)
class PlacedPage:
    """One page: its marks, counted from the top left corner of the paper."""

    marks: tuple[Mark, ...]


def space(height: float, *, keeps: bool = False) -> Strip:
    """Room between two things."""
    return Strip(height, keeps=keeps, space=True)


def kept(strips: Iterable[Strip], *, with_next: bool = False) -> tuple[Strip, ...]:
    """The strips held together on one page (as far as a page is long enough)."""
    found = tuple(strips)
    return tuple(
        replace(s, keeps=True) if with_next or place < len(found) - 1 else s for place, s in enumerate(found)
    )


def shifted(mark: Mark, x: float, y: float) -> Mark:
    """The same mark further right by x and further down by y."""
    if isinstance(mark, Words):  # built directly: `replace` would cost a third of the time of a pack
        return Words(mark.x + x, mark.y + y, mark.text, mark.size, mark.bold, mark.colour, mark.align)
    return replace(mark, x=mark.x + x, y=mark.y + y)


def enlarged(page: PlacedPage, scale: float) -> PlacedPage:
    """The page with everything on it larger, seen from its top left corner."""
    return PlacedPage(tuple(_larger(mark, scale) for mark in page.marks))


def _larger(mark: Mark, scale: float) -> Mark:
    x, y = mark.x * scale, mark.y * scale
    if isinstance(mark, Words):
        return replace(mark, x=x, y=y, size=mark.size * scale)
    if isinstance(mark, Spot):
        return replace(mark, x=x, y=y)
    return replace(mark, x=x, y=y, width=mark.width * scale, height=mark.height * scale)


def paginate(strips: Sequence[Strip], left: float, top: float, room: float) -> tuple[PlacedPage, ...]:
    """The strips on pages with `room` points each, from `top` downwards. At least one page."""
    pages = _Pages(left, top, room)
    for group in _groups(strips):
        pages.add(group)
    return pages.finished()


def balanced(strips: Sequence[Strip], left: float, top: float, room: float) -> tuple[PlacedPage, ...]:
    """As `paginate`, without a last page that is nearly empty.

    Closer spaces bring a short rest onto the page before; where they do not, the last parts move over to it.
    """
    pages = paginate(strips, left, top, room)
    if len(pages) < 2 or _depth(pages[-1], top) >= _FEW * room:
        return pages
    for part in _CLOSER:
        closer = [replace(s, height=s.height * part) if s.space else s for s in strips]
        tried = paginate(closer, left, top, room)
        if len(tried) < len(pages):
            return tried
    moved = paginate(_moved(strips, room), left, top, room)
    return moved if len(moved) == len(pages) else pages


def _depth(page: PlacedPage, top: float) -> float:
    """How far down a page its last mark stands."""
    return max((mark.y - top for mark in page.marks), default=0.0)


def _moved(strips: Sequence[Strip], room: float) -> list[Strip]:
    """The strips, the last of them held together: from a heading on, or any place, so that they fill enough."""
    starts, height = [], 0.0
    for place in range(len(strips) - 1, 0, -1):
        height += strips[place].height
        if height > _MOST * room:
            break
        if height >= _FEW * room and not strips[place - 1].keeps:
            starts.append(place)
    if not starts:
        return list(strips)
    headed = [n for n in starts if strips[n].space and strips[n].keeps]  # a heading begins with room above it
    start = (headed or starts)[0]
    return [*strips[:start], *kept(strips[start:])]


def _groups(strips: Sequence[Strip]) -> Iterable[list[Strip]]:
    """Runs of strips that belong together."""
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keeps:
            yield group
            group = []
    if group:
        yield group


class _Pages:
    """The pages as they fill up."""

    def __init__(self, left: float, top: float, room: float) -> None:
        self.left, self.top, self.room = left, top, room
        self.pages: list[list[Mark]] = [[]]
        self.used = 0.0

    def add(self, group: list[Strip]) -> None:
        """Place a group: here if it fits, else on the next page, else broken where it must be."""
        height = sum(s.height for s in group)
        if self.used + height > self.room + 0.01 and self.used > 0 and height <= self.room:
            self._turn(group[0])
        for strip in group:
            if self.used + strip.height > self.room + 0.01 and self.used > 0:
                self._turn(strip)
            self._place(strip)

    def _turn(self, strip: Strip) -> None:
        self.pages.append([])
        self.used = 0.0
        for again in strip.again:
            self._place(again)

    def _place(self, strip: Strip) -> None:
        if strip.space and self.used == 0:
            return
        y = self.top + self.used
        self.pages[-1].extend(shifted(mark, self.left, y) for mark in strip.marks)
        self.used += strip.height

    def finished(self) -> tuple[PlacedPage, ...]:
        """The pages; one that only the room after the last strip would have opened is not there."""
        return tuple(PlacedPage(tuple(marks)) for marks in self.pages)
