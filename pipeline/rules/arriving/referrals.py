"""A filed referral with its people as nouns, and any stored value in the words that are printed."""

from __future__ import annotations

from datetime import date

from pipeline.model.filing import Referral, Submission
from pipeline.model.form import Field, Kind
from pipeline.model.people import Adult, Child, CoreGroupMember
from pipeline.model.record import Explicit, Record, Row, Value, as_text
from pipeline.rules.answers.dates import MONTHS, british, months_between
from pipeline.rules.answers.names import same_name

_EXPLICIT = {Explicit.NOT_KNOWN: "Not known", Explicit.NOT_APPLICABLE: "Not applicable"}


def shown_value(field: Field, value: Value | None) -> str:
    """The printed words of a value: labels for codes, British dates, Yes/No, Not known; "" for a blank.

    A value that could not be understood is a text and is shown as it was filled in.
    """
    if value is None:
        return ""
    if isinstance(value, Explicit):
        return _EXPLICIT[value]
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return british(value)
    if isinstance(value, tuple):
        return ", ".join(field.shown(code) for code in value)
    if field.kind is Kind.CHOICE:
        return field.shown(str(value))
    if field.kind is Kind.MONTH:
        return _month(str(value))
    return str(value)


def _month(stored: str) -> str:
    """May 2013 for "2013-05"; anything else as it is."""
    year, _, month = stored.partition("-")
    if len(year) == 4 and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12:
        return f"{MONTHS[int(month) - 1]} {year}"
    return stored


def as_referral(submission: Submission, meeting: date | None) -> Referral:
    """The referral with its people. Months on the plan are computed, never asked (X3), to the meeting date.

    A referrer who says that they are in the core group but is not in its table is added to it (X5), as number 0.
    """
    record = submission.record
    return Referral(
        submission=submission,
        children=tuple(_child(row) for row in record.table("child")),
        adults=tuple(_adult(row) for row in record.table("adult")),
        core_group=_core_group(record),
        district=record.plain("district"),
        reasons=record.codes("reason"),
        months_on_plan=months_on_plan(record, meeting),
    )


def months_on_plan(record: Record, meeting: date | None) -> int | None:
    """Whole months from the start of the plan to the meeting; None when either is missing or they are reversed."""
    start = record.day("plan_start")
    if start is None or meeting is None or meeting < start:
        return None
    return months_between(start, meeting)


def referrer_in_core_group(record: Record) -> Row | None:
    """The referrer's line in the core group's table, by e-mail or else by name; None when there is none."""
    email, name = record.plain("ref_email").casefold(), record.plain("ref_name")
    rows = record.table("cg")
    by_email = (row for row in rows if row.plain("email").casefold() == email != "")
    by_name = (row for row in rows if same_name(row.plain("name"), name))
    return next(by_email, None) or next(by_name, None)


def _core_group(record: Record) -> tuple[CoreGroupMember, ...]:
    members = tuple(_member(row) for row in record.table("cg"))
    if record.values.get("ref_in_core_group") is not True or referrer_in_core_group(record) is not None:
        return members
    name = record.plain("ref_name")
    if not name:
        return members
    referrer = CoreGroupMember(
        number=0,
        name=name,
        role=record.plain("ref_role"),
        agency=record.plain("ref_agency"),
        email=record.plain("ref_email"),
        invite=True,
    )
    return (referrer, *members)


def _child(row: Row) -> Child:
    return Child(
        number=row.number,
        forename=_name(row, "forename"),
        surname=_name(row, "surname"),
        known_as=row.plain("known_as"),
        dob=row.day("dob"),
        sex=row.plain("sex"),
        nhs_no=row.plain("nhs_no"),
        case_ref=row.plain("case_ref"),
        setting=row.plain("setting"),
        category=row.plain("category"),
    )


def _adult(row: Row) -> Adult:
    return Adult(
        number=row.number,
        name=_name(row, "name"),
        relationship=row.plain("relationship"),
        dob=row.day("dob"),
        in_household=row.plain("in_household"),
    )


def _member(row: Row) -> CoreGroupMember:
    return CoreGroupMember(
        number=row.number,
        name=_name(row, "name"),
        role=row.plain("role"),
        agency=row.plain("agency"),
        email=row.plain("email"),
        lead=row.yes("lead"),
        invite=row.yes("invite"),
    )


def _name(row: Row, name: str) -> str:
    """A name; one that is not known is called so."""
    value = row.values.get(name)
    return _EXPLICIT[value] if isinstance(value, Explicit) else as_text(value)
