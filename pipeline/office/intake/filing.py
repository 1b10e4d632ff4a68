"""From the answers on a paper to what will be filed: form, rules, meeting, reference and version, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.answers import Answers
from pipeline.model.errors import NotFoundError, ReadingError
from pipeline.model.filing import NO_ORIGIN, Difference, Origin, Outcome, Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem, Record, Severity
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import asked_about
from pipeline.office.intake.corrections import corrected, newest_corrected
from pipeline.office.intake.placed import MEETING, placed_referral
from pipeline.office.intake.replies import place_reply
from pipeline.office.intake.report import NOT_ASKED
from pipeline.office.intake.set_back import with_set_back
from pipeline.records.files import safe_name
from pipeline.records.register import AGENCY_CHECK, MEETING_RECORD, REFERRAL, REPLY
from pipeline.rules.answers.dates import british
from pipeline.rules.arriving.matching import (
    also_on,
    differences,
    same_meeting,
    same_referral,
    shared_children,
)
from pipeline.rules.arriving.placing import next_in_time
from pipeline.rules.arriving.references import (
    REFERRAL_REF,
    Known,
    case_problems,
    unknown_referral,
    with_references,
)
from pipeline.rules.arriving.standing import decision_words
from pipeline.rules.checking import check_answers
from pipeline.rules.checking.crosschecks import cross_checks
from pipeline.rules.checking.record_checks import left_out, record_problems
from pipeline.rules.pack.pack_plan import closed

_CHECKS, _RECORDS = "AIC", "REC"  # how the references of agency checks and meeting records begin


@dataclass(frozen=True)
class Paper:
    """What is being filed: its bytes' hash, its kind (as in Submission), the day it counts as received, how it came."""

    sha256: str
    kind: str
    received: date
    origin: Origin = NO_ORIGIN


def propose(desk: Desk, paper: Paper, answers: Answers) -> Submission:
    """The submission to file. Called inside a register transaction, which gives it its reference.

    Raises ReadingError when the paper is none of the panel's forms, or a correction of something that is not filed.
    """
    form = _form_of(desk, answers)
    if answers.correction is not None:
        found = corrected(desk, form, answers, answers.correction)
        answers = found.answers
        # it counts as the practitioner's form, which came when that came
        paper = replace(paper, received=found.newest.received, origin=found.origin(paper.origin))
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
        answers=answers,
        origin=paper.origin,
    )
    filed = _FILING.get(form.name, _file_other)(desk, form, draft)
    return with_set_back(desk, form, filed)


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
    live = tuple(
        s
        for s in desk.register.referrals()
        if not s.ended and (s.meeting is None or s.meeting >= draft.received)
    )
    old = newest_corrected(desk, draft) or next(
        (s for s in live if same_referral(s.record, draft.record)), None
    )
    placed, why = placed_referral(desk, form, draft, old)
    checks = _cross_checked(desk, form, placed)
    others = tuple(s for s in live if old is None or s.reference != old.reference)
    ended = () if old else _ended_before(desk, draft)
    problems = (*placed.problems, *why, *checks, *ended, *_shared(form, placed.record, others))
    reference = (
        old.reference if old else desk.register.next_reference(desk.register.prefix, draft.received.year)
    )
    return _version(form, replace(placed, problems=problems), reference, old)


def _ended_before(desk: Desk, draft: Submission) -> Iterator[Problem]:
    """A referral that was declined or withdrawn and comes again is a new one, and it is said so."""
    for earlier in desk.register.referrals():
        if earlier.decision and earlier.ended and same_referral(earlier.record, draft.record):
            words = f"It came before as {earlier.reference}, which was {decision_words(earlier.decision)}"
            yield Problem("", "", closed(words), Severity.WARNING, "ended")


def _cross_checked(desk: Desk, form: Form, placed: Submission) -> tuple[Problem, ...]:
    """What the answers say against each other, the meeting and the day the first version came."""
    return cross_checks(
        form,
        placed.record,
        meeting=placed.meeting,
        received=placed.first_received,
        deadline_days=desk.settings.deadline_days,
        secure_domains=desk.settings.secure_email_domains,
        following=_following(desk, placed),
    )


def _following(desk: Desk, placed: Submission) -> date | None:
    """The meeting that a late referral can go to instead."""
    if placed.meeting is None:
        return None
    settings, district = desk.settings, placed.record.text("district")
    received = placed.first_received
    found = next_in_time(district, received, settings.meetings, settings.deadline_days, placed.meeting)
    return found.day if found else None


def _shared(form: Form, record: Record, others: Sequence[Submission]) -> tuple[Problem, ...]:
    """X6: the same child on another live referral is flagged, never merged."""
    return tuple(
        Problem(_children(form), "Children", also_on(other.reference, words), Severity.WARNING, "X6")
        for other in others
        for words in shared_children(other.record, record)
    )


def _children(form: Form) -> str:
    return next((slot.name for slot in form.slots if slot.repeat and slot.repeat.name == "child"), "")


def _file_check(desk: Desk, form: Form, draft: Submission) -> Submission:
    draft = replace(draft, record=with_references(draft.record, desk.register.prefix))
    referral, agency = draft.record.text(REFERRAL_REF), draft.record.text("agency")
    found, problems = _referral(desk, form, referral)
    old = newest_corrected(desk, draft)
    if old is not None:
        reference = old.reference
    elif found is None or not agency:
        reference = desk.register.next_reference(_CHECKS, draft.received.year)
    else:
        reference = f"{_CHECKS}-{found.reference}-{safe_name(agency, 40)}"
    meeting = found.meeting if found else draft.record.day("meeting_date")
    placed = replace(draft, meeting=meeting)
    more = (*problems, *_cross_checked(desk, form, placed), *_not_asked(desk, form, found, agency))
    return _version(
        form, replace(placed, problems=(*draft.problems, *more)), reference, _latest(desk, reference)
    )


def _not_asked(desk: Desk, form: Form, found: Submission | None, agency: str) -> Iterator[Problem]:
    """An agency that replies without having been asked: its answers are kept, and that is said."""
    asked = asked_about(desk, found.reference) if found and agency else ()
    if found and asked and agency not in {a.agency for a in asked}:
        slot = form.slot_by_name["agency"]
        words = f"this agency was not asked about {found.reference}; its answers are kept."
        yield Problem(slot.name, slot.label, words, Severity.WARNING, NOT_ASKED)


def _referral(desk: Desk, form: Form, reference: str) -> tuple[Submission | None, tuple[Problem, ...]]:
    """The referral an agency's check is about, or the query that there is none."""
    if not reference:
        return None, ()  # a blank is already a query of its own
    found = _latest(desk, reference)
    if found is not None and found.form_name == REFERRAL:
        return found, ()
    slot = form.slot_by_name.get(REFERRAL_REF)
    words = unknown_referral(reference)
    return None, (Problem(REFERRAL_REF, slot.label if slot else "", words, Severity.QUERY, "reference"),)


def _file_record(desk: Desk, form: Form, draft: Submission) -> Submission:
    """A record belongs to its meeting. One without a date that can be read waits for the correction that has one."""
    draft = replace(draft, record=with_references(draft.record, desk.register.prefix))
    day = draft.record.day("meeting_date")
    cases = case_problems(form, draft.record, day, lambda reference: _known(desk, reference))
    asked = record_problems(form, draft.record)
    filed = replace(
        draft, meeting=day, problems=(*draft.problems, *cases, *_no_meeting(desk, form, day), *asked)
    )
    records = desk.register.meeting_records()
    old = newest_corrected(desk, draft)
    old = old or next((s for s in records if day is not None and s.meeting == day), None)
    old = old or next((s for s in records if same_meeting(s.record, draft.record)), None)
    if old is not None:
        gone = left_out(form, old.record, filed.record)
        return _version(form, replace(filed, problems=(*filed.problems, *gone)), old.reference, old)
    if day is None:
        return _version(form, filed, desk.register.next_reference(_RECORDS, draft.received.year), None)
    return _version(form, filed, f"{_RECORDS}-{day.isoformat()}", None)


def _no_meeting(desk: Desk, form: Form, day: date | None) -> Iterator[Problem]:
    if day is not None and desk.settings.meeting_on(day) is None:
        words = f"there is no meeting on {british(day)} in meetings.yaml; add it there or correct the date."
        slot = form.slot_by_name["meeting_date"]
        yield Problem(slot.name, slot.label, words, Severity.WARNING, MEETING)


def _known(desk: Desk, reference: str) -> Known | None:
    versions = [s for s in desk.register.history(reference) if s.form_name == REFERRAL]
    return Known(min(s.received for s in versions), versions[-1].meeting) if versions else None


def _file_other(desk: Desk, form: Form, draft: Submission) -> Submission:
    """A form that the workspace has added: filed and kept under a number of its own."""
    old = newest_corrected(desk, draft)
    if old is not None:
        return _version(form, draft, old.reference, old)
    series = safe_name(form.name.upper(), 20)
    return _version(form, draft, desk.register.next_reference(series, draft.received.year), None)


def _file_reply(desk: Desk, form: Form, draft: Submission) -> Submission:
    placed, reference, old = place_reply(desk, form, draft)
    return _version(form, placed, reference, old)


_FILING = {
    REFERRAL: _file_referral,
    AGENCY_CHECK: _file_check,
    MEETING_RECORD: _file_record,
    REPLY: _file_reply,
}


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
