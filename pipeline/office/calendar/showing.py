"""The coming meetings with every day around them: what is due, what is overdue, what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.due import Step, steps_of
from pipeline.office.desk.meetings import meeting_on, overfull
from pipeline.rules.answers.dates import british
from pipeline.rules.calendar.proposing import unlucky


@dataclass(frozen=True)
class MeetingShown:
    """A meeting with its days in order, how many cases it has, and what to look at (sentences)."""

    meeting: Meeting
    district: str  # printed name
    steps: tuple[Step, ...]
    cases: int
    room: int
    warnings: tuple[str, ...]


def show_calendar(desk: Desk, day: date | None = None) -> tuple[MeetingShown, ...]:
    """The meeting on a day; without one the coming meetings, and those held since about one gap between meetings.

    Raises NotFoundError when there is no meeting on that day, and RegisterError.
    """
    settings = desk.settings
    if day is not None:
        return (_shown(desk, meeting_on(settings, day)),)
    since = desk.today - timedelta(weeks=settings.calendar.weeks_between)
    recent = (m for m in settings.meetings if since < m.day < desk.today)
    held = [m for m in recent if desk.register.referrals(m.day)]
    coming = [m for m in settings.meetings if m.day >= desk.today]
    return tuple(_shown(desk, meeting) for meeting in (*held, *coming))


def stranded(desk: Desk) -> tuple[str, ...]:
    """A sentence for each coming referral whose meeting is not in meetings.yaml any more. Raises RegisterError."""
    return tuple(
        f"{s.reference} goes to {british(s.meeting)}, which is not in meetings.yaml: pipeline move {s.reference} --to"
        " DATE"
        for s in desk.register.referrals()
        if s.meeting and s.meeting >= desk.today and not s.ended
        if desk.settings.meeting_on(s.meeting) is None
    )


def _shown(desk: Desk, meeting: Meeting) -> MeetingShown:
    cases = len(desk.register.referrals(meeting.day))
    return MeetingShown(
        meeting,
        desk.settings.district_name(meeting.district),
        steps_of(desk, meeting, cases),
        cases,
        desk.settings.room_on(meeting),
        tuple(_warnings(desk, meeting)),
    )


def _warnings(desk: Desk, meeting: Meeting) -> Iterator[str]:
    wrong = unlucky(meeting.day, desk.settings.closed)
    if wrong:
        yield f"{british(meeting.day)} {wrong}. Any day is allowed; is it meant?"
    for name in ("venue", "chair"):
        if not getattr(meeting, name):
            yield f"No {name} is named yet; the pack stays a DRAFT until meetings.yaml has one."
    yield from overfull(desk, meeting.day).values()
