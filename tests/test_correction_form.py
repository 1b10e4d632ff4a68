"""The correction form itself: what stands in it, what is marked, and the original behind it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from pipeline.model.answers import NOT_READABLE, Answer, Answers, Carrier, Correction, Spot, Sureness
from pipeline.model.errors import ConversionError
from pipeline.papers.making.blank_pdf import plan_blank_pdf
from pipeline.papers.making.correction import build_correction
from pipeline.papers.making.correction.marking import ranges
from pipeline.papers.making.inert import make_inert
from pipeline.papers.making.inert.frame import frame_of
from pipeline.papers.reading.acroform import read_acroform
from pipeline.rules.correcting import prefilled
from pipeline.rules.correcting.correction_plan import CorrectionPlan, plan_correction
from tests import builders
from tests.correction_helpers import SIGNED, fields_of, filled
from tests.test_confirmed import filed

FORM = builders.forms()["referral"]
SMUDGED = "It is smudged."


def plan_of(answers: Answers) -> CorrectionPlan:
    return plan_correction(FORM, filed(answers), answers)


@cache
def boxes() -> dict[str, tuple[int, Any]]:
    """Each slot's first box on the blank, and its page from 1."""
    pages = list(enumerate(plan_blank_pdf(FORM), 1))
    return {box.group: (number, box) for number, page in reversed(pages) for box in reversed(page.boxes)}


def spot_of(slot: str) -> Spot:
    page, box = boxes()[slot]
    return Spot(page, box.x, box.y, box.x + box.width, box.y + box.height)


@cache
def some() -> CorrectionPlan:
    """Answers with every kind of fault."""
    answers = builders.answers()
    items = dict(answers.items)
    items["child_1_surname"] = replace(
        items["child_1_surname"], doubt=SMUDGED, spot=spot_of("child_1_surname")
    )
    items["child_2_dob"] = Answer("31/02/2010")
    items["district"] = Answer("Cheltenam town")
    items["ref_in_core_group"] = Answer("perhaps")
    items["reason"] = Answer("SECOND_PLAN\nbecause", doubt="A mark stands beside the boxes.")
    items["history"] = Answer(NOT_READABLE, doubt="Something is written here that could not be read.")
    del items["child_1_dob"]
    items["child_9_surname"] = Answer("Smith")
    return plan_of(replace(answers, items=items, gaps=("Page 3 of 4 is missing.",)))


@cache
def original() -> bytes:
    return make_inert(builders.pdf_form(FORM, builders.REFERRAL))


@cache
def made() -> bytes:
    return build_correction(some(), original())


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert build_correction(some(), original()) == made()


def test_the_boxes_hold_what_was_read_and_hidden_ones_whose_correction_it_is() -> None:
    fields = fields_of(made())
    assert fields["child_1_surname"] == "Ellery-Vaughan"
    assert fields["child_2_dob"] == "31/02/2010"
    assert fields["district"] == "Cheltenam town"
    assert fields["history"] == "", "what could not be read leaves its box empty"
    assert fields["reason.SECOND_PLAN"] == "/Yes"
    assert (fields["form_id"], fields["form_version"]) == (FORM.id, FORM.version)
    assert (fields["correction_of"], fields["correction_version"]) == ("CRP-2013-001", "1")


def test_read_back_it_says_what_stood_in_it_and_who_corrected() -> None:
    answers = read_acroform(made(), builders.editions(FORM))
    assert answers.correction == Correction("CRP-2013-001", 1, "", False, some().base)
    assert answers.remarks == ()
    assert {n: a.text for n, a in answers.items.items()} == some().filled
    signed = read_acroform(filled(made(), SIGNED), builders.editions(FORM))
    assert signed.correction == Correction("CRP-2013-001", 1, "Jo Okafor", True, some().base)


def test_the_first_page_tells_each_mark_with_its_number_page_and_reason() -> None:
    told = texts(made())[0]
    for mark in some().marks:
        page = str(boxes()[mark.slot][0]) if mark.slot else "–"
        assert f"{mark.number} {page} {mark.label}".strip() in told
    for words in (SMUDGED, "perhaps", "31/02/2010", "(nothing)", "Page 3 of 4 is missing.", "“Smith”"):
        assert words in told
    assert "(could not be read)" in told
    assert [m.number for m in some().marks] == list(range(1, len(some().marks) + 1))


def test_a_marked_box_is_yellow_and_its_number_stands_in_the_margin() -> None:
    page, box = boxes()["child_1_surname"]
    image, scale = rendered(made(), page)
    assert colour(image, scale, box.x + box.width - 4, box.y + box.height - 4) == (255, 237, 140)
    other = boxes()["child_1_known_as"][1]
    assert colour(image, scale, other.x + other.width - 4, other.y + other.height - 4) == (255, 255, 255)
    number = next(m.number for m in some().marks if m.slot == "child_1_surname")
    margin = re.findall(r"\d+", text_within(made(), page, 0, box.y - 3, 34, box.y + 12))
    assert str(number) in margin


def rendered(pdf: bytes, page: int) -> tuple[Any, float]:
    import pypdfium2

    scale = 2.0
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        return document[page].render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"), scale


def colour(image: Any, scale: float, x: float, y: float) -> tuple[int, int, int]:
    found = image.getpixel((int(x * scale), int(y * scale)))
    return (found[0], found[1], found[2])


def text_within(pdf: bytes, page: int, left: float, top: float, right: float, bottom: float) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        height = document[page].get_height()
        found = document[page].get_textpage()
        return str(found.get_text_bounded(left, height - bottom, right, height - top))


def test_a_drop_down_shows_an_answer_that_is_none_of_its_own() -> None:
    fields = PdfReader(io.BytesIO(made())).get_fields() or {}
    assert fields["district"]["/Ff"] & (1 << 18)
    assert not fields["ref_agency"]["/Ff"] & (1 << 18)


def test_who_listens_hears_why_a_box_is_marked() -> None:
    reader = PdfReader(io.BytesIO(made()))
    fields = reader.get_fields() or {}
    assert SMUDGED in fields["child_1_surname"]["/TU"]
    assert fields["correction_by"]["/TU"].startswith("Corrected by")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"]
    assert [item["/Title"] for item in reader.outline] == ["What to correct", "The form", "The original"]  # type: ignore[index,call-overload]


def test_a_spot_is_shown_beside_what_was_read() -> None:
    pages = texts(made())
    (number,) = [n for n, text in enumerate(pages) if text.startswith("As it stands in the original")]
    assert "Child 1: Surname" in pages[number] and "Read: Ellery-Vaughan" in pages[number]
    image, scale = rendered(made(), number)
    right = image.crop((int(240 * scale), int(50 * scale), int(560 * scale), int(110 * scale)))
    dark = sum(1 for value in right.convert("L").tobytes() if value < 90)
    assert dark > 200, "the letters of the original"
    below = image.crop((int(30 * scale), int(150 * scale), int(560 * scale), int(780 * scale)))
    assert set(below.convert("L").tobytes()) == {255}, "nothing of the original but the spot"
    shown = text_within(made(), number, 236, 50, 560, 110)
    assert "Ellery-Vaughan" in shown
    assert "Tomos" not in shown, "only the spot"


def test_the_whole_original_follows() -> None:
    pages = texts(made())
    count = len(PdfReader(io.BytesIO(original())).pages)
    assert [p for p in pages if p.startswith("The original, page")] == pages[-count:]
    assert "Ellery-Vaughan" in pages[-count]


def test_without_pages_or_spots_it_is_the_form_alone() -> None:
    alone = texts(build_correction(some(), None))
    assert len(alone) == 1 + len(plan_blank_pdf(FORM))
    assert "Have it beside you." in alone[0]
    with pytest.raises(ConversionError):
        build_correction(some(), b"%PDF-1.7 damaged")


def test_dozens_of_proposals_are_framed_calmly_and_told_in_one_line() -> None:
    answers = builders.answers()
    items = {
        n: replace(a, sureness=Sureness.RECOGNISED, spot=spot_of(n), doubt=SMUDGED if n == "district" else "")
        for n, a in answers.items.items()
    }
    plan = plan_of(replace(answers, items=items, carrier=Carrier.SCAN))
    assert ([m.slot for m in plan.marks], len(plan.proposed)) == (["district"], len(items) - 1)
    pdf = build_correction(plan, original())
    pages = texts(pdf)
    assert f"{len(items) - 1} more answers were read from a picture" in pages[0]
    assert sum("Read: " in page for page in pages) > 3
    page, box = boxes()["child_1_surname"]
    image, scale = rendered(pdf, page)
    assert colour(image, scale, box.x + box.width - 4, box.y + box.height - 4) == (255, 255, 255)


def test_a_handful_of_proposals_is_marked_like_doubts() -> None:
    answers = builders.answers()
    items = dict(answers.items)
    items["district"] = replace(items["district"], sureness=Sureness.RECOGNISED)
    plan = plan_of(replace(answers, items=items))
    assert [(m.slot, m.number, m.reasons) for m in plan.marks] == [
        ("district", 1, ("It was read from a picture.",))
    ]
    assert plan.proposed == ()


def test_a_hundred_queries_take_more_pages() -> None:
    answers = builders.answers()
    long = "Because of " + "a very long reason " * 20
    items = {n: replace(a, doubt=long) for n, a in answers.items.items()}
    pages = texts(build_correction(plan_of(replace(answers, items=items)), None))
    assert sum("What to correct" in page for page in pages) > 5


@pytest.mark.parametrize("name", ["agency-check", "meeting-record"])
def test_every_form_has_its_correction(name: str) -> None:
    form = builders.forms()[name]
    answers = builders.answers(form, {})
    submission = replace(filed(builders.answers()), form_name=name, problems=())
    plan = plan_correction(form, submission, answers)
    found = read_acroform(build_correction(plan, None), builders.editions(form))
    assert found.form_id == form.id
    assert found.correction is not None
    assert prefilled(form, found.items) == {}


def test_where_an_original_lies_on_its_inert_page() -> None:
    page = PdfReader(io.BytesIO(original())).pages[0]
    content = page.get_contents()
    assert content is not None
    frame = frame_of(content.get_data())
    assert frame is not None
    assert frame.wide == pytest.approx(595.276 * frame.scale, abs=0.1)
    assert frame.tall == pytest.approx(841.89 * frame.scale, abs=0.1)
    assert frame_of(b"q 1 0 0 1 0 0 cm Q") is None


def test_numbers_in_the_margin_are_short() -> None:
    assert ranges([3]) == "3"
    assert ranges([3, 4]) == "3, 4"
    assert ranges([3, 4, 5, 9, 11, 12]) == "3–5, 9, 11, 12"
