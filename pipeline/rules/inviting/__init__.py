"""Which letter each person gets when a meeting's people are invited, again or for the first time.

Nobody is invited twice. Who was invited and finds another day, slot or venue gets a letter of change; who has no case
at the meeting any more is told not to come; who was told that and has one again is invited anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.invitations import Booking, Guest
from pipeline.model.letters import Slot
from pipeline.model.meeting import Meeting
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.names import same_name

INVITATION, CHANGE, CANCELLED = "invitation", "change-of-date-or-venue", "cancelled"  # kinds of letters


@dataclass(frozen=True)
class Planned:
    """One letter to be written: its kind, and what the person will then have been told.

    `replaces`: their booking at another meeting, which this one takes the place of. `notes`: for the coordinator.
    """

    kind: str
    booking: Booking
    changes: tuple[str, ...] = ()
    replaces: Booking | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What there is to go by: the meeting, when each of its cases is heard, what people were told before.

    `waiting`: cases of this meeting about which something is not sure yet, so that nobody of them is told off.
    `elsewhere`: bookings at other meetings that are still to come. `domain` ends the names of calendar entries.
    """

    meeting: Meeting
    slots: Mapping[str, Slot]
    told: Sequence[Booking]
    elsewhere: Sequence[Booking] = ()
    waiting: Collection[str] = ()
    domain: str = "panel"


def letters(standing: Standing, guests: Sequence[Guest]) -> tuple[Planned, ...]:
    """The letters that are due: in the order of the guests, then those who are told not to come."""
    told = _told(standing.told, guests)
    return (*_to_guests(standing, guests, told), *_to_nobody(standing, told))


def _told(bookings: Sequence[Booking], guests: Sequence[Guest]) -> dict[str, Booking]:
    """What each guest was told before, by person; somebody whose address was put right is still the same person."""
    known = {b.guest.person: b for b in bookings}
    told = {g.person: known[g.person] for g in guests if g.person in known}
    for guest in guests:
        others = (b for b in bookings if b not in told.values() and _same(b.guest, guest))
        if guest.person not in told and (found := next(others, None)) is not None:
            told[guest.person] = found
    return told


def _same(one: Guest, other: Guest) -> bool:
    return one.agency == other.agency and same_name(one.to.name, other.to.name)


def _to_guests(standing: Standing, guests: Sequence[Guest], told: Mapping[str, Booking]) -> Iterator[Planned]:
    number = max((b.number for b in standing.told), default=0)
    for guest in guests:
        before = told.get(guest.person)
        if before is None:
            number += 1
            yield _first(standing, guest, number)
        elif before.cancelled or before.guest.to.email.casefold() != guest.to.email.casefold():
            yield _anew(standing, guest, before)
        elif (planned := _changed(standing, guest, before)) is not None:
            yield planned


def _booking(standing: Standing, guest: Guest, number: int, uid: str, sequence: int) -> Booking:
    meeting = standing.meeting
    slots = tuple(standing.slots[r] for r in sorted(guest.references, key=list(standing.slots).index))
    guest = replace(guest, references=tuple(s.reference for s in slots))
    return Booking(meeting.day, number, guest, slots, meeting.venue, meeting.district, uid, sequence)


def _first(standing: Standing, guest: Guest, number: int) -> Planned:
    booking = _booking(standing, guest, number, _uid(standing, guest), 0)
    old = next((b for b in standing.elsewhere if _moved(b, guest)), None)
    if old is None:
        return Planned(INVITATION, booking)
    was = f"{old.day:%A} {british(old.day)}"
    now = f"{booking.day:%A} {british(booking.day)}"
    changes = (f"The day is now {now} (it was {was}).", *_of_venue(old, booking), *_of_slots(old, booking))
    return Planned(CHANGE, booking, changes, replaces=old)


def _moved(booking: Booking, guest: Guest) -> bool:
    """Whether all that somebody was asked to come for is now heard at the guest's meeting."""
    there = {slot.reference for slot in booking.slots}
    same = booking.guest.person == guest.person or _same(booking.guest, guest)
    return same and not booking.cancelled and there <= set(guest.references)


def _anew(standing: Standing, guest: Guest, before: Booking) -> Planned:
    """Another invitation: after a cancellation, or because the first went to another address."""
    notes: tuple[str, ...] = ()
    if not before.cancelled and before.guest.to.email:
        notes = (
            f"{guest.to.name} was invited at another address before ({before.guest.to.email}). If that"
            " is a stranger’s, ask for the letter to be deleted, and report it as your rules say.",
        )
    booking = _booking(standing, guest, before.number, before.uid, before.sequence + 1)
    return Planned(INVITATION, booking, notes=notes)


def _changed(standing: Standing, guest: Guest, before: Booking) -> Planned | None:
    kept = (s.reference for s in before.slots if s.reference in standing.waiting)
    guest = replace(guest, references=tuple(dict.fromkeys((*guest.references, *kept))))
    booking = _booking(standing, guest, before.number, before.uid, before.sequence + 1)
    changes = (*_of_venue(before, booking), *_of_slots(before, booking))
    return Planned(CHANGE, booking, changes) if changes else None


def _of_venue(before: Booking, now: Booking) -> Iterator[str]:
    if now.venue != before.venue:
        was = f" (it was {before.venue})" if before.venue else ""
        yield f"The venue is now {now.venue}{was}." if now.venue else f"The venue is open again{was}."


def _of_slots(before: Booking, now: Booking) -> Iterator[str]:
    times = {slot.reference: slot.time for slot in before.slots}
    for slot in now.slots:
        was = times.pop(slot.reference, None)
        if was is None:
            yield f"You are also asked to come for {slot.reference}, from {slot.time}."
        elif was != slot.time:
            yield f"{slot.reference} is now heard from {slot.time} (it was {was})."
    yield from (f"{reference} is not heard on this day any more." for reference in times)


def _to_nobody(standing: Standing, told: Mapping[str, Booking]) -> Iterator[Planned]:
    """Those who were told to come and have no case at the meeting any more."""
    for before in standing.told:
        here = {slot.reference for slot in before.slots}
        if not (before.cancelled or before in told.values() or here & set(standing.waiting)):
            yield Planned(CANCELLED, called_off(before))


def called_off(before: Booking) -> Booking:
    """The booking as it stands once the person was told not to come."""
    return replace(before, sequence=before.sequence + 1, cancelled=True)


def _uid(standing: Standing, guest: Guest) -> str:
    """The name of a person's calendar entry for a meeting: always the same, and nobody can be read from it."""
    day = standing.meeting.day.isoformat()
    digest = hashlib.sha256(f"{day} {guest.person}".encode()).hexdigest()[:20]
    return f"{day}-{digest}@{standing.domain}"
