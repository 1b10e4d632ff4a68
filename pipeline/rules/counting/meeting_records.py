"""A filled meeting record as nouns: themes with their points, actions, who came. The words stay as written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Submission
from pipeline.model.meeting import (
    Action,
    ActionStatus,
    Attendance,
    CaseDiscussed,
    MeetingRecord,
    Point,
    PointKind,
    Theme,
)
from pipeline.model.record import Record, Row

# A sign that can only be a bullet may touch the first word; a dash, a star or an o must stand apart from it.
_BULLET = re.compile(r"\s*(?:[•‣◦▪▫●○■□◆◇➢➤→✓·∙⁃\uf0b7\uf0a7]+\s*|(?:[-‐‑‒–—*]|o(?=\s\s|\t))(?:\s+|$))+")
_NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)]\s+")  # of a numbered list: it counts where the lines go on from 1
_SIGN = r"\s*(?:[:–—-]|$)"  # what parts a leading word from the words that follow
_LEADING = (
    (re.compile(r"(?:good|best) practice\b"), PointKind.GOOD_PRACTICE),
    (re.compile(r"top tips?\b"), PointKind.TOP_TIP),
    (
        re.compile(
            r"(?:practitioner'?s?'? )?messages? (?:to|for) (?:\w+ ){0,2}manage(?:rs?|ment)\b|managers?"
            + _SIGN
        ),
        PointKind.MESSAGE,
    ),
    (re.compile(r"concerns?\b|concerned (?:that|about|at|over)\b"), PointKind.CONCERN),
)
_SEEN = re.compile(r"\(good practice seen\)")


def as_meeting_record(record: Record) -> MeetingRecord:
    """The meeting record in nouns.

    Raises NotFoundError when the meeting date is missing or cannot be read: without it a record belongs nowhere.
    """
    day = record.day("meeting_date")
    if day is None:
        raise NotFoundError(
            "This meeting record has no meeting date that can be read. Fill in “Meeting date” as dd/mm/yyyy and "
            "drop the form into the inbox again."
        )
    return MeetingRecord(
        day=day,
        district=record.plain("district"),
        venue=record.plain("venue"),
        chair=record.plain("chair"),
        next_date=record.day("next_date"),
        attendance=tuple(_attendance(row) for row in record.table("att")),
        cases=tuple(_case(row) for row in record.table("case")),
        themes=tuple(_theme(row) for row in record.table("theme")),
        actions=tuple(_action(row) for row in record.table("action")),
        messages_scolt=bullets(record.plain("scolt")),
        messages_qa=bullets(record.plain("qa_subgroup")),
    )


def meeting_records(submissions: Iterable[Submission]) -> tuple[tuple[MeetingRecord, ...], tuple[str, ...]]:
    """The records that can be counted, and a sentence for each that cannot, having no date that can be read."""
    every = tuple(submissions)
    dated = tuple(
        replace(as_meeting_record(s.record), reference=s.reference)
        for s in every
        if s.record.day("meeting_date") is not None
    )
    return dated, tuple(
        f"{s.reference} has no meeting date that can be read, so it is not counted. Correct its date and drop the"
        " form into the inbox again, unless that has been done."
        for s in every
        if s.record.day("meeting_date") is None
    )


def bullets(text: str) -> tuple[str, ...]:
    """One bullet a line, its leading sign or number and outer spaces off, empty lines out; the words as they are."""
    lines = (_BULLET.sub("", line, count=1) if _BULLET.match(line) else line for line in text.split("\n"))
    return _unnumbered(tuple(line.strip() for line in lines if line.strip()))


def _unnumbered(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without the numbers of a list that was typed: 1., 2., 3. A number that is out of order is a text's own."""
    found = [_NUMBER.match(line) for line in lines]
    if len(lines) < 2 or [f and int(f[1]) for f in found] != list(range(1, len(lines) + 1)):
        return lines
    return tuple(line[f.end() :] if f else line for line, f in zip(lines, found, strict=True))


def point(text: str) -> Point:
    """A bullet with its kind, told by its leading words or by “(good practice seen)” inside it."""
    plain = re.sub(r"[‘’]", "'", text).casefold().lstrip("'\"“(*_ ")
    for pattern, kind in _LEADING:
        if pattern.match(plain):
            return Point(text, kind)
    return Point(text, PointKind.GOOD_PRACTICE if _SEEN.search(plain) else PointKind.LEARNING)


def _theme(row: Row) -> Theme:
    points = tuple(point(line) for line in bullets(row.plain("points")))
    return Theme(row.plain("heading"), points, row.plain("code"))


def _action(row: Row) -> Action:
    completed_on = row.day("completed_on")
    return Action(
        heading=row.plain("heading"),
        points=bullets(row.plain("text")),
        status=_status(row.plain("status"), completed_on),
        owner_role=row.plain("owner_role"),
        owner_agency=row.plain("owner_agency"),
        due=row.day("due"),
        completed_on=completed_on,
        note=row.plain("note"),
        number=row.plain("id"),
        carried_from=row.day("carried_from"),
    )


def _status(said: str, completed_on: date | None) -> ActionStatus:
    """The status; one that is missing or cannot be read follows from whether there is a completion date."""
    if said in tuple(ActionStatus):
        return ActionStatus(said)
    return ActionStatus.COMPLETED if completed_on else ActionStatus.PLANNED


def _attendance(row: Row) -> Attendance:
    return Attendance(
        name=row.plain("name"),
        role=row.plain("role"),
        agency=row.plain("agency"),
        kind=row.plain("kind"),
        present=row.plain("present"),
        info_sent=row.yes("info_sent"),
        confidentiality_signed=row.yes("signed"),
    )


def _case(row: Row) -> CaseDiscussed:
    children = row.values.get("children")
    return CaseDiscussed(
        reference=row.plain("referral_ref"),
        outcome=row.plain("outcome"),
        children=children if isinstance(children, int) else 0,
        presented_by=row.plain("presented_by"),
    )
