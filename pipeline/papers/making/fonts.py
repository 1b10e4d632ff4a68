"""The letters our papers are printed in: Liberation Sans, which has every European letter.

The fonts lie beside this module, so papers look the same on every machine. A council may name its own in
`pipeline.yaml`; it must be a TrueType font.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFile

from pipeline.model.errors import SettingsError

FONT_FOLDER = Path(__file__).with_name("fonts")
REGULAR = FONT_FOLDER / "LiberationSans-Regular.ttf"
BOLD = FONT_FOLDER / "LiberationSans-Bold.ttf"


@dataclass(frozen=True)
class FontNames:
    """The names under which reportlab knows the two fonts."""

    regular: str
    bold: str


def register_fonts(regular: Path | None = None, bold: Path | None = None) -> FontNames:
    """Make the two fonts known to reportlab and tie them together for <b>; our own where None.

    Raises SettingsError when a font file is missing or is not a TrueType font.
    """
    names = FontNames(_register(regular or REGULAR), _register(bold or BOLD))
    pdfmetrics.registerFontFamily(names.regular, names.regular, names.bold, names.regular, names.bold)
    return names


def arial_width(text: str, points: float, *, bold: bool = False) -> float:
    """Points that a text takes in Arial, which has the measures of the standard font Helvetica."""
    return float(pdfmetrics.stringWidth(text, "Helvetica-Bold" if bold else "Helvetica", points))


def missing_letters(text: str, font: str) -> str:
    """The characters of `text` that the registered font cannot draw, each once, in order."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if c not in "\n\r\t" and ord(c) not in known))


@cache
def drawable(path: Path = REGULAR) -> frozenset[int]:
    """The code points a TrueType font file has a shape for."""
    return frozenset(TTFontFile(str(path)).charToGlyph)


def _register(path: Path) -> str:
    own = path in (REGULAR, BOLD)
    name = path.stem if own else f"{path.stem}-{zlib.crc32(str(path).encode()):08x}"
    if name in pdfmetrics.getRegisteredFontNames():
        return name
    try:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    except (TTFError, OSError) as err:
        raise SettingsError(
            [
                f"fonts: {path} cannot be used ({err}). Name a TrueType (.ttf) file, or leave the setting empty."
            ]
        ) from err
    return name
