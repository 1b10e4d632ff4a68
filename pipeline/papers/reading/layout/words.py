"""The words of a PDF page with their places, as PDFium tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import CFUNCTYPE, addressof, byref, c_float, c_int, c_void_p, cast
from functools import cached_property
from itertools import repeat
from struct import Struct
from types import TracebackType
from typing import Any, NamedTuple, Self

from pypdfium2 import raw

from pipeline.papers.reading.layout.shapes import Rect, Word

# PDFium puts U+0002 or U+FFFE for a hyphen at the end of a line and runs on into the next line.
_SOLID = re.compile("[^\\s\x02\ufffe]*[\x02\ufffe]|[^\\s\x02\ufffe]+")
_HYPHEN = str.maketrans("\x02\ufffe", "--")
_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_MOST_LETTERS = 60_000  # on one page
_CHAR_BOX = raw.FPDFText_GetLooseCharBox  # asked of every letter, as is the address of its piece of text
_PIECE_AT = CFUNCTYPE(c_void_p, c_void_p, c_int)(cast(raw.FPDFText_GetTextObject, c_void_p).value or 0)
_EDGES = Struct("4f").unpack_from  # of a FS_RECTF: left, top, right, bottom
_new = tuple.__new__
_END = 2  # bytes at the end of every text


class Letter(NamedTuple):
    """One letter. `piece`: which of the file's pieces of text it belongs to; `font`: its font and size."""

    sign: str
    rect: Rect
    at: int
    piece: int
    font: int


class Sheet:
    """One opened page: its size as shown, and how places inside the file become places as shown."""

    def __init__(self, page: Any) -> None:
        self.page = page
        left, low, right, high = page.get_bbox()
        self._box = Rect(left, low, right, high)
        self._turn = page.get_rotation() % 360
        self.width, self.height = page.get_size()

    @property
    def upright(self) -> bool:
        """Whether it is shown as it stands in the file."""
        return not self._turn

    @property
    def corner(self) -> tuple[float, float]:
        """The left edge and the upper edge in the file, in points."""
        return self._box[0], self._box[3]

    def shown(self, left: float, low: float, right: float, high: float) -> Rect:
        """A rectangle of the file (from the bottom left, unturned), as shown (from the top left, turned)."""
        box = self._box
        at, top = box[0], box[3]
        x, y, x2, y2 = left - at, top - high, right - at, top - low
        if not self._turn:
            return _new(Rect, (x, y, x2, y2))
        if self._turn == 90:
            return Rect(box.height - y2, x, box.height - y, x2)
        if self._turn == 180:
            return Rect(box.width - x2, box.height - y2, box.width - x, box.height - y)
        return Rect(y, box.width - x2, y2, box.width - x)


class PageText:
    """The text of one page while it is open. Use it as a context manager."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._page = sheet.page.get_textpage()
        self._raw = self._page.raw
        self._fonts: dict[int, int] = {}
        self._draws_nothing: dict[int, bool] = {}
        self._rects: dict[int, Rect] = {}
        self._upright, self._corner = sheet.upright, sheet.corner
        self._box = raw.FS_RECTF()
        self._into = byref(self._box)
        self.words = tuple(self._words(self._text()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._page.close()

    def letters(self, word: Word) -> list[Letter]:
        """The letters of a word of this page, with their places."""
        start, text, place, font = word.start, word.text, self._rect, self._font
        numbers = range(start, start + len(text))
        pieces = map(_PIECE_AT, repeat(self._raw), numbers)
        return [
            _new(Letter, (sign, place(at), at, piece or 0, font(piece or 0, at)))
            for sign, at, piece in zip(text, numbers, pieces, strict=True)
        ]

    def piece_at(self, at: int) -> int:
        """Which of the file's pieces of text a letter belongs to."""
        return int(_PIECE_AT(self._raw, at) or 0)

    def trailing(self, at: int) -> bool:
        """Whether the file writes a space as this letter; one that only the places of words tell of is none."""
        code = raw.FPDFText_GetUnicode(self._raw, at)
        return code in (0x20, 0xA0) and raw.FPDFText_IsGenerated(self._raw, at) != 1

    def before(self, at: int) -> Letter | None:
        """What the file writes just before a letter; None for a space that only the places of words tell of."""
        if at < 1 or raw.FPDFText_IsGenerated(self._raw, at - 1) == 1:
            return None
        return self._sign(" ", at - 1)

    def _sign(self, sign: str, at: int) -> Letter:
        piece = self.piece_at(at)
        return Letter(sign, self._rect(at), at, piece, self._font(piece, at))

    def _font(self, piece: int, at: int) -> int:
        """What tells the font of a piece, in which this letter is, from others."""
        font = self._fonts.get(piece)
        if font is None:
            font = self._fonts[piece] = _font(raw.FPDFText_GetTextObject(self._raw, at))
        return font

    def font_at(self, at: int) -> Any:
        """The font of a letter, as PDFium has it; nothing for none."""
        found = raw.FPDFText_GetTextObject(self._raw, at)
        return raw.FPDFTextObj_GetFont(found) if found else None

    @cached_property
    def pieces(self) -> frozenset[int]:
        """The file's pieces of text in which a word begins."""
        return frozenset(self.piece_at(word.start) for word in self.words)

    def says(self, piece: Any) -> bool:
        """Whether PDFium finds any letter, or a space, in one of the file's pieces of text."""
        return bool(raw.FPDFTextObj_GetText(piece, self._raw, None, 0) > _END)

    @property
    def sheet(self) -> Sheet:
        """The page whose text this is."""
        return self._sheet

    def unseen(self, word: Word) -> bool:
        """Whether the word is written in a way that draws nothing."""
        piece = self.piece_at(word.start)
        known = self._draws_nothing.get(piece)
        if known is None:
            found = raw.FPDFText_GetTextObject(self._raw, word.start)
            known = bool(found) and raw.FPDFTextObj_GetTextRenderMode(found) in _UNSEEN
            self._draws_nothing[piece] = known
        return known

    def unknown(self, word: Word) -> bool:
        """Whether the file does not say which letters some of its signs are."""
        letters = range(word.start, word.start + len(word.text))
        return 1 in map(raw.FPDFText_HasUnicodeMapError, repeat(self._raw), letters)

    def _text(self) -> str:
        count = min(max(raw.FPDFText_CountChars(self._raw), 0), _MOST_LETTERS)
        text: str = self._page.get_text_range(0, count) if count else ""
        if len(text) != count:  # PDFium counts some letters otherwise than Python: one by one
            text = "".join(_letter(raw.FPDFText_GetUnicode(self._raw, i)) for i in range(count))
        return text

    def _words(self, text: str) -> Iterator[Word]:
        place = self._rect
        for found in _SOLID.finditer(text):
            start, end = found.span()
            rect = place(start)
            if end - start > 1:
                rect = rect.joined(place(end - 1))
            yield _new(Word, (found[0].translate(_HYPHEN), rect, start))

    def _rect(self, at: int) -> Rect:
        known = self._rects.get(at)
        if known is not None:
            return known
        _CHAR_BOX(self._raw, at, self._into)
        left, high, right, low = _EDGES(self._box)
        if self._upright:
            x, y = self._corner  # as Sheet.shown, without a call for each letter
            known = _new(Rect, (left - x, y - high, right - x, y - low))
        else:
            known = self._sheet.shown(left, low, right, high)
        self._rects[at] = known
        return known


def _address(found: Any) -> int:
    """What tells one of PDFium's objects from another; 0 for none."""
    return addressof(found.contents) if found else 0


def _font(found: Any) -> int:
    """What tells one font and size from another."""
    if not found:
        return 0
    size = c_float()
    raw.FPDFTextObj_GetFontSize(found, byref(size))
    return hash((_address(raw.FPDFTextObj_GetFont(found)), round(size.value, 2)))


def words_of(sheet: Sheet) -> tuple[Word, ...]:
    """The words of a page in the order of its file."""
    with PageText(sheet) as text:
        return text.words


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}"
