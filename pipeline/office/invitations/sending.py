"""Sending the papers of a meeting that name nobody: the themes to all who came, the leadership paper to who takes it.

Only the very file that has passed the leak check goes out, and only while nothing has come that it did not know: a
corrected record, a form that names somebody. A paper that was corrected goes out once more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model.errors import GapsError, NotFoundError
from pipeline.model.invitations import Booking, Guest
from pipeline.model.letters import Recipient
from pipeline.model.meeting import Meeting
from pipeline.model.people import PanelMember
from pipeline.office.desk import Desk
from pipeline.office.desk.after import issued
from pipeline.office.desk.invitations import attendance
from pipeline.office.desk.leaks import check_paper, papers
from pipeline.office.desk.leaks.papers import PaperKind
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.office.desk.leaks.settling import APPROVED
from pipeline.office.desk.meetings import meeting_on
from pipeline.office.desk.records import record_of
from pipeline.office.invitations.reminding import (
    LEADERSHIP,
    THEMES,
    Paper,
    Round,
    mark_of,
    recorded,
    round_of,
    was_there,
)
from pipeline.records import files
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.names import fold, same_name
from pipeline.rules.inviting.guests import person_key

_TAKES_IT = "service manager"  # the panel's own way, where the record does not say who takes the paper there


def plan_sending(desk: Desk, day: date) -> Round:
    """Who gets the themes paper: all who were there by the meeting's record, one message each.

    Raises NotFoundError without a meeting, record or paper, and GapsError when the paper in the outbox is not the
    very file that has passed the leak check, or would not pass as things are now.
    """
    meeting = meeting_on(desk.settings, day)
    record = recorded(desk, day)
    if record is None:
        raise NotFoundError(f"There is no meeting record for {british(day)} yet: it says who was there.")
    paper = _checked(desk, meeting, papers.THEMES)
    people = attendance(desk, day)
    listed = [(one.present == "yes", was_there(desk, meeting, one, people)) for one in record]
    came = [booking for there, booking in listed if there]
    found = _by_post(round_of(desk, meeting, THEMES, tuple(came), [], paper), paper)
    return _and_others(found, came, {mark_of(booking): booking.guest.to.name for _, booking in listed})


def plan_leading(desk: Desk, day: date, to: str = "") -> Round:
    """Who gets the leadership paper: the panel member who takes it to the leadership team, or the one named `to`.

    Raises as `plan_sending`, and NotFoundError when nobody or more than one on the panel has the role.
    """
    meeting = meeting_on(desk.settings, day)
    role = record_of(desk, day).record.plain("scolt_by")
    paper = _checked(desk, meeting, papers.LEADERSHIP)
    member = _named(desk.settings.members, to) if to else _taking(desk.settings.members, role)
    booking = _booked(desk, meeting, member)
    return _by_post(round_of(desk, meeting, LEADERSHIP, (booking,), [], paper), paper)


def _checked(desk: Desk, meeting: Meeting, kind: PaperKind) -> Paper:
    """A paper as it was checked and issued, when it still is what the record says and still passes."""
    scope = of_meeting(meeting.day)
    _, path = kind.paths(desk.settings, scope)
    again = kind.again(scope)
    if not path.is_file():
        raise NotFoundError(f"There is no {kind.event} paper for {scope.words} yet: {again}")
    with files.storing(f"Reading {path.name}"):
        data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if not desk.register.facts(APPROVED, subject=digest):
        raise GapsError(f"{path.name} is not the file that passed the leak check: make it again with {again}")
    if not issued(desk, meeting, kind):
        raise GapsError(
            f"The record of {scope.words} was corrected after {path.name} was made: make it again with {again}"
        )
    if not check_paper(desk, scope, data, path.name).passed:
        raise GapsError(
            f"{path.name} passed the leak check, but would not pass now: a form that came later names more. See what"
            f" was found with pipeline leak-check {scope.option}, and settle it or correct the record."
        )
    return Paper(path.name, data, digest)


def _by_post(found: Round, paper: Paper) -> Round:
    """The round, with a sentence on each of its people who has no e-mail address."""
    told = (
        f"{b.guest.to.name} has no e-mail address that is known: print the letter and {paper.name}, and post both."
        for b in found.people
        if not b.guest.to.email
    )
    return replace(found, notes=(*found.notes, *told))


def _and_others(found: Round, came: Sequence[Booking], names: Mapping[str, str]) -> Round:
    """The round, with a sentence on those who had this paper or one before and, by the record as it is now, were not
    there. `names` are those of the record; who is in it no more is told by what was written down of them.
    """
    gone = found.had - {mark_of(booking) for booking in came}
    if not gone:
        return found
    people = ", ".join(sorted(names.get(mark) or mark.split("|")[0].title() for mark in gone))
    words = (
        f"The paper has gone to {people}, not there by the record as it is now: ask for it back if need be."
    )
    return replace(found, notes=(*found.notes, words))


def _named(members: Sequence[PanelMember], name: str) -> PanelMember:
    found = next((m for m in members if same_name(m.name, name)), None)
    if found is None:
        raise NotFoundError(f"There is no panel member “{name}” in pipeline.yaml.")
    return found


def _taking(members: Sequence[PanelMember], role: str) -> PanelMember:
    """The one member who has the role that takes the paper there: that very role, or one that begins with its words."""
    said = fold(role or _TAKES_IT)
    found = next((some for some in _by_role(members, said) if some), [])
    if len(found) == 1:
        return found[0]
    who = f"{len(found)} panel members are {said}" if found else f"No panel member is {said}"
    raise NotFoundError(
        f'{who}: name who takes the paper to the leadership team with --to "NAME", or write the role as it stands in'
        " pipeline.yaml into the meeting record, under “Taken by (role)”."
    )


def _by_role(members: Sequence[PanelMember], said: str) -> Iterator[list[PanelMember]]:
    yield [m for m in members if fold(m.role) == said]
    yield [m for m in members if fold(m.role).startswith(said)]
    yield [m for m in members if said in fold(m.role)]


def _booked(desk: Desk, meeting: Meeting, member: PanelMember) -> Booking:
    agency = desk.settings.agency_name(member.agency)
    to = Recipient(member.name, member.email, member.role, agency)
    guest = Guest(person_key(to.email, to.name, member.agency), to, member.agency, ())
    return Booking(meeting.day, 0, guest, (), meeting.venue, meeting.district, "")
