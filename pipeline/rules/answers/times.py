"""Months and times of day: read in the usual British writings, stored as "2013-05" and "09:30"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from pipeline.model.record import Explicit
from pipeline.rules.answers.dates import add_months, full_year, month_number, read_date
from pipeline.rules.answers.explicit import explicit_of

_MONTH_FAULT = "this is not a month that can be read with certainty; write it as mm/yyyy."
_TIME_FAULT = "this is not a time that can be read with certainty; write it as 09:30."
_NUMBER_FAULT = "this is not a whole number; write it in figures, for example 3."
_CLOCK = re.compile(r"(\d{1,2})(?:\s?[:.h]\s?(\d\d))?(?::00)?\s?(am|pm|a\.m\.?|p\.m\.?|noon|hrs?|hours)?")
_FOUR_FIGURES = re.compile(r"(\d\d)(\d\d)\s?(?:hrs?|hours)?")
_LAST_EARLY_HOUR = 6  # "1.15" to "6.30" without am or pm and without a leading zero could be either


@dataclass(frozen=True)
class TextReading:
    """What was written: its stored text, an explicit not known / not applicable, or a fault in words."""

    value: str = ""
    explicit: Explicit | None = None
    fault: str = ""


@dataclass(frozen=True)
class NumberReading:
    """A whole number, an explicit not known / not applicable, or a fault in words."""

    value: int | None = None
    explicit: Explicit | None = None
    fault: str = ""


def read_month(text: str, *, today: date) -> TextReading:
    """The month in "05/2013", "5/13", "May 2013", "2013-05" or a whole date, as "2013-05".

    Two-digit years are at most 20 years ahead of today.
    """
    plain = _plain(text)
    explicit = explicit_of(plain, none_counts=True)
    if explicit or not plain:
        return TextReading(explicit=explicit)
    for pattern, (month, year) in _MONTH_WRITINGS:
        found = pattern.fullmatch(plain)
        if found:
            return _month(found[month], found[year], today)
    day = read_date(plain, today=today)
    if day.value:
        return TextReading(f"{day.value:%Y-%m}")
    return TextReading(fault=_MONTH_FAULT)


_MONTH_WRITINGS = (
    (re.compile(r"(\d{1,2})\s?[/.\- ]\s?(\d{4}|\d{2})"), (1, 2)),
    (re.compile(r"(\d{4})\s?[/.\-]\s?(\d{1,2})"), (2, 1)),
    (re.compile(r"([^\W\d_]{3,9})[\s.,/\-']*(\d{4}|\d{2})"), (1, 2)),
)


def _month(written: str, year: str, today: date) -> TextReading:
    number = int(written) if written.isdecimal() else month_number(written)
    if number is None or not 1 <= number <= 12:
        return TextReading(fault=f"there is no month “{written}”; write it as mm/yyyy.")
    full = full_year(year, 1, number, add_months(today, 240))
    if not 1900 <= full <= 2100:
        return TextReading(fault=f"the year {full} cannot be right.")
    return TextReading(f"{full:04d}-{number:02d}")


def read_time(text: str) -> TextReading:
    """The time of day in "9.15", "09:15", "9.15am", "0915", "9am", "noon", as "09:15".

    An early hour without am or pm ("1.15") could be either and is a fault; "01:15" is the 24-hour clock.
    """
    plain = _plain(text)
    explicit = explicit_of(plain, none_counts=True)
    if explicit or not plain:
        return TextReading(explicit=explicit)
    if plain in ("noon", "midday", "12 midday"):
        return TextReading("12:00")
    found = _FOUR_FIGURES.fullmatch(plain) or _CLOCK.fullmatch(plain)
    if found is None or (found[2] is None and found.re is _CLOCK and not found[3]):
        return TextReading(fault=_TIME_FAULT)
    part = (found[3] or "").replace(".", "") if found.re is _CLOCK else ""
    return _time(found[1], int(found[2] or 0), part)


def _time(written: str, minute: int, part: str) -> TextReading:
    hour = int(written)
    twelve_hours = part in ("am", "pm")
    if minute > 59 or hour > 23 or (twelve_hours and not 1 <= hour <= 12) or (part == "noon" and hour != 12):
        return TextReading(fault=_TIME_FAULT)
    if not part and len(written) == 1 and 1 <= hour <= _LAST_EARLY_HOUR:
        return TextReading(
            fault=f"is {hour + 12}:{minute:02d} or {hour:02d}:{minute:02d} meant? Add am or pm."
        )
    if twelve_hours:
        hour = hour % 12 + (12 if part == "pm" else 0)
    return TextReading(f"{hour:02d}:{minute:02d}")


def read_number(text: str) -> NumberReading:
    """A whole number of at most six figures, written in figures ("3", "1,200")."""
    plain = _plain(text)
    explicit = explicit_of(plain)
    if explicit or not plain:
        return NumberReading(explicit=explicit)
    if re.fullmatch(r"\d{1,6}|\d{1,3},\d{3}", plain):
        return NumberReading(int(plain.replace(",", "")))
    return NumberReading(fault=_NUMBER_FAULT)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[‐‑‒–—−]", "-", plain).split())
