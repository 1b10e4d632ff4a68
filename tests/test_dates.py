"""British dates: every usual writing, nothing guessed, months counted to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.record import Explicit
from pipeline.rules.answers.dates import (
    MONTHS,
    add_months,
    age_on,
    british,
    deadline,
    is_late,
    month_number,
    months_between,
    read_date,
    short,
)

TODAY = date(2013, 9, 5)
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
RECENT = st.dates(date(1934, 1, 1), date(2033, 9, 5))
MAY = date(2008, 5, 3)


def fullwidth(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c == "/" else c for c in text)


WRITINGS = {
    "dd/mm/yyyy": lambda d: f"{d:%d/%m/%Y}",
    "d/m/yyyy": lambda d: f"{d.day}/{d.month}/{d.year}",
    "d.m.yyyy": lambda d: f"{d.day}.{d.month}.{d.year}",
    "d-m-yyyy": lambda d: f"{d.day}-{d.month}-{d.year}",
    "d – m – yyyy": lambda d: f"{d.day} – {d.month} – {d.year}",
    "d m yyyy": lambda d: f"{d.day} {d.month} {d.year}",
    "ddmmyyyy": lambda d: f"{d:%d%m%Y}",
    "iso": lambda d: d.isoformat(),
    "iso time": lambda d: f"{d.isoformat()}T00:00:00Z",
    "yyyymmdd": lambda d: f"{d:%Y%m%d}",
    "words": british,
    "ordinal": lambda d: f"{d.day}{ordinal(d.day)} {MONTHS[d.month - 1]} {d.year}",
    "the nth of": lambda d: f"the {d.day}{ordinal(d.day)} of {MONTHS[d.month - 1]}, {d.year}",
    "short month": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "hyphens": lambda d: f"{d.day}-{MONTHS[d.month - 1][:3].upper()}-{d.year}",
    "month first by name": lambda d: f"{MONTHS[d.month - 1]} {d.day}{ordinal(d.day)}, {d.year}",
    "weekday": lambda d: f"{d:%a} {british(d)}",
    "whole weekday": lambda d: f"{d:%A}, {british(d)}",
    "fullwidth": lambda d: fullwidth(f"{d:%d/%m/%Y}"),
    "odd spaces": lambda d: f"\u00a0{d.day}\u2009/\u2009{d.month}\u2009/\u2009{d.year}\u200b ",
    "year first by name": lambda d: f"{d.year} {MONTHS[d.month - 1]} {d.day}",
}


def ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


@pytest.mark.parametrize("writing", WRITINGS)
@given(day=DAYS)
def test_every_writing_gives_the_day_back(writing: str, day: date) -> None:
    assert read_date(WRITINGS[writing](day), today=TODAY).value == day


@given(day=RECENT)
def test_two_figures_of_a_year_give_the_day_back_within_the_window(day: date) -> None:
    for text in (
        short(day),
        f"{day.day} {MONTHS[day.month - 1]} '{day:%y}",
        f"{day.day}.{day.month}.{day:%y}",
    ):
        assert read_date(text, today=TODAY).value == day


@given(day=st.dates(date(1913, 9, 6), TODAY))
def test_a_birth_in_two_figures_is_the_last_such_day_that_is_not_in_the_future(day: date) -> None:
    assert read_date(short(day), today=TODAY, birth=True).value == day


def test_two_figure_years_follow_the_limit_they_are_given() -> None:
    assert read_date("05/09/13", today=TODAY, birth=True).value == TODAY
    assert read_date("06/09/13", today=TODAY, birth=True).value == date(1913, 9, 6)
    assert read_date("06/09/13", today=TODAY).value == date(2013, 9, 6)
    assert read_date("01/02/09", today=TODAY, latest=date(2001, 9, 5)).value == date(1909, 2, 1)
    assert read_date("03/04/14", today=TODAY, birth=True, latest=date(2014, 6, 5)).value == date(2014, 4, 3)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0\n"])
def test_a_blank_is_a_blank(text: str) -> None:
    reading = read_date(text, today=TODAY)
    assert (reading.value, reading.explicit, reading.fault) == (None, None, "")


@pytest.mark.parametrize(
    ("text", "explicit"),
    [
        *[(t, Explicit.NOT_KNOWN) for t in ("NK", "N/K", "n.k.", "Not known", "unknown")],
        *[(t, Explicit.NOT_APPLICABLE) for t in ("-", "—", "n/a", "N/A", "none")],
    ],
)
def test_explicit_answers_are_not_faults(text: str, explicit: Explicit) -> None:
    assert read_date(text, today=TODAY).explicit is explicit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2013", "there is no 31 February 2013"),
        ("29/02/2011", "there is no 29 February 2011"),
        ("31 June 2013", "there is no 31 June 2013"),
        ("0/5/2013", "there is no 0 May 2013"),
        ("32/1/2013", "there is no 32 January 2013"),
        ("32/12/2013", "there is no 32 December 2013"),
        ("31/12/2101", "the year 2101"),
        ("05/13/2013", "if 13 May 2013 is meant, write 13/05/2013"),
        ("02/30/2013", "there is no month 30."),
        ("13/13/2013", "there is no month 13."),
        ("5/6", "the year is missing"),
        ("3 May", "the year is missing"),
        ("May 3", "the year is missing"),
        ("May 2008", "the day is missing"),
        ("05/2008", "the day is missing"),
        ("2008", "the day is missing"),
        ("3 or 4 May 2008", "more than one date"),
        ("3 Foo 2008", "“foo” is not a month"),
        ("3 ma 2008", "with certainty"),
        ("3 Mai 2008", "“mai” is not a month"),
        ("Mon 3 May 2008", "3 May 2008 is a Saturday, not a Monday"),
        ("1/1/1850", "the year 1850 cannot be right"),
        ("3/5/2999", "the year 2999 cannot be right"),
        ("03/05/208", "with certainty"),
        ("030508", "with certainty"),
        ("3 May 2008?", "with certainty"),
        ("about May 2008", "with certainty"),
        ("Sunday", "with certainty"),
        ("3/5/2008 " * 20, "with certainty"),
    ],
)
def test_what_is_ambiguous_or_impossible_is_a_fault_and_never_a_day(text: str, words: str) -> None:
    reading = read_date(text, today=TODAY)
    assert reading.value is None
    assert words in reading.fault


@given(text=st.text())
def test_any_text_gives_exactly_one_answer(text: str) -> None:
    reading = read_date(text, today=TODAY)
    assert [reading.value is not None, reading.explicit is not None, bool(reading.fault)].count(True) <= 1


@given(text=st.text(alphabet="0123456789/.- 'MaySeptoctn,th", max_size=14))
def test_dates_that_almost_are_dates_never_raise(text: str) -> None:
    read_date(text, today=TODAY, birth=True)


def test_month_first_is_never_assumed() -> None:
    assert read_date("05/06/2013", today=TODAY).value == date(2013, 6, 5)


def test_words() -> None:
    assert british(date(2013, 9, 27)) == "27 September 2013"
    assert short(date(2013, 9, 7)) == "07/09/13"
    assert month_number("SEPT") == 9
    assert month_number("ma") is None
    assert month_number("ju") is None


def test_the_deadline_is_the_last_day_in_time() -> None:
    meeting = date(2013, 9, 27)
    assert deadline(meeting, 21) == date(2013, 9, 6)
    assert not is_late(date(2013, 9, 6), meeting, 21)
    assert is_late(date(2013, 9, 7), meeting, 21)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2012, 9, 27), date(2013, 9, 27), 12),
        (date(2012, 9, 28), date(2013, 9, 27), 11),
        (date(2012, 8, 31), date(2013, 2, 28), 6),
        (date(2012, 2, 29), date(2013, 2, 28), 12),
        (MAY, MAY, 0),
        (MAY, date(2008, 6, 2), 0),
        (date(2008, 6, 3), MAY, -1),
    ],
)
def test_whole_months(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


@given(start=DAYS, months=st.integers(0, 1200))
def test_months_added_are_months_counted(start: date, months: int) -> None:
    end = add_months(start, months)
    assert months_between(start, end) == months
    assert months_between(start, end - timedelta(days=1)) == months - 1 or end.day != start.day or months == 0


def test_months_stay_within_the_calendar() -> None:
    assert add_months(date(9999, 12, 31), 5) == date(9999, 12, 31)
    assert add_months(date(1, 1, 31), -5) == date(1, 1, 31)


def test_birthdays() -> None:
    assert age_on(date(1995, 9, 27), date(2013, 9, 26)) == 17
    assert age_on(date(1995, 9, 27), date(2013, 9, 27)) == 18
