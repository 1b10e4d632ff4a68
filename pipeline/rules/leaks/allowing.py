"""What may stand in every paper of the panel: its own districts, venues, agencies, days and contact points (LC30)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.model.leaks import Allowed, IdentifierKind, Known, TextPlace
from pipeline.model.meeting import MeetingRecord
from pipeline.model.settings import Settings
from pipeline.rules.leaks.finding import find
from pipeline.rules.leaks.text.folding import folded

_FAMILY = (IdentifierKind.CHILD, IdentifierKind.ADULT)


def allowed_of(
    settings: Settings, names: Sequence[str] = (), days: Sequence[date] = (), signed: Sequence[str] = ()
) -> Allowed:
    """What the settings allow, with whole `names`, more `days` and `signed` words that one document prints itself."""
    own = settings.names
    phrases = (
        *(own.panel, own.board, own.full_board, own.area),
        *(d.name for d in settings.districts),
        *(a.name for a in settings.agencies),
        *(m.venue for m in settings.meetings),
    )
    return Allowed(
        tuple(dict.fromkeys(p for p in phrases if p)),
        tuple(names),
        (*(m.day for m in settings.meetings), *days),
        (own.phone,),
        (own.email,),
        tuple(signed),
    )


def panel_names(names: Sequence[str], known: Known) -> tuple[str, ...]:
    """The names of who chairs and who writes, but for one that is the whole name of a child or an adult of a case.

    A child's name in the record's box for the chair would otherwise pass wherever else it stands.
    """
    told: dict[tuple[str, str], set[str]] = {}
    for found in find([TextPlace(name, name) for name in names], known):
        if found.identifier and found.identifier.kind in _FAMILY:
            told.setdefault((found.place, found.identifier.reference), set()).update(folded(found.matched))
    theirs = {name for (name, _), words in told.items() if len(words) > 1}
    return tuple(name for name in names if name not in theirs)


def action_days(records: Iterable[MeetingRecord], known: Known) -> tuple[date, ...]:
    """The days on which the panel's actions are due or ended, but for those that fall on somebody's day of the year."""
    theirs = {(i.day.month, i.day.day) for i in known.identifiers if i.day}
    found = {day for r in records for a in r.actions for day in (a.due, a.completed_on) if day}
    return tuple(sorted(day for day in found if (day.month, day.day) not in theirs))
