"""The event log: every line's hash covers the line before, so that nothing can be changed unnoticed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.model.filing import Event

_COLUMNS = "number, at, what, subject, detail, previous, hash"


def append(
    connection: sqlite3.Connection, at: datetime, what: str, subject: str, detail: Mapping[str, object]
) -> int:
    """Add an event inside the running transaction and return its number."""
    head = connection.execute("SELECT number, hash FROM chain_head").fetchone()
    number, previous = (head[0] + 1, head[1]) if head else (1, "")
    text = json.dumps(detail, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    moment = at.isoformat(timespec="seconds")
    digest = event_hash(number, moment, what, subject, text, previous)
    connection.execute(
        f"INSERT INTO event ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, moment, what, subject, text, previous, digest),
    )
    connection.execute("INSERT OR REPLACE INTO chain_head VALUES (1, ?, ?)", (number, digest))
    return number


def event_hash(number: int, at: str, what: str, subject: str, detail: str, previous: str) -> str:
    """SHA-256 (hex) of one line together with the hash of the line before."""
    line = json.dumps([number, at, what, subject, detail, previous], ensure_ascii=True)
    return hashlib.sha256(line.encode("ascii")).hexdigest()


def detail_of(text: str) -> dict[str, Any]:
    """What an event's detail says; nothing when it was spoilt, which its hash shows."""
    try:
        detail = json.loads(text)
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}


def read(connection: sqlite3.Connection) -> Iterator[Event]:
    """Every event, oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM event ORDER BY number")
    return (Event(*row) for row in rows)


def of_kind(connection: sqlite3.Connection, what: Sequence[str], subject: str | None) -> Iterator[Event]:
    """The events of some kinds, about one subject or all, oldest first."""
    marks = ", ".join("?" * len(what))
    about, values = ("AND subject = ?", (*what, subject)) if subject is not None else ("", tuple(what))
    query = f"SELECT {_COLUMNS} FROM event WHERE what IN ({marks}) {about} ORDER BY number"
    return (Event(*row) for row in connection.execute(query, values))


def faults(connection: sqlite3.Connection) -> tuple[str, ...]:
    """What is wrong with the log, a sentence each: edited, removed (also the last ones) or moved lines."""
    found: list[str] = []
    number, previous = 0, ""
    for event in read(connection):
        number += 1
        if event.number != number:
            found.append(f"Event {number} is missing from the log.")
            number = event.number
        if event.previous != previous:
            found.append(f"Event {event.number} does not follow the event before it.")
        parts = (event.number, event.at, event.what, event.subject, event.detail, event.previous)
        if event_hash(*parts) != event.hash:
            found.append(f"Event {event.number} was changed after it was written.")
        previous = event.hash
    head = connection.execute("SELECT number, hash FROM chain_head").fetchone()
    if (head or (0, "")) != (number, previous):
        found.append(f"The log ends at event {number}, but {head[0] if head else 0} events were written.")
    return (*found, *_dangling(connection))


def _dangling(connection: sqlite3.Connection) -> Iterator[str]:
    """Rows that refer to an event that is no longer there."""
    for table, label in (("submission", "reference"), ("arrival", "number"), ("issue", "paper")):
        rows = connection.execute(
            f"SELECT {label}, event FROM {table} WHERE event NOT IN (SELECT number FROM event) ORDER BY event"
        )
        for name, event in rows:
            yield f"Event {event}, which recorded {table} {name}, has been removed."
