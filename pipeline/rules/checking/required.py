"""What must be answered and is not: queries in the words printed on the form. Nothing here rejects a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.form import Field, Form, Repeat, Required
from pipeline.model.record import Explicit, Problem, Record, Severity, Value, as_text
from pipeline.rules.arriving.referrals import shown_value
from pipeline.rules.checking.needed import SUFFICES

_MUST_BE_KNOWN = frozenset(("name", "email"))  # without these nobody can be written to


def missing_answers(form: Form, record: Record) -> Iterator[Problem]:
    """A query for every needed answer that is blank, in single fields, filled rows and too short tables.

    Where one tick is a whole answer (`SUFFICES`), only what the form is filed by is asked beside it.
    """
    tick, still = SUFFICES.get(form.name, ("", ()))
    if record.values.get(tick) is True:
        for field in form.singles:
            if field.name in still:
                yield from _check(field, field.name, field.label, record.values, form.singles)
        return
    for field in form.singles:
        yield from _check(field, field.name, field.label, record.values, form.singles)
    for repeat in form.repeats:
        rows = record.table(repeat.name)
        for row in rows:
            for column in repeat.columns:
                label = f"{repeat.row_label} {row.number}: {column.label}"
                slot = repeat.slot(row.number, column.name)
                yield from _check(column, slot, label, row.values, repeat.columns)
        yield from _too_few(repeat, [row.number for row in rows])


def _check(
    field: Field, slot: str, label: str, values: Mapping[str, Value], beside: Sequence[Field]
) -> Iterator[Problem]:
    value = values.get(field.name)
    if not needed(field.required, values):
        return
    if value is None or value == "" or value == ():
        yield Problem(slot, label, _blank(field, values, beside), Severity.QUERY, "required")
    elif value is Explicit.NOT_APPLICABLE:
        words = f"the answer says that there is none, but the panel needs one.{_help(field)}"
        yield Problem(slot, label, words, Severity.QUERY, "required")
    elif value is Explicit.NOT_KNOWN:
        yield from _not_known(field, slot, label)


def _not_known(field: Field, slot: str, label: str) -> Iterator[Problem]:
    """“Not known” is an answer: a query only where nothing can be done without one, else a warning."""
    check = field.validation.check
    if check in _MUST_BE_KNOWN:
        yield Problem(slot, label, "the panel cannot do without this answer.", Severity.QUERY, "required")
    elif check or field.kind != "text":
        yield Problem(slot, label, "answered “not known”.", Severity.WARNING, "not_known")


def needed(rule: Required, values: Mapping[str, Value]) -> bool:
    """Whether the rule asks for an answer, given the answers beside it."""
    if rule.when is None:
        return rule.always
    answered = codes_of(values.get(rule.when))
    return rule.always or any(code in rule.values for code in answered) != rule.negated


def codes_of(value: Value | None) -> tuple[str, ...]:
    """The codes of an answer as the form's rules name them: yes/no, ticks one by one, ("",) for a blank."""
    if isinstance(value, tuple):
        return value or ("",)
    return (as_text(value),)


def _blank(field: Field, values: Mapping[str, Value], beside: Sequence[Field]) -> str:
    """Why the answer is needed, and what it should say."""
    rule = field.required
    other = next((f for f in beside if f.name == rule.when), None)
    if rule.always or other is None:
        return f"this was left blank and the panel needs it.{_help(field)}"
    answered = shown_value(other, values.get(other.name))
    said = f"says “{answered}”" if answered and len(answered) <= 80 else "is filled in as it is"
    return f"this was left blank; it is needed because “{other.label}” {said}.{_help(field)}"


def _help(field: Field | Repeat) -> str:
    """What the form itself says about the answer."""
    return f" The form says: “{field.help.strip()}”" if field.help else ""


def _too_few(repeat: Repeat, filled: Sequence[int]) -> Iterator[Problem]:
    if len(filled) >= repeat.minimum:
        return
    first = next(n for n in range(1, repeat.maximum + 1) if n not in filled)
    lines = "one line" if repeat.minimum == 1 else f"{repeat.minimum} lines"
    have = (
        "none is"
        if not filled
        else f"only {len(filled)} is"
        if len(filled) == 1
        else f"only {len(filled)} are"
    )
    words = f"at least {lines} must be filled in, and {have}.{_help(repeat)}"
    slot = repeat.slot(first, repeat.columns[0].name)
    yield Problem(slot, repeat.label, words, Severity.QUERY, "required")
