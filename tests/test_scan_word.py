"""Scans of the printed Word form: its rows found by their ruling, read by their labels, everything proposed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy
import pypdfium2
import pytest

from pipeline.model.answers import Answers, Carrier, Sureness
from pipeline.model.errors import ReadingError
from pipeline.papers.making.convert import word_to_pdf
from pipeline.papers.reading.pages import PageFound
from pipeline.papers.reading.scan import Nearest, RuledPage, read_ruled
from pipeline.papers.reading.scan.page import read_picture
from pipeline.papers.reading.scan.ruled.likening import Near
from pipeline.papers.reading.scan.ruled.squares import squares_in
from tests import builders, filled_forms, scan_helpers
from tests.intake_helpers import desk_at
from tests.scan_helpers import picture, scanned

LIES = ({"skew": 1.5}, {"turns": 2, "skew": -1}, {"turns": 1, "noise": 8})


@cache
def printed() -> tuple[Any, ...]:
    """The everyday referral as a Word form, printed: a grey picture of each page at 200 dots an inch."""
    form = builders.word_form(builders.forms()["referral"], builders.referral_items())
    with pypdfium2.PdfDocument(word_to_pdf(form, engine="embedded", title="A form")) as pdf:
        return tuple(
            numpy.array(pdf[n].render(scale=200 / 72).to_pil().convert("L")) for n in range(len(pdf))
        )


@cache
def leaves() -> tuple[RuledPage, ...]:
    """Its pages after the scanner: one askew, one upside down, one sideways."""
    found = []
    for number, (page, lies) in enumerate(zip(printed(), LIES, strict=True), 1):
        seen = picture(scanned(page, **lies))
        if lies.get("turns") == 1:
            seen = replace(seen, width=seen.height, height=seen.width)
        read = read_picture(seen, number, scan_helpers.editions(), scan_helpers.reader())
        assert isinstance(read, RuledPage), read
        found.append(read)
    return tuple(found)


@cache
def answers() -> Answers:
    read = read_ruled(leaves(), scan_helpers.editions())
    assert read is not None
    return read


def test_the_printed_word_form_is_read_and_everything_is_proposed() -> None:
    case = filled_forms.FilledForm("referral", builders.forms()["referral"], builders.referral_items())
    score = filled_forms.compare(case, answers())
    assert score.unseen == 0
    assert score.share > 0.97, [str(miss) for miss in score.misses]
    assert (answers().carrier, answers().gaps) == (Carrier.SCAN, ())
    assert {answer.sureness for answer in answers().items.values()} == {Sureness.RECOGNISED}
    assert answers().items["agencies"].text == builders.referral_items()["agencies"]


def test_a_form_whose_word_print_is_much_like_its_pdf_is_not_laid_over_that() -> None:
    case = filled_forms.by_name("reply-1-001-full")
    word = word_to_pdf(builders.word_form(case.form, case.items), engine="embedded", title="A form")
    with pypdfium2.PdfDocument(word) as pdf:
        page = numpy.array(pdf[0].render(scale=200 / 72).to_pil().convert("L"))
    found = read_picture(picture(page), 1, scan_helpers.editions(), scan_helpers.reader())
    assert isinstance(found, RuledPage)
    read = read_ruled((found,), scan_helpers.editions())
    assert read is not None
    score = filled_forms.compare(case, read)
    assert (score.unseen, read.items["coming"].text) == (0, "no")


def test_a_pdf_page_with_little_print_is_known_by_its_foot() -> None:
    case = filled_forms.by_name("meeting-record-1-003-some")
    third = scan_helpers.pages(case.items, form="meeting-record")[2]
    found = read_picture(picture(scanned(third, skew=2)), 3, scan_helpers.editions(), scan_helpers.reader())
    assert isinstance(found, PageFound) and found.page == 3


def test_an_answer_tells_where_it_stands_on_the_paper_as_it_came() -> None:
    name, history = answers().items["ref_name"].spot, answers().items["history"].spot
    assert name is not None and history is not None
    assert (name.page, history.page) == (1, 3)
    assert 30 < name.left < 70 and 170 < name.top < 200  # near the top left
    assert history.right - history.left < history.bottom - history.top  # the page lies sideways


def test_a_table_that_is_not_made_out_is_a_gap() -> None:
    page = leaves()[1]
    rows = tuple(row for row in page.leaf.rows if len(row.cells) != 7)
    read = read_ruled(
        (leaves()[0], replace(page, leaf=replace(page.leaf, rows=rows))), scan_helpers.editions()
    )
    assert read is not None
    told = " ".join(read.gaps)
    assert "These questions were not found on the paper" in told and "Core group member 1: Name" in told
    assert "Page 3 of 3 is missing." in told


def test_a_page_whose_foot_is_not_made_out_is_the_missing_one() -> None:
    first, second, third = leaves()
    unfooted = replace(second, leaf=replace(second.leaf, footer=None))
    read = read_ruled((first, unfooted, third), scan_helpers.editions())
    assert read is not None and read.items == answers().items and read.gaps == ()


class Pages:
    """Stands in for the sandbox: a ruled page, then one without rows that is read when it is asked for again."""

    def call(self, function: Any, *args: Any) -> Any:
        if function.__name__ == "count_pages":
            return 3
        if function.__name__ == "read_ruled":
            return function(*args)
        page, unruled = args[2], args[5]
        return leaves()[page - 1] if page < 3 or unruled else Nearest()


def test_at_the_desk_a_page_without_rows_may_be_the_forms_end(tmp_path: Path) -> None:
    with desk_at(tmp_path, sandbox=Pages()) as desk:
        assert (
            desk.read(scan_helpers.tiff(numpy.zeros((9, 9), numpy.uint8)), "a.tif").items == answers().items
        )


def test_tables_of_another_paper_are_none_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(leaves()[0].leaf, rows=leaves()[0].leaf.rows[:3], footer=None)
    monkeypatch.setattr(Pages, "call", lambda _self, function, *args: _other(other, function, args))
    with desk_at(tmp_path, sandbox=Pages()) as desk, pytest.raises(ReadingError, match="does not look like"):
        desk.read(scan_helpers.tiff(numpy.zeros((9, 9), numpy.uint8)), "a.tif")


def _other(leaf: Any, function: Any, args: tuple[Any, ...]) -> Any:
    if function.__name__ == "read_scanned_page":
        return RuledPage(leaf, leaves()[0].places)
    return 1 if function.__name__ == "count_pages" else function(*args)


@pytest.mark.parametrize(
    ("said", "label", "letters"),
    [
        ("yournarne*yourfu1lname.Megan", "yourname*yourfullname.", 23),
        ("yourname*yourfullname.megan", "yourname*yourfullname.", 22),
        ("postcodelikegl501aa.gl504qt", "yourname*yourfullname.", -1),
    ],
)
def test_a_label_is_known_when_a_few_letters_are_wrong(said: str, label: str, letters: int) -> None:
    assert Near().begins(said, label) == letters


def test_words_are_the_same_when_few_letters_differ_and_a_rows_number_may_be_any() -> None:
    assert Near().same("bornordue", "bornordue*") and Near().same("l", "1")
    assert not Near().same("ethnicity", "disabled?") and not Near().same("12", "forenames*")
    assert Near().printed("ring01632960l23", "questions?ring01632960123.") in "questions?ring01632960123."
    assert Near().printed("pleaseringmefirst", "questions?ring01632960123.") == "pleaseringmefirst"


def test_letters_that_touch_are_no_tick_square_and_marks_of_every_kind_are_ticks() -> None:
    grey = numpy.full((60, 400), 255, numpy.uint8)
    for n in range(6):
        cv2.rectangle(grey, (20 + 60 * n, 20), (40 + 60 * n, 40), 0, 2)
    cv2.line(grey, (82, 22), (98, 38), 0, 2)  # half a cross
    cv2.polylines(grey, [numpy.array([[146, 30], [150, 36], [157, 25]])], False, 0, 2)  # a tick
    cv2.rectangle(grey, (204, 24), (216, 36), 0, -1)  # filled
    cv2.line(grey, (260, 30), (276, 30), 0, 3)  # the bar of an E before an l
    cv2.rectangle(grey, (338, 18), (345, 23), 255, -1)  # a corner that is not there
    found = squares_in(grey, 200 / 72)
    assert [(round(s.rect.left * 200 / 72), s.ticked) for s in found] == [
        (19, False),
        (79, True),
        (139, True),
        (199, True),
    ]
