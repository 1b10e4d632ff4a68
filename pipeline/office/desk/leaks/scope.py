"""What a paper is about, and so whose cases it must not tell: one meeting's, or all that a quarter's report counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.model.meeting import Quarter
from pipeline.office.desk import Desk
from pipeline.office.desk.records import counted_records
from pipeline.rules.answers.dates import british, deadline
from pipeline.rules.arriving.standing import RULED
from pipeline.rules.counting.quarters import first_day, last_day, parse_quarter
from pipeline.rules.counting.quarters import words as quarter_words
from pipeline.rules.counting.rag import OVERDUE, STANDS


@dataclass(frozen=True)
class Scope:
    """A meeting or a quarter. `key`: "2013-09-27" or "2013-14-Q2"; `day`: its day, or its last day."""

    key: str
    words: str
    day: date
    quarter: Quarter | None = None

    @property
    def option(self) -> str:
        """How a command names it: "--meeting 2013-09-27"."""
        return f"--{'meeting' if self.quarter is None else 'quarter'} {self.key}"

    def covers(self, day: date) -> bool:
        """Whether a meeting's cases are this paper's own. A quarterly report counts all meetings up to its end."""
        return day == self.day if self.quarter is None else day <= self.day

    def within(self, day: date) -> bool:
        """Whether a meeting is the one, or one of the quarter's."""
        return day == self.day if self.quarter is None else first_day(self.quarter) <= day <= self.day


def of_meeting(day: date) -> Scope:
    """The scope of the papers of one meeting."""
    return Scope(day.isoformat(), british(day), day)


def of_quarter(quarter: Quarter) -> Scope:
    """The scope of a quarterly report."""
    return Scope(str(quarter), quarter_words(quarter), last_day(quarter), quarter)


def of_key(key: str) -> Scope:
    """The scope with a key. Raises NotFoundError when there can be none."""
    return of_quarter(parse_quarter(key)) if "Q" in key else of_meeting(date.fromisoformat(key))


def chairs(desk: Desk, scope: Scope) -> tuple[str, ...]:
    """Who chairs: the meeting's chair, or every chair of the quarter's meetings; () where none is named yet."""
    found = (m.chair for m in desk.settings.meetings if scope.within(m.day))
    return tuple(dict.fromkeys(name for name in found if name))


def printed_names(desk: Desk, scope: Scope) -> tuple[str, ...]:
    """The people of the panel that the papers name on purpose: who chairs and who writes."""
    recorded = (r.chair for r in counted_records(desk) if scope.within(r.day))
    names = (*chairs(desk, scope), *recorded, desk.settings.names.coordinator)
    return tuple(dict.fromkeys(name for name in names if name))


def printed_signs(scope: Scope) -> tuple[str, ...]:
    """How a quarterly report says where an action stands, "○ Amber:": the sign and the word, which stay together."""
    if scope.quarter is None:
        return ()
    return tuple(said[: said.index(":") + 1] for said in (*STANDS.values(), OVERDUE) if ":" in said)


def printed_days(desk: Desk, scope: Scope) -> tuple[date, ...]:
    """The days that a quarterly report prints: of meetings, deadlines, the quarter, and on which a form was filed."""
    if scope.quarter is None:
        return ()
    settings = desk.settings
    deadlines = (deadline(m.day, settings.deadline_days) for m in settings.meetings)
    held = (r.day for r in counted_records(desk) if scope.covers(r.day))
    filed = {event.day for event in desk.register.facts("filed", *RULED)}
    return (*held, *deadlines, *sorted(filed), first_day(scope.quarter), scope.day, settings.opening.up_to)
