"""A PDF blank of somebody else: its form fields with the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.adoption import TheirBlank, TheirBox, TheirKind
from pipeline.model.edition import present_edition
from pipeline.model.form import Form
from pipeline.papers.reading.acroform import open_fields
from pipeline.papers.reading.acroform.fields import RawField, resolved, text_of
from pipeline.papers.reading.layout import BoxKind, LayoutPage, PrintedBox, layout_of
from pipeline.papers.reading.theirs.near import Surroundings, stacks
from pipeline.papers.reading.theirs.prepared import Prepared
from pipeline.papers.reading.theirs.spaces import with_fields

_LINES = (BoxKind.LINE, BoxKind.LINES, BoxKind.CHOICE)
_CHOOSING = (BoxKind.RADIO, BoxKind.CHOICE)


def read_pdf_blank(data: bytes, form: Form) -> Prepared:
    """The blank's boxes; a blank without fields gets one at each label that has room beside it.

    Raises ReadingError when it is damaged or locked.
    """
    opened = open_fields(data)
    added = 0
    if not opened.fields:
        made = with_fields(data, layout_of(present_edition(form, data)).pages)
        data, added = made.data, made.added
        opened = open_fields(data)
    fields = {field.name: field for field in opened.fields if field.kind != "Sig"}
    boxes = tuple(_boxes(fields, layout_of(present_edition(form, data)).pages))
    title = text_of(resolved(opened.reader.trailer.get("/Info"), "/Title")).text
    return Prepared(TheirBlank(" ".join(title.split()), boxes), data, ".pdf", added)


@dataclass(frozen=True)
class _Placed:
    """A box, the page it stands on and what is around it there."""

    box: PrintedBox
    around: Surroundings
    row: int


def _boxes(fields: Mapping[str, RawField], pages: Sequence[LayoutPage]) -> Iterator[TheirBox]:
    """Every field once, in printed order; those that stand on no page have only their names and tooltips."""
    placed: dict[str, list[_Placed]] = {}
    for page in pages:
        around = Surroundings(page)
        rows = stacks([b for b in page.boxes if b.kind in _LINES])
        for box in page.boxes:
            placed.setdefault(box.name, []).append(_Placed(box, around, rows.get(box, 0)))
    for name, places in placed.items():
        if name in fields:
            yield _box(fields[name], places)
    yield from (_unplaced(field) for name, field in fields.items() if name not in placed)


def _box(field: RawField, places: Sequence[_Placed]) -> TheirBox:
    first = places[0]
    kind = _kind(first.box, len(places))
    tip = _tip(field)
    words, question, row = _words(first, kind)
    return TheirBox(
        field.name,
        kind,
        tuple(filter(None, (*words, tip))),
        _states(field, places) if kind is TheirKind.CHOICE else {},
        first.around.heading(first.box.rect),
        question,
        row,
        first.around.page.number,
    )


def _kind(box: PrintedBox, places: int) -> TheirKind:
    if box.kind in _CHOOSING or (box.kind is BoxKind.TICK and places > 1):
        return TheirKind.CHOICE
    return TheirKind.TICK if box.kind is BoxKind.TICK else TheirKind.TEXT


def _words(place: _Placed, kind: TheirKind) -> tuple[tuple[str, ...], str, int]:
    """The words for a box, for its group of ticks, and its row in a table."""
    rect, around = place.box.rect, place.around
    if kind is TheirKind.TICK:
        beside = around.right_of(rect) or around.left_of(rect, reach=14.0)
        return (beside,), _question(place), 0
    if place.box.kind is BoxKind.RADIO or place.box.kind is BoxKind.TICK:
        return (_question(place), around.above(rect)), "", 0
    left = around.left_of(rect)
    if place.row and not left:
        return (_column(place),), "", place.row
    return (left, around.inside(rect) or around.above(rect)), "", 0


def _question(place: _Placed) -> str:
    """The words for a group of ticks: left of the first of them on the line, else above that."""
    page = place.around.page
    level = [
        b.rect
        for b in page.boxes
        if b.kind in (BoxKind.TICK, BoxKind.RADIO) and abs(b.rect.middle[1] - place.box.rect.middle[1]) < 4
    ]
    first = min(level, key=lambda r: r.left)
    return place.around.left_of(first) or place.around.above(first)


def _column(place: _Placed) -> str:
    """What stands above the column of a table's box."""
    rect = place.box.rect
    column = [
        b.rect
        for b in place.around.page.boxes
        if abs(b.rect.left - rect.left) < 4 and abs(b.rect.right - rect.right) < 4 and b.rect.top <= rect.top
    ]
    column.sort(key=lambda r: r.top)
    return place.around.above(column[-place.row] if place.row <= len(column) else column[0])


def _states(field: RawField, places: Sequence[_Placed]) -> dict[str, str]:
    """What a choice can store, with the words printed for it: those of its list, or beside its buttons."""
    if places[0].box.kind is BoxKind.CHOICE:
        return {export: label for export, label in field.options if export.strip()}
    beside = {}
    for place in places:
        around, rect = place.around, place.box.rect
        beside[place.box.state] = around.right_of(rect) or around.left_of(rect, reach=14.0)
    return beside


def _tip(field: RawField) -> str:
    """The tooltip of a field, or of its first button."""
    for node in (*field.widgets[:1], *(resolved(w, "/Parent") for w in field.widgets[:1])):
        tip = text_of(resolved(node, "/TU")).text
        if tip.strip():
            return " ".join(tip.split())
    return ""


def _unplaced(field: RawField) -> TheirBox:
    kinds = {"Btn": TheirKind.TICK, "Ch": TheirKind.CHOICE}
    states = dict(field.options)
    tip = _tip(field)
    return TheirBox(field.name, kinds.get(field.kind, TheirKind.TEXT), (tip,) if tip else (), states)
