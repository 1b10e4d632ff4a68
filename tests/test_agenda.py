"""The agenda: domain timings, any number of cases, nothing overlaps, minutes add up."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.meeting import Meeting
from pipeline.model.pack import AgendaItem
from pipeline.rules.pack.agenda import Following, agenda, agenda_warnings

MEETING = Meeting(date(2013, 9, 27), "CHELTENHAM")
NEXT = Following(date(2013, 11, 22), "Stroud", date(2013, 11, 1))


def minutes(item: AgendaItem) -> int:
    return int(item.start[:2]) * 60 + int(item.start[3:])


def test_two_families_in_a_morning() -> None:
    found = agenda(MEETING, ("CRP-2013-001", "CRP-2013-002"), 60, NEXT)
    assert [(i.start, i.minutes, i.title) for i in found] == [
        ("09:15", 15, "Panel only: opening"),
        ("09:30", 60, "Case 1: CRP-2013-001"),
        ("10:30", 10, "Break"),
        ("10:40", 60, "Case 2: CRP-2013-002"),
        ("11:40", 30, "Panel only: themes"),
        ("12:10", 15, "Panel only: actions"),
        ("12:25", 5, "Close"),
    ]
    assert found[1].detail == (
        "Welcome and ground rules 5; referrer's outline 10; the child's day 5; core group view 10; panel involvement "
        "facts 5; discussion of practice issues 20; what would help others, and close 5"
    )
    assert found[-1].detail == (
        "Anonymity check of the draft themes; next meeting on 22 November 2013, Stroud; "
        "its referrals by 1 November 2013"
    )
    assert [i.who for i in found] == [
        "Chair",
        "Chair, core group",
        "",
        "Chair, core group",
        "All",
        "All",
        "Coordinator",
    ]


def test_without_cases_and_without_a_next_meeting() -> None:
    found = agenda(MEETING, (), 60, None)
    assert [i.title for i in found] == [
        "Panel only: opening",
        "Panel only: themes",
        "Panel only: actions",
        "Close",
    ]
    assert "date of the next meeting" in found[-1].detail


@pytest.mark.parametrize("cases", range(1, 11))
@pytest.mark.parametrize("start", [time(9, 15), time(11, 0), time(13, 30)])
def test_items_follow_each_other_and_families_never_meet(cases: int, start: time) -> None:
    found = agenda(Meeting(MEETING.day, "X", start=start), [f"C{n}" for n in range(cases)], 45, NEXT)
    assert found[0].start == f"{start:%H:%M}"
    for before, after in pairwise(found):
        assert minutes(after) == (minutes(before) + before.minutes) % 1440
        assert not (before.title.startswith("Case") and after.title.startswith("Case"))
    assert sum(i.title in ("Break", "Lunch break") for i in found) == cases - 1
    assert sum(i.title == "Lunch break" for i in found) <= 1


def test_a_long_day_has_one_lunch_break_around_noon() -> None:
    found = agenda(MEETING, [f"C{n}" for n in range(6)], 60, NEXT)
    lunch = [i for i in found if i.title == "Lunch break"]
    assert [(i.start, i.minutes) for i in lunch] == [("12:50", 30)]


@pytest.mark.parametrize(
    ("start", "breaks"),
    [
        (time(11, 14), "Break"),
        (time(11, 15), "Lunch break"),
        (time(13, 14), "Lunch break"),
        (time(13, 15), "Break"),
    ],
)
def test_lunch_is_between_noon_and_two(start: time, breaks: str) -> None:
    found = agenda(Meeting(MEETING.day, "X", start=start), ("A", "B"), 30, None)
    assert found[2].title == breaks


@given(per_case=st.integers(10, 180))
def test_the_parts_of_a_case_add_up_to_it(per_case: int) -> None:
    case = agenda(MEETING, ("C",), per_case, None)[1]
    assert case.minutes == per_case
    assert sum(int(m) for m in re.findall(r" (\d+)(?:;|$)", case.detail)) == per_case


@pytest.mark.parametrize(
    ("cases", "start", "said"),
    [
        (4, time(9, 15), ()),
        (5, time(9, 15), ("5 cases are many",)),
        (4, time(12, 0), ("runs until 17:55, after 17:00",)),
        (8, time(9, 15), ("runs until 19:50", "8 cases are many")),
    ],
)
def test_a_day_that_is_too_long_is_told(cases: int, start: time, said: tuple[str, ...]) -> None:
    meeting = Meeting(MEETING.day, "X", start=start)
    items = agenda(meeting, [f"C{n}" for n in range(cases)], 60, NEXT)
    found = agenda_warnings(meeting, items, cases)
    assert len(found) == len(said)
    assert all(words in warning for words, warning in zip(said, found, strict=True))
