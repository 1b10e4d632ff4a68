"""The names of a copy's boxes: a tag, a legacy field's name as far as Word lets it have one, or a title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.model.edition import Edition
from pipeline.model.form import Slot
from pipeline.papers.reading.gathering import boxes_of
from pipeline.papers.reading.word.controls import folded
from pipeline.papers.reading.word.shape import Box, Cell, Line, Outline
from pipeline.papers.reading.word.text import Piece

_BOOKMARK = 20  # Word takes no longer name for a legacy field


def legacy_names(known: Mapping[str, object]) -> dict[str, str]:
    """What a legacy field that stands for a box may be called -> the box; only names that can mean one box."""
    found: dict[str, set[str]] = {}
    for name in known:
        plain = name.replace(".", "_")
        for variant in {name, plain, plain[:_BOOKMARK]}:
            found.setdefault(variant.casefold(), set()).add(name)
    return {variant: names.pop() for variant, names in found.items() if len(names) == 1}


def named(outline: Outline, edition: Edition) -> Outline:
    """The outline with the names of its boxes made those of the edition, where they say which box they are."""
    known = boxes_of(edition)
    legacy = legacy_names(known)
    titles = _titles(known)
    there = {box.name for box in outline.boxes}
    alike = Counter(folded(box.label) for box in outline.boxes if box.name not in known)

    def renamed(box: Box) -> Box:
        title = folded(box.label)
        if box.name in known:
            return box
        name = legacy.get(box.name.casefold(), "") if box.name else ""
        if not name and alike[title] == 1:
            name = titles.get(title, "")
        return replace(box, name=name) if name and name not in there else box

    return replace(outline, lines=tuple(_renamed(line, renamed) for line in outline.lines))


def _titles(known: Mapping[str, tuple[Slot, str]]) -> dict[str, str]:
    """Printed label -> box, where it can only mean one."""
    found: dict[str, set[str]] = {}
    for name, (slot, code) in known.items():
        label = slot.field.shown(code) if code else slot.label
        found.setdefault(folded(label), set()).add(name)
    return {label: names.pop() for label, names in found.items() if label and len(names) == 1}


def _renamed(line: Line, renamed: Callable[[Box], Box]) -> Line:
    cells = tuple(
        Cell(
            tuple(piece if isinstance(piece, Piece) else renamed(piece) for piece in cell.pieces),
            cell.start,
            cell.span,
        )
        for cell in line.cells
    )
    return replace(line, cells=cells)
