"""From a setting's written text to its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time

from pipeline.records.settings.schema import Want
from pipeline.rules.answers.dates import read_date

_READ_BY = date(2079, 12, 31)  # a year of two figures is one of this century
Value = str | int | float | bool | date | time | tuple[str, ...] | None


def is_word(text: str) -> bool:
    """Whether this may be a code: capitals, digits and _."""
    return bool(text) and text.isascii() and text.replace("_", "").isalnum() and text == text.upper()


def _word(text: str) -> str:
    if not is_word(text):
        raise ValueError(text)
    return text


def _yesno(text: str) -> bool:
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]


def _whole(text: str) -> int:
    if not text.lstrip("-").isdecimal():  # int() would also take 1_000
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


class NotADayError(ValueError):
    """A text that is no date; the message says why, when that can be said."""


def read_day(text: str) -> date:
    """A date typed as 2013-09-27 or 27/09/2013, or in any other usual British writing. Raises NotADayError."""
    reading = read_date(text, today=_READ_BY)
    if reading.value is None:
        raise NotADayError(reading.fault or "a date is needed.")
    return reading.value


def _clock_time(text: str) -> time:
    hours, minutes = text.replace(".", ":").split(":")
    return time(int(hours), int(minutes))


# Each takes the written text and raises ValueError when it is something else.
CONVERT: Mapping[Want, Callable[[str], Value]] = {
    Want.TEXT: str,
    Want.WORD: _word,
    Want.WHOLE: _whole,
    Want.NUMBER: _number,
    Want.YESNO: _yesno,
    Want.DATE: read_day,
    Want.TIME: _clock_time,
    Want.PATH: str,
}
