"""Versions of what was filed, with what was decided about them: as they stand now, or as they stood at an event."""

from __future__ import annotations

import sqlite3

from pipeline.model.filing import Submission
from pipeline.records.register import events, rows
from pipeline.rules.arriving.standing import RULED, decisions, stands


def standing(
    connection: sqlite3.Connection, where: str, *values: object, latest: bool, until: int | None = None
) -> tuple[Submission, ...]:
    """Submissions that meet a condition, by reference and version; only the latest versions where told.

    `until`: as they stood when this event was written.
    """
    found = _filed(connection, where, *values, latest=latest, until=until)
    last = {s.reference: s.version for s in sorted(found, key=lambda s: s.version)}
    told = events.of_kind(connection, RULED, None) if found else ()
    ruled = decisions(e for e in told if until is None or e.number <= until)
    stand = (stands(s, ruled.get(s.reference)) if s.version == last[s.reference] else s for s in found)
    return tuple(sorted(stand, key=lambda s: (s.reference, s.version)))


def _filed(
    connection: sqlite3.Connection, where: str, *values: object, latest: bool, until: int | None
) -> tuple[Submission, ...]:
    if until is None:
        return rows.select(connection, where, *values, latest=latest)
    found = rows.select(connection, f"({where}) AND event <= ?", *values, until, latest=False)
    if not latest:
        return found
    newest = {s.reference: s for s in sorted(found, key=lambda s: s.version)}
    return tuple(newest.values())
