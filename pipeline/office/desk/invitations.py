"""What people were told about a meeting and what they answered, kept as events and reply forms.

No child is named in these events: they hold references, and the names and addresses of practitioners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.model.filing import Submission
from pipeline.model.invitations import Booking, Guest, Invited
from pipeline.model.letters import Recipient, Slot
from pipeline.office.desk import Desk
from pipeline.records.register import REPLY
from pipeline.rules.correcting.confirmed import for_papers
from pipeline.rules.inviting.attending import ATTENDING, invited

INVITED = "invited"  # an event; its subject is the meeting's day


def bookings(desk: Desk, day: date) -> tuple[Booking, ...]:
    """What each person was last told about a meeting, in the order in which they were first invited."""
    return _last(desk, desk.register.facts(INVITED, subject=day.isoformat()))


def bookings_after(desk: Desk, day: date, but: date) -> tuple[Booking, ...]:
    """What people were last told about the meetings from a day on, other than one of them."""
    subjects = {e.subject for e in desk.register.facts(INVITED)} - {but.isoformat()}
    return tuple(
        b for s in sorted(subjects) if s >= day.isoformat() for b in bookings(desk, date.fromisoformat(s))
    )


def _last(desk: Desk, events: Sequence[Any]) -> tuple[Booking, ...]:
    found: dict[int, Booking] = {}
    for event in events:
        booking = _booking(desk, date.fromisoformat(event.subject), event.said)
        found[booking.number] = booking
    return tuple(found.values())


def note_told(desk: Desk, kind: str, booking: Booking, files: Sequence[str]) -> None:
    """Write down that somebody has been told of their booking, with the files that say so."""
    guest = booking.guest
    desk.register.note(
        INVITED,
        booking.day.isoformat(),
        {
            "kind": kind,
            "number": booking.number,
            "person": guest.person,
            "name": guest.to.name,
            "email": guest.to.email,
            "role": guest.to.role,
            "agency": guest.agency,
            "case_holder": guest.case_holder,
            "slots": [[slot.reference, slot.time] for slot in booking.slots],
            "venue": booking.venue,
            "district": booking.district,
            "uid": booking.uid,
            "sequence": booking.sequence,
            "cancelled": booking.cancelled,
            "files": list(files),
        },
    )


def _booking(desk: Desk, day: date, said: Mapping[str, Any]) -> Booking:
    text = {key: str(said.get(key, "")) for key in ("person", "name", "email", "role", "agency")}
    slots = tuple(Slot(str(reference), str(time)) for reference, time in said.get("slots", ()))
    agency = desk.settings.agency_name(text["agency"]) if text["agency"] else ""
    guest = Guest(
        text["person"],
        Recipient(text["name"], text["email"], text["role"], agency),
        text["agency"],
        tuple(slot.reference for slot in slots),
        bool(said.get("case_holder")),
    )
    return Booking(
        day=day,
        number=int(said.get("number", 0)),
        guest=guest,
        slots=slots,
        venue=str(said.get("venue", "")),
        district=str(said.get("district", "")),
        uid=str(said.get("uid", "")),
        sequence=int(said.get("sequence", 0)),
        cancelled=bool(said.get("cancelled")),
    )


def replies(desk: Desk, day: date) -> tuple[Submission, ...]:
    """The latest version of each reply to the invitations to a meeting, as it was filed."""
    return tuple(s for s in desk.register.latest() if s.form_name == REPLY and s.meeting == day)


def attendance(desk: Desk, day: date) -> tuple[Invited, ...]:
    """Everybody who is invited to a meeting with their last word; what is not confirmed does not count."""
    form = desk.forms.get(REPLY)
    papers = tuple((paper.record, for_papers(form, paper)) for paper in replies(desk, day)) if form else ()
    return invited(bookings(desk, day), papers, desk.register.facts(ATTENDING, subject=day.isoformat()))
