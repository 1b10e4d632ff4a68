"""Arrivals: every file ever seen in the inbox, what became of it, and whether it has left the inbox."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from pipeline.model.filing import Ledger, Outcome

_COLUMNS = "number, name, identity, first_seen, outcome, reason, sha256, reference, version, target, released, parent"


@dataclass(frozen=True)
class Arrival:
    """One file seen in the inbox. `name` is its path below the inbox; `identity` tells two files of one name apart.

    `reason` says why it waits, or why it was set aside (its `target` is the name it gets there). `released`:
    it has left the inbox, the last step of filing it. `parent`: the number of the e-mail or packed folder it is a
    part of, 0 for a file of its own.
    """

    number: int
    name: str
    identity: str
    first_seen: str
    outcome: Outcome
    reason: str = ""
    sha256: str = ""
    reference: str = ""
    version: int = 0
    target: str = ""
    released: bool = False
    parent: int = 0


def unreleased(connection: sqlite3.Connection) -> tuple[Arrival, ...]:
    """What is still in the inbox as far as the register knows, oldest first: waiting, or decided but not released."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM arrival WHERE released = 0 ORDER BY number")
    return tuple(_from_row(row) for row in rows)


def every(connection: sqlite3.Connection) -> tuple[Arrival, ...]:
    """Every arrival, oldest first."""
    return tuple(_from_row(r) for r in connection.execute(f"SELECT {_COLUMNS} FROM arrival ORDER BY number"))


def opened(connection: sqlite3.Connection, sha256: str) -> Arrival | None:
    """The first e-mail or packed folder with these bytes that was opened, or None."""
    query = f"SELECT {_COLUMNS} FROM arrival WHERE sha256 = ? AND outcome = ? ORDER BY number LIMIT 1"
    row = connection.execute(query, (sha256, Outcome.OPENED.value)).fetchone()
    return _from_row(row) if row else None


def add(
    connection: sqlite3.Connection, name: str, identity: str, at: datetime, event: int, parent: int = 0
) -> int:
    """Note a file, or a part of the arrival `parent`, seen for the first time, waiting; returns its number."""
    cursor = connection.execute(
        "INSERT INTO arrival (name, identity, first_seen, outcome, reason, released, event, parent) "
        "VALUES (?, ?, ?, ?, '', 0, ?, ?)",
        (
            os.fsencode(name),
            identity,
            at.isoformat(timespec="seconds"),
            Outcome.WAITING.value,
            event,
            parent or None,
        ),
    )
    return int(cursor.lastrowid or 0)


def update(connection: sqlite3.Connection, arrival: Arrival) -> None:
    """Write an arrival's present state."""
    connection.execute(
        "UPDATE arrival SET identity = ?, outcome = ?, reason = ?, sha256 = ?, reference = ?, version = ?, "
        "target = ?, released = ? WHERE number = ?",
        (
            arrival.identity,
            arrival.outcome.value,
            arrival.reason,
            arrival.sha256 or None,
            arrival.reference or None,
            arrival.version or None,
            os.fsencode(arrival.target) if arrival.target else None,
            int(arrival.released),
            arrival.number,
        ),
    )


def remove(connection: sqlite3.Connection, number: int) -> None:
    """Forget a waiting file that was taken away again before it was filed; an event tells of it."""
    connection.execute(
        "DELETE FROM arrival WHERE number = ? AND outcome = ?", (number, Outcome.WAITING.value)
    )


def ledger(connection: sqlite3.Connection) -> Ledger:
    """How many files were seen (counted from the event log) and what became of them (counted from the arrivals).

    The two are counted in different places on purpose: a lost arrival shows as a sum that does not balance. A
    file that was taken away again before it was filed is not counted.
    """
    seen = connection.execute(
        "SELECT coalesce(sum(CASE what WHEN 'seen' THEN 1 ELSE -1 END), 0) FROM event WHERE what IN ('seen', 'gone')"
    ).fetchone()[0]
    counts = dict(connection.execute("SELECT outcome, count(*) FROM arrival GROUP BY outcome"))
    return Ledger(int(seen), tuple((o, int(counts.get(o.value, 0))) for o in Outcome))


def _from_row(row: tuple[object, ...]) -> Arrival:
    (
        number,
        name,
        identity,
        first_seen,
        outcome,
        reason,
        sha256,
        reference,
        version,
        target,
        released,
        parent,
    ) = row
    return Arrival(
        int(str(number)),
        os.fsdecode(name) if isinstance(name, bytes) else str(name),
        str(identity),
        str(first_seen),
        Outcome(str(outcome)),
        str(reason),
        str(sha256 or ""),
        str(reference or ""),
        int(str(version or 0)),
        os.fsdecode(target) if isinstance(target, bytes) else "",
        bool(released),
        int(str(parent or 0)),
    )
