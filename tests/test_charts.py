"""Charts: every number stands beside its bar, in ink and in words, and black and white is enough."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from pipeline.office.quarterly.paper import SinceLine
from pipeline.papers.making.charts import DPI, Bar, alternative, bar_chart, bar_chart_pdf, drawn_pdf
from pipeline.papers.making.charts.lines import _drawing, line_chart
from tests.papers_helpers import pdf_text

BARS = (Bar("Domestic & emotional <abuse>", 3), Bar("Łączność", 2, strong=False), Bar("Fathers", 0))


def test_the_alternative_text_says_every_number() -> None:
    assert alternative(BARS, "Meetings") == (
        "Bar chart. Meetings: Domestic & emotional <abuse> 3; Łączność 2; Fathers 0."
    )
    assert bar_chart(BARS, "Meetings").alt == alternative(BARS, "Meetings")


def test_the_vectors_hold_labels_and_numbers_in_embedded_letters() -> None:
    pdf = bar_chart_pdf(BARS, "Meetings")
    text = pdf_text(pdf)
    assert [
        w for w in ("Domestic & emotional <abuse>", "Łączność", "Fathers", "3", "2", "0") if w not in text
    ] == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        shown, font = set(), ""
        for step in pikepdf.parse_content_stream(page, "Tf Tj"):
            font = str(step.operands[0]) if str(step.operator) == "Tf" else font
            shown |= {font} if str(step.operator) == "Tj" else set()
        assert shown
        assert all("/FontFile2" in page.Resources.Font[name].FontDescriptor for name in shown)


def test_pixels_are_sharp_enough_for_print_and_as_long_as_the_numbers() -> None:
    image = Image.open(io.BytesIO(bar_chart(BARS, "Meetings").png)).convert("L")
    assert image.width == pytest.approx(170 / 25.4 * DPI, abs=2)
    axis = _axis(image)
    lengths = _bar_lengths(image, axis)
    assert len(lengths) == 2  # nothing is drawn for 0
    assert lengths[0] / lengths[1] == pytest.approx(3 / 2, rel=0.03)


def _axis(image: Image.Image) -> int:
    """The column with most ink: the line from which the bars start."""
    columns = [
        sum(v < 100 for v in image.crop((x, 0, x + 1, image.height)).tobytes()) for x in range(image.width)
    ]
    return columns.index(max(columns))


def _bar_lengths(image: Image.Image, axis: int) -> list[int]:
    lengths: list[int] = []
    before = False
    for y in range(image.height):
        row = image.crop((axis + 3, y, image.width, y + 1)).tobytes()
        length = next((n for n, v in enumerate(row) if v > 240), len(row))
        inside = length > 20
        if inside and not before:
            lengths.append(length)
        before = inside
    return lengths


def test_strong_and_light_bars_differ_in_grey() -> None:
    image = Image.open(io.BytesIO(bar_chart([Bar("a", 2), Bar("b", 2, strong=False)], "T").png)).convert("L")
    axis = _axis(image)
    greys = {v for y in range(image.height) for v in image.crop((axis + 60, y, axis + 61, y + 1)).tobytes()}
    assert min(greys) < 100
    assert any(140 < v < 210 for v in greys)


def test_a_long_label_is_wrapped_and_no_bar_covers_another() -> None:
    words = "Understanding the journey from Child Protection Plans to Care Proceedings in the county"
    pdf = bar_chart_pdf([Bar(words, 1), Bar("x" * 200, 1)], "T")
    text = "".join(pdf_text(pdf).split())
    assert words.replace(" ", "") in text
    assert text.count("x") > 60
    assert "…" in text


def test_the_same_bars_give_the_same_bytes() -> None:
    assert bar_chart(BARS, "T") == bar_chart(BARS, "T")


@pytest.mark.parametrize("bars", [[], [Bar("a", -1)]])
def test_nothing_to_draw_is_an_error(bars: Any) -> None:
    with pytest.raises(ValueError, match="bars"):
        bar_chart(bars, "T")


LINES = (
    SinceLine("Children discussed", (("to 31/03/13", 25), ("Q1 2013/14", 28), ("Q2 2013/14", 35))),
    SinceLine("Practitioners met", (("to 31/03/13", 32), ("Q1 2013/14", 34), ("Q2 2013/14", 38))),
)


def test_a_line_chart_says_every_number_in_ink_and_in_words() -> None:
    picture = line_chart(LINES, "Running totals")
    assert picture.alt == (
        "Line chart. Running totals. Children discussed: to 31/03/13 25, Q1 2013/14 28, Q2 2013/14 35."
        " Practitioners met: to 31/03/13 32, Q1 2013/14 34, Q2 2013/14 38."
    )
    text = pdf_text(drawn_pdf(_drawing(LINES), "T"))
    for words in (
        "Children discussed",
        "Practitioners met",
        "Q1 2013/14",
        *map(str, (25, 28, 35, 32, 34, 38)),
    ):
        assert words in text
    assert picture == line_chart(LINES, "Running totals")


def test_a_line_chart_of_one_point_or_of_noughts_is_drawn() -> None:
    assert line_chart([SinceLine("A", (("Q1", 0),))], "T").png


@pytest.mark.parametrize("lines", [[], [SinceLine("A", ())], [*LINES, LINES[0]]])
def test_a_line_chart_needs_one_or_two_lines(lines: Any) -> None:
    with pytest.raises(ValueError, match="line chart"):
        line_chart(lines, "T")
