"""Every figure of a report can be traced: whatever number is printed is a figure, and what it counts is listed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline.model.meeting import Quarter
from pipeline.office.desk import Desk
from pipeline.office.quarterly import plan_quarterly
from pipeline.office.quarterly.editions import Edition
from pipeline.office.quarterly.explaining import Explained, explain
from pipeline.rules.answers.dates import MONTHS
from pipeline.rules.counting.figures import figure_of
from tests import two_years
from tests.invitation_helpers import done, drop, run, workspace
from tests.papers_helpers import record_yaml
from tests.quarter_helpers import file_quarter, person
from tests.test_editions_of_the_quarter import QUARTERS, cases, desk_of_two_years, first_ever, held_in
from tests.two_years import MEETINGS, Held, file_everything

Of = Callable[[Quarter], dict[str, Explained]]
_SIGN = "777777"  # stands for every figure, so that any other digit is a number from elsewhere
_DAYS = rf"(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)}) \d{{4}}|\d\d/\d\d/\d\d|Q[1-4] \d{{4}}/\d\d|\(Q[1-4]\)"
_NO_FIGURE = re.compile(rf"{_DAYS}|On a plan 12 months or more|moves < 10 miles")


def texts_of(value: object) -> Iterator[str]:
    """Every text of a paper, whatever row it is in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_of(getattr(value, field.name))


@pytest.mark.parametrize("edition", ["board", "circulated"])
@pytest.mark.parametrize("quarter", [Quarter(2013, 2), Quarter(2013, 3), Quarter(2014, 4)])
def test_no_number_reaches_the_paper_that_is_not_one_of_its_figures(
    tmp_path: Path, edition: str, quarter: Quarter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.office.quarterly import planning

    real = planning.edition_of

    def signed(*given: object) -> Edition:
        found = real(*given)  # type: ignore[arg-type]
        return dataclasses.replace(found, texts=dict.fromkeys(found.texts, _SIGN))

    monkeypatch.setattr(planning, "edition_of", signed)
    with desk_of_two_years(tmp_path) as desk:
        (file_quarter if quarter == Quarter(2013, 2) else file_with_all_that_is_odd)(desk)
        paper = plan_quarterly(desk, quarter, edition).paper
    rules = [line for line in paper.notes if line.startswith("“c” stands for")]
    texts = [t for t in texts_of(paper) if t not in rules]
    left = [t for t in texts if re.search(r"\d", _NO_FIGURE.sub("", t).replace(_SIGN, ""))]
    assert left == []
    assert sum(t.count(_SIGN) for t in texts) > 60


def file_with_all_that_is_odd(desk: Desk) -> None:
    """Everything, and a case that no referral stands behind, actions, and a referral that names fewer children."""
    file_everything(desk)
    odd = dataclasses.replace(MEETINGS[4], cases=(*MEETINGS[4].cases, two_years.Case(99, ("Nobody Known",))))
    more = dataclasses.replace(odd.cases[0], children=(*odd.cases[0].children, "One More"))
    odd = dataclasses.replace(odd, cases=(more, *odd.cases[1:]))
    two_years.file_record(desk, two_years._record(odd, odd.people, odd.cases), 3)


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Of]:
    """What is said of each figure of a quarter of the two years."""
    with desk_of_two_years(tmp_path_factory.mktemp("two years")) as desk:
        file_everything(desk)
        yield cache(lambda quarter: {one.name: one for one in explain(desk, quarter).figures})


def record_of(meeting: Held) -> str:
    return f"REC-{meeting.day.isoformat()}"


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_references_are_those_of_an_independent_list(explained: Of, quarter: Quarter) -> None:
    found = explained(quarter)
    for span, meetings in (("quarter", held_in(quarter)), ("year", held_in(quarter, year=True))):
        pairs = [(m, c) for m in meetings for c in m.cases if c.discussed]
        expected = {
            "meetings": [(1, m.day, (record_of(m),)) for m in meetings],
            "referrals": [(1, m.day, (c.reference,)) for m in meetings for c in m.cases],
            "late": [(1, m.day, (c.reference,)) for m in meetings for c in m.cases if c.late],
            "families": [(1, m.day, (record_of(m), c.reference)) for m, c in pairs],
            "children": [(len(c.children), m.day, (record_of(m), c.reference)) for m, c in pairs],
            "attendances": [(len(m.people), m.day, (record_of(m),)) for m in meetings],
            "reason/SECOND_PLAN": [
                (1, m.day, (record_of(m), c.reference)) for m, c in pairs if "SECOND_PLAN" in c.reasons
            ],
            "theme/CORE_GROUPS": [(1, m.day, (record_of(m),)) for m in meetings if "CORE_GROUPS" in m.themes],
        }
        for what, parts in expected.items():
            one = found.get(f"{what}:{span}:{quarter}")
            assert [(p.number, p.meeting, p.references) for p in (one.parts if one else ())] == parts, what
        again = found[f"again:{span}:{quarter}"]
        returned = {c.reference for _, c in pairs if not all(first_ever(child, c) for child in c.children)}
        assert {p.references[1] for p in again.parts} == returned
        assert all(len(p.references) > 2 for p in again.parts), "the earlier case is named"


@pytest.mark.parametrize("quarter", [Quarter(2013, 3), Quarter(2014, 4)])
def test_the_parts_make_the_figure_and_name_its_forms(explained: Of, quarter: Quarter) -> None:
    found = explained(quarter)
    assert len(found) > 60
    for name, one in found.items():
        figure = figure_of(name)
        assert figure is not None and one.figure and one.period
        assert str(sum(part.number for part in one.parts)) == one.board, name
        assert all(p.references or p.why.startswith("opening balance") for p in one.parts), name
    assert found[f"children:since:{quarter}"].parts[0].number == 25
    assert found[f"families:quarter:{quarter}"].circulated in (
        "c",
        found[f"families:quarter:{quarter}"].board,
    )


def test_a_corrected_record_is_named_with_its_version(explained: Of) -> None:
    found = explained(Quarter(2013, 3))
    assert found["children:quarter:2013-14-Q3"].versions == ("REC-2013-11-08 version 2",)
    assert "REC-2013-11-08 version 2" in found["children:year:2013-14-Q3"].versions


def test_a_district_is_named_where_it_was_visited_first(explained: Of) -> None:
    found = explained(Quarter(2013, 4))
    assert [(p.meeting, p.why) for p in found["districts:year:2013-14-Q4"].parts] == [
        (m.day, m.district.capitalize()) for m in MEETINGS[:5]
    ]


def test_checks_are_traced_to_the_case_and_to_what_came(explained: Of) -> None:
    found = explained(Quarter(2013, 1))
    late = found["agency/EDUCATION/late:quarter:2013-14-Q1"].parts
    assert [p.references for p in late] == [("CRP-2013-001", "AIC-CRP-2013-001-EDUCATION")]
    none = found["agency/EDUCATION/none:quarter:2013-14-Q1"].parts
    assert [(p.references, p.why) for p in none] == [(("CRP-2013-002",), "due 18 April 2013, has not come")]
    assert {c.reference for m in held_in(Quarter(2013, 1)) for c in cases([m]) if "POLICE" in c.back} == {
        p.references[0] for p in found["agency/POLICE/due:quarter:2013-14-Q1"].parts
    }


def test_headings_of_one_meaning_are_counted_together_and_each_is_named(tmp_path: Path) -> None:
    with desk_of_two_years(tmp_path) as desk:
        file_quarter(desk)
        found = {one.name: one for one in explain(desk, Quarter(2013, 2)).figures}
    groups = found["theme/CORE_GROUPS:year:2013-14-Q2"]
    assert (groups.figure, groups.board) == ("Theme: Core groups", "3")
    assert [p.why for p in groups.parts] == [
        "Core groups",
        "Core groups need a chair",
        "Healthy challenge in core groups",
    ]


def meeting_form(children: str) -> bytes:
    return record_yaml(
        meeting_date="27/09/2013",
        district="CHELTENHAM",
        chair="Ruth Amberley",
        att=[person("Ilona Żak", "EDUCATION")],
        case=[{"referral_ref": "CRP-2013-001", "outcome": "discussed", "children": children}],
    )


def test_the_command_lists_what_each_figure_counts_and_what_was_revised(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    drop(root, "record.yaml", meeting_form("2"), today="2013-10-01")
    done(root, "quarterly-report", "--quarter", "2013-14-Q2", today="2013-10-05")
    drop(root, "corrected.yaml", meeting_form("1"), today="2013-10-07")
    said = done(
        root, "explain", "--quarter", "2013-14-Q2", "--figure", "children discussed,", today="2013-10-08"
    )
    lines = said.splitlines()
    at = lines.index("Children discussed, July to September 2013 (Q2 2013/14): 1 (circulated: c)")
    assert lines[at + 1 : at + 3] == [
        "     1  27 September 2013: REC-2013-09-27, CRP-2013-001",
        "  as corrected: REC-2013-09-27 version 2",
    ]
    at = lines.index(
        "Children discussed, July to September 2013 (Q2 2013/14): was 2 (board edition, the issue before this one),"
        " is now 1"
    )
    assert lines[at + 1] == (
        "  REC-2013-09-27, the record of the meeting of 27 September 2013: version 2 came on 7 October 2013"
    )
    assert not any(line.startswith("Meetings held") for line in lines)
    everything = done(root, "explain", "--quarter", "2013-14-Q2", today="2013-10-08")
    assert "Meetings held, July to September 2013 (Q2 2013/14): 1" in everything
    assert run(root, "explain", "--quarter", "2031-32-Q2").exit_code == 9
