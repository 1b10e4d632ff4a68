"""From the answers on a paper to what will be filed: form, rules, meeting, reference and version, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.answers import Answers
from pipeline.model.errors import NotFoundError, ReadingError
from pipeline.model.filing import Difference, Outcome, Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem, Record, Severity
from pipeline.office.desk import Desk
from pipeline.records.files import safe_name
from pipeline.records.register import AGENCY_CHECK, MEETING_RECORD, REFERRAL
from pipeline.rules.checking import check_answers
from pipeline.rules.crosschecks import cross_checks
from pipeline.rules.dates import british
from pipeline.rules.matching import differences, same_referral, shared_children
from pipeline.rules.placing import place

_WISH = "Meeting you would like"
_CHECKS, _RECORDS = "AIC", "REC"  # how the references of agency checks and meeting records begin


@dataclass(frozen=True)
class Paper:
    """What is being filed: its bytes' hash, its kind (pdf, docx, yaml) and the day it counts as received."""

    sha256: str
    kind: str
    received: date


def propose(desk: Desk, paper: Paper, answers: Answers) -> Submission:
    """The submission to file. Called inside a register transaction, which gives it its reference.

    Raises ReadingError when the paper is none of the panel's forms.
    """
    form = _form_of(desk, answers)
    checked = check_answers(form, answers, received=paper.received)
    draft = Submission(
        reference="",
        version=1,
        form_name=form.name,
        sha256=paper.sha256,
        kind=paper.kind,
        received=paper.received,
        outcome=Outcome.ACCEPTED,
        record=checked.record,
        problems=checked.problems,
    )
    return _FILING.get(form.name, _file_other)(desk, form, draft)


def _form_of(desk: Desk, answers: Answers) -> Form:
    for form in desk.forms.values():
        if form.id == answers.form_id:
            return form
    known = ", ".join(sorted(f"{f.title} ({f.id})" for f in desk.forms.values()))
    raise ReadingError(
        f"A form with the number {answers.form_id or '(none)'}",
        "It is none of the panel's forms.",
        f"Send one of these instead: {known}.",
    )


def _file_referral(desk: Desk, form: Form, draft: Submission) -> Submission:
    live = tuple(s for s in desk.register.referrals() if s.meeting is None or s.meeting >= draft.received)
    old = next((s for s in live if same_referral(s.record, draft.record)), None)
    placed, why = _placed(desk, draft, old)
    checks = cross_checks(
        form,
        placed.record,
        meeting=placed.meeting,
        received=placed.first_received,
        deadline_days=desk.settings.deadline_days,
        secure_domains=desk.settings.secure_email_domains,
    )
    others = tuple(s for s in live if old is None or s.reference != old.reference)
    problems = (*placed.problems, *why, *checks, *_shared(form, placed.record, others))
    reference = (
        old.reference if old else desk.register.next_reference(desk.register.prefix, draft.received.year)
    )
    return _version(form, replace(placed, problems=problems), reference, old)


def _placed(desk: Desk, draft: Submission, old: Submission | None) -> tuple[Submission, tuple[Problem, ...]]:
    """The draft with its meeting, late or not.

    A correction that leads to the same meeting is in time when its first version was; one that asks for another
    meeting is judged on the day it came.
    """
    if old is None:
        return _place(desk, draft)
    again = replace(draft, earlier=min(old.first_received, draft.received))
    if old.meeting is not None and _same_wish(old.record, draft.record):
        return replace(again, meeting=old.meeting, late=old.late), ()
    placed, why = _place(desk, again)
    moved = old.meeting is not None and placed.meeting != old.meeting
    return _place(desk, draft) if moved else (placed, why)


def _place(desk: Desk, draft: Submission) -> tuple[Submission, tuple[Problem, ...]]:
    record, wish = draft.record, draft.record.day("preferred_meeting")
    coming = [m for m in desk.settings.meetings if m.day >= draft.received]
    days = desk.settings.deadline_days
    placement = place(record.text("district"), wish, draft.first_received, coming, days)
    meeting = placement.meeting.day if placement.meeting else None
    placed = replace(draft, meeting=meeting, late=placement.late)
    if meeting is not None and wish in (None, meeting):
        return placed, ()
    return placed, (Problem("preferred_meeting", _WISH, placement.why, Severity.WARNING, "meeting"),)


def _same_wish(old: Record, new: Record) -> bool:
    names = ("district", "preferred_meeting")
    return all(old.values.get(name) == new.values.get(name) for name in names)


def _shared(form: Form, record: Record, others: Sequence[Submission]) -> tuple[Problem, ...]:
    """X6: the same child on another live referral is flagged, never merged."""
    return tuple(
        Problem(_children(form), "Children", f"also on {other.reference}: {words}", Severity.WARNING, "X6")
        for other in others
        for words in shared_children(other.record, record)
    )


def _children(form: Form) -> str:
    return next((slot.name for slot in form.slots if slot.repeat and slot.repeat.name == "child"), "")


def _file_check(desk: Desk, form: Form, draft: Submission) -> Submission:
    referral, agency = draft.record.text("referral_ref").upper(), draft.record.text("agency")
    found, problems = _referral(desk, form, referral)
    if found is None or not agency:
        reference = desk.register.next_reference(_CHECKS, draft.received.year)
    else:
        reference = f"{_CHECKS}-{found.reference}-{safe_name(agency, 40)}"
    meeting = found.meeting if found else draft.record.day("meeting_date")
    placed = replace(draft, meeting=meeting, problems=(*draft.problems, *problems))
    return _version(form, placed, reference, _latest(desk, reference))


def _referral(desk: Desk, form: Form, reference: str) -> tuple[Submission | None, tuple[Problem, ...]]:
    """The referral an agency's check is about, or the query that there is none."""
    if not reference:
        return None, ()  # a blank is already a query of its own
    found = _latest(desk, reference)
    if found is not None and found.form_name == REFERRAL:
        return found, ()
    slot = form.slot_by_name.get("referral_ref")
    words = f"there is no referral {reference} in the register; the reference stands on the covering e-mail."
    return None, (
        Problem("referral_ref", slot.label if slot else "Referral", words, Severity.QUERY, "reference"),
    )


def _file_record(desk: Desk, form: Form, draft: Submission) -> Submission:
    day = draft.record.day("meeting_date")
    if day is None:
        reference = desk.register.next_reference(_RECORDS, draft.received.year)
        return _version(form, draft, reference, None)
    problems = draft.problems
    if desk.settings.meeting_on(day) is None:
        words = f"there is no meeting on {british(day)} in pipeline.yaml; add it to `meetings:` or correct the date."
        slot = form.slot_by_name["meeting_date"]
        problems = (*problems, Problem(slot.name, slot.label, words, Severity.WARNING, "meeting"))
    reference = f"{_RECORDS}-{day.isoformat()}"
    placed = replace(draft, meeting=day, problems=problems)
    return _version(form, placed, reference, _latest(desk, reference))


def _file_other(desk: Desk, form: Form, draft: Submission) -> Submission:
    """A form that the workspace has added: filed and kept under a number of its own."""
    series = safe_name(form.name.upper(), 20)
    return _version(form, draft, desk.register.next_reference(series, draft.received.year), None)


_FILING = {REFERRAL: _file_referral, AGENCY_CHECK: _file_check, MEETING_RECORD: _file_record}


def _latest(desk: Desk, reference: str) -> Submission | None:
    try:
        return desk.register.submission(reference)
    except NotFoundError:
        return None


def _version(form: Form, draft: Submission, reference: str, old: Submission | None) -> Submission:
    """The draft as the first version of its reference, or as the next with what has changed."""
    changed: tuple[Difference, ...] = differences(form, old.record, draft.record) if old else ()
    first = Outcome.NEEDS_ATTENTION if draft.queries else Outcome.ACCEPTED
    return replace(
        draft,
        reference=reference,
        version=old.version + 1 if old else 1,
        outcome=Outcome.NEW_VERSION if old else first,
        differences=changed,
    )
