"""The Word blank of an edition as what a printed copy of it must show: rows of cells, questions between them, ticks."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from pipeline.papers.reading.word.outline import Box, Cell, Line, Outline, Sort, outline_of
from pipeline.papers.reading.word.text import Piece
from pipeline.rules.answers.text import tidy_line

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)<")
_MARGINS = re.compile(r"word/(?:header|footer)\d*\.xml")
_TICKED = "☒☑✓✔✗✘⊠🗹🗷\uf0fe\uf0fc\uf0fd"
_UNTICKED = "☐□◻⬜🞎\uf0a8\uf06f\uf0a3"
SIGNS = {**dict.fromkeys(_TICKED, True), **dict.fromkeys(_UNTICKED, False)}


@dataclass(frozen=True)
class BlankCell:
    """A cell: the printed words at its beginning, run together, and the box behind them ("" when it has none)."""

    label: str
    box: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class BlankRow:
    """A row of cells, at least one of them with a box."""

    cells: tuple[BlankCell, ...]
    table: int

    @property
    def boxes(self) -> tuple[str, ...]:
        """The names of its boxes."""
        return tuple(cell.box for cell in self.cells if cell.box)


@dataclass(frozen=True)
class BlankFlow:
    """A box that stands in no cell: the printed words before it, and all those behind it up to the next row."""

    cell: BlankCell
    before: str
    after: str
    row: int  # of `Blank.rows`: the first one behind it


@dataclass(frozen=True)
class BlankTick:
    """A tick box and the words behind it."""

    box: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Blank:
    """What a printed copy shows.

    `heads`: the rows without boxes (of tables that run over pages they are printed again); `printed`: every
    paragraph and cell, run together; `margins`: heads and feet of pages.
    """

    rows: tuple[BlankRow, ...]
    flows: tuple[BlankFlow, ...]
    ticks: tuple[BlankTick, ...]
    heads: frozenset[tuple[str, ...]]
    printed: str
    margins: tuple[str, ...]

    @property
    def boxes(self) -> int:
        """How many boxes it has."""
        return sum(len(row.boxes) for row in self.rows) + len(self.flows) + len(self.ticks)


@lru_cache(maxsize=16)
def blank_of(word: bytes) -> Blank:
    """The blank of a Word file. Raises ReadingError when it cannot be read."""
    outline = outline_of(word)
    rows = tuple(_rows(outline))
    return Blank(
        tuple(row for row, _ in rows),
        tuple(_flows(outline, [line for _, line in rows])),
        tuple(_ticks(outline)),
        frozenset(tuple(squeezed(c.text) for c in line.cells) for line in outline.lines if not line.boxes),
        squeezed("\n".join(cell.text for line in outline.lines for cell in line.cells)),
        tuple(_margins(word)),
    )


def squeezed(text: str) -> str:
    """A text for comparing: no spaces, no case, plain quotes and dashes."""
    return "".join(tidy_line(text).split()).casefold()


def undigited(text: str) -> str:
    """A squeezed text without digits and rules: what a page's head or foot says on every page."""
    return re.sub(r"[\d_]", "", squeezed(text))


def _rows(outline: Outline) -> Iterator[tuple[BlankRow, Line]]:
    for line in outline.lines:
        cells = tuple(map(_cell, line.cells))
        if line.table and any(cell.box for cell in cells):
            yield BlankRow(cells, line.table), line


def _cell(cell: Cell) -> BlankCell:
    """A cell with the words before its first box that is no tick. What stands behind that box is no label."""
    before: list[str] = []
    for piece in cell.pieces:
        if isinstance(piece, Piece):
            before.append(piece.text)
        elif piece.sort is not Sort.TICK:
            return BlankCell(squeezed("".join(before)), piece.name, squeezed(piece.shown))
    return BlankCell(squeezed("".join(before)))


def _flows(outline: Outline, rows: Sequence[Line]) -> Iterator[BlankFlow]:
    """Every box outside the tables; one line may hold several, and the words of the next paragraph."""
    pieces = list(_flowing(outline))
    row = 0
    for n, piece in enumerate(pieces):
        if isinstance(piece, Line):
            row += piece in rows
        elif isinstance(piece, Box) and piece.sort is not Sort.TICK:
            words = (p if isinstance(p, str) else None for p in reversed(pieces[:n]))
            before = "".join(reversed([p for p in takewhile(lambda p: p is not None, words) if p]))
            after = _until_row(pieces[n + 1 :], rows)
            cell = BlankCell("", piece.name, squeezed(piece.shown))
            yield BlankFlow(cell, squeezed(before), squeezed(after), row)


def _flowing(outline: Outline) -> Iterator[str | Box | Line]:
    for line in outline.lines:
        if line.table:
            yield line
            continue
        for piece in (piece for cell in line.cells for piece in cell.pieces):
            yield piece.text if isinstance(piece, Piece) else piece


def _until_row(pieces: Iterable[str | Box | Line], rows: Sequence[Line]) -> str:
    found = ""
    for piece in pieces:
        if isinstance(piece, Box) or (isinstance(piece, Line) and piece in rows):
            break
        found += " ".join(c.text for c in piece.cells) if isinstance(piece, Line) else piece
    return found


def _ticks(outline: Outline) -> Iterator[BlankTick]:
    for line in outline.lines:
        for cell in line.cells:
            for n, piece in enumerate(cell.pieces):
                if isinstance(piece, Box) and piece.sort is Sort.TICK:
                    yield BlankTick(piece.name, tuple(_words_behind(cell.pieces[n + 1 :])))


def _words_behind(pieces: Sequence[Piece | Box]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Box):
            return
        yield from tidy_line(piece.text).casefold().split()


def _margins(word: bytes) -> Iterator[str]:
    """The paragraphs of the heads and feet of pages."""
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        for name in package.namelist():
            if not _MARGINS.fullmatch(name):
                continue
            for paragraph in package.read(name).decode("utf-8", "replace").split("</w:p>"):
                said = undigited(html.unescape("".join(_TEXT.findall(paragraph))))
                if said:
                    yield said
