"""The nouns of a Word document's structure: lines, cells, boxes.

A line is a row of a table, or a paragraph outside every table (then it has one cell). A cell's pieces are stretches
of text and boxes in the order in which a person reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from pipeline.papers.reading.word.text import Piece
from pipeline.rules.answers.text import tidy_line

_TOKEN = re.compile(r"[☐☒☑✓✔✗✘⊠□◻⬜🞎🗹🗷]|[^\s☐☒☑✓✔✗✘⊠□◻⬜🞎🗹🗷]+")


class Sort(StrEnum):
    """What kind of box it is, as the document says it."""

    TEXT = "text"
    TICK = "tick"
    LIST = "list"
    DATE = "date"


@dataclass(frozen=True)
class Box:
    """A place to fill in.

    `name`: its tag or field name, "" when it has none. `label`: its title. `shown`: the words in it (in a blank: its
    prompt). `source`: the element or legacy field it was made from; None in a blank's outline.
    """

    name: str
    label: str = ""
    shown: str = ""
    sort: Sort = Sort.TEXT
    source: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Cell:
    """A cell of a row, or a paragraph. `start`, `span`: in columns of the table's grid, from 0."""

    pieces: tuple[Piece | Box, ...]
    start: int = 0
    span: int = 1

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes that stand in it, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Box))

    @cached_property
    def text(self) -> str:
        """The words outside the boxes, as they stand; a paragraph ends with a line end."""
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Piece))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words outside the boxes, folded for comparing."""
        return tuple(tokens(self.text))


@dataclass(frozen=True)
class Line:
    """A row of a table (`table`, `row` from 1), or a paragraph outside all tables (both 0)."""

    cells: tuple[Cell, ...]
    table: int = 0
    row: int = 0
    above: int = 0  # empty paragraphs before it

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes of all its cells."""
        return tuple(box for cell in self.cells for box in cell.boxes)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words outside the boxes, folded for comparing."""
        return tuple(token for cell in self.cells for token in cell.tokens)

    @property
    def place(self) -> str:
        """Where it stands, for a person: "table 2, row 3"; "" outside tables."""
        return f"table {self.table}, row {self.row}" if self.table else ""


@dataclass(frozen=True)
class Outline:
    """A document's lines, without those that have neither words nor boxes."""

    lines: tuple[Line, ...]
    deleted: tuple[str, ...] = ()  # words of rows that were deleted with changes tracked
    captions: tuple[str, ...] = ()  # of its tables; some programs print them

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """Every box of the document, in order."""
        return tuple(box for line in self.lines for box in line.boxes)

    @cached_property
    def text(self) -> str:
        """All words outside the boxes, as they stand."""
        return "".join(cell.text for line in self.lines for cell in line.cells)

    @cached_property
    def printed(self) -> tuple[str, ...]:
        """The words of every cell and paragraph that has any, folded, a text each."""
        found = (" ".join(cell.tokens) for line in self.lines for cell in line.cells)
        return tuple(words for words in found if words)


def tokens(text: str) -> list[str]:
    """The words of a text, folded for comparing; a tick sign is a word of its own."""
    return _TOKEN.findall(tidy_line(text).casefold())
