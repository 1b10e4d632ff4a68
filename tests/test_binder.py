"""Binding: one page number everywhere, nothing twice, nothing alive, the same bytes again."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdf
import pytest

from pipeline.model.errors import ConversionError
from pipeline.papers.making.binder import Insert, bind, open_inert
from pipeline.papers.making.fonts import register_fonts
from pipeline.papers.making.inert import make_inert
from pipeline.papers.making.sheets.draw import Bookmark, PackPage, Running, draw_pages
from pipeline.papers.making.sheets.flow import Leap, Words
from tests import builders
from tests.pdf_scan import alive, seen_text
from tests.test_inert import bytes_of, page, text_at

RUNNING = Running("RESTRICTED", "Panel", "27 September 2013", "Issue 1")


def original(words: str, size: tuple[float, float] = (595, 842), pages: int = 1) -> bytes:
    pdf = pikepdf.new()
    for number in range(pages):
        page(pdf, text_at(60, 400, f"{words} {number}"), (0, 0, *size))
    return make_inert(bytes_of(pdf))


def bound(*originals: bytes, draft: bool = False) -> bytes:
    """A cover with a link to each original, then the originals."""
    forms = [open_inert(data) for data in originals]
    firsts, at = [], 2
    for form in forms:
        firsts.append(at)
        at += len(form.landscape)
    links = tuple(Leap(50, 100 + 20 * n, 200, 15, first) for n, first in enumerate(firsts))
    pages = [PackPage((Words(50, 90, "Cover words", 12.0), *links))]
    pages += [
        PackPage((), f"CASE-{n}", side, True) for n, form in enumerate(forms) for side in form.landscape
    ]
    bookmarks = [Bookmark("Cover", 1), *(Bookmark(f"Case {n}", first) for n, first in enumerate(firsts))]
    running = replace(RUNNING, draft=draft)
    drawn = draw_pages(pages, bookmarks, running, register_fonts())
    inserts = [Insert(form, first) for form, first in zip(forms, firsts, strict=True)]
    return bind(drawn, inserts, "The title", "panel-pipeline")


def test_printed_number_label_bookmark_and_link_are_the_page() -> None:
    pack = bound(original("alpha", pages=2), original("beta", (842, 595)), original("gamma"))
    reader = pypdf.PdfReader(io.BytesIO(pack))
    texts = seen_text(pack)
    assert len(reader.pages) == 5
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of 5" in text
    assert reader.page_labels == ["1", "2", "3", "4", "5"]
    found = {str(b.title): reader.get_destination_page_number(b) + 1 for b in reader.outline}
    assert found == {"Cover": 1, "Case 0": 2, "Case 1": 4, "Case 2": 5}
    targets = [reader.pages[0]["/Annots"][n].get_object()["/Dest"] for n in range(3)]
    pages = [reader.get_page_number(_target(reader, t).get_object()) + 1 for t in targets]
    assert pages == [2, 4, 5]
    for number, words in ((2, "alpha 0"), (3, "alpha 1"), (4, "beta 0"), (5, "gamma 0")):
        assert words in texts[number - 1]


def _target(reader: pypdf.PdfReader, destination: object) -> pypdf.generic.IndirectObject:
    """The page a link leads to, whether it names its destination or holds it."""
    if isinstance(destination, pypdf.generic.ArrayObject):
        return destination.raw_get(0) if hasattr(destination, "raw_get") else destination[0]
    named = reader.named_destinations[str(destination)]
    return named.page  # type: ignore[return-value]


def test_head_and_foot_stand_on_every_page_upright() -> None:
    pack = bound(original("alpha"), original("beta", (842, 595)))
    for number, text in enumerate(seen_text(pack)):
        assert text.count("RESTRICTED") == 2
        assert "Panel · 27 September 2013" in text
        assert number == 0 or f"CASE-{number - 1}" in text
    sizes = [tuple(round(float(v)) for v in p.mediabox[2:]) for p in pypdf.PdfReader(io.BytesIO(pack)).pages]
    assert sizes == [(595, 842), (595, 842), (842, 595)]


def test_draft_stands_on_every_page_and_hides_nothing() -> None:
    final, draft = bound(original("alpha")), bound(original("alpha"), draft=True)
    assert all("DRAFT" not in text for text in seen_text(final))
    assert all(text.count("DRAFT") >= 3 for text in seen_text(draft))
    assert "Cover words" in seen_text(draft)[0]
    assert "alpha 0" in seen_text(draft)[1]


def test_ten_copies_of_one_blank_keep_their_own_answers_and_share_the_rest() -> None:
    form = builders.forms()["referral"]
    names = [f"Family {n:02} Ellery" for n in range(10)]
    filled = [builders.pdf_form(form, builders.referral_items(ref_name=name)) for name in names]
    pack = bound(*map(make_inert, filled))
    texts = seen_text(pack)
    for number, name in enumerate(names):
        own = texts[1 + 3 * number]
        assert name in own
        assert not any(other in own for other in names if other != name)
    assert alive(pack) == set()
    assert len(pack) < 0.4 * sum(map(len, filled))
    with pikepdf.open(io.BytesIO(pack)) as document:
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
        assert len(fonts) < 8


def test_the_pack_names_itself_and_its_language() -> None:
    with pikepdf.open(io.BytesIO(bound(original("alpha")))) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/Title"]) == "The title"
        assert "/CreationDate" not in document.docinfo
        assert (
            document.check_pdf_syntax() == []
            if hasattr(document, "check_pdf_syntax")
            else not document.check()
        )


def test_bound_twice_is_byte_identical_and_another_word_is_not() -> None:
    assert bound(original("alpha")) == bound(original("alpha"))
    assert bound(original("alpha")) != bound(original("alphb"))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 torn in the mid", bytes_of(pikepdf.new())])
def test_a_damaged_kept_copy_is_named(data: bytes) -> None:
    with pytest.raises(ConversionError, match="kept copy"):
        open_inert(data)


def test_a_form_that_draws_itself_can_be_bound() -> None:
    pdf = pikepdf.new()
    made = page(pdf, text_at(60, 400, "round and round") + b" /X Do")
    loop = pdf.make_stream(text_at(60, 300, "again"))
    loop.Type, loop.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    loop.BBox, loop.Resources = pikepdf.Array([0, 0, 595, 842]), made.Resources
    made.Resources.XObject = pikepdf.Dictionary(X=loop)
    pack = bound(make_inert(bytes_of(pdf)), original("alpha"))
    assert "round and round" in seen_text(pack)[1]
    assert "again" in seen_text(pack)[1]
    assert "alpha 0" in seen_text(pack)[2]


def test_a_long_name_of_the_panel_leaves_room_for_the_case() -> None:
    name = "Bwrdd Adolygu Achosion Amlasiantaethol - Multi Agency Case Review Panel"
    running = replace(RUNNING, panel=name)
    drawn = draw_pages(
        [PackPage((), "CRP-2013-014 · form as received"), PackPage(())], (), running, register_fonts()
    )
    first, second = seen_text(drawn)
    assert "Bwrdd Adolygu" in first
    assert "… · 27 September 2013" in first
    assert f"{name} · 27 September 2013" in second
