"""Months, times of day and whole numbers."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.record import Explicit
from pipeline.rules.answers.dates import MONTHS
from pipeline.rules.answers.times import read_month, read_number, read_time

TODAY = date(2013, 9, 5)


@given(year=st.integers(1934, 2032), month=st.integers(1, 12))
def test_months_in_every_writing(year: int, month: int) -> None:
    name, stored = MONTHS[month - 1], f"{year}-{month:02d}"
    for text in (
        *(f"{month}/{year}", f"{month:02d}.{year}", stored, f"{year}/{month}", f"{name} {year}"),
        *(f"{name[:3]}-{year}", f"{name[:3]} '{year % 100:02d}", f"15/{month}/{year}", f"1 {name} {year}"),
    ):
        assert read_month(text, today=TODAY).value == stored, text


def test_the_years_of_a_month() -> None:
    assert read_month("1/1900", today=TODAY).value == "1900-01"
    assert read_month("12/2100", today=TODAY).value == "2100-12"
    assert read_month("12/1899", today=TODAY).fault == "the year 1899 cannot be right."
    assert read_month("1/2101", today=TODAY).fault


def test_a_month_in_two_figures_is_at_most_twenty_years_ahead() -> None:
    assert read_month("5/13", today=TODAY).value == "2013-05"
    assert read_month("5/34", today=TODAY).value == "1934-05"


@pytest.mark.parametrize(
    "text", ["13/2013", "0/2013", "Foo 2013", "2013", "5/1850", "sometime", "31/02/2013"]
)
def test_what_is_no_month_is_a_fault(text: str) -> None:
    reading = read_month(text, today=TODAY)
    assert reading.fault
    assert not reading.value


@given(at=st.times())
def test_times_in_every_writing(at: time) -> None:
    stored = f"{at:%H:%M}"
    twelve = f"{at.hour % 12 or 12}"
    part = "am" if at.hour < 12 else "pm"
    for text in (
        *(stored, f"{at:%H.%M}", f"{at:%H%M}", f"{stored}:00", f"{at:%H%M}hrs", f"{at:%H}h{at:%M}"),
        *(f"{twelve}:{at:%M}{part}", f"{twelve}.{at:%M} {part[0]}.m.", f"{twelve}:{at:%M} {part.upper()}"),
    ):
        assert read_time(text).value == stored, text


@pytest.mark.parametrize(
    ("text", "stored"),
    [("9.15", "09:15"), ("9am", "09:00"), ("12 noon", "12:00"), ("noon", "12:00"), ("12am", "00:00")],
)
def test_short_times(text: str, stored: str) -> None:
    assert read_time(text).value == stored


@pytest.mark.parametrize(
    "text", ["1.15", "6:30", "9", "25:00", "9:75", "13pm", "0am", "3 noon", "late", "9:1"]
)
def test_a_time_that_could_be_two_or_none_is_a_fault(text: str) -> None:
    reading = read_time(text)
    assert reading.fault
    assert not reading.value


def test_an_early_hour_is_asked_for_both_ways() -> None:
    assert read_time("1.15").fault == "is 13:15 or 01:15 meant? Add am or pm."


@given(number=st.integers(0, 999_999))
def test_numbers(number: int) -> None:
    assert read_number(str(number)).value == number
    assert read_number(f" {number:,} ").value == number


@pytest.mark.parametrize("text", ["three", "3.5", "-3", "3 or 4", "1,2", "9999999"])
def test_what_is_no_whole_number_is_a_fault(text: str) -> None:
    assert read_number(text).fault
    assert read_number(text).value is None


@pytest.mark.parametrize("text", ["", "  "])
def test_blanks(text: str) -> None:
    assert read_month(text, today=TODAY).fault == read_time(text).fault == read_number(text).fault == ""


def test_explicit_answers() -> None:
    assert read_month("NK", today=TODAY).explicit is Explicit.NOT_KNOWN
    assert read_time("n/a").explicit is Explicit.NOT_APPLICABLE
    assert read_number("not known").explicit is Explicit.NOT_KNOWN


@given(text=st.text())
def test_any_text_survives(text: str) -> None:
    read_month(text, today=TODAY)
    read_time(text)
    read_number(text)
