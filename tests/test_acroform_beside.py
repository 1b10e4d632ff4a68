"""papers/reading/acroform: what stands beside the stored values - notes, lines through answers, pages, XFA data."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.model.answers import NOT_READABLE, Answers
from pipeline.model.edition import Edition, present_edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.layout import Rect, layout_of
from pipeline.papers.reading.reader import read_answers
from tests import builders
from tests.reading_helpers import TRIAL, blank_pdf, doubts, field, filled_pdf, read, saved, texts, trial_form


def one(change: Callable[[pikepdf.Pdf], None], items: dict[str, str] | None = None) -> Answers:
    pdf = filled_pdf(TRIAL if items is None else items)
    change(pdf)
    return read(saved(pdf))


def put(pdf: pikepdf.Pdf, kind: str, over: str, words: str = "", **keys: object) -> None:
    """An annotation in the middle of a box."""
    left, low, right, high = (float(edge) for edge in field(pdf, over).Rect)
    middle = (low + high) / 2
    place = Array([left + 2, middle - 3, right - 2, middle + 3])
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=place, F=4, Contents=String(words))
    for key, value in keys.items():
        note[f"/{key}"] = value
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


# --- notes and lines -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["StrikeOut", "Ink", "Line"])
def test_a_line_through_an_answer_doubts_it(kind: str) -> None:
    answers = one(lambda pdf: put(pdf, kind, "ref_name"))
    assert texts(answers) == TRIAL
    assert list(doubts(answers)) == ["ref_name"]
    assert "may be crossed out" in doubts(answers)["ref_name"]


def test_a_line_through_an_empty_box_names_the_question() -> None:
    answers = one(lambda pdf: put(pdf, "Ink", "ref_name"), {})
    assert texts(answers) == {}
    assert any(
        r.startswith("Your name: nothing is filled in, but look at the paper") for r in answers.remarks
    )


def test_words_typed_over_an_empty_box_are_its_doubtful_answer() -> None:
    answers = one(lambda pdf: put(pdf, "FreeText", "ref_name", "Zoë O’Brien"), {})
    assert texts(answers) == {"ref_name": "Zoë O’Brien"}
    assert "typed onto the page over the box" in doubts(answers)["ref_name"]


def test_words_typed_over_an_answer_doubt_it_and_are_quoted() -> None:
    answers = one(lambda pdf: put(pdf, "FreeText", "ref_name", "no, ask Carys"))
    assert texts(answers)["ref_name"] == TRIAL["ref_name"]
    assert "“no, ask Carys”" in doubts(answers)["ref_name"]


def test_a_sticky_note_is_quoted_with_the_question_it_stands_by() -> None:
    answers = one(lambda pdf: put(pdf, "Text", "child_1_dob", "She is not sure\nof the year"))
    assert doubts(answers) == {}
    assert "A note on page 1 near “Child 1: Born or due”: “She is not sure of the year”." in answers.remarks


def test_a_stamp_and_an_attached_file_are_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        put(pdf, "Stamp", "history")
        put(pdf, "FileAttachment", "started", "chronology.xlsx")

    answers = one(change)
    assert list(doubts(answers)) == ["history"]
    assert any("A stamp on page 1 near “Brief history”" in r for r in answers.remarks)
    assert any("“chronology.xlsx”" in r for r in answers.remarks)


def test_what_says_nothing_is_not_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        put(pdf, "Link", "history")
        put(pdf, "Popup", "history", "a window")
        put(pdf, "Text", "history", "hidden", F=2)
        put(pdf, "Ink", "history", Rect=Array([1, 2]))

    assert one(change).remarks == ()


def test_a_thousand_notes_are_told_once() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for number in range(1000):
            put(pdf, "Text", "history", f"note {number}")

    remarks = one(change).remarks
    assert len(remarks) == 31
    assert "more than 30 notes" in remarks[-1]


# --- pages ---------------------------------------------------------------------------------------------------


def two_pages() -> pikepdf.Pdf:
    """The filled trial form with the children on a second page."""
    pdf = filled_pdf()
    second = pdf.add_blank_page(page_size=(595, 842))
    moved = [a for a in pdf.pages[0].Annots if str(a.get("/T", "")).startswith("child")]
    pdf.pages[0].Annots = Array([a for a in pdf.pages[0].Annots if a not in moved])
    second.Annots = Array(moved)
    for box in moved:
        box.P = second.obj
    return pdf


def edition() -> Edition:
    return present_edition(trial_form(), saved(two_pages()))


def test_a_page_that_is_missing_is_a_gap() -> None:
    pdf = two_pages()
    del pdf.pages[1]
    answers = read_answers(saved(pdf), "form.pdf", [edition()])
    assert len(answers.gaps) == 1
    assert answers.gaps[0].startswith(
        "Page 2 of MACRP-TRY is missing from this paper (from “Child 1: Forenames” to"
    )
    whole = read_answers(saved(two_pages()), "form.pdf", [edition()])
    assert (whole.gaps, whole.remarks, texts(whole)) == ((), (), TRIAL)


def test_more_pages_than_the_form_has_are_told() -> None:
    pdf = two_pages()
    pdf.add_blank_page()
    answers = read_answers(saved(pdf), "form.pdf", [edition()])
    assert answers.gaps == ()
    assert any("This paper has 3 pages, MACRP-TRY has 2" in r for r in answers.remarks)


def test_a_blank_that_cannot_be_read_stops_nothing() -> None:
    broken = replace(edition(), pdf=b"%PDF-1.7 and no more")
    pdf = two_pages()
    del pdf.pages[1]
    assert texts(read_answers(saved(pdf), "form.pdf", [broken])) == TRIAL


# --- words drawn onto a page -----------------------------------------------------------------------------------


def typed(items: dict[str, str], *words: tuple[str, float, float]) -> Answers:
    """The committed referral, with words drawn onto page 1 at points from the bottom left."""
    form = builders.forms()["referral"]
    pdf = pikepdf.open(io.BytesIO(builders.pdf_form(form, items)))
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page = pdf.pages[0]
    page.Resources.Font[Name("/Typed")] = font
    drawn = "".join(f"BT /Typed 9 Tf {x} {y} Td ({text}) Tj ET\n" for text, x, y in words)
    page.contents_add(f"q\n{drawn}Q".encode())
    return read_answers(saved(pdf), "form.pdf", builders.editions())


def spot(name: str) -> tuple[float, float]:
    """A point in a box of the committed referral's first page."""
    with pikepdf.open(builders.ROOT / "forms" / "referral.pdf") as pdf:
        box = next(a for a in pdf.pages[0].Annots if str(a.get("/T", "")) == name)
        left, low, _, high = (float(edge) for edge in box.Rect)
        return left + 3, (low + high) / 2 - 3


def test_words_typed_onto_the_page_are_taken_with_a_doubt_or_told() -> None:
    answers = typed(
        {"ref_role": "Health visitor"}, ("Megan Prosser", *spot("ref_name")), ("Stroud", *spot("ref_role"))
    )
    assert texts(answers) == {"ref_role": "Health visitor", "ref_name": "Megan Prosser"}
    assert "typed onto the page over the box" in doubts(answers)["ref_name"]
    assert any(
        r.startswith("Your job and team: “Stroud” is typed onto the page there") for r in answers.remarks
    )


def test_words_outside_the_boxes_are_quoted() -> None:
    answers = typed({"ref_name": "Megan Prosser"}, ("please ring first", 200, 6))
    assert texts(answers) == {"ref_name": "Megan Prosser"}
    assert any("page 1 outside the boxes: “please ring first”" in r for r in answers.remarks)


def test_a_page_drawn_as_the_blank_is_not_remarked_on() -> None:
    assert typed(builders.REFERRAL).remarks == ()
    assert typed({"ref_name": "Megan Prosser"}, ("Megan Prosser", *spot("ref_name"))).remarks == ()


# --- XFA -----------------------------------------------------------------------------------------------------

DATASETS = (
    '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1>'
    "<ref_name>{name}</ref_name><district>{district}</district>{more}"
    "</form1></xfa:data></xfa:datasets>"
)


def xfa(name: str, district: str = "FOREST_OF_DEAN", more: str = "", *, one_stream: bool = False) -> Answers:
    def change(pdf: pikepdf.Pdf) -> None:
        data = DATASETS.format(name=name, district=district, more=more).encode()
        if one_stream:
            pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp>" + data + b"</xdp>")
            return
        template = pdf.make_stream(b"<template/>")
        pdf.Root.AcroForm.XFA = Array(
            [String("template"), template, String("datasets"), pdf.make_stream(data)]
        )

    return one(change)


@pytest.mark.parametrize("one_stream", [False, True])
def test_static_xfa_is_read_through_its_fields_and_compared(*, one_stream: bool) -> None:
    same = xfa(TRIAL["ref_name"], one_stream=one_stream)
    assert (texts(same), doubts(same)) == (TRIAL, {})
    other = xfa("Somebody Else", one_stream=one_stream)
    assert texts(other) == TRIAL
    assert "second copy of this answer (XFA) holds “Somebody Else”" in doubts(other)["ref_name"]


def test_xfa_data_for_an_empty_box_is_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        data = DATASETS.format(name="Megan", district="", more="").encode()
        pdf.Root.AcroForm.XFA = Array([String("datasets"), pdf.make_stream(data)])

    answers = one(change, {})
    assert texts(answers) == {}
    assert any(r.startswith("Your name: nothing is filled in") and "“Megan”" in r for r in answers.remarks)


@pytest.mark.parametrize("junk", [b"", b"<x", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"\xff" * 100])
def test_xfa_that_cannot_be_read_stops_nothing(junk: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.XFA = Array([String("datasets"), pdf.make_stream(junk), String("odd")])

    assert texts(one(change)) == TRIAL


def test_dynamic_xfa_says_what_to_do() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.NeedsRendering = True
    stranger = pdf.make_indirect(Dictionary(T=String("form1[0]"), FT=Name.Tx))
    pdf.Root.AcroForm = Dictionary(Fields=Array([stranger]), XFA=pdf.make_stream(b"<xdp/>"))
    with pytest.raises(ReadingError, match="whose pages only Adobe Reader can show") as caught:
        read(saved(pdf))
    assert "print it to PDF" in caught.value.remedy
    del pdf.Root.NeedsRendering
    with pytest.raises(ReadingError, match="not one of the panel's forms"):
        read(saved(pdf))


# --- another organisation's form -----------------------------------------------------------------------------


def theirs(shift: float = 0.0) -> pikepdf.Pdf:
    """A form with names that say nothing."""
    pdf = blank_pdf()
    for number, box in enumerate(pdf.Root.AcroForm.Fields):
        box.T = String(f"Text{number}")
        if "/Rect" in box:
            left, low, right, high = (float(edge) for edge in box.Rect)
            box.Rect = Array([left, low - shift, right, high - shift])
    return pdf


def adopted() -> Edition:
    names = {
        "Text0": "ref_name",
        "Text1": "ref_date",
        "Text3": "district",
        "Text4": "in_group",
        "Text6": "history",
    }
    return Edition(
        trial_form(),
        "1.0",
        "Wessex form",
        own=False,
        names=names,
        codes={"Text3=W1": "STROUD"},
        pdf=saved(theirs()),
    )


def test_a_copy_of_an_adopted_form_is_read_and_named() -> None:
    pdf = theirs()
    field(pdf, "Text0").V = String("Megan")
    field(pdf, "Text3").V = String("W1")
    field(pdf, "Text7").V = String("not mapped")
    answers = read_answers(saved(pdf), "form.pdf", [*builders.editions(), adopted()])
    assert texts(answers) == {"ref_name": "Megan", "district": "STROUD"}
    assert answers.form_id == "MACRP-TRY"
    assert "This is “Wessex form”, another organisation's form, read as MACRP-TRY." in answers.remarks
    assert any("“Text7”" in r for r in answers.remarks)


def test_a_form_whose_boxes_are_called_alike_but_stand_elsewhere_is_not_taken_for_it() -> None:
    pdf = theirs(shift=9.0)
    field(pdf, "Text0").V = String("Megan")
    with pytest.raises(
        ReadingError, match=r"called like those of “Wessex form”, but only \d+ of 17 stand"
    ) as caught:
        read_answers(saved(pdf), "form.pdf", [*builders.editions(), adopted()])
    assert "forms adopt" in caught.value.remedy


def test_two_adopted_forms_with_the_same_names_are_told_apart_by_place() -> None:
    other = replace(adopted(), title="Other form", names={"Text0": "history"}, pdf=saved(theirs(shift=9.0)))
    pdf = theirs(shift=9.0)
    field(pdf, "Text0").V = String("Megan")
    for order in ([adopted(), other], [other, adopted()]):
        answers = read_answers(saved(pdf), "form.pdf", order)
        assert texts(answers) == {"history": "Megan"}


def test_parts_of_an_answer_and_ticks_for_a_choice() -> None:
    pdf = pikepdf.open(io.BytesIO(saved(blank_pdf())))
    boxes = {
        "D": "child_1_dob.day",
        "M": "child_1_dob.month",
        "Y": "child_1_dob.year",
        "Girl": "child_1_sex.female",
    }
    boxes |= {"Boy": "child_1_sex.male", "A1": "history.1", "A2": "history.2"}
    fields = Array()
    for at, name in enumerate(boxes):
        rect = Array([40, 700 - 20 * at, 200, 714 - 20 * at])
        fields.append(
            pdf.make_indirect(Dictionary(T=String(name), FT=Name.Tx, Rect=rect, Subtype=Name.Widget))
        )
    pdf.Root.AcroForm.Fields = fields
    pdf.pages[0].Annots = Array(list(fields))
    blank = saved(pdf)
    wessex = Edition(trial_form(), "1.0", "Wessex form", own=False, names=boxes, pdf=blank)
    for name, value in (("D", "14"), ("M", "03"), ("Y", "2007"), ("A1", "one"), ("A2", "two")):
        field(pdf, name).V = String(value)
    field(pdf, "Girl").FT = Name.Btn
    field(pdf, "Girl").V = Name.Yes
    answers = read_answers(saved(pdf), "form.pdf", [wessex])
    assert texts(answers) == {"child_1_dob": "14/03/2007", "child_1_sex": "female", "history": "one\ntwo"}
    assert doubts(answers) == {}
    field(pdf, "Boy").FT = Name.Btn
    field(pdf, "Boy").V = Name.Yes
    del field(pdf, "Y").V
    again = doubts(read_answers(saved(pdf), "form.pdf", [wessex]))
    assert "The year of this date was left blank." in again["child_1_dob"]
    assert "different answers" in again["child_1_sex"]


# --- drawings on the page, and second forms ---------------------------------------------------------------------


@cache
def referral(**items: str) -> bytes:
    return builders.pdf_form(builders.forms()["referral"], items or builders.REFERRAL)


def box(name: str, state: str = "") -> Rect:
    """Where a box of the referral's first page stands, from the top left."""
    page = layout_of(next(e for e in builders.editions() if e.form.id == "MACRP-REF")).pages[0]
    return next(b.rect for b in page.boxes if b.name == name and state in ("", b.state))


def drawn(data: bytes, draw: Callable[[Canvas], None]) -> Answers:
    """A filled referral with something drawn onto its first page, from the top left."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.276, 841.89), bottomup=0)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.open(out) as top:
        pdf.pages[0].add_overlay(top.pages[0])
        return read_answers(saved(pdf), "form.pdf", builders.editions())


def test_a_line_drawn_onto_the_page_doubts_the_answer_under_it() -> None:
    place = box("ref_name")
    answers = drawn(
        referral(), lambda c: c.line(place.left, place.middle[1], place.left + 90, place.middle[1])
    )
    assert list(doubts(answers)) == ["ref_name"]
    assert "may be crossed out" in doubts(answers)["ref_name"]
    assert answers.gaps == ()


def test_what_is_drawn_in_an_empty_box_is_never_taken_for_a_blank() -> None:
    place = box("ref_phone")
    picture = ImageReader(Image.new("L", (40, 12), 90))
    empty = referral(ref_name="Megan Prosser")
    answers = drawn(
        empty, lambda c: c.drawImage(picture, place.left + 3, place.top + 3, 40, place.height - 6)
    )
    assert list(doubts(answers)) == ["ref_phone"]
    assert texts(answers) == {"ref_name": "Megan Prosser", "ref_phone": NOT_READABLE}


def test_a_button_marked_by_drawing_is_its_doubtful_answer() -> None:
    no = box("ref_in_core_group", "no")
    empty = referral(ref_name="Megan Prosser")
    answers = drawn(empty, lambda c: c.line(no.left, no.top, no.right, no.bottom))
    assert texts(answers)["ref_in_core_group"] == "no"
    assert "by drawing" in doubts(answers)["ref_in_core_group"]
    both = drawn(referral(), lambda c: c.line(no.left, no.top, no.right, no.bottom))
    assert list(doubts(both)) == ["ref_in_core_group"]


def test_what_is_drawn_outside_the_boxes_must_be_seen_to() -> None:
    place = box("ref_name")
    answers = drawn(referral(), lambda c: c.line(place.left, place.bottom + 3, place.right, place.bottom + 3))
    assert doubts(answers) == {}
    assert "outside the boxes" in answers.gaps[0]
    assert "“Your name”" in answers.gaps[0]


def joined(*files: bytes) -> bytes:
    """As programs put files together: the boxes of all of them are kept."""
    writer = PdfWriter(clone_from=io.BytesIO(files[0]))
    for more in files[1:]:
        writer.append(io.BytesIO(more))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def printed(pdf: bytes) -> bytes:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        for page in document:
            page.flatten()
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


@pytest.mark.parametrize("kind", ["fields", "other form", "printed", "other form printed"])
def test_a_second_form_in_the_file_is_refused(kind: str) -> None:
    forms = builders.forms()
    strangers = {"ref_name": "Anna Other", "child_1_forename": "Zed", "child_1_surname": "Yarrow"}
    check = forms["agency-check"]
    names = {slot.name for slot in check.slots}
    told = {name: "Yarrow" for name in names if name.endswith("name")}
    behind = builders.pdf_form(check, told) if "other" in kind else referral(**strangers)
    behind = printed(behind) if "printed" in kind else behind
    with pytest.raises(
        ReadingError, match="two filled copies" if "other" not in kind else "Agency involvement"
    ):
        read_answers(joined(referral(), behind), "form.pdf", builders.editions())


def test_a_blank_form_or_the_same_form_behind_a_form_is_told() -> None:
    blank = (builders.ROOT / "forms" / "referral.pdf").read_bytes()
    same = printed(referral())
    for behind in (blank, same):
        answers = read_answers(joined(referral(), behind), "form.pdf", builders.editions())
        assert doubts(answers) == {}
        assert any("This paper has 6 pages" in r for r in answers.remarks)


def test_pages_in_another_order_are_compared_with_their_own_page_of_the_blank() -> None:
    with pikepdf.open(io.BytesIO(referral())) as pdf:
        pdf.pages.reverse()
        answers = read_answers(saved(pdf), "form.pdf", builders.editions())
    assert (doubts(answers), answers.gaps, answers.remarks) == ({}, (), ())
