"""What a meeting's record form is pre-filled with, and what it has no room for.

Whether somebody came is never filled in for those who said that they would: a person ticks who did. Whoever said that
they would not stands under apologies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.filing import Referral
from pipeline.model.form import Form
from pipeline.model.invitations import Coming, Invited
from pipeline.model.meeting import Meeting
from pipeline.model.people import PanelMember
from pipeline.rules.answers.names import fold, same_name
from pipeline.rules.counting.actions import ActionLife

_Row = Mapping[str, str]


@dataclass(frozen=True)
class RecordAsked:
    """All that is known of a meeting before its record is written. `next_day`: of the next meeting, None without."""

    meeting: Meeting
    next_day: date | None
    members: Sequence[PanelMember]
    invited: Sequence[Invited]
    cases: Sequence[Referral]
    actions: Sequence[ActionLife]  # those that are open


@dataclass(frozen=True)
class RecordItems:
    """Slot -> text; and a sentence for everything that the form has no row for."""

    items: Mapping[str, str]
    left_out: tuple[str, ...]


def record_items(form: Form, asked: RecordAsked) -> RecordItems:
    """The answers that are known before the meeting; what the form does not ask (any more) is left out in silence."""
    meeting, following = asked.meeting, asked.next_day
    items = {
        "meeting_date": _short(meeting.day),
        "district": meeting.district,
        "venue": meeting.venue,
        "chair": meeting.chair,
        "next_date": _short(following) if following else "",
    }
    tables = {
        "att": ("Attendance", _attendance(asked), "name"),
        "case": ("Cases", [_case(c) for c in asked.cases], "referral_ref"),
        "action": ("Actions", [_action(a) for a in asked.actions], "heading"),
    }
    left: list[str] = []
    for table, (title, rows, named) in tables.items():
        room = next((r.maximum for r in form.repeats if r.name == table), 0)
        for number, row in enumerate(rows[:room], 1):
            items |= {f"{table}_{number}_{name}": text for name, text in row.items()}
        out = ", ".join(row[named] for row in rows[room:])
        left += [f"{title}: the form has {room} rows; left out: {out}."] if out else []
    return RecordItems(_fitting(form, items), tuple(left))


def _attendance(asked: RecordAsked) -> list[_Row]:
    rows: list[_Row] = []
    for member in asked.members:
        rows.append(_person(member.name, member.role, member.agency, "panel"))
    for one in asked.invited:
        rows += [row for row in _guest(one) if not any(_same(row, known) for known in rows)]
    return rows


def _guest(one: Invited) -> Iterator[_Row]:
    """An invited person, and behind them the one who comes instead."""
    guest, said = one.booking.guest, one.reply
    stays = said is not None and said.coming in (Coming.NO, Coming.DEPUTY)
    present = "apologies" if stays else ""
    yield _person(guest.to.name, guest.to.role, guest.agency, "practitioner", present)
    if said is not None and said.deputy is not None:
        yield _person(said.deputy.name, said.deputy.role, guest.agency, "practitioner")


def _person(name: str, role: str, agency: str, kind: str, present: str = "") -> _Row:
    return {"name": name, "role": role, "agency": agency, "kind": kind, "present": present}


def _same(one: _Row, other: _Row) -> bool:
    return same_name(one["name"], other["name"]) and fold(one["agency"]) == fold(other["agency"])


def _case(case: Referral) -> _Row:
    children = len(case.children)
    return {"referral_ref": case.reference, "children": str(children) if children else ""}


def _action(life: ActionLife) -> _Row:
    action = life.action
    return {
        "heading": action.heading,
        "status": action.status.value,
        "due": _short(action.due) if action.due else "",
        "carried_from": _short(life.agreed),
        "text": "\n".join(action.points),
        "owner_role": action.owner_role,
        "owner_agency": action.owner_agency,
        "note": action.note,
        "id": life.number,
    }


def _short(day: date) -> str:
    """27/09/2013: the boxes are narrow."""
    return f"{day:%d/%m/%Y}"


def _fitting(form: Form, items: Mapping[str, str]) -> dict[str, str]:
    """What is filled in and asked, as much of it as the boxes take."""
    known = form.slot_by_name
    filled = {name: text for name, text in items.items() if text and name in known}
    return {name: text[: known[name].field.validation.max_length] for name, text in filled.items()}
