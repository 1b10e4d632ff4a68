"""References as people write them, and what a record of a meeting says of cases that the register does not confirm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.form import Form
from pipeline.model.record import Problem, Record, Row, Severity, Value
from pipeline.rules.answers.dates import british

_WRITTEN = re.compile(r"(?:ref(?:erence)?\b[.: ]*)?([a-z]*)[\W_]*(\d{4})[\W_]*0*(\d{1,4})\.?", re.IGNORECASE)
REFERRAL_REF = "referral_ref"


@dataclass(frozen=True)
class Known:
    """What the register holds of one referral: the day it first came, and its meeting."""

    received: date
    meeting: date | None


def read_reference(text: str, prefix: str) -> str:
    """The reference meant: "crp 2013 7", "CRP/2013/07" and "2013-7" are CRP-2013-007. What is none: in capitals."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or found[1].upper() not in ("", prefix.upper()):
        return text.strip().upper()
    return f"{prefix}-{found[2]}-{int(found[3]):03d}"


def with_references(record: Record, prefix: str) -> Record:
    """The record with every reference to a referral written one way."""

    def said(value: Value) -> Value:
        return read_reference(value, prefix) if type(value) is str else value

    def line(row: Row) -> Row:
        return replace(row, values={n: said(v) if n == REFERRAL_REF else v for n, v in row.values.items()})

    return replace(
        record,
        values={n: said(v) if n == REFERRAL_REF else v for n, v in record.values.items()},
        rows={name: tuple(line(row) for row in rows) for name, rows in record.rows.items()},
    )


def unknown_referral(reference: str) -> str:
    """What is asked about a reference that the register does not hold."""
    return f"there is no referral {reference} in the register; please look the reference up again."


def case_problems(
    form: Form, record: Record, day: date | None, find: Callable[[str], Known | None]
) -> Iterator[Problem]:
    """What to ask about the cases of a meeting record: a referral that is not there, or not of this meeting.

    `find` gives what the register holds of a reference; `day` is the meeting's, None when it could not be read.
    """
    for row in record.table("case"):
        reference = row.text(REFERRAL_REF)
        if not reference:
            continue  # a blank is already a query of its own
        words, severity = _doubt(row, reference, day, find(reference))
        if words:
            slot = form.slot_by_name.get(f"case_{row.number}_{REFERRAL_REF}")
            label = slot.label if slot else ""
            yield Problem(f"case_{row.number}_{REFERRAL_REF}", label, words, severity, "reference")


def _doubt(row: Row, reference: str, day: date | None, known: Known | None) -> tuple[str, Severity]:
    if known is None:
        return unknown_referral(reference), Severity.QUERY
    if day is None:
        return "", Severity.WARNING
    if known.received > day:
        came = f"{reference} came on {british(known.received)}, after this meeting"
        return f"{came}; is another referral meant?", Severity.QUERY
    if row.text("outcome") == "discussed" and known.meeting is not None and known.meeting != day:
        return f"{reference} is for the meeting on {british(known.meeting)}.", Severity.WARNING
    return "", Severity.WARNING
