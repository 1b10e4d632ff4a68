"""Whether the date a Word date picker shows is the date it stores. Only for comparing; reading dates is a rule."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = re.compile(r"\d+|[A-Za-z]+")


def stored_date(full: str) -> date | None:
    """The day in a w:fullDate ("2013-09-27T00:00:00Z"); None when it is none."""
    try:
        return date.fromisoformat(full[:10])
    except ValueError:
        return None


def shows(text: str, day: date) -> bool:
    """Whether a text is a British (or ISO) writing of a day: 27/09/13, 27th September 2013, Friday 27 Sep 2013."""
    parts = _PARTS.findall(text)
    numbers = [int(p) for p in parts if p.isdecimal()]
    month = next((_MONTHS.index(p[:3].lower()) + 1 for p in parts if p[:3].lower() in _MONTHS), None)
    years = (day.year, day.year % 100)
    if month is not None:
        return month == day.month and len(numbers) == 2 and numbers[0] == day.day and numbers[1] in years
    if numbers == [day.year, day.month, day.day]:
        return True
    return len(numbers) == 3 and numbers[:2] == [day.day, day.month] and numbers[2] in years
