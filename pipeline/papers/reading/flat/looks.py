"""Whether letters look like the letters that a file calls them: a font may draw an 8 and say that it is a 3.

Each letter's outline is boiled down to a few measures and compared with those of the blanks' own font, in which most
answers are drawn: there, one letter with another's name is noticed. Of other fonts only one whose names are mixed up
as a whole can be told.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from ctypes import addressof, byref, c_float, c_ubyte
from functools import lru_cache
from math import dist
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from pypdfium2 import raw

from pipeline.papers.reading.flat.pieces import Piece
from pipeline.papers.reading.layout.words import PageText

_OURS = Path(__file__).parents[2] / "making" / "fonts" / "LiberationSans-Regular.ttf"
_SIGNS = string.ascii_letters + string.digits
_ALIKE = frozenset("Il")  # drawn alike in many fonts
_SAME, _OTHER = 0.012, 0.024  # of a letter's size: measures this near are one outline, this far are two
_FEW = 12  # letters: of fewer a font as a whole cannot be judged
_STRANGE = 22  # letters, in the middle, look more like one than its own: by chance it would be 31
_MOST = 3000  # pieces of outline of one letter

_LOOKED_AT = 4  # points of an outline by which it is known again
_EXACT = 1e-4  # of a letter's size that they may be off

Measures = tuple[float, ...]


class Outline(NamedTuple):
    """A letter of our own font: how many points its outline has, and some of them by their number."""

    points: int
    some: tuple[tuple[int, tuple[float, float]], ...]


class Looks:
    """The fonts of one page's answers, each judged once."""

    def __init__(self, text: PageText, pieces: Iterable[Piece]) -> None:
        fonts: dict[int, Any] = {}
        signs: dict[int, set[str]] = {}
        self._font_of: dict[int, int] = {}
        for piece in pieces:
            font = text.font_at(piece.word.start)
            if font:
                at = self._font_of[piece.word.start] = addressof(font.contents)
                fonts[at] = font
                signs.setdefault(at, set()).update(piece.text)
        found = {at: judged(font, signs[at]) for at, font in fonts.items()}
        self._strange = {at: font.misnamed for at, font in found.items() if font.misnamed}
        self._foreign = {at for at, font in found.items() if font.foreign}

    def foreign(self, piece: Piece) -> bool:
        """Whether it is drawn in another font than the blank's own: what its file says of it proves nothing."""
        return self._font_of.get(piece.word.start, 0) in self._foreign

    def misnamed(self, piece: Piece) -> bool:
        """Whether some of its letters look like others."""
        if not self._strange:
            return False
        font = self._font_of.get(piece.word.start, 0)
        return not self._strange.get(font, frozenset()).isdisjoint(piece.text)


class Judged(NamedTuple):
    """A font: the letters that it draws as others, and whether its letters are not the blank's own."""

    misnamed: frozenset[str]
    foreign: bool


def judged(font: Any, signs: Iterable[str]) -> Judged:
    """What is to be thought of a font by some of its letters; all are misnamed when its names are mixed up."""
    ours, outlines = _ours()
    drawn = {sign: outline for sign in signs if sign in ours and (outline := _outline(font, sign))}
    same = {sign for sign, outline in drawn.items() if _is_drawn_so(outline, outlines[sign])}
    others = {sign: outline for sign, outline in drawn.items() if sign not in same}
    found = {sign: measures for sign, outline in others.items() if (measures := _measures(outline))}
    strange = {sign for sign, measures in found.items() if _is_another(sign, measures, ours)}
    if len(same) + len(found) >= _FEW and len(found) >= len(same):  # else most are what they are called
        ranks = [*(0 for _ in same), *(_rank(s, m, ours) for s, m in found.items())]
        strange = {*same, *found} if median(ranks) > _STRANGE else strange
    return Judged(frozenset(strange), len(same) < len(others))


def _is_drawn_so(outline: Any, ours: Outline) -> bool:
    """Whether an outline is that of our own font's letter: as many points, and those looked at in their places."""
    if raw.FPDFGlyphPath_CountGlyphSegments(outline) != ours.points:
        return False
    across, up = c_float(), c_float()
    into = byref(across), byref(up)
    for number, (x, y) in ours.some:
        raw.FPDFPathSegment_GetPoint(raw.FPDFGlyphPath_GetGlyphPathSegment(outline, number), *into)
        if abs(across.value - x) > _EXACT or abs(up.value - y) > _EXACT:
            return False
    return True


def _is_another(sign: str, measures: Measures, ours: Mapping[str, Measures]) -> bool:
    if dist(measures, ours[sign]) < _OTHER:
        return False
    near = {other for other, theirs in ours.items() if dist(measures, theirs) < _SAME}
    return bool(near) and not near | {sign} <= _ALIKE


def _rank(sign: str, measures: Measures, ours: Mapping[str, Measures]) -> int:
    """How many letters it looks more like than its own."""
    own = dist(measures, ours[sign])
    return sum(dist(measures, theirs) < own for theirs in ours.values())


@lru_cache(maxsize=1)
def _ours() -> tuple[dict[str, Measures], dict[str, Outline]]:
    """The letters of the blanks' own font, which every program embeds from them: their measures and their outlines."""
    import pypdfium2

    program = _OURS.read_bytes()
    data = (c_ubyte * len(program)).from_buffer_copy(program)
    document = pypdfium2.PdfDocument.new()
    font = raw.FPDFText_LoadFont(document.raw, data, len(program), raw.FPDF_FONT_TRUETYPE, 1)
    drawn = {sign: outline for sign in _SIGNS if (outline := _outline(font, sign))}
    found = {sign: measures for sign, outline in drawn.items() if (measures := _measures(outline))}
    outlines = {sign: _some(drawn[sign]) for sign in found}
    raw.FPDFFont_Close(font)
    document.close()
    return found, outlines


def _some(outline: Any) -> Outline:
    """Enough of an outline to know it by."""
    points = [point for points in _contours(outline) for point in points]
    step = max(1, len(points) // _LOOKED_AT)
    return Outline(len(points), tuple(list(enumerate(points))[step // 2 :: step]))


def _outline(font: Any, sign: str) -> Any:
    return raw.FPDFFont_GetGlyphPath(font, ord(sign), 1.0)


def _measures(outline: Any) -> Measures:
    """What tells a letter's outline from others, in its size: area, edges, middle and spread; nothing without one."""
    contours = _contours(outline)
    edges = [(a, b) for points in contours for a, b in zip(points, [*points[1:], points[0]], strict=True)]
    twice = x = y = xx = yy = xy = 0.0
    for (a, b), (c, d) in edges:  # Green's theorem
        part = a * d - c * b
        twice += part
        x, y = x + (a + c) * part, y + (b + d) * part
        xx, yy = xx + (a * a + a * c + c * c) * part, yy + (b * b + b * d + d * d) * part
        xy += (a * d + 2 * a * b + 2 * c * d + c * b) * part
    if abs(twice) < 1e-6:
        return ()
    left, right = min(a for (a, _), _ in edges), max(a for (a, _), _ in edges)
    low, high = min(b for (_, b), _ in edges), max(b for (_, b), _ in edges)
    x, y = x / (3 * twice), y / (3 * twice)
    wide, tall, slant = xx / (6 * twice) - x * x, yy / (6 * twice) - y * y, xy / (12 * twice) - x * y
    spread = (_root(wide), _root(tall), _root(slant))
    return (_root(abs(twice) / 2), right - left, low, high, x - left, y, *spread)


def _root(square: float) -> float:
    root = float(abs(square) ** 0.5)
    return root if square > 0 else -root


def _contours(outline: Any) -> list[list[tuple[float, float]]]:
    """The closed lines of an outline, by the points of its curves."""
    across, up = c_float(), c_float()
    into = byref(across), byref(up)
    found: list[list[tuple[float, float]]] = []
    for number in range(min(max(raw.FPDFGlyphPath_CountGlyphSegments(outline), 0), _MOST)):
        part = raw.FPDFGlyphPath_GetGlyphPathSegment(outline, number)
        raw.FPDFPathSegment_GetPoint(part, *into)
        if raw.FPDFPathSegment_GetType(part) == raw.FPDF_SEGMENT_MOVETO or not found:
            found.append([])
        found[-1].append((across.value, up.value))
    return found
