"""Inviting people to a meeting: each referrer is thanked and asked, each person is invited once and by themselves.

What is to be written is worked out first (`plan_invitations`), from the cases and from what people were told before;
then each letter is written and noted, one after the other, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Referral, Submission
from pipeline.model.invitations import Guest
from pipeline.model.letters import Slot
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.invitations import bookings, bookings_after
from pipeline.office.desk.letters import Posted, one_by_one
from pipeline.office.desk.meetings import cases_of, keep_order, meeting_on
from pipeline.office.invitations.writing import acknowledge, write_planned
from pipeline.records.register import REFERRAL, REPLY
from pipeline.rules.answers.dates import british
from pipeline.rules.correcting.confirmed import referral_for_papers
from pipeline.rules.inviting import Planned, Standing, letters
from pipeline.rules.inviting.guests import Held, guest_list, referrer
from pipeline.rules.pack.agenda import case_times

ACKNOWLEDGED = "acknowledged"  # an event; its subject is the referral's reference


@dataclass(frozen=True)
class Thanks:
    """An acknowledgement to be written: of which referral, to whom."""

    submission: Submission
    to: Guest


@dataclass(frozen=True)
class InvitePlan:
    """What `pipeline invite` will write. `told`: the cases whose order is then kept. `notes` are for the coordinator.

    `unchanged` counts the people who were invited before and to whom nothing has changed.
    """

    meeting: Meeting
    acknowledgements: tuple[Thanks, ...]
    letters: tuple[Planned, ...]
    told: tuple[str, ...]
    unchanged: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Cases:
    """A meeting's cases in the order in which they will be heard; `late` wait for the chair."""

    submissions: tuple[Submission, ...]
    slots: dict[str, Slot]

    @property
    def late(self) -> tuple[str, ...]:
        """Those that came late and that the chair has not accepted."""
        return tuple(s.reference for s in self.submissions if s.to_be_accepted)

    @property
    def settled(self) -> tuple[Submission, ...]:
        """Those whose people are invited."""
        return tuple(s for s in self.submissions if not s.to_be_accepted)


def plan_invitations(desk: Desk, day: date) -> InvitePlan:
    """What is to be written for a meeting. Nothing is written yet.

    Raises NotFoundError when there is no meeting on that day and nobody was ever invited to one, or when it is over.
    """
    meeting = _meeting(desk, day)
    cases = _cases(desk, meeting)
    shown = [_shown(desk, s) for s in cases.submissions]
    names = desk.settings.agency_name
    listed = guest_list([r for r in shown if not r.submission.to_be_accepted], names)
    told = bookings(desk, day)
    standing = Standing(
        meeting,
        cases.slots,
        told,
        bookings_after(desk, desk.today, day),
        {*cases.late, *(held.reference for held in listed.held)},
        desk.settings.names.email.rpartition("@")[2] or "panel",
    )
    planned = letters(standing, listed.guests)
    thanks = [_thanks(desk, referral) for referral in shown]
    held = [*(one for one in thanks if isinstance(one, Held)), *listed.held]
    return InvitePlan(
        meeting=meeting,
        acknowledgements=tuple(one for one in thanks if isinstance(one, Thanks)),
        letters=planned,
        told=tuple(s.reference for s in cases.settled),
        unchanged=len({b.number for b in told if not b.cancelled} - {p.booking.number for p in planned}),
        notes=tuple(
            dict.fromkeys((*_notes(desk, meeting, cases, planned), *(h.why for h in held), *listed.notes))
        ),
    )


def write_invitations(desk: Desk, plan: InvitePlan) -> Iterator[Posted]:
    """Write what is planned, letter by letter. Raises as `one_by_one`."""
    if plan.letters:
        keep_order(desk, plan.meeting.day, plan.told)
    acknowledgements = [
        (one.to.to.name, partial(_acknowledged, desk, plan, one)) for one in plan.acknowledgements
    ]
    letters = [
        (one.booking.guest.to.name, partial(write_planned, desk, plan.meeting, one)) for one in plan.letters
    ]
    return one_by_one([*acknowledgements, *letters])


def _acknowledged(desk: Desk, plan: InvitePlan, thanks: Thanks) -> Posted:
    posted = acknowledge(desk, plan.meeting, thanks.submission, thanks.to)
    detail = {
        "meeting": plan.meeting.day.isoformat(),
        "version": thanks.submission.version,
        "files": [path.name for path in posted.paths],
    }
    desk.register.note(ACKNOWLEDGED, thanks.submission.reference, detail)
    return posted


def _meeting(desk: Desk, day: date) -> Meeting:
    """The meeting; one that was taken out of meetings.yaml is still known to those who were invited to it."""
    if day < desk.today:
        raise NotFoundError(f"The meeting of {british(day)} is over: nobody is invited to it any more.")
    told = bookings(desk, day)
    if desk.settings.meeting_on(day) is None and told:
        return Meeting(day, told[-1].district, told[-1].venue)
    return meeting_on(desk.settings, day)


def _cases(desk: Desk, meeting: Meeting) -> _Cases:
    """The cases with their times, as they will be once the order is kept: those that are told of come first."""
    if desk.settings.meeting_on(meeting.day) is None:
        return _Cases((), {})
    with desk.register.transaction(rehearsal=True):
        settled = [s.reference for s in cases_of(desk, meeting.day) if not s.to_be_accepted]
        keep_order(desk, meeting.day, settled)
        submissions = cases_of(desk, meeting.day)
    references = [s.reference for s in submissions]
    times = case_times(meeting, references, desk.settings.pack.minutes_per_case)
    return _Cases(submissions, {t.reference: Slot(t.reference, t.words) for t in times})


def _shown(desk: Desk, submission: Submission) -> Referral:
    versions = desk.register.history(submission.reference)
    return referral_for_papers(desk.forms[REFERRAL], submission, versions)


def _thanks(desk: Desk, referral: Referral) -> Thanks | Held | None:
    """The acknowledgement that a referrer is still owed."""
    if desk.register.facts(ACKNOWLEDGED, subject=referral.reference):
        return None
    to = referrer(referral, desk.settings.agency_name)
    return to if isinstance(to, Held) else Thanks(desk.register.submission(referral.reference), to)


def _notes(desk: Desk, meeting: Meeting, cases: _Cases, planned: Sequence[Planned]) -> Iterator[str]:
    if not meeting.venue and planned:
        yield "The meeting has no venue in meetings.yaml yet: the letters say that it will follow."
    for reference in cases.late:
        yield (
            f"{reference} came late and the chair has not accepted it: its core group is not invited yet"
            f" (pipeline accept-late {reference} --reason …)."
        )
    if REPLY not in desk.forms and planned:
        yield "There is no reply.yaml among the forms, so no reply form is enclosed: copy it from a new workspace."
    for one in planned:
        yield from one.notes
        if not one.booking.guest.to.email:
            yield f"{one.booking.guest.to.name} has no e-mail address: print the letter and post it."
