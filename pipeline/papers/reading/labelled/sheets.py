"""The words of a printed page, each in its ruled cell, line by line as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from ctypes import byref, c_double, c_void_p, cast
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from pipeline.papers.reading.labelled.ruling import Ruling, ruling_of
from pipeline.papers.reading.layout import Rect
from pipeline.papers.reading.layout.words import Sheet

_LEVEL = 2.0  # points: letters whose feet are no further apart stand on one line
_HYPHENS = {"\ufffe": "-", "\x02": "-", "\xad": "-"}  # as PDFium marks a hyphen at a line's end
_BLANK = " \t\r\n\xa0\0"


@dataclass(frozen=True)
class Printed:
    """A word: its letters, its place, the height of its feet. `spaced`: a space stands behind it in the file."""

    text: str
    rect: Rect
    foot: float
    spaced: bool = False
    struck: bool = False  # a line is drawn through it
    first: float = 0.0  # the middle of its first letter
    score: float = 1.0  # how surely it was read, from 0 to 1


@dataclass(frozen=True)
class TextLine:
    """The words of one line, from left to right."""

    words: tuple[Printed, ...]

    @property
    def text(self) -> str:
        """The words with a space between."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].rect.left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.words[-1].rect.right


@dataclass(frozen=True)
class PaperCell:
    """A ruled cell, or (a row of one cell that is not `ruled`) a line outside all cells."""

    rect: Rect
    lines: tuple[TextLine, ...]

    @property
    def words(self) -> tuple[Printed, ...]:
        """Its words in order."""
        return tuple(word for line in self.lines for word in line.words)


@dataclass(frozen=True)
class PaperRow:
    """A row of cells on a page (from 1). `first`: nothing of the form stands above it on the page."""

    page: int
    cells: tuple[PaperCell, ...]
    ruled: bool = True

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.cells[0].rect.top

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(line.text for cell in self.cells for line in cell.lines)


def rows_of(page: Any, number: int) -> tuple[PaperRow, ...]:
    """The rows of a page from top to bottom, the lines outside ruled cells among them."""
    sheet = Sheet(page)
    ruling = ruling_of(sheet)
    cells: dict[tuple[int, int], list[Printed]] = {}
    outside: list[Printed] = []
    for word in _words(sheet, ruling):
        place = _place(word, ruling)
        (outside if place is None else cells.setdefault(place, [])).append(word)
    lines = {place: tuple(_lines(words)) for place, words in cells.items()}
    return rows_with(ruling, lines, tuple(_lines(outside)), number)


def rows_with(
    ruling: Ruling,
    cells: Mapping[tuple[int, int], tuple[TextLine, ...]],
    outside: Sequence[TextLine],
    number: int,
) -> tuple[PaperRow, ...]:
    """The rows of a page from top to bottom: cells with their lines, by row and column, and lines in no cell."""
    rows = []
    for n, row in enumerate(ruling.rows):
        made = (PaperCell(rect, cells.get((n, m), ())) for m, rect in enumerate(row.cells))
        rows.append(PaperRow(number, tuple(made)))
    for line in outside:
        rows.append(PaperRow(number, (PaperCell(_around(line), (line,)),), ruled=False))
    return tuple(sorted(rows, key=lambda row: row.top))


def _place(word: Printed, ruling: Ruling) -> tuple[int, int] | None:
    return place_of(word.first, word.rect.middle[1], ruling)


def place_of(x: float, y: float, ruling: Ruling) -> tuple[int, int] | None:
    """The row and column of the cell that a point of the page belongs to; None outside all cells."""
    for n, row in enumerate(ruling.rows):
        if row.top <= y < row.bottom:
            for m, cell in enumerate(row.cells):
                if cell.left <= x < cell.right:
                    return _above(ruling, n, m) if m in row.joined else (n, m)
    return None


def _above(ruling: Ruling, row: int, cell: int) -> tuple[int, int]:
    """The cell that an open-topped cell belongs to: the nearest above it of the same width, else itself."""
    rect, at = ruling.rows[row].cells[cell], row
    while at and cell in ruling.rows[at].joined:
        at -= 1
        same = [m for m, c in enumerate(ruling.rows[at].cells) if abs(c.left - rect.left) < 2]
        if not same or abs(ruling.rows[at].cells[same[0]].right - rect.right) > 2:
            return row, cell
        cell = same[0]
    return at, cell


def _lines(words: Iterable[Printed]) -> Iterator[TextLine]:
    line: list[Printed] = []
    for word in sorted(words, key=lambda w: w.foot):
        if line and word.foot - line[0].foot > _LEVEL:
            yield _line(line)
            line = []
        line.append(word)
    if line:
        yield _line(line)


def _line(words: Sequence[Printed]) -> TextLine:
    return TextLine(tuple(sorted(words, key=lambda w: w.rect.left)))


def _around(line: TextLine) -> Rect:
    whole = line.words[0].rect
    for word in line.words[1:]:
        whole = whole.joined(word.rect)
    return whole


# --- letters --------------------------------------------------------------------------------------------------


def _words(sheet: Sheet, ruling: Ruling) -> Iterator[Printed]:
    """The words of the page; a line between two cells parts them, however near they stand."""
    textpage = sheet.page.get_textpage()
    try:
        letters = list(_letters(textpage, sheet))
    finally:
        textpage.close()
    word: list[tuple[str, Rect, float]] = []
    place, last = None, 0
    for text, rect, foot, drawn in letters:
        if rect is None:
            if word:
                yield _word(word, ruling, spaced=text == " ")
            word = []
            continue
        here = _place(Printed(text, rect, foot, first=rect.middle[0]), ruling)
        if word and (
            abs(foot - word[-1][2]) > _LEVEL
            or (here != place and not _runs_on(word[-1][1], rect, drawn == last))
        ):
            yield _word(word, ruling, spaced=False)
            word = []
        if not word:
            place = here
        word.append((text, rect, foot))
        last = drawn
    if word:
        yield _word(word, ruling, spaced=False)


def _runs_on(before: Rect, letter: Rect, together: bool) -> bool:
    """Whether a letter in the next cell belongs to the word before it, which is too long for its own cell."""
    return together and -0.6 < letter.left - before.right < 0.6


def _word(letters: Sequence[tuple[str, Rect, float]], ruling: Ruling, *, spaced: bool) -> Printed:
    rect = letters[0][1].joined(letters[-1][1])
    text = "".join(letter for letter, _, _ in letters)
    return Printed(
        text, rect, letters[0][2], spaced, _is_struck(rect, letters[0][2], ruling), letters[0][1].middle[0]
    )


def _is_struck(rect: Rect, foot: float, ruling: Ruling) -> bool:
    """Whether a line runs through the letters: above their feet, below their heads."""
    high = foot - rect.top
    return any(
        foot - 0.6 * high < line.at < foot - 0.12 * high and line.covers(rect.middle[0])
        for line in ruling.loose
    )


def _letters(textpage: Any, sheet: Sheet) -> Iterator[tuple[str, Rect | None, float, int]]:
    """Every letter with its place, the height of its feet, and which piece of text drew it.

    A space of the file is " " without a place; one that PDFium only infers is "".
    """
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    page = textpage.raw
    for n in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, n)
        letter = chr(code) if 0 < code < 0x110000 else "\N{REPLACEMENT CHARACTER}" if code else " "
        letter = _HYPHENS.get(letter, letter)
        if letter in _BLANK:
            inferred = raw.FPDFText_IsGenerated(page, n) == 1 or letter in "\r\n"
            yield "" if inferred else " ", None, 0.0, 0
            continue
        raw.FPDFText_GetLooseCharBox(page, n, byref(box))
        raw.FPDFText_GetCharOrigin(page, n, byref(x), byref(y))
        foot = sheet.shown(x.value, y.value, x.value, y.value).top
        yield letter, sheet.shown(box.left, box.bottom, box.right, box.top), foot, _drawn_by(page, n)


def _drawn_by(page: Any, letter: int) -> int:
    """A number for the text object that a letter belongs to."""
    return cast(raw.FPDFText_GetTextObject(page, letter), c_void_p).value or 0
