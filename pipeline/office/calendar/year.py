"""The panel's year as a calendar file: its meetings, their deadlines and the days the packs go out. Nobody is named.

Whoever takes in a later version of the file gets the changes: each entry keeps its identity, and one that is in the
calendar no more is cancelled.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.errors import NotFoundError
from pipeline.model.meeting import Meeting, Quarter
from pipeline.model.settings import Settings
from pipeline.office.calendar import days_of
from pipeline.office.desk import Desk
from pipeline.records import outbox
from pipeline.rules.answers.dates import british, short
from pipeline.rules.counting.quarters import first_day, last_day, quarter_of
from pipeline.rules.pack.agenda import agenda

if TYPE_CHECKING:
    from pipeline.papers.making.invites import Entry

_WRITTEN = "calendar written"  # an event; its subject is the file's name without its ending
_YEAR = re.compile(r"(\d{4})(?:[-/](\d{2}))?", re.ASCII)


@dataclass(frozen=True)
class YearCalendar:
    """The calendar file of one year: where it goes, what is in it, and whether that was written before."""

    path: Path
    entries: tuple[Entry, ...]
    stamp: datetime
    unchanged: bool

    @property
    def meetings(self) -> int:
        """How many meetings are in it."""
        return sum(1 for entry in self.entries if entry.start and not entry.cancelled)


def panel_year(text: str) -> int:
    """The year that begins in April of the number returned: 2013 for "2013-14" and "2013". Raises NotFoundError."""
    found = _YEAR.fullmatch(text.strip())
    if found is None or (found[2] and (int(found[1]) + 1) % 100 != int(found[2])):
        raise NotFoundError(f"There is no year “{text}”. Write it as 2013-14: from April 2013 to March 2014.")
    return int(found[1])


def plan_year(desk: Desk, year: int | None = None) -> YearCalendar:
    """The calendar of the panel's year that begins in April of `year` (the present one unless told).

    Raises NotFoundError when no meeting of that year is in meetings.yaml.
    """
    begins = quarter_of(desk.today).year if year is None else year
    stem = f"panel-calendar-{begins}-{(begins + 1) % 100:02d}"
    first, last = first_day(Quarter(begins, 1)), last_day(Quarter(begins, 4))
    meetings = [m for m in desk.settings.meetings if first <= m.day <= last]
    entries = tuple(e for meeting in meetings for e in _entries(desk.settings, meeting))
    if not entries:
        raise NotFoundError(
            f"No meeting from {british(first)} to {british(last)} stands in meetings.yaml. Propose some with"
            f" `pipeline calendar propose --from {first}`."
        )
    facts = desk.register.facts(_WRITTEN, subject=stem)
    said = facts[-1].said if facts else {}
    path = desk.settings.folders.outbox / f"{stem}.ics"
    if said.get("digest") == _digest(entries):
        sequence, stamp = said["sequence"], datetime.fromisoformat(said["stamp"])
    else:
        sequence, stamp = said.get("sequence", -1) + 1, desk.clock().astimezone(UTC).replace(microsecond=0)
    gone = _gone(said.get("entries", {}), entries)
    numbered = tuple(replace(entry, sequence=sequence) for entry in (*entries, *gone))
    return YearCalendar(path, numbered, stamp, said.get("digest") == _digest(entries))


def write_year(desk: Desk, plan: YearCalendar) -> Path:
    """Write the calendar file into the outbox; where it is. Raises StorageError."""
    from pipeline.papers.making.invites import calendar_file

    written = outbox.issue(plan.path, calendar_file(plan.entries, desk.settings.names.panel, plan.stamp))
    if not plan.unchanged:
        current = [entry for entry in plan.entries if not entry.cancelled]
        detail = {
            "digest": _digest(tuple(replace(entry, sequence=0) for entry in current)),
            "sequence": current[0].sequence,
            "stamp": plan.stamp.isoformat(),
            "entries": {entry.uid: [entry.day.isoformat(), entry.title] for entry in plan.entries},
        }
        desk.register.note(_WRITTEN, plan.path.stem, detail)
    return written


def _entries(settings: Settings, meeting: Meeting) -> Iterator[Entry]:
    """The meeting for as long as it takes when it is full, its deadline, and the day its pack goes out."""
    from pipeline.papers.making.invites import Entry

    def uid(what: str) -> str:
        return f"{what}-{meeting.day.isoformat()}@{settings.names.email.rpartition('@')[2] or 'panel'}"

    panel, days = settings.names.panel, days_of(settings, meeting)
    named = f"{settings.district_name(meeting.district)} {short(meeting.day)}"
    full = [str(number) for number in range(settings.room_on(meeting))]
    minutes = sum(item.minutes for item in agenda(meeting, full, settings.pack.minutes_per_case, None))
    yield Entry(
        uid("panel-meeting"),
        meeting.day,
        f"{panel}: {settings.district_name(meeting.district)}",
        meeting.start,
        minutes,
        meeting.venue,
        meeting.directions,
    )
    by = f"Send referrals by {british(days.send_by)}, the last working day before it."
    yield Entry(
        uid("panel-deadline"),
        days.deadline,
        f"{panel}: deadline for referrals, {named}",
        text=by if days.send_by != days.deadline else "",
    )
    yield Entry(uid("panel-pack"), days.pack, f"{panel}: pack goes out, {named}")


def _gone(before: dict[str, list[str]], entries: tuple[Entry, ...]) -> Iterator[Entry]:
    """What earlier versions of the file had and the calendar has no more, cancelled."""
    from pipeline.papers.making.invites import Entry

    current = {entry.uid for entry in entries}
    for uid, (day, title) in before.items():
        if uid not in current:
            yield Entry(uid, date.fromisoformat(day), title, cancelled=True)


def _digest(entries: tuple[Entry, ...]) -> str:
    return hashlib.sha256(repr(entries).encode("utf-8", "surrogatepass")).hexdigest()
