"""The typeface that field values are painted in: whole, embedded, and byte for byte the same in every inert form.

Because it is the same everywhere, a pack of sixty forms carries it once.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.papers.making.fonts import REGULAR

_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{ranges}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


@dataclass(frozen=True)
class Face:
    """One TrueType font: which characters it has and how wide they are."""

    glyphs: dict[int, int]  # code point -> glyph
    widths: dict[int, float]  # code point -> thousandths of the size
    ascent: float  # thousandths of the size
    descent: float

    def can_draw(self, char: str) -> bool:
        """Whether the font has this character."""
        return ord(char) in self.glyphs

    def width(self, text: str, size: float) -> float:
        """Width of a line in points; characters the font lacks count nothing."""
        widths = self.widths
        return sum(widths.get(ord(c), 0.0) for c in text) * size / 1000

    def shown(self, text: str) -> str:
        """The text as the operand of a `Tj`: glyph numbers in hexadecimal."""
        glyphs = self.glyphs
        return "<" + "".join(f"{glyphs[ord(c)]:04x}" for c in text if ord(c) in glyphs) + ">"


@cache
def face(path: Path = REGULAR) -> Face:
    """The face of a TrueType file."""
    raw = _font_file(path)
    return Face(raw.charToGlyph, raw.charWidths, raw.ascent, raw.descent)


def embed(pdf: Any, path: Path = REGULAR) -> Any:
    """The whole font as an indirect object of `pdf` (a pikepdf.Pdf)."""
    from pikepdf import Array, Dictionary, Name, Stream, String

    raw, packed = _font_file(path), _packed(path)
    font_file = Stream(pdf, packed.font, Filter=Name.FlateDecode, Length1=packed.size)
    cmap = Stream(pdf, packed.to_unicode, Filter=Name.FlateDecode)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.LiberationSans,
        Flags=4,
        FontBBox=Array([round(v) for v in raw.bbox]),
        ItalicAngle=0,
        Ascent=round(raw.ascent),
        Descent=round(raw.descent),
        CapHeight=round(raw.capHeight),
        StemV=raw.stemV,
        FontFile2=font_file,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.LiberationSans,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=round(raw.defaultWidth),
        W=pdf.make_indirect(Array([0, Array(packed.widths)])),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.LiberationSans,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=cmap,
        )
    )


@dataclass(frozen=True)
class _Packed:
    font: bytes
    size: int
    to_unicode: bytes
    widths: list[int]


@cache
def _font_file(path: Path) -> Any:
    from reportlab.pdfbase.ttfonts import TTFontFile

    return TTFontFile(str(path))


@cache
def _packed(path: Path) -> _Packed:
    """What takes time to make, made once for each process."""
    raw = _font_file(path)
    data = path.read_bytes()
    by_glyph = {glyph: code for code, glyph in sorted(raw.charToGlyph.items(), reverse=True)}
    widths = [
        round(raw.charWidths.get(by_glyph.get(g, -1), raw.defaultWidth)) for g in range(max(by_glyph) + 1)
    ]
    lines = [f"<{g:04x}> <{_utf16(code)}>" for g, code in sorted(by_glyph.items())]
    ranges = ""
    for start in range(0, len(lines), 100):
        part = lines[start : start + 100]
        ranges += f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
    cmap = _TO_UNICODE.replace("{ranges}", ranges).encode("ascii")
    return _Packed(zlib.compress(data, 9), len(data), zlib.compress(cmap, 9), widths)


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex()
