"""Which meeting a referral goes to, and whether it came in time."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.meeting import Meeting
from pipeline.rules.answers.dates import is_late
from pipeline.rules.arriving.placing import Placement, next_in_time, offer, place
from pipeline.rules.arriving.room import too_many, without_room

MAY, SEP, NOV, JAN = (
    Meeting(date(2013, 5, 31), "STROUD"),
    Meeting(date(2013, 9, 27), "CHELTENHAM"),
    Meeting(date(2013, 11, 22), "STROUD"),
    Meeting(date(2014, 1, 24), "CHELTENHAM"),
)
ALL = (JAN, NOV, SEP, MAY)
IN_TIME, LATE = date(2013, 9, 6), date(2013, 9, 7)


def placed(district: str, preferred: date | None, received: date) -> Placement:
    return place(district, preferred, received, ALL, 21)


def test_the_meeting_that_was_asked_for() -> None:
    assert placed("CHELTENHAM", SEP.day, IN_TIME) == Placement(
        SEP, False, "It goes to the meeting that was asked for."
    )
    assert placed("STROUD", SEP.day, IN_TIME).meeting == SEP


def test_late_for_the_meeting_that_was_asked_for() -> None:
    late = placed("CHELTENHAM", SEP.day, LATE)
    assert (late.meeting, late.late) == (SEP, True)
    assert "after the deadline of 6 September 2013" in late.why
    assert "still in time is on 24 January 2014" in late.why
    last = placed("CHELTENHAM", JAN.day, date(2014, 1, 24))
    assert (last.meeting, last.late) == (JAN, True)
    assert "No later meeting" in last.why


def test_without_a_wish_the_next_in_the_district_in_time() -> None:
    assert placed("CHELTENHAM", None, IN_TIME).meeting == SEP
    next_one = placed("CHELTENHAM", None, LATE)
    assert (next_one.meeting, next_one.late) == (JAN, False)


def test_late_for_the_only_meeting_in_the_district() -> None:
    late = placed("STROUD", None, date(2013, 11, 20))
    assert (late.meeting, late.late) == (NOV, True)
    assert "the chair may accept it" in late.why


def test_a_wish_that_cannot_be_met_is_told() -> None:
    over = placed("CHELTENHAM", MAY.day, IN_TIME)
    assert (over.meeting, over.late) == (SEP, False)
    assert "31 May 2013, was over" in over.why
    unlisted = placed("CHELTENHAM", date(2013, 9, 28), IN_TIME)
    assert unlisted.meeting == SEP
    assert "The panel does not meet on 28 September 2013, the day asked for." in unlisted.why
    assert "does not meet" in placed("CHELTENHAM", IN_TIME, IN_TIME).why
    assert (over.ask, unlisted.ask) == (True, True) and unlisted.nearest is None


def test_a_long_wait_is_asked_about_and_a_sooner_meeting_elsewhere_offered() -> None:
    far = (*ALL, Meeting(date(2014, 8, 29), "COTSWOLD"))
    waits = place("COTSWOLD", None, IN_TIME, far, 21)
    assert (waits.ask, waits.nearest) == (True, SEP)
    assert offer(waits, "Cheltenham").endswith("27 September 2013 in Cheltenham; which would you like?")
    assert place("COTSWOLD", None, LATE, far, 21).nearest == NOV  # SEP is no longer in time
    alone = place("COTSWOLD", None, IN_TIME, far[-1:], 21)
    assert (alone.ask, alone.nearest) == (False, None)
    assert not place("COTSWOLD", far[-1].day, IN_TIME, far, 21).ask
    assert not placed("STROUD", None, IN_TIME).ask  # eleven weeks


def test_the_next_meeting_that_is_offered_is_a_later_one() -> None:
    long_before = place("CHELTENHAM", SEP.day, LATE, (SEP, JAN), 140)
    assert (long_before.meeting, long_before.late) == (SEP, True)
    assert "still in time is on 24 January 2014" in place("CHELTENHAM", SEP.day, LATE, (SEP, JAN), 60).why
    assert "on 24 January 2014" not in long_before.why


def test_what_a_case_can_be_deferred_to() -> None:
    assert next_in_time("CHELTENHAM", LATE, ALL, 21, SEP.day) == JAN
    assert next_in_time("STROUD", LATE, ALL, 21, SEP.day) == NOV
    assert next_in_time("STROUD", date(2013, 11, 2), ALL, 21, SEP.day) is None  # late for that one too
    assert next_in_time("CHELTENHAM", LATE, ALL, 21, JAN.day) is None


def test_how_many_cases_a_meeting_has_room_for() -> None:
    assert without_room(SEP.day, 3, ["A", "B", "C"]) == {}
    assert without_room(SEP.day, 1, ["A", "B"]) == {
        "B": "The meeting on 27 September 2013 has room for 1 case and this is the second; the chair decides."
    }
    assert "and this is case number 21;" in too_many(SEP.day, 20, 21)


def test_no_coming_meeting_in_the_district() -> None:
    nowhere = placed("COTSWOLD", None, IN_TIME)
    assert (nowhere.meeting, nowhere.late) == (None, False)
    assert "No coming meeting in the district is planned yet." in nowhere.why
    assert (nowhere.ask, nowhere.nearest) == (True, SEP)
    assert not place("", None, IN_TIME, ALL, 21).ask
    assert "The district is not known" in place("", None, IN_TIME, ALL, 21).why
    assert "The district is not known" in place("not_known", None, IN_TIME, ALL, 21).why


DAYS = st.dates(date(2013, 1, 1), date(2014, 12, 31))
MEETINGS = st.lists(st.builds(Meeting, DAYS, st.sampled_from(["STROUD", "COTSWOLD"])), max_size=6)


@given(received=DAYS, preferred=st.none() | DAYS, meetings=MEETINGS, days=st.integers(0, 40))
def test_a_placement_is_never_past_and_its_lateness_is_true(
    received: date, preferred: date | None, meetings: list[Meeting], days: int
) -> None:
    found = place("STROUD", preferred, received, meetings, days)
    assert found.why
    if found.meeting is None:
        assert not found.late
        assert not [m for m in meetings if m.district == "STROUD" and m.day >= received]
        return
    assert found.meeting.day >= received
    assert found.late == is_late(received, found.meeting.day, days)
    assert found.meeting.district == "STROUD" or found.meeting.day == preferred
