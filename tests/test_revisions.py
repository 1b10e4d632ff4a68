"""Revisions: what a report printed and what it counts now, held against a count that does not use the program's."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.model.meeting import Quarter
from pipeline.model.settings import OpeningBalance
from pipeline.office.desk import Desk
from pipeline.office.quarterly import plan_quarterly, write_quarterly
from pipeline.office.quarterly.explaining import explain
from pipeline.office.quarterly.ledger import RELEASED, keep
from pipeline.office.quarterly.paper import QuarterlyPaper, RevisionRow
from pipeline.office.quarterly.planning import no_place
from pipeline.papers.making.docx_parts import BODY, rezip, unzip
from pipeline.rules.arriving.standing import decision_detail
from tests import two_years
from tests.intake_helpers import desk_at
from tests.papers_helpers import TEMPLATES, file_record, pdf_text, report_drawn, squeezed, word_lines
from tests.two_years import MEETINGS, Case, Held

Q1, Q2, Q3, Q4 = (Quarter(2013, number) for number in (1, 2, 3, 4))
APRIL, JUNE, JULY, SEPTEMBER, NOVEMBER = MEETINGS[:5]
OPENING = OpeningBalance(date(2013, 3, 31), 6, 30, 32, 25, 12)
Row = tuple[str, str]  # figure, over what
Counts = dict[Row, int]


class Clock:
    """A clock that is moved by hand: what is filed later has a later day."""

    def __init__(self, now: datetime = datetime(2013, 12, 2, 9, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def desk_on(root: Path, clock: Clock | None = None, opening: OpeningBalance = OPENING) -> Desk:
    return desk_at(root, clock=clock or Clock(), opening=opening, meetings=())  # type: ignore[return-value]


def file_held(desk: Desk, *meetings: Held, version: int = 1) -> None:
    for meeting in meetings:
        if version == 1:
            for case in meeting.cases:
                two_years._referral(desk, meeting, case)
                two_years._checks(desk, meeting, case)
        file_record(desk, two_years._record(meeting, meeting.people, meeting.cases), version)


def release(desk: Desk, quarter: Quarter, *editions: str) -> None:
    """Issue a report as the command does, without drawing it."""
    for edition in editions or ("board",):
        keep(desk, plan_quarterly(desk, quarter, edition))


def revised(desk: Desk, quarter: Quarter, edition: str = "board") -> QuarterlyPaper:
    return plan_quarterly(desk, quarter, edition).paper


# ---- a count of its own: from the invented meetings alone


def cases_of(meetings: Sequence[Held]) -> list[Case]:
    return [c for m in meetings for c in m.cases if c.discussed]


def counted(meetings: Sequence[Held], opening: OpeningBalance = OPENING) -> Counts:
    """Every figure of the first quarter's report on these meetings, as the report names it; nought is left out."""
    cases, people = cases_of(meetings), [person for m in meetings for person in m.people]
    children = [child for c in cases for child in c.children]
    once = {
        "Meetings held": len(meetings),
        "Districts visited": len({m.district for m in meetings}),
        "Referrals received for these meetings": sum(len(m.cases) for m in meetings),
        "Referrals received after the deadline": sum(c.late for m in meetings for c in m.cases),
        "Families (cases) discussed": len(cases),
        "Children discussed": len(children),
        "Children discussed for the first time": len(set(children)),
        "Children who had been discussed before": len(children) - len(set(children)),
        "Practitioners met, people": len(set(people)),
        "Practitioners met, attendances": len(people),
        "Reason: Second or later plan": sum("SECOND_PLAN" in c.reasons for c in cases),
        "Reason: On a plan 12 months or more": sum("TWELVE_MONTHS" in c.reasons for c in cases),
        "Theme: Core groups": sum("CORE_GROUPS" in m.themes for m in meetings),
        "Theme: Fathers and partners": sum("FATHERS_PARTNERS" in m.themes for m in meetings),
    }
    found = {(figure, span): n for figure, n in once.items() for span in ("quarter", "year to date")}
    start = {
        "Meetings held": (opening.meetings, len(meetings)),
        "Families (cases) discussed": (opening.families, len(cases)),
        "Children discussed": (opening.children, len(set(children))),
        "Practitioners met, people": (opening.practitioners, len(set(people))),
        "Practitioners met, attendances": (opening.attendances, len(people)),
    }
    for figure, (before, number) in start.items():
        found[figure, "since April 2012"] = before + number
        found[figure, f"opening balance up to {opening.up_to:%-d %B %Y}"] = before
    return {**found, **agencies(meetings), **by_meeting(meetings)}


def agencies(meetings: Sequence[Held]) -> Counts:
    names = {
        "POLICE": "Police",
        "EDUCATION": "Education",
        "HEALTH_VISITING": "Health visiting",
        "CSC": "Children's social care",
    }
    found = {}
    for code, name in names.items():
        back = [c.back[code] for m in meetings for c in m.cases if code in c.back]
        found |= {
            f"{name}: practitioners who came": sum(a == code for m in meetings for _, a in m.people),
            f"{name}: checks due": len(back),
            f"{name}: checks on time": back.count("on time"),
            f"{name}: checks late": back.count("late"),
            f"{name}: checks that did not come": back.count("none"),
        }
    return {(figure, "quarter"): number for figure, number in found.items()}


def by_meeting(meetings: Sequence[Held]) -> Counts:
    return {
        (f"Meeting of {m.day:%-d %B %Y}: {what}", "quarter"): number
        for m in meetings
        for what, number in (
            ("families", len(cases_of([m]))),
            ("children", sum(len(c.children) for c in cases_of([m]))),
            ("practitioners", len(m.people)),
        )
    }


def changes(before: Counts, after: Counts) -> dict[Row, tuple[str, str]]:
    return {
        row: (str(before.get(row, 0)), str(after.get(row, 0)))
        for row in before
        if before[row] != after.get(row, 0)
    }


def told(rows: Sequence[RevisionRow]) -> dict[Row, tuple[str, str]]:
    found = {(row.figure, span): (row.was, row.now) for row in rows for span in row.period.split("; ")}
    assert len(found) == sum(len(row.period.split("; ")) for row in rows), "a figure stands twice"
    return found


# ---- the board's edition


def test_every_figure_that_changed_is_told_with_what_was_and_is_and_no_other(tmp_path: Path) -> None:
    clock = Clock()
    short = replace(JUNE, people=JUNE.people[:-1], cases=JUNE.cases[1:], themes=("CORE_GROUPS",))
    with desk_on(tmp_path, clock) as desk:
        for case in JUNE.cases:
            two_years._referral(desk, JUNE, case)
        file_held(desk, APRIL, JULY)
        file_record(desk, two_years._record(short, short.people, short.cases))
        release(desk, Q1)
        clock.now = datetime(2014, 1, 13, 9, tzinfo=UTC)
        file_record(desk, two_years._record(JUNE, JUNE.people, JUNE.cases), 2)
        paper = revised(desk, Q2)
    before, after = counted([APRIL, short]), counted([APRIL, JUNE])
    before |= {row: 0 for row in after if row not in before}
    listed = {c: n for c, n in after.items() if "Referrals" in c[0]}
    expected = changes({**before, **listed}, after)
    fathers = {row for row in expected if row[0] == "Theme: Fathers and partners"}
    assert len(fathers) == 2  # the report had no row for that theme
    expected |= dict.fromkeys(fathers, ("not listed", "1"))
    assert told(paper.revisions) == expected
    assert len(told(paper.revisions)) > 15
    assert {row.report for row in paper.revisions} == {"Q1 2013/14"}
    assert [(c.number, c.words) for c in paper.revision_causes] == [
        ("Note 1", "The record of the meeting of 21 June 2013: version 2 came on 13 January 2014")
    ]
    assert {row.because for row in paper.revisions} == {"note 1"}
    assert paper.no_revision == ""
    assert "CRP-" not in repr((paper.revisions, paper.revision_causes))


def test_a_revision_is_told_once_and_every_issue_of_a_report_tells_the_same(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JULY)
        release(desk, Q1)
        file_held(desk, replace(APRIL, people=APRIL.people[:-2]), version=2)
        first = revised(desk, Q2)
        release(desk, Q2)
        assert revised(desk, Q2) == first and first.revisions
        release(desk, Q2)
        assert len([e for e in desk.register.facts(RELEASED) if e.subject == str(Q2)]) == 1
        release(desk, Q1)  # the first quarter's report, made again
        assert revised(desk, Q2) == first
        third = revised(desk, Q3)
    assert third.revisions == () and third.no_revision == "No figure of an earlier report has changed."


def test_a_new_issue_tells_what_has_changed_since_the_issue_before(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JUNE)
        release(desk, Q1)
        assert revised(desk, Q1).no_revision.startswith("There is no earlier report of this edition")
        file_held(desk, replace(JUNE, people=JUNE.people[:-1]), version=2)
        second = revised(desk, Q1)
        release(desk, Q1)
        assert revised(desk, Q1) == second
    expected = changes(counted([APRIL, JUNE]), counted([APRIL, replace(JUNE, people=JUNE.people[:-1])]))
    assert told(second.revisions) == expected
    assert {row.report for row in second.revisions} == {"the issue before this one"}


def test_a_record_corrected_back_revises_nothing_and_one_corrected_twice_names_its_last_version(
    tmp_path: Path,
) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JULY)
        release(desk, Q1)
        file_held(desk, replace(APRIL, people=APRIL.people[:3]), version=2)
        file_held(desk, APRIL, version=3)
        assert revised(desk, Q2).revisions == ()
        file_held(desk, replace(APRIL, people=APRIL.people[:5]), version=4)
        paper = revised(desk, Q2)
    expected = changes(counted([APRIL]), counted([replace(APRIL, people=APRIL.people[:5])]))
    assert told(paper.revisions) == expected
    assert [c.words for c in paper.revision_causes] == [
        "The record of the meeting of 26 April 2013: version 4 came on 2 December 2013"
    ]


def test_a_record_that_came_after_the_report(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL)
        for case in JUNE.cases:
            two_years._referral(desk, JUNE, case)
        release(desk, Q1)
        file_record(desk, two_years._record(JUNE, JUNE.people, JUNE.cases))
        words = [c.words for c in revised(desk, Q2).revision_causes]
    assert words == [
        "The record of the meeting of 21 June 2013: it came on 2 December 2013, after that report"
    ]


def test_a_record_whose_day_was_wrong_takes_its_figures_to_the_right_quarter(tmp_path: Path) -> None:
    august = replace(JUNE, day=date(2013, 8, 2))
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JUNE)
        release(desk, Q1)
        right = two_years._record(august, august.people, august.cases)
        wrong = file_record(desk, right)  # under a reference of its own, only to be read
        desk.register.file(replace(wrong, reference="REC-2013-06-21", version=2, sha256="e" * 64))
        paper = revised(desk, Q2)
    gone = {
        row: n for row, n in told(paper.revisions).items() if row[0].startswith("Meeting of 21 June 2013")
    }
    assert set(gone.values()) == {("1", "0"), ("3", "0")} and len(gone) == 3
    assert told(paper.revisions)["Meetings held", "quarter"] == ("2", "1")
    assert [c.words for c in paper.revision_causes] == [
        "The record of the meeting of 2 August 2013: version 2 came on 2 December 2013"
    ]


def test_the_checks_of_a_referral_that_was_withdrawn(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL)
        release(desk, Q1)
        desk.register.note("withdrawn", "CRP-2013-001", decision_detail(None, False, "no plan any more"))
        paper = revised(desk, Q2)
    left = replace(APRIL, cases=(replace(APRIL.cases[0], back={}), APRIL.cases[1]))
    assert told(paper.revisions) == changes(counted([APRIL]), counted([left]))
    assert [c.words for c in paper.revision_causes] == [
        "A referral for the meeting of 26 April 2013: withdrawn on 2 December 2013"
    ]


def test_a_referral_that_was_moved_to_a_later_quarter(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JUNE)
        release(desk, Q1)
        desk.register.note("moved", "CRP-2013-004", decision_detail(date(2013, 7, 19), False, "as asked"))
        paper = revised(desk, Q2)
    figures = {"Referrals received for these meetings"}
    assert told(paper.revisions) == {
        (f, span): ("4", "3") for f in figures for span in ("quarter", "year to date")
    }
    assert [c.words for c in paper.revision_causes] == [
        "A referral for the meeting of 19 July 2013: moved on 2 December 2013 to the meeting of 19 July 2013"
    ]


def test_a_check_that_came_after_the_report(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL)
        release(desk, Q1)
        items = {"referral_ref": "CRP-2013-002", "agency": "EDUCATION", "nil_return": "yes"}
        two_years._file(
            desk, "agency-check", "AIC-CRP-2013-002-EDUCATION", items, APRIL.day, received=date(2013, 10, 1)
        )
        paper = revised(desk, Q2)
    assert told(paper.revisions) == {
        ("Education: checks late", "quarter"): ("1", "2"),
        ("Education: checks that did not come", "quarter"): ("1", "0"),
    }
    assert [c.words for c in paper.revision_causes] == [
        "A check for the meeting of 26 April 2013 (Education): it came on 2 December 2013, after that report"
    ]


def test_a_child_recognised_later_revises_the_figures_of_the_case_that_came_after(tmp_path: Path) -> None:
    """The second case's referral is corrected: its children are those of the first."""
    other = replace(JUNE, cases=(replace(JUNE.cases[0], children=("Asha Ardwick",)), JUNE.cases[1]))
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JUNE)
        release(desk, Q1)
        found = desk.register.submission("CRP-2013-003")
        two_years._referral(desk, other, replace(other.cases[0], number=903))
        right = desk.register.submission("CRP-2013-903").record
        desk.register.note("withdrawn", "CRP-2013-903", decision_detail(None, False, "a test's own"))
        desk.register.file(replace(found, version=2, sha256="f" * 64, record=right))
        paper = revised(desk, Q2)
    firsts = ("Children discussed for the first time", "Children who had been discussed before")
    expected = changes(counted([APRIL, JUNE]), counted([APRIL, other]))
    assert {row for row in expected if row[0] in firsts}
    found_rows = {row: n for row, n in told(paper.revisions).items() if not row[0].startswith("Referrals")}
    assert found_rows == expected
    assert any("version 2 came" in c.words for c in paper.revision_causes)


def test_an_opening_balance_that_was_changed(tmp_path: Path) -> None:
    new = replace(OPENING, children=40, families=11)
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL)
        release(desk, Q1)
    with desk_on(tmp_path, opening=new) as desk:
        paper = revised(desk, Q2)
    assert told(paper.revisions) == changes(counted([APRIL]), counted([APRIL], new))
    assert [c.words for c in paper.revision_causes] == ["The opening balance in pipeline.yaml"]
    later = replace(OPENING, up_to=date(2013, 6, 30))
    with desk_on(tmp_path, opening=later) as desk:
        rows = revised(desk, Q2).revisions
    assert {(row.period, row.now) for row in rows} >= {
        ("opening balance up to 31 March 2013", "given no more")
    }


def test_a_row_that_a_new_issue_has_for_the_first_time(tmp_path: Path) -> None:
    plain = replace(APRIL, themes=())
    with desk_on(tmp_path) as desk:
        file_held(desk, plain)
        release(desk, Q1, "board", "circulated")
        file_held(desk, APRIL, version=2)
        for edition in ("board", "circulated"):
            paper = revised(desk, Q1, edition)
            spans = ("quarter", "year to date")
            assert told(paper.revisions) == {("Theme: Core groups", s): ("not listed", "1") for s in spans}
            later = told(revised(desk, Q2, edition).revisions)
            assert later == told(paper.revisions)
            release(desk, Q1, edition)
            assert revised(desk, Q1, edition) == paper
            assert revised(desk, Q2, edition).revisions == ()


def test_a_figure_that_no_form_has_changed_and_one_that_is_no_longer_known(tmp_path: Path) -> None:
    """A ledger as another version of the program may have written it."""
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL)
        figures = {f"{what}:quarter:{Q1}": "7" for what in ("meetings", "no longer counted")}
        told_then = {"edition": "board", "figures": {**figures, "nonsense": "1"}}
        desk.register.note(RELEASED, str(Q1), told_then)
        paper = revised(desk, Q2)
    rows = {row: n for row, n in told(paper.revisions).items() if n[0] != "not listed"}
    assert rows == {("Meetings held", "quarter"): ("7", "1"), ("no longer counted", "quarter"): ("7", "0")}
    assert [c.words for c in paper.revision_causes] == [
        "No form has changed: a setting has, or the way in which the figure is counted"
    ]


def test_an_opening_balance_that_was_hidden_is_not_blamed(tmp_path: Path) -> None:
    small = replace(OPENING, children=3, families=2, practitioners=4, attendances=4, meetings=2)
    with desk_on(tmp_path, opening=small) as desk:
        file_held(desk, APRIL, JUNE)
        release(desk, Q1, "circulated")
        file_held(desk, GREW, version=2)
        causes = [c.words for r in explain(desk, Q2).revisions for c in r.causes]
    assert causes and not any("opening balance" in words for words in causes)


def test_a_quarter_that_was_never_reported_has_nothing_to_revise(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JULY)
        file_held(desk, replace(APRIL, people=()), version=2)
        paper = revised(desk, Q2)
    assert paper.revisions == () and paper.no_revision.startswith("There is no earlier report")


def test_each_edition_has_its_own_history(tmp_path: Path) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JULY)
        release(desk, Q1, "board")
        file_held(desk, replace(APRIL, cases=APRIL.cases[:1], people=()), version=2)
        release(desk, Q1, "circulated")
        board, circulated = revised(desk, Q2), revised(desk, Q2, "circulated")
    assert board.revisions
    assert circulated.revisions == () and circulated.no_revision.startswith("No figure of an earlier")


# ---- the edition that goes round

GREW = replace(APRIL, people=two_years._came(*range(7), *range(8, 18)))  # ten more came
ONE_MORE = replace(NOVEMBER, people=two_years._came(*range(11)))
AFTER_THE_YEAR = Clock(datetime(2014, 4, 8, 9, tzinfo=UTC))


def test_a_small_change_is_told_in_the_circulated_edition_but_never_in_numbers(tmp_path: Path) -> None:
    with desk_on(tmp_path, AFTER_THE_YEAR) as desk:
        file_held(desk, APRIL, JUNE, JULY, SEPTEMBER, NOVEMBER)
        release(desk, Q3, "circulated")
        file_held(desk, ONE_MORE, version=2)
        paper = revised(desk, Q4, "circulated")
    rows = told(paper.revisions)
    assert rows["Practitioners met, people", "quarter"] == ("10", "c")
    assert rows["Practitioners met, attendances", "since April 2012"][1] == "c"
    assert all(now == "c" for _, now in rows.values())
    assert paper.revision_causes == () and {r.because for r in paper.revisions} == {""}


STEPS = (
    (Q1, ()),
    (Q2, (GREW,)),
    (Q3, (replace(GREW, people=GREW.people[:-1]), ONE_MORE)),
    (Q4, (replace(NOVEMBER, cases=NOVEMBER.cases[:2]),)),
)


def year_that_went_round(root: Path) -> list[dict[str, str]]:
    """What each quarter's report printed, with records corrected before each of them."""
    printed, versions = [], {}
    with desk_on(root, AFTER_THE_YEAR) as desk:
        file_held(desk, APRIL, JUNE, JULY, SEPTEMBER, NOVEMBER)
        for quarter, corrected in STEPS:
            for meeting in corrected:
                versions[meeting.day] = versions.get(meeting.day, 1) + 1
                file_held(desk, meeting, version=versions[meeting.day])
            plan = plan_quarterly(desk, quarter, "circulated")
            assert not any("Earlier releases" in line for line in plan.warnings)
            keep(desk, plan)
            printed.append(dict(plan.released))
    return printed


def numbers_of_people(printed: list[dict[str, str]]) -> dict[str, list[int]]:
    """Every number that was ever printed of people, families, referrals or checks, by the figure's name."""
    others = ("meetings", "districts", "theme/", "actions")
    found: dict[str, set[int]] = {}
    for name, text in (item for figures in printed for item in figures.items()):
        what = name.partition(":")[0]
        if text != "c" and not what.startswith(others) and not what.endswith(("/panel", "/absent")):
            found.setdefault(name, set()).add(int(text))
    return {name: sorted(numbers) for name, numbers in found.items()}


def test_no_figure_that_went_round_twice_gives_a_small_change_away(tmp_path: Path) -> None:
    known = numbers_of_people(year_that_went_round(tmp_path))
    assert {n for numbers in known.values() for n in numbers}.isdisjoint(range(1, 6))
    assert all(b - a > 5 for numbers in known.values() for a, b in pairwise(numbers)), known


@pytest.mark.parametrize("corrected", [False, True])
def test_nor_does_a_running_total_less_its_quarter(tmp_path: Path, corrected: bool) -> None:
    """Since April 2012 less the quarter is the running total before, as it counts now: all print it but for a 1."""
    early, late = (replace(m, people=two_years._came(*range(n))) for m, n in ((APRIL, 12), (JULY, 11)))
    with desk_on(tmp_path) as desk:
        file_held(desk, early, late)
        release(desk, Q1, "circulated")
        if corrected:
            file_held(desk, replace(early, people=early.people[:-1]), version=2)
        told_now = plan_quarterly(desk, Q2, "circulated").released
    pair = (told_now["attendances:since:2013-14-Q2"], told_now["attendances:quarter:2013-14-Q2"])
    assert ("c" in pair) == corrected, pair
    if not corrected:
        assert int(pair[0]) - int(pair[1]) == 32 + 12


@pytest.mark.parametrize("corrected", [False, True])
def test_an_earlier_report_made_again_is_held_against_the_later_one(tmp_path: Path, corrected: bool) -> None:
    """The second quarter's report went first: what its year has beyond its quarter is the first quarter."""
    early, late = (replace(m, people=two_years._came(*range(n))) for m, n in ((APRIL, 12), (JULY, 11)))
    with desk_on(tmp_path) as desk:
        file_held(desk, early, late)
        release(desk, Q2, "circulated")
        second = desk.register.facts(RELEASED)[0].said["figures"]
        follows = int(second["attendances:since:2013-14-Q2"]) - int(second["attendances:quarter:2013-14-Q2"])
        assert follows == 32 + 12
        if corrected:
            file_held(desk, replace(early, people=early.people[:-1]), version=2)
        first = plan_quarterly(desk, Q1, "circulated").released
    assert first["attendances:since:2013-14-Q1"] == ("c" if corrected else "44")


@pytest.mark.parametrize("edition", ["board", "circulated"])
def test_the_table_of_revisions_stands_in_word_and_pdf(tmp_path: Path, edition: str) -> None:
    with desk_on(tmp_path) as desk:
        file_held(desk, APRIL, JUNE, JULY)
        release(desk, Q1, edition)
        file_held(desk, GREW, version=2)
        plan = plan_quarterly(desk, Q2, edition)
        word, pdf = report_drawn(desk, Q2, edition)
        lines = [text for _, text in word_lines(word)]
        text = squeezed(pdf_text(pdf))
        found = [n.finding.matched for c in write_quarterly(desk, plan, dry_run=True).checks for n in c.open]
        assert set(found) <= {"both children"}, "the leak check finds nothing in the revisions"
        assert revised(desk, Q2, edition) == plan.paper
    assert "Revisions of earlier figures" in lines
    row = next(r for r in plan.paper.revisions if r.figure == "Practitioners met, people")
    at = lines.index(row.figure)
    assert lines[at + 2 : at + 5] == [row.report, row.was, row.now]
    for cause in plan.paper.revision_causes:
        assert f"{cause.number}: {cause.words}." in lines
    assert bool(plan.paper.revision_causes) == (edition == "board")
    table = lines[
        lines.index("Revisions of earlier figures") : lines.index("Notes: how the figures are counted")
    ]
    assert len(table) > 20 and [line for line in table if squeezed(line) not in text] == []


def test_a_template_from_before_the_revisions_is_named(tmp_path: Path) -> None:
    """Nothing may be revised unseen because a workspace has kept its own template."""
    with desk_on(tmp_path) as desk:
        template = shutil.copytree(TEMPLATES, tmp_path / "old") / "quarterly-report.docx"
        parts = unzip(template.read_bytes())
        parts[BODY] = parts[BODY].replace(b"revisions", b"risks")
        template.write_bytes(rezip(parts))
        old = replace(desk.settings, folders=replace(desk.settings.folders, templates=template.parent))
        desk = replace(desk, settings=old)
        file_held(desk, APRIL, JUNE, JULY)
        release(desk, Q1)
        assert not any("no place for the revisions" in w for w in plan_quarterly(desk, Q2).warnings)
        file_held(desk, GREW, version=2)
        assert any("no place for the revisions" in w for w in plan_quarterly(desk, Q2).warnings)
    assert [fault.split(":")[0] for fault in no_place(template.parent)] == ["quarterly-report.docx"]
    assert no_place(TEMPLATES) == ()
