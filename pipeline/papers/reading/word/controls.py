"""The content controls of a Word document, and which box of the form each of them is.

A control is known by its tag. LibreOffice before 7.6 loses all tags when it saves, and most titles: then a control
is known by its title, and one without a title by its place between two that are known, if its kind fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model.form import Form, Kind, Slot
from pipeline.papers.reading.gathering import boxes
from pipeline.papers.reading.word.text import W14, W

_SKIPPED = ("}Fallback", "}del", "}moveFrom")


@dataclass(frozen=True)
class Control:
    """One content control. `name` is its tag, or what its printed label stands for."""

    name: str
    element: Any
    place: str
    properties: Any

    @property
    def content(self) -> Any:
        """What stands in it; an empty control has none."""
        found = self.element.find(f"{W}sdtContent")
        return found if found is not None else ()

    @property
    def label(self) -> str:
        """Its title (alias): the words printed beside it, as far as a program has kept them."""
        return folded(self.value(f"{W}alias"))

    def value(self, path: str) -> str:
        """The value of one of its properties, or ""."""
        found = self.property(path)
        return str(found.get(f"{W}val", "")).strip() if found is not None else ""

    def property(self, path: str) -> Any:
        """One of its properties, or None."""
        return self.properties.find(path) if self.properties is not None else None


@dataclass(frozen=True)
class Named:
    """Controls with their names, and what had to be done to find them."""

    controls: tuple[Control, ...]
    remarks: tuple[str, ...] = ()


def find_controls(document: Any) -> tuple[Control, ...]:
    """Every control of the document that is not deleted, in order, with its place."""
    return tuple(_controls(document))


def _controls(document: Any) -> Iterator[Control]:
    table = row = 0
    deleted = {change.getparent().getparent() for change in document.iter(f"{W}del") if _is_of_row(change)}
    for element in document.iter(f"{W}sdt", f"{W}tbl", f"{W}tr"):
        if element.tag == f"{W}tbl":
            table, row = table + 1, 0
        elif element.tag == f"{W}tr":
            row += 1
        else:
            above = [str(ancestor.tag) for ancestor in element.iterancestors()]
            if not any(tag.endswith(_SKIPPED) for tag in above) and not _in_deleted_row(element, deleted):
                place = f"table {table}, row {max(row, 1)}" if f"{W}tbl" in above else ""
                yield _control(element, place)


def _is_of_row(change: Any) -> bool:
    """Whether a tracked deletion is that of a whole row."""
    return bool(change.getparent().tag == f"{W}trPr")


def _in_deleted_row(element: Any, deleted: Set[Any]) -> bool:
    return bool(deleted) and any(row in deleted for row in element.iterancestors(f"{W}tr"))


def _control(element: Any, place: str) -> Control:
    unnamed = Control("", element, place, element.find(f"{W}sdtPr"))
    return replace(unnamed, name=unnamed.value(f"{W}tag"))


def name_controls(controls: Sequence[Control], forms: Sequence[Form], form_id: str) -> Named:
    """The controls, those without a tag named by their titles and then by their places."""
    form = next((f for f in forms if f.id == form_id), None)
    if form is None or all(c.name for c in controls):
        return Named(tuple(controls))
    # LibreOffice wraps a tick box in a second control; the inner one says nothing of its own
    outer = [c for c in controls if c.name or c.label or not _is_inside(c)]
    labelled = _by_label(outer, form)
    placed = _by_place(labelled, form)
    remarks = []
    by_label = sum(1 for a, b in zip(outer, labelled, strict=True) if a.name != b.name)
    by_place = sum(1 for a, b in zip(labelled, placed, strict=True) if a.name != b.name)
    if by_label:
        remarks.append(
            "The form was saved by a program that drops parts of it; "
            "its answers were matched by the questions printed beside them. "
            "New lines inside them may be lost: please compare them with the form."
        )
    if by_place:
        many = f"{by_place} answers were" if by_place > 1 else "1 answer was"
        remarks.append(f"{many} matched only by place on the page: please compare with the form.")
    return Named(tuple(placed), tuple(remarks))


def _is_inside(control: Control) -> bool:
    return next(control.element.iterancestors(f"{W}sdt"), None) is not None


def _by_label(controls: Sequence[Control], form: Form) -> list[Control]:
    """Named by label, where a label fits exactly as many boxes of the form as there are controls with it."""
    labels = _labels(form, {c.name for c in controls})
    alike: dict[str, list[Control]] = {}
    for control in controls:
        if not control.name:
            alike.setdefault(control.label, []).append(control)
    named: dict[int, str] = {}
    for label, found in alike.items():
        names = labels.get(label, [])
        if len(found) == len(names):
            named |= {id(c.element): name for c, name in zip(found, names, strict=True)}
    return [replace(c, name=named.get(id(c.element), c.name)) for c in controls]


def _labels(form: Form, taken: set[str]) -> dict[str, list[str]]:
    """Printed label -> the boxes it can mean, in the form's order, without those that are there by name."""
    labels: dict[str, list[str]] = {}
    for name, (slot, code) in boxes(form).items():
        if name in taken:
            continue
        words = {slot.field.shown(code)} if code else {slot.label, slot.field.label}
        for label in {folded(word) for word in words}:
            labels.setdefault(label, []).append(name)
    return labels


def _by_place(controls: Sequence[Control], form: Form) -> list[Control]:
    """Nameless controls between two known ones are the form's boxes between those, if number and kinds fit."""
    known = boxes(form)
    order = list(known)
    found = list(controls)
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and not found[end].name:
            end += 1
        gap = _between(found, at, end, order)
        if end > at and len(gap) == end - at and all(map(_fits, found[at:end], _slots(known, gap))):
            found[at:end] = [replace(c, name=name) for c, name in zip(found[at:end], gap, strict=True)]
        at = end + 1
    return found


def _between(found: Sequence[Control], at: int, end: int, order: Sequence[str]) -> list[str]:
    """The form's boxes between the controls before `at` and at `end`; none where those are strangers."""
    before, after = (found[at - 1].name if at else ""), (found[end].name if end < len(found) else "")
    if (before and before not in order) or (after and after not in order):
        return []
    first = order.index(before) + 1 if before else 0
    return list(order[first : order.index(after) if after else len(order)])


def _slots(known: Mapping[str, tuple[Slot, str]], names: Sequence[str]) -> list[Slot]:
    return [known[name][0] for name in names]


def _fits(control: Control, slot: Slot) -> bool:
    """Whether a control is of a slot's kind: a list must offer the slot's own codes."""
    listed = control.property(f"{W}dropDownList")
    if listed is None:
        listed = control.property(f"{W}comboBox")
    if listed is not None:
        offered = {str(item.get(f"{W}value", "")) for item in listed.iter(f"{W}listItem")}
        return bool(slot.field.choices) and offered >= {choice.code for choice in slot.field.choices}
    if control.property(f"{W}date") is not None:
        return slot.field.kind is Kind.DATE
    ticks = next(control.element.iter(f"{W14}checkbox"), None) is not None
    return ticks == (slot.field.kind is Kind.MULTICHOICE) and slot.field.kind not in (Kind.DATE, Kind.CHOICE)


def folded(label: str) -> str:
    """A label without case, spacing and the mark of a needed answer."""
    return " ".join(label.split()).casefold().rstrip(" *")
