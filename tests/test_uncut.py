"""No answer is cut in a pack: what the original's box cannot hold ends in a mark, and stands in full on the sheet.

Looked at as rendered pages: text extraction would find words that a clip hides.
"""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline.model.form import Kind
from pipeline.office.pack import build_pack
from pipeline.papers.making.inert import make_inert
from tests import builders
from tests.pack_helpers import MEETING, desk_at, file_referral
from tests.pdf_scan import seen_text

WORDS = "Siân and Łukasz were seen together at home; “settled”, wrote the health visitor. "


def overlong() -> dict[str, str]:
    """Every text answer of the referral, many times longer than its box."""
    form = builders.forms()["referral"]
    items = builders.referral_items()
    for name in list(items):
        field = form.slot_by_name[name].field
        if field.kind in (Kind.TEXT, Kind.LONGTEXT) and not field.choices:
            items[name] = f"{name} begins. " + WORDS * 60 + f"{name} ends."
    return items


def unclipped(pdf: bytes) -> bytes:
    """The pages without any clip: whatever a clip hid is seen now."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            kept = [i for i in pikepdf.parse_content_stream(page) if str(i.operator) not in ("W", "W*")]
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


def pictures(pdf: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=2).to_pil().convert("L").tobytes() for page in document]


def differing(one: bytes, other: bytes) -> int:
    """How many dots of two pictures differ by more than smoothing does."""
    return sum(abs(a - b) > 96 for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def inert() -> bytes:
    return make_inert(builders.pdf_form(builders.forms()["referral"], overlong()))


def test_no_letter_of_an_original_stands_outside_what_can_be_seen(inert: bytes) -> None:
    for shown, free in zip(pictures(inert), pictures(unclipped(inert)), strict=True):
        assert differing(shown, free) == 0


def test_the_check_sees_a_letter_that_is_cut(inert: bytes) -> None:
    """A check that cannot fail is a defect: half a word behind a clip is seen."""
    with pikepdf.open(io.BytesIO(inert)) as document:
        page = document.pages[0]
        font = next(iter(page.Resources.Font.keys()))
        drawn = f"\nq 100 400 20 5 re W n BT {font} 12 Tf 1 0 0 1 95 398 Tm <00240025002600270028> Tj ET Q"
        page.Contents = document.make_stream(page.Contents.read_bytes() + drawn.encode())
        buffer = io.BytesIO()
        document.save(buffer)
    cut = buffer.getvalue()
    assert differing(pictures(cut)[0], pictures(unclipped(cut))[0]) > 0


def test_what_was_cut_is_marked_and_stands_in_full_on_the_sheet(tmp_path: Path) -> None:
    answer = "The history begins. " + WORDS * 40 + "The history ends here."
    with desk_at(tmp_path) as desk:
        file_referral(desk, number=1, history=answer)
        built = build_pack(desk, MEETING, accepted="long answers")
        texts = seen_text(built.path.read_bytes())
    sheet = next(s for s in built.plan.sections if s.kind == "sheet")
    original = next(s for s in built.plan.sections if s.kind == "original")
    on_sheet = " ".join(" ".join(texts[sheet.first - 1 : sheet.last]).split())
    on_form = " ".join(" ".join(texts[original.first - 1 : original.last]).split())
    assert "The history begins." in on_sheet
    assert "The history ends here." in on_sheet
    assert "The history begins." in on_form
    assert "The history ends here." not in on_form
    assert "in full on the case sheet" in on_form
