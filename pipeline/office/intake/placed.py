"""Placing a referral that comes in at its meeting: the one asked for, or the next in its district, in time or late."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.filing import Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem, Record, Severity
from pipeline.office.desk import Desk
from pipeline.rules.arriving.placing import offer, place

_WISH, MEETING = "preferred_meeting", "meeting"  # a question; the code of what is said about the meeting


def placed_referral(
    desk: Desk, form: Form, draft: Submission, old: Submission | None
) -> tuple[Submission, tuple[Problem, ...]]:
    """The draft with its meeting, late or not.

    A correction that leads to the same meeting is in time when its first version was; one that asks for another
    meeting is judged on the day it came.
    """
    if old is None:
        return _place(desk, form, draft)
    again = replace(draft, earlier=min(old.first_received, draft.received))
    if old.meeting is not None and _same_wish(old.record, draft.record):
        same = tuple(p for p in old.problems if p.code == MEETING)
        return replace(again, meeting=old.meeting, late=old.late), same
    placed, why = _place(desk, form, again)
    moved = old.meeting is not None and placed.meeting != old.meeting
    return _place(desk, form, draft) if moved else (placed, why)


def _place(desk: Desk, form: Form, draft: Submission) -> tuple[Submission, tuple[Problem, ...]]:
    record, wish = draft.record, draft.record.day(_WISH)
    coming = [m for m in desk.settings.meetings if m.day >= draft.received]
    days = desk.settings.deadline_days
    placement = place(record.text("district"), wish, draft.first_received, coming, days)
    meeting = placement.meeting.day if placement.meeting else None
    placed = replace(draft, meeting=meeting, late=placement.late)
    if meeting is not None and not placement.ask:
        return placed, ()
    where = desk.settings.district_name(placement.nearest.district) if placement.nearest else ""
    severity = Severity.QUERY if placement.ask else Severity.WARNING
    slot = form.slot_by_name.get(_WISH)
    return placed, (Problem(_WISH, slot.label if slot else "", offer(placement, where), severity, MEETING),)


def _same_wish(old: Record, new: Record) -> bool:
    names = ("district", _WISH)
    return all(old.values.get(name) == new.values.get(name) for name in names)
