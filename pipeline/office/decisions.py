"""Decisions about a referral: accepted late, moved, deferred, declined, withdrawn; each logged, with its letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.model.errors import NotFoundError, PipelineError
from pipeline.model.filing import Ruling, Submission
from pipeline.model.letters import Letter
from pipeline.office.desk import Desk
from pipeline.office.desk.leaving import to_bring_in_step
from pipeline.office.desk.letters import FOLDER, Posted, letter_to, post
from pipeline.office.desk.meetings import cases_of, meeting_on
from pipeline.office.desk.referrer import referrer_of
from pipeline.records.register import REFERRAL
from pipeline.rules.answers.dates import british, deadline, is_late
from pipeline.rules.arriving.placing import next_in_time
from pipeline.rules.arriving.room import too_many
from pipeline.rules.arriving.standing import decision_detail, decision_words
from pipeline.rules.checking.crosschecks import cross_checks

_ENDS = (Ruling.DECLINED, Ruling.WITHDRAWN)


@dataclass(frozen=True)
class DecisionPlan:
    """A decision that can be taken. `was`: the meeting it was for, `meeting`: the one it goes to, None for none.

    `since`: the day on which lateness is judged; `warnings`: sentences that the coordinator should read first.
    """

    submission: Submission
    ruling: Ruling
    reason: str
    was: date | None
    meeting: date | None
    late: bool
    since: date | None
    letter: Path  # where its letter goes, without an ending
    warnings: tuple[str, ...] = ()


def plan_decision(
    desk: Desk, ruling: Ruling, reference: str, reason: str, *, to: date | None = None, reopen: bool = False
) -> DecisionPlan:
    """What a decision would do; nothing is written. `to`: for one that moves or defers.

    Without `to` a case is deferred to the next meeting in its district that it is in time for. `reopen` takes up what
    was declined or withdrawn. Raises NotFoundError (no such referral or meeting) or PipelineError, which says why it
    cannot be.
    """
    submission = _referral(desk, reference)
    _not_over(desk, submission, reopen=reopen)
    was = None if submission.ended else submission.meeting
    meeting = _target(desk, ruling, submission, to)
    late, since = _lateness(desk, ruling, submission, meeting)
    day = meeting or submission.meeting
    folder = desk.settings.folders.outbox / (day.isoformat() if day else "") / FOLDER
    stem = f"{submission.reference}-{_kind(ruling)}-{desk.today.isoformat()}"
    plan = DecisionPlan(submission, ruling, reason, was, meeting, late, since, folder / stem)
    return replace(plan, warnings=tuple(_warnings(desk, plan)))


def carry_out(desk: Desk, plan: DecisionPlan, *, letter: bool = True) -> Posted | None:
    """Write the letter to the referrer, then log the decision; the letter, None when none was wanted.

    Raises TemplateError, ConversionError, StorageError or RegisterError; nothing is decided then.
    """
    posted = _post(desk, plan) if letter else None
    detail = decision_detail(plan.meeting, plan.late, plan.reason, plan.since)
    desk.register.note(plan.ruling.value, plan.submission.reference, detail)
    return posted


def _kind(ruling: Ruling) -> str:
    """The letter's template: accepted-late, moved, deferred, declined, withdrawn."""
    return ruling.value.replace(" ", "-")


# -- what can be decided -------------------------------------------------------------------------------------


def _referral(desk: Desk, reference: str) -> Submission:
    submission = desk.register.submission(reference)
    if submission.form_name != REFERRAL:
        raise NotFoundError(f"{reference} is no referral, so nothing can be decided about its meeting.")
    return submission


def _not_over(desk: Desk, submission: Submission, *, reopen: bool) -> None:
    """Refuses what has been heard, and what was ended unless it is taken up again."""
    reference, decision = submission.reference, submission.decision
    for record in desk.register.meeting_records():
        for row in record.record.table("case"):
            if row.text("referral_ref") == reference and row.text("outcome") == "discussed":
                when = f" on {british(record.meeting)}" if record.meeting else ""
                raise PipelineError(f"{reference} was discussed{when}; nothing more can be decided about it.")
    if decision is not None and decision.ended and not reopen:
        raise PipelineError(
            f"{reference} was {decision_words(decision).rstrip('.')}. To take it up again: pipeline move {reference}"
            ' --to DATE --reopen --reason "..."'
        )
    if reopen and not submission.ended:
        raise PipelineError(f"{reference} was neither declined nor withdrawn; leave --reopen out.")


def _target(desk: Desk, ruling: Ruling, submission: Submission, to: date | None) -> date | None:
    """The meeting it goes to by the decision. Raises NotFoundError or PipelineError."""
    if ruling in _ENDS:
        _still_to_come(desk, submission, "What became of the case stands in the meeting record.")
        return None
    if ruling is Ruling.ACCEPTED_LATE:
        return _accepted(desk, submission)
    day = meeting_on(desk.settings, to).day if to else _next(desk, submission)
    if day < desk.today:
        raise PipelineError(f"The meeting on {british(day)} is over: name one that is still to come.")
    if not submission.ended and day == submission.meeting:
        raise PipelineError(f"{submission.reference} goes to the meeting on {british(day)} already.")
    if ruling is Ruling.DEFERRED and submission.meeting is not None and day < submission.meeting:
        raise PipelineError(
            f"To defer means to a later meeting, and {british(day)} is before {british(submission.meeting)}. Use"
            f" pipeline move {submission.reference} --to {day} for an earlier one."
        )
    return day


def _accepted(desk: Desk, submission: Submission) -> date:
    reference, meeting = submission.reference, submission.meeting
    if meeting is None:
        raise PipelineError(
            f"{reference} has no meeting yet: give it one with pipeline move {reference} --to DATE."
        )
    if not submission.late:
        raise PipelineError(
            f"{reference} is not late for the meeting on {british(meeting)}; nothing is to be accepted."
        )
    if not submission.to_be_accepted and submission.decision:
        raise PipelineError(f"{reference} was {decision_words(submission.decision)}")
    _still_to_come(desk, submission, f"Give it another one with pipeline defer {reference}.")
    return meeting


def _still_to_come(desk: Desk, submission: Submission, remedy: str) -> None:
    if submission.meeting is not None and submission.meeting < desk.today:
        raise PipelineError(
            f"The meeting of {submission.reference}, {british(submission.meeting)}, is over. {remedy} If this was"
            " decided before it, say so: pipeline --today DATE ..."
        )


def _next(desk: Desk, submission: Submission) -> date:
    """The next meeting in the district that it is in time for, after its own."""
    settings, district = desk.settings, _district(desk, submission)
    after = max(d for d in (submission.meeting, desk.today) if d)
    found = next_in_time(
        district, submission.first_received, settings.meetings, settings.deadline_days, after
    )
    if found is None:
        raise NotFoundError(
            f"No later meeting in {settings.district_name(district) or 'its district'} that {submission.reference} is"
            " in time for stands in meetings.yaml. Name one elsewhere with --to DATE, or add one (pipeline calendar"
            " propose)."
        )
    return found.day


def _district(desk: Desk, submission: Submission) -> str:
    """Its district; that of its meeting while none is known."""
    own = submission.meeting and desk.settings.meeting_on(submission.meeting)
    return submission.record.plain("district") or (own.district if own else "")


def _lateness(
    desk: Desk, ruling: Ruling, submission: Submission, meeting: date | None
) -> tuple[bool, date | None]:
    """Whether it is late for the meeting, and on which day that is judged.

    The day its form came, as long as the panel decides; who asks for another meeting is judged on the day of asking.
    """
    if meeting is None:
        return False, None
    days = desk.settings.deadline_days
    if ruling is Ruling.MOVED and is_late(desk.today, meeting, days):
        return True, desk.today
    return is_late(submission.first_received, meeting, days), submission.first_received


# -- what to look at before ----------------------------------------------------------------------------------


def _warnings(desk: Desk, plan: DecisionPlan) -> Iterator[str]:
    if plan.meeting is not None:
        yield from _about_meeting(desk, plan, plan.meeting)
    yield from to_bring_in_step(desk, plan.submission.reference, plan.was, plan.meeting)
    if not referrer_of(desk.settings, plan.submission).email:
        yield "No e-mail address of the referrer is confirmed: print the letter and send it."


def _about_meeting(desk: Desk, plan: DecisionPlan, day: date) -> Iterator[str]:
    """What to know of the meeting that it goes to: other district, late, deadline gone, no room, other ages."""
    settings, submission = desk.settings, plan.submission
    meeting, district = meeting_on(settings, day), submission.record.plain("district")
    if district and district != meeting.district:
        there, here = settings.district_name(meeting.district), settings.district_name(district)
        yield f"That meeting is in {there}; the case is in {here}."
    last = deadline(day, settings.deadline_days)
    if plan.late and plan.ruling is not Ruling.ACCEPTED_LATE:
        yield (
            f"It is late for the meeting on {british(day)}, whose deadline was {british(last)}: the chair decides"
            f' (pipeline accept-late {submission.reference} --reason "...").'
        )
    elif last < desk.today:
        yield (
            f"The deadline of that meeting, {british(last)}, has passed: ask the agencies about this case at once"
            f" (pipeline circulate --meeting {day})."
        )
    others = [c for c in cases_of(desk, day) if c.reference != submission.reference]
    room = too_many(day, settings.room_on(meeting), len(others) + 1)
    if room:
        yield room
    known = {p.message for p in submission.problems}
    yield from (words for words in _checked_again(desk, submission, day) if words not in known)


def _checked_again(desk: Desk, submission: Submission, day: date) -> Iterator[str]:
    """What the answers say against the new day: a child who will be grown up, twelve months on the plan."""
    form = desk.forms[submission.form_name]
    found = cross_checks(
        form,
        submission.record,
        meeting=day,
        received=submission.first_received,
        deadline_days=desk.settings.deadline_days,
        secure_domains=(),
    )
    for problem in found:
        if problem.code in ("X2", "age"):
            yield problem.message[:1].upper() + problem.message[1:]


# -- the letter ----------------------------------------------------------------------------------------------


def _post(desk: Desk, plan: DecisionPlan) -> Posted:
    to = referrer_of(desk.settings, plan.submission)
    about = plan.meeting or plan.was
    meeting = desk.settings.meeting_on(about) if about else None
    return post(
        desk, plan.letter.parent, plan.letter.name, _kind(plan.ruling), _letter(desk, plan), to, meeting
    )


def _letter(desk: Desk, plan: DecisionPlan) -> Letter:
    """The letter about the meeting it was for, with the one it goes to instead, or the next one there is."""
    settings, submission = desk.settings, plan.submission
    to = referrer_of(settings, submission)
    kept = plan.meeting if plan.ruling is Ruling.ACCEPTED_LATE else plan.was
    letter = letter_to(desk, to, settings.meeting_on(kept) if kept else None, [submission.reference])
    letter = replace(letter, reason=plan.reason, late=plan.late)
    if plan.ruling is Ruling.ACCEPTED_LATE:
        return letter
    days = settings.deadline_days
    if plan.meeting is not None:
        other = settings.meeting_on(plan.meeting)
    else:
        other = next_in_time(
            _district(desk, submission), desk.today, settings.meetings, days, plan.was or desk.today
        )
    if other is None:
        return letter
    last = deadline(other.day, days)
    return replace(
        letter,
        other_meeting=f"{other.day:%A} {british(other.day)}",
        other_district=settings.district_name(other.district),
        other_deadline=british(last) if last >= desk.today else "",
    )
