"""What is written in a box, as pictures of its lines; and the lines' text put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.papers.reading.layout import BoxKind, PrintedBox, Rect
from pipeline.papers.reading.scan.ink import Bit, WrittenLine, bits_of, cut_line, rows_in, without_dust
from pipeline.papers.reading.scan.sheet import Sheet

_EDGE = 0.8  # points off each side of a box
_TALL = 2.2  # points: a box without anything so tall is not written in
_SPECK = 0.6  # points: anything smaller is dirt
_DASH = 2.0  # points: a dash is at least so wide
_FIRST = 6.0  # points from a box's left edge in which its first letter begins
LETTER = 0.52  # of the letters' size: how tall most small letters are
_ARROW = 16.0  # points at the right end of a drop-down that may hold its arrow
_CUT = 1.0  # points from the edge: so near to it stands only what is cut off there
_BY_EDGE, _TOUCHING = 1.8, 0.5  # points from a box's edge: there its own lines may show; no letter touches it
_LINE = 2.4  # points: they are no thicker
_WHOLE, _PART = (
    0.9,
    0.4,
)  # of the box's height: so tall an upright line is, or a piece of one that touches a corner
_LONG = 9.0  # points: so long a level one is at least
_MOST_LINES = 80


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


def writing_in(sheet: Sheet, box: PrintedBox) -> Writing | None:
    """What is written in a box; None when it is blank."""
    rect = box.rect.grown(-_EDGE)
    ink = sheet.cut(rect, sheet.added)
    if not ink.any():
        return None
    bits, labels = bits_of(ink)
    bits = _without_rulings(bits, ink.shape, sheet.scale)
    if box.kind is BoxKind.CHOICE:
        bits = _without_arrow(bits, ink.shape[1], rect, sheet.scale)
    tall = [b for b in bits if b.tall >= _TALL * sheet.scale]
    if not tall:
        bits = [b for b in bits if _alone(b, ink.shape, box, sheet.scale)]
        if not bits:
            return None
    else:
        bits = without_dust(bits, tall, sheet.scale)
    grey = sheet.cut(rect, sheet.grey)
    size = _letter_size(box, tall or bits, sheet.scale)
    lines = [cut_line(grey, labels, row, rect, sheet.scale, size) for row in rows_in(bits, size)]
    dashed = any(b.wide >= max(_DASH * sheet.scale, 1.5 * b.tall) for b in bits)
    return Writing(box, tuple(lines[:_MOST_LINES]), faint=not tall, dashed=dashed)


def _alone(bit: Bit, shape: tuple[int, ...], box: PrintedBox, scale: float) -> bool:
    """Whether a small thing alone in a box may be an answer: a dash, or a full stop where a first letter would be."""
    if bit.wide >= _DASH * scale:
        return True
    if max(bit.tall, bit.wide) < _SPECK * scale or bit.left > _FIRST * scale:
        return False
    if box.kind is BoxKind.LINES:
        return bit.middle < 1.0 * _FIRST * scale
    return 0.4 * shape[0] < bit.middle < 0.95 * shape[0]


def _without_rulings(bits: Sequence[Bit], shape: tuple[int, ...], scale: float) -> list[Bit]:
    """Without the box's own lines, where they lie a little off: thin ink along an edge, far longer than a letter."""
    tall, wide = shape[:2]
    near, thin, touching = _BY_EDGE * scale, _LINE * scale, _TOUCHING * scale

    def is_ruling(bit: Bit) -> bool:
        side, end = min(bit.left, wide - bit.right), min(bit.top, tall - bit.bottom)
        if bit.wide <= thin and side <= near:
            return bit.tall >= _WHOLE * tall or (
                side <= touching and end <= touching and bit.tall >= _PART * tall
            )
        return bit.tall <= thin and end <= near and bit.wide >= _LONG * scale

    return [bit for bit in bits if not is_ruling(bit)]


def _without_arrow(bits: list[Bit], wide: int, rect: Rect, scale: float) -> list[Bit]:
    """Without what a program draws at the right end of a drop-down: an arrow, perhaps on a button."""
    start = wide - min(_ARROW, rect.height + 3, rect.width / 3) * scale
    return [b for b in bits if (b.left + b.right) / 2 < start or b.left < start - 4 * scale]


def _letter_size(box: PrintedBox, bits: Sequence[Bit], scale: float) -> float:
    """The size of the letters in pixels, from the ink itself; within what fits into the box."""
    talls = sorted(b.tall for b in bits)
    middle = talls[len(talls) // 2] / LETTER
    most = box.rect.height * scale * 0.95
    least = 5.0 * scale
    return max(least, min(most, middle, 30 * scale))


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
