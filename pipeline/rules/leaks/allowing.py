"""What may stand in every paper of the panel: its own districts, venues, agencies, days and contact points (LC30)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.model.leaks import Allowed, Known
from pipeline.model.meeting import MeetingRecord
from pipeline.model.settings import Settings


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


def action_days(records: Iterable[MeetingRecord], known: Known) -> tuple[date, ...]:
    """The days on which the panel's actions are due or ended, but for those that fall on somebody's day of the year."""
    theirs = {(i.day.month, i.day.day) for i in known.identifiers if i.day}
    found = {day for r in records for a in r.actions for day in (a.due, a.completed_on) if day}
    return tuple(sorted(day for day in found if (day.month, day.day) not in theirs))
