"""The circulated edition of the quarterly report, and twelve meetings counted independently of the program."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.model.meeting import Quarter
from pipeline.model.settings import OpeningBalance
from pipeline.office.desk import Desk
from pipeline.office.quarterly import plan_quarterly, write_quarterly
from pipeline.office.quarterly.ledger import RELEASED
from pipeline.office.quarterly.material import Count, material_of
from pipeline.office.quarterly.paper import QuarterlyPaper
from pipeline.rules.counting.figures import name_of
from pipeline.rules.counting.quarters import last_day
from pipeline.rules.counting.ranges import Reader
from pipeline.rules.counting.releases import figures_of
from pipeline.rules.counting.wording import counts_a_few
from tests.intake_helpers import desk_at
from tests.papers_helpers import pdf_text, report_drawn, squeezed, word_lines
from tests.two_years import MEETINGS, Case, Held, file_everything

NOW = datetime(2015, 4, 20, 9, tzinfo=UTC)
OPENING = OpeningBalance(date(2013, 3, 31), 6, 30, 32, 25, 12)
QUARTERS = [Quarter(year, number) for year in (2013, 2014) for number in (1, 2, 3, 4)]


def held_in(quarter: Quarter, *, year: bool = False) -> list[Held]:
    """Straight from the invented list: month by month, with no help of the program's quarters."""
    months = {1: (4, 5, 6), 2: (7, 8, 9), 3: (10, 11, 12), 4: (1, 2, 3)}
    wanted = [
        (quarter.year + (number == 4), month)
        for number in (range(1, quarter.number + 1) if year else [quarter.number])
        for month in months[number]
    ]
    return [m for m in MEETINGS if (m.day.year, m.day.month) in wanted]


def cases(meetings: list[Held]) -> list[Case]:
    return [c for m in meetings for c in m.cases if c.discussed]


def first_ever(child: str, case: Case) -> bool:
    before = [c for m in MEETINGS for c in m.cases if c.discussed and c.number < case.number]
    return not any(child in c.children for c in before)


def counted(meetings: list[Held]) -> dict[str, int]:
    """Every figure of one column of table 1, by hand."""
    every = cases(meetings)
    firsts = sum(first_ever(child, c) for c in every for child in c.children)
    people = [person for m in meetings for person in m.people]
    return {
        "Meetings held": len(meetings),
        "Districts visited": len({m.district for m in meetings}),
        "Referrals received for these meetings": sum(len(m.cases) for m in meetings),
        "of which received after the deadline": sum(c.late for m in meetings for c in m.cases),
        "Families (cases) discussed": len(every),
        "Children discussed": sum(len(c.children) for c in every),
        "of whom for the first time": firsts,
        "of whom discussed before": sum(len(c.children) for c in every) - firsts,
        "Practitioners met, people": len(set(people)),
        "Practitioners met, attendances": len(people),
    }


def since(quarter: Quarter) -> dict[str, int]:
    past = [m for m in MEETINGS if m.day <= last_day(quarter)]
    return {
        "Meetings held": 6 + len(past),
        "Families (cases) discussed": 12 + len(cases(past)),
        "Children discussed": 25 + len({child for c in cases(past) for child in c.children}),
        "Practitioners met, people": 30 + len({p for m in past for p in m.people}),
        "Practitioners met, attendances": 32 + sum(len(m.people) for m in past),
    }


def desk_of_two_years(root: Path) -> Desk:
    return desk_at(root, clock=lambda: NOW, opening=OPENING, meetings=())  # type: ignore[return-value]


def test_every_figure_of_two_years_is_what_an_independent_count_gives(tmp_path: Path) -> None:
    with desk_of_two_years(tmp_path) as desk:
        file_everything(desk)
        papers = {q: plan_quarterly(desk, q).paper for q in QUARTERS}
    for quarter, paper in papers.items():
        now, year, total = counted(held_in(quarter)), counted(held_in(quarter, year=True)), since(quarter)
        for row in paper.activity:
            expected = (str(now[row.label]), str(year[row.label]), str(total.get(row.label, "not counted")))
            assert (row.quarter, row.year, row.since) == expected, (quarter, row.label)
        reasons_and_themes(quarter, paper)
        agencies(quarter, paper)
        for line, label in zip(
            paper.since_lines, ("Children discussed", "Practitioners met, attendances"), strict=True
        ):
            assert line.points[-1][1] == total[label]
        assert [(m.families, m.children, m.practitioners) for m in paper.meetings] == [
            (str(len(cases([m]))), str(sum(len(c.children) for c in cases([m]))), str(len(m.people)))
            for m in held_in(quarter)
        ]
    assert any(counted(held_in(q))["of whom discussed before"] for q in QUARTERS)


def test_recurring_themes_and_agencies_that_sent_nothing_back_are_named(tmp_path: Path) -> None:
    with desk_of_two_years(tmp_path) as desk:
        file_everything(desk)
        first, second = (plan_quarterly(desk, Quarter(2013, number)).paper for number in (1, 2))
        round_ = plan_quarterly(desk, Quarter(2013, 2), "circulated").paper
    assert {(t.label, t.new) for t in first.theme_counts} == {
        ("Core groups", "New"),
        ("Fathers and partners", "New"),
    }
    assert {(t.label, t.new) for t in second.theme_counts} == {
        ("Core groups", "Recurs"),
        ("Fathers and partners", "Recurs"),
    }
    recur = "Themes that recur, over the quarters or within this one: "
    assert f"{recur}Core groups." in first.key_messages  # twice within the quarter
    assert f"{recur}Core groups; Fathers and partners." in second.key_messages
    for paper in (second, round_):
        assert "Asked for checks, and sent none back: Police." in paper.risks
    assert not any("sent none back" in line for line in first.risks)
    asked = "checks that agencies were asked for"
    assert f"Of 4 {asked}, 1 came late and 1 did not come." in first.risks
    assert f"Of 2 {asked}, 0 came late and 1 did not come." in second.risks
    assert [line for line in round_.risks if asked in line] == [
        f"Some of the {asked} came late or have not come."
    ]


def reasons_and_themes(quarter: Quarter, paper: QuarterlyPaper) -> None:
    now, year = held_in(quarter), held_in(quarter, year=True)
    labels = {"SECOND_PLAN": "Second or later plan", "TWELVE_MONTHS": "On a plan 12 months or more"}
    found = {row.label: (row.quarter, row.year) for row in paper.reasons}
    for code, label in labels.items():
        numbers = [sum(code in c.reasons for c in cases(part)) for part in (now, year)]
        assert found.get(label, ("0", "0")) == (str(numbers[0]), str(numbers[1])), (quarter, code)
    names = {"CORE_GROUPS": "Core groups", "FATHERS_PARTNERS": "Fathers and partners"}
    themes = {row.label: (row.quarter, row.year) for row in paper.theme_counts}
    for code, label in names.items():
        numbers = [sum(code in m.themes for m in part) for part in (now, year)]
        assert themes.get(label, ("0", "0")) == (str(numbers[0]), str(numbers[1])), (quarter, code)


def agencies(quarter: Quarter, paper: QuarterlyPaper) -> None:
    codes = {"POLICE": "Police", "EDUCATION": "Education", "HEALTH_VISITING": "Health visiting"}
    rows = {row.agency: row for row in paper.participation}
    for code, name in codes.items():
        met = sum(agency == code for m in held_in(quarter) for _, agency in m.people)
        back = [c.back.get(code) for m in held_in(quarter) for c in m.cases if code in c.back]
        figures = (met, len(back), back.count("on time"), back.count("late"), back.count("none"))
        if any(figures):
            row = rows[name]
            shown = (row.practitioners, row.due, row.on_time, row.late, row.none)
            assert shown == tuple(map(str, figures)), (quarter, code)


def test_what_goes_round_quarter_after_quarter_lets_nobody_work_out_a_small_number(tmp_path: Path) -> None:
    """The attack itself, on what was printed: each running total less the one before, each year less its quarters."""
    printed: dict[Quarter, dict[str, tuple[str, str, str]]] = {}
    with desk_of_two_years(tmp_path) as desk:
        file_everything(desk)
        for quarter in QUARTERS[:5]:
            plan = plan_quarterly(desk, quarter, "circulated")
            desk.register.note(RELEASED, str(quarter), {"figures": dict(plan.released)})
            assert not any("Earlier releases" in line for line in plan.warnings)
            printed[quarter] = {row.label: (row.quarter, row.year, row.since) for row in plan.paper.activity}
    people = [label for label in counted([]) if label not in ("Meetings held", "Districts visited")]
    small = {row[label] for row in printed.values() for label in people}
    assert not {number for row in small for number in row} & {"1", "2", "3", "4", "5"}
    hidden = [
        (before, q, label)
        for before, q in pairwise(printed)
        for label in people
        if printed[q][label][0] == "c"
    ]
    for before, quarter, label in hidden:
        _, year, total = printed[quarter][label]
        assert (
            quarter.number == 1
            or label == "Practitioners met, people"
            or "c" in (year, printed[before][label][1])
        ), (quarter, label)
        if label in ("Families (cases) discussed", "Practitioners met, attendances"):
            assert "c" in (total, printed[before][label][2]), (quarter, label)
    assert len(hidden) > 5
    assert any(row[label][0] not in ("c", "0") for row in printed.values() for label in people)


@pytest.mark.parametrize(("whole", "most"), [("children", 8), ("referrals", 4)])
def test_a_reader_knows_that_a_family_has_a_child_and_a_referral(
    tmp_path: Path, whole: str, most: int
) -> None:
    """Found by an attack with a solver of its own: by this a hidden number of families had four values left."""
    quarter = Quarter(2013, 1)
    with desk_of_two_years(tmp_path) as desk:
        file_everything(desk)
        figures = figures_of([Count(material_of(desk)).tallies(quarter)], chart=False)
    families, known = (name_of(what, "quarter", quarter) for what in ("families", whole))
    reader = Reader(figures.values, figures.sums, {known}, {families}, set())
    assert [reader.can_be(families, number) for number in (most, most + 1)] == [True, False]


def test_the_circulated_paper_says_no_hidden_number_anywhere(tmp_path: Path) -> None:
    quarter = Quarter(2013, 2)
    with desk_of_two_years(tmp_path) as desk:
        file_everything(desk)
        plan = plan_quarterly(desk, quarter, "circulated")
        word, pdf = write_quarterly(desk, plan).paths
        write_quarterly(desk, plan_quarterly(desk, quarter, "circulated"))
        assert len(desk.register.facts(RELEASED)) == 1 and plan_quarterly(desk, quarter, "circulated") == plan
        board = plan_quarterly(desk, quarter)
        write_quarterly(desk, board)
        lines = [t for _, t in word_lines(word.read_bytes())]
        text = squeezed(pdf_text(pdf.read_bytes()))
    assert word.name == "quarterly-report-2013-14-Q2-circulated.docx"
    assert [line for line in lines if squeezed(line) not in text] == []
    assert "RESTRICTED" not in text and any(line.startswith("“c” stands for") for line in lines)
    assert [line for line in lines if counts_a_few(line, 5) and line not in plan.paper.notes] == []
    assert any("both children" in line for line in board.paper.good_practice)
    assert not any("both children" in line for line in plan.paper.good_practice)
    assert any("Left out of the circulated edition" in line for line in plan.warnings)
    assert plan.paper.meetings == () and board.paper.meetings
    assert not re.search(r"\d{1,2} (July|August|September) 2013", plan.paper.meetings_in_words)
    assert board.paper.marking == "RESTRICTED" and "not for publication" in board.paper.edition
    assert board.paper.key_messages[0].startswith("The panel met twice. Families discussed: ")


def test_each_edition_has_issues_of_its_own(tmp_path: Path) -> None:
    with desk_of_two_years(tmp_path) as desk:
        file_everything(desk)
        for edition in ("board", "circulated"):
            word, _ = report_drawn(desk, Quarter(2013, 2), edition)
            lines = [text for _, text in word_lines(word)]
            assert any(line.endswith("; Issue 1") for line in lines), (edition, lines[:20])


@pytest.mark.parametrize(
    "text",
    [
        "Both children were seen", "The only family in the district", "one family moved", "2 of the children",
        "All three siblings", "Neither parent came", "a single mother", "the twins", "20% of cases: 5 % came",
        "an only child", "Three other children were at home", "two very young children", "Three primary-aged siblings",
        "both teenage boys", "a couple of the families", "half of the children had moved", "children: 3", "girls (2)",
    ],
)  # fmt: skip
def test_words_that_count_a_few_people(text: str) -> None:
    assert counts_a_few(text, 5)


@pytest.mark.parametrize(
    "text",
    [
        "Talk to children alone", "Write the history on one page", "Agree one plan with the family",
        "Core groups meet every four weeks", "12 families were discussed", "the child's own words",
        "Tell us once what has changed, and check that it has arrived", "one point of contact for families",
        "Both agencies should tell parents", "One to one work with children", "Two weeks before families hear of it",
        "Half a day with practitioners", "children (2.5 hours)", "the only plan that parents understood",
        "Two things help parents", "Both agencies support parents", "One thing helps families",
    ],
)  # fmt: skip
def test_words_that_do_not(text: str) -> None:
    assert not counts_a_few(text, 5)
