"""What may stand in every paper of the panel: its own districts, venues, agencies, days and contact points (LC30)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.leaks import Allowed
from pipeline.model.settings import Settings


def allowed_of(settings: Settings, more: Sequence[str] = ()) -> Allowed:
    """What the settings allow, with phrases that are allowed in one document only (`more`)."""
    names = settings.names
    phrases = (
        *(names.panel, names.board, names.full_board, names.area, names.coordinator),
        *(d.name for d in settings.districts),
        *(a.name for a in settings.agencies),
        *(m.venue for m in settings.meetings),
        *more,
    )
    return Allowed(
        tuple(dict.fromkeys(p for p in phrases if p)),
        tuple(m.day for m in settings.meetings),
        (names.phone,),
        (names.email,),
    )
