"""Who comes to a meeting: the list of those who were invited, and words that came by telephone or e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.model.invitations import Booking, Coming, Invited
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.invitations import attendance, bookings, replies
from pipeline.office.desk.meetings import cases_of, meeting_on
from pipeline.records.register import REFERRAL
from pipeline.rules.correcting.confirmed import for_papers
from pipeline.rules.inviting.attending import ATTENDING, counted, find, named


@dataclass(frozen=True)
class AttendingList:
    """A meeting with everybody who is invited; `counts` says it in a line.

    `needs`: case -> access needs and days that the referral itself names. `strangers`: replies of nobody invited.
    """

    meeting: Meeting
    people: tuple[Invited, ...]
    counts: str
    needs: tuple[tuple[str, str], ...] = ()
    strangers: tuple[str, ...] = ()


def attending(desk: Desk, day: date) -> AttendingList:
    """Who is invited to a meeting and what they said. Raises NotFoundError when there is no meeting on that day."""
    meeting = meeting_on(desk.settings, day)
    people = attendance(desk, day)
    live = [one.booking for one in people]
    form = desk.forms[REFERRAL]
    shown = ((s.reference, for_papers(form, s).record.plain("access_needs")) for s in cases_of(desk, day))
    return AttendingList(
        meeting,
        people,
        counted(people),
        tuple((reference, needs) for reference, needs in shown if needs),
        tuple(paper.reference for paper in replies(desk, day) if find(live, paper.record) is None),
    )


def record_attending(
    desk: Desk,
    day: date,
    person: str,
    coming: Coming,
    *,
    deputy: str = "",
    note: str = "",
    dry_run: bool = False,
) -> Booking:
    """Write down what somebody said, by name or e-mail address; from now on it is their last word.

    Raises NotFoundError when there is no meeting on that day, or nobody of that name is invited to it.
    """
    meeting_on(desk.settings, day)
    booking = named([b for b in bookings(desk, day) if not b.cancelled], person)
    detail = {
        "number": booking.number,
        "coming": coming.value,
        "deputy": deputy.strip(),
        "note": note.strip(),
    }
    if not dry_run:
        desk.register.note(ATTENDING, day.isoformat(), detail)
    return booking
