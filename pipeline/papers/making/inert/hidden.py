"""Words that a page holds but does not show: invisible, off the page, clipped away, in the ground's colour, covered.

Looked for with PDFium, which draws the pages elsewhere too, so that it sees what a viewer would. It only has to
tell whether to trust a page: one that hides words, or that cannot be judged, is shown as a picture of itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float, c_int, c_uint
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pypdfium2
from pypdfium2 import raw

from pipeline.papers.making.inert.boxes import (
    STRAIGHT,
    Box,
    Matrix,
    bounds_of,
    clip_of,
    joined,
    matrix_of,
    parts_of,
)
from pipeline.papers.making.inert.unfit import Unfit

_DEEPEST = 12
_MOST_OBJECTS = 30_000  # on one page
_MOST_COMPARED = 1_000_000  # words against fills, on one page
_BANDS = 64
_ALIKE = 26  # of 255: colours that differ by less in every part cannot be told apart in print
_OPAQUE = 200  # of 255
_DARK = 60  # of 255: a dark fill hides words even where colours are multiplied
_SMALLEST = 1.5  # points: letters that nobody can read
_SPILL = 12.0  # points that a line may run out of sight
_STROKED, _BOTH, _UNSEEN = (1, 5), (2, 6), (3, 7)


Colour = tuple[int, int, int]
_WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class _Fill:
    box: Box
    colour: Colour | None  # None: a picture or a shading, of many colours


def hiding(pdf: bytes) -> frozenset[int]:
    """The numbers (from 0) of the pages that hide words, or that cannot be judged."""
    with pypdfium2.PdfDocument(pdf) as document:
        return frozenset(number for number in range(len(document)) if _hides(document, number))


def _hides(document: Any, number: int) -> bool:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return True
    try:
        box = Box(0.0, 0.0, *page.get_size())
        _Look(box).objects(page.raw, STRAIGHT, box, 0)
    except Unfit:
        return True
    finally:
        page.close()
    return False


class _Look:
    """One page in the order in which it is drawn: fills and words so far."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.words: list[list[Box]] = [[] for _ in range(_BANDS)]
        self.fills: list[list[_Fill]] = [[] for _ in range(_BANDS)]
        self.met = self.compared = 0

    def objects(self, holder: Any, matrix: Matrix, seen: Box, depth: int) -> None:
        """All that a page, or a form drawn on it, draws; `seen` is the part that is not clipped away."""
        if depth > _DEEPEST:
            raise Unfit("its drawings are nested too deeply")
        count, get = (
            (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
            if depth
            else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        )
        for index in range(count(holder)):
            self.met += 1
            if self.met > _MOST_OBJECTS:
                raise Unfit("it draws too much to be looked through")
            found = get(holder, index)
            kind = raw.FPDFPageObj_GetType(found)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                inner = joined(matrix_of(found), matrix)
                self.objects(found, inner, seen.within(clip_of(found, matrix)), depth + 1)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self._word(found, matrix, seen)
            else:
                for fill in _filled(found, kind, matrix):
                    self._cover(_Fill(fill.box.within(seen).within(clip_of(found, matrix)), fill.colour))

    def _word(self, found: Any, matrix: Matrix, seen: Box) -> None:
        mode = raw.FPDFTextObj_GetTextRenderMode(found)
        if mode in _UNSEEN:
            raise Unfit("it has invisible words")
        box = bounds_of(found, matrix)
        if box is None:
            return
        shown = box.within(seen).within(clip_of(found, matrix))
        if box.wide - shown.wide > _SPILL or shown.wide < box.wide / 2 or shown.tall < box.tall * 0.4:
            raise Unfit("it has words out of sight")
        if _letters(found, matrix) < _SMALLEST:
            raise Unfit("it has words too small to be read")
        ground = self._ground(shown)
        if ground is not None and all(_alike(c, ground) for c in _inks(found, mode)):
            raise Unfit("it has words in the colour of their ground")
        for band in self._bands(shown):
            self.words[band].append(shown)

    def _ground(self, word: Box) -> Colour | None:
        """The colour behind a word's middle; None for a picture, whose colours are many."""
        x, y = (word.left + word.right) / 2, (word.low + word.high) / 2
        band = self._bands(Box(x, y, x, y))[0]
        for fill in reversed(self.fills[band]):
            self._count()
            if fill.box.left <= x <= fill.box.right and fill.box.low <= y <= fill.box.high:
                return fill.colour
        return _WHITE

    def _cover(self, fill: _Fill) -> None:
        if fill.box.wide < 1 or fill.box.tall < 1:
            return
        for band in self._bands(fill.box):
            for word in self.words[band]:
                self._count()
                if _covers(fill.box, word):
                    raise Unfit("it has words under something that hides them")
            self.fills[band].append(fill)

    def _bands(self, box: Box) -> range:
        each = max(self.box.tall, 1) / _BANDS
        first, last = (int((y - self.box.low) / each) for y in (box.low, box.high))
        return range(min(max(first, 0), _BANDS - 1), min(max(last, 0), _BANDS - 1) + 1)

    def _count(self) -> None:
        self.compared += 1
        if self.compared > _MOST_COMPARED:
            raise Unfit("it draws too much to be looked through")


def _covers(fill: Box, word: Box) -> bool:
    """Whether a fill hides a word, or letters of a line."""
    both = word.within(fill)
    return both.tall >= word.tall * 0.6 and both.wide >= min(6.0, word.wide / 2) and both.wide > 0


def _filled(found: Any, kind: int, matrix: Matrix) -> Iterator[_Fill]:
    """The opaque areas that an object paints."""
    if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
        box = bounds_of(found, matrix)
        if box is not None:
            yield _Fill(box, None)
        return
    fill, stroke = c_int(), c_int()
    if kind != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPath_GetDrawMode(found, fill, stroke):
        return
    if fill.value:
        ink = _opaque(found, raw.FPDFPageObj_GetFillColor)
        yield from (_Fill(box, ink) for box in _areas(found, matrix, fill.value) if ink is not None)
    elif stroke.value and raw.FPDFPath_CountSegments(found) == 2:  # a thick line hides as well as a box
        ink = _opaque(found, raw.FPDFPageObj_GetStrokeColor)
        line = bounds_of(found, matrix)
        if ink is not None and line is not None and min(line.wide, line.tall) >= 3:
            yield _Fill(line, ink)


def _opaque(found: Any, getter: Any) -> Colour | None:
    """The colour of a fill that hides what is under it, else None. Multiplied light colours hide nothing."""
    ink = _colour(found, getter)
    if ink is None or ink[3] < _OPAQUE:
        return None
    if ink[3] == 255 and max(ink[:3]) > _DARK and raw.FPDFPageObj_HasTransparency(found):
        return None
    return ink[:3]


def _areas(path: Any, matrix: Matrix, rule: int) -> list[Box]:
    """The areas of a filled path; a round one is less than its box, and a frame (even-odd, mostly open) is none."""
    parts = parts_of(path, matrix)
    if rule == raw.FPDF_FILLMODE_ALTERNATE:
        parts = [part for part in parts if not _framing(part[0], [box for box, _ in parts])]
    return [_shrunk(box) if bent else box for box, bent in parts]


def _framing(box: Box, others: list[Box]) -> bool:
    """Whether a part of an even-odd path is a frame around others, or what such a frame leaves open."""
    inner = [other for other in others if other.within(box) == other != box]
    return sum(part.area for part in inner) >= box.area / 2 or any(
        box.within(other) == box != other and box.area >= other.area / 2 for other in others
    )


def _shrunk(box: Box) -> Box:
    across, up = min(box.wide * 0.15, 6), min(box.tall * 0.15, 6)
    return Box(box.left + across, box.low + up, box.right - across, box.high - up)


def _letters(text: Any, matrix: Matrix) -> float:
    """The size of a word's letters on the page, in points."""
    size = c_float()
    raw.FPDFTextObj_GetFontSize(text, size)
    a, b, c, d, _, _ = joined(matrix_of(text), matrix)
    return abs(size.value) * sqrt(abs(a * d - b * c))


def _inks(text: Any, mode: int) -> list[tuple[int, int, int, int]]:
    getters = [raw.FPDFPageObj_GetStrokeColor] if mode in (*_STROKED, *_BOTH) else []
    getters += [] if mode in _STROKED else [raw.FPDFPageObj_GetFillColor]
    found = [_colour(text, getter) for getter in getters]
    return [ink for ink in found if ink is not None] if None not in found else [(0, 0, 0, 255)]


def _alike(ink: tuple[int, int, int, int], ground: Colour) -> bool:
    part = ink[3] / 255
    return all(abs(a - b) * part < _ALIKE for a, b in zip(ink, ground, strict=False))


def _colour(found: Any, getter: Any) -> tuple[int, int, int, int] | None:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not getter(found, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value
