"""What each agency did in a quarter: seats on the panel, practitioners who came, checks sent back in time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.filing import Event, Submission
from pipeline.model.meeting import MeetingRecord

_SEATED = ("panel", "deputy")


@dataclass(frozen=True)
class Return:
    """A check that an agency was asked for: about one case of a meeting. `came`: the day the first version came.

    `case` and `check`: the references of the referral and of what came.
    """

    agency: str
    meeting: date
    due: date
    came: date | None = None
    case: str = ""
    check: str = ""


@dataclass(frozen=True)
class Participation:
    """One agency in the quarter: panel seats taken, panel seats empty, practitioners present (attendances).

    `due` are the checks asked for; each is `on_time`, `late` or, having not come at all, `none`.
    """

    agency: str
    panel: int
    absent: int
    practitioners: int
    due: int = 0
    on_time: int = 0
    late: int = 0
    none: int = 0


def returns_due(
    checks: Iterable[Submission], ended: Container[str], circulated: Iterable[Event], today: date
) -> tuple[Return, ...]:
    """Every check that was asked for and was due before today, or has come; a referral that ended is left out.

    `circulated`: the events that tell what was asked. A case that goes to another meeting keeps the checks of the one
    it was circulated for.
    """
    came: dict[tuple[str, str], tuple[date, str]] = {}
    for one in checks:
        key = (one.record.text("referral_ref"), one.record.text("agency"))
        came[key] = min((one.first_received, one.reference), came.get(key, (date.max, "")))
    asked = {}
    for event in circulated:
        for reference in event.said.get("references", ()):
            asked[(event.subject, reference, event.said["agency"])] = date.fromisoformat(event.said["due"])
    found = []
    for (day, reference, agency), due in sorted(asked.items()):
        back, check = came.get((reference, agency), (None, ""))
        if reference not in ended and (due < today or back):
            found.append(Return(agency, date.fromisoformat(day), due, back, reference, check))
    return tuple(found)


def practitioners(record: MeetingRecord) -> list[tuple[str, str]]:
    """Who was met at one meeting: practitioners present, each person once; panel members are not among them."""
    people = {
        (" ".join(a.name.split()).casefold(), a.agency)
        for a in record.attendance
        if a.kind == "practitioner" and a.present == "yes"
    }
    return sorted(people)


def participation(now: Sequence[MeetingRecord], returns: Sequence[Return]) -> tuple[Participation, ...]:
    """A line for each agency that sat on the panel, was met or was asked for a check, by code."""
    rows = []
    for agency in sorted(there(now) | {r.agency for r in returns}):
        held = [seats(record, agency) for record in now]
        came, empty = sum(taken for taken, _ in held), sum(empty for _, empty in held)
        met = sum((agency == of) for r in now for _, of in practitioners(r))
        asked = [r for r in returns if r.agency == agency]
        back = [r.came <= r.due for r in asked if r.came]
        figures = (len(asked), sum(back), len(back) - sum(back), len(asked) - len(back))
        rows.append(Participation(agency, came, empty, met, *figures))
    return tuple(rows)


def there(now: Sequence[MeetingRecord]) -> set[str]:
    """The agencies that had a seat at these meetings, or whose practitioners were met."""
    sat = {a.agency for r in now for a in r.attendance if a.kind in _SEATED}
    return sat | {agency for r in now for _, agency in practitioners(r)}


def seats(record: MeetingRecord, agency: str) -> tuple[int, int]:
    """An agency's seats at a meeting, taken and empty. A deputy sits for a member and has no seat beside theirs."""
    own = [a for a in record.attendance if a.agency == agency and a.kind in _SEATED]
    members = sum(a.kind == "panel" for a in own) or len(own)
    taken = min(members, sum(a.present == "yes" for a in own))
    return taken, members - taken
