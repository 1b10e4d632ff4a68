"""Reminding those who have not replied, thanking those who came: a round of letters, to each person once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Submission
from pipeline.model.invitations import Booking, Coming, Guest, Invited
from pipeline.model.letters import Letter, Recipient
from pipeline.model.meeting import Attendance, Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.invitations import attendance
from pipeline.office.desk.letters import Posted, letter_to, one_by_one, post
from pipeline.office.desk.meetings import meeting_on
from pipeline.office.invitations.writing import letters_folder, reply_form, send, stem_of
from pipeline.records.register import MEETING_RECORD
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.names import fold, same_name
from pipeline.rules.calendar.timeline import meeting_dates
from pipeline.rules.correcting.confirmed import TO_CONFIRM, for_papers
from pipeline.rules.counting.meeting_records import as_meeting_record
from pipeline.rules.inviting.guests import person_key

REMINDER, THANK_YOU = "reminder", "thank-you"  # kinds of letters
THEMES, LEADERSHIP = "themes-paper", "leadership-paper"  # kinds of letters with a paper
_EVENTS = {  # what is noted of each; the subject is the meeting's day
    REMINDER: "reminded",
    THANK_YOU: "thanked",
    THEMES: "themes sent",
    LEADERSHIP: "leadership sent",
}


@dataclass(frozen=True)
class Round:
    """Letters of one kind to several people: to whom, how many had theirs before, what the coordinator should know.

    `paper`: what goes with each. `had`: the marks of all who had this paper or one before; `again`: of those who had
    only an earlier one, which this one replaces.
    """

    meeting: Meeting
    kind: str
    people: tuple[Booking, ...]
    before: int = 0
    notes: tuple[str, ...] = ()
    paper: Paper | None = None
    had: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Paper:
    """A finished paper that names nobody, and its SHA-256."""

    name: str
    data: bytes
    sha256: str


def plan_reminders(desk: Desk, day: date) -> Round:
    """Who is to be reminded. Raises NotFoundError when there is no meeting on that day or it is over."""
    meeting = meeting_on(desk.settings, day)
    if day < desk.today:
        raise NotFoundError(f"The meeting of {british(day)} is over: nobody is reminded of it any more.")
    silent = [one for one in attendance(desk, day) if one.reply is None]
    notes = [_waits(one) for one in silent if one.waits]
    due = meeting_dates(day, desk.settings.deadline_days, desk.settings.timeline).returns_due
    if desk.today < due:
        notes.append(f"Replies are due by {british(due)}: this reminder is early.")
    people = tuple(one.booking for one in silent if not one.waits)
    return round_of(desk, meeting, REMINDER, people, notes)


def _waits(one: Invited) -> str:
    references = ", ".join(one.waits)
    return (
        f"{one.booking.guest.to.name} has replied, but {references} has to be confirmed first: not reminded."
    )


def plan_thanks(desk: Desk, day: date) -> Round:
    """Who is to be thanked: all who were there by the meeting's record; while there is none, who said they would be.

    Raises NotFoundError when there is no meeting on that day, or it is still to come.
    """
    meeting = meeting_on(desk.settings, day)
    if day > desk.today:
        raise NotFoundError(
            f"The meeting of {british(day)} is still to come: nobody can be thanked for it yet."
        )
    people = attendance(desk, day)
    record = recorded(desk, day)
    notes = []
    if record is None:
        notes.append(
            f"There is no meeting record for {british(day)} yet: those are thanked who said that they would come."
            " Run this again when the record has come, for the others."
        )
        came = [booking for one in people if (booking := _comer(one))]
    else:
        came = [was_there(desk, meeting, one, people) for one in record if one.present == "yes"]
    found = round_of(desk, meeting, THANK_YOU, tuple(came), notes)
    by_post = (
        f"{one.guest.to.name} has no e-mail address that is known: print the letter and post it."
        for one in found.people
        if not one.guest.to.email
    )
    return replace(found, notes=(*found.notes, *by_post))


def recorded(desk: Desk, day: date) -> tuple[Attendance, ...] | None:
    """Who came, by the record, without names that are still to be confirmed."""
    paper = next((s for s in desk.register.meeting_records() if s.meeting == day), None)
    if paper is None:
        return None
    shown: Submission = for_papers(desk.forms[MEETING_RECORD], paper)
    if shown.record.day("meeting_date") is None:
        return None
    there = as_meeting_record(shown.record).attendance
    return tuple(a for a in there if TO_CONFIRM not in (a.name, a.present) and a.kind != "coordinator")


def _comer(one: Invited) -> Booking | None:
    """Who said that they would come, or the deputy they named; None for a no, no reply and a deputy without a name."""
    reply = one.reply
    if reply is None or reply.coming is Coming.NO:
        return None
    if reply.coming is Coming.YES:
        return one.booking
    if reply.deputy is None:
        return None
    return _stand_in(one.booking, replace(reply.deputy, agency=one.booking.guest.to.agency))


def _stand_in(booking: Booking, to: Recipient) -> Booking:
    guest = booking.guest
    person = person_key(to.email, to.name, guest.agency)
    return replace(booking, guest=Guest(person, to, guest.agency, guest.references))


def was_there(desk: Desk, meeting: Meeting, one: Attendance, people: tuple[Invited, ...]) -> Booking:
    """Somebody of the record, with the address that is known for the name, and their number at this meeting."""
    for invited in people:
        if same_name(invited.booking.guest.to.name, one.name):
            return invited.booking
        deputy = invited.reply.deputy if invited.reply else None
        if deputy is not None and same_name(deputy.name, one.name):
            return _stand_in(invited.booking, replace(deputy, agency=invited.booking.guest.to.agency))
    member = next((m for m in desk.settings.members if same_name(m.name, one.name)), None)
    agency = desk.settings.agency_name(one.agency) if one.agency else ""
    to = Recipient(one.name, member.email if member else "", one.role, agency)
    guest = Guest(person_key(to.email, to.name, one.agency), to, one.agency, ())
    return Booking(meeting.day, 0, guest, (), meeting.venue, meeting.district, "")


def round_of(
    desk: Desk,
    meeting: Meeting,
    kind: str,
    people: tuple[Booking, ...],
    notes: list[str],
    paper: Paper | None = None,
) -> Round:
    """The letters to those who have not had theirs; a paper that has changed goes to everybody once more.

    Only reminders have the invitation's number.
    """
    events = desk.register.facts(_EVENTS[kind], subject=meeting.day.isoformat())
    ever = {str(event.said.get("person")) for event in events}
    same = [event for event in events if paper is None or event.said.get("sha256") == paper.sha256]
    done = {str(event.said.get("person")) for event in same}
    left = {mark_of(booking): booking for booking in people if mark_of(booking) not in done}
    letters = tuple(left.values())
    if kind != REMINDER:
        letters = tuple(replace(b, number=len(events) + n, sequence=0) for n, b in enumerate(letters, 1))
    before = len({mark_of(b) for b in people} & done)
    told = tuple(dict.fromkeys(notes))
    return Round(meeting, kind, letters, before, told, paper, frozenset(ever), frozenset(ever - done))


def mark_of(booking: Booking) -> str:
    """What is written down of whom a letter went to."""
    return f"{fold(booking.guest.to.name)}|{booking.guest.agency}"


def write_round(desk: Desk, plan: Round) -> Iterator[Posted]:
    """Write the letters one by one, each noted when it stands. Raises as `one_by_one`."""
    return one_by_one([(b.guest.to.name, partial(_written, desk, plan, b)) for b in plan.people])


def _written(desk: Desk, plan: Round, booking: Booking) -> Posted:
    letter = letter_to(desk, booking.guest.to, plan.meeting, booking.guest.references)
    letter = replace(letter, slots=booking.slots, case_holder=booking.guest.case_holder)
    stem = stem_of(plan.kind, booking)
    if plan.paper is not None:
        posted = _with_paper(desk, plan, booking, letter, plan.paper)
    else:
        enclosed = reply_form(desk, booking, stem) if plan.kind == REMINDER else []
        posted = send(desk, plan.meeting, stem, plan.kind, letter, booking, enclosed)
    names = [path.name for path in posted.paths]
    detail = {"person": mark_of(booking), "number": booking.number, "files": names}
    detail |= {"sha256": plan.paper.sha256} if plan.paper is not None else {}
    desk.register.note(_EVENTS[plan.kind], plan.meeting.day.isoformat(), detail)
    return posted


def _with_paper(desk: Desk, plan: Round, booking: Booking, letter: Letter, paper: Paper) -> Posted:
    """A letter that carries a paper which names nobody: marked as low as the paper, because it may be passed on."""
    from pipeline.papers.making.mail import Enclosure

    marking = desk.settings.lowest_marking_on(desk.today)
    letter = replace(letter, marking=marking, again=mark_of(booking) in plan.again)
    folder, to = letters_folder(desk, plan.meeting), booking.guest.to
    enclosed = [Enclosure(paper.name, paper.data)]
    return post(desk, folder, stem_of(plan.kind, booking), plan.kind, letter, to, plan.meeting, enclosed)
