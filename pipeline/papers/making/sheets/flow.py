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


Mark = Words | Area | Leap


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


def paginate(strips: Sequence[Strip], left: float, top: float, room: float) -> tuple[PlacedPage, ...]:
    """The strips on pages with `room` points each, from `top` downwards. At least one page."""
    pages = _Pages(left, top, room)
    for group in _groups(strips):
        pages.add(group)
    return pages.finished()


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
