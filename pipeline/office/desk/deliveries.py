"""The register of issue as several tasks read it: every copy that was made, and what waits."""

from __future__ import annotations

from datetime import date

from pipeline.model.delivery import CopyState
from pipeline.office.desk import Desk
from pipeline.office.desk.packs import paper_name
from pipeline.rules.calendar.timeline import meeting_dates
from pipeline.rules.pack.deliveries import KINDS, delivery_words, register_of_issue


def issued(desk: Desk, day: date | None = None) -> tuple[CopyState, ...]:
    """Every copy that was made for a meeting (for all of them), and what has become of it."""
    subject = paper_name(day) if day else None
    return register_of_issue(desk.register.facts(*KINDS, subject=subject))


def waiting(desk: Desk) -> tuple[CopyState, ...]:
    """The copies whose delivery or recall waits for a folder."""
    return tuple(s for s in issued(desk) if (s.queued and not s.delivered) or s.recall_queued)


def delivery_lines(desk: Desk) -> tuple[str, ...]:
    """What a person should know of the copies today, a sentence each."""
    settings = desk.settings
    due = {
        paper_name(m.day): meeting_dates(m.day, settings.deadline_days, settings.timeline).destroyed
        for m in settings.meetings
        if m.day < desk.today
    }
    return delivery_words(issued(desk), desk.today, due)
