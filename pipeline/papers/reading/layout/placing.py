"""How the places of a blank become those of a paper: scaled, moved, turned, leaning a little."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from pipeline.papers.reading.layout.shapes import Rect

Point = tuple[float, float]


class Pair(NamedTuple):
    """A place on the blank and the same place on the paper."""

    blank: Point
    paper: Point


@dataclass(frozen=True)
class Placing:
    """The map from blank to paper: x' = a*x + b*y + c, y' = d*x + e*y + f, in points."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """A place of the blank, on the paper."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def rect(self, rect: Rect) -> Rect:
        """The upright rectangle on the paper around one of the blank."""
        left, top, right, bottom = rect
        a, b, d, e = self.a, self.b, self.d, self.e
        x1, x2 = (a * left, a * right) if a >= 0 else (a * right, a * left)
        x3, x4 = (b * top, b * bottom) if b >= 0 else (b * bottom, b * top)
        y1, y2 = (d * left, d * right) if d >= 0 else (d * right, d * left)
        y3, y4 = (e * top, e * bottom) if e >= 0 else (e * bottom, e * top)
        c, f = self.c, self.f
        return tuple.__new__(Rect, (x1 + x3 + c, y1 + y3 + f, x2 + x4 + c, y2 + y4 + f))

    def rects(self, rects: Iterable[Rect]) -> list[Rect]:
        """As `rect`, of many, quicker."""
        a, b, c, d, e, f = self.a, self.b, self.c, self.d, self.e, self.f
        if a < 0 or b < 0 or d < 0 or e < 0:
            return [*map(self.rect, rects)]
        new = tuple.__new__
        return [
            new(
                Rect,
                (
                    a * left + b * top + c,
                    d * left + e * top + f,
                    a * right + b * bottom + c,
                    d * right + e * bottom + f,
                ),
            )
            for left, top, right, bottom in rects
        ]

    @property
    def inverse(self) -> Placing:
        """The map from paper to blank. Raises ZeroDivisionError for a map that squeezes the page to a line."""
        whole = self.a * self.e - self.b * self.d
        a, b, d, e = self.e / whole, -self.b / whole, -self.d / whole, self.a / whole
        return Placing(a, b, -a * self.c - b * self.f, d, e, -d * self.c - e * self.f)

    @property
    def scale(self) -> float:
        """How much larger the paper's print is than the blank's."""
        return math.sqrt(abs(self.a * self.e - self.b * self.d))

    @property
    def angle(self) -> float:
        """By how many degrees the blank is turned on the paper, clockwise as seen, from -180 to 180."""
        return math.degrees(math.atan2(self.d - self.b, self.a + self.e))

    @property
    def turn(self) -> int:
        """The quarter turns of that, in degrees: 0, 90, 180 or 270, clockwise as seen."""
        return round(self.angle / 90) % 4 * 90


def similarity(first: Pair, second: Pair) -> Placing | None:
    """The scaled, turned and moved blank that puts two points on theirs; None when they are too close to tell."""
    apart = complex(*second.blank) - complex(*first.blank)
    if abs(apart) < 20.0:
        return None
    ratio = (complex(*second.paper) - complex(*first.paper)) / apart
    shift = complex(*first.paper) - ratio * complex(*first.blank)
    return Placing(ratio.real, -ratio.imag, shift.real, ratio.imag, ratio.real, shift.imag)


def fitted(pairs: Sequence[Pair]) -> Placing | None:
    """The map with the least squares of distances; None for fewer than three pairs, or all on one line."""
    count = len(pairs)
    if count < 3:
        return None
    blank_x, blank_y = zip(*(p.blank for p in pairs), strict=True)
    mean_x, mean_y = sum(blank_x) / count, sum(blank_y) / count
    xs, ys = [x - mean_x for x in blank_x], [y - mean_y for y in blank_y]
    xx, yy, xy = _products(xs, xs), _products(ys, ys), _products(xs, ys)
    whole = xx * yy - xy * xy
    if whole < 1e-3 * max(xx, yy, 1.0) ** 2:
        return None
    rows = []
    for places in zip(*(p.paper for p in pairs), strict=True):
        mean = sum(places) / count
        off = [place - mean for place in places]
        along, down = _products(xs, off), _products(ys, off)
        a, b = (along * yy - down * xy) / whole, (down * xx - along * xy) / whole
        rows.append((a, b, mean - a * mean_x - b * mean_y))
    return Placing(*rows[0], *rows[1])


def _products(ones: Sequence[float], others: Sequence[float]) -> float:
    return float(sum(map(mul, ones, others)))
