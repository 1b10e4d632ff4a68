"""The repeating parts of a blank form: tables of one or more lines a row, and small sections a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model.errors import DefinitionError
from pipeline.model.form import Field, Kind, Repeat, Slot
from pipeline.papers.making.blank_pdf.answers import Spot, answer_box, yes_no
from pipeline.papers.making.blank_pdf.blocks import (
    INNER,
    PAD,
    printed_label,
    question_rows,
    stacked,
)
from pipeline.papers.making.blank_pdf.plan import (
    ACCENT,
    ANSWER_LEADING,
    DEEP_TINT,
    HINT_SIZE,
    LINE,
    TWELFTHS,
    WHITE,
    Block,
    Element,
    Measure,
    Shape,
    Words,
    fixed,
    moved,
    span,
)

_GUTTER = 15.0  # where the number of the row stands
_CELL = 13.8  # height of one line of a row
_LEADING = 8.8
_BETWEEN = 2.6  # between rows of more than one line


@dataclass(frozen=True)
class _Cell:
    field: Field
    x: float
    width: float


def repeat_blocks(repeat: Repeat, measure: Measure) -> list[Block]:
    """A repeat as blocks: a table with its heading, or one small section for each row.

    Raises DefinitionError when the boxes of a line are wider than the page.
    """
    lines = _lines(repeat)
    if repeat.layout == "block":
        return [_section(repeat, row, lines, measure) for row in range(1, repeat.maximum + 1)]
    top = _table_head(lines, measure)
    rows = [_table_row(repeat, row, lines, measure) for row in range(1, repeat.maximum + 1)]
    return [top, *(replace(row, again=top) for row in rows), fixed(6)]


def _lines(repeat: Repeat) -> list[list[Field]]:
    """The columns by the line of the row they stand on."""
    numbers = sorted({c.row_line for c in repeat.columns})
    lines = [[c for c in repeat.columns if c.row_line == n] for n in numbers]
    for number, line in zip(numbers, lines, strict=True):
        total = sum(c.width for c in line)
        if total > TWELFTHS and repeat.layout == "table":
            raise DefinitionError(
                f"`{repeat.name}`: the columns on line {number} of a row take {total} twelfths of the page; "
                f"only {TWELFTHS} fit. Make some narrower (`width:`) or put some on the next line (`row_line:`)."
            )
    return lines


def _cells(line: Sequence[Field]) -> list[_Cell]:
    cells, start = [], 0
    for field in line:
        x, width = span(start, field.width, INNER - _GUTTER, 0.0)
        cells.append(_Cell(field, x + _GUTTER, width))
        start += field.width
    return cells


def _table_head(lines: Sequence[Sequence[Field]], measure: Measure) -> Block:
    elements: list[Element] = []
    top = 0.0
    for line in lines:
        cells = _cells(line)
        labels = [measure.wrap(printed_label(c.field), HINT_SIZE, c.width - 4, bold=True) for c in cells]
        asks = any(c.field.kind is Kind.YESNO for c in cells)
        tallest = max(len(t) + (c.field.kind is Kind.YESNO) for t, c in zip(labels, cells, strict=True))
        height = tallest * _LEADING + 3.2
        for cell, label in zip(cells, labels, strict=True):
            elements.append(Shape(cell.x, top, cell.width, height, fill=DEEP_TINT, stroke=LINE))
            first = top + (tallest - len(label) - (cell.field.kind is Kind.YESNO)) * _LEADING + 8.4
            elements += [
                Words(cell.x + 2.5, first + i * _LEADING, t, HINT_SIZE, bold=True)
                for i, t in enumerate(label)
            ]
            if asks and cell.field.kind is Kind.YESNO:
                elements += _yes_no_words(cell, top + (tallest - 1) * _LEADING + 8.4, measure)
        top += height
    return fixed(top + (_BETWEEN if len(lines) > 1 else 0), *(moved(e, PAD, 0) for e in elements), keeps=True)


def _yes_no_words(cell: _Cell, y: float, measure: Measure) -> list[Element]:
    middle = cell.x + cell.width / 2
    left = middle - 8.25 - measure.width("Yes", HINT_SIZE) / 2
    right = middle + 8.25 - measure.width("No", HINT_SIZE) / 2
    return [Words(left, y, "Yes", HINT_SIZE), Words(right, y, "No", HINT_SIZE)]


def _table_row(repeat: Repeat, row: int, lines: Sequence[Sequence[Field]], measure: Measure) -> Block:
    heights = [_line_height(line) for line in lines]
    between = _BETWEEN if len(lines) > 1 else 0.0
    long = max((f.lines for line in lines for f in line if f.kind is Kind.LONGTEXT), default=0)

    def draw(extra: float) -> tuple[Element, ...]:
        tall = sum(heights) + extra
        elements: list[Element] = [
            Words(2.5, tall / 2 + 3, str(row), 8.5, bold=True, colour=ACCENT),
        ]
        top = 0.0
        for line, height in zip(lines, heights, strict=True):
            full = height * tall / sum(heights)
            for cell in _cells(line):
                elements += _cell(repeat, row, cell, Spot(cell.x, top, cell.width, full), measure)
            top += full
        return tuple(moved(e, PAD, 0) for e in elements)

    return Block(sum(heights) + between, draw, most=5.2 * len(lines), hunger=float(long))


def _cell(repeat: Repeat, row: int, cell: _Cell, spot: Spot, measure: Measure) -> list[Element]:
    slot = Slot(repeat.slot(row, cell.field.name), cell.field, repeat, row)
    frame = Shape(spot.x, spot.y, spot.width, spot.height, fill=WHITE, stroke=LINE)
    if cell.field.kind is Kind.YESNO:
        return [frame, *yes_no(slot, spot, words=False)]
    return [frame, *answer_box(slot, spot, measure, framed=False)]


def _line_height(line: Sequence[Field]) -> float:
    return max(f.lines * ANSWER_LEADING + 5 if f.kind is Kind.LONGTEXT else _CELL for f in line)


def _section(repeat: Repeat, row: int, lines: Sequence[Sequence[Field]], measure: Measure) -> Block:
    title = Words(PAD, 10, f"{repeat.row_label} {row}", 9.5, bold=True, colour=ACCENT)
    blocks = [fixed(14, title)]
    for line in lines:
        slots = [Slot(repeat.slot(row, f.name), f, repeat, row) for f in line]
        blocks += question_rows(slots, measure)
    return stacked(blocks)
