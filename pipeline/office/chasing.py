"""The agency checks of a meeting: who has replied, who has not, and letters to those who are overdue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.model.involvement import CaseChecks
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import case_checks_of
from pipeline.office.desk.letters import letter_to, post
from pipeline.office.desk.meetings import cases_of, meeting_on, withheld_from
from pipeline.office.desk.people import recipient
from pipeline.records.files import safe_name
from pipeline.rules.meeting.chasing import Chaser, chasers, unchased

CHASED = "chased"  # an event; its subject is the meeting's day
FOLDER = "chasers"  # below the meeting's folder in the outbox


@dataclass(frozen=True)
class MeetingChecks:
    """The agency checks of one meeting. `chased`: (agency, reference) -> the last day on which it was chased."""

    cases: tuple[CaseChecks, ...]
    chasers: tuple[Chaser, ...]
    notes: tuple[str, ...]
    chased: dict[tuple[str, str], date]


def meeting_checks(desk: Desk, day: date) -> MeetingChecks:
    """The agency checks as they stand today. Reads only. Raises NotFoundError or RegisterError."""
    meeting_on(desk.settings, day)
    cases = tuple(case_checks_of(desk, s) for s in cases_of(desk, day))
    found = chasers(desk.settings.members, cases, withheld_from(desk), desk.today)
    chased = {
        (event.said.get("agency", ""), reference): event.day
        for event in desk.register.facts(CHASED, subject=day.isoformat())
        for reference in event.said.get("references", ())
    }
    return MeetingChecks(cases, found, tuple(unchased(cases, found, desk.today)), chased)


def chase(desk: Desk, day: date) -> tuple[Path, ...]:
    """Write a letter to each member whose agency is overdue; what was written. A second time on one day adds nothing.

    Raises NotFoundError, TemplateError, ConversionError or StorageError.
    """
    meeting = meeting_on(desk.settings, day)
    folder = desk.settings.folders.outbox / day.isoformat() / FOLDER
    written: list[Path] = []
    for chaser in meeting_checks(desk, day).chasers:
        member = chaser.member
        to = recipient(desk.settings, member)
        references = tuple(one.reference for one in chaser.overdue)
        letter = replace(letter_to(desk, to, meeting, references), overdue=chaser.overdue)
        stem = f"chaser-{safe_name(member.name, 60)}-{desk.today.isoformat()}"
        written += post(desk, folder, stem, "chaser", letter, to, meeting).paths
        detail = {
            "agency": member.agency,
            "member": member.name,
            "references": list(references),
            "days": {one.reference: one.days for one in chaser.overdue},
        }
        done = desk.register.facts(CHASED, subject=day.isoformat())
        if not any(e.said == detail and e.day == desk.today for e in done):
            desk.register.note(CHASED, day.isoformat(), detail)
    return tuple(written)
