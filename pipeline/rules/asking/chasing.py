"""Whom to chase: each member of an agency whose check is overdue, about the cases that the member may know of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.involvement import CaseChecks
from pipeline.model.letters import Overdue
from pipeline.model.people import PanelMember


@dataclass(frozen=True)
class Chaser:
    """One member with the checks of the agency that are overdue, in the order of the cases."""

    member: PanelMember
    overdue: tuple[Overdue, ...]


def chasers(
    members: Iterable[PanelMember],
    cases: Sequence[CaseChecks],
    withheld: Mapping[str, frozenset[str]],
    today: date,
) -> tuple[Chaser, ...]:
    """The members to write to, in the panel's order. `withheld`: member's name -> references."""
    found = []
    for member in members:
        late = tuple(
            Overdue(case.reference, line.overdue(today))
            for case in cases
            for line in case.agencies
            if line.agency == member.agency and line.asked and line.overdue(today)
            if case.reference not in withheld.get(member.name, ())
        )
        if late:
            found.append(Chaser(member, late))
    return tuple(found)


def unchased(cases: Sequence[CaseChecks], found: Sequence[Chaser], today: date) -> Iterator[str]:
    """A sentence for each overdue check about which nobody can be written to."""
    told = {(chaser.member.agency, one.reference) for chaser in found for one in chaser.overdue}
    for case in cases:
        for line in case.missing:
            if line.overdue(today) and (line.agency, case.reference) not in told:
                yield f"{case.reference}, {line.name}: overdue, but no member of the panel can be written to about it."
