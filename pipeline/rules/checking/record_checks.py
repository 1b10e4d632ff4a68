"""What a meeting record leaves to be asked, and what a corrected one has no more.

Themes without a code; actions given up without a reason, or that nobody does by any day.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.form import Form
from pipeline.model.meeting import ActionStatus
from pipeline.model.record import Problem, Record, Row, Severity
from pipeline.rules.answers.names import fold
from pipeline.rules.counting.theme_codes import suggested

THEME_CODE = "theme_code"  # the code of a warning about a theme that is not counted by a code yet
LEFT_OUT = "left_out"  # the code of a warning about what an earlier version of the record had
_NAMED_BY = {"theme": "heading", "action": "heading", "case": "referral_ref", "att": "name"}
_OPEN = (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS)
_GIVEN_UP = {ActionStatus.NOT_POSSIBLE: "not possible", ActionStatus.DROPPED: "dropped"}


def record_problems(form: Form, record: Record) -> tuple[Problem, ...]:
    """All of them. What the form does not ask (any more) is not asked about."""
    return (*_theme_codes(form, record), *_reasons_given(form, record), *_actions_told(form, record))


def left_out(form: Form, before: Record, now: Record) -> Iterator[Problem]:
    """A warning for each theme, action, case and person of the version before that a corrected record has not."""
    for table, column in _NAMED_BY.items():
        there = {fold(row.plain(column)) for row in now.table(table)}
        gone = [name for row in before.table(table) if fold(name := row.plain(column)) not in there]
        slot = form.slot_by_name.get(f"{table}_1_{column}")
        if slot is None or slot.repeat is None:
            continue
        for name in dict.fromkeys(filter(None, gone)):
            words = f"“{name}” stood in the version before and is not in this one; put it back if that was not meant"
            ends = (
                ": an action that has ended stays in the record, with its status" if table == "action" else ""
            )
            yield Problem(slot.name, slot.repeat.label, f"{words}{ends}.", Severity.WARNING, LEFT_OUT)


def _theme_codes(form: Form, record: Record) -> Iterator[Problem]:
    """A warning for each theme without a code, with the code that its heading looks like."""
    for row in record.table("theme"):
        slot = form.slot_by_name.get(f"theme_{row.number}_code")
        heading = row.plain("heading")
        if slot is None or row.text("code") or not heading:
            continue
        found = suggested(heading, slot.field.choices)
        words = "has no code and is counted as Other; choose one in the form if one fits"
        if found:
            words = f"looks like {found.code} ({found.label}); put it into the form if that is right"
        yield Problem(slot.name, slot.label, f"“{heading}” {words}.", Severity.WARNING, THEME_CODE)


def _reasons_given(form: Form, record: Record) -> Iterator[Problem]:
    """A query for each action that was given up and has no note: why?"""
    for row in record.table("action"):
        slot = form.slot_by_name.get(f"action_{row.number}_note")
        status = row.plain("status")
        if slot is not None and status in _GIVEN_UP and not row.plain("note"):
            heading = row.plain("heading")
            words = (
                f"“{heading}” is {_GIVEN_UP[ActionStatus(status)]}, and no reason is given. Please say why."
            )
            yield Problem(slot.name, slot.label, words, Severity.QUERY, "action_reason")


def _actions_told(form: Form, record: Record) -> Iterator[Problem]:
    """A query where status and day of an action contradict each other; a warning where nobody can be reminded of it."""
    for row in record.table("action"):
        slot = form.slot_by_name.get(f"action_{row.number}_status")
        if slot is None or row.plain("status") not in tuple(ActionStatus):
            continue
        status, heading = ActionStatus(row.plain("status")), row.plain("heading")
        done = row.day("completed_on")
        if status in _OPEN and done is not None:
            said = slot.field.shown(status.value).lower()
            words = f"“{heading}” is {said}, and has a day on which it was completed. Which is right?"
            yield Problem(slot.name, slot.label, words, Severity.QUERY, "action_status")
        elif missing := _missing(row, status):
            yield Problem(slot.name, slot.label, f"“{heading}” {missing}.", Severity.WARNING, "action_open")


def _missing(row: Row, status: ActionStatus) -> str:
    """What an action lacks to be followed, in words; "" when nothing."""
    if status is ActionStatus.COMPLETED and row.day("completed_on") is None:
        return "is completed, and no day is given: the day of the meeting counts"
    if row.plain("id") or row.day("carried_from"):
        return ""  # what is blank stands in the record that agreed it
    owner = row.plain("owner_role") or row.plain("owner_agency")
    due = row.day("due") or row.plain("due")  # words that are no day are asked about already
    lacks = [*(() if owner else ("owner",)), *(() if due else ("day on which it is due",))]
    if status not in _OPEN or not lacks:
        return ""
    return f"is open and has no {' and no '.join(lacks)}: nobody can be reminded of it"
