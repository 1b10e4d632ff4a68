"""What is filed: which meeting, late or not, versions, and what is asked at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.model.filing import Difference, Outcome, Submission
from pipeline.model.meeting import Meeting
from pipeline.model.record import Problem, Severity
from pipeline.office.desk import Desk
from pipeline.office.intake import ingest
from pipeline.office.quarterly import plan_quarterly
from pipeline.rules.counting.quarters import parse_quarter
from tests import builders
from tests.intake_helpers import desk_at, drop, typed

SEPTEMBER, NOVEMBER = date(2013, 9, 27), date(2013, 11, 22)
OTHER = {
    "ref_name": "Bronwen Hale",
    "ref_email": "bronwen.hale@school.example.org",
    "child_1_forename": "Alfie",
    "child_1_surname": "Quillan",
    "child_1_dob": "02/02/2005",
    "child_1_nhs_no": "",
    "child_1_case_ref": "",
    "child_2_forename": "Bea",
    "child_2_surname": "Quillan",
    "child_2_dob": "03/03/2006",
    "cg_1_name": "Bronwen Hale",
    "cg_1_email": "bronwen.hale@school.example.org",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path, clock=lambda: datetime(2013, 9, 30, 9, 0, tzinfo=UTC)) as opened:
        yield opened


def filed(desk: Desk, day: int, data: bytes, reference: str = "CRP-2013-001") -> Submission:
    """What the register holds after a form came on this day of September 2013."""
    drop(desk, f"{day}.yaml", data)
    ingest(desk, received=date(2013, 9, day))
    return desk.register.submission(reference)


def placed(submission: Submission) -> tuple[int, date | None, bool, int]:
    """Version, meeting, late, and the day of September on which lateness is judged."""
    return (
        submission.version,
        submission.meeting,
        submission.late,
        submission.first_received.day,
    )


@pytest.mark.parametrize("wish", ["", "as soon as possible", "26/09/2013"])
def test_who_answers_a_query_is_still_in_time(desk: Desk, wish: str) -> None:
    assert placed(filed(desk, 5, typed(preferred_meeting=wish))) == (1, SEPTEMBER, False, 5)
    again = filed(desk, 12, typed())
    assert placed(again) == (2, SEPTEMBER, False, 5) and again.received.day == 12
    assert not [p for p in again.problems if p.code == "X4"]
    assert placed(filed(desk, 20, typed(preferred_meeting="", ref_phone=""))) == (3, SEPTEMBER, False, 5)


def test_a_form_that_had_no_meeting_yet_is_judged_on_its_first_day(desk: Desk) -> None:
    nowhere = typed(district="TEWKESBURY", preferred_meeting="")
    assert placed(filed(desk, 5, nowhere)) == (1, None, False, 5)
    assert placed(filed(desk, 12, typed())) == (2, SEPTEMBER, False, 5)


def test_who_asks_for_another_meeting_is_judged_on_the_day_of_asking(desk: Desk) -> None:
    assert placed(filed(desk, 5, typed(preferred_meeting="22/11/2013"))) == (1, NOVEMBER, False, 5)
    moved = filed(desk, 12, typed())
    assert placed(moved) == (2, SEPTEMBER, True, 12)
    assert [p.code for p in moved.problems if p.code == "X4"] == ["X4"]
    assert placed(filed(desk, 13, typed(ref_phone=""))) == (3, SEPTEMBER, True, 12)


# -- a wish that cannot be met, a long wait ------------------------------------------------------------------


def test_a_day_without_a_meeting_is_asked_about_until_it_is_settled(desk: Desk) -> None:
    wished = filed(desk, 5, typed(district="STROUD", preferred_meeting="26/09/2013"))
    assert wished.meeting == NOVEMBER and wished.outcome is Outcome.NEEDS_ATTENTION
    (query,) = wished.queries
    assert str(query) == (
        "Meeting you would like: The panel does not meet on 26 September 2013, the day asked for. It goes to the next"
        " meeting in the district still in time, 22 November 2013. The nearest meeting still in time is on"
        " 27 September 2013 in Cheltenham; which would you like?"
    )
    same = filed(desk, 6, typed(district="STROUD", preferred_meeting="26/09/2013", ref_phone=""))
    assert [q.code for q in same.queries] == ["meeting"]
    assert filed(desk, 7, typed(district="STROUD", preferred_meeting="22/11/2013")).queries == ()


def test_a_long_wait_is_asked_about_a_short_one_is_not(tmp_path: Path) -> None:
    far = (*builders.MEETINGS, Meeting(date(2014, 8, 29), "COTSWOLD"))
    with desk_at(tmp_path, meetings=far, clock=lambda: datetime(2013, 9, 30, tzinfo=UTC)) as desk:
        waits = filed(desk, 5, typed(district="COTSWOLD", preferred_meeting=""))
        assert waits.meeting == date(2014, 8, 29)
        assert ["27 September 2013 in Cheltenham" in q.message for q in waits.queries] == [True]
        chosen = filed(desk, 6, typed(district="COTSWOLD", preferred_meeting="29/08/2014"))
        assert (chosen.meeting, chosen.queries) == (date(2014, 8, 29), ())
        soon = filed(desk, 7, typed(district="STROUD", preferred_meeting="", **OTHER), "CRP-2013-002")
        assert (soon.meeting, soon.queries) == (NOVEMBER, ())


# -- meeting records -----------------------------------------------------------------------------------------

TOLD = {
    "district": "CHELTENHAM",
    "chair": "Ruth Amberley",
    "case_1_referral_ref": "crp 2013 1",
    "case_1_outcome": "discussed",
    "case_1_children": "2",
    "theme_1_heading": "Core groups",
    "theme_1_points": "Good practice: one chair throughout",
}


def record(day: str, **changes: str) -> bytes:
    return typed(TOLD, "MACRP-REC", meeting_date=day, **changes)


def test_a_record_without_a_date_waits_for_its_correction(desk: Desk) -> None:
    undated = filed(desk, 27, record("27th of Septembre"), "REC-2013-001")
    assert undated.meeting is None and undated.outcome is Outcome.NEEDS_ATTENTION
    assert filed(desk, 28, record("27 Septembre", venue="Room 3"), "REC-2013-001").version == 2
    dated = filed(desk, 29, record("27/09/2013"), "REC-2013-001")
    assert (dated.version, dated.meeting) == (3, SEPTEMBER)
    again = filed(desk, 30, record("27/09/2013", theme_1_heading="Groups"), "REC-2013-001")
    assert (again.version, len(desk.register.meeting_records())) == (4, 1)


def test_another_meetings_record_is_no_correction_of_one_without_a_date(desk: Desk) -> None:
    filed(desk, 27, record("27th of Septembre"), "REC-2013-001")
    other = record("31/05/2013", theme_1_points="Another point", case_1_referral_ref="CRP-2013-002")
    assert filed(desk, 28, other, "REC-2013-05-31").version == 1
    plan = plan_quarterly(desk, parse_quarter("2013-14-Q1"))
    told = [w for w in plan.warnings if w.startswith("REC-2013-001 has no meeting date that can be read")]
    assert len(told) == 1


def test_cases_of_a_record_are_held_against_the_register(desk: Desk) -> None:
    filed(desk, 5, typed())
    good = filed(desk, 27, record("27/09/2013"), "REC-2013-09-27")
    assert good.outcome is Outcome.ACCEPTED
    assert [p.code for p in good.problems] == ["theme_code"]  # its heading has no code yet, and may have one
    assert good.record.table("case")[0].text("referral_ref") == "CRP-2013-001"
    bad = filed(desk, 28, record("27/09/2013", case_1_referral_ref="CRP-2013-099"), "REC-2013-09-27")
    assert [(q.label, q.code) for q in bad.queries] == [("Case 1: Referral", "reference")]


def test_the_record_in_the_guide_can_be_dropped_as_it_stands(desk: Desk) -> None:
    guide = (builders.ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    example = guide.partition("```yaml\n")[2].partition("```")[0].replace("CRP-2013-004", "CRP-2013-001")
    filed(desk, 5, typed())
    shown = filed(desk, 28, example.encode(), "REC-2013-09-27")
    assert shown.outcome is Outcome.ACCEPTED and shown.problems == ()
    assert [len(shown.record.table(name)) for name in ("att", "case", "theme", "action")] == [2, 1, 1, 1]


def test_notes_are_told_when_a_form_is_filed(desk: Desk) -> None:
    for data, words in (
        (typed(family_postcode=""), "; 1 note"),
        (typed(), "; complete"),
        (typed(ask_of_panel=""), "; 1 query"),
    ):
        drop(desk, "a.yaml", data)
        assert ingest(desk, received=date(2013, 9, 5)).done[0].words.endswith(words)


def test_questions_are_followed_by_no_colon() -> None:
    asked = Problem("x", "In the core group?", "this was left blank.", Severity.QUERY)
    assert str(asked) == "In the core group? This was left blank."
    assert str(replace(asked, label="District")) == "District: this was left blank."
    assert str(Difference("x", "Disabled?", "No", "")) == "Disabled: was No, now blank"
