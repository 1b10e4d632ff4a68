"""What is drawn in a text box, compared with what is stored: only where the drawing can truly be read.

A missing picture is nothing to remark on, and neither are letters that a producer's font could not draw.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Any

from pypdf import PageObject
from pypdf.generic import NameObject, StreamObject

from pipeline.papers.reading.acroform.fields import BROKEN, plain, resolved

_LARGEST = 65_536  # bytes of one drawing, unpacked
_READABLE = ("WinAnsiEncoding", "MacRomanEncoding", "StandardEncoding", "PDFDocEncoding")
_SHOWS = re.compile(rb"[)>\]]\s*(?:Tj|TJ|'|\")|\bDo\b")
_STRINGS = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ESCAPES = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FIGURES = {str(figure): name for figure, name in enumerate(_NUMERALS)}
_LATIN_ENDS = 0x0250
_CUT_AFTER = 60  # a long answer may be drawn only as far as the box goes


def differing(widgets: Sequence[Any], expected: Sequence[str]) -> str:
    """The text drawn in the box when it is none of `expected`; "" when it agrees or cannot be known."""
    texts = [drawn for drawn in (_drawn(w, expected) for w in widgets) if _bare(drawn)]
    for drawn in (text for text in texts if _sensible(text, "".join(expected))):
        if not any(_agree(_bare(drawn), _bare(text)) for text in expected):
            return drawn
    return ""


def _agree(drawn: str, stored: str) -> bool:
    return drawn == stored or (len(drawn) >= _CUT_AFTER and stored.startswith(drawn))


def _sensible(drawn: str, expected: str) -> bool:
    """Whether the letters read are of a kind with the answer's: a font may misname those that it draws."""
    return all(c in expected or ord(c) < _LATIN_ENDS or 0x2000 <= ord(c) < 0x2200 for c in drawn)


def _bare(text: str) -> str:
    """Only what every font can draw: plain letters and digits."""
    return "".join(c for c in text.casefold() if c.isascii() and c.isalnum())


def _drawn(widget: Any, expected: Sequence[str]) -> str:
    """The text drawn in a box, one of `expected` when it is that; "" for none, or when it cannot be read."""
    picture = resolved(resolved(widget, "/AP"), "/N")
    if not isinstance(picture, StreamObject):
        return ""
    try:
        if not (_small(picture) and _fonts_readable(picture)):
            return ""
        content = picture.get_data()
        if not _SHOWS.search(content):
            return ""
        plainly = _plainly(picture, content)
        if plainly and any(_agree(plainly, _bare(text)) for text in expected):
            return plainly  # told quickly; only what seems to differ is read properly
        page = PageObject.create_blank_page(width=600, height=600)
        return " ".join(page.extract_xform_text(picture).split())  # type: ignore[arg-type]
    except BROKEN:
        return ""


def _plainly(picture: StreamObject, content: bytes) -> str:
    """The plain letters of the strings drawn, when every font draws its codes as the letters of ASCII; else ""."""
    fonts = resolved(resolved(picture, "/Resources"), "/Font")
    if not all(_font_plain(resolved(fonts, key)) for key in fonts):
        return ""
    strings = (_unescaped(found) for found in _STRINGS.findall(content))
    return _bare(b"".join(strings).decode("latin-1"))


def _font_plain(font: Any) -> bool:
    """Whether a font says nothing that could make other letters of the codes of plain ones."""
    if resolved(font, "/ToUnicode") is not None:
        return False
    code = 0
    for item in resolved(resolved(font, "/Encoding"), "/Differences") or ():
        if isinstance(item, int):
            code = item
            continue
        if (
            0 <= code < 128
            and chr(code).isalnum()
            and plain(item) not in (chr(code), _FIGURES.get(chr(code)))
        ):
            return False
        code += 1
    return True


def _unescaped(string: bytes) -> bytes:
    """A string's bytes without its escapes: an octal code, a broken line, a sign after a backslash."""

    def meant(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8) & 255]) if code.isdigit() else code if code in b"()\\" else b" "

    return _ESCAPES.sub(meant, string)


def _small(picture: StreamObject) -> bool:
    """Whether the drawing is packed in a known way and small when unpacked."""
    packing = resolved(picture, "/Filter")
    if isinstance(packing, list) and len(packing) == 1:
        packing = packing[0]
    raw = picture._data
    if packing is None or packing == []:
        return len(raw) <= _LARGEST
    if plain(packing) != "FlateDecode":
        return False
    unpacking = zlib.decompressobj()
    unpacking.decompress(raw, _LARGEST)
    return not unpacking.unconsumed_tail


def _fonts_readable(picture: StreamObject) -> bool:
    """Whether every font of the drawing says which letter each of its codes is."""
    fonts = resolved(resolved(picture, "/Resources"), "/Font")
    if not hasattr(fonts, "keys") or not fonts:
        return False
    return all(_font_readable(resolved(fonts, key)) for key in fonts)


def _font_readable(font: Any) -> bool:
    if not hasattr(font, "get"):
        return False
    if resolved(font, "/ToUnicode") is not None:
        return True
    if plain(resolved(font, "/Subtype")) not in ("Type1", "TrueType", "MMType1"):
        return False
    encoding = resolved(font, "/Encoding")
    if isinstance(encoding, NameObject):
        return plain(encoding) in _READABLE
    if hasattr(encoding, "get"):
        return (
            resolved(font, "/FontDescriptor") is None
            or plain(resolved(encoding, "/BaseEncoding")) in _READABLE
        )
    standard = ("Helvetica", "Times", "Courier")
    return encoding is None and plain(resolved(font, "/BaseFont")).startswith(standard)
