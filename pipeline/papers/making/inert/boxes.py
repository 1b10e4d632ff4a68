"""Where the things stand that a page draws, as PDFium tells it: boxes, clips and matrices, in points on the page."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float
from typing import Any, NamedTuple

from pypdfium2 import raw

_MOST_SEGMENTS = 400  # of one path
_MOST_CLIPS = 32


class Box(NamedTuple):
    """A rectangle in points."""

    left: float
    low: float
    right: float
    high: float

    def within(self, other: Box) -> Box:
        """The part of this box that lies in the other; without area when none does."""
        left, low = max(self.left, other.left), max(self.low, other.low)
        return Box(left, low, max(left, min(self.right, other.right)), max(low, min(self.high, other.high)))

    @property
    def wide(self) -> float:
        """How wide, in points."""
        return self.right - self.left

    @property
    def tall(self) -> float:
        """How tall, in points."""
        return self.high - self.low

    @property
    def area(self) -> float:
        """How large, in square points."""
        return self.wide * self.tall


Matrix = tuple[float, float, float, float, float, float]
STRAIGHT: Matrix = (1, 0, 0, 1, 0, 0)


def bounds_of(found: Any, matrix: Matrix) -> Box | None:
    """The box of an object; None for one without area, such as an empty word."""
    left, low, right, high = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(found, left, low, right, high):
        return None
    box = Box(left.value, low.value, right.value, high.value)
    if matrix != STRAIGHT:
        box = _around([_at(matrix, x, y) for x in (box.left, box.right) for y in (box.low, box.high)])
    return box if box.wide > 0 and box.tall > 0 else None


def clip_of(found: Any, matrix: Matrix) -> Box:
    """The box around what an object's clip leaves to be seen."""
    seen = Box(-1e9, -1e9, 1e9, 1e9)
    clip = raw.FPDFPageObj_GetClipPath(found)
    for index in range(min(max(raw.FPDFClipPath_CountPaths(clip), 0), _MOST_CLIPS) if clip else 0):
        get, count = raw.FPDFClipPath_GetPathSegment, raw.FPDFClipPath_CountPathSegments
        points = [_at(matrix, *point) for _, point in _segments(clip, count, get, index)]
        if points:
            seen = seen.within(_around(points))
    return seen


def parts_of(path: Any, above: Matrix) -> list[tuple[Box, bool]]:
    """The box of each part of a path, and whether it has curves; of a path with very many points, its one box."""
    if raw.FPDFPath_CountSegments(path) > _MOST_SEGMENTS:
        whole = bounds_of(path, above)
        return [(whole, True)] if whole else []
    matrix = joined(matrix_of(path), above)
    parts: list[list[tuple[int, tuple[float, float]]]] = []
    for kind, point in _segments(path, raw.FPDFPath_CountSegments, raw.FPDFPath_GetPathSegment):
        if kind == raw.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append((kind, _at(matrix, *point)))
    return [
        (_around([point for _, point in part]), any(kind == raw.FPDF_SEGMENT_BEZIERTO for kind, _ in part))
        for part in parts
        if len(part) > 2
    ]


def _segments(path: Any, count: Any, get: Any, *index: int) -> Iterator[tuple[int, tuple[float, float]]]:
    number = count(path, *index)
    if number > _MOST_SEGMENTS:
        return
    x, y = c_float(), c_float()
    for segment in (get(path, *index, n) for n in range(number)):
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield raw.FPDFPathSegment_GetType(segment), (x.value, y.value)


def matrix_of(found: Any) -> Matrix:
    """How an object is placed in the page or form that draws it."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(found, matrix):
        return STRAIGHT
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def joined(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does what the first does and then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _around(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(up), max(across), max(up))
