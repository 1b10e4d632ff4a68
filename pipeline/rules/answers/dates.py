"""British dates: read in every usual writing, written one way, counted in days and whole months.

A date that could be two days, or none, is a fault in words and never a guess. Month-first order is not assumed.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.record import Explicit
from pipeline.rules.answers.explicit import explicit_of

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LONGEST = 60  # characters; "Wednesday the 23rd of September, 2013" has 37
_UNCERTAIN = "this is not a date that can be read with certainty; write it as dd/mm/yyyy."
_YEARS_AHEAD = 20  # a two-digit year is read as at most this many years from today, unless a limit is given


@dataclass(frozen=True)
class DateReading:
    """What a written date says: exactly one of the three is set (all unset for a blank)."""

    value: date | None = None
    explicit: Explicit | None = None
    fault: str = ""


def british(day: date) -> str:
    """27 September 2013."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short(day: date) -> str:
    """27/09/13, the panel's own short style."""
    return f"{day.day:02d}/{day.month:02d}/{day.year % 100:02d}"


def deadline(meeting: date, days: int) -> date:
    """The last day on which a form is in time: `days` calendar days before the meeting."""
    return meeting - timedelta(days=days)


def is_late(received: date, meeting: date, days: int) -> bool:
    """Whether a form received on this day is past the meeting's deadline (cross-check X4)."""
    return received > deadline(meeting, days)


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where it is shorter. Years stay within 1 to 9999."""
    total = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Whole months from start to end; negative when end comes first. 31 August to 28 February is 6."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (add_months(start, months) > end)


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day. Someone born on 29 February has a birthday on the 28th in other years."""
    return months_between(born, day) // 12


def read_date(text: str, *, today: date, birth: bool = False, latest: date | None = None) -> DateReading:
    """The date written in `text`.

    A two-digit year means the latest such year that is not after `latest`; with `birth` that is today (rule
    X9: a date of birth is never in the future), otherwise 20 years ahead. `latest` overrides both: adults are
    read with today less 12 years, due dates with some months ahead.
    """
    plain = _plain(text)
    if not plain:
        return DateReading()
    if len(plain) > _LONGEST:
        return DateReading(fault=_UNCERTAIN)
    explicit = explicit_of(plain, none_counts=True)
    if explicit:
        return DateReading(explicit=explicit)
    limit = latest or (today if birth else add_months(today, 12 * _YEARS_AHEAD))
    weekday, words = _weekday_off(plain)
    for pattern, parts in _WRITINGS:
        found = pattern.fullmatch(words)
        if found:
            return _checked(_Parts(*parts(found)), limit, weekday)
    return DateReading(fault=_unreadable(words))


@dataclass(frozen=True)
class _Parts:
    """Day, month and year as written; `named` when the month was a word."""

    day: str
    month: str
    year: str
    named: bool = False


def _plain(text: str) -> str:
    """Compatibility forms (fullwidth digits, odd spaces) made plain, dashes made hyphens, lower case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[‐‑‒–—―−]", "-", plain).replace("⁄", "/").replace("\\", "/")
    return " ".join(re.sub(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", plain).split())


def _weekday_off(plain: str) -> tuple[int | None, str]:
    """The weekday that leads the date (Monday is 0), and the rest without filler words."""
    weekday = None
    found = re.match(r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*", plain)
    if found:
        weekday = next(n for n, name in enumerate(_WEEKDAYS) if name.casefold().startswith(found[1][:3]))
        plain = plain[found.end() :]
    plain = re.sub(r"(?<=\d)\s?(?:st|nd|rd|th)\b", "", plain)
    plain = re.sub(r"\b(?:the|of)\b", " ", plain)
    return weekday, " ".join(plain.split()).rstrip(".,; ")


_D, _Y = r"(\d{1,2})", r"(?:'|’|‘)?(\d{4}|\d{2})"
_SEP, _GAP = r"\s?[./\-,:]\s?", r"[\s.,/\-]*"
_WORD = r"([^\W\d_]{3,9})"
_WRITINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str, str, bool]]], ...] = (
    (
        re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?z?)?"),
        lambda m: (m[3], m[2], m[1], False),
    ),
    (re.compile(rf"{_D}(?:{_SEP}|\s){_D}(?:{_SEP}|\s){_Y}"), lambda m: (m[1], m[2], m[3], False)),
    (re.compile(r"((?:19|20)\d\d)(0\d|1[0-2])([0-3]\d)"), lambda m: (m[3], m[2], m[1], False)),
    (re.compile(r"(\d\d)(\d\d)((?:19|20|21)\d\d)"), lambda m: (m[1], m[2], m[3], False)),
    (re.compile(rf"{_D}{_GAP}{_WORD}{_GAP}{_Y}"), lambda m: (m[1], m[2], m[3], True)),
    (re.compile(rf"{_WORD}{_GAP}{_D}[\s.,/\-]+{_Y}"), lambda m: (m[2], m[1], m[3], True)),
    (re.compile(rf"(\d{{4}}){_GAP}{_WORD}{_GAP}{_D}"), lambda m: (m[3], m[2], m[1], True)),
)


def month_number(word: str) -> int | None:
    """1 to 12 for a month's English name or its first three or more letters ("sept"), else None."""
    folded = word.casefold()
    matches = [n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(folded)]
    return matches[0] if len(folded) >= 3 and len(matches) == 1 else None


def _checked(parts: _Parts, latest: date, weekday: int | None) -> DateReading:
    """The day the parts name, or why there is none."""
    month = month_number(parts.month) if parts.named else int(parts.month)
    if month is None:
        return DateReading(fault=f"“{parts.month}” is not a month.")
    year = full_year(parts.year, int(parts.day), month, latest)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return DateReading(fault=f"the year {year} cannot be right.")
    try:
        value = date(year, month, int(parts.day))
    except ValueError:
        return DateReading(fault=_impossible(int(parts.day), month, year))
    if weekday not in (None, value.weekday()):
        named = _WEEKDAYS[weekday or 0]
        fault = f"{british(value)} is a {_WEEKDAYS[value.weekday()]}, not a {named}; which day is meant?"
        return DateReading(fault=fault)
    return DateReading(value)


def full_year(written: str, day: int, month: int, latest: date) -> int:
    """A year in full. Two digits mean the latest such year in which the day is not after `latest`."""
    year = int(written)
    if len(written) != 2:
        return year
    year += latest.year // 100 * 100 + 100
    while (year, month, day) > (latest.year, latest.month, latest.day):
        year -= 100
    return year


def _impossible(day: int, month: int, year: int) -> str:
    """Why these three make no day, with what may have been meant but is not assumed."""
    if 1 <= month <= 12:
        return f"there is no {day} {MONTHS[month - 1]} {year}."
    if 1 <= day <= 12 and month <= calendar.monthrange(year, day)[1]:
        meant = date(year, day, month)
        return f"there is no month {month}; if {british(meant)} is meant, write {_slashed(meant)}."
    return f"there is no month {month}."


def _slashed(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _unreadable(words: str) -> str:
    """Why the words are not a date: what is missing, if that can be told."""
    if re.fullmatch(rf"{_D}(?:{_SEP}|\s){_D}|{_D}\s?{_WORD}|{_WORD}\s?{_D}", words):
        return "the year is missing; write it as dd/mm/yyyy."
    if re.fullmatch(r"\d{4}|\w{3,9}[\s,]+\d{4}|\d{1,2}[/.\-]\d{4}", words):
        return "the day is missing; write it as dd/mm/yyyy."
    if re.search(r"\b(?:or|to|and|until)\b|\d\s?-\s?\d+/", words):
        return "this looks like more than one date; give one, as dd/mm/yyyy."
    return _UNCERTAIN
