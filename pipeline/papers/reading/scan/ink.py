"""Ink in a part of a picture: the pieces of it, their lines, and each line cut out without its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pipeline.papers.reading.layout import Rect

_PADDING = 1.5  # points round a line
_DUST = 1.3  # points: what is smaller and stands far from any letter is dirt
_NEAR = 6.0  # points from a letter
_STRUCK = 0.7  # share of a line's width that a stroke through it covers


@dataclass(frozen=True)
class WrittenLine:
    """One line in a box: its picture, its place (points of the blank), whether a stroke goes through it."""

    picture: Any
    rect: Rect
    struck: bool = False


@dataclass(frozen=True)
class Bit:
    """A piece of connected ink, in pixels of the box."""

    label: int
    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def tall(self) -> int:
        """How tall."""
        return self.bottom - self.top

    @property
    def wide(self) -> int:
        """How wide."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Half way from its top to its bottom."""
        return (self.top + self.bottom) / 2

    @property
    def middle_x(self) -> float:
        """Half way from its left to its right."""
        return (self.left + self.right) / 2

    def moved(self, across: int, down: int) -> Bit:
        """The same elsewhere."""
        edges = self.left + across, self.top + down, self.right + across, self.bottom + down
        return Bit(self.label, *edges, self.area)


def bits_of(ink: Any) -> tuple[list[Bit], Any]:
    """The pieces of connected ink, and the array that has each one's number where it is."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    bits = [Bit(n, x, y, x + w, y + h, a) for n, (x, y, w, h, a) in enumerate(stats.tolist()) if n]
    return bits, labels


def without_dust(bits: Sequence[Bit], tall: Sequence[Bit], scale: float) -> list[Bit]:
    """Without specks far from any letter."""
    near = _NEAR * scale
    return [
        b
        for b in bits
        if max(b.tall, b.wide) >= _DUST * scale
        or any(
            max(t.left - b.right, b.left - t.right, t.top - b.bottom, b.top - t.bottom) < near for t in tall
        )
    ]


@dataclass(frozen=True)
class Row:
    """The ink of one line: bits that are wholly its own, and those it shares with a neighbour, cut at the edges."""

    own: tuple[Bit, ...]
    shared: tuple[Bit, ...]
    top: int
    bottom: int

    @property
    def bits(self) -> tuple[Bit, ...]:
        """All of them, those that are shared cut off."""
        cut = (replace(b, top=max(b.top, self.top), bottom=min(b.bottom, self.bottom)) for b in self.shared)
        return (*self.own, *cut)


def rows_in(bits: Sequence[Bit], size: float) -> list[Row]:
    """The bits by lines, from the top: rows of ink around the places where most of it is."""
    centres = _centres(bits, size)
    edges = [0, *(round((a + b) / 2) for a, b in pairwise(centres)), max(b.bottom for b in bits)]
    own: list[list[Bit]] = [[] for _ in centres]
    shared: list[list[Bit]] = [[] for _ in centres]
    for bit in bits:
        through = [i for i, y in enumerate(centres) if bit.top <= y < bit.bottom]
        if len(through) > 1:  # a tail that touches the letters below
            for i in through:
                shared[i].append(bit)
        else:
            own[min(range(len(centres)), key=lambda i: abs(centres[i] - bit.middle))].append(bit)
    rows = (Row(tuple(own[i]), tuple(shared[i]), edges[i], edges[i + 1]) for i in range(len(centres)))
    return [row for row in rows if row.own or row.shared]


def _centres(bits: Sequence[Bit], size: float) -> list[float]:
    """The middles of the lines: peaks of ink from top to bottom, blurred by a part of a letter's size."""
    import cv2
    import numpy

    bottom = max(b.bottom for b in bits) + 1
    weights = numpy.zeros(bottom, numpy.float32)
    for bit in bits:
        if bit.tall <= 2.2 * size:  # letters of two lines that touch tell nothing
            middle = slice(int(bit.middle - bit.tall * 0.25), int(bit.middle + bit.tall * 0.25) + 1)
            weights[middle] += bit.wide
    if not weights.any():
        return [bottom / 2]
    weights = numpy.minimum(weights, 2 * size)  # a full line must not hide a short one
    curve = numpy.convolve(weights, cv2.getGaussianKernel(2 * int(size / 2) + 1, size * 0.13).ravel(), "same")
    apart = max(2, int(size * 0.35))
    peaks = [
        y
        for y in range(bottom)
        if curve[y] > 0.12 * size and curve[y] >= curve[max(0, y - apart) : y + apart + 1].max()
    ]
    found = _far_apart(peaks, curve, size * 0.55) or [int(curve.argmax())]
    return [float(y) for y in found]


def _far_apart(peaks: list[int], curve: Any, least: float) -> list[int]:
    """The peaks without those that stand too close to a higher one to be a line of their own."""
    kept: list[int] = []
    for y in sorted(peaks, key=lambda y: -curve[y]):
        if all(abs(y - other) >= least for other in kept):
            kept.append(y)
    return sorted(kept)


def cut_line(grey: Any, labels: Any, row: Row, rect: Rect, scale: float, size: float) -> WrittenLine:
    """One line cut out, the ink of its neighbours painted over."""
    import numpy

    pad = round(_PADDING * scale)
    left, right = min(b.left for b in row.bits), max(b.right for b in row.bits)
    top, bottom = min(b.top for b in row.bits), max(b.bottom for b in row.bits)
    struck = _struck(row.bits, right - left, top, bottom)
    missing = size * 0.9 - (bottom - top)
    if missing > 0:  # a dash alone must not be blown up to a whole line
        top, bottom = round(top - missing / 2), round(bottom + missing / 2)
    y, x = top - pad, left - pad
    cut = numpy.full((bottom + pad - y, right + pad - x), 255, numpy.uint8)
    ys, xs = slice(max(0, y), y + cut.shape[0]), slice(max(0, x), x + cut.shape[1])
    part = grey[ys, xs]
    mine = _grown(_mine(labels, row)[ys, xs])
    inner = cut[ys.start - y : ys.start - y + part.shape[0], xs.start - x : xs.start - x + part.shape[1]]
    inner[mine] = part[mine]
    place = Rect(
        rect.left + left / scale, rect.top + top / scale, rect.left + right / scale, rect.top + bottom / scale
    )
    return WrittenLine(cut, place, struck)


def _mine(labels: Any, row: Row) -> Any:
    """True where the row's ink is."""
    import numpy

    known = numpy.zeros(int(labels.max()) + 1, bool)
    known[[b.label for b in row.own]] = True
    mine = known[labels]
    known[:] = False
    known[[b.label for b in row.shared]] = True
    band = slice(row.top, row.bottom)
    mine[band] |= known[labels[band]]
    return mine


def _grown(mine: Any) -> Any:
    """The ink with the soft edge of its strokes."""
    import cv2
    import numpy

    return cv2.dilate(mine.astype(numpy.uint8), numpy.ones((5, 5), numpy.uint8)) > 0


def _struck(row: Sequence[Bit], wide: int, top: int, bottom: int) -> bool:
    """Whether one stroke goes through most of the line."""
    tall = bottom - top
    if len(row) == 1:
        return wide > 6 * tall
    middle = (top + bottom) / 2
    long = [b for b in row if b.wide > _STRUCK * wide and wide > 3 * tall]
    return any(abs(b.middle - middle) < 0.3 * tall for b in long)
