"""What several tasks ask of one meeting: is there one, its cases in their order, what is withheld from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Submission
from pipeline.model.meeting import Meeting
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.rules.answers.dates import british
from pipeline.rules.arriving.room import without_room
from pipeline.rules.pack.restrictions import LIFTED, RESTRICTED, withheld

_ORDER = "case order"  # an event; its subject is the meeting's day


def meeting_on(settings: Settings, day: date) -> Meeting:
    """The meeting on a day. Raises NotFoundError naming the meetings there are."""
    meeting = settings.meeting_on(day)
    if meeting is None:
        known = ", ".join(british(m.day) for m in settings.meetings)
        raise NotFoundError(f"There is no meeting on {british(day)}. Meetings in meetings.yaml: {known}.")
    return meeting


def cases_of(desk: Desk, day: date) -> tuple[Submission, ...]:
    """The referrals that go to a meeting, in the order in which they are heard.

    That is the order of their references until somebody outside has been told of it (`keep_order`); from then on a
    case keeps its place, and one that comes later is heard after them.
    """
    kept = {reference: place for place, reference in enumerate(_kept(desk, day))}
    cases = sorted(desk.register.referrals(day), key=lambda s: s.reference)
    return tuple(sorted(cases, key=lambda s: kept.get(s.reference, len(kept))))


def keep_order(desk: Desk, day: date, references: Sequence[str]) -> None:
    """Hold the order of a meeting's cases, because people have been told of it: their slots, their pages."""
    known = _kept(desk, day)
    added = [r for r in references if r not in known]
    if added:
        desk.register.note(_ORDER, day.isoformat(), {"order": [*known, *added]})


def overfull(desk: Desk, day: date) -> Mapping[str, str]:
    """Reference -> a sentence, for each case of a meeting for which it has no room; {} when there is room for all."""
    meeting = desk.settings.meeting_on(day)
    if meeting is None:
        return {}
    references = [case.reference for case in cases_of(desk, day)]
    return without_room(day, desk.settings.room_on(meeting), references)


def _kept(desk: Desk, day: date) -> tuple[str, ...]:
    facts = desk.register.facts(_ORDER, subject=day.isoformat())
    return tuple(facts[-1].said.get("order", ())) if facts else ()


def withheld_from(desk: Desk) -> Mapping[str, frozenset[str]]:
    """Member's name -> the references of the cases that are withheld from them."""
    return withheld(desk.register.facts(RESTRICTED, LIFTED))
