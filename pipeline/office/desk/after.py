"""How far the work after a meeting is: record, thanks, themes, leadership paper, the quarter's report; what to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.filing import Submission
from pipeline.model.meeting import Meeting, MeetingRecord, PointKind
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.papers import BOARD, LEADERSHIP, THEMES, PaperKind
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.records import outbox
from pipeline.rules.counting.meeting_records import as_meeting_record
from pipeline.rules.counting.quarters import quarter_of

_FOR_LEADERS = (PointKind.MESSAGE, PointKind.CONCERN)
RECORD_FORM = "record form"  # an event; its subject is the meeting's day


@dataclass(frozen=True)
class Doing:
    """One thing that is done after a meeting: whether it has been, and what is typed to do it."""

    name: str
    done: bool
    typed: str


def doings(desk: Desk, meeting: Meeting) -> tuple[Doing, ...]:
    """Each of them, in order. What a corrected record has overtaken is not done any more. Raises RegisterError."""
    return tuple(_doings(desk, meeting, record_of(desk, meeting)))


def record_of(desk: Desk, meeting: Meeting) -> Submission | None:
    """The newest record of a meeting, None while none has come."""
    return next((s for s in reversed(desk.register.meeting_records()) if s.meeting == meeting.day), None)


def _doings(desk: Desk, meeting: Meeting, record: Submission | None) -> Iterator[Doing]:
    day = f"--meeting {meeting.day.isoformat()}"
    form = f"pipeline record-form {day}; fill it in and drop it into the inbox"
    if desk.register.facts(RECORD_FORM, subject=meeting.day.isoformat()):
        form = "fill in the form that record-form wrote and drop it into the inbox"
    yield Doing("record", record is not None, form)
    thanked = bool(desk.register.facts("thanked", subject=meeting.day.isoformat()))
    yield Doing("thank", thanked, f"pipeline thank {day}")
    themes = issued(desk, meeting, THEMES)
    yield Doing("draft_themes", themes, f"pipeline themes {day}")
    made = "" if themes else f"pipeline themes {day}, then "
    sent = themes and _sent(desk, meeting, THEMES)
    yield Doing("themes", sent, f"{made}{'' if made else 'pipeline '}send-themes {day}")
    leading = issued(desk, meeting, LEADERSHIP)
    made = "" if leading else f"pipeline leadership {day}, then "
    nothing = record is not None and not for_leaders(as_meeting_record(record.record))
    sent = nothing or (leading and _sent(desk, meeting, LEADERSHIP))
    yield Doing("leadership", sent, f"{made}{'' if made else 'pipeline '}send-leadership {day}")
    quarter = str(quarter_of(meeting.day))
    reported = bool(desk.register.facts(BOARD.event, subject=quarter))
    yield Doing("quarter", reported, f"pipeline quarterly-report --quarter {quarter}")


def for_leaders(record: MeetingRecord) -> bool:
    """Whether a record has anything for the leadership team."""
    kinds = {point.kind for theme in record.themes for point in theme.points}
    return bool(record.messages_scolt or record.actions or kinds & {*_FOR_LEADERS})


def issued(desk: Desk, meeting: Meeting, kind: PaperKind) -> bool:
    """Whether a paper was issued since the newest version of the meeting's record came."""
    record = record_of(desk, meeting)
    since = record.event if record is not None else 0
    return any(e.number > since for e in desk.register.facts(kind.event, subject=meeting.day.isoformat()))


def _sent(desk: Desk, meeting: Meeting, kind: PaperKind) -> bool:
    """Whether the paper that lies in the outbox has been sent; when none lies there any more, whether one was."""
    events = desk.register.facts(f"{kind.event} sent", subject=meeting.day.isoformat())
    _, pdf = kind.paths(desk.settings, of_meeting(meeting.day))
    lies = outbox.sha256_of(pdf)
    return any(not lies or event.said.get("sha256") == lies for event in events)
