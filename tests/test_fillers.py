"""Forms filled by programs that are not ours; tests/filled/README.md says which program made each file, and how."""

from __future__ import annotations

import re

import pytest

from tests.reading_helpers import FILLED, TRIAL, doubts, read, texts

PDFS = ("pdf-lib", "cantoo-pdf-lib", "pdfjs", "pdfium", "pdftk", "pikepdf", "qpdf")
# LibreOffice 7.4 drops the line ends of a control's text when it stores a Word file; the reader says so
ONE_LINE = {"history": TRIAL["history"].replace("\n", "")}
TYPED_AND_TICKED = {
    name: TRIAL[name]
    for name in ("ref_name", "started", "reason", "history", "child_1_forename", "child_2_forename")
}


@pytest.mark.parametrize("producer", PDFS)
def test_pdf_fillers(producer: str) -> None:
    answers = read((FILLED / f"{producer}.pdf").read_bytes(), f"{producer}.pdf")
    assert texts(answers) == TRIAL
    assert doubts(answers) == {}
    assert answers.remarks == ()


def test_docx_form_leaves_the_mark_of_a_prompt_on_filled_boxes() -> None:
    answers = read((FILLED / "docx-form.docx").read_bytes(), "form.docx")
    assert texts(answers) == TYPED_AND_TICKED
    assert doubts(answers) == {}


def test_libreoffice_filling_through_its_own_interface() -> None:
    answers = read((FILLED / "libreoffice-uno.docx").read_bytes(), "form.docx")
    assert texts(answers) == TYPED_AND_TICKED | ONE_LINE
    assert "ticked but drawn empty" in doubts(answers)["reason"]
    assert any("New lines" in remark for remark in answers.remarks)


def test_libreoffice_saving_a_form_filled_elsewhere() -> None:
    answers = read((FILLED / "libreoffice-resaved.docx").read_bytes(), "form.docx")
    assert texts(answers) == TRIAL | ONE_LINE
    assert any("matched by the questions printed beside them" in remark for remark in answers.remarks)
    assert any("7 answers" in remark and "place on the page" in remark for remark in answers.remarks)


def test_every_file_is_in_the_table_and_the_other_way_round() -> None:
    listed = set(
        re.findall(r"^\| `([^`]+)`", (FILLED / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert listed == {p.name for p in FILLED.iterdir() if p.suffix in (".pdf", ".docx")}
    assert all(p.stat().st_size < 30_000 for p in FILLED.iterdir())
