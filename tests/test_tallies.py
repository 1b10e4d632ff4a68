"""The panel's figures: counted by hand here, counted afresh there, and shown to add up for any records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.filing import Outcome, Referral, Submission
from pipeline.model.meeting import Attendance, CaseDiscussed, Meeting, MeetingRecord, Quarter, Theme
from pipeline.model.record import Record
from pipeline.model.settings import OpeningBalance
from pipeline.rules.counting.participation import Participation, seats
from pipeline.rules.counting.quarters import last_day
from pipeline.rules.counting.reconciling import reconcile
from pipeline.rules.counting.tallies import (
    NO_REASON,
    Counts,
    MeetingCounts,
    QuarterCounts,
    Tally,
    tally,
)

OPENING = OpeningBalance(date(2013, 3, 31), 6, 30, 32, 25, 12)
Q2 = Quarter(2013, 2)


def came(name: str, agency: str = "CSC", kind: str = "practitioner", present: str = "yes") -> Attendance:
    return Attendance(name, "Worker", agency, kind, present)


def case(number: int, children: int, outcome: str = "discussed", *reasons: str) -> CaseDiscussed:
    return CaseDiscussed(f"CRP-2013-{number:03d}", outcome, children, reasons)


def referral(number: int, day: date, *reasons: str, late: bool = False) -> Referral:
    submission = Submission(
        f"CRP-2013-{number:03d}",
        *(1, "referral", "0", "pdf", day, Outcome.ACCEPTED),
        Record("MACRP-REF", "1.0"),
        meeting=day,
        late=late,
    )
    return Referral(submission, (), (), (), "STROUD", reasons)


MAY, JULY, SEPTEMBER = date(2013, 5, 31), date(2013, 7, 22), date(2013, 9, 27)
RECORDS = (
    MeetingRecord(
        SEPTEMBER,
        "CHELTENHAM",
        attendance=(
            *(came("Ilona Żak"), came("ilona  żak"), came("Ilona Żak", "POLICE")),
            *(came("Chair", kind="panel"), came("Deputy", kind="deputy", present="none")),
            *(came("Looker", kind="observer"), came("Away", present="apologies")),
        ),
        cases=(case(3, 2, "discussed", "FROM_RECORD"), case(4, 1), case(5, 9, "deferred")),
        themes=(Theme("A", (), "CORE_GROUPS"), Theme("B", (), "CORE_GROUPS"), Theme("C", ())),
    ),
    MeetingRecord(MAY, "FOREST_OF_DEAN", attendance=(came("Ilona Żak"),), cases=(case(1, 3),),
                  themes=(Theme("D", (), "THRESHOLDS"), Theme("A", (), "CORE_GROUPS"))),
    MeetingRecord(JULY, "CHELTENHAM", attendance=(came("Owen"),), cases=(case(2, 4),),
                  themes=(Theme("E", (), "FATHERS_PARTNERS"),)),
    MeetingRecord(date(2013, 2, 1), "STROUD", attendance=(came("Before"),), cases=(case(0, 7),)),
    MeetingRecord(date(2013, 11, 22), "STROUD", attendance=(came("After"),), cases=(case(9, 7),)),
)  # fmt: skip
REFERRALS = (
    referral(1, MAY, "SECOND_PLAN"),
    referral(2, JULY, "SECOND_PLAN", "TWELVE_MONTHS", late=True),
    referral(3, SEPTEMBER, "OTHER"),
    referral(4, SEPTEMBER),
    referral(5, SEPTEMBER, "OTHER"),
    referral(9, date(2013, 11, 22), "OTHER"),
)


def test_a_quarter_counted_by_hand() -> None:
    found = tally(Q2, RECORDS, REFERRALS, OPENING)
    assert found.this_quarter == Counts(
        meetings=2,
        districts=1,
        referrals=4,
        late=1,
        families=3,
        children=7,
        first=7,
        practitioners=3,
        attendances=3,
    )
    assert found.year_to_date == Counts(
        meetings=3,
        districts=2,
        referrals=5,
        late=1,
        families=4,
        children=10,
        first=10,
        practitioners=3,
        attendances=4,
    )
    since = found.since_start
    assert (since.meetings, since.families, since.children) == (6 + 3, 12 + 4, 25 + 10)
    assert (since.practitioners, since.attendances) == (30 + 3, 32 + 4)
    assert found.meetings == (
        MeetingCounts(JULY, "CHELTENHAM", 1, 4, 1, "2013-07-22"),
        MeetingCounts(SEPTEMBER, "CHELTENHAM", 2, 3, 2, "2013-09-27"),
    )
    assert reconcile(found) == ()


def test_reasons_come_from_the_record_else_from_the_referral_and_are_never_made_up() -> None:
    found = tally(Q2, RECORDS, REFERRALS, OPENING)
    assert found.reasons == (
        Tally("FROM_RECORD", 1, 1),
        Tally("SECOND_PLAN", 1, 2),
        Tally("TWELVE_MONTHS", 1, 1),
        Tally(NO_REASON, 1, 1),
    )
    assert found.cases_with_reason == 2


def test_a_theme_counts_once_a_meeting_and_is_new_only_once() -> None:
    found = tally(Q2, RECORDS, REFERRALS, OPENING)
    assert found.themes == (
        Tally("CORE_GROUPS", 1, 2),
        Tally("FATHERS_PARTNERS", 1, 1, new=True),
        Tally("OTHER", 1, 1, new=True),
        Tally("THRESHOLDS", 0, 1),
    )


@pytest.mark.parametrize(
    ("people", "taken", "empty"),
    [
        ([("panel", "yes")], 1, 0),
        ([("panel", "yes"), ("deputy", "none")], 1, 0),
        ([("panel", "apologies"), ("deputy", "yes")], 1, 0),
        ([("panel", "yes"), ("deputy", "yes")], 1, 0),
        ([("panel", "apologies"), ("deputy", "apologies")], 0, 1),
        ([("deputy", "yes")], 1, 0),
        ([("panel", "yes"), ("panel", "apologies")], 1, 1),
        ([("practitioner", "yes")], 0, 0),
    ],
)
def test_a_deputy_sits_for_a_member_and_has_no_seat_beside_theirs(
    people: list[tuple[str, str]], taken: int, empty: int
) -> None:
    there = tuple(came(f"N{n}", "POLICE", kind, present) for n, (kind, present) in enumerate(people))
    assert seats(MeetingRecord(MAY, "STROUD", attendance=there), "POLICE") == (taken, empty)


def test_participation_keeps_panel_and_practitioners_apart() -> None:
    assert tally(Q2, RECORDS, REFERRALS, OPENING).participation == (
        Participation("CSC", 1, 0, 2),
        Participation("POLICE", 0, 0, 1),
    )


def test_what_cannot_be_right_is_said() -> None:
    twice = (*RECORDS, replace(RECORDS[2], cases=(case(99, 1),)))
    assert tally(Q2, twice, REFERRALS, OPENING).doubts == (
        "There are 2 records of one meeting, 22/07/13; each was counted.",
        "CRP-2013-099, discussed on 22/07/13: no such referral is in the register, so it is not counted.",
    )


def test_a_case_that_stands_twice_in_one_record_counts_once() -> None:
    once = tally(Q2, RECORDS, REFERRALS, OPENING)
    first = RECORDS[2].cases[0]
    again = replace(RECORDS[2], cases=(replace(first, outcome="deferred"), *RECORDS[2].cases, first))
    found = tally(Q2, (*RECORDS[:2], again, *RECORDS[3:]), REFERRALS, OPENING)
    assert found.this_quarter == once.this_quarter and found.since_start == once.since_start
    assert found.doubts == (f"{first.reference} stands 3 times in the record of 22/07/13; counted once.",)


def test_a_case_that_the_register_does_not_hold_is_in_no_figure() -> None:
    without = tuple(r for r in REFERRALS if r.reference != "CRP-2013-004")
    found = tally(Q2, RECORDS, without, OPENING)
    assert (found.this_quarter.families, found.this_quarter.children) == (2, 6)
    assert (found.year_to_date.families, found.since_start.children) == (3, 25 + 9)
    assert found.meetings[1] == MeetingCounts(SEPTEMBER, "CHELTENHAM", 1, 2, 2, "2013-09-27")
    assert NO_REASON not in {r.code for r in found.reasons}
    assert found.untraced == 1
    assert reconcile(found) == ()


def test_a_meeting_day_without_a_record_is_told() -> None:
    planned = [
        Meeting(day, "STROUD") for day in (MAY, JULY, date(2013, 8, 1), date(2013, 6, 24), date(2013, 10, 1))
    ]
    assert [m.day for m in tally(Q2, RECORDS, REFERRALS, OPENING, planned).missing] == [
        date(2013, 6, 24),
        date(2013, 8, 1),
    ]
    counted = replace(OPENING, up_to=date(2013, 7, 1))
    first = tally(Quarter(2014, 1), RECORDS, REFERRALS, counted, planned).missing
    assert [m.day for m in first] == [date(2013, 8, 1), date(2013, 10, 1)]


def change(**counts: int) -> dict[str, Counts]:
    return {"this_quarter": replace(tally(Q2, RECORDS, REFERRALS, OPENING).this_quarter, **counts)}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (change(children=8), "children: the meetings add up to 7, the quarter says 8"),
        (change(meetings=3), "meetings: 2 are listed, 3 counted"),
        (change(families=4), "reasons: 2 cases with and 1 without do not make 4"),
        (change(practitioners=9), "practitioners (quarter): more people (9) than attendances"),
        ({"by_quarter": ()}, "meetings: the quarters add up to 0, the year to date says 3"),
        (
            {"after_opening": (QuarterCounts(Q2, Counts()),)},
            "children: opening balance 25 and 0 since do not make 35",
        ),
        (
            {"opening": replace(OPENING, children=24)},
            "children: opening balance 24 and 10 since do not make 35",
        ),
        ({"themes": (Tally("X", 2, 1),)}, "theme X: more in the quarter than in the year"),
    ],
)
def test_figures_that_do_not_add_up_are_named(wrong: dict[str, object], said: str) -> None:
    found = replace(tally(Q2, RECORDS, REFERRALS, OPENING), **wrong)  # type: ignore[arg-type]
    assert said in reconcile(found)


days = st.integers(0, 1200).map(lambda n: date(2012, 4, 1) + timedelta(n))
people = st.builds(
    came,
    st.sampled_from(["Ilona", "Owen", "Piotr", "Bronwen"]),
    st.sampled_from(["CSC", "POLICE"]),
    st.sampled_from(["panel", "deputy", "practitioner", "observer"]),
    st.sampled_from(["yes", "apologies", "none"]),
)
cases = st.builds(
    case, st.integers(1, 9), st.integers(0, 5), st.sampled_from(["discussed", "deferred", "withdrawn"])
)
records = st.lists(
    st.builds(
        lambda day, district, att, cs: MeetingRecord(day, district, attendance=tuple(att), cases=tuple(cs)),
        days,
        st.sampled_from(["STROUD", "COTSWOLD"]),
        st.lists(people, max_size=6),
        st.lists(cases, max_size=4),
    ),
    max_size=12,
)
referrals = st.lists(st.builds(referral, st.integers(1, 9), days, st.sampled_from(["A", "B"])), max_size=9)


@given(records, referrals, st.integers(2012, 2015), st.integers(1, 4))
def test_any_records_reconcile_and_nothing_after_the_quarter_counts(
    meetings: list[MeetingRecord], papers: list[Referral], year: int, number: int
) -> None:
    quarter = Quarter(year, number)
    found = tally(quarter, meetings, papers, OPENING)
    assert reconcile(found) == ()
    past = [r for r in meetings if r.day <= last_day(quarter)]
    assert tally(quarter, past, papers, OPENING) == found


@given(records)
def test_the_four_quarters_hold_every_meeting_of_a_year_once(meetings: list[MeetingRecord]) -> None:
    year = [r for r in meetings if date(2013, 4, 1) <= r.day <= date(2014, 3, 31)]
    quarters = [tally(Quarter(2013, n), meetings, (), OPENING).this_quarter for n in (1, 2, 3, 4)]
    assert sum(q.meetings for q in quarters) == len(year)
    assert (
        sum(q.attendances for q in quarters)
        == tally(Quarter(2013, 4), meetings, (), OPENING).year_to_date.attendances
    )
