"""The register of issue as several tasks read it: every copy that was made, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.model.delivery import CopyState, IssuedCopy
from pipeline.model.pack import Layout
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import withheld_from
from pipeline.office.desk.packs import last_final, paper_name
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
    states = issued(desk)
    return (*_to_take_back(desk, states), *delivery_words(states, desk.today, due))


def withheld_since(desk: Desk, copy: IssuedCopy, newest: Layout | None) -> tuple[str, ...]:
    """The cases in a copy that have been withheld from its reader since. `newest`: the last final issue."""
    cases = {s.reference for s in newest.sections if s.reference} if newest else set()
    hidden = withheld_from(desk).get(copy.member, frozenset())
    return tuple(sorted((hidden & cases) - set(copy.withheld)))


def _to_take_back(desk: Desk, states: Iterable[CopyState]) -> Iterator[str]:
    """A sentence for each copy that its reader has and should not have any more."""
    hidden = withheld_from(desk)
    for state in states:
        if not state.out or state.recalled or state.recall_queued or state.copy.member not in hidden:
            continue
        day = date.fromisoformat(state.copy.paper[-len("2013-09-27") :])
        since = withheld_since(desk, state.copy, last_final(desk, day))
        if since:
            yield (
                f"{state.copy.member} has a copy of {state.copy.paper} (issue {state.copy.issue}) with "
                f"{', '.join(since)}, withheld from them since: pipeline recall --meeting {day} --member "
                f'"{state.copy.member}" --reason "a case is withheld"'
            )
