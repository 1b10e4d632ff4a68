"""What is written in a box, as pictures of its lines; and the lines' text put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pipeline.papers.reading.layout import BoxKind, PrintedBox, Rect
from pipeline.papers.reading.scan.sheet import Sheet

_EDGE = 0.8  # points off each side of a box
_TALL = 2.2  # points: a box without anything so tall is not written in
_SPECK = 0.6  # points: anything smaller is dirt
_DUST = 1.3  # points: what is smaller and stands far from any letter is dirt
_DASH = 2.0  # points: a dash is at least so wide
_FIRST = 6.0  # points from a box's left edge in which its first letter begins
_PADDING = 1.5  # points round a line
_LETTER = 0.52  # of the letters' size: how tall most small letters are
_STRUCK = 0.7  # share of a line's width that a stroke through it covers
_ARROW = 16.0  # points at the right end of a drop-down that may hold its arrow
_CUT = 1.0  # points from the edge: so near to it stands only what is cut off there
_MOST_LINES = 80


@dataclass(frozen=True)
class WrittenLine:
    """One line in a box: its picture, its place (points of the blank), whether a stroke goes through it."""

    picture: Any
    rect: Rect
    struck: bool = False


@dataclass(frozen=True)
class Writing:
    """What is written in a box. `faint`: nothing as tall as a letter, only specks, which may be dirt, or a dash.

    `dashed`: a dash is among them.
    """

    box: PrintedBox
    lines: tuple[WrittenLine, ...]
    faint: bool = False
    dashed: bool = False

    @property
    def full(self) -> bool:
        """Whether a box for one line is written full to its right edge, where print is cut off."""
        edge = self.box.rect.right - _EDGE - _CUT
        return self.box.kind is BoxKind.LINE and any(line.rect.right >= edge for line in self.lines)


@dataclass(frozen=True)
class _Bit:
    """A piece of connected ink, in pixels of the box."""

    label: int
    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def tall(self) -> int:
        return self.bottom - self.top

    @property
    def wide(self) -> int:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def writing_in(sheet: Sheet, box: PrintedBox) -> Writing | None:
    """What is written in a box; None when it is blank."""
    import cv2

    rect = box.rect.grown(-_EDGE)
    ink = sheet.cut(rect, sheet.added)
    if not ink.any():
        return None
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    bits = [_Bit(n, x, y, x + w, y + h, a) for n, (x, y, w, h, a) in enumerate(stats.tolist()) if n]
    if box.kind is BoxKind.CHOICE:
        bits = _without_arrow(bits, ink.shape[1], rect, sheet.scale)
    tall = [b for b in bits if b.tall >= _TALL * sheet.scale]
    if not tall:
        bits = [b for b in bits if _alone(b, ink.shape, box, sheet.scale)]
        if not bits:
            return None
    else:
        bits = _without_dust(bits, tall, sheet.scale)
    grey = sheet.cut(rect, sheet.grey)
    size = _letter_size(box, tall or bits, sheet.scale)
    lines = [_line(grey, labels, row, rect, sheet.scale, size) for row in _rows(bits, size)]
    dashed = any(b.wide >= max(_DASH * sheet.scale, 1.5 * b.tall) for b in bits)
    return Writing(box, tuple(lines[:_MOST_LINES]), faint=not tall, dashed=dashed)


def _alone(bit: _Bit, shape: tuple[int, ...], box: PrintedBox, scale: float) -> bool:
    """Whether a small thing alone in a box may be an answer: a dash, or a full stop where a first letter would be."""
    if bit.wide >= _DASH * scale:
        return True
    if max(bit.tall, bit.wide) < _SPECK * scale or bit.left > _FIRST * scale:
        return False
    if box.kind is BoxKind.LINES:
        return bit.middle < 1.0 * _FIRST * scale
    return 0.4 * shape[0] < bit.middle < 0.95 * shape[0]


def _without_dust(bits: Sequence[_Bit], tall: Sequence[_Bit], scale: float) -> list[_Bit]:
    """Without specks far from any letter."""
    near = _FIRST * scale
    return [
        b
        for b in bits
        if max(b.tall, b.wide) >= _DUST * scale
        or any(
            max(t.left - b.right, b.left - t.right, t.top - b.bottom, b.top - t.bottom) < near for t in tall
        )
    ]


def _without_arrow(bits: list[_Bit], wide: int, rect: Rect, scale: float) -> list[_Bit]:
    """Without what a program draws at the right end of a drop-down: an arrow, perhaps on a button."""
    start = wide - min(_ARROW, rect.height + 3, rect.width / 3) * scale
    return [b for b in bits if (b.left + b.right) / 2 < start or b.left < start - 4 * scale]


def _letter_size(box: PrintedBox, bits: Sequence[_Bit], scale: float) -> float:
    """The size of the letters in pixels, from the ink itself; within what fits into the box."""
    talls = sorted(b.tall for b in bits)
    middle = talls[len(talls) // 2] / _LETTER
    most = box.rect.height * scale * 0.95
    least = 5.0 * scale
    return max(least, min(most, middle, 30 * scale))


@dataclass(frozen=True)
class _Row:
    """The ink of one line: bits that are wholly its own, and those it shares with a neighbour, cut at the edges."""

    own: tuple[_Bit, ...]
    shared: tuple[_Bit, ...]
    top: int
    bottom: int

    @property
    def bits(self) -> tuple[_Bit, ...]:
        """All of them, those that are shared cut off."""
        cut = (replace(b, top=max(b.top, self.top), bottom=min(b.bottom, self.bottom)) for b in self.shared)
        return (*self.own, *cut)


def _rows(bits: Sequence[_Bit], size: float) -> list[_Row]:
    """The bits by lines, from the top: rows of ink around the places where most of it is."""
    centres = _centres(bits, size)
    edges = [0, *(round((a + b) / 2) for a, b in pairwise(centres)), max(b.bottom for b in bits)]
    own: list[list[_Bit]] = [[] for _ in centres]
    shared: list[list[_Bit]] = [[] for _ in centres]
    for bit in bits:
        through = [i for i, y in enumerate(centres) if bit.top <= y < bit.bottom]
        if len(through) > 1:  # a tail that touches the letters below
            for i in through:
                shared[i].append(bit)
        else:
            own[min(range(len(centres)), key=lambda i: abs(centres[i] - bit.middle))].append(bit)
    rows = (_Row(tuple(own[i]), tuple(shared[i]), edges[i], edges[i + 1]) for i in range(len(centres)))
    return [row for row in rows if row.own or row.shared]


def _centres(bits: Sequence[_Bit], size: float) -> list[float]:
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


def _line(grey: Any, labels: Any, row: _Row, rect: Rect, scale: float, size: float) -> WrittenLine:
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


def _mine(labels: Any, row: _Row) -> Any:
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


def _struck(row: Sequence[_Bit], wide: int, top: int, bottom: int) -> bool:
    """Whether one stroke goes through most of the line."""
    tall = bottom - top
    if len(row) == 1:
        return wide > 6 * tall
    middle = (top + bottom) / 2
    long = [b for b in row if b.wide > _STRUCK * wide and wide > 3 * tall]
    return any(abs(b.middle - middle) < 0.3 * tall for b in long)


def joined(lines: Sequence[WrittenLine], texts: Sequence[str], box: PrintedBox) -> str:
    """The lines' text as one: a line that ends early, where the next word had had room, ends a paragraph."""
    text = ""
    for number, said in enumerate(texts):
        if number and text and said:
            text += _gap(lines[number - 1], texts[number - 1], said, box)
        text += said
    return text


def _gap(line: WrittenLine, said: str, following: str, box: PrintedBox) -> str:
    letter = line.rect.width / max(1, len(said))
    first = following.split(" ", 1)[0]
    room = box.rect.right - line.rect.right - 4
    return "\n" if room > letter * (len(first) + 2) else " "
