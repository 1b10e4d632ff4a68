"""The agency checks of a meeting: who has replied, who has not, and letters to those who are overdue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.model.involvement import CaseChecks
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import case_checks_of
from pipeline.office.desk.letters import letter_to, post
from pipeline.office.desk.meetings import cases_of, meeting_on, withheld_from, withheld_from_members
from pipeline.office.desk.people import recipient
from pipeline.records.files import MEMBER_FILE, safe_name
from pipeline.rules.asking.chasing import Chaser, chasers, unchased

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

    Raises NotFoundError, GapsError (withheld from somebody who is no member), TemplateError, ConversionError or
    StorageError.
    """
    meeting = meeting_on(desk.settings, day)
    withheld_from_members(desk, [case.reference for case in cases_of(desk, day)])
    written: list[Path] = []
    for chaser in meeting_checks(desk, day).chasers:
        written += _chased(desk, meeting, chaser)
    return tuple(written)


def _chased(desk: Desk, meeting: Meeting, chaser: Chaser) -> tuple[Path, ...]:
    member, subject = chaser.member, meeting.day.isoformat()
    references = tuple(one.reference for one in chaser.overdue)
    detail = {
        "agency": member.agency,
        "member": member.name,
        "references": list(references),
        "days": {one.reference: one.days for one in chaser.overdue},
    }
    facts = desk.register.facts(CHASED, subject=subject)
    today = [e.said for e in facts if e.day == desk.today and e.said.get("member") == member.name]
    if detail in today:
        return ()
    folder = desk.settings.folders.outbox / subject / FOLDER
    to = recipient(desk.settings, member)
    letter = replace(letter_to(desk, to, meeting, references), overdue=chaser.overdue)
    again = f"-{len(today) + 1}" if today else ""  # a letter that is there may have been worked on
    stem = f"chaser-{safe_name(member.name, MEMBER_FILE)}-{desk.today.isoformat()}{again}"
    paths = post(desk, folder, stem, "chaser", letter, to, meeting).paths
    desk.register.note(CHASED, subject, detail)
    return paths
