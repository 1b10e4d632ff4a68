"""Meetings of the panel, what was said at them, and the quarters they fall in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


@dataclass(frozen=True)
class Meeting:
    """One meeting day. `district` is a District.code. A blank venue or chair is a gap in the pack.

    `cases`: how many cases it has room for, 0 for as many as the settings say. `directions`: how to get there
    (parking, entrance), printed in invitations.
    """

    day: date
    district: str
    venue: str = ""
    start: time = time(9, 15)
    chair: str = ""
    cases: int = 0
    directions: str = ""


@dataclass(frozen=True)
class Closed:
    """Days, both included, on which no meeting is proposed: a school holiday, the office closed."""

    first: date
    last: date
    name: str


class PointKind(StrEnum):
    """What sort of bullet a point is (read from its leading words; the words themselves stay)."""

    LEARNING = "learning"
    GOOD_PRACTICE = "good_practice"
    TOP_TIP = "top_tip"
    MESSAGE = "message_to_managers"
    CONCERN = "concern"


@dataclass(frozen=True)
class Point:
    """One bullet of a theme, in the words of the record."""

    text: str
    kind: PointKind = PointKind.LEARNING


@dataclass(frozen=True)
class Theme:
    """A theme heading with its bullets; `code` is for counting, "" when none was given."""

    heading: str
    points: tuple[Point, ...]
    code: str = ""


class ActionStatus(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    NOT_POSSIBLE = "not_possible"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Action:
    """A resulting action: heading, its bullets, who, by when, how it stands.

    `number` is the one it has on the form, "" where it has none; `carried_from` the meeting that agreed it, if earlier.
    `completed_on` is also the day on which it was given up; `note` then says why.
    """

    heading: str
    points: tuple[str, ...]
    status: ActionStatus
    owner_role: str = ""
    owner_agency: str = ""
    due: date | None = None
    completed_on: date | None = None
    note: str = ""
    number: str = ""
    carried_from: date | None = None


@dataclass(frozen=True)
class Attendance:
    """One person and one meeting. "Professionals met" counts practitioners who were present."""

    name: str
    role: str
    agency: str
    kind: str  # panel, deputy, practitioner, observer, coordinator
    present: str  # yes, apologies, none
    info_sent: bool | None = None
    confidentiality_signed: bool | None = None


@dataclass(frozen=True)
class CaseDiscussed:
    """One referral at one meeting. `again`: how many of its children an earlier case discussed had; 0 until counted.

    `before`: the references of those earlier cases.
    """

    reference: str
    outcome: str  # discussed, deferred, withdrawn
    children: int
    reasons: tuple[str, ...] = ()
    presented_by: str = ""
    again: int = 0
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetingRecord:
    """What was said at one meeting, from the meeting-record form. `reference` is the form's, "" where it has none."""

    day: date
    district: str
    venue: str = ""
    chair: str = ""
    next_date: date | None = None
    attendance: tuple[Attendance, ...] = ()
    cases: tuple[CaseDiscussed, ...] = ()
    themes: tuple[Theme, ...] = ()
    actions: tuple[Action, ...] = ()
    messages_scolt: tuple[str, ...] = ()
    messages_qa: tuple[str, ...] = ()
    reference: str = ""


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of the financial year that starts on 1 April of `year`; `number` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02d}-Q{self.number}"
