"""Who comes to a meeting: the last word of everybody who was invited, counted, and found by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Event, Submission
from pipeline.model.invitations import Booking, Coming, Guest, Invited, Reply
from pipeline.model.letters import Recipient
from pipeline.model.record import Record
from pipeline.rules.answers.identifiers import email
from pipeline.rules.answers.names import fold, same_name
from pipeline.rules.correcting.confirmed import TO_CONFIRM
from pipeline.rules.inviting.guests import person_key

ATTENDING = "attending"  # an event; its subject is the meeting's day
BY_HAND = "recorded by hand"
_NEAREST = 3


def reply_of(paper: Submission) -> Reply | None:
    """What a reply form says, as papers show it; None while who answers what is missing or to be confirmed."""
    record = paper.record
    unsure = TO_CONFIRM in map(record.text, ("name", "email", "coming", "deputy_name"))
    if unsure or record.text("coming") not in list(Coming):
        return None
    coming = Coming(record.text("coming"))
    name = record.plain("deputy_name")
    address = email(record.plain("deputy_email")).value  # "" while it is unsure or no address
    deputy = Recipient(name, address, record.plain("deputy_role")) if name else None
    return Reply(
        coming,
        f"{paper.reference} version {paper.version}",
        paper.event,
        deputy if coming is Coming.DEPUTY else None,
        record.plain("access_needs"),
        record.plain("dates_not"),
    )


def recorded(event: Event) -> tuple[int, Reply] | None:
    """Whose booking an event is about (its number) and what they said; None for one that does not say it."""
    said = event.said
    if said.get("coming") not in list(Coming):
        return None
    name = str(said.get("deputy", ""))
    deputy, note = Recipient(name) if name else None, str(said.get("note", ""))
    return int(said.get("number", 0)), Reply(Coming(said["coming"]), BY_HAND, event.number, deputy, note=note)


Paper = tuple[Record, Submission]  # a reply as it was filed, and as papers show it


def invited(
    bookings: Iterable[Booking], papers: Sequence[Paper], events: Iterable[Event]
) -> tuple[Invited, ...]:
    """Everybody who is invited, with the last word that each has said.

    A need that was written on a form stays known when somebody later says on the telephone that they come.
    """
    live = [b for b in bookings if not b.cancelled]
    by_hand = [found for event in events if (found := recorded(event))]
    return tuple(_one(booking, live, papers, by_hand) for booking in live)


def _one(
    booking: Booking, live: Sequence[Booking], papers: Sequence[Paper], by_hand: Sequence[tuple[int, Reply]]
) -> Invited:
    mine = [paper for filed, paper in papers if find(live, filed) is booking]
    read = [(paper, reply_of(paper)) for paper in mine]
    replies = [reply for _, reply in read if reply]
    told = [reply for number, reply in by_hand if number == booking.number]
    waits = tuple(paper.reference for paper, reply in read if reply is None)
    last = max((*replies, *told), key=lambda r: r.event, default=None)
    return Invited(booking, _with_needs(last, replies) if last else None, waits)


def _with_needs(last: Reply, written: Sequence[Reply]) -> Reply:
    form = max(written, key=lambda r: r.event, default=last)
    needs, dates = last.access_needs or form.access_needs, last.dates_not or form.dates_not
    return replace(last, access_needs=needs, dates_not=dates)


def find(bookings: Sequence[Booking], record: Record) -> Booking | None:
    """The invited person whose reply this is: by e-mail, else by name; None when it is none or several."""
    address, name = record.plain("email").casefold(), record.plain("name")
    by_email = [b for b in bookings if address and b.guest.to.email.casefold() == address]
    by_name = [b for b in bookings if same_name(b.guest.to.name, name)]
    alike = by_email or by_name
    return alike[0] if len(alike) == 1 else None


def same_person(one: Record, other: Record) -> bool:
    """Whether two replies are one person's: by e-mail where both have one, else by name and organisation."""
    mine, theirs = one.plain("email").casefold(), other.plain("email").casefold()
    if mine and theirs:
        return mine == theirs
    keys = (person_key("", r.plain("name"), r.plain("agency")) for r in (one, other))
    return len(set(keys)) == 1


def named(people: Sequence[Booking], words: str) -> Booking:
    """The invited person with this name or e-mail address. Raises NotFoundError with the nearest names there are."""
    wanted = words.strip()
    found = [
        b for b in people if same_name(b.guest.to.name, wanted) or _address(b.guest) == wanted.casefold()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(b.guest.to.email or b.guest.to.agency for b in found)
        raise NotFoundError(
            f"{len(found)} people called {wanted} are invited: give the e-mail address ({several})."
        )
    close = nearest(people, wanted)
    meant = f" Is {close} meant?" if close else " Nobody is invited yet." if not people else ""
    raise NotFoundError(
        f"Nobody called {wanted} is invited to this meeting.{meant} `pipeline attending` without --person lists all."
    )


def nearest(people: Sequence[Booking], words: str) -> str:
    """The names most like this one, in a line: "Megan Prosser or Morgan Pryce"; "" when none is near."""
    names = {fold(b.guest.to.name): b.guest.to.name for b in people}
    names |= {_address(b.guest): b.guest.to.name for b in people if b.guest.to.email}
    close = difflib.get_close_matches(fold(words) or words, names, _NEAREST)
    close += difflib.get_close_matches(words.casefold(), names, 1)
    close += [key for key in names if set(fold(words).split()) & set(key.split())]
    return " or ".join(list(dict.fromkeys(names[key] for key in close))[:_NEAREST])


def _address(guest: Guest) -> str:
    return guest.to.email.casefold()


def counted(people: Sequence[Invited]) -> str:
    """ "Invited 9: 5 coming, 1 deputy, 2 not, 1 no reply"; "" when nobody is invited."""
    if not people:
        return ""
    said = [one.reply.coming if one.reply else None for one in people]
    parts = [
        f"{said.count(what)} {many if said.count(what) > 1 else one}"
        for what, (one, many) in _WORDS.items()
        if said.count(what)
    ]
    waits = sum(bool(one.waits) for one in people)
    confirm = f" ({waits} to be confirmed)" if waits else ""
    return f"Invited {len(people)}: {', '.join(parts)}{confirm}"


_WORDS = {
    Coming.YES: ("coming", "coming"),
    Coming.DEPUTY: ("deputy", "deputies"),
    Coming.NO: ("not", "not"),
    None: ("no reply", "no reply"),
}
