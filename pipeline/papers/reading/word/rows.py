"""Rows that somebody added to a table of the form: copied rows, or new ones typed below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.model.form import Repeat, Slot
from pipeline.papers.reading.word.cells import match_cell, says
from pipeline.papers.reading.word.shape import Box, Line
from pipeline.papers.reading.word.text import Seen

_ADDED = "It stands in a row that was added to the form."


@dataclass(frozen=True)
class AddedCell:
    """One answer in an added row: the slot it becomes (its row may be past the form's last), and what stands there."""

    slot: Slot
    code: str
    source: Box | None
    words: Seen
    prompt: str
    place: str
    doubts: tuple[str, ...] = (_ADDED,)


@dataclass(frozen=True)
class _Model:
    """A row of the blank's table, and of which repeat; `part`: the how manieth printed line of its row it is."""

    line: Line
    repeat: Repeat
    part: int


def added_rows(
    added: Sequence[tuple[Line, tuple[Line, ...]]],
    boxes: Mapping[str, tuple[Slot, str]],
    filled: Set[str],
) -> Iterator[AddedCell]:
    """The answers in added rows, each row as the next one of its repeat that has no answers (`filled`: slots)."""
    numbers: dict[str, int] = {}
    last: dict[int, int] = {}  # table of the copy -> the part that came last in it
    for line, rows in added:
        if not _has_words(line):
            continue
        model = _model_of(line, rows, boxes, last.get(line.table, -1))
        if model is None:
            continue
        name = model.repeat.name
        if name not in numbers or model.part <= last.get(line.table, -1):
            numbers[name] = _next_row(model.repeat, filled, numbers.get(name, 0))
        last[line.table] = model.part
        yield from _cells(line, model, numbers[name], boxes)


def _has_words(line: Line) -> bool:
    return bool(line.boxes) or any(
        says(Seen([p for p in c.pieces if not isinstance(p, Box)])) for c in line.cells
    )


def _model_of(
    line: Line, rows: Sequence[Line], boxes: Mapping[str, tuple[Slot, str]], last: int
) -> _Model | None:
    """The line of the blank's first row that an added line is like: of its own boxes, else of as many cells."""
    models = _models(rows, boxes)
    alike = [m for m in models if len(m.line.cells) == len(line.cells)]
    columns = {boxes[b.name][0].field.name for b in line.boxes if b.name in boxes}
    for model in alike:
        if columns and columns == {boxes[b.name][0].field.name for b in model.line.boxes}:
            return model
    return next((m for m in alike if m.part > last), alike[0] if alike else None)


def _models(rows: Sequence[Line], boxes: Mapping[str, tuple[Slot, str]]) -> list[_Model]:
    found: list[_Model] = []
    for line in rows:
        slots = [boxes[b.name][0] for b in line.boxes if b.name in boxes]
        repeat = slots[0].repeat if slots else None
        if repeat is not None and slots[0].row == 1:
            found.append(_Model(line, repeat, sum(m.repeat is repeat for m in found)))
    return found


def _next_row(repeat: Repeat, filled: Set[str], after: int) -> int:
    """The next row without answers; past the form's last row when there is none."""
    for row in range(after + 1, repeat.maximum + 1):
        if not any(repeat.slot(row, name) in filled for name in repeat.names):
            return row
    return max(after, repeat.maximum) + 1


def _cells(line: Line, model: _Model, row: int, boxes: Mapping[str, tuple[Slot, str]]) -> Iterator[AddedCell]:
    for ours, theirs in zip(model.line.cells, line.cells, strict=True):
        if not ours.boxes:
            continue
        for filled in match_cell(ours, theirs, lambda _: True).filled:
            if filled.box.name in boxes:
                slot, code = boxes[filled.box.name]
                name = model.repeat.slot(row, slot.field.name)
                placed = Slot(name, slot.field, model.repeat, row)
                yield AddedCell(placed, code, filled.source, filled.seen, filled.box.shown, line.place)
