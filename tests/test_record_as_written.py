"""The record form as people fill it in: lines pasted and typed beside the boxes, headings typed over, rows and blocks
added, words typed where one was to be picked. Nothing is lost, nothing becomes another's, and what is doubted is asked.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.model.errors import GapsError
from pipeline.model.meeting import ActionStatus, MeetingRecord, PointKind
from pipeline.model.record import Problem, Record, Severity
from pipeline.papers.making.docx_parts import BODY, W, parse, rezip, unparse, unzip
from pipeline.papers.making.fill_word import fill_word
from pipeline.papers.reading.reader import read_answers
from pipeline.rules.checking import check_answers
from pipeline.rules.checking.record_checks import left_out, record_problems
from pipeline.rules.counting.meeting_records import as_meeting_record, bullets, point
from tests import builders

FORM = builders.forms()["meeting-record"]
ITEMS = {
    "meeting_date": "27/09/2013",
    "district": "CHELTENHAM",
    "chair": "Ruth Amberley",
    "att_1_name": "Owen Tredwell",
    "att_1_agency": "CSC",
    "att_1_kind": "practitioner",
    "att_1_present": "yes",
    "theme_1_heading": "Core groups",
    "theme_1_code": "CORE_GROUPS",
    "theme_1_points": "Keep them small\nHold them where people can speak",
    "theme_2_heading": "Thresholds",
    "theme_2_code": "THRESHOLDS",
    "theme_2_points": "Say them again",
    "action_1_heading": "Road shows",
    "action_1_status": "planned",
    "action_1_due": "31/01/2014",
    "action_1_text": "Hold two",
    "action_1_owner_role": "Training officer",
}
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def filled() -> bytes:
    return fill_word((builders.ROOT / "forms" / "meeting-record.docx").read_bytes(), FORM, ITEMS)


def read(data: bytes) -> tuple[Record, tuple[Problem, ...]]:
    answers = read_answers(data, "record.docx", builders.editions(FORM))
    checked = check_answers(FORM, answers, received=date(2013, 10, 1))
    return checked.record, (*checked.problems, *record_problems(FORM, checked.record))


def changed(data: bytes, change: Change) -> tuple[MeetingRecord, list[Problem]]:
    """The record that is read from a changed copy, and what is asked and noted about it."""
    record, problems = read(spoilt(data, change))
    return as_meeting_record(record), list(problems)


def spoilt(data: bytes, change: Change) -> bytes:
    """A copy as somebody has changed it."""
    parts = unzip(data)
    root = parse(parts[BODY])
    change(root)
    return rezip({**parts, BODY: unparse(root)})


def box(root: Any, tag: str) -> Any:
    return next(s for s in root.iter(W + "sdt") if s.find(f"{W}sdtPr/{W}tag").get(W + "val") == tag)


def paragraph(text: str) -> Any:
    made = etree.Element(W + "p")
    etree.SubElement(etree.SubElement(made, W + "r"), W + "t").text = text
    return made


def typed(tag: str, text: str) -> Change:
    """Words typed into a box over what it showed."""

    def change(root: Any) -> None:
        first, *rest = box(root, tag).iter(W + "t")
        first.text = text
        for other in rest:
            other.text = ""

    return change


def title(root: Any, words: str) -> Any:
    return next(p for p in root.iter(W + "p") if "".join(t.text or "" for t in p.iter(W + "t")) == words)


def texts(record: MeetingRecord, theme: int) -> list[str]:
    return [p.text for p in record.themes[theme].points]


def test_the_copy_that_nobody_changed_is_read_without_a_question(filled: bytes) -> None:
    record, problems = changed(filled, lambda _: None)
    assert problems == []
    assert texts(record, 0) == ["Keep them small", "Hold them where people can speak"]


@pytest.mark.parametrize("where", ["above", "below"])
def test_a_bullet_beside_the_box_is_taken_and_asked_about(filled: bytes, where: str) -> None:
    def change(root: Any) -> None:
        points, added = box(root, "theme_1_points"), paragraph("Ask who else should come")
        points.addprevious(added) if where == "above" else points.addnext(added)

    record, problems = changed(filled, change)
    assert texts(record, 0) == [
        "Keep them small",
        "Hold them where people can speak",
        "Ask who else should come",
    ]
    assert texts(record, 1) == ["Say them again"]
    (asked,) = problems
    assert (asked.slot, asked.severity) == ("theme_1_points", Severity.QUERY)
    assert "outside the box" in asked.message


def test_a_heading_typed_over_a_title_of_the_form_is_no_bullet_of_the_theme_before(filled: bytes) -> None:
    def change(root: Any) -> None:
        over = title(root, "Theme 3")
        next(over.iter(W + "t")).text = "Listening to children"
        typed("theme_3_points", "Ask the child alone")(root)

    record, problems = changed(filled, change)
    assert texts(record, 1) == ["Say them again"]
    assert texts(record, 2) == ["Ask the child alone"]
    assert any("“Listening to children”" in p.message and "theme 3" in p.message for p in problems)
    assert any(p.slot == "theme_3_heading" and p.severity is Severity.QUERY for p in problems)


def test_more_bullets_where_the_next_block_was_deleted_stay_bullets(filled: bytes) -> None:
    def change(root: Any) -> None:
        body = root.find(W + "body")
        at = list(body).index(title(root, "Theme 3"))
        for node in list(body)[at : at + 4]:
            body.remove(node)
        body.insert(at, paragraph("Agree who says them"))

    record, _ = changed(filled, change)
    assert texts(record, 1) == ["Say them again", "Agree who says them"]


def test_a_theme_block_copied_for_a_tenth_theme_is_read_as_a_theme(filled: bytes) -> None:
    def change(root: Any) -> None:
        body = root.find(W + "body")
        at = list(body).index(title(root, "Theme 9"))
        block = [copy.deepcopy(node) for node in list(body)[at : at + 4]]
        next(block[0].iter(W + "t")).text = "Theme 10"
        for number, node in enumerate(block):
            body.insert(at + 4 + number, node)
        for control in (c for node in block for c in node.iter(W + "sdt")):
            named = control.find(f"{W}sdtPr/{W}tag").get(W + "val")
            words = {"theme_9_heading": "A tenth theme", "theme_9_points": "A tenth point"}.get(named)
            if words:
                prompt = control.find(f"{W}sdtPr/{W}showingPlcHdr")
                prompt.getparent().remove(prompt)
                next(control.iter(W + "t")).text = words

    record, problems = changed(filled, change)
    assert record.themes[2].heading == "A tenth theme"
    assert texts(record, 2) == ["A tenth point"]
    assert any(p.severity is Severity.QUERY for p in problems)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Done", ActionStatus.COMPLETED),
        ("on going", ActionStatus.IN_PROGRESS),
        ("Ongoing", ActionStatus.IN_PROGRESS),
        ("no longer needed", ActionStatus.DROPPED),
        ("Can’t be done", ActionStatus.NOT_POSSIBLE),
        ("NOT POSSIBLE", ActionStatus.NOT_POSSIBLE),
    ],
)
def test_a_status_that_was_typed_is_understood(filled: bytes, said: str, meant: ActionStatus) -> None:
    record, problems = changed(filled, typed("action_1_status", said))
    assert record.actions[0].status is meant
    assert not [p for p in problems if p.slot == "action_1_status" and p.severity is Severity.QUERY]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("x", "yes"), ("✓", "yes"), ("Attended", "yes"), ("Apols", "apologies"), ("DNA", "none")],
)
def test_who_came_may_be_said_in_other_words(filled: bytes, said: str, meant: str) -> None:
    record, problems = changed(filled, typed("att_1_present", said))
    assert (record.attendance[0].present, problems) == (meant, [])


@pytest.mark.parametrize("said", ["no", "late", "P"])
def test_what_may_mean_either_is_asked(filled: bytes, said: str) -> None:
    _, problems = changed(filled, typed("att_1_present", said))
    assert [p.slot for p in problems] == ["att_1_present"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("end of Oct", "this is not a date that can be read with certainty"),
        ("asap", "no day on which it is due"),
        ("next meeting", "no day on which it is due"),
    ],
)
def test_a_day_in_words_is_told(filled: bytes, said: str, words: str) -> None:
    record, problems = changed(filled, typed("action_1_due", said))
    assert record.actions[0].due is None
    (told,) = problems
    assert words in told.message


def test_a_day_that_contradicts_the_status_is_asked_and_one_to_come_too(filled: bytes) -> None:
    _, problems = changed(filled, typed("action_1_completed_on", "30/09/2013"))
    assert [p.message for p in problems if p.severity is Severity.QUERY] == [
        "“Road shows” is planned, and has a day on which it was completed. Which is right?"
    ]

    def change(root: Any) -> None:
        typed("action_1_completed_on", "31/12/2013")(root)
        typed("action_1_status", "Completed")(root)

    _, problems = changed(filled, change)
    assert [p.slot for p in problems] == ["action_1_completed_on"]
    assert "after" in problems[0].message or "future" in problems[0].message


def test_a_completed_action_without_a_day_is_noted(filled: bytes) -> None:
    _, problems = changed(filled, typed("action_1_status", "Completed"))
    assert [(p.severity, "no day is given" in p.message) for p in problems] == [(Severity.WARNING, True)]


def test_a_style_says_the_kind_of_a_bullet(filled: bytes) -> None:
    def change(root: Any) -> None:
        points = box(root, "theme_1_points").findall(f"{W}sdtContent/{W}p")
        for found, style in zip(points, ("Concern", "GoodPractice"), strict=True):
            found.find(f"{W}pPr/{W}pStyle").set(W + "val", style)
        prompt = box(root, "theme_3_points").find(f"{W}sdtContent/{W}p")
        prompt.find(f"{W}pPr/{W}pStyle").set(W + "val", "TopTip")  # nothing was typed there
        typed("theme_2_points", "Good practice – said in words, too")(root)
        said = box(root, "theme_2_points").find(f"{W}sdtContent/{W}p")
        said.find(f"{W}pPr/{W}pStyle").set(W + "val", "GoodPractice")

    record, problems = changed(filled, change)
    assert [(p.text, p.kind) for theme in record.themes for p in theme.points] == [
        ("Concern: Keep them small", PointKind.CONCERN),
        ("Good practice: Hold them where people can speak", PointKind.GOOD_PRACTICE),
        ("Good practice – said in words, too", PointKind.GOOD_PRACTICE),
    ]
    assert problems == []


def test_a_box_inside_a_line_has_the_styles_name_in_it(filled: bytes) -> None:
    """LibreOffice puts a box that held paragraphs into the first of them."""

    def change(root: Any) -> None:
        whole = box(root, "theme_2_points")
        line = whole.find(f"{W}sdtContent/{W}p")
        line.find(f"{W}pPr/{W}pStyle").set(W + "val", "Concern")
        whole.addprevious(line)
        for old in whole.findall(f"{W}sdtContent/{W}p"):
            old.getparent().remove(old)
        for run in line.findall(W + "r"):
            whole.find(W + "sdtContent").append(run)
        line.append(whole)

    record, _ = changed(filled, change)
    assert texts(record, 1) == ["Concern: Say them again"]


PEOPLE = ("Owen Tredwell", "Zoë Marsh", "Bronwen Hale", "Ilona Żak")


@pytest.fixture(scope="module")
def attended(filled: bytes) -> bytes:
    rows = {
        f"att_{n}_{column}": text
        for n, name in enumerate(PEOPLE, 1)
        for column, text in (("name", name), ("agency", "CSC"), ("kind", "practitioner"), ("present", "yes"))
    }
    second = {"heading": "Letter to schools", "status": "planned", "text": "Write", "due": "28/02/2014",
              "owner_role": "Officer"}  # fmt: skip
    return fill_word(filled, FORM, rows | {f"action_2_{k}": v for k, v in second.items()})


def rows_of(root: Any, tag: str) -> tuple[Any, list[Any]]:
    table = next(box(root, tag).iterancestors(W + "tbl"))
    return table, table.findall(W + "tr")


def test_rows_that_were_sorted_or_moved_keep_their_people_and_actions(attended: bytes) -> None:
    def change(root: Any) -> None:
        _, rows = rows_of(root, "att_1_name")
        people = rows[1:5]
        for row in sorted(people, key=lambda row: "".join(t.text or "" for t in row.iter(W + "t"))[1:]):
            rows[5].addprevious(row)
        _, rows = rows_of(root, "action_1_heading")
        rows[2].addprevious(rows[4])
        rows[2].addprevious(rows[5])

    record, problems = changed(attended, change)
    assert sorted(a.name for a in record.attendance) == sorted(PEOPLE)
    assert [(a.heading, a.owner_role) for a in record.actions] == [
        ("Road shows", "Training officer"),
        ("Letter to schools", "Officer"),
    ]
    assert problems == []


def test_a_section_that_was_moved_is_read_whole(attended: bytes) -> None:
    def change(root: Any) -> None:
        body = root.find(W + "body")
        nodes = list(body)
        at, before = nodes.index(title(root, "The actions")), title(root, "The themes")
        for node in nodes[at:-1]:
            before.addprevious(node)

    record, problems = changed(attended, change)
    assert [a.heading for a in record.actions] == ["Road shows", "Letter to schools"]
    assert [t.heading for t in record.themes] == ["Core groups", "Thresholds"]
    assert not [p for p in problems if p.severity is Severity.QUERY]


def test_a_table_that_stands_twice_is_read_once_and_what_differs_is_asked(attended: bytes) -> None:
    def change(root: Any) -> None:
        table, _ = rows_of(root, "action_1_heading")
        twin = copy.deepcopy(table)
        table.addnext(twin)
        table.addnext(paragraph(""))
        status = next(
            s for s in twin.iter(W + "sdt") if s.find(f"{W}sdtPr/{W}tag").get(W + "val") == "action_1_status"
        )
        next(status.iter(W + "t")).text = "Completed"

    record, problems = changed(attended, change)
    assert [a.heading for a in record.actions] == ["Road shows", "Letter to schools"]
    assert [p.slot for p in problems if p.severity is Severity.QUERY] == ["action_1_status"]


# -- bullets ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("TOP TIP – ask early", PointKind.TOP_TIP),
        ("Best practice: ask early", PointKind.GOOD_PRACTICE),
        ("**Good practice**: ask early", PointKind.GOOD_PRACTICE),
        ("Message to all managers: ask early", PointKind.MESSAGE),
        ("Messages for senior management - ask early", PointKind.MESSAGE),
        ("Managers: ask early", PointKind.MESSAGE),
        ("Managers ask early", PointKind.LEARNING),
        ("Concerned that nobody asks", PointKind.CONCERN),
        ("Concerned parents came to the meeting", PointKind.LEARNING),
    ],
)
def test_leading_words_say_the_kind(line: str, kind: PointKind) -> None:
    assert point(line).kind is kind


def test_the_numbers_of_a_list_are_no_words_and_other_numbers_are() -> None:
    assert bullets("1. One\n2) Two\n (3) Three") == ("One", "Two", "Three")
    assert bullets("1. One\n3. Three") == ("1. One", "3. Three")
    assert bullets("1. One") == ("1. One",)
    assert bullets("· \t2 children in 5\n· more") == ("2 children in 5", "more")


# -- a corrected record ----------------------------------------------------------------------------------------


def test_what_a_corrected_record_has_no_more_is_told() -> None:
    def record(*changes: dict[str, str]) -> Record:
        items = {k: v for part in (ITEMS, *changes) for k, v in part.items() if v}
        return check_answers(FORM, builders.answers(FORM, items), received=date(2013, 10, 1)).record

    dropped = {k: "" for k in ITEMS if k.startswith("action_1_")}
    items = {k: v for k, v in ITEMS.items() if k not in dropped}
    items["theme_2_heading"] = "Levels of need"
    now = check_answers(FORM, builders.answers(FORM, items), received=date(2013, 10, 2)).record
    found = list(left_out(FORM, record(), now))
    assert [(p.slot, p.severity) for p in found] == [
        ("theme_1_heading", Severity.WARNING),
        ("action_1_heading", Severity.WARNING),
    ]
    assert "“Thresholds” stood in the version before and is not in this one" in found[0].message
    assert "an action that has ended stays in the record" in found[1].message
    assert list(left_out(FORM, record(), record({"theme_1_heading": "CORE  groups"}))) == []


def test_a_theme_without_a_heading_is_no_paper_and_words_outside_the_boxes_are_pointed_out(
    tmp_path: Path, filled: bytes
) -> None:
    from tests.invitation_helpers import done, drop, run

    root = tmp_path / "w"
    done(tmp_path, "init", str(root))

    def aside(root: Any) -> None:
        title(root, "The themes").addnext(paragraph("Ask the school too"))

    def over(root: Any) -> None:
        next(title(root, "Theme 3").iter(W + "t")).text = "Listening to children"
        typed("theme_3_points", "Ask the child alone")(root)

    drop(root, "one.docx", spoilt(filled, aside), today="2013-10-01")
    told = run(root, "themes", "--meeting", "2013-09-27", "--dry-run").output
    assert (
        "Please look: About the meeting record: Outside the boxes" in told and "“Ask the school too”" in told
    )
    drop(root, "two.docx", spoilt(filled, over), today="2013-10-02")
    refused = run(root, "themes", "--meeting", "2013-09-27")
    assert refused.exit_code == GapsError.exit_code
    assert (
        "a theme in REC-2013-09-27 has no heading (its first bullet: “Ask the child alone”)" in refused.output
    )


def test_the_sweep_says_what_the_corrected_record_has_no_more(tmp_path: Path) -> None:
    from tests.invitation_helpers import done, drop, run
    from tests.papers_helpers import record_yaml

    done(tmp_path, "init", str(tmp_path / "w"))
    theme = [{"heading": "Core groups", "code": "CORE_GROUPS", "points": ["p"]}]
    action = {
        "heading": "Road shows",
        "status": "planned",
        "due": "31/01/2014",
        "text": ["t"],
        "owner_role": "O",
    }
    say = {"meeting_date": "27/09/2013", "district": "CHELTENHAM", "chair": "R A", "theme": theme}
    drop(tmp_path / "w", "one.yaml", record_yaml(**say, action=[action]), today="2013-10-01")
    told = drop(tmp_path / "w", "two.yaml", record_yaml(**say), today="2013-10-02")
    assert "new version. REC-2013-09-27" in told
    assert "“Road shows” stood in the version before and is not in this one" in told
    assert "“Road shows” stood in the version before" in run(tmp_path / "w", "show", "REC-2013-09-27").output
