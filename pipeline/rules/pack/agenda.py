"""The agenda of a panel morning: panel-only parts around the cases, a break between two families, no overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from pipeline.model.meeting import Meeting
from pipeline.model.pack import AgendaItem
from pipeline.rules.answers.dates import british

# The parts of one case with their share of an hour.
_CASE_PARTS = (
    ("welcome and ground rules", 5),
    ("referrer's outline", 10),
    ("the child's day", 5),
    ("core group view", 10),
    ("panel involvement facts", 5),
    ("discussion of practice issues", 20),
    ("what would help others, and close", 5),
)
_OPENING, _BREAK, _LUNCH, _THEMES, _ACTIONS, _CLOSE = 15, 10, 30, 30, 15, 5
_LUNCH_FROM, _LUNCH_TO = 12 * 60, 14 * 60  # a break that starts in these hours is the lunch break, once
_DAY = 24 * 60


_COUNTING = range(1, 1000)
_CASE = "Case"  # how the items begin in which a case is heard

_LATE = 17 * 60  # practitioners come in working hours
_MANY = 4  # cases that a panel can do justice to in a day


@dataclass(frozen=True)
class Following:
    """The next meeting, as the close of this one announces it."""

    day: date
    district: str  # printed name
    deadline: date  # for referrals


def agenda(
    meeting: Meeting,
    references: Sequence[str],
    minutes_per_case: int,
    following: Following | None,
    numbers: Sequence[int] = (),
) -> tuple[AgendaItem, ...]:
    """The items in order, each starting when the one before ends, from the meeting's start.

    `numbers`: what each case is called, where that is not 1, 2, 3. One break, at least, lies between two cases, so
    that two families' practitioners do not meet.
    """
    at = _minutes(meeting.start)
    items = []
    for item in _items(at, references, minutes_per_case, following, numbers):
        items.append(AgendaItem(_clock(at), item.minutes, item.title, item.detail, item.who))
        at += item.minutes
    return tuple(items)


@dataclass(frozen=True)
class CaseTime:
    """When a case is heard: from `start`, for so many minutes."""

    reference: str
    start: time
    minutes: int

    @property
    def words(self) -> str:
        """ "09:30 to 10:30"."""
        return f"{self.start:%H:%M} to {_clock(_minutes(self.start) + self.minutes)}"


def case_times(meeting: Meeting, references: Sequence[str], minutes_per_case: int) -> tuple[CaseTime, ...]:
    """When each case is heard, as the agenda has it."""
    items = (i for i in agenda(meeting, references, minutes_per_case, None) if i.title.startswith(_CASE))
    return tuple(
        CaseTime(reference, time.fromisoformat(item.start), item.minutes)
        for reference, item in zip(references, items, strict=True)
    )


def agenda_warnings(meeting: Meeting, items: Sequence[AgendaItem], cases: int) -> tuple[str, ...]:
    """Why a day may be too long: it ends after 17:00, or has more cases than a panel can do justice to."""
    end = _minutes(meeting.start) + sum(item.minutes for item in items)
    found = []
    if end > _LATE:
        found.append(
            f"The agenda runs until {_clock(end)}, after {_clock(_LATE)}: move a case or start earlier."
        )
    if cases > _MANY:
        found.append(f"{cases} cases are many for one day; more than {_MANY} leave little time for each.")
    return tuple(found)


def _items(
    start: int,
    references: Sequence[str],
    per_case: int,
    following: Following | None,
    numbers: Sequence[int],
) -> Iterator[AgendaItem]:
    """The items without their times."""
    yield _item(_OPENING, "Panel only: opening", _OPENING_DETAIL, "Chair")
    at, eaten = start + _OPENING, False
    for place, (number, reference) in enumerate(zip(numbers or _COUNTING, references, strict=False)):
        if place:
            lunch = not eaten and _LUNCH_FROM <= at < _LUNCH_TO
            minutes = _LUNCH if lunch else _BREAK
            yield _item(
                minutes, "Lunch break" if lunch else "Break", "Practitioners of the families change over"
            )
            at, eaten = at + minutes, eaten or lunch
        yield _item(per_case, f"{_CASE} {number}: {reference}", _case_detail(per_case), "Chair, core group")
        at += per_case
    yield _item(_THEMES, "Panel only: themes", _THEMES_DETAIL, "All")
    yield _item(_ACTIONS, "Panel only: actions", _ACTIONS_DETAIL, "All")
    yield _item(_CLOSE, "Close", _close_detail(following), "Coordinator")


_OPENING_DETAIL = "Apologies, declarations of interest, confidentiality statement, agency check results"
_THEMES_DETAIL = "Draw out themes, good practice, top tips, messages to managers"
_ACTIONS_DETAIL = (
    "New, completed and planned actions; messages for the operational leadership team and the QA sub group"
)


def _item(minutes: int, title: str, detail: str = "", who: str = "") -> AgendaItem:
    return AgendaItem("", minutes, title, detail, who)


def _case_detail(minutes: int) -> str:
    """The parts of a case, their minutes scaled so that they add up to the case's."""
    whole = sum(share for _, share in _CASE_PARTS)
    parts, used, reached = [], 0, 0
    for words, share in _CASE_PARTS:
        reached += share
        until = reached * minutes // whole
        parts.append(f"{words} {until - used}")
        used = until
    return _sentence("; ".join(parts))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _close_detail(following: Following | None) -> str:
    check = "Anonymity check of the draft themes"
    if following is None:
        return f"{check}; date of the next meeting"
    place = f"{british(following.day)}, {following.district}"
    return f"{check}; next meeting on {place}; its referrals by {british(following.deadline)}"


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> str:
    return f"{minutes % _DAY // 60:02d}:{minutes % 60:02d}"
