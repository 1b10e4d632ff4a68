"""The font that answers are typed in: the whole of Liberation Sans, embedded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject
from reportlab.pdfbase import pdfmetrics

from pipeline.papers.making.blank_pdf_objects import array, dictionary, number, stream
from pipeline.papers.making.fonts import REGULAR, register_fonts

FIELD_FONT = "/PanelSans"
SIMPLE = True


def field_font(writer: PdfWriter) -> IndirectObject:
    """The font, embedded whole."""
    face = pdfmetrics.getFont(register_fonts().regular).face
    program = REGULAR.read_bytes()
    file = writer._add_object(stream(program, Length1=len(program)))
    descriptor = dictionary(
        Type="/FontDescriptor",
        FontName="/LiberationSans",
        FontFamily="Liberation Sans",
        Flags=32,
        FontBBox=array(*face.bbox),
        ItalicAngle=0,
        Ascent=int(face.ascent),
        Descent=int(face.descent),
        CapHeight=int(face.capHeight),
        StemV=int(face.stemV),
        FontFile2=file,
    )
    made = _simple(face, writer._add_object(descriptor)) if SIMPLE else _type0(writer, face, writer._add_object(descriptor))
    return writer._add_object(made)


def _simple(face: Any, descriptor: IndirectObject) -> DictionaryObject:
    codes = [bytes([c]).decode("cp1252", "replace") for c in range(32, 256)]
    widths = ArrayObject(number(round(face.charWidths.get(ord(c), 0))) for c in codes)
    font = dictionary(Type="/Font", Subtype="/TrueType", BaseFont="/LiberationSans", FirstChar=32, LastChar=255)
    font[NameObject("/Widths")] = widths
    font[NameObject("/Encoding")] = NameObject("/WinAnsiEncoding")
    font[NameObject("/FontDescriptor")] = descriptor
    return font


def _type0(writer: PdfWriter, face: Any, descriptor: IndirectObject) -> DictionaryObject:
    glyphs: dict[int, int] = {}
    for code, glyph in sorted(face.charToGlyph.items()):
        if glyph:
            glyphs.setdefault(glyph, code)
    widths = ArrayObject()
    for glyph, code in sorted(glyphs.items()):
        widths.extend([number(glyph), ArrayObject([number(round(face.charWidths[code]))])])
    descendant = dictionary(
        Type="/Font", Subtype="/CIDFontType2", BaseFont="/LiberationSans", CIDToGIDMap="/Identity",
        FontDescriptor=descriptor, DW=556, W=writer._add_object(widths),
    )
    descendant[NameObject("/CIDSystemInfo")] = dictionary(Registry="Adobe", Ordering="Identity", Supplement=0)
    font = dictionary(Type="/Font", Subtype="/Type0", BaseFont="/LiberationSans", Encoding="/Identity-H")
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(descendant)])
    font[NameObject("/ToUnicode")] = writer._add_object(stream("\n".join(_cmap(glyphs)).encode("ascii")))
    return font


def _cmap(glyphs: dict[int, int]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def"
    yield "/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    pairs = [f"<{g:04X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for g, c in sorted(glyphs.items())]
    for start in range(0, len(pairs), 100):
        part = pairs[start : start + 100]
        yield f"{len(part)} beginbfchar"
        yield from part
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
