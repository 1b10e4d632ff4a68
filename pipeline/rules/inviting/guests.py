"""Who is to be invited to a meeting: one guest a person over all its cases, and who cannot be invited yet, and why.

The panel's rule: the referrer and the members of the core group who are ticked. Nobody is written to at an address
that nobody has confirmed: a letter gone to a stranger cannot be called back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model.filing import Referral
from pipeline.model.invitations import Guest
from pipeline.model.letters import Recipient
from pipeline.model.record import Explicit, Record, Row
from pipeline.rules.answers.identifiers import email
from pipeline.rules.answers.names import fold, same_name
from pipeline.rules.arriving.referrals import referrer_in_core_group
from pipeline.rules.correcting.confirmed import TO_CONFIRM

AgencyName = Callable[[str], str]

_REFERRER = {"name": "ref_name", "role": "ref_role", "agency": "ref_agency", "email": "ref_email"}


@dataclass(frozen=True)
class Held:
    """Somebody of a case who is not invited, because something about them is not sure. `why` is a sentence."""

    reference: str
    why: str


@dataclass(frozen=True)
class GuestList:
    """The guests in the order of the cases, and who is held back."""

    guests: tuple[Guest, ...]
    held: tuple[Held, ...]
    notes: tuple[str, ...] = ()


def person_key(address: str, name: str, agency: str) -> str:
    """What tells a person from everybody else: the e-mail address, else name and agency."""
    return address.casefold() if address else f"{fold(name)}|{agency}"


def guest_list(referrals: Sequence[Referral], agency_name: AgencyName) -> GuestList:
    """Everybody to be invited to a meeting. `referrals`: its cases as papers show them, in their order."""
    found = [one for referral in referrals for one in _asked(referral, agency_name)]
    guests = [one for one in found if isinstance(one, Guest)]
    merged, notes = _merged(_with_address(guests))
    return GuestList(merged, tuple(one for one in found if isinstance(one, Held)), notes)


def referrer(referral: Referral, agency_name: AgencyName) -> Guest | Held:
    """Who sent a referral in, as somebody to be written to."""
    values = referral.submission.record.values
    row = Row(0, {to: values[at] for to, at in _REFERRER.items() if at in values})
    return _guest(referral, row, "the referrer", agency_name)


def _asked(referral: Referral, agency_name: AgencyName) -> Iterator[Guest | Held]:
    """Referrer first, then the ticked members, as the form has them."""
    record = referral.submission.record
    if _referrer_comes(record):
        yield referrer(referral, agency_name)
    for row in record.table("cg"):
        who = f"core group member {row.number}"
        if row.values.get("invite") == TO_CONFIRM:
            yield _held(referral, row, who, "whether to invite them is not confirmed")
        elif row.yes("invite"):
            yield _guest(referral, row, who, agency_name)


def _referrer_comes(record: Record) -> bool:
    """A referrer is invited, unless their own line in the core group says no."""
    if TO_CONFIRM in (record.text("ref_email"), record.text("ref_name")):
        return True  # and is held back: no line can be said to be theirs
    row = referrer_in_core_group(record)
    return row is None or row.yes("invite") is not False


def _guest(referral: Referral, row: Row, who: str, agency_name: AgencyName) -> Guest | Held:
    name, address = row.plain("name"), row.plain("email")
    if not name or TO_CONFIRM in (name, address):
        return _held(referral, row, who, "name or e-mail address is not confirmed")
    if address:
        found = email(address)
        if not found.value:
            return _held(referral, row, who, "what stands as the e-mail address is none")
        address = found.value
    agency, role = _sure(row, "agency"), _sure(row, "role")
    to = Recipient(name, address, role, agency_name(agency) if agency else "")
    case_holder = row.yes("lead") is True
    return Guest(person_key(address, name, agency), to, agency, (referral.reference,), case_holder)


def _sure(row: Row, name: str) -> str:
    value = row.values.get(name)
    return "" if isinstance(value, Explicit) or value == TO_CONFIRM else row.plain(name)


def _held(referral: Referral, row: Row, who: str, why: str) -> Held:
    name = row.plain("name")
    named = f" ({name})" if name and name != TO_CONFIRM else ""
    return Held(
        referral.reference,
        f"{referral.reference}, {who}{named}: {why}, so nobody is written to. Finish the correction form of"
        f" {referral.reference} in “needs attention”, drop it into the inbox and run this again.",
    )


def _with_address(guests: Iterable[Guest]) -> list[Guest]:
    """A person without an address in one case is the one with the same name and agency in another."""
    known = [g for g in guests if g.to.email]
    return [g if g.to.email else _as_known(g, known) for g in guests]


def _as_known(guest: Guest, known: Sequence[Guest]) -> Guest:
    alike = [g for g in known if g.agency == guest.agency and same_name(g.to.name, guest.to.name)]
    people = {g.person for g in alike}
    return replace(guest, person=alike[0].person, to=alike[0].to) if len(people) == 1 else guest


def _merged(guests: Iterable[Guest]) -> tuple[tuple[Guest, ...], tuple[str, ...]]:
    """One guest a person, with all their cases; a note where several names share an address."""
    people: dict[str, Guest] = {}
    notes = []
    for guest in guests:
        first = people.setdefault(guest.person, guest)
        if not same_name(first.to.name, guest.to.name):
            notes.append(
                f"{first.to.name} and {guest.to.name} have one e-mail address, {first.to.email}: it gets one"
                f" letter, to {first.to.name}. Ask which address is {guest.to.name}’s."
            )
        references = dict.fromkeys((*first.references, *guest.references))
        holder = first.case_holder or guest.case_holder
        people[guest.person] = replace(first, references=tuple(references), case_holder=holder)
    return tuple(people.values()), tuple(dict.fromkeys(notes))
