"""Who gets which form before a meeting: the plan of a circulation, from what has been circulated already.

A case that is withheld from a member does not go to that member; it goes to their agency only when the agency has
another member on the panel. What an agency has had once it is not given again. A case that came late goes to nobody
before the chair has accepted it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.model.filing import Event, Submission
from pipeline.model.people import PanelMember
from pipeline.rules.calendar.timeline import MeetingDates


@dataclass(frozen=True)
class FormCopy:
    """One copy of one referral form: number `number` of `of`, made of a version of the referral."""

    reference: str
    version: int
    number: int
    of: int


@dataclass(frozen=True)
class Envelope:
    """What one agency gets now. `members` with the references that each of them may have, in the panel's order."""

    agency: str  # Agency.code
    copies: tuple[FormCopy, ...]
    members: tuple[tuple[PanelMember, tuple[str, ...]], ...]
    round: int  # 1 the first time, 2 after a late referral ...


@dataclass(frozen=True)
class CirculationPlan:
    """All envelopes of a circulation, and sentences on what does not go out and why."""

    envelopes: tuple[Envelope, ...]
    notes: tuple[str, ...] = ()


@dataclass
class _Given:
    """What has been circulated: reference -> agency -> number of its copy; and how often each agency was written to."""

    copies: dict[str, dict[str, int]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Iterable[Event]) -> _Given:
        """What the events "circulated" of one meeting say."""
        given = cls()
        for event in events:
            said = event.said
            agency = str(said.get("agency", ""))
            given.rounds[agency] = given.rounds.get(agency, 0) + 1
            for reference in said.get("references", ()):
                held = given.copies.setdefault(reference, {})
                held[agency] = int(said.get("copies", {}).get(reference, len(held) + 1))
                given.versions[reference] = int(said.get("versions", {}).get(reference, 1))
        return given


def plan_circulation(
    members: Sequence[PanelMember],
    cases: Sequence[Submission],
    withheld: Mapping[str, frozenset[str]],
    events: Iterable[Event],
    names: Mapping[str, str],
) -> CirculationPlan:
    """The plan. `withheld`: member's name -> references; `events`: "circulated" of the meeting; `names`: agencies'."""
    given = _Given.of(events)
    agencies: dict[str, list[PanelMember]] = {}
    for member in members:
        agencies.setdefault(member.agency, []).append(member)
    reached = {
        case.reference: {
            code: _allowed(theirs, case.reference, withheld) for code, theirs in agencies.items()
        }
        for case in cases
    }
    copies = {case.reference: _copies(case, reached[case.reference], given) for case in cases}
    envelopes = []
    for code, theirs in agencies.items():
        new = tuple(copies[case.reference][code] for case in cases if code in copies[case.reference])
        if new:
            each = ((m, tuple(c.reference for c in new if m in reached[c.reference][code])) for m in theirs)
            served = tuple((m, references) for m, references in each if references)
            envelopes.append(Envelope(code, new, served, given.rounds.get(code, 0) + 1))
    return CirculationPlan(tuple(envelopes), tuple(_notes(cases, agencies, reached, given, names)))


def _allowed(
    members: Sequence[PanelMember], reference: str, withheld: Mapping[str, frozenset[str]]
) -> tuple[PanelMember, ...]:
    return tuple(m for m in members if reference not in withheld.get(m.name, ()))


def _copies(
    case: Submission, reached: Mapping[str, Sequence[PanelMember]], given: _Given
) -> dict[str, FormCopy]:
    """The copies of a case that are new, by agency; copies that are out keep their numbers."""
    if case.to_be_accepted:
        return {}
    held = given.copies.get(case.reference, {})
    new = [code for code, members in reached.items() if members and code not in held]
    start, of = max(held.values(), default=0), len(held) + len(new)
    return {code: FormCopy(case.reference, case.version, start + n, of) for n, code in enumerate(new, 1)}


def _notes(
    cases: Sequence[Submission],
    agencies: Mapping[str, Sequence[PanelMember]],
    reached: Mapping[str, Mapping[str, Sequence[PanelMember]]],
    given: _Given,
    names: Mapping[str, str],
) -> Iterator[str]:
    for case in cases:
        reference = case.reference
        for code, members in agencies.items():
            allowed = reached[reference][code]
            kept_from = " and ".join(m.name for m in members if m not in allowed)
            agency = names.get(code, code)
            if kept_from and allowed:
                only = " and ".join(m.name for m in allowed)
                yield f"{reference} is withheld from {kept_from}: in the folder of {agency} it is for {only} only."
            elif kept_from:
                yield f"{reference} is withheld from {kept_from}, so it does not go to {agency}."
        sent = given.versions.get(reference, case.version)
        if sent < case.version:
            yield f"{reference} went out as version {sent}; version {case.version} has come since and is not sent."
        if case.to_be_accepted:
            yield (
                f"{reference} came late and does not go out before the chair has accepted it: pipeline accept-late "
                f'{reference} --reason "...", then circulate again.'
            )


def due_day(days: MeetingDates, today: date) -> date:
    """The day by which checks sent today are due: the usual one, or the next milestone when that has passed."""
    return next((day for day in (days.returns_due, days.pack) if day > today), days.meeting)
