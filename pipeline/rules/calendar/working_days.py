"""Working days in England: Monday to Friday but for bank holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_SATURDAY = 5
_DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of England in a year, with their names."""
    import holidays

    return dict(holidays.country_holidays("GB", subdiv="ENG", years=[year]).items())


def bank_holiday(day: date) -> str:
    """The name of the bank holiday on a day, "" when there is none."""
    return bank_holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Whether offices are open."""
    return day.weekday() < _SATURDAY and not bank_holiday(day)


def on_or_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def on_or_after(day: date) -> date:
    """The day itself, or the next working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


def working_days_from(day: date, number: int) -> date:
    """So many working days after a day (before it, when negative); the day itself does not count."""
    step = _DAY if number >= 0 else -_DAY
    for _ in range(abs(number)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days after `first` up to and including `last`."""
    return sum(is_working_day(first + n * _DAY) for n in range(1, (last - first).days + 1))
