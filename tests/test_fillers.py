"""Forms filled by programs that are not ours; tests/filled/README.md says which program made each file, and how."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.model.edition import Edition, present_edition
from pipeline.papers.making.blank_word import build_blank_word
from pipeline.papers.making.fill_word import fill_word
from pipeline.papers.reading.reader import read_answers
from tests.bench.reading.words import no_controls, no_names, no_tags, split, tracked, with_document
from tests.reading_helpers import FILLED, TRIAL, doubts, read, texts, trial_form

PDFS = (
    *(
        "pdf-lib",
        "cantoo-pdf-lib",
        "pdfjs",
        "pdfium",
        "pdftk",
        "pikepdf",
        "qpdf",
        "pdfbox-2",
        "itext-2",
        "itext-5",
    ),
    *("mupdf", "pypdf", "pypdfform"),
)
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


def test_poppler_with_western_letters() -> None:
    answers = read((FILLED / "poppler.pdf").read_bytes(), "poppler.pdf")
    typed = {"ref_name": "Zoë O'Brien-Shah", "history": "First line: quoted £5 & <b>\nSecond line, café"}
    assert texts(answers) == TRIAL | typed
    assert (doubts(answers), answers.remarks) == ({}, ())


def test_fillpdf_cannot_press_a_radio_button() -> None:
    answers = read((FILLED / "fillpdf.pdf").read_bytes(), "fillpdf.pdf")
    assert texts(answers) == {name: text for name, text in TRIAL.items() if name != "in_group"}
    assert doubts(answers) == {}


def test_a_picture_that_says_something_else_is_told() -> None:
    answers = read((FILLED / "pdfbox-1.pdf").read_bytes(), "pdfbox-1.pdf")
    assert texts(answers) == TRIAL
    assert list(doubts(answers)) == ["ref_name"]


@pytest.fixture(scope="module")
def with_blank() -> tuple[Edition, ...]:
    """The trial form with its Word blank: what has lost its controls is compared with that."""
    return (present_edition(trial_form(), word=build_blank_word(trial_form())),)


@pytest.mark.parametrize("program", ["pandoc", "abiword"])
def test_programs_that_throw_controls_away(program: str, with_blank: tuple[Edition, ...]) -> None:
    answers = read_answers((FILLED / f"{program}.docx").read_bytes(), "form.docx", with_blank)
    assert texts(answers) == TRIAL
    assert any("without the names of its boxes" in remark for remark in answers.remarks)


@pytest.mark.parametrize("change", [split, tracked, no_tags, no_names, no_controls])
def test_what_word_itself_leaves(change: Callable[[Any], None], with_blank: tuple[Edition, ...]) -> None:
    blank = with_blank[0].word
    data = with_document(fill_word(blank, trial_form(), TRIAL), change)
    answers = read_answers(data, "form.docx", with_blank)
    assert texts(answers) == TRIAL
    if change is tracked:
        assert set(doubts(answers)) == set(TRIAL)


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
    assert listed == {p.name for p in FILLED.iterdir() if p.suffix not in (".md", ".yaml")}
    assert all(p.stat().st_size < 200_000 for p in FILLED.iterdir())
