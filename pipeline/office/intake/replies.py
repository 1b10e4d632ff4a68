"""Filing the reply to an invitation: by its meeting and its person, whatever number of times they write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.model.filing import Submission
from pipeline.model.form import Form
from pipeline.model.invitations import Booking
from pipeline.model.record import Problem, Severity
from pipeline.office.desk import Desk
from pipeline.office.desk.invitations import bookings, replies
from pipeline.office.intake.corrections import newest_corrected
from pipeline.rules.answers.dates import british
from pipeline.rules.inviting.attending import find, nearest, same_person

_SERIES = "REP"  # how the references of replies begin


def place_reply(desk: Desk, form: Form, draft: Submission) -> tuple[Submission, str, Submission | None]:
    """The reply with its meeting and what is to be asked about it, its reference, and the version before it."""
    day = draft.record.day("meeting_date")
    old = newest_corrected(desk, draft)
    if day is None:
        reference = old.reference if old else desk.register.next_reference(_SERIES, draft.received.year)
        return draft, reference, old
    asked = _asked(desk, form, draft, day)
    placed = replace(draft, meeting=day, problems=(*draft.problems, *asked))
    before = replies(desk, day)
    old = old or next((s for s in before if same_person(s.record, draft.record)), None)
    return placed, old.reference if old else _next(desk, day), old


def _next(desk: Desk, day: date) -> str:
    """REP-2013-09-27-04. Nothing is ever taken out of the register, so a number is given once."""
    stem = f"{_SERIES}-{day.isoformat()}-"
    given = (s.reference.removeprefix(stem) for s in desk.register.latest() if s.reference.startswith(stem))
    numbers = (int(number) for number in given)
    return f"{stem}{max(numbers, default=0) + 1:02d}"


def _asked(desk: Desk, form: Form, draft: Submission, day: date) -> tuple[Problem, ...]:
    """What is wrong with day or person, as a query."""
    if desk.settings.meeting_on(day) is None:
        known = ", ".join(british(m.day) for m in desk.settings.meetings)
        words = f"there is no meeting on {british(day)}; the meetings are on {known}."
        return (_query(form, "meeting_date", words),)
    live = [b for b in bookings(desk, day) if not b.cancelled]
    if find(live, draft.record) is not None or not draft.record.plain("name"):
        return ()
    return (_query(form, "name", _nobody(live, draft, day)),)


def _nobody(live: list[Booking], draft: Submission, day: date) -> str:
    close = nearest(live, draft.record.plain("name"))
    meant = f" Is {close} meant?" if close else ""
    return f"nobody with this name or e-mail address is invited to the meeting on {british(day)}.{meant}"


def _query(form: Form, name: str, words: str) -> Problem:
    slot = form.slot_by_name.get(name)
    return Problem(name, slot.label if slot else "", words, Severity.QUERY, "invited")
