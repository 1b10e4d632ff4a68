"""Flattened and printed-to-PDF forms: the same record as the form with its fields."""

from __future__ import annotations

import io
import shutil
import string
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from pipeline.model.answers import Answers, Carrier, Sureness
from pipeline.model.errors import ReadingError
from pipeline.papers.making.blank_pdf.font import FIELD_FONT
from pipeline.papers.reading.flat import NotOurs, read_flat
from pipeline.papers.reading.flat.looks import judged
from pipeline.papers.reading.pages import Scanned
from pipeline.papers.reading.reader import read_answers
from tests import builders
from tests.bench.reading.drawn import drawn
from tests.bench.reading.living import without_fields
from tests.builders import REFERRAL, forms
from tests.filled_forms import FilledForm, blank, by_name, compare

EDITIONS = builders.editions()


def flattened(pdf: bytes) -> bytes:
    """As Chrome and Edge print a filled form to PDF: PDFium draws the answers onto the pages."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        for page in document:
            page.flatten()
        return saved(document)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


@cache
def referral() -> bytes:
    return flattened(builders.pdf_form(forms()["referral"], REFERRAL))


def read(data: bytes) -> Answers:
    answers = read_flat(data, EDITIONS)
    assert isinstance(answers, Answers), answers
    return answers


def texts(answers: Answers) -> dict[str, str]:
    return {name: " ".join(a.text.split(" ")) for name, a in answers.items.items()}


def spaced(items: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(text.split()) for name, text in items.items()}


def wanted() -> dict[str, str]:
    return spaced(REFERRAL | {"child_2_dob": "3 May 2010"})


def changed(change: Callable[[object], None], data: bytes | None = None) -> bytes:
    """The flattened referral changed through PDFium."""
    import pypdfium2

    with pypdfium2.PdfDocument(data or referral()) as document:
        change(document)
        return saved(document)


def over(draw: Callable[[object], None], number: int = 0, data: bytes | None = None) -> bytes:
    """The flattened referral with something drawn over one of its pages by reportlab."""
    import pikepdf
    from reportlab.pdfgen.canvas import Canvas

    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=(595.276, 841.89))
    draw(canvas)
    canvas.showPage()
    canvas.save()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data or referral())) as pdf, pikepdf.open(drawn) as top:
        pdf.pages[number].add_overlay(top.pages[0])
        pdf.save(out)
    return out.getvalue()


def spot(name: str) -> tuple[float, float, float, float]:
    """Where an answer of the referral stands, in points from the bottom left."""
    found = read(referral()).items[name].spot
    assert found is not None
    return found.left, 841.89 - found.bottom, found.right, 841.89 - found.top


def test_every_answer_of_a_flattened_referral_is_read_and_none_is_doubted() -> None:
    answers = read(referral())
    assert spaced(texts(answers)) == wanted()
    assert [a.doubt for a in answers.items.values() if a.doubt] == []
    assert {a.sureness for a in answers.items.values()} == {Sureness.PRINTED}
    assert (answers.carrier, answers.form_version) == (Carrier.PRINTED, "1.0")
    assert answers.remarks == answers.gaps == ()
    assert answers.items["plan_start"].place == "page 2"


@pytest.mark.parametrize(
    "name",
    ["agency-check-1-001-full", "meeting-record-1-003-some", "referral-1-002-empty", "reply-1-001-full"],
)
def test_hard_answers_are_read_or_doubted(name: str) -> None:
    case = by_name(name)
    score = compare(case, read(flattened(builders.pdf_form(case.form, case.items))))
    assert score.unseen == 0, score.misses
    assert score.exact >= 0.98 * score.fields


def test_every_letter_is_drawn_by_pdfium_in_the_blanks_own_font() -> None:
    said = "D’Arcy Ŵyn said “no” – twice… at Ł’s • Ŷ ẅ Ω"
    answers = read(
        flattened(builders.pdf_form(forms()["referral"], {"reason_other": said, "ref_name": "Ŵyn"}))
    )
    assert answers.items["reason_other"].text == said
    assert answers.items["ref_name"].text == "Ŵyn"
    assert not any("lost" in answer.doubt for answer in answers.items.values())


def with_another_font(pdf: bytes) -> bytes:
    """The form with its fields' font under a name that makes PDFium draw some letters in others, and some not."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = opened.Root.AcroForm.DR.Font
        fonts["/Helv"] = fonts[FIELD_FONT]
        for page in opened.pages:
            for widget in page.Annots:
                if "/DA" in widget:
                    widget.DA = pikepdf.String(str(widget.DA).replace(FIELD_FONT, "/Helv"))
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def test_quotation_marks_that_pdfium_draws_in_another_font_are_read() -> None:
    said = "D’Arcy said “no” – twice… at Ł’s"
    pdf = with_another_font(builders.pdf_form(forms()["referral"], {"reason_other": said}))
    answers = read(flattened(pdf))
    assert answers.items["reason_other"].text == said
    assert "in other letters than the form’s own" in answers.items["reason_other"].doubt  # one may be lost


def test_an_answer_in_the_forms_own_letters_is_sure_and_one_in_others_is_not() -> None:
    """Whatever is printed again in a font of its own may have lost letters without a trace."""
    left, low, _, _ = spot("ref_manager")
    blank_form = flattened(builders.pdf_form(forms()["referral"], {"ref_role": "School nurse"}))

    def draw(canvas: object) -> None:
        canvas.setFont("Courier", 9)  # type: ignore[attr-defined]
        canvas.drawString(left + 3, low + 4, "Colin Attwell")  # type: ignore[attr-defined]

    answers = read(over(draw, data=blank_form))
    assert not answers.items["ref_role"].doubt
    assert answers.items["ref_manager"].text == "Colin Attwell"
    assert "in other letters than the form’s own" in answers.items["ref_manager"].doubt


def test_a_letter_that_was_lost_in_flattening_is_doubted() -> None:
    """In such a form PDFium draws no Ŵ at all."""
    pdf = builders.pdf_form(forms()["referral"], {"ref_name": "Renée Ŵyn", "ref_role": "GP"})
    answers = read(flattened(with_another_font(pdf)))
    assert "Letters may have been lost" in answers.items["ref_name"].doubt
    assert not answers.items["ref_role"].doubt


def test_a_text_far_longer_than_its_box_is_read_whole_and_its_neighbour_is_not_touched() -> None:
    items = {
        "ref_role": "Designated safeguarding lead and deputy head of the early years centre",
        "ref_agency": "GP",
    }
    answers = read(flattened(builders.pdf_form(forms()["referral"], items)))
    assert spaced(texts(answers)) == items


def test_ticks_and_buttons_are_read_by_their_marks() -> None:
    codes = [c.code for s in forms()["referral"].slots if s.name == "agencies" for c in s.field.choices]
    items = {"agencies": "\n".join(codes), "cg_12_lead": "no", "cg_12_invite": "yes", "reason": codes[-1]}
    answers = read(flattened(builders.pdf_form(forms()["referral"], items)))
    assert texts(answers) == items


PROGRAMS = {
    "pdftocairo": lambda src, out: ["pdftocairo", "-pdf", src, out],
    "gs": lambda src, out: ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", out, src],
    "qpdf": lambda src, out: ["qpdf", "--object-streams=generate", src, out],
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_other_programs_write_gives_the_same_answers(program: str, tmp_path: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    source, out = tmp_path / "in.pdf", tmp_path / "out.pdf"
    filled = builders.pdf_form(forms()["referral"], REFERRAL)
    source.write_bytes(filled if program == "pdftocairo" else referral())
    subprocess.run(PROGRAMS[program](str(source), str(out)), check=True, capture_output=True)
    answers = read(out.read_bytes())
    assert spaced(texts(answers)) == wanted()


def test_scaled_shifted_turned_and_cropped_pages_give_the_same_answers() -> None:
    from pypdfium2 import raw

    def change(document: object) -> None:
        first, second, third = document  # type: ignore[misc]
        matrix, clip = raw.FS_MATRIX(0.93, 0, 0, 0.93, 22, 31), raw.FS_RECTF(0, 842, 596, 0)
        raw.FPDFPage_TransFormWithClip(first.raw, matrix, clip)
        raw.FPDFPage_TransformAnnots(first.raw, 1, 0, 0, 1, 0, 0)
        second.set_rotation(90)
        third.set_cropbox(15, 10, 585, 835)

    answers = read(changed(change))
    assert spaced(texts(answers)) == wanted()
    assert answers.gaps == ()


def test_no_answer_is_doubted_on_pages_turned_over_or_askew() -> None:
    from pypdfium2 import raw

    def change(document: object) -> None:
        first, second, third = document  # type: ignore[misc]
        matrix, clip = raw.FS_MATRIX(0.99985, 0.01745, -0.01745, 0.99985, 7, -5), raw.FS_RECTF(0, 842, 596, 0)
        raw.FPDFPage_TransFormWithClip(first.raw, matrix, clip)
        second.set_rotation(180)
        third.set_rotation(270)

    answers = read(changed(change))
    assert spaced(texts(answers)) == wanted()
    assert [answer.doubt for answer in answers.items.values() if answer.doubt] == []


def test_pages_in_another_order_one_missing() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(referral()) as document, pypdfium2.PdfDocument.new() as other:
        other.import_pages(document, [2, 0])
        answers = read(saved(other))
    assert answers.remarks == ("The pages came in another order: 3, 1.",)
    assert len(answers.gaps) == 1
    assert answers.items["ref_name"].text == "Megan Prosser"
    assert "plan_start" not in answers.items


def test_two_referrals_in_one_file_are_refused() -> None:
    import pypdfium2

    other = flattened(
        builders.pdf_form(forms()["referral"], {"ref_name": "Ann Other", "child_1_forename": "Jo"})
    )
    with pypdfium2.PdfDocument(referral()) as document, pypdfium2.PdfDocument(other) as second:
        document.import_pages(second)
        with pytest.raises(ReadingError, match="two filled copies"):
            read_flat(saved(document), EDITIONS)


def test_a_crossed_out_answer_is_doubted() -> None:
    left, low, _, high = spot("ref_name")
    middle = (low + high) / 2
    answers = read(over(lambda c: c.line(left, middle, left + 70, middle)))  # type: ignore[attr-defined]
    assert "line runs through" in answers.items["ref_name"].doubt
    assert not answers.items["ref_role"].doubt


def test_an_answer_that_is_painted_over_is_doubted() -> None:
    left, low, right, high = spot("ref_name")

    def hide(canvas: object) -> None:
        canvas.setFillColorRGB(1, 1, 1)  # type: ignore[attr-defined]
        canvas.rect(left, low, right - left, high - low, stroke=0, fill=1)  # type: ignore[attr-defined]

    assert "cannot be seen" in read(over(hide)).items["ref_name"].doubt


def test_ink_without_letters_is_never_taken_for_a_blank() -> None:
    page = next(p for p in _layout_pages() if any(b.name == "ref_phone" for b in p.boxes))
    empty = flattened(builders.pdf_form(forms()["referral"], {"ref_name": "Megan Prosser"}))
    box = next(b.rect for b in page.boxes if b.name == "ref_phone")

    def scribble(canvas: object) -> None:
        canvas.bezier(  # type: ignore[attr-defined]
            box.left + 5, 841.9 - box.bottom + 4, box.left + 20, 841.9 - box.top, box.left + 30, 841.9 - box.bottom,
            box.left + 60, 841.9 - box.top - 4,
        )  # fmt: skip

    answer = read(over(scribble, 0, empty)).items["ref_phone"]
    assert "cannot be read" in answer.doubt


def test_writing_outside_the_boxes_is_quoted_with_the_question_nearby() -> None:
    left, low, _, _ = spot("ref_name")
    answers = read(over(lambda c: c.drawString(left + 90, low + 20, "see letter")))  # type: ignore[attr-defined]
    assert any("“see letter”" in r and "“Your name”" in r and "page 1" in r for r in answers.remarks)


def test_two_buttons_of_one_question_are_doubted() -> None:
    page = next(p for p in _layout_pages() if any(b.name == "ref_in_core_group" for b in p.boxes))
    no = next(b.rect for b in page.boxes if b.name == "ref_in_core_group" and b.state == "no")
    x, y = no.middle
    answers = read(over(lambda c: c.circle(x, 841.89 - y, 2.4, fill=1)))  # type: ignore[attr-defined]
    assert "More than one button" in answers.items["ref_in_core_group"].doubt


def _layout_pages() -> tuple[object, ...]:
    from pipeline.papers.reading.layout import layout_of

    edition = next(e for e in EDITIONS if e.form.name == "referral")
    return layout_of(edition).pages


def test_a_page_that_is_a_picture_goes_to_the_reader_of_pictures() -> None:
    import pypdfium2
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    with pypdfium2.PdfDocument(referral()) as document:
        picture = document[1].render(scale=1).to_pil()
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(595.276, 841.89))
        canvas.drawImage(ImageReader(picture), 0, 0, 595.276, 841.89)
        canvas.showPage()
        canvas.save()
        with pypdfium2.PdfDocument(out.getvalue()) as scan, pypdfium2.PdfDocument.new() as mixed:
            mixed.import_pages(document, [0])
            mixed.import_pages(scan)
            data = saved(mixed)
    found = read_answers(data, "form.pdf", EDITIONS)
    assert isinstance(found, Scanned)
    assert found.pages == (2,)
    assert [p.page for p in found.found] == [1]


def test_other_papers_are_refused_naming_the_nearest_form() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for line in range(30):
        canvas.drawString(
            72, 760 - 20 * line, f"Dear colleague, this is line {line} of a letter about a meeting."
        )
    canvas.showPage()
    canvas.save()
    assert read_flat(out.getvalue(), EDITIONS) == NotOurs()
    with pytest.raises(ReadingError, match="not one of the panel's forms"):
        read_answers(out.getvalue(), "letter.pdf", EDITIONS)


def test_damaged_pages_are_a_reading_error() -> None:
    with pytest.raises(ReadingError, match="cannot be read"):
        read_flat(b"%PDF-1.7\nnothing", EDITIONS)


def test_a_page_of_a_few_words_is_no_picture() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    note = Canvas(out)
    note.drawString(72, 700, "Hello, here is the form you asked for.")
    note.save()
    assert isinstance(read_flat(out.getvalue(), builders.editions()), NotOurs)


# --- painted over ------------------------------------------------------------------------------------------------


def whited_out(name: str, words: str, rise: float) -> bytes:
    """A white rectangle over an answer and other words on it, as PDF editors change a text."""
    left, low, right, high = spot(name)

    def draw(canvas: object) -> None:
        canvas.setFillColorRGB(1, 1, 1)  # type: ignore[attr-defined]
        canvas.rect(left, low, right - left, high - low, stroke=0, fill=1)  # type: ignore[attr-defined]
        canvas.setFillColorRGB(0, 0, 0)  # type: ignore[attr-defined]
        canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
        canvas.drawString(left + 2, low + rise, words)  # type: ignore[attr-defined]

    return over(draw)


@pytest.mark.parametrize("rise", [2.0, 4.0, 6.0])
def test_other_words_over_a_whited_out_answer_are_doubted(rise: float) -> None:
    doubt = read(whited_out("ref_name", "Different Person", rise)).items["ref_name"].doubt
    assert "painted over" in doubt
    assert "on top of each other" in doubt


def test_a_picture_over_an_answer_is_doubted() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    left, low, right, high = spot("ref_name")
    grey = ImageReader(Image.effect_noise((60, 12), 80))
    answers = read(over(lambda c: c.drawImage(grey, left, low, right - left, high - low)))  # type: ignore[attr-defined]
    assert "painted over" in answers.items["ref_name"].doubt
    assert [n for n, a in answers.items.items() if a.doubt] == ["ref_name"]


def test_letters_that_the_file_says_anew_are_doubted() -> None:
    import pikepdf

    left, low, _, _ = spot("ref_phone")
    data = flattened(builders.pdf_form(forms()["referral"], {"ref_name": "Megan Prosser"}))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources.Font["/Other"] = pdf.make_indirect(font)
        drawn = f"/Span <</ActualText (Jones)>> BDC BT /Other 8 Tf {left + 2} {low + 4} Td (55555) Tj ET EMC"
        page.contents_add(drawn.encode())
        answers = read(saved(pdf))
    assert "other letters" in answers.items["ref_phone"].doubt


@pytest.mark.parametrize("aside", [-9.0, 0.0, 9.0])
def test_a_mark_beside_a_button_is_never_lost(aside: float) -> None:
    """A cross that missed its box, and (0.0) a ring around the box."""
    page = next(p for p in _layout_pages() if any(b.name == "ref_in_core_group" for b in p.boxes))  # type: ignore[attr-defined]
    no = next(b.rect for b in page.boxes if b.name == "ref_in_core_group" and b.state == "no")  # type: ignore[attr-defined]

    def mark(canvas: object) -> None:
        if aside:
            canvas.line(no.left + aside, 841.89 - no.bottom, no.right + aside, 841.89 - no.top)  # type: ignore[attr-defined]
            canvas.line(no.left + aside, 841.89 - no.top, no.right + aside, 841.89 - no.bottom)  # type: ignore[attr-defined]
        else:
            canvas.circle(no.middle[0], 841.89 - no.middle[1], 10)  # type: ignore[attr-defined]

    empty = flattened(builders.pdf_form(forms()["referral"], {"ref_name": "Megan Prosser"}))
    alone = read(over(mark, 0, empty)).items
    assert "beside the box “No”" in alone["ref_in_core_group"].doubt
    both = read(over(mark)).items
    assert [name for name, a in both.items() if a.doubt] == ["ref_in_core_group"]


# --- letters that were lost, answers that were cut off --------------------------------------------------------------


def drawn_by_hand(items: Mapping[str, str], *, cut: bool = False) -> Answers:
    """The answers drawn onto the blank's pages themselves, not in a drawing for each."""
    return read(drawn(cut=cut)(FilledForm("drawn", forms()["referral"], items)))


def test_codes_of_one_byte_in_a_font_of_two_are_not_taken_for_an_empty_box() -> None:
    """As qpdf and pdftk draw “no”: one sign that no font has."""
    import pikepdf

    left, low, _, _ = spot("child_1_disabled")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank("referral", "pdf"))) as pdf:
        page = pdf.pages[0]
        page.Resources.Font["/Field"] = pdf.Root.AcroForm.DR.Font[FIELD_FONT]
        page.contents_add(f"BT /Field 8 Tf {left} {low + 2} Td (no) Tj ET".encode())
        pdf.save(out)
    answers = read(without_fields(out.getvalue()))
    assert list(answers.items) == ["child_1_disabled"]
    assert "cannot be read" in answers.items["child_1_disabled"].doubt


def test_lines_that_repeat_the_one_above_are_read() -> None:
    line = "Ångström, Łukasz (step-father) does not want to be seen; they say so."
    said = "Seen.\n" * 12 + f"{line}\n{line}\nEnd."  # below its box, where no ink is looked for
    items = {"history": said, **dict.fromkeys(("worries", "strengths", "ask_of_panel"), "Seen once. " * 15)}
    history = read(flattened(builders.pdf_form(forms()["referral"], items))).items["history"]
    assert (history.text, history.doubt) == (said, "")


def test_an_answer_that_ends_where_no_more_would_fit_is_doubted() -> None:
    said = "Seen weekly.\n" * 4 + "\nNot seen since."
    items = {
        "cg_1_email": "megan.prosser@health.example.org",  # its box ends within it
        "cg_2_email": "m.p@health.example.org",
        "strengths": said,  # four lines, a blank one, and no room for the sixth
        "worries": "Seen weekly.\nSeen.",
        "adult_1_dob": "2 September 1985",  # fills its box, and nothing can follow
        "child_1_case_ref": "7044190",
    }
    answers = drawn_by_hand(items, cut=True).items
    assert answers["cg_1_email"].text != items["cg_1_email"]
    assert "Not seen" not in answers["strengths"].text
    doubted = {name for name, answer in answers.items() if "may have been lost" in answer.doubt}
    assert doubted == {"cg_1_email", "strengths"}


def test_an_answer_laid_over_by_the_one_above_is_told() -> None:
    answers = drawn_by_hand({"worries": "Seen weekly.\n" * 9, "day_in_life": "Up at seven.\nTo school."})
    label = forms()["referral"].slot_by_name["day_in_life"].label
    told = [*answers.remarks, answers.items["day_in_life"].doubt if "day_in_life" in answers.items else ""]
    assert any(label in remark or "from another box" in remark for remark in told)


def joined(*parts: tuple[bytes, slice]) -> bytes:
    """Some pages of each of several files, one after the other."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for data, which in parts:
            with pikepdf.open(io.BytesIO(data)) as other:
                pdf.pages.extend(other.pages[which])
        pdf.save(out)
    return out.getvalue()


def test_pages_of_two_papers_are_told_apart_from_those_of_one() -> None:
    other = flattened(
        builders.pdf_form(forms()["referral"], {"history": "Seen weekly.", "plan_start": "1/2/2012"})
    )
    mixed = read(joined((referral(), slice(0, 1)), (other, slice(1, 3))))
    assert [gap for gap in mixed.gaps if "page 1 and pages 2 and 3 of the paper belong to one form" in gap]
    whole = read(joined((referral(), slice(0, 3))))
    assert whole.gaps == ()


def with_other_letters(data: bytes, one: str, other: str) -> bytes:
    """The paper with two letters of its answers' font called by each other's name."""
    import pikepdf

    first, second = (f"<{ord(letter):04X}>\n" for letter in (one, other))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and font.get("/Encoding") == "/Identity-H":
                names = font.ToUnicode.read_bytes().decode("ascii")
                names = names.replace(first, "@").replace(second, first).replace("@", second)
                font.ToUnicode = pdf.make_stream(names.encode("ascii"))
        pdf.save(out)
    return out.getvalue()


def test_letters_that_look_like_others_than_the_file_says_are_doubted() -> None:
    true, answers = texts(read(referral())), read(with_other_letters(referral(), "3", "8")).items
    assert answers["child_2_dob"].text == "8 May 2010"
    wrong = {name for name, answer in answers.items() if answer.text != true[name]}
    assert wrong == {name for name, answer in answers.items() if "for certain which letters" in answer.doubt}


def test_fonts_of_every_style_are_known_by_their_letters() -> None:
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument.new()
    styles = (b"Helvetica-Bold", b"Times-Roman", b"Times-BoldItalic", b"Courier-Oblique", b"Symbol")
    fonts = {style: raw.FPDFText_LoadStandardFont(document.raw, style) for style in styles}
    strange = {
        style for style, font in fonts.items() if judged(font, string.ascii_letters + string.digits).misnamed
    }
    assert strange <= {b"Symbol"}


@pytest.mark.parametrize(
    ("kind", "over"), [("FreeText", True), ("StrikeOut", True), ("Text", False), ("Widget", None)]
)
def test_a_note_on_a_flattened_page_is_told_and_doubts_the_answer_under_it(
    kind: str, over: bool | None
) -> None:
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    spot = read(referral()).items["child_1_surname"].spot
    assert spot is not None
    with pikepdf.open(io.BytesIO(referral())) as pdf:
        page = pdf.pages[0]
        top = float(page.cropbox[3])
        place = Array([spot.left, top - spot.bottom, spot.right, top - spot.top])
        note = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=place, Contents=String("Jones"), F=4
        )
        page.Annots = Array([pdf.make_indirect(note)])
        out = io.BytesIO()
        pdf.save(out)
    answers = read(out.getvalue())
    doubt = answers.items["child_1_surname"].doubt
    assert ("lies over this answer: “Jones”" in doubt) == bool(over)
    assert any("note or drawing on page 1: “Jones”" in r for r in answers.remarks) == (over is not None)


@pytest.mark.parametrize(("x", "y"), [(26, 500), (572, 300)])
def test_a_drawing_far_from_every_box_is_told(x: float, y: float) -> None:
    answers = read(over(lambda canvas: canvas.circle(x, y, 4)))
    assert ["something is drawn that is no writing" in remark for remark in answers.remarks] == [True]
    moved = over(lambda canvas: canvas.circle(x, y, 4), data=shifted())
    assert any("something is drawn that is no writing" in remark for remark in read(moved).remarks)
    assert not read(shifted()).remarks


@cache
def shifted() -> bytes:
    from pypdfium2 import raw

    def change(document: object) -> None:
        for page in document:  # type: ignore[attr-defined]
            matrix, clip = raw.FS_MATRIX(0.93, 0, 0, 0.93, 30, 21), raw.FS_RECTF(0, 842, 596, 0)
            raw.FPDFPage_TransFormWithClip(page.raw, matrix, clip)

    return changed(change)
