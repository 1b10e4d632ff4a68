"""The words of a level page: the ink of each cell in lines, read by the recogniser; tick squares are signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.papers.reading.labelled.ruling import Ruling
from pipeline.papers.reading.labelled.sheets import Printed, TextLine, place_of
from pipeline.papers.reading.layout import Rect
from pipeline.papers.reading.scan.boxes import LETTER
from pipeline.papers.reading.scan.ink import Bit, Row, WrittenLine, bits_of, cut_line, rows_in, without_dust
from pipeline.papers.reading.scan.lines import Line
from pipeline.papers.reading.scan.ruled.level import Level
from pipeline.papers.reading.scan.ruled.rulings import Rulings
from pipeline.papers.reading.scan.ruled.squares import Square, squares_in

Place = tuple[int, int] | None  # row and column of a cell; None outside all cells
TICKED, UNTICKED = "☒", "☐"
_INK = 196  # of 255, on white paper
_DIRT = 0.35  # points: what is smaller both ways is noise
_TALL = 2.2  # points: a group of ink without anything so tall is dirt, or a dash
_DASH = 2.0  # points: a dash is at least so wide
_LARGEST = 40.0  # points: what is taller is no letter
_SIZES = (5.0, 30.0)  # points of letters
_GAP = 2.5  # letters' sizes: what stands further apart is read apart
_APART = 0.6  # points of white between two bands of lines


@dataclass(frozen=True)
class Segment:
    """A part of a line without tick squares, as a picture to be read; or a tick square."""

    line: WrittenLine | None = None
    square: Square | None = None

    @property
    def left(self) -> float:
        """Where it begins, in points."""
        if self.square is not None:
            return self.square.rect.left
        return self.line.rect.left if self.line else 0.0


@dataclass(frozen=True)
class Written:
    """The lines of one cell, from the top, each as its segments from left to right."""

    place: Place
    lines: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True)
class _Ink:
    """A page's ink without its ruling lines, in numbered pieces."""

    level: Level
    bits: tuple[Bit, ...]
    labels: Any
    squares: tuple[Square, ...]


def written_on(level: Level, rulings: Rulings) -> list[Written]:
    """Everything written on a page, cell by cell."""
    ink = _ink(level, rulings)
    groups: dict[Place, list[Bit]] = {}
    for bit in ink.bits:
        middle = (bit.left + bit.right) / 2 / level.scale, bit.middle / level.scale
        groups.setdefault(place_of(*middle, rulings.ruling), []).append(bit)
    found = []
    for place, bits in groups.items():
        lines = tuple(line for band in _bands(bits, level.scale) for line in _lines(ink, band))
        if lines:
            found.append(Written(place, lines))
    return found


def _ink(level: Level, rulings: Rulings) -> _Ink:
    import cv2
    import numpy

    grey = cv2.GaussianBlur(level.grey, (0, 0), 0.6)
    grey[rulings.lines | level.off] = 255
    bits, labels = bits_of((grey < _INK).astype(numpy.uint8))
    squares = squares_in(grey, level.scale)
    least, most = max(1.0, _DIRT * level.scale), _LARGEST * level.scale
    kept = [b for b in bits if max(b.wide, b.tall) > least and b.tall < most]
    return _Ink(level, tuple(kept), labels, tuple(squares))


def _bands(bits: Sequence[Bit], scale: float) -> Iterator[list[Bit]]:
    """The ink of a cell in bands with white between them: lines of letters of one size."""
    band: list[Bit] = []
    bottom = 0.0
    for bit in sorted(bits, key=lambda b: b.top):
        if band and bit.top > bottom + _APART * scale:
            yield band
            band = []
        bottom = max(bottom, bit.bottom) if band else bit.bottom
        band.append(bit)
    if band:
        yield band


def _lines(ink: _Ink, bits: list[Bit]) -> Iterator[tuple[Segment, ...]]:
    scale = ink.level.scale
    tall = [b for b in bits if b.tall >= _TALL * scale]
    if not tall and not any(b.wide >= _DASH * scale for b in bits):
        return
    kept = without_dust(bits, tall, scale) if tall else bits
    heights = sorted(b.tall for b in (tall or kept))
    size = heights[len(heights) // 2] / LETTER
    size = max(_SIZES[0] * scale, min(_SIZES[1] * scale, size))
    for row in rows_in(kept, size):
        segments = tuple(_segments(ink, row, size))
        if segments:
            yield segments


def _segments(ink: _Ink, row: Row, size: float) -> Iterator[Segment]:
    """A line's parts: tick squares, and the letters between them."""
    scale = ink.level.scale
    top, bottom = (edge(b.middle for b in row.bits) / scale for edge in (min, max))
    squares = [
        s
        for s in ink.squares
        if top - 1 <= s.rect.middle[1] <= bottom + 1 and any(_in(b, s, scale) for b in row.bits)
    ]
    squares.sort(key=lambda s: s.rect.left)
    for n, start in enumerate((None, *squares)):
        if start is not None:
            yield Segment(square=start)
        left = start.rect.right if start else 0.0
        right = squares[n].rect.left if n < len(squares) else float("inf")
        between = [
            b for b in row.own if left <= b.middle_x / scale < right and not _in_any(b, squares, scale)
        ]
        between += [b for b in row.shared if left <= b.middle_x / scale < right]
        for bits in _without_gaps(between, _GAP * size):
            if any(max(b.tall, b.wide) > _DASH * scale for b in bits):
                own, shared = ([b for b in bits if b in part] for part in (row.own, row.shared))
                yield Segment(_cut(ink, replace(row, own=tuple(own), shared=tuple(shared)), size))


def _without_gaps(bits: Sequence[Bit], most: float) -> Iterator[list[Bit]]:
    """The ink of a line in parts with wide gaps between them."""
    part: list[Bit] = []
    right = 0.0
    for bit in sorted(bits, key=lambda b: b.left):
        if part and bit.left - right > most:
            yield part
            part = []
        right = max(right, bit.right) if part else bit.right
        part.append(bit)
    if part:
        yield part


def _in(bit: Bit, square: Square, scale: float) -> bool:
    """Whether a piece of ink is the square's own, or a mark in it."""
    return square.rect.holds(bit.middle_x / scale, bit.middle / scale, 0.5)


def _in_any(bit: Bit, squares: Sequence[Square], scale: float) -> bool:
    return any(_in(bit, square, scale) for square in squares)


def _cut(ink: _Ink, row: Row, size: float) -> WrittenLine:
    """The picture of a segment, cut from its surroundings only."""
    pad = round(3 * ink.level.scale + size)
    left = max(0, min(b.left for b in row.bits) - pad)
    top = max(0, min(b.top for b in row.bits) - pad)
    right, bottom = max(b.right for b in row.bits) + pad, max(b.bottom for b in row.bits) + pad
    moved = Row(
        tuple(b.moved(-left, -top) for b in row.own),
        tuple(b.moved(-left, -top) for b in row.shared),
        row.top - top,
        row.bottom - top,
    )
    scale = ink.level.scale
    rect = Rect(left / scale, top / scale, right / scale, bottom / scale)
    part = slice(top, bottom), slice(left, right)
    return cut_line(ink.level.grey[part], ink.labels[part], moved, rect, scale, size)


# --- from pictures to words -----------------------------------------------------------------------------------


def pictures_of(written: Sequence[Written]) -> list[WrittenLine]:
    """Every segment that the recogniser has to read, in order."""
    return [s.line for w in written for line in w.lines for s in line if s.line is not None]


def spelt(
    written: Sequence[Written], read: Sequence[Line], ruling: Ruling
) -> tuple[Mapping[tuple[int, int], tuple[TextLine, ...]], tuple[TextLine, ...]]:
    """The lines of every cell, and those outside all cells, from what was read of `pictures_of`."""
    texts = iter(read)
    cells: dict[tuple[int, int], tuple[TextLine, ...]] = {}
    outside: list[TextLine] = []
    for part in written:
        lines = [tuple(w for s in line for w in _words(s, texts, ruling)) for line in part.lines]
        found = tuple(TextLine(words) for words in lines if words)
        if part.place is None:
            outside += found
        elif found:
            cells[part.place] = found
    return cells, tuple(outside)


def _words(segment: Segment, texts: Iterator[Line], ruling: Ruling) -> Iterator[Printed]:
    if segment.square is not None:
        rect = segment.square.rect
        yield Printed(TICKED if segment.square.ticked else UNTICKED, rect, rect.bottom)
        return
    if segment.line is None:
        return
    read, rect = next(texts), segment.line.rect
    struck = segment.line.struck or any(
        rect.top + 0.2 * rect.height < s.at < rect.bottom - 0.2 * rect.height and s.covers(rect.middle[0])
        for s in ruling.loose
    )
    letter = rect.width / max(1, len(read.text))
    at = 0
    for word in read.text.split():
        at = read.text.index(word, at)
        place = Rect(rect.left + at * letter, rect.top, rect.left + (at + len(word)) * letter, rect.bottom)
        at += len(word)
        yield Printed(word, place, rect.bottom, struck=struck, score=read.score)
