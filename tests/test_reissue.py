"""A later issue of a pack: no page moves, what is new is appended, what has changed or gone is marked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Ruling
from pipeline.model.pack import Layout, Section, Shown, layout_from_json, layout_to_json
from pipeline.office.desk import Desk
from pipeline.office.pack import build_pack, plan_pack
from pipeline.rules.arriving.standing import decision_detail
from pipeline.rules.pack.reissue import PARTS, Reissue, changes, reissued_sections
from pipeline.rules.pack.sections import CaseParts, FrontPages, Part, pack_sections
from tests.pack_helpers import MEETING, desk_at, file_bytes, file_referral, referral
from tests.pdf_scan import alive, seen_text
from tests.test_pack import flat

NOVEMBER = date(2013, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


def texts(path: Path) -> list[str]:
    return [flat(t) for t in seen_text(path.read_bytes())]


def body(text: str) -> str:
    """A page's words without what an issue's number and length change."""
    return text.replace("Issue 2", "Issue 1").partition(" · for panel members only")[0].partition("Page ")[0]


def corrected(desk: Desk, number: int, **answers: str) -> None:
    """The same referral again, with other answers and other bytes."""
    items = referral(number, **answers)
    from tests import builders

    file_bytes(desk, builders.pdf_form(desk.forms["referral"], items), items)


def decide(desk: Desk, reference: str, ruling: Ruling, meeting: date | None = None) -> None:
    desk.register.note(ruling.value, reference, decision_detail(meeting, False, "a reason"))


# ---- the real pack


def test_a_late_case_is_appended_and_no_earlier_page_moves(desk: Desk) -> None:
    for number in (1, 2):
        file_referral(desk, number=number)
    first = build_pack(desk, MEETING)
    before = texts(first.path)
    late = file_referral(desk, number=3)
    second = build_pack(desk, MEETING)
    after = texts(second.path)
    old = {s.first: s for s in first.plan.sections if s.reference}
    assert {s.first: (s.kind, s.title) for s in second.plan.sections if s.first in old and s.reference} == {
        at: (s.kind, s.title) for at, s in old.items()
    }
    for section in (s for s in first.plan.sections if s.kind in PARTS):
        for page in range(section.first - 1, section.last):
            assert body(after[page]).split() == body(before[page]).split()
    sheet = second.plan.change_sheet
    assert sheet is not None
    assert sheet.first > first.plan.pages
    assert sheet.first % 2 == 1
    assert f"Added Case 3: {late.reference}" in after[sheet.first - 1]
    case = next(s for s in second.plan.sections if s.kind == "case" and s.reference == late.reference)
    assert case.first > sheet.last
    assert all(f"Page {n} of {len(after)}" in text for n, text in enumerate(after, 1))
    assert alive(second.path.read_bytes()) == set()
    reader = pypdf.PdfReader(io.BytesIO(second.path.read_bytes()))
    assert reader.page_labels == [str(n) for n in range(1, len(after) + 1)]


def test_a_corrected_case_keeps_its_old_pages_marked_and_gets_new_ones(desk: Desk) -> None:
    filed = file_referral(desk, number=1)
    first = build_pack(desk, MEETING)
    old = next(s for s in first.plan.sections if s.kind == "sheet")
    corrected(
        desk, 1, history="An entirely new history, written after the first pack had gone out to everybody."
    )
    second = build_pack(desk, MEETING)
    replaced = next(s for s in second.plan.sections if s.kind == "sheet" and s.first == old.first)
    newer = next(s for s in second.plan.sections if s.kind == "sheet" and s.stands)
    assert replaced.replaced_by == newer.first > first.plan.pages
    after = texts(second.path)
    assert f"replaced: see page {newer.first}" in after[old.first - 1]
    assert "REPLACED" in after[old.first - 1]
    assert "This is family number 1." in " ".join(after[old.first - 1 : old.last])
    assert "An entirely new history" in " ".join(after[newer.first - 1 : newer.last])
    assert "An entirely new history" not in " ".join(after[: first.plan.pages])
    listed = [c for c in second.plan.changes if c.what == "Replaced"]
    assert next((c.title, c.before) for c in listed) == (
        f"Case 1: {filed.reference}: Case sheet",
        f"{old.first} to {old.last}",
    )


def test_a_withdrawn_case_leaves_its_numbers_and_not_a_word(desk: Desk) -> None:
    gone, stays = file_referral(desk, number=1), file_referral(desk, number=2)
    first = build_pack(desk, MEETING)
    decide(desk, gone.reference, Ruling.WITHDRAWN)
    second = build_pack(desk, MEETING)
    after = texts(second.path)
    case = next(s for s in first.plan.sections if s.kind == "case" and s.reference == gone.reference)
    assert "not heard at this meeting any more (withdrawn)" in after[case.first - 1]
    assert "Harcastle" not in " ".join(after)
    kept = next(s for s in second.plan.sections if s.kind == "case" and s.reference == stays.reference)
    assert kept == next(s for s in first.plan.sections if s.kind == "case" and s.reference == stays.reference)
    assert "Case 2" in kept.title
    assert [(c.what, c.why) for c in second.plan.changes if c.what == "Left out"] == [
        ("Left out", "withdrawn")
    ]
    assert f"Case 2: {stays.reference}" in " ".join(after[:4])


def test_a_case_that_is_moved_says_where_it_went(desk: Desk) -> None:
    gone = file_referral(desk, number=1)
    file_referral(desk, number=2)
    build_pack(desk, MEETING)
    decide(desk, gone.reference, Ruling.MOVED, NOVEMBER)
    plan = plan_pack(desk, MEETING)
    assert {s.gone for s in plan.sections if s.reference == gone.reference} == {"moved to 22 November 2013"}


def test_a_third_issue_keeps_the_pages_of_both_before(desk: Desk) -> None:
    file_referral(desk, number=1)
    build_pack(desk, MEETING)
    corrected(
        desk, 1, history="A second history, long enough to be one, and different from the first in each word."
    )
    second = build_pack(desk, MEETING)
    corrected(
        desk, 1, history="A third history, again long enough, and again different from those before it here."
    )
    third = build_pack(desk, MEETING)
    sheets = [s for s in third.plan.sections if s.kind == "sheet"]
    assert [s.first for s in sheets][:2] == [s.first for s in second.plan.sections if s.kind == "sheet"]
    assert [s.replaced_by for s in sheets] == [sheets[1].first, sheets[2].first, 0]
    after = texts(third.path)
    assert "A second history" in " ".join(after[sheets[1].first - 1 : sheets[1].last])
    old_list = next(s for s in second.plan.sections if s.kind == "changes")
    assert "What is new in issue 2" in after[old_list.first - 1]
    assert third.plan.change_sheet is not None
    assert "What is new in issue 3" in after[third.plan.change_sheet.first - 1]


def test_nothing_changed_does_nothing_and_reads_no_case(desk: Desk) -> None:
    file_referral(desk, number=1)
    first = build_pack(desk, MEETING)
    told: list[str] = []
    events = len(desk.register.events())
    again = build_pack(desk, MEETING, progress=told.append)
    assert (again.unchanged, again.path, told) == (True, first.path, [])
    assert len(desk.register.events()) == events


def test_one_case_changed_reads_that_case_alone(desk: Desk) -> None:
    filed = [file_referral(desk, number=n) for n in (1, 2, 3)]
    build_pack(desk, MEETING)
    corrected(
        desk, 2, history="Something else happened to this family, and here it is told at the usual length."
    )
    told: list[str] = []
    build_pack(desk, MEETING, progress=told.append)
    assert told == [filed[1].reference]


def test_a_pack_that_was_deleted_or_changed_is_written_again_as_it_was(desk: Desk) -> None:
    file_referral(desk, number=1)
    first = build_pack(desk, MEETING)
    data = first.path.read_bytes()
    for spoil in (lambda: first.path.unlink(), lambda: first.path.write_bytes(b"%PDF-1.7 something else")):
        spoil()
        again = build_pack(desk, MEETING)
        assert (again.plan.issue, again.unchanged) == (1, False)
        assert first.path.read_bytes() == data


def test_the_same_later_issue_again_has_the_same_bytes(desk: Desk) -> None:
    file_referral(desk, number=1)
    build_pack(desk, MEETING)
    file_referral(desk, number=2)
    second = build_pack(desk, MEETING)
    data = second.path.read_bytes()
    second.path.unlink()
    assert build_pack(desk, MEETING).path.read_bytes() == data


def test_the_supplement_has_the_new_pages_only_under_their_own_numbers(desk: Desk) -> None:
    file_referral(desk, number=1)
    with pytest.raises(NotFoundError, match="no earlier final issue"):
        build_pack(desk, MEETING, supplement=True)
    build_pack(desk, MEETING)
    file_referral(desk, number=2)
    built = build_pack(desk, MEETING, supplement=True)
    assert built.supplement is not None
    sheet = built.plan.change_sheet
    assert sheet is not None
    whole, new = texts(built.path), texts(built.supplement)
    assert new == whole[sheet.first - 1 :]
    reader = pypdf.PdfReader(io.BytesIO(built.supplement.read_bytes()))
    assert reader.page_labels == [str(n) for n in range(sheet.first, len(whole) + 1)]
    assert alive(built.supplement.read_bytes()) == set()


def test_a_draft_fixes_no_page(desk: Desk) -> None:
    from pipeline.model.errors import GapsError

    open_case = file_referral(desk, number=1, worries="")
    with pytest.raises(GapsError):
        build_pack(desk, MEETING)
    corrected(desk, 1)
    final = build_pack(desk, MEETING)
    assert final.plan.base == 0
    assert not any(s.kind == "changes" for s in final.plan.sections)
    assert open_case.reference in {s.reference for s in final.plan.sections}


def test_pages_that_are_kept_no_more_are_said_to_be(desk: Desk) -> None:
    file_referral(desk, number=1)
    build_pack(desk, MEETING)
    corrected(
        desk, 1, history="Another history of this family, told again from its beginning to its very end."
    )
    for kept in (desk.settings.folders.records / "issued").iterdir():
        kept.unlink()
    second = build_pack(desk, MEETING)
    old = next(s for s in second.plan.sections if s.replaced_by and s.kind == "sheet")
    assert "kept no more" in texts(second.path)[old.first - 1]


# ---- the rules


def part(kind: str, pages: int, made: str) -> Part:
    return Part(kind, kind.capitalize(), pages, Shown(made=made))


CASES = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(0, 4), st.sampled_from("abc")),
    max_size=5,
    unique_by=lambda case: case[0],
)


def case_list(drawn: list[tuple[int, int, int, str]]) -> list[CaseParts]:
    return [
        CaseParts(
            f"CRP-2013-{n:03d}",
            n,
            (part("sheet", sheet, f"s{n}{made}{sheet}"), part("original", original, f"o{n}{made}")),
        )
        for n, sheet, original, made in sorted(drawn)
    ]


@given(before=CASES, now=CASES, fronts=st.tuples(*[st.integers(1, 3)] * 4), right=st.booleans())
def test_no_page_is_used_twice_and_none_of_the_issue_before_moves(
    before: list[tuple[int, int, int, str]],
    now: list[tuple[int, int, int, str]],
    fronts: tuple[int, int, int, int],
    right: bool,
) -> None:
    base = Layout(1, "x", pack_sections(FrontPages(1, 1, 1, 1), case_list(before), on_the_right=right))
    cases = case_list(now)
    gone = {c.reference: "withdrawn" for c in case_list(before)}
    gone = {k: v for k, v in gone.items() if k not in {c.reference for c in cases}}
    found = reissued_sections(Reissue(base, FrontPages(*fronts), cases, gone, 1, right))
    places = [(s.first, s.pages, s.kind, s.reference) for s in found]
    assert places[: len(base.sections)] == [(s.first, s.pages, s.kind, s.reference) for s in base.sections]
    pages = [p for s in found if s.kind != "case" for p in range(s.first, s.last + 1)]
    assert len(pages) == len(set(pages))
    standing = {(s.reference, s.kind): s.shown.made for s in found if s.stands and s.kind in PARTS}
    assert standing == {(c.reference, p.kind): p.shown.made for c in cases for p in c.parts if p.pages}
    for kind, wanted in zip(("cover", "confidentiality", "agenda", "contents"), fronts, strict=True):
        assert sum(s.pages for s in found if s.kind == kind) == max(1, wanted)
    told = changes(base, found)
    assert len([c for c in told if c.what == "Left out" and c.why == "withdrawn"]) == len(gone)
    assert layout_from_json(layout_to_json(Layout(2, "y", found, 1))) == Layout(2, "y", found, 1)


def test_a_case_that_comes_back_is_a_case_anew() -> None:
    cases = case_list([(1, 2, 1, "a")])
    first = Layout(1, "x", pack_sections(FrontPages(1, 1, 1, 1), cases, on_the_right=False))
    front = FrontPages(1, 1, 1, 1)
    without = reissued_sections(Reissue(first, front, [], {"CRP-2013-001": "withdrawn"}, 1, False))
    again = reissued_sections(Reissue(Layout(2, "y", without, 1), front, cases, {}, 1, False))
    assert [s.gone for s in again if s.kind == "sheet"] == ["withdrawn", ""]
    assert [c.what for c in changes(Layout(2, "y", without, 1), again)] == ["Added"]


def test_old_layouts_can_be_read() -> None:
    data = {
        "issue": 1,
        "content": "x",
        "sections": [{"kind": "cover", "title": "Cover", "pages": 1, "first": 1}],
    }
    assert layout_from_json(data) == Layout(1, "x", (Section("cover", "Cover", 1, 1),))


def test_every_kind_of_mark_is_kept_as_it_was_drawn() -> None:
    from typing import get_args

    from pipeline.papers.making.sheets.flow import Area, Leap, Mark, PlacedPage, Spot, Words
    from pipeline.papers.making.sheets.stored import pages_from_bytes, pages_to_bytes

    marks = (
        Words(1.25, 2.0, "Łukasz \ud83d <b>", 9.5, True, (0.1, 0.2, 0.3), 2),
        Area(0.1, 0.2, 3.0, 0.0, None, (0.0, 0.0, 0.0), 1.2),
        Leap(1.0, 2.0, 3.0, 4.0, 7),
        Spot(1.0, 2.0, "a place"),
    )
    pages = (PlacedPage(marks), PlacedPage(()))
    assert pages_from_bytes(pages_to_bytes(pages)) == pages
    assert {type(mark) for mark in marks} == set(get_args(Mark))
