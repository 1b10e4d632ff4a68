"""Answers that are there but cannot stand: too long or short, dates out of order, ticks that exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.form import Field, Form, Kind
from pipeline.model.record import Explicit, Problem, Record, Severity, Value
from pipeline.rules.answers.dates import add_months, age_on, british
from pipeline.rules.answers.namechecks import UNBORN
from pipeline.rules.checking.required import codes_of

_OLDEST = 100  # years; an adult's two-digit year that makes them older is to be confirmed
_ALONE = frozenset(("NONE_KNOWN", "NOT_KNOWN", "NONE"))


@dataclass(frozen=True)
class Place:
    """One answer in its place: its field, its name and label on the form, and the answers beside it."""

    field: Field
    slot: str
    label: str
    values: Mapping[str, Value]
    beside: Sequence[Field]
    received: date

    @property
    def value(self) -> Value | None:
        """The answer itself."""
        return self.values.get(self.field.name)

    def problem(self, message: str, severity: Severity, code: str) -> Problem:
        """A problem of this answer."""
        return Problem(self.slot, self.label, message, severity, code)

    def query(self, message: str, code: str) -> Problem:
        """A problem of this answer that a person must settle."""
        return self.problem(message, Severity.QUERY, code)


def limit_problems(form: Form, record: Record, received: date) -> Iterator[Problem]:
    """Every answer of the record that breaks a limit of its field."""
    for place in _places(form, record, received):
        for rule in _RULES:
            yield from rule(place)


def _places(form: Form, record: Record, received: date) -> Iterator[Place]:
    for field in form.singles:
        if field.name in record.values:
            yield Place(field, field.name, field.label, record.values, form.singles, received)
    for repeat in form.repeats:
        for row in record.table(repeat.name):
            for column in repeat.columns:
                if column.name in row.values:
                    label = f"{repeat.row_label} {row.number}: {column.label}"
                    slot = repeat.slot(row.number, column.name)
                    yield Place(column, slot, label, row.values, repeat.columns, received)


def _length(place: Place) -> Iterator[Problem]:
    rule, value = place.field.validation, place.value
    if place.field.kind not in (Kind.TEXT, Kind.LONGTEXT) or not isinstance(value, str):
        return
    if isinstance(value, Explicit):
        return
    if rule.max_length is not None and len(value) > rule.max_length:
        words = (
            f"longer than asked for ({len(value)} characters of {rule.max_length}); the whole text is kept."
        )
        yield place.problem(words, Severity.WARNING, "length")
    if rule.min_length is not None and len(value) < rule.min_length:
        words = f"very short ({len(value)} characters; at least {rule.min_length} are asked for)."
        severity = Severity.QUERY if place.field.required.ever else Severity.WARNING
        yield place.problem(words, severity, "length")


def _future(place: Place) -> Iterator[Problem]:
    value = place.value
    if place.field.validation.not_future and isinstance(value, date) and value > place.received:
        yield place.query(f"{british(value)} is after the day the form was received.", "future")


def _order(place: Place) -> Iterator[Problem]:
    rule, value = place.field.validation, place.value
    if not isinstance(value, date):
        return
    yield from _out_of_order(place, value, rule.before, "before")
    yield from _out_of_order(place, value, rule.after, "after")


def _out_of_order(place: Place, value: date, other: str | None, words: str) -> Iterator[Problem]:
    """A query when the date does not stand before (or after) the date in the other field. The same day is neither."""
    against = place.values.get(other) if other else None
    if not isinstance(against, date) or (value < against if words == "before" else value > against):
        return
    label = next((f.label for f in place.beside if f.name == other), other)
    asked = f"{british(value)} should be {words} “{label}” ({british(against)}); which date is right?"
    yield place.query(asked, "order")


def _equals(place: Place) -> Iterator[Problem]:
    asked = place.field.validation.equals
    if asked is not None and asked not in codes_of(place.value):
        yield place.query(f"this must be answered “{place.field.shown(asked)}”.", "equals")


def _excluding(place: Place) -> Iterator[Problem]:
    """NONE_KNOWN and NOT_KNOWN exclude every other tick."""
    ticked = codes_of(place.value)
    alone = [code for code in ticked if code in _ALONE]
    if place.field.validation.check == "excluding" and alone and len(ticked) > 1:
        words = ", ".join(place.field.shown(code) for code in ticked)
        first = place.field.shown(alone[0])
        yield place.query(f"“{first}” is ticked together with others ({words}); which is right?", "excluding")


def _birth(place: Place) -> Iterator[Problem]:
    check, value = place.field.validation.check, place.value
    if not isinstance(value, date):
        return
    if check == "child_birth":
        yield from (_due if is_unborn(place.values) else _born)(place, value)
    if check == "adult_birth":
        yield from _born(place, value)
        if age_on(value, place.received) > _OLDEST:
            yield place.query(f"is {british(value)} right? Please write the year in four figures.", "X9")


def _born(place: Place, value: date) -> Iterator[Problem]:
    if value > place.received:
        child = place.field.validation.check == "child_birth"
        hint = " For an unborn child write UNBORN as the forename." if child else ""
        yield place.query(f"{british(value)} is after the day the form was received.{hint}", "X9")


def _due(place: Place, value: date) -> Iterator[Problem]:
    if value > add_months(place.received, 9):
        yield place.query(f"{british(value)} is more than nine months ahead for an unborn child.", "due")
    if value < place.received:
        words = f"the due date {british(value)} has passed; has the child been born?"
        yield place.problem(words, Severity.WARNING, "due")


def is_unborn(values: Mapping[str, Value]) -> bool:
    """Whether a child's row says that the child is not born yet."""
    return values.get("sex") == "unborn" or values.get("forename") == UNBORN


_RULES: tuple[Callable[[Place], Iterator[Problem]], ...] = (
    _length,
    _future,
    _order,
    _equals,
    _excluding,
    _birth,
)
