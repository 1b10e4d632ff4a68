"""The quarterly report: figures from the register, in Word and PDF, and no report when they do not add up."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pikepdf
import pytest

from pipeline.model.errors import NotFoundError, RegisterError
from pipeline.model.meeting import Meeting, Quarter
from pipeline.model.settings import OpeningBalance
from pipeline.office.quarterly import plan_quarterly, write_quarterly
from pipeline.rules.counting.quarters import parse_quarter
from pipeline.rules.counting.traces import traces
from tests import builders
from tests.intake_helpers import desk_at
from tests.papers_helpers import (
    file_record,
    file_referral,
    pdf_text,
    record_yaml,
    report_drawn,
    squeezed,
    word_lines,
)
from tests.quarter_helpers import FOREST, file_quarter

Q2 = parse_quarter("2013-14-Q2")


def tables(word: bytes) -> list[list[list[str]]]:
    return [[[c.text for c in row.cells] for row in t.rows] for t in docx.Document(io.BytesIO(word)).tables]


def report(root: Path, engine: str = "embedded") -> tuple[bytes, bytes]:
    with desk_at(root, word_engine=engine) as desk:
        file_quarter(desk)
        return report_drawn(desk, Q2)


def test_every_table_of_the_quarter(tmp_path: Path) -> None:
    word, _ = report(tmp_path)
    front, activity, running, meetings, reasons, themes, actions, impact, participation, coming = tables(word)
    assert front[0] == ["Period", "July to September 2013 (Q2 2013/14)"]
    assert front[2] == ["Chair of the panel", "Ruth Amberley"]
    assert front[3] == ["Marking and version", "RESTRICTED; Issue 1"]
    assert front[4][1] == "Gloucester (22 July 2013) and Cheltenham (27 September 2013)"
    assert activity == [
        ["What was counted", "Quarter", "Year to date", "Since April 2012"],
        ["Meetings held", "2", "3", "9"],
        ["Districts visited", "2", "3", "not counted"],
        ["Referrals received for these meetings", "3", "5", "not counted"],
        ["of which received after the deadline", "1", "2", "not counted"],
        ["Families (cases) discussed", "3", "4", "16"],
        ["Children discussed (a child counts at each meeting; since April 2012 once)", "7", "10", "30"],
        ["of whom for the first time", "2", "5", "not counted"],
        ["of whom discussed before", "5", "5", "not counted"],
        ["Practitioners met, people (each counts once in a period)", "3", "4", "34"],
        ["Practitioners met, attendances (each time they came)", "4", "6", "38"],
    ]
    assert running == [
        ["Up to", "Children discussed", "Practitioners met (attendances)"],
        ["to 31/03/13", "25", "32"],
        ["Q1 2013/14", "28", "34"],
        ["Q2 2013/14", "30", "38"],
    ]
    assert meetings[1:] == [
        ["Gloucester", "22 July 2013", "1", "4", "2"],
        ["Cheltenham", "27 September 2013", "2", "3", "2"],
    ]
    assert reasons[1:] == [["Second or later plan", "1", "2"], ["On a plan 12 months or more", "3", "3"]]
    assert themes[1:] == [
        ["Core groups", "2", "3", "Recurs"],
        ["Fathers and partners", "1", "1", "New"],
        ["Information sharing and transfer", "1", "1", "New"],
        ["Domestic and emotional abuse", "0", "1", ""],
    ]
    assert [row[0] for row in actions[1:]] == [
        "● Green: completed (new)",
        "○ Amber: planned (new)",
        "▲ Red: overdue (new)",
    ]
    assert actions[1][1:] == [
        "Reflective meetings: The model was sent to every team.",
        "Service manager, Children's social care",
        "10 September 2013",
    ]
    assert actions[2][1] == "Road shows: Raise awareness of the protocol; Ask for examples."
    assert impact[1:] == [["Reflective meetings", "The model was sent to every team.", "10 September 2013"]]
    assert participation[1] == ["Children's social care", "2", "0", "0", "0", "0", "0", "0"]
    assert coming[1:] == [["Stroud", "22 November 2013", "1 November 2013"]]


@pytest.mark.parametrize("engine", ["embedded", "libreoffice"])
def test_the_pdf_holds_every_line_of_the_word_file(tmp_path: Path, engine: str) -> None:
    word, pdf = report(tmp_path, engine)
    text = squeezed(pdf_text(pdf))
    lines = [text_ for _, text_ in word_lines(word)]
    assert [line for line in lines if squeezed(line) not in text] == []
    assert len(lines) > 80
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "en-GB"
        title = "Multi Agency Case Review Panel: quarterly report, July to September 2013 (Q2 2013/14)"
        assert str(document.docinfo["/Title"]) == title
        alternatives = [
            str(o.Alt) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    assert alternatives == [
        "Line chart. What the panel has done since April 2012: running totals. Children discussed: to 31/03/13 25,"
        " Q1 2013/14 28, Q2 2013/14 30. Practitioners met (attendances): to 31/03/13 32, Q1 2013/14 34,"
        " Q2 2013/14 38.",
        "Bar chart. Meetings in which each theme arose, July to September 2013 (Q2 2013/14): Core groups 2;"
        " Fathers and partners 1; Information sharing and transfer 1.",
    ]


def test_headings_messages_and_marking(tmp_path: Path) -> None:
    word, pdf = report(tmp_path)
    lines = word_lines(word)
    assert [t for style, t in lines if style == "Heading1"] == [
        *("Key messages", "Activity", "Why cases came", "Themes", "Good practice and top tips", "Messages"),
        *("Actions", "Impact: what changed because of the panel", "Agency participation", "Risks and issues"),
        *("Next meetings", "Revisions of earlier figures", "Notes: how the figures are counted"),
    ]
    bullets = [t for style, t in lines if style == "ListBullet"]
    assert bullets[0] == (
        "The panel met twice. Families discussed: 3; children: 7; practitioners who took part: 3."
    )
    assert "3 actions followed up, 3 of them new, 1 completed; 1 is overdue." in bullets
    assert "Thresholds need saying again" in bullets
    assert "Consider an audit of transfers between districts" in bullets
    managers = [b for b in bullets if b.startswith("Practitioners message to managers")]
    assert len(managers) == 1
    text = pdf_text(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert (
            text.count("RESTRICTED") == 2 * len(document.pages) + 1
        )  # head and foot, and once on the front sheet
    for name in ("Ilona", "Patwardhan", "Ellery"):
        assert name not in text


def test_what_does_not_fit_together_is_said_in_plan_and_paper(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_quarter(desk)
        plan = plan_quarterly(desk, Q2)
    doubt = "CRP-2013-005, discussed on 22/07/13: the record says 4 children, the referral names 2."
    assert plan.warnings[2:] == (doubt,)
    assert not any("CRP-" in line for line in plan.paper.notes)
    assert plan.paper.notes[-1].startswith("1 case was discussed with more children than the referral names")
    assert list((tmp_path / "outbox").iterdir()) == []


def test_the_same_register_gives_the_same_bytes(tmp_path: Path) -> None:
    assert report(tmp_path / "a") == report(tmp_path / "b")


def test_a_quiet_quarter_has_words_in_place_of_tables(tmp_path: Path) -> None:
    data = record_yaml(meeting_date="22/11/2013", district="STROUD", chair="x")
    later = datetime(2014, 1, 10, 9, tzinfo=UTC)
    with desk_at(tmp_path, clock=lambda: later) as desk:
        file_record(desk, data)
        word, _ = report_drawn(desk, Quarter(2013, 3))
        lines = [t for _, t in word_lines(word)]
    for words in (
        "No meeting of the quarter has a record of themes yet.",
        "No case was discussed.",
        "None was recorded this quarter.",
        "No action was recorded this quarter.",
        "No attendance was recorded this quarter.",
        "No later meeting is in the calendar.",
    ):
        assert words in lines


def test_a_meeting_day_without_a_record_is_said_on_screen_and_paper(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_quarter(desk)
        plan = plan_quarterly(desk, Q2)
    assert plan.warnings[1].startswith("There is no meeting record for 24 June 2013 (Cotswold) yet")
    line = "These meetings have no record yet and are in no figure: 24 June 2013 (Cotswold)."
    assert line in plan.paper.notes
    assert (
        "Not yet recorded, and so in no figure: the meeting of 24 June 2013 (Cotswold)." in plan.paper.risks
    )


def test_a_case_that_cannot_be_traced_is_in_no_figure_and_the_board_is_told_in_words(tmp_path: Path) -> None:
    stray = {"referral_ref": "CRP-2013-099", "outcome": "discussed", "children": "5"}
    data = record_yaml(meeting_date="27/09/2013", district="CHELTENHAM", chair="x", case=[stray])
    with desk_at(tmp_path) as desk:
        file_record(desk, data)
        plan = plan_quarterly(desk, Q2)
    assert "CRP-2013-099, discussed on 27/09/13: no such referral is in the register" in plan.warnings[-1]
    families = next(row for row in plan.paper.activity if row.label.startswith("Families"))
    assert (families.quarter, families.year) == ("0", "0")
    told = [line for line in plan.paper.notes if "could not be traced" in line]
    assert told == [
        "1 case named in the meeting records could not be traced to a referral and is in no figure; the coordinator"
        " is following this up."
    ]
    assert told[0] in plan.paper.risks


def test_the_panels_own_figures_come_out_of_an_opening_balance(tmp_path: Path) -> None:
    opening = OpeningBalance(date(2013, 3, 31), 6, 50, 60, 37, 14)
    with desk_at(tmp_path, opening=opening) as desk:
        file_quarter(desk)
        paper = plan_quarterly(desk, Q2).paper
    assert paper.key_messages[1] == (
        "Since it began, it has met with 54 practitioners and discussed their experience of working with 42 children."
    )


def test_an_earlier_action_stays_until_it_is_done(tmp_path: Path) -> None:
    old = {"heading": "Old one", "status": "planned", "due": "01/06/2013", "text": ["Write."]}
    done = {
        "heading": "Done since",
        "status": "completed",
        "completed_on": "02/07/2013",
        "text": ["Written."],
    }
    gone = {
        "heading": "Done before",
        "status": "completed",
        "completed_on": "02/06/2013",
        "text": ["Before."],
    }
    data = record_yaml(meeting_date="31/05/2013", district="STROUD", chair="x", action=[old, done, gone])
    with desk_at(tmp_path) as desk:
        file_record(desk, data)
        paper = plan_quarterly(desk, Q2).paper
    assert [(a.status, a.heading) for a in paper.actions] == [
        ("▲ Red: overdue", "Old one"),
        ("● Green: completed", "Done since"),
    ]
    assert [(i.said, i.day) for i in paper.impact] == [("Done since", "2 July 2013")]
    assert "Overdue at the end of the quarter: Old one." in paper.risks


def test_an_action_completed_without_a_day_was_on_that_of_the_meeting_and_one_told_late_is_not_lost(
    tmp_path: Path,
) -> None:
    due = {"heading": "No day given", "status": "completed", "due": "01/07/2013", "text": ["Sent round."]}
    late = {"heading": "Told late", "status": "planned", "text": ["Held."]}
    july = record_yaml(meeting_date="19/07/2013", district="STROUD", chair="x", action=[due, late])
    told = late | {"status": "completed", "completed_on": "20/09/2013"}
    november = record_yaml(meeting_date="22/11/2013", district="STROUD", chair="x", action=[told])
    with desk_at(tmp_path, clock=lambda: datetime(2014, 1, 10, 9, tzinfo=UTC)) as desk:
        for data in (july, november):
            file_record(desk, data)
        second, third = (plan_quarterly(desk, q).paper for q in (Q2, Quarter(2013, 3)))
    assert [(a.heading, a.day) for a in second.actions] == [
        ("No day given", "19 July 2013"),
        ("Told late", "Not given"),
    ]
    assert [(i.said, i.day) for i in second.impact] == [("No day given", "19 July 2013")]
    assert [(i.said, i.day) for i in third.impact] == [("Told late", "20 September 2013")]


def test_what_is_counted_as_other_never_recurs_and_a_heading_without_a_code_is_named(tmp_path: Path) -> None:
    def themes(*headings: str) -> list[dict[str, object]]:
        return [{"heading": heading, "points": ["A point"]} for heading in headings]

    with desk_at(tmp_path) as desk:
        for day, heading in (("31/05/2013", "Housing"), ("19/07/2013", "Dads"), ("27/09/2013", "Moves")):
            file_record(
                desk, record_yaml(meeting_date=day, district="STROUD", chair="x", theme=themes(heading))
            )
        plan = plan_quarterly(desk, Q2)
    assert [(t.label, t.quarter) for t in plan.paper.theme_counts] == [("Other", "2")]
    assert not [line for line in plan.paper.key_messages if "Other" in line]
    told = [line.split(" has no code")[0] for line in plan.warnings if "has no code" in line]
    assert told == ["“Dads” (19 July 2013)", "“Moves” (27 September 2013)"]


def test_the_next_meetings_are_those_of_the_next_quarter_or_the_first_to_come(tmp_path: Path) -> None:
    days = (date(2013, 9, 27), date(2013, 11, 22), date(2013, 12, 20), date(2014, 5, 9), date(2014, 7, 4))
    meetings = tuple(replace(builders.MEETINGS[0], day=day) for day in days)
    with desk_at(tmp_path, meetings=meetings, clock=lambda: datetime(2014, 1, 10, 9, tzinfo=UTC)) as desk:
        coming = {
            q: [row.day for row in plan_quarterly(desk, Quarter(2013, q)).paper.next_meetings] for q in (2, 3)
        }
    assert coming == {2: ["22 November 2013", "20 December 2013"], 3: ["9 May 2014"]}


@pytest.mark.parametrize("engine", ["embedded", "libreoffice"])
def test_a_quarter_without_a_meeting_gives_a_report_of_noughts(tmp_path: Path, engine: str) -> None:
    later = datetime(2014, 9, 1, 9, tzinfo=UTC)
    with desk_at(tmp_path, word_engine=engine, clock=lambda: later) as desk:
        word, pdf = report_drawn(desk, Quarter(2014, 1))
    front, activity, *_ = tables(word)
    assert front[4] == ["Meetings reported", "None was held"]
    assert {tuple(row[1:3]) for row in activity[1:]} == {("0", "0")}
    text = pdf_text(pdf)
    assert "The panel did not meet in this quarter." in text
    assert "No action was completed in the quarter." in text


def test_a_quarter_whose_meetings_have_no_record_yet_is_not_said_to_have_had_none(tmp_path: Path) -> None:
    later = datetime(2014, 1, 10, 9, tzinfo=UTC)
    with desk_at(tmp_path, clock=lambda: later) as desk:
        paper = plan_quarterly(desk, Quarter(2013, 3)).paper  # 22 November is in the calendar
    assert paper.meetings_in_words == "None has a record yet"
    assert paper.key_messages[0] == "No meeting of this quarter has a record yet."


def test_a_quarter_that_has_not_begun_is_no_report(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk, pytest.raises(NotFoundError, match="has not begun"):
        plan_quarterly(desk, Quarter(2031, 2))


def test_a_changed_report_is_a_new_issue_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        file_referral(desk, "CRP-2013-001", date(2013, 6, 20))
        file_record(desk, FOREST)
        issues = []
        for _ in (1, 2):
            word, _ = write_quarterly(desk, plan_quarterly(desk, Quarter(2013, 1))).paths
            issues.append(tables(word.read_bytes())[0][3][1])
        file_record(desk, record_yaml(meeting_date="24/06/2013", district="COTSWOLD", chair="x"))
        word, _ = write_quarterly(desk, plan_quarterly(desk, Quarter(2013, 1))).paths
    assert issues == ["RESTRICTED; Issue 1", "RESTRICTED; Issue 1"]
    assert tables(word.read_bytes())[0][3][1] == "RESTRICTED; Issue 2"


def test_a_figure_that_its_parts_do_not_make_stops_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.office.quarterly import material

    def short(*given: object) -> dict[str, object]:
        found = dict(traces(*given))  # type: ignore[arg-type]
        return {**found, "children:quarter:2013-14-Q2": found["children:quarter:2013-14-Q2"][1:]}

    monkeypatch.setattr(material, "traces", short)
    with desk_at(tmp_path) as desk:
        file_quarter(desk)
        with pytest.raises(
            RegisterError, match="children, quarter, 2013-14-Q2: its parts make 3, counted were 7"
        ):
            plan_quarterly(desk, Q2)


def test_the_next_quarters_meetings_are_announced_or_else_the_next_one(tmp_path: Path) -> None:
    later = datetime(2014, 9, 1, 9, tzinfo=UTC)
    with desk_at(tmp_path, clock=lambda: later) as desk:
        days = [date(2014, 1, 17), date(2014, 3, 14), date(2014, 5, 9), date(2014, 12, 5), date(2015, 2, 6)]
        planned = tuple(Meeting(day, "STROUD") for day in days)
        desk = replace(desk, settings=replace(desk.settings, meetings=planned))
        told = {
            n: [row.day for row in plan_quarterly(desk, Quarter(2013, n)).paper.next_meetings] for n in (3, 4)
        }
        none = plan_quarterly(desk, Quarter(2014, 1)).paper.next_meetings
    assert told == {3: ["17 January 2014", "14 March 2014"], 4: ["9 May 2014"]}
    assert [row.day for row in none] == ["5 December 2014"]


def test_an_action_done_on_no_day_given_was_done_by_the_day_of_the_meeting(tmp_path: Path) -> None:
    action = {"heading": "Read plans", "status": "completed", "due": "01/07/2013", "text": ["Ten were read."]}
    with desk_at(tmp_path) as desk:
        file_record(
            desk, record_yaml(meeting_date="24/06/2013", district="COTSWOLD", chair="x", action=[action])
        )
        paper = plan_quarterly(desk, Quarter(2013, 1)).paper
    assert [row.day for row in paper.actions] == ["24 June 2013"]
    assert [row.day for row in paper.impact] == ["24 June 2013"]
    assert paper.stands_on == "30 June 2013"


def test_a_theme_without_a_code_is_named_and_never_said_to_recur(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        for day, heading in (("31/05/2013", "Dads"), ("24/06/2013", "Housing and moves")):
            theme = [{"heading": heading, "points": ["A point."]}]
            file_record(desk, record_yaml(meeting_date=day, district="COTSWOLD", chair="x", theme=theme))
        plan = plan_quarterly(desk, Quarter(2013, 1))
    said = [w for w in plan.warnings if "has no code and is counted as Other" in w]
    assert [w.split(" has")[0] for w in said] == [
        "“Dads” (31 May 2013)",
        "“Housing and moves” (24 June 2013)",
    ]
    assert not any("recur" in line for line in plan.paper.key_messages)


def test_figures_that_do_not_add_up_stop_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pipeline.office.quarterly.planning.reconcile", lambda tallies: ("children: 3 is not 4",)
    )
    with desk_at(tmp_path) as desk:
        file_quarter(desk)
        with pytest.raises(RegisterError, match="children: 3 is not 4"):
            plan_quarterly(desk, Q2)


@pytest.mark.parametrize(("day", "told"), [(29, True), (30, False)])
def test_a_quarter_that_is_not_over_is_pointed_out(tmp_path: Path, day: int, told: bool) -> None:
    """What is issued stays in the ledger, and later issues have to hide a small difference."""
    with desk_at(tmp_path, clock=lambda: datetime(2013, 9, day, 17, tzinfo=UTC)) as desk:
        file_quarter(desk)
        warnings = plan_quarterly(desk, Quarter(2013, 2), "circulated").warnings
    assert any("goes on until 30 September 2013" in line for line in warnings) is told
