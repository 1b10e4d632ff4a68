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
from typing import Any

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

Measures = tuple[float, ...]


class Looks:
    """The fonts of one page's answers, each judged once."""

    def __init__(self, text: PageText, pieces: Iterable[Piece]) -> None:
        self._text = text
        fonts: dict[int, Any] = {}
        signs: dict[int, set[str]] = {}
        for piece in pieces:
            font = text.font_at(piece.word.start)
            if font:
                fonts[addressof(font.contents)] = font
                signs.setdefault(addressof(font.contents), set()).update(piece.text)
        self._strange = {at: misnamed(font, signs[at]) for at, font in fonts.items()}

    def misnamed(self, piece: Piece) -> bool:
        """Whether some of its letters look like others."""
        font = self._text.font_at(piece.word.start)
        return bool(font) and not self._strange.get(addressof(font.contents), frozenset()).isdisjoint(
            piece.text
        )


def misnamed(font: Any, signs: Iterable[str]) -> frozenset[str]:
    """Those of some letters that a font draws as others; all of them, when its names are mixed up."""
    ours = _ours()
    found = {sign: measures for sign in signs if sign in ours and (measures := _measures(font, sign))}
    strange = {sign for sign, measures in found.items() if _is_another(sign, measures, ours)}
    if len(found) >= _FEW and median(_rank(s, m, ours) for s, m in found.items()) > _STRANGE:
        strange = set(found)
    return frozenset(strange)


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
def _ours() -> dict[str, Measures]:
    """The measures of the blanks' own font, which every program embeds from them."""
    import pypdfium2

    program = _OURS.read_bytes()
    data = (c_ubyte * len(program)).from_buffer_copy(program)
    document = pypdfium2.PdfDocument.new()
    font = raw.FPDFText_LoadFont(document.raw, data, len(program), raw.FPDF_FONT_TRUETYPE, 1)
    found = {sign: measures for sign in _SIGNS if (measures := _measures(font, sign))}
    raw.FPDFFont_Close(font)
    document.close()
    return found


def _measures(font: Any, sign: str) -> Measures:
    """What tells a letter's outline from others, in its size: area, edges, middle and spread; nothing without one."""
    outline = raw.FPDFFont_GetGlyphPath(font, ord(sign), 1.0)
    contours = _contours(outline) if outline else []
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
