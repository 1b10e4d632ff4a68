"""Submissions as rows: the searched columns stand on their own, the answers are JSON."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import date, datetime
from typing import Any

from pipeline.model.answers import answers_from_json, answers_to_json
from pipeline.model.filing import NO_ORIGIN, Difference, Origin, Outcome, Submission
from pipeline.model.record import Problem, Severity, record_from_json, record_to_json
from pipeline.records.register.events import detail_of

COLUMNS = (
    "reference, version, form_name, sha256, kind, received, outcome, meeting, late, record, problems, differences, "
    "answers, origin"
)
_FIRST_COLUMNS = 12  # that the first register had
_LATEST = (
    "version = (SELECT max(version) FROM submission AS other WHERE other.reference = submission.reference)"
)

# The day the first version for the same meeting came. Versions before one that was for another meeting do not count;
# versions that had no meeting yet do.
_FIRST_RECEIVED = """(SELECT min(first.received) FROM submission AS first
    WHERE first.reference = submission.reference AND first.version <= submission.version
    AND first.version > coalesce((SELECT max(moved.version) FROM submission AS moved
        WHERE moved.reference = submission.reference AND moved.version < submission.version
        AND moved.meeting <> submission.meeting), 0))"""


def to_row(submission: Submission) -> tuple[Any, ...]:
    """The columns of a submission, in the order of COLUMNS."""
    return (
        submission.reference,
        submission.version,
        submission.form_name,
        submission.sha256,
        submission.kind,
        submission.received.isoformat(),
        submission.outcome.value,
        submission.meeting.isoformat() if submission.meeting else None,
        int(submission.late),
        _json(record_to_json(submission.record)),
        _json([[p.slot, p.label, p.message, p.severity.value, p.code] for p in submission.problems]),
        _json([[d.slot, d.label, d.before, d.after] for d in submission.differences]),
        _json(answers_to_json(submission.answers)) if submission.answers else "",
        _json(_origin_to_json(submission.origin)) if submission.origin != NO_ORIGIN else "",
    )


def from_row(row: tuple[Any, ...]) -> Submission:
    """The submission in a row read with COLUMNS, the day its first version came and the event that filed it."""
    return Submission(
        reference=row[0],
        version=row[1],
        form_name=row[2],
        sha256=row[3],
        kind=row[4],
        received=date.fromisoformat(row[5]),
        outcome=Outcome(row[6]),
        meeting=date.fromisoformat(row[7]) if row[7] else None,
        late=bool(row[8]),
        record=record_from_json(json.loads(row[9])),
        problems=tuple(Problem(p[0], p[1], p[2], Severity(p[3]), p[4]) for p in json.loads(row[10])),
        differences=tuple(Difference(*d) for d in json.loads(row[11])),
        answers=answers_from_json(json.loads(row[12])) if row[12] else None,
        origin=_origin_from_json(json.loads(row[13])) if row[13] else NO_ORIGIN,
        earlier=date.fromisoformat(row[14]) if row[14] < row[5] else None,
        event=row[15],
    )


def _origin_to_json(origin: Origin) -> dict[str, Any]:
    every = {**vars(origin), "sent": origin.sent.isoformat() if origin.sent else None}
    return {name: value for name, value in every.items() if value}


def _origin_from_json(data: dict[str, Any]) -> Origin:
    sent = data.get("sent")
    inside = tuple(data.get("inside", ()))
    return Origin(**{**data, "inside": inside, "sent": datetime.fromisoformat(sent) if sent else None})


def digest(row: tuple[Any, ...]) -> str:
    """SHA-256 (hex) of a row's columns; the event that filed it holds the same.

    Columns that later migrations added are blank in older rows and do not count there.
    """
    columns = list(row[:_FIRST_COLUMNS])
    if any(row[_FIRST_COLUMNS:]):
        columns = list(row)
    return hashlib.sha256(_json(columns).encode("ascii")).hexdigest()


def insert(connection: sqlite3.Connection, submission: Submission, event: int) -> None:
    """Add a submission inside the running transaction."""
    row = to_row(submission)
    marks = ", ".join("?" * (len(row) + 1))
    connection.execute(
        f"INSERT INTO submission ({COLUMNS}, event) VALUES ({marks})",
        (*row, event),
    )


def select(
    connection: sqlite3.Connection, where: str, *values: object, latest: bool = True
) -> tuple[Submission, ...]:
    """Submissions that meet a condition, by reference and version; only the latest versions unless told."""
    condition = f"({where}) AND {_LATEST}" if latest else where
    columns = f"{COLUMNS}, {_FIRST_RECEIVED}, event"
    query = f"SELECT {columns} FROM submission WHERE {condition} ORDER BY received, reference, version"
    return tuple(from_row(row) for row in connection.execute(query, values))


def faults(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Submissions that are no longer what the event log says was filed."""
    query = f"SELECT {COLUMNS}, detail FROM submission JOIN event ON event.number = submission.event"
    return tuple(
        f"{row[0]} version {row[1]} was changed after it was filed."
        for row in connection.execute(query)
        if detail_of(row[-1]).get("digest") != digest(tuple(row[:-1]))
    )


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))
