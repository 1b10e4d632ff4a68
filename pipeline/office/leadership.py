"""The leadership paper: what one meeting has to say to the Social Care Operational Leadership Team.

It is taken there by the Service Manager on the panel. It uses the record's messages, concerns and actions alone: who
came, and which cases were heard, is not known to this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.errors import NotFoundError
from pipeline.model.meeting import MeetingRecord, PointKind
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.head import Head, head_of, sample_head
from pipeline.office.desk.leaks.door import Outgoing, outgoing
from pipeline.office.desk.leaks.papers import LEADERSHIP
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.office.desk.records import (
    all_confirmed,
    counted_records,
    one_family,
    open_questions,
    record_of,
)
from pipeline.rules.answers.dates import british
from pipeline.rules.counting.actions import ActionLife, ended_since, in_line, lives, overdue_days
from pipeline.rules.counting.meeting_records import as_meeting_record

_TITLE = "Messages and actions from the"
_NO_OWNER = "No owner given"


@dataclass(frozen=True)
class ConcernText:
    """The concerns under one theme's heading."""

    heading: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class OwnedAction:
    """One line of the table of actions."""

    owner: str
    heading: str
    what: str
    status: str
    day: str


@dataclass(frozen=True)
class LeadershipPaper(Head):
    """All that templates/leadership.docx can print; docs/templates.md explains each name."""

    taken_by: str
    messages: tuple[str, ...]
    concerns: tuple[ConcernText, ...]
    actions: tuple[OwnedAction, ...]


def plan_leadership(desk: Desk, day: date) -> Outgoing[LeadershipPaper]:
    """The paper for a meeting from its latest record, with the actions as they stood after it.

    Raises NotFoundError when there is no record, or nothing in it for the leadership team, and GapsError while answers
    of it are still to be confirmed.
    """
    submission = record_of(desk, day)
    all_confirmed(submission, "The leadership paper")
    record = as_meeting_record(submission.record)
    earlier = counted_records(desk, day)
    paper = leadership_paper(record, earlier, desk.settings, taken_by=submission.record.plain("scolt_by"))
    if not (paper.messages or paper.concerns or paper.actions):
        raise NotFoundError(
            f"The record of {british(day)} ({submission.reference}) has no message to managers, no concern and no"
            " action, so there is nothing to bring to the leadership team."
        )
    warnings = (*one_family(desk, record), *open_questions(submission))
    return outgoing(desk.settings, LEADERSHIP, of_meeting(day), paper, warnings)


def leadership_paper(
    record: MeetingRecord, records: Sequence[MeetingRecord], settings: Settings, *, taken_by: str = ""
) -> LeadershipPaper:
    """The paper's words. `records`: all up to this meeting, by which the actions stand."""
    points = [p for t in record.themes for p in t.points]
    from_practitioners = (p.text for p in points if p.kind is PointKind.MESSAGE)
    return LeadershipPaper(
        **vars(head_of(record, settings, _TITLE)),
        taken_by=taken_by,
        messages=tuple(dict.fromkeys((*record.messages_scolt, *from_practitioners))),
        concerns=_concerns(record),
        actions=_actions(records, record.day, settings),
    )


def sample_leadership() -> LeadershipPaper:
    """A paper with every part filled in, for `pipeline check` (invented)."""
    points = ("A point with <angle> & ampersand, {{ braces }} and Łukasz’s letters", "A second point")
    row = OwnedAction("Training officer, Police", "Road shows", "Two are held", "Planned", "30 November 2013")
    return LeadershipPaper(
        **vars(sample_head(_TITLE)),
        taken_by="Service manager",
        messages=points,
        concerns=(ConcernText("Core groups", points),),
        actions=(row, row),
    )


def _concerns(record: MeetingRecord) -> tuple[ConcernText, ...]:
    found = (
        ConcernText(t.heading, tuple(p.text for p in t.points if p.kind is PointKind.CONCERN))
        for t in record.themes
    )
    return tuple(text for text in found if text.points)


def _actions(records: Sequence[MeetingRecord], day: date, settings: Settings) -> tuple[OwnedAction, ...]:
    """What is open, and what ended since the meeting before; an owner's together, those without one last."""
    found = lives(records)
    before = max((r.day for r in records if r.day < day), default=None)
    shown = (*(a for a in found if a.open), *ended_since(found, before))
    rows = (_row(life, day, settings) for life in shown)
    return tuple(sorted(rows, key=lambda row: (row.owner == _NO_OWNER, row.owner.casefold())))


def _row(life: ActionLife, day: date, settings: Settings) -> OwnedAction:
    action = life.action
    agency = settings.agency_name(action.owner_agency) if action.owner_agency else ""
    owner = ", ".join(part for part in (action.owner_role, agency) if part)
    status = action.status.value.replace("_", " ").capitalize()
    if overdue_days(life, day):
        status = f"{status}, overdue"
    when = life.ended or action.due
    what = action.points if life.open or not action.note else (*action.points, action.note)
    return OwnedAction(
        owner or _NO_OWNER, action.heading, in_line(what), status, british(when) if when else "Not given"
    )
