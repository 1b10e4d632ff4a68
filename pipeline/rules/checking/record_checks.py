"""What a meeting record leaves to be asked: themes without a code, actions given up without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.form import Form
from pipeline.model.meeting import ActionStatus
from pipeline.model.record import Problem, Record, Severity
from pipeline.rules.counting.theme_codes import suggested

THEME_CODE = "theme_code"  # the code of a warning about a theme that is not counted by a code yet
_GIVEN_UP = {ActionStatus.NOT_POSSIBLE: "not possible", ActionStatus.DROPPED: "dropped"}


def record_problems(form: Form, record: Record) -> tuple[Problem, ...]:
    """All of them. What the form does not ask (any more) is not asked about."""
    return (*_theme_codes(form, record), *_reasons_given(form, record))


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
