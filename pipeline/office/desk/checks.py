"""Who is asked about a case, and what came back: shared by circulation, intake, status and the pack.

Asked are the agencies that a case was circulated to, as the event log says; until it is, those of the panel's
members from whom it is not withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from pipeline.model.filing import Event, Submission
from pipeline.model.involvement import Asked, CaseChecks
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import withheld_from
from pipeline.records.register import AGENCY_CHECK
from pipeline.rules.asking.involvement import case_checks
from pipeline.rules.correcting.confirmed import referral_for_papers

CIRCULATED = "circulated"  # an event; its subject is the meeting's day


def asked_about(desk: Desk, reference: str) -> tuple[Asked, ...]:
    """The agencies that are asked about a case."""
    told = [e for e in desk.register.facts(CIRCULATED) if reference in e.said.get("references", ())]
    if told:
        return tuple(_without(asked, reference, withheld_from(desk)) for asked in _told(told))
    return members_asked(desk, reference)


def _without(asked: Asked, reference: str, withheld: Mapping[str, frozenset[str]]) -> Asked:
    """Whom to ask, without those who are not to know of the case."""
    members = tuple(name for name in asked.members if reference not in withheld.get(name, ()))
    return replace(asked, members=members)


def members_asked(desk: Desk, reference: str) -> tuple[Asked, ...]:
    """The agencies of the panel's members from whom a case is not withheld."""
    withheld = withheld_from(desk)
    found: dict[str, list[str]] = {}
    for member in desk.settings.members:
        if reference not in withheld.get(member.name, ()):
            found.setdefault(member.agency, []).append(member.name)
    return tuple(Asked(agency, tuple(members)) for agency, members in found.items())


def _told(events: Iterable[Event]) -> tuple[Asked, ...]:
    found: dict[str, Asked] = {}
    for event in events:
        said = event.said
        due = date.fromisoformat(said["due"])
        found[said["agency"]] = Asked(said["agency"], tuple(said.get("members", ())), due)
    return tuple(found.values())


def case_checks_of(desk: Desk, submission: Submission) -> CaseChecks:
    """The grid of a referral, as papers may show it."""
    register = desk.register
    form = desk.forms[submission.form_name]
    case = referral_for_papers(form, submission, register.history(submission.reference))
    names = {agency.code: agency.name for agency in desk.settings.agencies}
    returns = register.agency_checks(submission.reference)
    return case_checks(
        desk.forms[AGENCY_CHECK], case, returns, asked_about(desk, submission.reference), names
    )
