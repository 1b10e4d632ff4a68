"""New meeting days: about every eight weeks round the districts, on days on which people can come.

They are only proposed. What the coordinator writes into meetings.yaml is the truth, and any date is allowed there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.model.meeting import Closed, Meeting
from pipeline.model.people import District
from pipeline.rules.answers.dates import british
from pipeline.rules.calendar.working_days import bank_holiday, is_working_day

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_FRIDAY = 4
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEARCH = 60  # weeks in both directions; a calendar that is closed for longer has no good day
_LEEWAY = _WEEK  # two meetings are as many weeks apart as the settings say, give or take one


@dataclass(frozen=True)
class Proposal:
    """A meeting that is proposed, or (`there`) one of meetings.yaml that takes its place. `why`: it was shifted."""

    meeting: Meeting
    why: str = ""
    there: bool = False


def unlucky(day: date, closed: Sequence[Closed]) -> str:
    """Why a meeting should rather not be on a day, as the end of a sentence: "is a Saturday"; "" when it may."""
    if day.weekday() > _FRIDAY:
        return f"is a {_WEEKDAYS[day.weekday()]}"
    if bank_holiday(day):
        return f"is a bank holiday ({bank_holiday(day)})"
    shut = next((c for c in closed if c.first <= day <= c.last), None)
    if shut is None:
        return ""
    return f"is closed ({shut.name})" if shut.name else "is closed"


def propose(
    start: date,
    number: int,
    districts: Sequence[District],
    meetings: Sequence[Meeting],
    closed: Sequence[Closed],
    weeks_between: int,
) -> tuple[Proposal, ...]:
    """So many new meetings from `start` on, in order of their days, with the planned ones that they leave alone.

    The district that was longest without a meeting is next; its last venue and chair are taken over. A meeting that
    stands within half a gap of a wished day takes its place, and the next day is counted from it.
    """
    return tuple(_proposals(start, number, districts, meetings, closed, timedelta(weeks=weeks_between)))


def _proposals(
    start: date,
    number: int,
    districts: Sequence[District],
    meetings: Sequence[Meeting],
    closed: Sequence[Closed],
    gap: timedelta,
) -> Iterator[Proposal]:
    known = sorted(meetings, key=lambda m: m.day)
    wish, last, weekday, left = start, None, start.weekday(), number
    while left > 0:
        taken = _near(wish, last, known, gap / 2)
        if taken is not None:
            found = Proposal(taken, there=True)
        else:
            first = start if last is None else last + gap / 2
            day = _good_day(wish, first, last and last + gap, closed, {m.day for m in known})
            found = Proposal(_meeting(day, districts, known), _shift(wish, day, closed))
            known.append(found.meeting)
            left -= 1
        yield found
        last = found.meeting.day
        if weekday > _FRIDAY:
            weekday = last.weekday()  # no meeting is on a weekend: the first good day sets the weekday
        wish = _on_weekday(last, weekday) + gap


def _near(wish: date, last: date | None, known: Sequence[Meeting], within: timedelta) -> Meeting | None:
    """The planned meeting that stands where one is wished for; for the first wish only one after it counts."""
    first = wish if last is None else max(wish - within, last + _DAY)
    there = (m for m in known if first <= m.day < wish + within)
    return min(there, key=lambda m: (abs(m.day - wish), m.day), default=None)


def _good_day(wish: date, first: date, even: date | None, closed: Sequence[Closed], taken: set[date]) -> date:
    """The wished day, else the best good one: not before `first`, and about a gap after the last meeting (`even`)."""

    def good(day: date) -> bool:
        return day >= first and day not in taken and not unlucky(day, closed)

    near = (day for day in _by_preference(wish, 2) if even is None or abs(day - even) <= _LEEWAY)
    return next(filter(good, near), None) or next(filter(good, _by_preference(wish, _SEARCH)), wish)


def _by_preference(wish: date, most: int) -> Iterator[date]:
    """The day, its week by nearness, then week by week before and after: the same weekday first, then the others."""
    yield from _week(wish, wish)
    for weeks in range(1, most + 1):
        both = (wish - weeks * _WEEK, wish + weeks * _WEEK)
        yield from both
        yield from sorted((*_week(both[0], wish), *_week(both[1], wish)), key=lambda d: (abs(d - wish), d))


def _week(day: date, wish: date) -> list[date]:
    """Monday to Sunday of a day's week, those nearest to the wished day first."""
    monday = day - day.weekday() * _DAY
    return sorted((monday + n * _DAY for n in range(7)), key=lambda d: (abs(d - wish), d))


def _on_weekday(day: date, weekday: int) -> date:
    """The nearest day that is this weekday."""
    ahead = (weekday - day.weekday()) % 7
    return day + (ahead if ahead <= 3 else ahead - 7) * _DAY


def _shift(wish: date, day: date, closed: Sequence[Closed]) -> str:
    """Why a meeting is not on the wished day, "" when it is."""
    if day == wish:
        return ""
    week = [d for d in _week(wish, wish) if is_working_day(d)]
    whole = len(week) > 1 and day not in week and all(unlucky(d, closed) for d in week)
    rest = " and the rest of its week is closed too" if whole else ""
    return f"{_WEEKDAYS[wish.weekday()]} {british(wish)} {unlucky(wish, closed)}{rest}"


def _meeting(day: date, districts: Sequence[District], known: Sequence[Meeting]) -> Meeting:
    """A meeting in the district that was longest without one, where and under whom it last met."""
    last = {m.district: m for m in sorted(known, key=lambda m: m.day)}
    code = min(districts, key=lambda d: last[d.code].day if d.code in last else date.min).code
    before = last.get(code)
    return replace(before, day=day, cases=0) if before else Meeting(day, code)
