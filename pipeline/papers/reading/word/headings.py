"""Printed words of a table that a copy says otherwise than its blank: the answers below or beside may be others'."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.papers.reading.word.cells import fold
from pipeline.papers.reading.word.lines import Pair, align_cells
from pipeline.papers.reading.word.shape import Cell, Line


def reworded(pairs: Sequence[Pair], lines: Sequence[Line]) -> frozenset[int]:
    """The blank's boxes (by `id`) whose column's head or row's label is not the blank's in the copy.

    `lines`: all of the blank's. Words that are only spelt or spaced otherwise are the same.
    """
    found: set[int] = set()
    for pair in pairs:
        changed = [ours for ours, theirs in align_cells(pair) if _says_otherwise(ours, theirs)]
        for cell in changed if pair.blank.table else ():
            beside = _beside(pair.blank, cell) if pair.blank.boxes else _below(lines, pair.blank, cell)
            found.update(id(box) for answer in beside for box in answer.boxes)
    return frozenset(found)


def _says_otherwise(ours: Cell, theirs: Cell) -> bool:
    words = fold(ours.text)
    return bool(words) and not ours.boxes and words not in fold(theirs.text)


def _beside(line: Line, label: Cell) -> Sequence[Cell]:
    """The cells with boxes that follow a label in its row, up to the next label."""
    found: list[Cell] = []
    at = next(n for n, cell in enumerate(line.cells) if cell is label)
    for cell in line.cells[at + 1 :]:
        if not cell.boxes and cell.tokens:
            break
        found.append(cell)
    return found


def _below(lines: Sequence[Line], head: Line, cell: Cell) -> Sequence[Cell]:
    """The cells with boxes below a head in its column, down to the next heads; of rows that are parted alike.

    A table may have two rows of heads, and two lines to each row.
    """
    found: list[Cell] = []
    for line in lines:
        if line.table != head.table or line.row <= head.row or (not line.boxes and not found):
            continue
        if not line.boxes and line.tokens:
            break
        if _columns(line) == _columns(head):
            found += [c for c in line.cells if c.start == cell.start]
    return found


def _columns(line: Line) -> list[tuple[int, int]]:
    return [(cell.start, cell.span) for cell in line.cells]
