"""What several tasks ask of one meeting: is there one, its cases in their order, what is withheld from whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from pipeline.model.errors import GapsError, NotFoundError
from pipeline.model.filing import Submission
from pipeline.model.meeting import Meeting
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.names import same_name
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


def withheld_from_members(desk: Desk, references: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Member's name -> those of these references that are withheld from them.

    Raises GapsError when one is withheld from somebody who is no member: a name that was changed in pipeline.yaml would
    open the case to them.
    """
    found = {name: theirs & set(references) for name, theirs in withheld_from(desk).items()}
    members = {member.name for member in desk.settings.members}
    lost = [(name, ref) for name, theirs in found.items() if name not in members for ref in sorted(theirs)]
    if lost:
        name, reference = lost[0]
        raise GapsError(
            f"{reference} is withheld from {name}, who is not among the members in pipeline.yaml. If their name was "
            "changed there, withhold the case from the new name first (pipeline members restrict). Then, or when they "
            f'have left the panel: pipeline members unrestrict "{name}" {reference} --reason "..."'
        )
    return found


def withheld_from_chair(desk: Desk, chair: str) -> frozenset[str]:
    """The references of the cases that are withheld from whoever chairs a meeting, however the name is written."""
    found = (theirs for name, theirs in withheld_from(desk).items() if same_name(name, chair))
    return frozenset().union(*found)
