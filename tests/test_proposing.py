"""rules/calendar/proposing: new meeting days round the districts, for the panel's own year and for any other."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.meeting import Closed, Meeting
from pipeline.model.people import District
from pipeline.rules.calendar.proposing import Proposal, propose, unlucky
from pipeline.rules.calendar.timeline import meeting_dates
from pipeline.rules.calendar.working_days import is_working_day
from tests.builders import DISTRICTS, MEETINGS, TIMELINE

SIX = tuple(District(code, name) for code, name in DISTRICTS.items())
PAST = MEETINGS[:2]  # Forest of Dean in May, Cotswold in June 2013
SEPTEMBER = date(2013, 9, 27)


def days(start: date, number: int = 6, *closed: Closed, meetings: tuple[Meeting, ...] = ()) -> list[date]:
    return [p.meeting.day for p in propose(start, number, SIX, meetings, closed, 8)]


def test_the_panels_year_from_september_2013() -> None:
    found = propose(SEPTEMBER, 6, SIX, PAST, (), 8)
    assert [(p.meeting.day, p.meeting.district) for p in found] == [
        (date(2013, 9, 27), "CHELTENHAM"),
        (date(2013, 11, 22), "GLOUCESTER"),
        (date(2014, 1, 17), "STROUD"),
        (date(2014, 3, 14), "TEWKESBURY"),
        (date(2014, 5, 9), "FOREST_OF_DEAN"),
        (date(2014, 7, 4), "COTSWOLD"),
    ]
    assert {p.why for p in found} == {""}
    last = [meeting_dates(p.meeting.day, 21, TIMELINE) for p in found]
    assert [(d.deadline, d.send_by) for d in last][4] == (date(2014, 4, 18), date(2014, 4, 17))  # Good Friday


def test_venue_chair_and_hour_of_the_districts_last_meeting_are_taken_over() -> None:
    forest = propose(date(2014, 5, 9), 1, (SIX[2],), PAST, (), 8)[0].meeting
    assert (forest.venue, forest.chair) == (MEETINGS[0].venue, MEETINGS[0].chair)
    assert propose(SEPTEMBER, 1, SIX, PAST, (), 8)[0].meeting == Meeting(SEPTEMBER, "CHELTENHAM")


@pytest.mark.parametrize(
    "start,hits",
    [
        (
            date(2013, 6, 24),
            {
                date(2014, 5, 26): date(2014, 5, 27),
                date(2016, 3, 28): date(2016, 3, 29),
                date(2017, 1, 2): date(2017, 1, 3),
                date(2019, 4, 22): date(2019, 4, 23),
                date(2020, 12, 28): date(2020, 12, 29),
            },
        ),
        (date(2013, 5, 31), {date(2015, 4, 3): date(2015, 4, 2)}),
        (date(2013, 9, 27), {date(2021, 4, 2): date(2021, 4, 1)}),
    ],
)
def test_chains_of_eight_weeks_step_aside_where_they_hit_a_bank_holiday(
    start: date, hits: dict[date, date]
) -> None:
    """The chains of the panel's own days, and every bank holiday that they would have hit by 2021."""
    plain = [start + timedelta(weeks=8 * n) for n in range(50)]
    expected = [hits.get(day, day) for day in plain]
    found = propose(start, 50, SIX, (), (), 8)
    assert [p.meeting.day for p in found] == expected
    assert [p.meeting.day for p in found if "bank holiday" in p.why] == list(hits.values())


def test_when_the_whole_week_is_closed_the_same_weekday_a_week_away_is_taken() -> None:
    half_term = Closed(date(2014, 5, 26), date(2014, 5, 30), "Summer half term")
    shifted = propose(date(2014, 3, 31), 2, SIX, (), (half_term,), 8)[1]
    assert shifted.meeting.day == date(2014, 5, 19)
    assert shifted.why == (
        "Monday 26 May 2014 is a bank holiday (Spring Bank Holiday) and the rest of its week is closed too"
    )
    exams = Closed(date(2014, 5, 19), date(2014, 5, 23), "Examinations")
    assert days(date(2014, 3, 31), 2, half_term, exams)[1] == date(2014, 6, 2)


def test_one_closed_day_moves_it_to_the_nearest_day_of_its_week() -> None:
    inset = Closed(date(2013, 11, 22), date(2013, 11, 22), "")
    shifted = propose(SEPTEMBER, 2, SIX, (), (inset,), 8)[1]
    assert (shifted.meeting.day, shifted.why) == (date(2013, 11, 21), "Friday 22 November 2013 is closed")


def test_the_first_day_is_never_before_the_one_asked_for() -> None:
    assert days(date(2014, 4, 18), 2) == [date(2014, 4, 25), date(2014, 6, 20)]  # Good Friday
    assert days(date(2013, 9, 28), 2) == [date(2013, 9, 30), date(2013, 11, 25)]  # a Saturday


def test_a_closed_summer_moves_a_meeting_by_as_many_weeks_as_it_must() -> None:
    summer = Closed(date(2014, 7, 21), date(2014, 8, 29), "Summer holidays")
    assert days(date(2014, 6, 20), 3, summer) == [date(2014, 6, 20), date(2014, 9, 5), date(2014, 10, 31)]


def test_planned_meetings_are_left_alone_and_the_round_goes_on_after_them() -> None:
    found = propose(date(2013, 9, 13), 2, SIX, MEETINGS, (), 8)
    assert [(p.meeting.day, p.there) for p in found] == [
        (date(2013, 9, 27), True),
        (date(2013, 11, 22), True),
        (date(2014, 1, 17), False),
        (date(2014, 3, 14), False),
    ]
    assert [p.meeting.district for p in found[2:]] == ["GLOUCESTER", "TEWKESBURY"]


def test_why_a_day_is_unlucky() -> None:
    closed = (Closed(date(2013, 10, 28), date(2013, 11, 1), "Autumn half term"),)
    assert [unlucky(day, closed) for day in (SEPTEMBER, date(2013, 9, 28), date(2013, 12, 25))] == [
        "",
        "is a Saturday",
        "is a bank holiday (Christmas Day)",
    ]
    assert unlucky(date(2013, 10, 28), closed) == "is closed (Autumn half term)"
    assert unlucky(date(2013, 11, 4), closed) == ""


STARTS = st.dates(date(2012, 1, 1), date(2030, 12, 31))
CLOSED = st.builds(
    lambda first, days, name: Closed(first, first + timedelta(days=days), name),
    st.dates(date(2012, 1, 1), date(2032, 12, 31)),
    st.integers(0, 13),
    st.just("closed"),
)


@given(start=STARTS, number=st.integers(1, 14), closed=st.lists(CLOSED, max_size=1))
def test_what_is_proposed_can_be_held(start: date, number: int, closed: list[Closed]) -> None:
    past = [m for m in PAST if m.day < start]
    found: tuple[Proposal, ...] = propose(start, number, SIX, past, closed, 8)
    held = [p.meeting.day for p in found]
    assert len(found) == number
    assert all(is_working_day(day) for day in held)
    assert not [day for day in held for c in closed if c.first <= day <= c.last]
    assert all(7 * 7 <= (b - a).days <= 9 * 7 for a, b in pairwise(held))
    assert start <= held[0]
    weekday = start.weekday() if start.weekday() < 5 else held[0].weekday()
    assert all(p.why for p in found if p.meeting.day.weekday() != weekday)


@given(start=STARTS, past=st.permutations(list(DISTRICTS)), known=st.integers(0, 6))
def test_each_round_visits_every_district_once_longest_ago_first(
    start: date, past: list[str], known: int
) -> None:
    before = [Meeting(start - timedelta(weeks=8 * (n + 1)), code) for n, code in enumerate(past[:known])]
    found = [p.meeting.district for p in propose(start, 12, SIX, before, (), 8)]
    assert sorted(found[:6]) == sorted(DISTRICTS) and found[:6] == found[6:]
    never = [code for code in DISTRICTS if code not in past[:known]]
    assert found[:6] == [*never, *reversed(past[:known])]


def test_two_meetings_in_a_row_do_not_step_towards_each_other() -> None:
    """Shifted a day on from a bank holiday, then wished for in a closed week: a week later, not a week earlier."""
    works = Closed(date(2014, 7, 21), date(2014, 7, 25), "Building works")
    assert days(date(2014, 3, 31), 3, works) == [date(2014, 3, 31), date(2014, 5, 27), date(2014, 7, 28)]
