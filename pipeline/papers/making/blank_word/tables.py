"""The tables of the Word blank: boxes for single fields, a row for each person, a small section for each block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import ceil

from pipeline.model.form import Choice, Field, Kind, Repeat, Slot
from pipeline.papers.making.blank_word.controls import Controls
from pipeline.papers.making.blank_word.xml import (
    LINE,
    TEXT_WIDTH,
    TWELFTH,
    Element,
    cell,
    paragraph,
    row,
    run,
    table,
)
from pipeline.papers.making.fonts import arial_width

COLUMNS = 12
NUMBER_WIDTH = 400
LABEL_HEIGHT, ROW_HEIGHT = 230, 255
HEAD_POINTS, ROW_POINTS, CELL_MARGINS = 8, 8.5, 100
CLOSE_BY = 140  # twips within which two edges look like a mistake
LONG_ADDRESS = "forename.surname@health.example.org"
HEAD_FILL, BAND_FILL = "E3EBF2", "F5F8FA"


def packed(fields: Iterable[Field]) -> Iterator[tuple[Field, ...]]:
    """Fields in lines of at most twelve twelfths; in a repeat also a line for each `row_line`."""
    line: list[Field] = []
    for field in sorted(fields, key=lambda f: f.row_line):
        full = sum(f.width for f in line) + field.width > COLUMNS
        if line and (full or field.row_line != line[-1].row_line):
            yield tuple(line)
            line = []
        line.append(field)
    if line:
        yield tuple(line)


def label(field: Field) -> list[Element]:
    """The printed words above a box: the label, its mark when it is needed, and the help."""
    words = [run(field.label)]
    if field.required.always:
        words.append(run("\u00a0*", "Required"))
    if help_beside(field):
        words.append(run(f"  {field.help}", "HelpText"))
    return words


def help_beside(field: Field) -> str:
    """The field's help, unless it says no more than its label."""
    return "" if field.help.strip(" .?").casefold() in field.label.casefold() else field.help


def field_table(slots: Sequence[Slot], controls: Controls, title: str) -> Element:
    """A table of boxes, each with its label above it, for fields that stand once."""
    by_name = {slot.field.name: slot for slot in slots}
    rows: list[Element] = []
    for line in packed(slot.field for slot in slots):
        if len(line) == 1 and line[0].kind is Kind.MULTICHOICE:
            rows += _tick_rows(by_name[line[0].name], controls)
        else:
            rows.append(_box_row([by_name[field.name] for field in line], controls))
    return table(*rows, grid=[TWELFTH] * COLUMNS, description=title)


def _box_row(slots: Sequence[Slot], controls: Controls) -> Element:
    cells = [
        cell(
            paragraph(*label(slot.field), style="FieldLabel", keep_next=True),
            *answer(slot, controls, "AnswerKept" if slot.repeat else "Answer"),
            width=span * TWELFTH,
            span=span,
        )
        for slot, span in zip(slots, _spans([s.field for s in slots]), strict=True)
    ]
    left = COLUMNS - sum(_spans([s.field for s in slots]))
    if left:
        cells.append(cell(width=left * TWELFTH, span=left, open_sides="bottom right"))
    lines = max(slot.field.lines for slot in slots)
    return row(*cells, height=LABEL_HEIGHT + lines * LINE)


def _spans(line: Sequence[Field]) -> list[int]:
    """How many twelfths each field takes; a remainder of one or two goes to the last."""
    spans = [field.width for field in line]
    left = COLUMNS - sum(spans)
    if left <= 2:
        spans[-1] += left
    return spans


def _tick_rows(slot: Slot, controls: Controls) -> list[Element]:
    """The label on a row of its own, then the tick boxes side by side in even columns."""
    field = slot.field
    count = max(1, min(field.columns, COLUMNS))
    edges = [round(COLUMNS * i / count) for i in range(count + 1)]
    lines = [field.choices[i : i + count] for i in range(0, len(field.choices), count)]
    words = paragraph(*label(field), style="FieldLabel", keep_next=True)
    rows = [row(cell(words, width=TEXT_WIDTH, span=COLUMNS, open_sides="bottom"))]
    for number, choices in enumerate(lines, 1):
        last = number == len(lines)
        padded: list[Choice | None] = [*choices, *[None] * (count - len(choices))]
        cells = [
            _tick_cell(slot, choice, controls, right - left, _open_sides(left, right, last))
            for choice, (left, right) in zip(padded, pairwise(edges), strict=True)
        ]
        rows.append(row(*cells))
    return rows


def _open_sides(left: int, right: int, last: bool) -> str:
    """The sides on which a tick box has a neighbour of the same question, and so no line."""
    sides = ["top", "left" if left else "", "" if last else "bottom", "right" if right < COLUMNS else ""]
    return " ".join(sides)


def _tick_cell(slot: Slot, choice: Choice | None, controls: Controls, span: int, open_sides: str) -> Element:
    words = _tick(slot, choice, controls) if choice else paragraph(style="TickBox")
    return cell(words, width=span * TWELFTH, span=span, open_sides=open_sides)


def _tick(slot: Slot, choice: Choice, controls: Controls) -> Element:
    return paragraph(controls.tick_box(slot, choice), run(f" {choice.label}"), style="TickBox")


def answer(slot: Slot, controls: Controls, style: str) -> list[Element]:
    """The paragraphs in which a slot is filled in."""
    if slot.field.kind is Kind.CONST:
        return [paragraph(run(slot.field.value), style=style)]
    if slot.field.kind is Kind.MULTICHOICE:
        return [_tick(slot, choice, controls) for choice in slot.field.choices]
    return [paragraph(controls.inline(slot), style=style)]


def row_table(repeat: Repeat, controls: Controls) -> Element:
    """A table with a row for each person; a person of two lines has two rows, kept together."""
    lines: list[RowLine] = []
    for fields in packed(repeat.columns):
        lines.append(RowLine(fields, lines[0].edges if lines else ()))
    edges = sorted({edge for line in lines for edge in line.edges})
    rows = [_head_row(line, edges, first=not number) for number, line in enumerate(lines)]
    for number in range(1, repeat.maximum + 1):
        rows += [
            _person_row(repeat, number, line, edges, controls, first=line is lines[0], last=line is lines[-1])
            for line in lines
        ]
    grid = [NUMBER_WIDTH, *(right - left for left, right in pairwise(edges))]
    return table(*rows, grid=grid, description=repeat.label)


def _head_row(line: RowLine, edges: Sequence[int], *, first: bool) -> Element:
    cells = [_number_cell("No." if first else "", "ColumnHead", HEAD_FILL, "" if first else "top")]
    for field, width, span in line.cells(edges):
        mark = [run("\u00a0*", "Required")] if field.required.always else []
        words = paragraph(run(field.label), *mark, style="ColumnHead", keep_next=True)
        cells.append(cell(words, width=width, span=span, fill=HEAD_FILL))
    return row(*cells, header=True)


def _person_row(
    repeat: Repeat,
    number: int,
    line: RowLine,
    edges: Sequence[int],
    controls: Controls,
    *,
    first: bool,
    last: bool,
) -> Element:
    fill = BAND_FILL if not number % 2 and not (first and last) else ""
    sides = " ".join(["" if first else "top", "" if last else "bottom"])
    cells = [_number_cell(str(number) if first else "", "RowNumber", fill, sides)]
    for field, width, span in line.cells(edges):
        slot = Slot(repeat.slot(number, field.name), field, repeat, number)
        content = answer(slot, controls, "RowAnswer" if last else "RowAnswerKept")
        cells.append(cell(*content, width=width, span=span, fill=fill))
    return row(*cells, height=max(ROW_HEIGHT, max(field.lines for field in line.fields) * LINE))


def _number_cell(words: str, style: str, fill: str, open_sides: str) -> Element:
    content = paragraph(run(words), style=style) if words else paragraph(style=style)
    return cell(content, width=NUMBER_WIDTH, fill=fill, open_sides=open_sides)


class RowLine:
    """One printed line of a row: its fields and the twips at which their cells begin and end."""

    def __init__(self, fields: Sequence[Field], above: Sequence[int] = ()) -> None:
        self.fields = fields
        needed = [_least(f) for f in fields]
        self.edges = _aligned([0, *accumulate(_fair(_proportional(fields), needed))], above, needed)

    def cells(self, grid: Sequence[int]) -> Iterator[tuple[Field, int, int]]:
        """Each field with its width in twips and the number of grid columns that it spans."""
        for field, (left, right) in zip(self.fields, pairwise(self.edges), strict=True):
            yield field, right - left, grid.index(right) - grid.index(left)


def _proportional(fields: Sequence[Field]) -> list[int]:
    """Widths by the definition's twelfths, stretched to fill the row to the last twip."""
    total, room = sum(f.width for f in fields), TEXT_WIDTH - NUMBER_WIDTH
    edges = [room * part // total for part in accumulate((f.width for f in fields), initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _fair(widths: list[int], needed: Sequence[int]) -> list[int]:
    """The widths, with room for each label's longest word taken from the column that has most to spare."""
    fair = list(widths)
    for index, need in enumerate(needed):
        spare = [width - least for width, least in zip(fair, needed, strict=True)]
        giver = spare.index(max(spare))
        if fair[index] < need <= fair[index] + spare[giver]:
            fair[giver] -= need - fair[index]
            fair[index] = need
    return fair


def _aligned(edges: list[int], above: Sequence[int], needed: Sequence[int]) -> list[int]:
    """The edges, each moved to one of the line above that stands close by, where no word needs the room."""
    aligned = list(edges)
    for index in range(1, len(edges) - 1):
        near = min(above, key=lambda edge: abs(edge - edges[index]), default=edges[index])
        left, right = near - aligned[index - 1], aligned[index + 1] - near
        if abs(near - edges[index]) <= CLOSE_BY and left >= needed[index - 1] and right >= needed[index]:
            aligned[index] = near
    return aligned


def _least(field: Field) -> int:
    """Twips below which the column would break a word: of its head, of a choice, or of an e-mail address."""
    answers = [word for choice in field.choices for word in choice.label.split()]
    answers += {"email": [LONG_ADDRESS]}.get(field.validation.check or "", [])
    marked = f"{field.label}\u00a0*" if field.required.always else field.label
    heads = [_width(word, HEAD_POINTS, bold=True) for word in marked.split(" ")]
    return max([*heads, *(_width(word, ROW_POINTS) for word in answers)], default=0) + CELL_MARGINS


def _width(word: str, points: float, *, bold: bool = False) -> int:
    """Twips of a word in the form's letters."""
    return ceil(20 * arial_width(word, points, bold=bold))


def blocks(repeat: Repeat, controls: Controls) -> list[Element]:
    """A small headed section for each repeat: its short fields as boxes, then its long text as bullets."""
    made: list[Element] = []
    for number in range(1, repeat.maximum + 1):
        slots = [Slot(repeat.slot(number, c.name), c, repeat, number) for c in repeat.columns]
        title = f"{repeat.row_label} {number}"
        made.append(paragraph(run(title), style="Heading3", keep_next=True))
        short = [s for s in slots if s.field.kind is not Kind.LONGTEXT]
        if short:
            made.append(field_table(short, controls, title))
        for slot in slots:
            if slot.field.kind is Kind.LONGTEXT:
                made.append(paragraph(*label(slot.field), style="FieldLabel", keep_next=True))
                made.append(controls.bullets(slot))
    return made
