"""The day on which a paper counts as received when it came by e-mail: that of the e-mail, in England."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.rules.answers.dates import british

_OLDEST = timedelta(days=366)  # an e-mail older than this was not sent for a meeting to come
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Postmark:
    """The day received; `doubt` (a sentence) says why it is not the e-mail's own."""

    day: date
    doubt: str = ""


def postmark(moments: Iterable[datetime | None], today: date) -> Postmark:
    """The day of the first of an e-mail's `moments` (sent, then arrived) that can be right; otherwise today.

    One in the future, or more than a year old, cannot.
    """
    known = [m for m in moments if m is not None]
    days = [in_england(moment) for moment in known]
    for day in days:
        if today - _OLDEST <= day <= today:
            return Postmark(day)
    if not days:
        return Postmark(today, f"the e-mail bears no date; {british(today)} counts as the day it came.")
    fault = "has not come yet" if days[0] > today else "is more than a year ago"
    words = (
        f"the e-mail is dated {british(days[0])}, which {fault}; {british(today)} counts as the day it came."
    )
    return Postmark(today, words)


def in_england(moment: datetime) -> date:
    """The day in England at a moment. Summer time is from the last Sunday of March to that of October, at 1:00 UTC

    (the Summer Time Order 2002).
    """
    utc = moment.astimezone(UTC)
    summer = _last_sunday(utc.year, 3) <= utc.replace(tzinfo=None) < _last_sunday(utc.year, 10)
    return (utc + _HOUR).date() if summer else utc.date()


def _last_sunday(year: int, month: int) -> datetime:
    """One in the morning of the last Sunday of March or October."""
    last = datetime(year, month, 31, 1)
    return last - timedelta(days=last.isoweekday() % 7)
