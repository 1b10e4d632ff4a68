"""The briefing pack: planned, drawn, bound and written with its manifest."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from pipeline.model.errors import GapsError, NotFoundError, ReadingError
from pipeline.model.filing import Ruling
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.packs.words import refusal
from pipeline.office.desk.pages import inert_key
from pipeline.office.pack import build_pack, plan_pack
from pipeline.rules.arriving.standing import decision_detail
from pipeline.rules.pack.sections import CaseParts, FrontPages, Part, pack_sections
from tests import builders
from tests.pack_helpers import MEETING, desk_at, file_bytes, file_referral, referral, with_pack
from tests.pdf_scan import alive, seen_text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path) as opened:
        yield opened


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_pack_holds_what_its_plan_says(desk: Desk) -> None:
    file_referral(desk, number=1)
    file_referral(desk, number=2)
    plan = plan_pack(desk, MEETING)
    assert [s.kind for s in plan.sections] == [
        *("cover", "confidentiality", "agenda", "contents"),
        *("case", "sheet", "original") * 2,
    ]
    built = build_pack(desk, MEETING)
    assert built.plan.sections == plan.sections
    assert (
        built.path
        == built.wanted
        == desk.settings.folders.outbox.joinpath("2013-09-27", "briefing-pack-2013-09-27-issue-1.pdf")
    )
    data = built.path.read_bytes()
    texts = [flat(t) for t in seen_text(data)]
    assert len(texts) == plan.pages
    assert alive(data) == set()
    reader = pypdf.PdfReader(io.BytesIO(data))
    outline = _outline(reader)
    assert outline == [(s.title, s.first) for s in plan.sections]
    for section in plan.sections:
        listed = section.kind not in ("cover", "contents")
        contents = next(s for s in plan.sections if s.kind == "contents").first
        assert not listed or f"{section.title}" in texts[contents - 1]
    for case in (s for s in plan.sections if s.kind == "case"):
        assert case.reference in texts[case.first - 1]
        assert case.first % 2 == 1
    for form in (s for s in plan.sections if s.kind == "original"):
        assert "MACRP-REF v1.0 page 1 of 3" in texts[form.first - 1]


def _outline(reader: pypdf.PdfReader) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []

    def walk(items: list[object]) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item)
            else:
                found.append((str(item.title), reader.get_destination_page_number(item) + 1))  # type: ignore[attr-defined, arg-type]

    walk(list(reader.outline))
    return found


def test_the_cover_says_what_panel_members_need(desk: Desk) -> None:
    file_referral(desk, number=1)
    cover = flat(seen_text(build_pack(desk, MEETING).path.read_bytes())[0])
    for words in (
        "Multi Agency Case Review Panel",
        "Friday 27 September 2013",
        "Cheltenham",
        "Municipal Offices, Room 3",
        "For panel members only",
        "RESTRICTED",
        "Issue 1",
        "1 case, 2 children",
    ):
        assert words in cover


def test_built_twice_is_one_issue_and_the_same_bytes(desk: Desk) -> None:
    file_referral(desk, number=1)
    first = build_pack(desk, MEETING)
    data, manifest = first.path.read_bytes(), first.manifest.read_bytes()
    again = build_pack(desk, MEETING)
    assert (first.unchanged, again.unchanged) == (False, True)
    assert sum(event.what == "pack built" for event in desk.register.events()) == 1
    assert again.path == first.path
    assert again.path.read_bytes() == data
    assert again.manifest.read_bytes() == manifest


def test_another_case_makes_another_issue_and_marks_the_first(desk: Desk) -> None:
    file_referral(desk, number=1)
    first = build_pack(desk, MEETING)
    pages = len(seen_text(first.path.read_bytes()))
    file_referral(desk, number=2)
    second = build_pack(desk, MEETING)
    assert (first.plan.issue, second.plan.issue) == (1, 2)
    assert not first.path.exists()
    (marked,) = second.superseded
    assert marked.name == "briefing-pack-2013-09-27-issue-1-SUPERSEDED.pdf"
    texts = seen_text(marked.read_bytes())
    assert len(texts) == pages
    line = "SUPERSEDED: issue 2 of the pack for 27 September 2013 replaces this issue 1."
    assert all(line in flat(text) for text in texts)
    assert second.path.exists()
    first.path.write_bytes(marked.read_bytes())  # as a killed run leaves it
    again = build_pack(desk, MEETING)
    assert again.unchanged and again.superseded == (marked,) and not first.path.exists()


def test_the_manifest_has_hashes_and_pages_and_no_names(desk: Desk) -> None:
    filed = file_referral(desk, number=1)
    built = build_pack(desk, MEETING)
    text = built.manifest.read_text(encoding="utf-8")
    found = json.loads(text)
    source = found["sources"][0]
    assert source["reference"] == filed.reference
    assert source["sha256"] == filed.sha256
    assert found["pages"] == built.plan.pages
    assert source["sheet_page"] == next(s.first for s in built.plan.sections if s.kind == "sheet")
    for name in ("Harcastle", "Prosser", "Amberley", "Zoë"):
        assert name not in text
        assert name not in built.path.name


def test_an_open_query_makes_a_draft_that_says_so_everywhere(desk: Desk) -> None:
    filed = file_referral(desk, number=1, worries="")
    with pytest.raises(GapsError) as caught:
        build_pack(desk, MEETING)
    assert "--accept-gaps" in str(caught.value)
    assert f"{filed.reference}: still open: 1 query; see page 5." in str(caught.value)
    path = next(desk.settings.folders.outbox.rglob("*.pdf"))
    assert all("DRAFT" in text for text in seen_text(path.read_bytes()))
    assert json.loads(next(desk.settings.folders.outbox.rglob("*.json")).read_text("utf-8"))["draft"] is True


def test_a_draft_that_has_not_changed_says_so(desk: Desk) -> None:
    file_referral(desk, number=1, worries="")
    for said in ("was written as DRAFT", "Nothing has changed: the DRAFT is already there"):
        with pytest.raises(GapsError, match=said):
            build_pack(desk, MEETING)


def test_a_gap_names_the_page_of_its_case_sheet(desk: Desk) -> None:
    filed = [file_referral(desk, number=n, worries="") for n in range(1, 8)]
    plan = plan_pack(desk, MEETING)
    pages = {s.reference: s.first for s in plan.sections if s.kind == "sheet"}
    assert [str(gap) for gap in plan.gaps] == [
        f"{f.reference}: still open: 1 query; see page {pages[f.reference]}." for f in filed
    ]
    assert any("7 cases are many for one day" in note for note in plan.notes)


def test_accepted_gaps_are_printed_with_their_reason_and_logged(desk: Desk) -> None:
    file_referral(desk, number=1, worries="")
    built = build_pack(desk, MEETING, accepted="The referrer is on leave")
    texts = seen_text(built.path.read_bytes())
    assert not any("DRAFT" in text for text in texts)
    assert "Reason given: The referrer is on leave" in flat(texts[0])
    assert any("The referrer is on leave" in event.detail for event in desk.register.events())


def test_a_form_that_cannot_be_shown_is_a_gap_and_its_sheet_is_still_there(desk: Desk) -> None:
    items = referral(1)
    file_bytes(desk, b"%PDF-1.7 torn", items)
    plan = plan_pack(desk, MEETING)
    assert [g.subject for g in plan.gaps] == ["CRP-2013-001"]
    assert "could not be made into pages" in plan.gaps[0].message
    assert [s.kind for s in plan.sections][-2:] == ["case", "sheet"]


def test_a_typed_referral_has_a_sheet_and_no_gap(desk: Desk) -> None:
    file_bytes(desk, b"form: MACRP-REF\n", referral(1), kind="yaml")
    plan = plan_pack(desk, MEETING)
    assert plan.gaps == ()
    assert any("typed in" in note for note in plan.notes)


def test_a_word_form_follows_its_sheet_as_pages(desk: Desk) -> None:
    items = referral(4)
    file_bytes(desk, builders.word_form(desk.forms["referral"], items), items, kind="docx")
    built = build_pack(desk, MEETING)
    first = next(s.first for s in built.plan.sections if s.kind == "original")
    data = built.path.read_bytes()
    assert "Llŷr" in seen_text(data)[first - 1]
    assert alive(data) == set()


def test_a_damaged_kept_copy_is_made_again(desk: Desk) -> None:
    filed = file_referral(desk, number=1)
    whole = build_pack(desk, MEETING).path.read_bytes()
    desk.derived.put(inert_key(filed.sha256), b"%PDF-1.3 torn by a full disk")
    assert build_pack(desk, MEETING).path.read_bytes() == whole


def test_pages_that_cannot_be_made_are_tried_once_a_pack(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attempt may take all the time a form is given."""
    filed = file_referral(desk, number=1)
    desk.derived.drop(inert_key(filed.sha256))
    tries: list[str] = []

    def failing(desk: Desk, sha256: str, *_: object) -> bytes:
        tries.append(sha256)
        raise ReadingError("Document", "reading it took longer than 20 seconds.", "Ask for it afresh.")

    monkeypatch.setattr("pipeline.office.desk.packs.cases.inert_copy", failing)
    assert any("20 seconds" in str(gap) for gap in plan_pack(desk, MEETING).gaps)
    assert tries == [filed.sha256]


def test_a_late_case_is_a_gap_until_the_chair_has_accepted_it(desk: Desk) -> None:
    filed = file_referral(desk, number=1, received=date(2013, 9, 9))
    plan = plan_pack(desk, MEETING)
    assert filed.late
    assert [str(gap) for gap in plan.gaps] == [
        "CRP-2013-001: it came late, on 9 September 2013, and the chair has not decided about it yet."
    ]
    detail = decision_detail(MEETING, True, "a baby is due", filed.received)
    desk.register.note(Ruling.ACCEPTED_LATE.value, filed.reference, detail)
    accepted = plan_pack(desk, MEETING)
    assert accepted.gaps == ()
    assert (
        "CRP-2013-001 came late, on 9 September 2013; the chair accepted it on 10 September 2013: a baby is due."
        in accepted.notes
    )


def test_no_chair_no_venue_and_no_cases_are_gaps(tmp_path: Path) -> None:
    settings = builders.settings(tmp_path)
    bare = Meeting(MEETING, "CHELTENHAM")
    with desk_at(tmp_path, replace(settings, meetings=(bare,))) as desk:
        plan = plan_pack(desk, MEETING)
    words = " ".join(str(g) for g in plan.gaps)
    assert "no chair is named yet. (in meetings.yaml)" in refusal(
        plan, tmp_path / "pack.pdf", unchanged=False
    )
    for missing in ("no chair", "no venue", "no case"):
        assert missing in words


def test_planning_writes_nothing(desk: Desk) -> None:
    file_referral(desk, number=1)
    before = len(desk.register.events())
    assert plan_pack(desk, MEETING).issue == 0
    assert list(desk.settings.folders.outbox.iterdir()) == []
    assert len(desk.register.events()) == before


def test_a_day_without_a_meeting_is_named_with_the_days_that_have_one(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="27 September 2013"):
        plan_pack(desk, date(2013, 9, 28))


def test_cases_need_not_start_on_the_right(tmp_path: Path) -> None:
    settings = with_pack(builders.settings(tmp_path), case_on_right_hand_page=False)
    with desk_at(tmp_path, settings) as desk:
        file_referral(desk, number=1)
        plan = plan_pack(desk, MEETING)
    assert not any(s.blank_before for s in plan.sections)


def test_a_blank_page_brings_a_case_to_the_right() -> None:
    def cases(original: int) -> list[CaseParts]:
        parts = (Part("sheet", "Case sheet", 3), Part("original", "Form", original))
        return [CaseParts(f"CRP-2013-{n:03d}", n, parts) for n in (1, 2)]

    with_blank = pack_sections(FrontPages(1, 1, 1, 1), cases(3), on_the_right=True)
    odd = pack_sections(FrontPages(1, 1, 1, 2), cases(2), on_the_right=True)
    assert [(s.first, s.blank_before) for s in with_blank if s.kind == "case"] == [(5, False), (11, False)]
    assert [(s.first, s.blank_before) for s in odd if s.kind == "case"] == [(7, True), (13, True)]


def test_more_cases_than_a_page_of_contents_keep_every_number_right(desk: Desk) -> None:
    for number in range(14):
        file_bytes(desk, b"form: MACRP-REF # %d\n" % number, referral(number), kind="yaml")
    built = build_pack(desk, MEETING, accepted="a rehearsal")
    plan = built.plan
    contents = next(s for s in plan.sections if s.kind == "contents")
    texts = [flat(t) for t in seen_text(built.path.read_bytes())]
    listed = " ".join(texts[contents.first - 1 : contents.first - 1 + contents.pages])
    for section in (s for s in plan.sections if s.kind == "case"):
        assert f"{section.title} . ." in listed
        assert f" {section.first} Case sheet" in listed
        assert section.reference in texts[section.first - 1]
