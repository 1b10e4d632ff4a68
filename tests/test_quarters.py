"""Quarters of the financial year tile it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import NotFoundError
from pipeline.model.meeting import Quarter
from pipeline.rules.counting.quarters import (
    first_day,
    last_day,
    next_quarter,
    parse_quarter,
    quarter_of,
    words,
    year_quarters,
)

QUARTERS = st.builds(Quarter, st.integers(1950, 2090), st.integers(1, 4))


@given(day=st.dates(date(1950, 4, 1), date(2090, 3, 31)))
def test_every_day_lies_in_its_quarter_and_in_no_other(day: date) -> None:
    quarter = quarter_of(day)
    assert first_day(quarter) <= day <= last_day(quarter)
    assert 90 <= (last_day(quarter) - first_day(quarter)).days + 1 <= 92


@given(quarter=QUARTERS)
def test_quarters_follow_each_other_without_gap_or_overlap(quarter: Quarter) -> None:
    assert last_day(quarter) + timedelta(days=1) == first_day(next_quarter(quarter))
    assert parse_quarter(str(quarter)) == quarter


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2013-14-Q1", "April to June 2013 (Q1 2013/14)"),
        ("2013-14-Q2", "July to September 2013 (Q2 2013/14)"),
        ("2013-14-q3", "October to December 2013 (Q3 2013/14)"),
        (" 2013-14-Q4 ", "January to March 2014 (Q4 2013/14)"),
        ("1999-00-Q4", "January to March 2000 (Q4 1999/00)"),
    ],
)
def test_words(text: str, printed: str) -> None:
    assert words(parse_quarter(text)) == printed


@pytest.mark.parametrize(
    "text", ["", "2013-Q2", "2013-14-Q5", "2013-15-Q1", "2013-14-2", "Q2 2013/14", "9999-00-Q1", "٢013-14-Q1"]
)
def test_other_writings_are_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(NotFoundError, match="2013-14-Q2"):
        parse_quarter(text)


def test_the_year_to_date_begins_in_april() -> None:
    assert [str(q) for q in year_quarters(Quarter(2013, 3))] == ["2013-14-Q1", "2013-14-Q2", "2013-14-Q3"]
