"""Tick squares among the pieces of ink of a page, with or without a mark: four straight sides, corner to corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.layout import Rect
from pipeline.papers.reading.scan.ink import Bit, bits_of

_INKS = (196, 222)  # of 255: the thin sides of small squares are pale
_SIDE = (5.2, 12.0)  # points
_UNEVEN = 0.16  # of the side: how much longer one side may be than the other
_DEEP = 0.13  # of the side: how far in its edge may lie; the sides of letters are bent and lie further in
_COVERED = 0.94  # share of a side that must be there
_INSIDE = 0.24  # of the side, off each edge: what is inside is a mark
_FILLED, _BAR, _CLEAR = (
    0.5,
    0.6,
    0.15,
)  # share of it that a filled square has; of a row in a bar, and far from it
_TOUCHED, _MARKED = 0.04, 0.12  # share of the inside that is ink: less is dirt, less is doubtful


@dataclass(frozen=True)
class Square:
    """A tick square (points). `doubt`: why its mark may be none."""

    rect: Rect
    ticked: bool
    doubt: str = ""


def squares_in(grey: Any, scale: float) -> list[Square]:
    """The tick squares of a page (paper white, without ruling lines). A mark over its edge hides a square."""
    import numpy

    found: list[Square] = []
    for darkness in _INKS:
        ink = grey < darkness
        for bit in bits_of(ink.astype(numpy.uint8))[0]:
            square = _square(bit, ink[bit.top : bit.bottom, bit.left : bit.right], scale)
            if square is not None and not any(s.rect.shared(square.rect) for s in found):
                found.append(square)
    return found


def _has_sides(part: Any) -> bool:
    deep = max(1, round(_DEEP * len(part)))
    bands = (
        part[:deep].any(axis=0),
        part[-deep:].any(axis=0),
        part[:, :deep].any(axis=1),
        part[:, -deep:].any(axis=1),
    )
    return all(band.mean() >= _COVERED for band in bands)


def _is_barred(inner: Any) -> bool:
    """Whether a bar goes through the middle: an E and an l that touch have four sides too."""
    third, rows = len(inner) // 3, inner.mean(axis=1)
    return bool(rows[third:-third].max() >= _BAR and max(rows[0], rows[-1]) < _CLEAR)


def _square(bit: Bit, part: Any, scale: float) -> Square | None:
    longer, shorter = max(bit.wide, bit.tall), min(bit.wide, bit.tall)
    fits = _SIDE[0] <= shorter / scale and longer / scale <= _SIDE[1]
    if not fits or longer - shorter > max(1, _UNEVEN * longer) or not _has_sides(part):
        return None
    off = round(_INSIDE * len(part))
    inner = part[off:-off, off:-off]
    share = float(inner.mean())
    if share < _FILLED and _is_barred(inner):
        return None
    doubt = "The mark in this box is so small that it may be dirt." if _TOUCHED < share < _MARKED else ""
    rect = Rect(bit.left / scale, bit.top / scale, bit.right / scale, bit.bottom / scale)
    return Square(rect, share > _TOUCHED, doubt)
