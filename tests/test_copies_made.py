"""A member's copy of a pack: marked on every page, locked; and a pack from which cases are withheld."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pipeline.model.errors import ConversionError
from pipeline.model.pack import Gap
from pipeline.office.desk.packs import Draft, bound, draft_pack, restricted
from pipeline.papers.making.copies import Copy, copies_of
from pipeline.papers.making.fonts import register_fonts
from pipeline.papers.making.sheets.draw import PackPage, Running, draw_pages
from pipeline.rules.pack.withholding import scrubbed, shared_elsewhere, without
from tests.pack_helpers import MEETING, desk_at, file_referral
from tests.pdf_scan import alive, all_text, everything, seen_text

WORD = "nine plain words that nobody would guess"
HOLDERS = ("Łukasz Wiśniak · Children's social care", "Dr Samuel Adeyemi · GP")
# what only the withheld family's papers say
SECRET = {
    "child_1_forename": "Peregrine",
    "child_1_surname": "Quillfeather",
    "child_2_surname": "Quillfeather",
    "adult_1_name": "Ottoline Quillfeather",
    "family_address": "9 Zephyrhouse Wynd",
    "ref_name": "Thaddeus Brimblecombe",
    "worries": "The xylophone was pawned in Umberslade.",
    "child_1_setting": "Jackdaw Infants",
}
CANARIES = ("Peregrine", "Quillfeather", "Ottoline", "Zephyrhouse", "Brimblecombe", "xylophone", "Jackdaw")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Draft, Draft, bytes, bytes]]:
    """Three cases, the second of them secret: the whole pack and the one without it, each with its bytes."""
    with desk_at(tmp_path_factory.mktemp("desk")) as desk:
        file_referral(desk, number=1)
        second = file_referral(desk, number=2, **SECRET)
        file_referral(desk, number=3, views_how="")
        whole = draft_pack(desk, MEETING, "Brimblecombe is away")
        less = restricted(whole, desk, {second.reference})
        yield whole, less, bound(whole, desk), bound(less, desk)


def opened(copy: bytes) -> bytes:
    """A copy as its reader sees it, without its lock."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(copy), password=WORD) as pdf:
        pdf.save(buffer)
    return buffer.getvalue()


def two(master: bytes) -> list[bytes]:
    wanted = [Copy(n, holder, WORD) for n, holder in enumerate(HOLDERS, 3)]
    return list(copies_of(master, wanted, register_fonts()))


def test_a_copy_opens_only_with_its_passphrase_and_says_on_every_page_whose_it_is(
    made: tuple[Draft, Draft, bytes, bytes],
) -> None:
    whole, _, master, _ = made
    texts = seen_text(master)
    for number, (copy, holder) in enumerate(zip(two(master), HOLDERS, strict=True), 3):
        for wrong in ("", "nine plain words"):
            with pytest.raises(pikepdf.PasswordError):
                pikepdf.open(io.BytesIO(copy), password=wrong)
        with pikepdf.open(io.BytesIO(copy), password=WORD) as pdf:
            assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
            assert pdf.user_password_matched
            assert not pdf.owner_password_matched
            assert pdf.allow.print_highres
            assert pdf.allow.modify_annotation
            assert pdf.allow.accessibility
            assert not pdf.allow.modify_other
        seen = seen_text(opened(copy))
        assert len(seen) == whole.plan.pages
        other = HOLDERS[number - 4]
        for page, before in zip(seen, texts, strict=True):
            mark = page.replace("\n", " ")
            assert f"Copy {number}" in mark
            assert all(part in mark for part in holder.split(" · "))
            assert other not in mark
            assert not Counter(before.split()) - Counter(page.split()), "a word of the page is gone"
    assert not any("Copy " in text for text in texts)


def test_the_mark_is_drawn_in_the_free_corner_of_upright_and_sideways_pages_alike() -> None:
    from pypdfium2 import PdfDocument

    pages = [PackPage(()), PackPage((), "CRP-2013-001 · form as received", landscape=True, original=True)]
    running = Running("OFFICIAL-SENSITIVE PERSONAL", "Panel", "27 September 2013", "Issue 1", copies=True)
    master = draw_pages(pages, [], running, register_fonts())
    long = "Detective Superintendent Wilhelmina Featherstonehaugh-Cholmondeley · Domestic abuse service"
    (copy,) = copies_of(master, [Copy(12, long, WORD)], register_fonts())
    with PdfDocument(master) as blank, PdfDocument(copy, password=WORD) as marked:
        for n in range(2):
            before, after = (d[n].render(scale=2, grayscale=True).to_numpy() for d in (blank, marked))
            changed = [(y / 2, x / 2) for y, x in zip(*(before != after).nonzero(), strict=True)]
            assert min(y for y, _ in changed) >= 8
            assert max(y for y, _ in changed) <= 27  # the second line of the head begins below
            assert min(x for _, x in changed) >= 47
            band = before[16:54, 96 : int(2 * max(x for _, x in changed))]
            assert (band == 255).all(), "the mark lies on something"


def test_the_mark_is_seen_on_every_page_of_a_pack(made: tuple[Draft, Draft, bytes, bytes]) -> None:
    """As rendered: nothing that is laid in, a form or a placeholder, lies over it."""
    from pypdfium2 import PdfDocument

    for master in made[2:]:
        with PdfDocument(master) as blank, PdfDocument(two(master)[0], password=WORD) as marked:
            for before, after in zip(blank, marked, strict=True):
                one, other = (p.render(grayscale=True).to_numpy() for p in (before, after))
                assert (one[:28, 40:290] != other[:28, 40:290]).sum() > 100
                assert (one[28:] == other[28:]).all()


def test_copies_share_what_the_pack_shares(made: tuple[Draft, Draft, bytes, bytes]) -> None:
    master = made[2]
    for copy in two(master):
        assert len(copy) < 1.05 * len(master) + 30_000
        assert alive(opened(copy)) == set()


def test_a_pack_without_a_place_for_the_mark_is_refused() -> None:
    plain = draw_pages([PackPage(())], [], Running("R", "P", "M", "1"), register_fonts())
    with pytest.raises(ConversionError, match="build it again"):
        list(copies_of(plain, [Copy(1, "A · B", WORD)], register_fonts()))


def test_nothing_of_a_withheld_case_is_in_the_file(made: tuple[Draft, Draft, bytes, bytes]) -> None:
    whole, _, master, restricted_master = made
    canaries = (*CANARIES, whole.plan.cases[1].reference)
    everything_seen = " ".join(seen_text(master))
    assert all(canary in everything_seen for canary in canaries), "a canary that never sang"
    for copy in [restricted_master, *map(opened, two(restricted_master))]:
        words = (" ".join(seen_text(copy)) + all_text(copy) + copy.decode("latin-1")).casefold()
        for canary in canaries:
            forms = {canary.casefold(), canary.encode("utf-16-be").decode("latin-1").casefold()}
            assert not any(form in words for form in forms), canary
        with pikepdf.open(io.BytesIO(copy)) as pdf:
            reached = {v.objgen for v in everything(pdf) if getattr(v, "is_indirect", False)}
            rest = [o for o in pdf.objects if o.objgen not in reached]  # none but the file's own containers
            assert {str(o.get("/Type")) for o in rest} <= {"/ObjStm", "/XRef"}, (
                "objects that nothing leads to"
            )


def test_a_restricted_copy_keeps_every_page_number(made: tuple[Draft, Draft, bytes, bytes]) -> None:
    whole, less, master, restricted_master = made
    reference = whole.plan.cases[1].reference
    before, after = seen_text(master), seen_text(restricted_master)
    assert len(before) == len(after)
    case = next(s for s in whole.plan.sections if s.kind == "case" and s.reference == reference)
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        if case.first <= number < case.first + case.pages:
            assert "This case is withheld from this copy." in new
        elif number > 4:
            assert old == new
        assert f"Page {number} of {len(before)}" in new
    assert [(s.first, s.pages) for s in whole.plan.sections] == [
        (s.first, s.pages) for s in less.plan.sections
    ]
    front = " ".join(after[:4])
    assert front.count("Case 2: withheld from this copy") == 2  # agenda and contents
    assert "2 cases, 4 children; 1 case is withheld from this copy" in front


def test_withholding_leaves_gaps_notes_and_reasons_of_the_other_cases(
    made: tuple[Draft, Draft, bytes, bytes],
) -> None:
    whole = made[0]
    one, two_, three = (c.reference for c in whole.plan.cases)
    plan = replace(
        whole.plan,
        gaps=(Gap(one, "open"), Gap(two_, "open")),
        notes=(f"{one} came late, like {two_}.", f"{two_} came late.", "The day is long."),
        accepted_gaps="the family moved away",
    )
    less = without(plan, {two_})
    assert less.gaps == (Gap(one, "open"),)
    assert less.notes == (f"{one} came late, like [withheld].", "The day is long.")
    assert less.accepted_gaps == "it stands in the full pack"
    assert not less.draft
    assert without(plan, {"CRP-1999-001"}) is plan
    assert scrubbed("CRP-2013-0010 and CRP-2013-001", ["CRP-2013-001"]) == "CRP-2013-0010 and [withheld]"
    assert three in repr(less)
    assert two_ not in repr(less)


def test_a_form_that_quotes_a_withheld_case_is_withheld_and_its_sheet_is_not(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        first = file_referral(desk, number=1).reference
        file_referral(desk, number=2, strengths=f"As in {first.lower()}, but with an aunt.")
        less = restricted(draft_pack(desk, MEETING), desk, {first})
        texts = seen_text(bound(less, desk))
    assert [s.kind for s in less.plan.sections[4:]] == [
        "case",
        "withheld",
        "withheld",
        "case",
        "sheet",
        "withheld",
    ]
    sheet = " ".join(" ".join(texts).split())
    assert "As in [withheld], but with an aunt." in sheet
    assert first.lower() not in sheet.lower()
    assert "This form is withheld from this copy. It names a case" in sheet


@pytest.mark.parametrize(
    "written",
    [
        "crp-2013-002",
        "CRP\N{NON-BREAKING HYPHEN}2013\N{NON-BREAKING HYPHEN}002",
        "CRP 2013 002",
        "CRP/2013/02",
        "Crp2013-2",
        "CRP-2013-\n002",
    ],
)
def test_a_withheld_reference_is_found_however_it_is_written(written: str) -> None:
    assert scrubbed(f"as in {written}.", {"CRP-2013-002"}) == "as in [withheld]."
    assert scrubbed("CRP-2013-0021, CRP-2013-021, XCRP-2013-002", {"CRP-2013-002"}).count("[") == 0


def test_another_case_about_the_same_child_is_named(made: tuple[Draft, Draft, bytes, bytes]) -> None:
    plan = made[0].plan
    one, two_, three = plan.cases
    twin = replace(three, submission=replace(three.submission, record=two_.submission.record))
    said = shared_elsewhere(replace(plan, cases=(one, two_, twin)), {two_.reference})
    assert said == (
        f"{three.reference} is about a child of {two_.reference}, which is withheld: withhold both?",
    )
    assert shared_elsewhere(plan, {two_.reference}) == ()


def test_the_passphrase_is_not_shown_where_a_copy_is() -> None:
    assert WORD not in repr(Copy(1, "A", WORD))


def test_copies_are_made_one_after_the_other() -> None:
    master = draw_pages([PackPage(())], [], Running("R", "P", "M", "1", copies=True), register_fonts())
    wanted = [Copy(n, "A · B", WORD) for n in range(1, 4)]
    found = copies_of(master, wanted, register_fonts())
    assert "Copy 1" in seen_text(opened(next(found)))[0]
    assert "Copy 2" in seen_text(opened(next(found)))[0]
