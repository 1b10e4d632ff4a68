"""What is painted over the words of a page: rectangles and pictures that hide what the file still says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import addressof, byref, c_float, c_int, c_uint, c_ulong, create_string_buffer
from dataclasses import dataclass, field
from itertools import repeat, takewhile
from typing import Any, NamedTuple

from pypdfium2 import raw

from pipeline.papers.reading.layout import Rect
from pipeline.papers.reading.layout.words import Sheet

_MOST_OBJECTS = 20_000  # on one page, and in one drawing
_DEEPEST = 8
_HIDES = 0.4  # share of a word's place that is painted over
_KEY = 64  # bytes of a key's name that are looked at


class _Matrix(NamedTuple):
    """How places inside a drawing become places of the page (ISO 32000-2, 8.3.3)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, other: _Matrix) -> _Matrix:
        """First this one, then the other."""
        return _Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def rect(self, left: float, low: float, right: float, high: float) -> tuple[float, float, float, float]:
        """The upright rectangle around a carried one."""
        corners = [(x, y) for x in (left, right) for y in (low, high)]
        xs = [self.a * x + self.c * y + self.e for x, y in corners]
        ys = [self.b * x + self.d * y + self.f for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


_UNMOVED = _Matrix()


class _Object(NamedTuple):
    """Something that is drawn, what carries its places to the page, and its kind."""

    item: Any
    matrix: _Matrix
    kind: int


@dataclass
class Covers:
    """The pieces of a page's text in the order of painting, and everything else that is painted, which may hide them.

    `groups`: each piece -> the drawing that it is part of; those on the page itself are left out.
    """

    sheet: Sheet
    order: dict[int, int] = field(default_factory=dict)
    items: dict[int, _Object] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    others: list[tuple[int, _Object]] = field(default_factory=list)
    _painted: dict[int, Rect | None] = field(default_factory=dict)
    _renamed: dict[int, bool] = field(default_factory=dict)

    def place(self, piece: int) -> Rect:
        """Where a piece of text stands on the page as shown; nowhere wide when it draws nothing."""
        return self._shown(self.items[piece])

    def _shown(self, found: _Object) -> Rect:
        edges = _bounds(found.item)
        return self.sheet.shown(*(edges if found.matrix is _UNMOVED else found.matrix.rect(*edges)))

    def hidden(self, piece: int, place: Rect) -> bool:
        """Whether a word in this place, of this piece of the file's text, is painted over later."""
        at = self.order.get(piece)
        if at is None:
            return False
        area = _HIDES * max(place.width * place.height, 0.1)
        later = takewhile(lambda other: other[0] > at, reversed(self.others))
        return any(rect.shared(place) > area for other in later if (rect := self._paint(*other)))

    def _paint(self, at: int, found: _Object) -> Rect | None:
        """The place in which something hides what lies beneath; None when it hides nothing."""
        if at not in self._painted:
            self._painted[at] = self._shown(found) if _paints(found.kind, found.item) else None
        return self._painted[at]

    def is_renamed(self, piece: int) -> bool:
        """Whether the file gives other letters for a piece of its text than those that it draws."""
        if piece not in self._renamed:
            self._renamed[piece] = piece in self.items and _says_anew(self.items[piece].item)
        return self._renamed[piece]


def covers_of(sheet: Sheet) -> Covers:
    """What is painted over what, on an opened page."""
    found = Covers(sheet)
    page = sheet.page.raw
    count = min(max(raw.FPDFPage_CountObjects(page), 0), _MOST_OBJECTS)
    items = map(raw.FPDFPage_GetObject, repeat(page), range(count))
    for at, (one, inside) in enumerate(_walk(items, _UNMOVED, 0, 0)):
        if at > _MOST_OBJECTS:
            break
        if one.kind != raw.FPDF_PAGEOBJ_TEXT:
            found.others.append((at, one))
            continue
        piece = addressof(one.item.contents)
        found.order[piece] = at
        found.items[piece] = one
        if inside:
            found.groups[piece] = inside
    return found


def _walk(items: Iterable[Any], matrix: _Matrix, inside: int, depth: int) -> Iterator[tuple[_Object, int]]:
    """Every object in the order of painting, and the drawing that it is part of."""
    for item in items:
        if not item:
            continue
        kind = raw.FPDFPageObj_GetType(item)
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield tuple.__new__(_Object, (item, matrix, kind)), inside
        elif depth < _DEEPEST:
            count = min(max(raw.FPDFFormObj_CountObjects(item), 0), _MOST_OBJECTS)
            inner = map(raw.FPDFFormObj_GetObject, repeat(item), range(count))
            yield from _walk(inner, _matrix(item).then(matrix), addressof(item.contents), depth + 1)


def _matrix(item: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, byref(found)):
        return _Matrix()
    return _Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _bounds(item: Any) -> tuple[float, float, float, float]:
    left, low, right, high = c_float(), c_float(), c_float(), c_float()
    raw.FPDFPageObj_GetBounds(item, byref(left), byref(low), byref(right), byref(high))
    return left.value, low.value, right.value, high.value


def _paints(kind: int, item: Any) -> bool:
    """Whether it hides what lies beneath: a picture, a shading, or a path that is filled."""
    if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
        return True
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = c_int(), c_int()
    drawn = raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke))
    return bool(drawn) and fill.value != raw.FPDF_FILLMODE_NONE and _alpha(item) > 0


def _alpha(item: Any) -> int:
    shades = [c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(item, *map(byref, shades))
    return shades[3].value if known else 255


def _says_anew(item: Any) -> bool:
    """Whether the file gives other letters for a text than those that it draws (/ActualText)."""
    count = raw.FPDFPageObj_CountMarks(item)
    if count < 1:
        return False
    key, length = create_string_buffer(_KEY), c_ulong()
    for index in range(count):
        mark = raw.FPDFPageObj_GetMark(item, index)
        for number in range(max(0, raw.FPDFPageObjMark_CountParams(mark))):
            into = raw.FPDF_WCHAR
            told = raw.FPDFPageObjMark_GetParamKey(mark, number, _cast(key, into), _KEY, byref(length))
            if told and key.raw[: max(0, length.value - 2)].decode("utf-16-le", "replace") == "ActualText":
                return True
    return False


def _cast(buffer: Any, kind: Any) -> Any:
    from ctypes import POINTER, cast

    return cast(buffer, POINTER(kind))
