"""The names of boxes: what one box on a paper can be to a form's record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.edition import Edition
from pipeline.model.form import Change, Earlier, Form, Kind, Repeat, Slot

FORENAME, SURNAME = "forename", "surname"  # columns whose answers another organisation may ask for in one box
TICKED = (Kind.CHOICE, Kind.YESNO, Kind.MULTICHOICE)
DATE_PARTS = ("day", "month", "year")
WHOLE_NAME = "name"  # the part of a forename that is the forename and the surname in one box
_MOST_PARTS = 6  # lines or boxes that one answer may be spread over


@dataclass(frozen=True)
class Box:
    """A box: the slot whose answer stands in it, and which code it ticks or which part of the answer it is."""

    slot: Slot
    code: str = ""


def targets(form: Form) -> dict[str, Box]:
    """Everything that a box of another organisation's form can be, by name.

    A slot; a tick for one of its choices (`child_1_sex.male`, `reason.OTHER`); the day, month or year of a date
    (`child_1_dob.day`); the first, second ... line or box of a text (`family_address.2`); the whole name of a person
    whom our form asks for forename and surname (`child_1_name`).
    """
    found: dict[str, Box] = {}
    for slot in form.slots:
        found[slot.name] = Box(slot)
        found |= {f"{slot.name}.{code}": Box(slot, code) for code in _codes(slot)}
    for repeat in filter(asks_name_in_two, form.repeats):
        for row in range(1, repeat.maximum + 1):
            forename = form.slot_by_name[repeat.slot(row, FORENAME)]
            found[repeat.slot(row, WHOLE_NAME)] = Box(forename, WHOLE_NAME)
    return found


def asks_name_in_two(repeat: Repeat) -> bool:
    """Whether a table asks for forename and surname, where other organisations often have one box for both."""
    return {FORENAME, SURNAME} <= set(repeat.names) and WHOLE_NAME not in repeat.names


def filled_by(name: str, box: Box) -> tuple[str, ...]:
    """The targets that a target fills: itself, and of a whole name the forename and the surname too."""
    if box.code != WHOLE_NAME or box.slot.repeat is None:
        return (name,)
    return (name, *(box.slot.repeat.slot(box.slot.row, column) for column in (FORENAME, SURNAME)))


def _codes(slot: Slot) -> tuple[str, ...]:
    if slot.field.kind in TICKED:
        return tuple(choice.code for choice in slot.field.choices)
    if slot.field.kind is Kind.DATE:
        return DATE_PARTS
    if slot.field.kind in (Kind.TEXT, Kind.LONGTEXT):
        return tuple(map(str, range(1, _MOST_PARTS + 1)))
    return ()


def spread(form: Form, name: str) -> dict[str, str]:
    """The boxes that a name in a definition stands for, each by its end: what follows the name that is given.

    A column (`child.surname`) stands for its box in every row: {"1_surname": "child_1_surname", ...}; a question
    with tick boxes for the question and each box: {"": "reason", ".OTHER": "reason.OTHER"}. Nothing for a name that
    the form does not have.
    """
    head, dot, tail = name.partition(".")
    repeat = next((r for r in form.repeats if r.name == head), None)
    if repeat is not None and dot and tail in repeat.names:
        rows = range(1, repeat.maximum + 1)
        return {
            f"{row}{end}": full
            for row in rows
            for end, full in _with_ticks(form.slot_by_name[repeat.slot(row, tail)]).items()
        }
    if name in form.slot_by_name:
        return _with_ticks(form.slot_by_name[name])
    slot = form.slot_by_name.get(head)
    ticks = slot is not None and slot.field.kind is Kind.MULTICHOICE and slot.field.choice(tail) is not None
    return {"": name} if ticks else {}


def _with_ticks(slot: Slot) -> dict[str, str]:
    ticks = slot.field.choices if slot.field.kind is Kind.MULTICHOICE else ()
    return {"": slot.name} | {f".{c.code}": f"{slot.name}.{c.code}" for c in ticks}


def earlier_edition(form: Form, earlier: Earlier, pdf: bytes = b"", word: bytes = b"") -> Edition:
    """The edition that an earlier version of a form is, with the names its boxes had."""
    names: dict[str, str] = {}
    dropped: dict[str, str] = {}
    tables = {c.then.partition(".")[0]: c.now.partition(".")[0] for c in earlier.changes if "." in c.now}
    for change in earlier.changes:
        if change.now:
            names |= _renamed(form, change)
        else:
            dropped |= dict.fromkeys(_dropped(form, change.then, tables), change.label or change.then)
    absent = frozenset(full for name in earlier.added for full in spread(form, name).values())
    return Edition(
        form,
        earlier.version,
        form.title,
        names=names,
        dropped=dropped,
        absent=absent,
        pdf=pdf,
        word=word,
    )


def _renamed(form: Form, change: Change) -> Mapping[str, str]:
    """Old box -> new box, for each box that the new name stands for."""
    return {_then(change.then, end): full for end, full in spread(form, change.now).items()}


def _then(name: str, end: str) -> str:
    """An earlier name with the row and the tick of the present one: `kid.first` and "2" give `kid_2_first`."""
    row, dot, code = end.partition(".")
    head, column, tail = name.partition(".")
    plain = f"{head}_{row}_{tail}" if row and column else name
    return f"{plain}{dot}{code}"


def _dropped(form: Form, name: str, tables: Mapping[str, str]) -> Iterator[str]:
    """The boxes of a name that is asked no more: a column's in as many rows as its table has now.

    `tables`: what a table is called now, by its earlier name.
    """
    yield name
    head, dot, tail = name.partition(".")
    repeat = next((r for r in form.repeats if r.name == tables.get(head, head)), None)
    if dot and repeat is not None:
        yield from (f"{head}_{row}_{tail}" for row in range(1, repeat.maximum + 1))
