"""How the resulting actions stand: open, overdue, ended since the meeting before, and what the records leave unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import meeting_on
from pipeline.office.desk.records import counted_records
from pipeline.rules.counting.actions import ActionLife, doubts, ended_since, lives, overdue_days


@dataclass(frozen=True)
class ActionsReport:
    """The actions on a day. `since`: the meeting before the last one that has a record, None when there is none.

    `overdue` by how long they are, longest first; `open` are the others that wait; `look`: a sentence each.
    """

    day: date
    records: int
    since: date | None
    overdue: tuple[ActionLife, ...]
    open: tuple[ActionLife, ...]
    ended: tuple[ActionLife, ...]
    look: tuple[str, ...]


def actions_report(desk: Desk, meeting: date | None = None) -> ActionsReport:
    """The actions as they stand today, or as they stood after a meeting (days are counted to that day then).

    Raises NotFoundError for a day that is no meeting and has no record.
    """
    records = counted_records(desk, meeting)
    if meeting is not None and meeting not in {r.day for r in records}:
        meeting_on(desk.settings, meeting)
    found, day = lives(records), meeting or desk.today
    days = sorted({r.day for r in records})
    since = days[-2] if len(days) > 1 else None
    late = sorted((a for a in found if overdue_days(a, day)), key=lambda a: -overdue_days(a, day))
    return ActionsReport(
        day=day,
        records=len(records),
        since=since,
        overdue=tuple(late),
        open=tuple(a for a in found if a.open and not overdue_days(a, day)),
        ended=ended_since(found, since),
        look=doubts(found),
    )
