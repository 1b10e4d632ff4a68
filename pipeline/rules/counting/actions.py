"""The life of an action over the meeting records: agreed at one meeting, carried to the next until it has ended.

It has ended when a record says completed, not possible or dropped. What the newest record forgets is still open.
An action is known again by its number, else by its heading and its owner.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.meeting import Action, ActionStatus, MeetingRecord, Quarter
from pipeline.rules.answers.dates import short
from pipeline.rules.answers.names import fold
from pipeline.rules.counting.quarters import last_day, quarter_of
from pipeline.rules.counting.tracing import open_action

_OURS = re.compile(r"\d{6}-\d+")  # a number that the program gave
_GIVEN_UP = (ActionStatus.NOT_POSSIBLE, ActionStatus.DROPPED)


@dataclass(frozen=True)
class ActionLife:
    """One action as it stands after the last record, with what earlier records said where the later are blank.

    `number` names it from now on; `agreed` and `spoken`: the first and the last meeting whose record has it;
    `ended`: the day it was completed or given up (the meeting's, when the record gives none); `forgotten`: it is open,
    and a later record does not name it.
    """

    number: str
    agreed: date
    action: Action
    spoken: date
    ended: date | None = None
    forgotten: bool = False

    @property
    def open(self) -> bool:
        """Whether it still waits to be done."""
        return self.ended is None

    @property
    def unexplained(self) -> bool:
        """Whether it was given up and no record says why."""
        return self.action.status in _GIVEN_UP and not self.action.note


def lives(records: Iterable[MeetingRecord]) -> tuple[ActionLife, ...]:
    """Every action of these records, each once, in the order in which they were agreed."""
    found: list[ActionLife] = []
    last: date | None = None
    for record in sorted(records, key=lambda r: r.day):
        last = record.day
        taken: set[int] = set()
        for place, action in enumerate(record.actions, 1):
            at = _known(found, action, taken)
            if at is None:
                at = len(found)
                found.append(_begun(record.day, place, action))
            else:
                found[at] = _carried(found[at], record.day, action)
            taken.add(at)
    return tuple(replace(one, forgotten=one.open and one.spoken != last) for one in found)


def in_line(points: Sequence[str]) -> str:
    """What an action is about, in one line: its bullets told apart by semicolons."""
    return "; ".join([*(p.rstrip(" .;") for p in points[:-1]), *points[-1:]])


def overdue_days(life: ActionLife, day: date) -> int:
    """How many days an open action is overdue on a day; 0 when it is not, or has no day."""
    due = life.action.due
    return max((day - due).days, 0) if life.open and due is not None else 0


def ended_since(found: Sequence[ActionLife], since: date | None) -> tuple[ActionLife, ...]:
    """What was completed or given up after a day, or was said so by a later meeting only; all without a day."""
    return tuple(one for one in found if one.ended and (since is None or max(one.ended, one.spoken) > since))


def shown_in(records: Iterable[MeetingRecord], quarter: Quarter) -> tuple[ActionLife, ...]:
    """Actions of the quarter's meetings, then earlier ones that are open or ended in it; each once, as it stands."""
    found = lives(r for r in records if r.day <= last_day(quarter))
    own = [a for a in found if quarter_of(a.spoken) == quarter]
    return (
        *own,
        *(a for a in found if a not in own and (a.ended is None or quarter_of(a.ended) == quarter)),
    )


def doubts(found: Sequence[ActionLife]) -> tuple[str, ...]:
    """A sentence for each action that a record forgets, and for each that was given up without a reason."""
    return tuple(_doubt(one) for one in found if one.forgotten or one.unexplained)


def _doubt(one: ActionLife) -> str:
    named = f"“{one.action.heading}” ({one.number}, agreed on {short(one.agreed)})"
    if one.forgotten:
        return (
            f"{named} is still open, but the newest meeting record does not name it. Put it into that record, with how"
            " it stands, and drop the record into the inbox again."
        )
    words = "not possible" if one.action.status is ActionStatus.NOT_POSSIBLE else "dropped"
    return f"{named} is {words}, and no reason is given. Write it under “Note” in the record of {short(one.spoken)}."


def _begun(day: date, place: int, action: Action) -> ActionLife:
    """A new action; its number is the meeting's day and its place there: 130927-2."""
    number = action.number or f"{day:%y%m%d}-{place}"
    agreed = min(action.carried_from or day, day)
    return ActionLife(number, agreed, action, day, _ended(action, day))


def _carried(life: ActionLife, day: date, action: Action) -> ActionLife:
    """A later record's word counts; where it is blank the earlier one's stands."""
    before = life.action
    now = replace(
        action,
        owner_role=action.owner_role or before.owner_role,
        owner_agency=action.owner_agency or before.owner_agency,
        due=action.due or before.due,
        points=action.points or before.points,
        completed_on=action.completed_on or (None if open_action(action) else before.completed_on),
        note=action.note or before.note,
    )
    ended = None if open_action(now) else life.ended if life.ended and not action.completed_on else None
    return replace(life, action=now, spoken=day, ended=ended or _ended(now, day))


def _ended(action: Action, day: date) -> date | None:
    return None if open_action(action) else action.completed_on or day


def _known(found: Sequence[ActionLife], action: Action, taken: Collection[int]) -> int | None:
    """Which of the known actions a line of a record carries on; None when it is a new one."""
    free = [(at, life) for at, life in enumerate(found) if at not in taken]
    by_number = [at for at, life in free if action.number and _same_number(life, action)]
    if by_number:
        return by_number[-1]
    alike = [(at, life) for at, life in free if _continues(life, action) and _may_own(life.action, action)]
    same = [at for at, life in alike if _owner(life.action) == _owner(action)]
    if same:
        return same[-1]
    return alike[0][0] if len(alike) == 1 else None


def _same_number(life: ActionLife, action: Action) -> bool:
    """Numbers that people give may begin anew at each meeting: such a one needs the day or the heading beside it."""
    if fold(life.number) != fold(action.number):
        return False
    return (
        bool(_OURS.fullmatch(life.number))
        or action.carried_from == life.agreed
        or _heading(life.action) == _heading(action)
    )


def _continues(life: ActionLife, action: Action) -> bool:
    """Whether a line with this heading may be the same action: an open one, or the end of it told once more."""
    if _heading(life.action) != _heading(action):
        return False
    if life.open or action.carried_from == life.agreed:
        return True
    return not open_action(action) and action.completed_on in (None, life.action.completed_on)


def _heading(action: Action) -> str:
    return fold(action.heading)


def _owner(action: Action) -> tuple[str, str]:
    return fold(action.owner_role), action.owner_agency


def _may_own(one: Action, other: Action) -> bool:
    """Whether nothing that both say of the owner differs."""
    return all(not a or not b or a == b for a, b in zip(_owner(one), _owner(other), strict=True))
