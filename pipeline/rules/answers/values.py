"""One answer as text -> one typed value, with what a person must look at. Nothing here raises.

A text that cannot be understood stays in the record exactly as filled in, so that people see it; its reading
carries a query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipeline.model.form import Field, Kind
from pipeline.model.record import Explicit, Severity, Value
from pipeline.rules.answers.choices import read_choice
from pipeline.rules.answers.dates import read_date
from pipeline.rules.answers.explicit import explicit_of
from pipeline.rules.answers.identifiers import Identifier, email, nhs_number, phone, postcode
from pipeline.rules.answers.namechecks import address, child_name, person_name
from pipeline.rules.answers.text import clean, tidy_block, tidy_line
from pipeline.rules.answers.times import read_month, read_number, read_time


@dataclass(frozen=True)
class Note:
    """Something about one answer that a person must look at. `code` names the rule."""

    message: str
    severity: Severity = Severity.QUERY
    code: str = "unclear"


@dataclass(frozen=True)
class Reading:
    """The value of an answer (None for a blank) and the notes about it."""

    value: Value | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class DayLimits:
    """How two-digit years are read: not after `latest`; the day the form was received is `today`."""

    today: date
    latest: date | None = None


def read_value(field: Field, text: str, limits: DayLimits) -> Reading:
    """The value of one answer in the field's kind."""
    tidy = tidy_block(clean(text).text)
    if not tidy:
        return Reading()
    return _READERS[field.kind](field, tidy, limits)


def _longtext(_field: Field, text: str, _limits: DayLimits) -> Reading:
    return Reading(explicit_of(text) or text)


def _line(field: Field, text: str, _limits: DayLimits) -> Reading:
    line = tidy_line(text)
    check = _CHECKS.get(field.validation.check or "")
    if not line:
        return Reading()
    explicit = explicit_of(line, none_counts=check in _NUMBERS)
    if explicit or check is None:
        return Reading(explicit or line)
    found = check(line)
    notes = []
    if found.fault:
        notes.append(Note(_sentence(line, found.fault)))
    if found.warning:
        notes.append(Note(_sentence(line, found.warning), Severity.WARNING))
    return Reading(found.value or line, tuple(notes))


_CHECKS: dict[str, Callable[[str], Identifier]] = {
    "name": person_name,
    "child_name": child_name,
    "address": address,
    "email": email,
    "phone": phone,
    "nhs_number": nhs_number,
    "postcode": postcode,
}
_NUMBERS = (email, phone, nhs_number, postcode)  # "none" says here that there is none


def _date(_field: Field, text: str, limits: DayLimits) -> Reading:
    found = read_date(text, today=limits.today, latest=limits.latest)
    return _either(found.value or found.explicit, text, found.fault)


def _month(_field: Field, text: str, limits: DayLimits) -> Reading:
    found = read_month(text, today=limits.today)
    return _either(found.value or found.explicit, text, found.fault)


def _time(_field: Field, text: str, _limits: DayLimits) -> Reading:
    found = read_time(text)
    return _either(found.value or found.explicit, text, found.fault)


def _number(_field: Field, text: str, _limits: DayLimits) -> Reading:
    found = read_number(text)
    return _either(found.explicit if found.value is None else found.value, text, found.fault)


def _choice(field: Field, text: str, _limits: DayLimits) -> Reading:
    found = read_choice(text, field.choices)
    return Reading(found.code or found.explicit or text, _faults(found.fault))


def _yesno(field: Field, text: str, limits: DayLimits) -> Reading:
    found = _choice(field, text, limits)
    return Reading(found.value == "yes", found.notes) if found.value in ("yes", "no") else found


def _multichoice(field: Field, text: str, _limits: DayLimits) -> Reading:
    """Codes in the form's order; what is not one of them follows as it was written."""
    found = [(line.strip(), read_choice(line, field.choices)) for line in text.split("\n") if line.strip()]
    explicit = [r.explicit for _, r in found if r.explicit]
    if explicit and len(found) == 1:
        return Reading(explicit[0])
    codes = {r.code for _, r in found if r.code}
    others = tuple(dict.fromkeys(words for words, r in found if not r.code))
    notes = tuple(n for _, r in found for n in _faults(r.fault))
    if explicit:
        notes += (Note("some answers are ticked and one says that there is none; which is right?"),)
    return Reading(tuple(c.code for c in field.choices if c.code in codes) + others, notes)


def _const(_field: Field, text: str, _limits: DayLimits) -> Reading:
    return Reading(tidy_line(text))


_READERS: dict[Kind, Callable[[Field, str, DayLimits], Reading]] = {
    Kind.TEXT: _line,
    Kind.LONGTEXT: _longtext,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.YESNO: _yesno,
    Kind.MULTICHOICE: _multichoice,
    Kind.CONST: _const,
}


def _either(value: date | str | int | Explicit | None, text: str, fault: str) -> Reading:
    """The value when there is one, else the text as filled in with its fault."""
    if value is not None and value != "":
        return Reading(value)
    return Reading(text, _faults(_sentence(text, fault)))


def _faults(fault: str) -> tuple[Note, ...]:
    return (Note(fault),) if fault else ()


def _sentence(text: str, fault: str) -> str:
    shown = " ".join(text.split())
    return f"“{shown if len(shown) <= 60 else shown[:59] + '…'}”: {fault}"
