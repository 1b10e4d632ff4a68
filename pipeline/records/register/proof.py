"""What the tables say, compared with what the event log says was done: the log is the witness of every row."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator

from pipeline.model.filing import Outcome
from pipeline.records.register import events as register_events
from pipeline.records.register import rows as register_rows
from pipeline.records.register.events import detail_of

_NUMBERED = re.compile(r"(.+-\d{4})-(\d{3,})")  # a reference that a counter gave: CRP-2013-014
_DECISIONS = tuple(o.value for o in Outcome if o is not Outcome.WAITING)
_COMPARED = ("outcome", "reference", "version", "reason", "sha256")


def every_fault(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the log, the rows it records, and the database itself; a sentence each."""
    yield from register_events.faults(connection)
    yield from register_rows.faults(connection)
    yield from faults(connection)
    for row in connection.execute("PRAGMA quick_check"):
        if row[0] != "ok":
            yield f"The database itself: {row[0]}"
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"A row of {row[0]} refers to a {row[2]} that is not there."


def faults(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Rows that are missing, or differ from the events that recorded them; a sentence each."""
    return (*_filed(connection), *_arrived(connection), *_issued(connection), *_counted(connection))


def _filed(connection: sqlite3.Connection) -> Iterator[str]:
    """Each event that filed something has its submission."""
    rows = connection.execute("SELECT event, reference, version, sha256 FROM submission")
    held = {row[0]: row[1:] for row in rows}
    for number, reference, text in _events(connection, "filed"):
        said = detail_of(text)
        version = said.get("version")
        if held.get(number) != (reference, version, said.get("sha256")):
            yield f"{reference} version {version} was filed (event {number}) but is not in the register as it was."


def _arrived(connection: sqlite3.Connection) -> Iterator[str]:
    """Each file seen is in the ledger under its name, with the last decision about it and no other."""
    decisions = _decisions(connection)
    rows = connection.execute(
        "SELECT arrival.number, name, detail, released, outcome, coalesce(reference, ''), coalesce(version, 0), "
        "reason, coalesce(sha256, ''), coalesce(parent, 0) "
        "FROM arrival JOIN event ON event.number = arrival.event ORDER BY 1"
    )
    for number, name, text, released, *values, parent in rows:
        shown, seen = ascii(os.fsdecode(name)), detail_of(text)
        if seen.get("name") != shown:
            yield f"File {number} of the ledger, {shown}, came under another name."
        if seen.get("in", 0) != parent:
            yield f"File {number} of the ledger, {shown}, came in another file."
        fault = _undecided(decisions.pop(number, {}), dict(zip(_COMPARED, values, strict=True)), released)
        if fault:
            yield f"File {number} of the ledger, {shown}, {fault}."
    for number, decision in decisions.items():
        yield f"File {number} was decided (event {decision['event']}) but is no longer in the ledger."


def _decisions(connection: sqlite3.Connection) -> dict[object, dict[str, object]]:
    """The last decision about each arrival, by its number."""
    marks = ", ".join("?" * len(_DECISIONS))
    rows = connection.execute(
        "SELECT number, what, detail FROM event WHERE subject = 'inbox' "
        f"AND what IN ({marks}) ORDER BY number",
        _DECISIONS,
    )
    found = ({**detail_of(text), "event": number, "outcome": what} for number, what, text in rows)
    return {decision.get("arrival"): decision for decision in found}


def _undecided(decision: dict[str, object], now: dict[str, object], released: int) -> str:
    """How a row of the ledger differs from the decision about it, in words; "" when it does not."""
    if not decision:
        decided = now["outcome"] != Outcome.WAITING.value or released
        return f"is called {now['outcome']}, but nothing was decided about it" if decided else ""
    changed = [name for name in _COMPARED if decision.get(name, now[name]) != now[name]]
    return (
        f"was changed since it was decided in event {decision['event']} ({', '.join(changed)})"
        if changed
        else ""
    )


def _issued(connection: sqlite3.Connection) -> Iterator[str]:
    """Each issue number that was given out is held, and no other."""
    held = set(connection.execute("SELECT event, paper, number, digest FROM issue"))
    given = set()
    for event, paper, text in _events(connection, "issue"):
        detail = detail_of(text)
        given.add((event, paper, detail.get("number"), detail.get("digest")))
    wrong = {event: paper for event, paper, _, _ in held ^ given}
    for event, paper in sorted(wrong.items()):
        yield f"The issue number of {paper} is not the one that was given out (event {event})."


def _counted(connection: sqlite3.Connection) -> Iterator[str]:
    """No counter stands before a reference it has given: it would give that again."""
    counters = dict(connection.execute("SELECT series, last FROM counter"))
    highest: dict[str, int] = {}
    for (reference,) in connection.execute("SELECT DISTINCT reference FROM submission"):
        found = _NUMBERED.fullmatch(reference)
        if found:
            highest[found[1]] = max(highest.get(found[1], 0), int(found[2]))
    for series, number in sorted(highest.items()):
        if counters.get(series, 0) < number:
            yield f"The counter of {series} stands at {counters.get(series, 0)}, but {series}-{number:03d} is filed."


def _events(connection: sqlite3.Connection, what: str) -> Iterator[tuple[int, str, str]]:
    query = "SELECT number, subject, detail FROM event WHERE what = ? ORDER BY number"
    yield from connection.execute(query, (what,))
