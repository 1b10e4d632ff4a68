"""rules/calendar: working days in England and the days around a meeting, for the panel's own year 2013/14."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.calendar.timeline import MeetingDates, meeting_dates
from pipeline.rules.calendar.working_days import (
    bank_holiday,
    bank_holidays,
    is_working_day,
    on_or_after,
    on_or_before,
    working_days_between,
    working_days_from,
)
from tests.builders import TIMELINE

DAYS = st.dates(date(2012, 1, 1), date(2035, 12, 31))


def test_the_bank_holidays_are_those_of_england_in_2013_and_2014() -> None:
    assert sorted((*bank_holidays(2013), *bank_holidays(2014))) == [
        date(2013, 1, 1),
        date(2013, 3, 29),
        date(2013, 4, 1),
        date(2013, 5, 6),
        date(2013, 5, 27),
        date(2013, 8, 26),
        date(2013, 12, 25),
        date(2013, 12, 26),
        date(2014, 1, 1),
        date(2014, 4, 18),
        date(2014, 4, 21),
        date(2014, 5, 5),
        date(2014, 5, 26),
        date(2014, 8, 25),
        date(2014, 12, 25),
        date(2014, 12, 26),
    ]


def test_the_days_around_the_meeting_of_27_september_2013() -> None:
    assert meeting_dates(date(2013, 9, 27), 21, TIMELINE) == MeetingDates(
        meeting=date(2013, 9, 27),
        deadline=date(2013, 9, 6),
        send_by=date(2013, 9, 6),
        circulate=date(2013, 9, 9),  # the 7th is a Saturday
        invite=date(2013, 9, 12),
        returns_due=date(2013, 9, 19),
        pack=date(2013, 9, 20),
        record=date(2013, 9, 30),
        draft_themes=date(2013, 10, 4),
        themes=date(2013, 10, 11),
        destroyed=date(2013, 10, 11),
    )


@pytest.mark.parametrize(
    "meeting,last,send_by",
    [
        (date(2014, 1, 15), date(2013, 12, 25), date(2013, 12, 24)),
        (date(2014, 1, 22), date(2014, 1, 1), date(2013, 12, 31)),
        (
            date(2014, 5, 12),
            date(2014, 4, 21),
            date(2014, 4, 17),
        ),  # Easter Monday; Good Friday is none either
        (date(2013, 9, 30), date(2013, 9, 9), date(2013, 9, 9)),
    ],
)
def test_a_deadline_on_a_day_off_stays_and_names_the_last_working_day(
    meeting: date, last: date, send_by: date
) -> None:
    found = meeting_dates(meeting, 21, TIMELINE)
    assert (found.deadline, found.send_by) == (last, send_by)


def test_the_meetings_of_two_years_whose_deadline_is_a_bank_holiday() -> None:
    """Every working day of 2013 and 2014 on which a meeting would have its deadline on one, and no other."""
    every = (date(2013, 1, 1) + timedelta(days=n) for n in range(730))
    hit = [day for day in every if is_working_day(day) and bank_holiday(day - timedelta(days=21))]
    assert " ".join(f"{day:%d/%m/%y}" for day in hit) == (
        "15/01/13 16/01/13 22/01/13 19/04/13 22/04/13 17/06/13 16/09/13"
        " 15/01/14 16/01/14 22/01/14 09/05/14 12/05/14 16/06/14 15/09/14"
    )
    for day in hit:
        found = meeting_dates(day, 21, TIMELINE)
        assert found.deadline == day - timedelta(days=21)
        assert found.send_by < found.deadline and is_working_day(found.send_by)
        assert working_days_between(found.send_by, found.deadline) == 0


def test_reminders_go_out_on_the_working_day_after_the_checks_were_due() -> None:
    assert meeting_dates(date(2013, 9, 27), 21, TIMELINE).chase == date(2013, 9, 20)
    assert meeting_dates(date(2013, 9, 28), 21, TIMELINE).chase == date(2013, 9, 23)  # due on a Friday


@given(day=DAYS, number=st.integers(-30, 30))
def test_counting_working_days_there_and_back(day: date, number: int) -> None:
    there = working_days_from(day, number)
    assert number == 0 or is_working_day(there)
    first, last = sorted((day, there))
    assert working_days_between(first, last) - (number < 0 and is_working_day(last)) in (
        abs(number),
        abs(number) - 1,
    )
    assert on_or_before(day) <= day <= on_or_after(day)


@given(day=DAYS)
def test_what_comes_first_is_never_after_what_follows(day: date) -> None:
    found = meeting_dates(day, 21, TIMELINE)
    assert found.send_by <= found.deadline < found.circulate
    assert found.invite <= found.returns_due <= day
    assert found.pack < day < found.draft_themes <= found.themes
    assert all(is_working_day(d) for d in (found.circulate, found.invite, found.returns_due, found.pack))
    assert found.circulate - day >= timedelta(days=-20)
