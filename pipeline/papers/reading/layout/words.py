"""The words of a PDF page with their places, as PDFium tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref
from typing import Any

from pypdfium2 import raw

from pipeline.papers.reading.layout.shapes import Rect, Word

_SOLID = re.compile(r"\S+")


class Sheet:
    """One opened page: its size as shown, and how places inside the file become places as shown."""

    def __init__(self, page: Any) -> None:
        self.page = page
        left, low, right, high = page.get_bbox()
        self._box = Rect(left, low, right, high)
        self._turn = page.get_rotation() % 360
        self.width, self.height = page.get_size()

    def shown(self, left: float, low: float, right: float, high: float) -> Rect:
        """A rectangle of the file (from the bottom left, unturned), as shown (from the top left, turned)."""
        box = self._box
        first, second = (left - box.left, box.bottom - high), (right - box.left, box.bottom - low)
        turned = {
            0: (first, second),
            90: ((box.height - second[1], first[0]), (box.height - first[1], second[0])),
            180: (
                (box.width - second[0], box.height - second[1]),
                (box.width - first[0], box.height - first[1]),
            ),
            270: ((first[1], box.width - second[0]), (second[1], box.width - first[0])),
        }
        (x, y), (x2, y2) = turned.get(self._turn, (first, second))
        return Rect(x, y, x2, y2)


def words_of(sheet: Sheet) -> tuple[Word, ...]:
    """The words of a page in the order of its file."""
    textpage = sheet.page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage.raw)
        text = textpage.get_text_range() if count > 0 else ""
        if len(text) != count:  # letters that PDFium counts otherwise than Python: one by one
            text = "".join(_letter(raw.FPDFText_GetUnicode(textpage.raw, i)) for i in range(count))
        return tuple(_words(textpage.raw, text, sheet))
    finally:
        textpage.close()


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}"


def _words(textpage: Any, text: str, sheet: Sheet) -> Iterator[Word]:
    box, get = raw.FS_RECTF(), raw.FPDFText_GetLooseCharBox
    into = byref(box)
    for found in _SOLID.finditer(text):
        start, end = found.span()
        get(textpage, start, into)
        rect = (box.left, box.bottom, box.right, box.top)
        if end - start > 1:
            get(textpage, end - 1, into)
            rect = (
                min(rect[0], box.left),
                min(rect[1], box.bottom),
                max(rect[2], box.right),
                max(rect[3], box.top),
            )
        yield Word(found.group(), sheet.shown(*rect))
