"""Quarters of the financial year: Q1 is April to June, Q4 is January to March of the next calendar year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.model.errors import NotFoundError
from pipeline.model.meeting import Quarter
from pipeline.rules.answers.dates import MONTHS

_WRITTEN = re.compile(r"(\d{4})-(\d{2})-q([1-4])", re.IGNORECASE | re.ASCII)


def quarter_of(day: date) -> Quarter:
    """The quarter a day falls in; a meeting belongs to the quarter of its date."""
    year = day.year if day.month >= 4 else day.year - 1
    return Quarter(year, (day.month - 4) % 12 // 3 + 1)


def parse_quarter(text: str) -> Quarter:
    """The quarter written as 2013-14-Q2. Raises NotFoundError when it is written otherwise."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]) or not 1900 <= int(found[1]) <= 2100:
        raise NotFoundError(
            f"There is no quarter “{text}”. Write it as 2013-14-Q2: the financial year from April 2013 to "
            "March 2014 and Q1 (April to June), Q2 (July to September), Q3 (October to December) or "
            "Q4 (January to March)."
        )
    return Quarter(int(found[1]), int(found[3]))


def first_day(quarter: Quarter) -> date:
    """The first day of the quarter."""
    month = 3 * quarter.number + 1
    return date(quarter.year + month // 13, (month - 1) % 12 + 1, 1)


def last_day(quarter: Quarter) -> date:
    """The last day of the quarter."""
    return first_day(next_quarter(quarter)) - timedelta(days=1)


def next_quarter(quarter: Quarter) -> Quarter:
    """The quarter after this one."""
    return Quarter(quarter.year + quarter.number // 4, quarter.number % 4 + 1)


def quarters_between(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    """The quarters after the first up to and with the last; () when the last is not later."""
    found = []
    while first < last:
        first = next_quarter(first)
        found.append(first)
    return tuple(found)


def year_quarters(quarter: Quarter) -> tuple[Quarter, ...]:
    """The quarters of the same financial year up to and with this one: the year to date."""
    return tuple(Quarter(quarter.year, number) for number in range(1, quarter.number + 1))


def words(quarter: Quarter) -> str:
    """July to September 2013 (Q2 2013/14)."""
    first, last = first_day(quarter), last_day(quarter)
    span = f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {last.year}"
    return f"{span} ({short_words(quarter)})"


def short_words(quarter: Quarter) -> str:
    """Q2 2013/14."""
    return f"Q{quarter.number} {quarter.year}/{(quarter.year + 1) % 100:02d}"
