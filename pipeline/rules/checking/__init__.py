"""Answers -> record and problems. Nothing here raises, and nothing that was filled in is lost.

A missing or doubtful answer never rejects a form: it becomes a query in the words printed on the form. An answer
that cannot be understood stays in the record as its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.answers import BOX_TWICE, NOT_READABLE, Answer, Answers, Sureness
from pipeline.model.form import Form, Repeat, Slot
from pipeline.model.record import Problem, Record, Row, Severity, Value
from pipeline.rules.answers.chair_only import quiet
from pipeline.rules.answers.choices import read_choice
from pipeline.rules.answers.dates import add_months
from pipeline.rules.answers.text import clean, tidy_line
from pipeline.rules.answers.values import DayLimits, Reading, read_value
from pipeline.rules.checking.limits import limit_problems
from pipeline.rules.checking.required import missing_answers
from pipeline.rules.correcting.confirmed import CONFIRM, EITHER, PROPOSED

_ADULT = 12  # rule X9: nobody under 12 is taken for an adult
_SHOWN = 200  # characters of a stray answer that its query repeats
_PROPOSED = "read from a picture; please compare it with the original."
PAPER = "paper"  # the code of a note on the paper as a whole, such as words outside its boxes
_GAP = "gap"  # the code of a query about the paper as a whole


@dataclass(frozen=True)
class Checked:
    """What the rules made of one filled form."""

    record: Record
    problems: tuple[Problem, ...]


def check_answers(form: Form, answers: Answers, *, received: date) -> Checked:
    """The record of one filled form, and everything about it that a person must look at, in the form's order.

    `received` is the day the form came; ages and "not in the future" are judged on it.
    """
    readings: dict[str, Reading] = {}
    for slot in form.slots:
        answer = answers.items.get(slot.name)
        if answer is not None and answer.text != NOT_READABLE:
            limits = DayLimits(received, _latest(slot, answers.items, received))
            readings[slot.name] = read_value(slot.field, answer.text, limits)
    record = _record(form, answers, readings)
    problems = [
        *_paper_problems(form, answers),
        *_answer_problems(form, answers, readings),
        *missing_answers(form, record),
        *limit_problems(form, record, received),
    ]
    order = {slot.name: n for n, slot in enumerate(form.slots)}
    told = quiet(form, sorted(problems, key=lambda p: order.get(p.slot, -1)))
    return Checked(record, tuple(told))


def _latest(slot: Slot, items: Mapping[str, Answer], received: date) -> date | None:
    """The last day that a date with a two-digit year can mean here (rule X9); None for the usual window.

    Births are never in the future, due dates at most nine months ahead; adults are at least 12 years old, but
    a brother or sister among the household may be younger.
    """
    check = slot.field.validation.check
    if check == "child_birth":
        words = (_beside(slot, items, "forename") + " " + _beside(slot, items, "sex")).casefold()
        return add_months(received, 9) if "unborn" in words else received
    if check == "adult_birth":
        return received if _is_sibling(slot, items) else add_months(received, -12 * _ADULT)
    return None


def _beside(slot: Slot, items: Mapping[str, Answer], column: str) -> str:
    """The answer, as filled in, in another column of the same row."""
    name = slot.repeat.slot(slot.row, column) if slot.repeat else column
    return items[name].text if name in items else ""


def _is_sibling(slot: Slot, items: Mapping[str, Answer]) -> bool:
    columns = slot.repeat.columns if slot.repeat else ()
    said = _beside(slot, items, "relationship")
    return any(c.name == "relationship" and read_choice(said, c.choices).code == "sibling" for c in columns)


def _record(form: Form, answers: Answers, readings: Mapping[str, Reading]) -> Record:
    values = {n: r.value for n, r in readings.items() if r.value is not None}
    singles: dict[str, Value] = {f.name: values[f.name] for f in form.singles if f.name in values}
    rows = {repeat.name: _rows(repeat, values) for repeat in form.repeats}
    return Record(
        form.id, answers.form_version or form.version, singles, {n: r for n, r in rows.items() if r}
    )


def _rows(repeat: Repeat, values: Mapping[str, Value]) -> tuple[Row, ...]:
    """The rows in which anything is filled in."""
    rows = []
    for number in range(1, repeat.maximum + 1):
        slots = {name: repeat.slot(number, name) for name in repeat.names}
        cells = {name: values[slot] for name, slot in slots.items() if slot in values}
        if cells:
            rows.append(Row(number, cells))
    return tuple(rows)


def _paper_problems(form: Form, answers: Answers) -> Iterator[Problem]:
    """What is to be said about the paper as a whole, and answers for which the form has no place."""
    for remark in answers.remarks:
        yield Problem("", "", remark, Severity.WARNING, PAPER)
    for gap in answers.gaps:
        yield Problem("", "", gap, Severity.QUERY, _GAP)
    if answers.form_version not in ("", form.version):
        words = (
            f"version {answers.form_version} of the form was filled in; the present one is {form.version}."
        )
        yield Problem("", form.title, words, Severity.WARNING, "version")
    known = {*form.slot_by_name, *(field.name for field in form.hidden), "form_id", "form_version"}
    for name, answer in answers.items.items():
        if name not in known and answer.text.strip():
            seen = answer.sureness is Sureness.CONFIRMED  # a person has dealt with it on a correction form
            severity = Severity.WARNING if seen else Severity.QUERY
            yield Problem("", *_stray(form, name, answer), severity, "stray")


def _stray(form: Form, name: str, answer: Answer) -> tuple[str, str]:
    """Label and message for an answer for which the form has no place; the answer is repeated."""
    text = tidy_line(clean(answer.text).text)
    said = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    for repeat in form.repeats:
        if re.fullmatch(rf"{re.escape(repeat.name)}_[0-9]+_\w+", name):
            words = (
                f"there is room for {repeat.maximum} lines; please send “{said}” ({name}) on a second form."
            )
            return repeat.label, words
    return clean(name).text, f"the form has no question of this name; it was answered “{said}”."


def _answer_problems(form: Form, answers: Answers, readings: Mapping[str, Reading]) -> Iterator[Problem]:
    """The notes of each reading, and a query for each answer that a person must confirm."""
    for name, slot in form.slot_by_name.items():
        if name in readings:
            for note in readings[name].notes:
                yield Problem(name, slot.label, note.message, note.severity, note.code)
        if name in answers.items:
            yield from _to_confirm(slot, answers.items[name])


def _to_confirm(slot: Slot, answer: Answer) -> Iterator[Problem]:
    doubt = answer.doubt or " ".join(clean(answer.text).notes)
    if answer.sureness is Sureness.CONFIRMED and not answer.doubt:
        return  # a mended letter that a person has compared with the original
    if doubt:
        yield Problem(slot.name, slot.label, f"please confirm: {doubt}", Severity.QUERY, _whose(answer))
    elif answer.sureness is Sureness.RECOGNISED:
        yield Problem(slot.name, slot.label, _PROPOSED, Severity.QUERY, PROPOSED)


def _whose(answer: Answer) -> str:
    """The code of a doubt: whether comparing settles it, or only the person who filled in the form."""
    either = answer.doubt.startswith(BOX_TWICE) and answer.sureness is not Sureness.RECOGNISED
    return EITHER if either else CONFIRM
