"""Meeting records as nouns: bullets one a line, kinds from leading words, the words as written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Outcome, Submission
from pipeline.model.meeting import (
    Action,
    ActionStatus,
    Attendance,
    CaseDiscussed,
    MeetingRecord,
    Point,
    PointKind,
    Theme,
)
from pipeline.model.record import Record
from pipeline.rules.checking import check_answers
from pipeline.rules.counting.meeting_records import as_meeting_record, bullets, meeting_records, point
from tests import builders

ITEMS = {
    "meeting_date": "27/09/13",
    "district": "Cheltenham",
    "venue": "Room 3",
    "chair": "Ruth Amberley",
    "next_date": "22 November 2013",
    "att_1_name": "Megan Prosser",
    "att_1_role": "Health visitor",
    "att_1_agency": "HEALTH_VISITING",
    "att_1_kind": "Practitioner",
    "att_1_present": "yes",
    "att_1_info_sent": "no",
    "att_1_signed": "yes",
    "case_1_referral_ref": "CRP-2013-014",
    "case_1_outcome": "discussed",
    "case_1_children": "2",
    "case_1_presented_by": "Health visitor",
    "case_2_referral_ref": "CRP-2013-015",
    "case_2_outcome": "deferred",
    "theme_1_heading": "Core groups",
    "theme_1_code": "CORE_GROUPS",
    "theme_1_points": "- Keep membership small \u2013 and consistent\n\u2022 Top tip: meet early\n\n"
    "Good practice includes “calls”",
    "theme_2_heading": "Thresholds",
    "theme_2_points": "Concern that letters are lost",
    "action_1_heading": "Road shows",
    "action_1_status": "planned",
    "action_1_due": "30/11/2013",
    "action_1_text": "- Plans are in place\n- More to come",
    "action_1_owner_role": "Board manager",
    "action_1_note": "Moved with the service",
    "action_2_heading": "Letters",
    "action_2_status": "completed",
    "action_2_completed_on": "1/9/13",
    "action_2_text": "Sent",
    "action_2_owner_agency": "CSC",
    "scolt": "* First\n* Second",
    "qa_subgroup": "n/a",
}


def record(**changes: str) -> Record:
    form = builders.forms()["meeting-record"]
    items = {k: v for k, v in (ITEMS | changes).items() if v}
    checked = check_answers(form, builders.answers(form, items), received=date(2013, 10, 2))
    assert changes or checked.problems == ()
    return checked.record


def test_a_whole_record() -> None:
    assert as_meeting_record(record()) == MeetingRecord(
        day=date(2013, 9, 27),
        district="CHELTENHAM",
        venue="Room 3",
        chair="Ruth Amberley",
        next_date=date(2013, 11, 22),
        attendance=(
            Attendance(
                "Megan Prosser", "Health visitor", "HEALTH_VISITING", "practitioner", "yes", False, True
            ),
        ),
        cases=(
            CaseDiscussed("CRP-2013-014", "discussed", 2, (), "Health visitor"),
            CaseDiscussed("CRP-2013-015", "deferred", 0),
        ),
        themes=(
            Theme(
                "Core groups",
                (
                    Point("Keep membership small \u2013 and consistent"),
                    Point("Top tip: meet early", PointKind.TOP_TIP),
                    Point("Good practice includes “calls”", PointKind.GOOD_PRACTICE),
                ),
                "CORE_GROUPS",
            ),
            Theme("Thresholds", (Point("Concern that letters are lost", PointKind.CONCERN),)),
        ),
        actions=(
            Action(
                "Road shows",
                ("Plans are in place", "More to come"),
                ActionStatus.PLANNED,
                owner_role="Board manager",
                note="Moved with the service",
                due=date(2013, 11, 30),
            ),
            Action(
                "Letters",
                ("Sent",),
                ActionStatus.COMPLETED,
                owner_agency="CSC",
                completed_on=date(2013, 9, 1),
            ),
        ),
        messages_scolt=("First", "Second"),
    )


@pytest.mark.parametrize("day", ["", "31/02/2013", "NK"])
def test_a_record_without_a_meeting_date_belongs_nowhere(day: str) -> None:
    with pytest.raises(NotFoundError, match="Meeting date"):
        as_meeting_record(record(meeting_date=day))


def test_what_is_missing_or_unreadable_is_left_blank() -> None:
    found = as_meeting_record(
        record(
            att_1_signed="",
            att_1_agency="NK",
            case_1_children="few",
            next_date="soon",
            action_1_status="",
            action_1_due="soon",
            action_2_status="done",
        )
    )
    assert (found.attendance[0].confidentiality_signed, found.attendance[0].agency) == (None, "")
    assert (found.cases[0].children, found.next_date, found.actions[0].due) == (0, None, None)
    assert [a.status for a in found.actions] == [ActionStatus.PLANNED, ActionStatus.COMPLETED]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        *(
            ("- a", "a"),
            ("\u2022a", "a"),
            ("\u2022\ta", "a"),
            ("\u2013 a \u2013 b", "a \u2013 b"),
            ("* a", "a"),
        ),
        *(("  \u25aa a", "a"), ("o  a", "a"), ("o\ta", "a"), ("- - a", "a"), ("\u00b7 a\tb", "a\tb")),
        *(("-ve", "-ve"), ("o a", "o a"), ("often", "often"), ("*a*", "*a*"), ("1. a", "1. a")),
    ],
)
def test_leading_signs(line: str, text: str) -> None:
    assert bullets(line) == (text,)


def test_empty_lines_and_lone_signs_are_no_bullets() -> None:
    assert bullets("") == bullets("\n \n-\n\u2022\n") == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Good practice examples included plans", PointKind.GOOD_PRACTICE),
        ("GOOD PRACTICE: calls", PointKind.GOOD_PRACTICE),
        ("Quality is needed (good practice seen) at transfer", PointKind.GOOD_PRACTICE),
        ("Top tip: meet", PointKind.TOP_TIP),
        ("Top tips - meet", PointKind.TOP_TIP),
        ("Practitioners message to managers - ask", PointKind.MESSAGE),
        ("Practitioner’s message to managers", PointKind.MESSAGE),
        ("Practitioners' message to managers", PointKind.MESSAGE),
        ("Message to managers: ask", PointKind.MESSAGE),
        ("Concern that problems go on", PointKind.CONCERN),
        ("“Concerns” were heard", PointKind.CONCERN),
        ("Concerning the plan", PointKind.LEARNING),
        ("Good practices differ", PointKind.LEARNING),
        ("There is good practice in this", PointKind.LEARNING),
        ("Keep in touch", PointKind.LEARNING),
    ],
)
def test_kinds(text: str, kind: PointKind) -> None:
    assert point(text) == Point(text, kind)


@given(
    lines=st.lists(
        st.from_regex(r"[A-Za-z“‘(£][^\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff]{2,30}[.!]", fullmatch=True)
    )
)
def test_words_stay_as_written(lines: list[str]) -> None:
    assert bullets("\n".join(f"- {line}" for line in lines)) == tuple(lines)
    assert all(point(line).text == line for line in lines)


def test_a_record_without_a_date_is_told_and_the_others_are_counted() -> None:
    def filed(reference: str, found: Record) -> Submission:
        day = date(2013, 10, 2)
        return Submission(reference, 1, "meeting-record", reference, "yaml", day, Outcome.ACCEPTED, found)

    good, bad = filed("REC-2013-09-27", record()), filed("REC-2013-001", record(meeting_date="31st of Mayy"))
    counted, told = meeting_records([bad, good])
    assert counted == (replace(as_meeting_record(good.record), reference="REC-2013-09-27"),)
    assert len(told) == 1 and told[0].startswith("REC-2013-001 has no meeting date")
