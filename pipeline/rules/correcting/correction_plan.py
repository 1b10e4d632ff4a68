"""What a correction form holds: the answers in its boxes, what is marked on them and why, as a value to be drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.answers import NOT_READABLE, Answer, Answers, Spot
from pipeline.model.filing import Submission
from pipeline.model.form import Field, Form, Kind, Slot
from pipeline.model.record import Problem
from pipeline.rules.answers.text import clean
from pipeline.rules.correcting import prefilled, unfit
from pipeline.rules.correcting.confirmed import PROPOSED
from pipeline.rules.correcting.querylist import open_queries

# hidden on a correction form, beside form_id and form_version
CORRECTION_OF, CORRECTION_VERSION, CORRECTION_BASE = "correction_of", "correction_version", "correction_base"
# filled in by the person who corrects
CORRECTED_BY, CHECKED = "correction_by", "correction_checked"

_FEW = 10  # proposals of up to so many are marked and told one by one, like doubts
_ASK = "please confirm: "
_HELP = " The form says:"
_UNFIT = "What was read does not fit the boxes of this question: choose what is meant."
_SHOWN = 240  # letters of an answer that the table repeats


@dataclass(frozen=True)
class Mark:
    """One answer (or, without a slot, the paper as a whole) that a person must look at, and why.

    `number` stands beside it on the form; 0 for one that was only read from a picture, which has a thin frame and
    no number. `read`: what was read, in printed words, "" for nothing.
    """

    number: int
    label: str
    read: str = ""
    reasons: tuple[str, ...] = ()
    slot: str = ""
    spot: Spot | None = None


@dataclass(frozen=True)
class CorrectionPlan:
    """One correction form. `base`: see `base_mark`.

    `filled`: slot -> text in its box; `open_choices`: drop-downs that hold another text; `open`: how
    much is open, in words.
    """

    form: Form
    reference: str
    version: int
    base: str
    received: date
    carrier: str
    filled: Mapping[str, str]
    marks: tuple[Mark, ...]
    proposed: tuple[Mark, ...]
    open_choices: frozenset[str]
    open: str = ""


def plan_correction(form: Form, submission: Submission, answers: Answers) -> CorrectionPlan:
    """The correction form of a submission. `answers` are its own, by the form's present names."""
    found = tuple(_marks(form, submission.queries, answers.items))
    quiet = [m for m in found if not m.reasons]
    light = quiet if len(quiet) > _FEW else []
    numbered = [m for m in found if m not in light]
    filled = prefilled(form, answers.items)
    return CorrectionPlan(
        form,
        submission.reference,
        submission.version,
        base_mark(submission),
        submission.received,
        answers.carrier.value,
        filled,
        tuple(replace(m, number=n, reasons=m.reasons or (_READ,)) for n, m in enumerate(numbered, 1)),
        tuple(light),
        frozenset(name for name, text in filled.items() if _is_other(form.slot_by_name[name].field, text)),
        open_queries(submission),
    )


def base_mark(submission: Submission) -> str:
    """What tells the paper that a correction form is made from from every other, also in another workspace."""
    said = f"{submission.reference} {submission.version} {submission.sha256}"
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:20]


_READ = "It was read from a picture."


def _is_other(field: Field, text: str) -> bool:
    return field.kind is Kind.CHOICE and field.choice(text) is None


def _marks(form: Form, queries: Sequence[Problem], items: Mapping[str, Answer]) -> Iterator[Mark]:
    """One mark for each answer that has queries, in the form's order, then those about the paper as a whole."""
    for slot in form.slots:
        asked = [p for p in queries if p.slot == slot.name]
        if asked:
            yield _mark(slot, asked, items.get(slot.name))
    for problem in queries:
        if problem.slot not in form.slot_by_name:
            yield Mark(0, problem.label, reasons=(_reason(problem, ""),))


def _mark(slot: Slot, asked: Sequence[Problem], answer: Answer | None) -> Mark:
    reasons = [_reason(p, slot.label) for p in asked if p.code != PROPOSED]
    if answer is not None and unfit(slot, answer.text):
        reasons.append(_UNFIT)
    read = shown_answer(slot, answer) if answer else ""
    return Mark(0, slot.label, read, tuple(reasons), slot.name, answer.spot if answer else None)


def _reason(problem: Problem, label: str) -> str:
    """Why it is marked, as a sentence; with the question where that is another one (too few lines in a table)."""
    words = problem.message.partition(_HELP)[0].removeprefix(_ASK)
    words = f"{words[:1].upper()}{words[1:]}"
    return f"{problem.label}: {words}" if label and problem.label != label and problem.label else words


def shown_answer(slot: Slot, answer: Answer) -> str:
    """What was read, in the words printed on the form, on one line and cut to what a table can show."""
    if answer.text == NOT_READABLE:
        return "(could not be read)"
    lines = (line.strip() for line in clean(answer.text).text.split("\n") if line.strip())
    chosen = slot.field.kind in (Kind.CHOICE, Kind.YESNO, Kind.MULTICHOICE)
    shown = "; ".join(slot.field.shown(line) for line in lines) if chosen else " / ".join(lines)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
