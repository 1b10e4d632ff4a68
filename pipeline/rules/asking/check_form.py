"""What an agency's check form is pre-filled with: the meeting, the agency, and each person of the case.

Only what is confirmed: a name that is not stands as "[to be confirmed]", anything else is left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model.filing import Referral
from pipeline.model.form import Form
from pipeline.model.meeting import Meeting
from pipeline.rules.asking.involvement import PEOPLE, case_people
from pipeline.rules.correcting.confirmed import TO_CONFIRM

_PROTECTED = "PROTECTED"


@dataclass(frozen=True)
class CheckAsked:
    """What is asked of one agency: `due` is the day for its return, `meeting_ref` the meeting's name on forms."""

    agency: str
    meeting: Meeting
    meeting_ref: str
    due: date


def check_items(form: Form, referral_form: Form, case: Referral, asked: CheckAsked) -> dict[str, str]:
    """Slot -> text of one pre-filled check form. People beyond its rows are left out (`beyond` names them)."""
    items = dict(_heading(case, asked))
    rows = form.repeat(PEOPLE).maximum
    for number, person in enumerate(_people(referral_form, case)[:rows], 1):
        items |= {f"{PEOPLE}_{number}_{name}": text for name, text in person.items()}
    return {
        name: _fitting(form, name, text) for name, text in items.items() if text and name in form.slot_by_name
    }


def beyond(form: Form, case: Referral) -> tuple[str, ...]:
    """The people for whom the check form has no row: "Child 7"."""
    return tuple(p.title for p in case_people(case)[form.repeat(PEOPLE).maximum :])


def unconfirmed_people(case: Referral) -> tuple[str, ...]:
    """The people of a case of whom something is still to be confirmed: "Child 2"."""
    tables = (("child", "Child"), ("adult", "Adult"))
    return tuple(
        f"{title} {row.number}"
        for table, title in tables
        for row in case.submission.record.table(table)
        if TO_CONFIRM in row.values.values()
    )


def _heading(case: Referral, asked: CheckAsked) -> Iterator[tuple[str, str]]:
    yield "referral_ref", case.reference
    yield "meeting_ref", asked.meeting_ref
    yield "meeting_date", _short(asked.meeting.day)
    yield "district", asked.meeting.district
    yield "due_date", _short(asked.due)
    yield "family_address", _address(case)
    yield "agency", asked.agency


def _address(case: Referral) -> str:
    record = case.submission.record
    address, postcode = (_sure(record.plain(name)) for name in ("family_address", "family_postcode"))
    if address.startswith(_PROTECTED):
        return _PROTECTED
    return ", ".join(part for part in (" ".join(address.split()), postcode) if part)


def _people(form: Form, case: Referral) -> list[Mapping[str, str]]:
    """Children, then adults, in the order of `case_people`."""
    found: list[Mapping[str, str]] = []
    children = {f"child_{c.number}": c for c in case.children}
    adults = {f"adult_{a.number}": a for a in case.adults}
    for person in case_people(case):
        row = {"person_ref": person.ref, "name": person.name, "dob": _short(person.dob)}
        if person.ref in children:
            child = children[person.ref]
            row |= {"known_as": _sure(child.known_as), "nhs_no": _sure(child.nhs_no), "relationship": "Child"}
        else:
            row |= {"relationship": _relationship(form, _sure(adults[person.ref].relationship))}
        found.append(row)
    return found


def _relationship(form: Form, code: str) -> str:
    slot = form.slot_by_name.get("adult_1_relationship")
    return slot.field.shown(code) if slot and code else code


def _short(day: date | None) -> str:
    """27/09/2013: the boxes are narrow."""
    return f"{day:%d/%m/%Y}" if day else ""


def _sure(text: str) -> str:
    return "" if text == TO_CONFIRM else text


def _fitting(form: Form, name: str, text: str) -> str:
    """As much as the box takes; the copy of the referral form has it in full."""
    most = form.slot_by_name[name].field.validation.max_length
    return text if most is None else text[:most]
