"""The ruling lines of a printed page, and the rows of cells that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_float, c_int
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from pipeline.papers.reading.layout import Rect
from pipeline.papers.reading.layout.words import Sheet

_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 4_000
_THIN = 3.0  # points: a filled rectangle no thicker is a line
_SAME = 1.5  # points: lines no further apart are one
_GAP = 3.0  # points: pieces of a line no further apart belong together
_LOWEST_ROW = 4.0  # points: what is lower is a double line


@dataclass(frozen=True)
class Stroke:
    """A level or upright line: at `at`, from `start` to `end` (points from the top left)."""

    at: float
    start: float
    end: float

    def covers(self, place: float, slack: float = 0.0) -> bool:
        """Whether the line passes a place along it."""
        return self.start - slack <= place <= self.end + slack


@dataclass(frozen=True)
class RuledRow:
    """A row of ruled cells, from left to right. `joined`: the cells with no line to the cell above them."""

    cells: tuple[Rect, ...]
    joined: frozenset[int] = frozenset()

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.cells[0].top

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.cells[0].bottom


@dataclass(frozen=True)
class Ruling:
    """What is ruled on a page: rows from top to bottom, and the level lines that belong to no cell."""

    rows: tuple[RuledRow, ...]
    loose: tuple[Stroke, ...] = ()


def ruling_of(sheet: Sheet) -> Ruling:
    """The ruled rows of a page; no rows when it has no ruling lines, or far more drawing than a form."""
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for edge in _edges(sheet):
        if edge.width >= edge.height:
            level.append(Stroke((edge.top + edge.bottom) / 2, edge.left, edge.right))
        else:
            upright.append(Stroke((edge.left + edge.right) / 2, edge.top, edge.bottom))
    return ruled(level, upright)


def ruled(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Ruling:
    """The rows of cells that level and upright lines make."""
    columns = merged(upright)
    lines = _with_open_ends(merged(level), columns)
    lines, columns = _grid(lines, columns)
    grid = {(s.at, s.start) for s in lines}
    loose = tuple(s for s in merged(level) if (s.at, s.start) not in grid)
    return Ruling(tuple(_rows(lines, columns)), loose)


# --- from the page's drawing to lines -------------------------------------------------------------------------


def _edges(sheet: Sheet) -> Iterator[Rect]:
    """Every thin level or upright piece of the drawing, as shown."""
    for count, item in enumerate(sheet.page.get_objects(max_depth=6)):
        if count > _MOST_OBJECTS:
            return
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            yield from _path_edges(item, sheet)


def _path_edges(item: Any, sheet: Sheet) -> Iterator[Rect]:
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(item.raw, byref(fill), byref(stroke))
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(item):
        if stroke.value:
            for (x, y), (x2, y2) in pairwise(points):
                if min(abs(x - x2), abs(y - y2)) < 0.6 < max(abs(x - x2), abs(y - y2)):
                    yield sheet.shown(min(x, x2), min(y, y2), max(x, x2), max(y, y2))
        else:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
                yield sheet.shown(min(xs), min(ys), max(xs), max(ys))


def _subpaths(item: Any) -> Iterator[list[tuple[float, float]]]:
    """The corners of every piece of a path, in the page's own points; a closed piece ends where it began."""
    place = _matrix(item)
    points: list[tuple[float, float]] = []
    x, y = c_float(), c_float()
    for n in range(min(raw.FPDFPath_CountSegments(item.raw), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, n)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(place.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _matrix(item: Any) -> Any:
    """How the points of an object become the page's, through the forms (XObjects) it stands in."""
    found = item.get_matrix()
    while (item := item.container) is not None:
        found = found.multiply(item.get_matrix())
    return found


# --- from lines to rows ---------------------------------------------------------------------------------------


def merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Lines with their pieces put together, and doubles taken out."""
    groups: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda s: s.at):
        if groups and stroke.at - groups[-1][-1].at <= _SAME and stroke.at - groups[-1][0].at <= 2 * _SAME:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return [line for group in groups for line in _in_one_line(group)]


def _in_one_line(group: Sequence[Stroke]) -> Iterator[Stroke]:
    at = sum(s.at for s in group) / len(group)
    start = end = None
    for stroke in sorted(group, key=lambda s: s.start):
        if end is not None and stroke.start <= end + _GAP:
            end = max(end, stroke.end)
            continue
        if start is not None and end is not None:
            yield Stroke(at, start, end)
        start, end = stroke.start, stroke.end
    if start is not None and end is not None:
        yield Stroke(at, start, end)


def _with_open_ends(level: list[Stroke], upright: Sequence[Stroke]) -> list[Stroke]:
    """The level lines, and one where a row is left open at its end (some programs do so where a page ends)."""
    open_ends = [
        Stroke(place, column.at, column.at)
        for column in upright
        for place in (column.start, column.end)
        if not any(abs(s.at - place) <= _GAP and s.covers(column.at, _GAP) for s in level)
    ]
    closing = []
    for end in open_ends:
        beside = [s for s in (*open_ends, *level) if s is not end and abs(s.at - end.at) <= _GAP]
        if beside:
            start = min(end.start, *(s.start for s in beside))
            closing.append(Stroke(beside[0].at, start, max(end.end, *(s.end for s in beside))))
    return merged([*level, *closing])


def _grid(level: list[Stroke], upright: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """The lines that meet two of the other direction at least: underlines and bars meet none."""
    while True:
        kept = [s for s in level if sum(_meet(s, other) for other in upright) > 1]
        kept_columns = [s for s in upright if sum(_meet(other, s) for other in kept) > 1]
        if (len(kept), len(kept_columns)) == (len(level), len(upright)):
            return kept, kept_columns
        level, upright = kept, kept_columns


def _meet(level: Stroke, upright: Stroke) -> bool:
    return level.covers(upright.at, _GAP) and upright.covers(level.at, _GAP)


def _rows(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Iterator[RuledRow]:
    ys = sorted({s.at for s in level})
    top = None
    for y in ys:
        if top is not None and y - top < _LOWEST_ROW:
            continue
        if top is not None:
            yield from _row(top, y, level, upright)
        top = y


def _row(top: float, bottom: float, level: Sequence[Stroke], upright: Sequence[Stroke]) -> Iterator[RuledRow]:
    middle = (top + bottom) / 2
    xs = sorted({s.at for s in upright if s.covers(middle)})
    edges = [x for n, x in enumerate(xs) if not n or x - xs[n - 1] > _GAP]
    cells = tuple(Rect(left, top, right, bottom) for left, right in pairwise(edges))
    if cells:
        above = [s for s in level if abs(s.at - top) <= _SAME]
        open_above = (n for n, c in enumerate(cells) if not any(s.covers(c.middle[0]) for s in above))
        yield RuledRow(cells, frozenset(open_above))
