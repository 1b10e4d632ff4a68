"""Writing the letters about a meeting: what each of them says and what is enclosed.

Every letter goes to one person. Files bear the person's number at this meeting and their agency, or the case's
reference; no name of anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.filing import Ruling, Submission
from pipeline.model.invitations import Booking, Guest
from pipeline.model.letters import Letter
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.invitations import note_told
from pipeline.office.desk.letters import FOLDER, Posted, letter_to, post
from pipeline.records import files, outbox
from pipeline.records.register import REPLY
from pipeline.rules.answers.dates import british, deadline
from pipeline.rules.correcting.querylist import asked_in_words
from pipeline.rules.inviting import CANCELLED, INVITATION, Planned, called_off

if TYPE_CHECKING:
    from pipeline.papers.making.mail import Enclosure

_CALENDAR = "text/calendar"


def letters_folder(desk: Desk, meeting: Meeting) -> Path:
    """Where the letters about a meeting stand in the outbox."""
    return desk.settings.folders.outbox / meeting.day.isoformat() / FOLDER


def acknowledge(desk: Desk, meeting: Meeting, submission: Submission, to: Guest) -> Posted:
    """Write the acknowledgement of a referral with what is still to be asked about it."""
    letter = letter_to(desk, to.to, meeting, (submission.reference,))
    letter = replace(letter, queries=asked_in_words(submission), late=submission.to_be_accepted)
    if submission.to_be_accepted:
        letter = _with_other(desk, letter, _next_in_time(desk, meeting, submission))
    stem = f"acknowledgement-{submission.reference}"
    return post(desk, letters_folder(desk, meeting), stem, "acknowledgement", letter, to.to, meeting)


def _next_in_time(desk: Desk, meeting: Meeting, submission: Submission) -> Meeting | None:
    """The next meeting in the district, or anywhere, that a late referral is in time for."""
    days = desk.settings.deadline_days
    later = [
        m
        for m in sorted(desk.settings.meetings, key=lambda m: m.day)
        if m.day > meeting.day and submission.received <= deadline(m.day, days)
    ]
    return next((m for m in later if m.district == meeting.district), later[0] if later else None)


def write_planned(desk: Desk, meeting: Meeting, planned: Planned) -> Posted:
    """Write one letter to somebody who is invited, told of a change or told not to come; then note it."""
    booking = planned.booking
    letter = letter_to(desk, booking.guest.to, meeting, booking.guest.references)
    letter = replace(letter, slots=booking.slots, changes=planned.changes)
    if planned.kind == CANCELLED:
        letter = _with_reason(desk, letter, booking)
    stem = stem_of(planned.kind, booking)
    enclosed = [_entry(desk, letter, meeting, booking, stem)]
    if planned.replaces is not None:
        enclosed.append(_taken_out(desk, planned.replaces, stem))
    if planned.kind == INVITATION:
        enclosed += reply_form(desk, booking, stem)
    posted = send(desk, meeting, stem, planned.kind, letter, booking, enclosed)
    _note(desk, planned, [*(p.name for p in posted.paths), *(one.name for one in enclosed)])
    return posted


def _note(desk: Desk, planned: Planned, names: Sequence[str]) -> None:
    with desk.register.transaction():
        note_told(desk, planned.kind, planned.booking, names)
        if planned.replaces is not None:
            note_told(desk, CANCELLED, called_off(planned.replaces), names)


def send(
    desk: Desk,
    meeting: Meeting,
    stem: str,
    kind: str,
    letter: Letter,
    booking: Booking,
    enclosed: Sequence[Enclosure],
) -> Posted:
    """Write a letter with what is enclosed, each also as a file of its own."""
    folder = letters_folder(desk, meeting)
    posted = post(desk, folder, stem, kind, letter, booking.guest.to, meeting, enclosed)
    for one in enclosed:
        outbox.issue(folder / one.name, one.data)
    return posted


def stem_of(kind: str, booking: Booking) -> str:
    """How the names of a letter's files begin: "invitation-03-health-visiting"; a later one ends in -2, -3."""
    agency = f"-{files.safe_name(booking.guest.agency, 40).lower()}" if booking.guest.agency else ""
    again = f"-{booking.sequence + 1}" if booking.sequence else ""
    return f"{kind}-{booking.number:02d}{agency.replace('_', '-')}{again}"


def reply_form(desk: Desk, booking: Booking, stem: str) -> list[Enclosure]:
    """The reply form, filled in as far as is known; none in a workspace without it."""
    from pipeline.papers.making.fill_pdf import fill_pdf
    from pipeline.papers.making.mail import Enclosure

    form = desk.forms.get(REPLY)
    blank = next((e.pdf for e in desk.editions if e.present and e.form.name == REPLY and e.pdf), None)
    if form is None or blank is None:
        return []
    to = booking.guest.to
    items = {
        "meeting_date": f"{booking.day:%d/%m/%Y}",
        "name": to.name,
        "agency": booking.guest.agency,
        "email": to.email,
    }
    filled = {name: text for name, text in items.items() if text}
    return [Enclosure(f"{stem}-reply.pdf", fill_pdf(blank, form, filled))]


# -- calendar entries ------------------------------------------------------------------------------------------


def _entry(desk: Desk, letter: Letter, meeting: Meeting, booking: Booking, stem: str) -> Enclosure:
    """The meeting for the person's calendar: from their first case to the end of their last."""
    from pipeline.papers.making.invites import Entry, calendar_file
    from pipeline.papers.making.mail import Enclosure

    start, end = _span(booking)
    names = desk.settings.names
    entry = Entry(
        uid=booking.uid,
        day=booking.day,
        title=names.panel,
        start=start,
        minutes=_minutes(end) - _minutes(start),
        place=", ".join(part for part in (meeting.venue, letter.district) if part),
        text="\n".join(
            (*(f"{s.time}: {s.reference}" for s in booking.slots), f"{names.email}, {names.phone}")
        ),
        sequence=booking.sequence,
        cancelled=booking.cancelled,
    )
    return Enclosure(f"{stem}.ics", calendar_file([entry], names.panel, desk.clock()), _CALENDAR)


def _taken_out(desk: Desk, old: Booking, stem: str) -> Enclosure:
    """The calendar file that takes out the entry of the day that was before."""
    gone = called_off(old)
    district = desk.settings.district_name(old.district)
    letter = replace(letter_to(desk, old.guest.to, None), district=district)
    made = _entry(desk, letter, Meeting(old.day, old.district, old.venue), gone, stem)
    return replace(made, name=f"{stem}-old-day.ics")


def _span(booking: Booking) -> tuple[time, time]:
    times = [tuple(map(time.fromisoformat, slot.time.split(" to "))) for slot in booking.slots]
    return min(t[0] for t in times), max(t[1] for t in times)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


# -- why somebody is told not to come --------------------------------------------------------------------------


def _with_reason(desk: Desk, letter: Letter, booking: Booking) -> Letter:
    """Why, in words that say nothing about the family, and the other day where there is one."""
    latest = [desk.register.submission(slot.reference) for slot in booking.slots]
    here = desk.settings.meeting_on(booking.day)
    if here is None:
        reasons = [f"There is no meeting on {british(booking.day)}."]
    else:
        reasons = [_reason(desk, s, booking) for s in latest]
    other = next((s.meeting for s in latest if s.meeting not in (None, booking.day) and not s.ended), None)
    letter = replace(letter, reason=" ".join(dict.fromkeys(reasons)))
    return _with_other(desk, letter, desk.settings.meeting_on(other) if other else None)


def _reason(desk: Desk, submission: Submission, booking: Booking) -> str:
    reference, decision = submission.reference, submission.decision
    if submission.ended:
        withdrawn = decision is not None and decision.ruling is Ruling.WITHDRAWN
        return f"{reference} {'has been withdrawn' if withdrawn else 'will not be heard by the panel'}."
    if submission.meeting != booking.day:
        other = desk.settings.meeting_on(submission.meeting) if submission.meeting else None
        if other is None:
            return f"{reference} is not heard on that day."
        where = desk.settings.district_name(other.district)
        return f"{reference} is to be heard on {british(other.day)} in {where} instead."
    return f"You are no longer among those whom the referral {reference} asks us to invite."


def _with_other(desk: Desk, letter: Letter, other: Meeting | None) -> Letter:
    if other is None:
        return letter
    return replace(
        letter,
        other_meeting=british(other.day),
        other_district=desk.settings.district_name(other.district),
        other_deadline=british(deadline(other.day, desk.settings.deadline_days)),
    )
