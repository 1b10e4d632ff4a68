"""The structure of a Word document: lines, cells, printed words and boxes, to compare a copy with its blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipeline.papers.reading.docx_zip import open_word
from pipeline.papers.reading.word.fields import Legacy, field_mark, fold_fields
from pipeline.papers.reading.word.looks import hidden_styles
from pipeline.papers.reading.word.shape import Box, Cell, Line, Outline, Sort
from pipeline.papers.reading.word.text import (
    W14,
    Mark,
    Piece,
    W,
    read_text,
    words_of,
)

__all__ = ["Box", "Cell", "Line", "Outline", "Sort", "outline_of", "outline_of_parts"]

_SKIPPED = ("}Fallback", "}del", "}moveFrom")
_MOST_SPAN = 100


@lru_cache(maxsize=32)
def outline_of(word: bytes) -> Outline:
    """The outline of a blank. Raises ReadingError when the blank itself cannot be read."""
    parts = open_word(word)
    return outline_of_parts(parts.document, parts.styles, keep=False)


def outline_of_parts(document: Any, styles: Any, *, keep: bool = True) -> Outline:
    """The outline of a parsed document; with `keep`, every box keeps its source."""
    builder = _Builder(hidden_styles(styles), keep)
    builder.body(next(iter(document), ()))
    lines = tuple(_without_empty(builder.lines))
    captions = (str(c.get(f"{W}val", "")) for c in document.iter(f"{W}tblCaption"))
    return Outline(lines, tuple(builder.deleted), tuple(captions))


def _without_empty(lines: Sequence[Line]) -> Iterator[Line]:
    above = 0
    for line in lines:
        if _says_anything(line):
            yield replace(line, above=above) if above else line
            above = 0
        else:
            above = 0 if line.table else above + 1


def _says_anything(line: Line) -> bool:
    marks = (p for cell in line.cells for p in cell.pieces if isinstance(p, Piece))
    return bool(line.boxes or line.tokens) or any(p.lost for p in marks)


class _Builder:
    """Collects the lines of one document."""

    def __init__(self, hidden: frozenset[str], keep: bool) -> None:
        self.hidden, self.keep = hidden, keep
        self.lines: list[Line] = []
        self.deleted: list[str] = []
        self.table = 0

    def body(self, container: Any) -> None:
        """The children of a body: paragraphs are gathered up to the next table, then made lines."""
        pending: list[Any] = []
        for child in _blocks(container):
            if child.tag == f"{W}tbl":
                self._paragraphs(pending)
                pending = []
                self._table(child)
            elif child.tag == f"{W}sdt":
                self._paragraphs(pending)
                pending = []
                self._body_control(child)
            else:
                pending.append(child)
        self._paragraphs(pending)

    def _body_control(self, control: Any) -> None:
        """A control between paragraphs: a box on a line of its own, or a wrapper around others."""
        if self._is_box(control):
            self.lines.append(Line((Cell((self._control(control), Piece("\n", Mark.END))),)))
        else:
            self.body(control.find(f"{W}sdtContent"))

    def _paragraphs(self, elements: Sequence[Any]) -> None:
        for cell in _split(self._pieces(elements, Mark.PLAIN)):
            self.lines.append(Line((Cell(cell),)))

    def _table(self, table: Any) -> None:
        self.table += 1
        number, row = self.table, 0
        for element in _rows(table):
            row += 1
            if element.find(f"{W}trPr/{W}del") is not None:
                self.deleted += filter(None, [words_of(element)])
                continue
            nested: list[Any] = []
            cells = tuple(self._cells(element, nested))
            self.lines.append(Line(cells, number, row))
            for inner in nested:
                self._table(inner)

    def _cells(self, row: Any, nested: list[Any]) -> Iterator[Cell]:
        start = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        mark = Mark.INSERTED if row.find(f"{W}trPr/{W}ins") is not None else Mark.PLAIN
        for cell, box in self._of_row(row):
            span = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            content = [child for child in cell if child.tag != f"{W}tbl"] if box is None else [box]
            nested += [] if box is not None else cell.iterchildren(f"{W}tbl")
            yield Cell(self._pieces(content, mark), start, span)
            start += span

    def _of_row(self, row: Any) -> Iterator[tuple[Any, Any]]:
        """The cells of a row, each with the control around it if that is a box."""
        for child in _blocks(row):
            if child.tag == f"{W}tc":
                yield child, None
            elif child.tag == f"{W}sdt":
                inside = list(child.iter(f"{W}tc"))
                if len(inside) == 1 and self._is_box(child):
                    yield inside[0], child
                else:
                    yield from ((cell, None) for cell in inside)

    def _pieces(self, elements: Sequence[Any], mark: Mark) -> tuple[Piece | Box, ...]:
        seen = read_text(elements, self.hidden, self._taken, mark)
        return tuple(
            self._legacy(piece) if isinstance(piece, Legacy) else piece for piece in fold_fields(seen.pieces)
        )

    def _taken(self, element: Any) -> Any:
        if element.tag == f"{W}sdt":
            return self._control(element) if self._is_box(element) else None
        return field_mark(element)

    def _is_box(self, control: Any) -> bool:
        """Whether a control is something to fill in, rather than a wrapper around others or around a table."""
        content = control.find(f"{W}sdtContent")
        if content is None:
            return True
        inner = list(map(_tag, content.iter(f"{W}sdt")))
        if inner:
            return bool(_tag(control)) and not any(inner)
        return next(content.iter(f"{W}tr"), None) is None or bool(_tag(control))

    def _control(self, control: Any) -> Box:
        properties = control.find(f"{W}sdtPr")
        content = control.find(f"{W}sdtContent")
        seen = read_text(content if content is not None else (), self.hidden, lambda _: None)
        label = properties.find(f"{W}alias") if properties is not None else None
        title = str(label.get(f"{W}val", "")) if label is not None else ""
        return Box(_tag(control), title, seen.text, _sort(control), control if self.keep else None)

    def _legacy(self, legacy: Legacy) -> Box:
        return Box(legacy.name, "", legacy.shown, Sort(legacy.sort), legacy if self.keep else None)


def _blocks(container: Any) -> Iterator[Any]:
    """The children of a container; those of elements that only wrap others stand in the wrapper's place."""
    for child in container if container is not None else ():
        tag = str(child.tag)
        if tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"):
            yield from _blocks(child)
        elif not tag.endswith(_SKIPPED):
            yield child


def _rows(table: Any) -> Iterator[Any]:
    for child in _blocks(table):
        if child.tag == f"{W}tr":
            yield child
        elif child.tag == f"{W}sdt":
            yield from _rows(child.find(f"{W}sdtContent"))


def _split(pieces: Sequence[Piece | Box]) -> Iterator[tuple[Piece | Box, ...]]:
    """Paragraphs: the pieces between two ends."""
    line: list[Piece | Box] = []
    for piece in pieces:
        line.append(piece)
        if isinstance(piece, Piece) and piece.mark is Mark.END:
            yield tuple(line)
            line = []
    if line:
        yield tuple(line)


def _tag(control: Any) -> str:
    found = control.find(f"{W}sdtPr/{W}tag")
    return str(found.get(f"{W}val", "")).strip() if found is not None else ""


def _sort(control: Any) -> Sort:
    properties = control.find(f"{W}sdtPr")
    if properties is None:
        return Sort.TEXT
    if next(control.iter(f"{W14}checkbox"), None) is not None:
        return Sort.TICK
    if properties.find(f"{W}date") is not None:
        return Sort.DATE
    lists = (properties.find(f"{W}{name}") for name in ("dropDownList", "comboBox"))
    return Sort.LIST if any(found is not None for found in lists) else Sort.TEXT


def _number(element: Any, default: int) -> int:
    said = str(element.get(f"{W}val", "")) if element is not None else ""
    return min(int(said), _MOST_SPAN) if said.isdecimal() and len(said) < 9 else default
