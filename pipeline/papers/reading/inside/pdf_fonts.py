"""Fonts of a PDF that say other letters than they draw: what is copied, searched and checked is then not what is read.

A font draws by numbers and says beside it (ToUnicode) which letter each number is. Where the font itself knows its
letters, by the names in its encoding or by the table inside it, both are compared.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_MOST = 1 << 16  # numbers of one font
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_USUAL = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")  # alike as to A-Z, a-z, 0-9


def lying_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The name of each font that says other letters than it draws."""
    import pikepdf

    for found in pdf.objects:
        if not isinstance(found, pikepdf.Dictionary) or found.get("/Type") != pikepdf.Name.Font:
            continue
        if not isinstance(found.get("/ToUnicode"), pikepdf.Stream):
            continue
        said = _said(bytes(found["/ToUnicode"].read_bytes()))
        drawn = _drawn(found)
        if any(_differ(letter, drawn[number]) for number, letter in said.items() if number in drawn):
            yield str(found.get("/BaseFont", "/without a name"))[1:].rpartition("+")[2]


def _differ(said: str, drawn: str) -> bool:
    """Whether two letters are not the same; signs and ligatures are left alone."""
    return said.isalnum() and drawn.isalnum() and said.casefold() != drawn.casefold()


def _said(table: bytes) -> dict[int, str]:
    """What a ToUnicode table says, one letter a number."""
    said: dict[int, str] = {}
    for block in _RANGES.findall(table):
        for first, last, start, each in _RANGE.findall(block):
            numbers = range(int(first, 16), min(int(last, 16), int(first, 16) + _MOST) + 1)
            letters = (
                [_text(h) for h in _HEX.findall(each)]
                if each
                else [chr(int(start, 16) + n) for n in range(len(numbers)) if int(start, 16) + n < 0x110000]
            )
            said.update(zip(numbers, letters, strict=False))
    for block in _CHARS.findall(table):
        said.update((int(number, 16), _text(letter)) for number, letter in _PAIR.findall(block))
    return {number: letter for number, letter in said.items() if len(letter) == 1}


def _text(hexed: bytes) -> str:
    return bytes.fromhex(hexed.decode() + "0" * (len(hexed) % 2)).decode("utf-16-be", "replace")


def _drawn(font: Any) -> Mapping[int, str]:
    """Which letter each number draws, as far as the font knows it."""
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type0":
        return _of_composite(font)
    return _of_names(font) if kind in ("/Type1", "/TrueType", "/MMType1") else {}


def _of_names(font: Any) -> dict[int, str]:
    import pikepdf

    encoding = font.get("/Encoding")
    known: dict[int, str] = {}
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    if str(base) in _USUAL:
        known = {number: chr(number) for number in range(128) if chr(number).isalnum()}
    if isinstance(encoding, pikepdf.Dictionary):
        number = 0
        for item in encoding.get("/Differences", ()):
            if isinstance(item, int):
                number = item
                continue
            known[number] = _named(str(item)[1:])
            number += 1
    return known


def _named(name: str) -> str:
    """The letter of a glyph's name; "" for a name that tells none."""
    if len(name) == 1:
        return name
    if name in _DIGITS:
        return str(_DIGITS.index(name))
    code = re.fullmatch(r"uni([0-9A-F]{4})", name)
    return chr(int(code[1], 16)) if code else ""


def _of_composite(font: Any) -> dict[int, str]:
    """By the table inside a TrueType font whose numbers are those of its shapes."""
    import pikepdf

    if str(font.get("/Encoding", "")) not in ("/Identity-H", "/Identity-V"):
        return {}
    for inner in font.get("/DescendantFonts", ()):
        descriptor = inner.get("/FontDescriptor")
        program = descriptor.get("/FontFile2") if isinstance(descriptor, pikepdf.Dictionary) else None
        straight = str(inner.get("/CIDToGIDMap", "/Identity")) == "/Identity"
        if isinstance(program, pikepdf.Stream) and straight:
            try:
                return _letters_of(bytes(program.read_bytes()))
            except (struct.error, IndexError, pikepdf.PdfError):
                return {}
    return {}


def _letters_of(program: bytes) -> dict[int, str]:
    """Shape -> letter of a TrueType font, from its Unicode table (format 4); {} where it has none."""
    count = struct.unpack(">H", program[4:6])[0]
    for n in range(count):
        tag, _, start, _ = struct.unpack(">4sLLL", program[12 + 16 * n : 28 + 16 * n])
        if tag == b"cmap":
            return _of_cmap(program[start:])
    return {}


def _of_cmap(table: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for n in range(struct.unpack(">H", table[2:4])[0]):
        platform, encoding, start = struct.unpack(">HHL", table[4 + 8 * n : 12 + 8 * n])
        if (platform, encoding) not in ((0, 3), (3, 1)) or table[start : start + 2] != b"\0\4":
            continue
        for shape, letter in _segments(table[start:]):
            found.setdefault(shape, letter)
    return found


def _segments(table: bytes) -> Iterator[tuple[int, str]]:
    segments = struct.unpack(">H", table[6:8])[0] // 2
    ends, starts, deltas, offsets = (14, 16 + 2 * segments, 16 + 4 * segments, 16 + 6 * segments)
    for n in range(segments):
        end, start, delta, offset = (
            struct.unpack(">H", table[at + 2 * n : at + 2 * n + 2])[0]
            for at in (ends, starts, deltas, offsets)
        )
        for code in range(start, min(end, 0xFFFE) + 1):
            shape = code
            if offset:
                at = offsets + 2 * n + offset + 2 * (code - start)
                shape = struct.unpack(">H", table[at : at + 2])[0]
                if not shape:
                    continue
            yield (shape + delta) & 0xFFFF, chr(code)
