"""Strings of a PDF decoded from their bytes, and what was doubtful about them (ISO 32000-2, 7.9.2.2)."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# PDFDocEncoding where it differs from Latin-1 (ISO 32000-2, annex D.2).
_PDFDOC = {
    **{0x18 + i: c for i, c in enumerate("˘ˇˆ˙˝˛˚˜")},
    **{0x80 + i: c for i, c in enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")},
    0xA0: "€",
}
_PLAIN = re.compile(rb"[\t\n\r -~]*")  # what every encoding has in common, nearly every string of a form
_UNDEFINED = frozenset({0x7F, 0x9F, 0xAD})
_LETTERS = "".join(
    "\N{REPLACEMENT CHARACTER}" if byte in _UNDEFINED else _PDFDOC.get(byte) or chr(byte)
    for byte in range(256)
)
_LANGUAGE = re.compile("\x1b[^\x1b]{2,8}\x1b")  # a language code that UTF-16 strings may carry
# Where Windows-1252 has curly quotes and dashes, PDFDocEncoding has these: they make no sense beside letters.
_WINDOWS_QUOTES = re.compile(rb"[A-Za-z]\x92[A-Za-z]|(?<![A-Za-z])\x93[A-Za-z ]|[A-Za-z.,!?]\x94(?![A-Za-z])")


@dataclass(frozen=True)
class Decoded:
    """The text of a string; `doubt` is "" or a sentence. Half surrogates are left in for the one cleaner."""

    text: str
    doubt: str = ""


def decode(data: bytes) -> Decoded:
    """The text of a PDF string: UTF-16 or UTF-8 with its mark, else PDFDocEncoding."""
    if data.startswith(codecs.BOM_UTF16_BE):
        return _utf16(data[2:], "utf-16-be")
    if data.startswith(codecs.BOM_UTF16_LE):
        return _utf16(data[2:], "utf-16-le")
    if data.startswith(codecs.BOM_UTF8):
        return _utf8(data[3:])
    return _unmarked(data)


def _utf16(data: bytes, encoding: str) -> Decoded:
    half = len(data) % 2
    text = data[: len(data) - half].decode(encoding, "surrogatepass")
    text = _LANGUAGE.sub("", text)
    return Decoded(text, "The last character of this answer is cut in half.") if half else Decoded(text)


def _utf8(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        return Decoded(text, "Some characters of this answer are damaged.")


def _unmarked(data: bytes) -> Decoded:
    if _PLAIN.fullmatch(data):
        return Decoded(data.decode("ascii"))
    if not data.isascii():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Decoded(text, "Accented letters were stored in an unclear way: please check the spelling.")
    text = codecs.charmap_decode(data, "strict", _LETTERS)[0]
    if _WINDOWS_QUOTES.search(data):
        repaired = data.decode("cp1252", "replace")
        return Decoded(
            repaired, "Quotation marks and dashes were stored in an unclear way: please check them."
        )
    return Decoded(text)
