"""The font that answers are typed in: the whole of Liberation Sans, embedded once, with every letter it has.

A Type 0 font with a full ToUnicode map, not a simple one-byte font: with the latter poppler (Evince, Okular),
LibreOffice and pypdf drop or question-mark every letter outside WinAnsi, such as Polish Ł and Welsh ŵ. Only
programs built on old iText (pdftk) and qpdf draw one-byte text into it and show boxes; the value they store is right.

The name by which the fields call it matters to PDFium (Chrome, Edge). For a font of any other name it draws quotation
marks, dashes and letters outside Western Europe in fonts of its own that it does not embed, and Welsh Ŵ and Ŷ not at
all; every second printer then loses them without a trace. A font called Wingdings it asks for every letter first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, IndirectObject, NameObject
from reportlab.pdfbase import pdfmetrics

from pipeline.papers.making.blank_pdf.objects import array, dictionary, number, stream
from pipeline.papers.making.fonts import REGULAR, register_fonts

FIELD_FONT = "/Wingdings"
_NAME = "/LiberationSans"
_MOST_PAIRS = 100  # that a CMap may list in one go


def field_font(writer: PdfWriter) -> IndirectObject:
    """The font, embedded whole."""
    face = pdfmetrics.getFont(register_fonts().regular).face
    glyphs = _glyphs(face)
    descendant = dictionary(
        Type="/Font",
        Subtype="/CIDFontType2",
        BaseFont=_NAME,
        CIDToGIDMap="/Identity",
        CIDSystemInfo=dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=_descriptor(writer, face),
        DW=round(face.defaultWidth),
        W=writer._add_object(_widths(face, glyphs)),
    )
    font = dictionary(Type="/Font", Subtype="/Type0", BaseFont=_NAME, Encoding="/Identity-H")
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(descendant)])
    font[NameObject("/ToUnicode")] = writer._add_object(stream("\n".join(_cmap(glyphs)).encode("ascii")))
    return writer._add_object(font)


def _descriptor(writer: PdfWriter, face: Any) -> IndirectObject:
    program = REGULAR.read_bytes()
    descriptor = dictionary(
        Type="/FontDescriptor",
        FontName=_NAME,
        FontFamily="Liberation Sans",
        Flags=32,  # not symbolic
        FontBBox=array(*face.bbox),
        ItalicAngle=0,
        Ascent=round(face.ascent),
        Descent=round(face.descent),
        CapHeight=round(face.capHeight),
        StemV=round(face.stemV),
        FontFile2=writer._add_object(stream(program, Length1=len(program))),
    )
    return writer._add_object(descriptor)


def _glyphs(face: Any) -> dict[int, int]:
    """Glyph number -> the first character drawn with it."""
    glyphs: dict[int, int] = {}
    for character, glyph in sorted(face.charToGlyph.items()):
        if glyph:
            glyphs.setdefault(glyph, character)
    return dict(sorted(glyphs.items()))


def _widths(face: Any, glyphs: dict[int, int]) -> ArrayObject:
    widths = ArrayObject()
    for glyph, character in glyphs.items():
        widths.extend([number(glyph), ArrayObject([number(round(face.charWidths[character]))])])
    return widths


def _cmap(glyphs: dict[int, int]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def"
    yield "/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    pairs = [f"<{g:04X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for g, c in glyphs.items()]
    for start in range(0, len(pairs), _MOST_PAIRS):
        part = pairs[start : start + _MOST_PAIRS]
        yield from (f"{len(part)} beginbfchar", *part, "endbfchar")
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
