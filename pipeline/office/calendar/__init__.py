"""The calendar: meetings proposed, the days around each meeting, the panel's year as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.meeting import Meeting
from pipeline.model.settings import Settings
from pipeline.records.settings.adding import add_meetings, meeting_line
from pipeline.rules.answers.dates import british
from pipeline.rules.calendar.proposing import Proposal, propose, unlucky
from pipeline.rules.calendar.timeline import MeetingDates, meeting_dates


@dataclass(frozen=True)
class Proposed:
    """What `pipeline calendar propose` found: new meetings, with those of meetings.yaml that stand between them."""

    found: tuple[Proposal, ...]
    lines: tuple[str, ...]  # as they can stand in meetings.yaml: the new ones, with comments on all

    @property
    def new(self) -> tuple[Meeting, ...]:
        """The meetings that are not in meetings.yaml yet."""
        return tuple(p.meeting for p in self.found if not p.there)


def propose_meetings(settings: Settings, start: date, number: int | None = None) -> Proposed:
    """Meetings from a day on, one round of the districts unless a number is given. Writes nothing."""
    found = propose(
        start,
        number or len(settings.districts),
        settings.districts,
        settings.meetings,
        settings.closed,
        settings.calendar.weeks_between,
    )
    lines = tuple(line for one in found for line in _lines(settings, one))
    return Proposed(found, (*lines, *_unknown_holidays(settings, found)))


def _unknown_holidays(settings: Settings, found: Sequence[Proposal]) -> Iterator[str]:
    """A comment when meetings are proposed for days whose school holidays nobody has entered."""
    known = max((closed.last for closed in settings.closed), default=None)
    if any(not one.there and (known is None or one.meeting.day > known) for one in found):
        after = f" after {british(known)}" if known else ""
        yield f"  # meetings.yaml has no closed days{after}: add the school holidays there, and propose again"


def write_proposed(settings: Settings, proposed: Proposed) -> Path:
    """Add the new meetings to meetings.yaml; what stands there stays as it is. Raises SettingsError or StorageError."""
    return add_meetings(settings.folders.root, proposed.new)


def days_of(settings: Settings, meeting: Meeting) -> MeetingDates:
    """The days around a meeting by the settings."""
    return meeting_dates(meeting.day, settings.deadline_days, settings.timeline)


def _lines(settings: Settings, one: Proposal) -> Iterator[str]:
    """A proposal as YAML: what is to be known about it as comments, then its line, unless it is there already."""
    meeting = one.meeting
    where = f"{meeting.day:%A} {british(meeting.day)}, {settings.district_name(meeting.district)}"
    if one.there:
        yield f"  # {where}: stands in meetings.yaml already"
        return
    days = days_of(settings, meeting)
    yield f"  # {where}: deadline {british(days.deadline)}, send by {british(days.send_by)}"
    if one.why:
        yield f"  # moved, because {one.why}"
    wrong = unlucky(meeting.day, settings.closed)
    if wrong:
        yield f"  # there is no good day near it: it {wrong}"
    if not meeting.venue:
        yield "  # the panel has not met there yet: add a venue and a chair"
    yield f"  - {meeting_line(meeting)}"
