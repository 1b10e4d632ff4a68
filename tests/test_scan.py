"""Scans and photographs: pages found by their print, boxes read by their ink, everything proposed, nothing unseen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy
import pypdfium2
import pytest
from pikepdf import Name

from pipeline.model.answers import Answer, Carrier, Sureness
from pipeline.model.errors import ReadingError
from pipeline.model.form import Choice, Field, Kind, Validation
from pipeline.office.desk.scans import read_scan
from pipeline.papers.making.pictures import pictures_to_pdf
from pipeline.papers.reading.gathering import boxes_of
from pipeline.papers.reading.layout import layout_of
from pipeline.papers.reading.pages import PageFound, Scanned
from pipeline.papers.reading.scan import Nearest, WholePaperError, engine, read_scanned_page
from pipeline.papers.reading.scan.engine import recogniser
from pipeline.papers.reading.scan.finding import find_page
from pipeline.papers.reading.scan.meaning import likely, likely_part
from pipeline.papers.reading.scan.page import read_picture
from pipeline.papers.reading.scan.picture import page_picture
from pipeline.papers.sandbox import Sandbox
from pipeline.rules.answers.text import tidy_line
from tests import builders, council_forms, scan_helpers
from tests.intake_helpers import desk_at
from tests.reading_helpers import saved
from tests.scan_helpers import FILLED, encoded, pages, picture, referral_pages, scanned, tiff
from tests.test_adopting import WESSEX, adopted_in, filled_wessex
from tests.test_adopting import editions as adopted_editions

DPI = 200


def read(grey: Any, number: int = 1) -> PageFound:
    found = read_picture(picture(grey), number, scan_helpers.editions(), scan_helpers.reader())
    assert isinstance(found, PageFound), found
    return found


@cache
def asked_on(number: int) -> frozenset[str]:
    """The questions of a page of the referral."""
    edition = builders.editions(builders.forms()["referral"])[0]
    known = boxes_of(edition)
    return frozenset(
        known[b.name][0].name for b in layout_of(edition).pages[number - 1].boxes if b.name in known
    )


def same(expected: str, answer: Answer | None) -> bool:
    said = answer.text if answer else ""
    return tidy_line(said) == tidy_line(expected)


def wrong(found: PageFound, items: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The questions of the page whose answer is not what was filled in."""
    names = sorted(asked_on(found.page) & (items.keys() | found.items.keys()))
    told = {n: (items.get(n, ""), found.items[n].text if n in found.items else "") for n in names}
    return {n: pair for n, pair in told.items() if not same(pair[0], found.items.get(n))}


@cache
def first_page() -> PageFound:
    return read(scanned(referral_pages()[0]))


def test_every_answer_of_a_clean_scan_is_read() -> None:
    assert wrong(first_page(), FILLED) == {}
    assert (first_page().page, first_page().version, first_page().remarks) == (1, "1.0", ())


def test_whatever_is_read_is_only_proposed_and_tells_where_it_stands() -> None:
    edition = builders.editions(builders.forms()["referral"])[0]
    places = {box.name: box.rect for box in layout_of(edition).pages[0].boxes}
    for name, answer in first_page().items.items():
        assert answer.sureness is Sureness.RECOGNISED and not answer.settled
        assert answer.place == "page 1" and answer.score is not None and 0.9 < answer.score <= 1
        spot = answer.spot
        assert spot is not None and spot.page == 1
        if name != "ref_in_core_group":  # its circles are two
            x, y = places[name].middle
            assert spot.left < x < spot.right and spot.top < y < spot.bottom, name


def test_a_skewed_page_of_ticks_and_tables_is_read() -> None:
    assert wrong(read(scanned(referral_pages()[1], skew=5, noise=8, seed=2), 2), FILLED) == {}


def test_a_slanting_shaded_photograph_is_read() -> None:
    found = read(scanned(referral_pages()[2], slant=0.06, shade=0.5, seed=3), 3)
    assert wrong(found, FILLED) == {}


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_is_found_whichever_way_up_it_is(turns: int) -> None:
    layouts = [layout_of(edition) for edition in scan_helpers.editions()]
    sighting = find_page(scanned(referral_pages(100)[1], turns=turns), layouts)
    assert sighting is not None and sighting.certain
    assert (sighting.layout.edition.form.name, sighting.page.number) == ("referral", 2)


def test_a_blank_page_stays_blank() -> None:
    grey = scanned(pages({}, DPI)[0], skew=1, noise=9)
    found = read(grey)
    assert (found.items, found.remarks, found.gaps) == ({}, (), ())


# --- ticks -----------------------------------------------------------------------------------------------------


def ticked(*marks: tuple[str, str]) -> PageFound:
    """The blank second page with marks drawn into the boxes of these names."""
    grey = pages({}, DPI)[1].copy()
    edition = builders.editions(builders.forms()["referral"])[0]
    places = {(b.name, b.state): b.rect for b in layout_of(edition).pages[1].boxes}
    for name, how in marks:
        rect = next(r for (n, s), r in places.items() if name in (n, f"{n}={s}"))
        draw_mark(grey, [v * DPI / 72 for v in rect], how)
    return read(scanned(grey), 2)


def draw_mark(grey: Any, edges: list[float], how: str) -> None:
    left, top, right, bottom = edges
    x, y, size = (left + right) / 2, (top + bottom) / 2, right - left

    def stroke(*points: tuple[float, float], thick: int = 3) -> None:
        line = numpy.array([[x + size * dx, y + size * dy] for dx, dy in points], numpy.int32)
        cv2.polylines(grey, [line], False, 40, thick, cv2.LINE_AA)

    if how == "filled":
        cv2.rectangle(grey, (int(left), int(top)), (int(right), int(bottom)), 30, -1)
    for points in _STROKES.get(how, ()):
        stroke(*points, thick=2 if how == "pencil" else 3)
    if how in ("dot", "speck"):
        cv2.circle(grey, (int(x), int(y)), int(size * 0.2) if how == "dot" else 2, 30, -1)


# in widths of the box, from its middle
_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "cross": (((-0.4, -0.4), (0.4, 0.4)), ((0.4, -0.4), (-0.4, 0.4))),
    "tick": (((-0.35, 0), (-0.1, 0.3), (0.4, -0.4)),),
    "large tick": (((-0.5, -0.1), (-0.1, 0.6), (1.3, -1.2)),),
    "pencil": (((-0.4, 0.1), (-0.2, 0.4), (0.1, -0.1), (0.45, -0.5)),),
}


def test_every_kind_of_mark_is_a_tick_and_an_empty_box_is_none() -> None:
    found = ticked(
        ("agencies.CSC", "cross"),
        ("agencies.GP", "tick"),
        ("agencies.HOUSING", "large tick"),
        ("agencies.CAFCASS", "filled"),
        ("agencies.OTHER", "dot"),
        ("agencies.PROBATION", "pencil"),
        ("cg_1_lead=yes", "cross"),
        ("cg_1_invite=no", "tick"),
    )
    assert found.items["agencies"].text.split("\n") == [
        "CSC",
        "GP",
        "PROBATION",
        "HOUSING",
        "CAFCASS",
        "OTHER",
    ]
    assert {n: a.text for n, a in found.items.items() if n != "agencies"} == {
        "cg_1_lead": "yes",
        "cg_1_invite": "no",
    }
    assert found.items["agencies"].doubt == ""


def test_a_speck_in_a_box_and_two_answers_to_one_question_are_doubted() -> None:
    found = ticked(("cg_2_lead=yes", "cross"), ("cg_2_lead=no", "tick"), ("reason.OTHER", "speck"))
    assert "twice" in found.items["cg_2_lead"].doubt
    assert "reason" not in found.items or "dirt" in found.items["reason"].doubt


# --- what must not be lost -------------------------------------------------------------------------------------


def written_on(number: int, *texts: tuple[str, float, float]) -> PageFound:
    """The everyday page with more written on it, at points from its top left."""
    grey = referral_pages()[number - 1].copy()
    for text, left, top in texts:
        place = (int(left * DPI / 72), int(top * DPI / 72))
        cv2.putText(grey, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 30, 2, cv2.LINE_AA)
    return read(scanned(grey), number)


def test_writing_beside_the_boxes_is_told_with_its_place() -> None:
    found = written_on(3, ("see the letter", 430, 490))
    [told] = found.remarks
    assert "letter" in told and told.startswith("Page 3:") and "outside the boxes, near “" in told
    assert wrong(found, FILLED) == {}


def test_a_crossed_out_answer_is_doubted_and_the_others_are_not() -> None:
    grey = referral_pages()[0].copy()
    edition = builders.editions(builders.forms()["referral"])[0]
    rect = next(b.rect for b in layout_of(edition).pages[0].boxes if b.name == "ref_manager")
    y = int(rect.middle[1] * DPI / 72)
    cv2.line(grey, (int(rect.left * DPI / 72) + 6, y), (int(rect.left * DPI / 72) + 190, y), 40, 3)
    found = read(scanned(grey))
    assert "crossed out" in found.items["ref_manager"].doubt
    assert found.items["ref_name"].doubt == ""


def test_a_scribble_is_an_answer_that_could_not_be_read() -> None:
    grey = pages({}, DPI)[0].copy()
    edition = builders.editions(builders.forms()["referral"])[0]
    rect = next(b.rect for b in layout_of(edition).pages[0].boxes if b.name == "ref_name")
    chance = numpy.random.default_rng(5)
    xs = numpy.linspace(rect.left + 8, rect.left + 110, 60) * DPI / 72
    ys = (rect.middle[1] + chance.uniform(-5, 5, 60)) * DPI / 72
    cv2.polylines(grey, [numpy.stack([xs, ys], 1).astype(numpy.int32)], False, 40, 3, cv2.LINE_AA)
    answer = read(scanned(grey)).items["ref_name"]
    assert answer.doubt and not answer.settled


def test_a_correction_form_on_paper_is_refused() -> None:
    grey = pages({}, DPI)[0].copy()
    place = (int(36 * DPI / 72), int(15 * DPI / 72))
    cv2.putText(grey, "Correction of CRP-2013-014, version 1", place, cv2.FONT_HERSHEY_SIMPLEX, 0.75, 20, 2)
    with pytest.raises(WholePaperError, match="correction form"):
        read(scanned(grey))


def test_a_paper_that_is_no_form_is_not_taken_for_one() -> None:
    letter = numpy.full((2339, 1654), 255, numpy.uint8)
    for line in range(40):
        words = f"Dear colleague, this is line {line} of a letter about nothing at all."
        cv2.putText(letter, words, (150, 200 + 45 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    found = read_picture(picture(letter), 1, scan_helpers.editions(), scan_helpers.reader())
    assert isinstance(found, Nearest)
    empty = numpy.full((2339, 1654), 250, numpy.uint8)
    assert read_picture(picture(empty), 1, scan_helpers.editions(), scan_helpers.reader()) == Nearest()


def test_a_speck_in_a_box_for_writing_is_no_answer_and_is_told_but_a_dash_is_one() -> None:
    grey = pages({}, DPI)[0].copy()
    edition = builders.editions(builders.forms()["referral"])[0]
    places = {b.name: b.rect for b in layout_of(edition).pages[0].boxes}
    x, y = (int(v * DPI / 72) for v in (places["ref_name"].left + 4, places["ref_name"].middle[1]))
    cv2.circle(grey, (x, y), 1, 60, -1)
    x, y = (int(v * DPI / 72) for v in (places["ref_manager"].left + 4, places["ref_manager"].middle[1]))
    cv2.line(grey, (x, y), (x + 9, y), 30, 2)
    found = read(scanned(grey))
    assert {n: a.text for n, a in found.items.items()} == {"ref_manager": "-"}
    [told] = found.remarks
    assert f"“{edition.form.slot_by_name['ref_name'].label}”" in told and "may be dirt" in told


def test_the_arrows_and_lines_of_a_printed_form_are_no_answers() -> None:
    """As PDFium (Chrome, Edge) prints the form: a button with an arrow in every drop-down, all a little askew."""
    form = builders.pdf_form(builders.forms()["referral"], builders.referral_items())
    with pypdfium2.PdfDocument(form) as pdf:
        pdf.init_forms()
        grey = numpy.array(pdf[0].render(scale=DPI / 72, may_draw_forms=True).to_pil().convert("L"))
    found = read(scanned(grey, skew=1.5))
    assert wrong(found, builders.referral_items()) == {}
    assert {name: a.doubt for name, a in found.items.items() if a.doubt} == {}


# --- another organisation's form -------------------------------------------------------------------------------


def filled_shaded() -> Any:
    """The invented council's form, its fields shaded, filled in and printed: a grey picture."""
    pdf = filled_wessex()
    for widget in pdf.pages[0].Annots:
        if "/FT" in widget and widget.FT == "/Tx":
            del widget["/AP"]  # PDFium draws what is stored
        states = widget.get("/AP", {}).get("/N", {})
        if "/Choice320" in states:
            widget.AS = Name.Choice320
    with pypdfium2.PdfDocument(saved(pdf)) as opened:
        opened.init_forms()
        return numpy.array(opened[0].render(scale=DPI / 72, may_draw_forms=True).to_pil().convert("L"))


def test_a_scan_of_an_adopted_form_is_read_though_only_its_fields_draw_the_boxes(tmp_path: Path) -> None:
    with Sandbox(120, 1024) as sandbox:
        adopted_in(tmp_path, council_forms.wessex_pdf(), "Wessex Referral.pdf", sandbox)
    grey = scanned(filled_shaded(), skew=1.5)
    found = read_picture(picture(grey), 1, adopted_editions(tmp_path), scan_helpers.reader())
    assert isinstance(found, PageFound) and found.edition.title == "Wessex multi-agency referral"
    read_as = {name: answer.text for name, answer in found.items.items()}
    assert read_as.pop("ref_name").startswith("Megan O")  # PDFium has no curly quote in the field's font
    assert read_as == {name: text for name, text in WESSEX.items() if name != "ref_name"}
    assert {name for name, answer in found.items.items() if answer.settled or answer.doubt} == set()


def theirs_read(marks: Mapping[str, Any] | None = None, **names: str) -> PageFound:
    """Our everyday referral's page, taken for another organisation's form whose boxes are something else to us."""
    own = builders.editions(builders.forms()["referral"])[0]
    theirs = replace(own, title="Wessex form", own=False, names=names, **(marks or {}))
    found = read_picture(picture(scanned(referral_pages()[0])), 1, [theirs], scan_helpers.reader())
    assert isinstance(found, PageFound), found
    return found


def test_the_parts_of_an_answer_are_put_together() -> None:
    found = theirs_read(
        ref_name="family_address.1", ref_manager="family_address.2", ref_date="child_1_dob.day"
    )
    assert set(found.items) == {"family_address", "child_1_dob"}
    assert found.items["family_address"].text.startswith(f"{FILLED['ref_name']}")
    assert FILLED["ref_manager"] in found.items["family_address"].text
    assert "The month and the year of this date was left blank." in found.items["child_1_dob"].doubt
    assert all(a.sureness is Sureness.RECOGNISED for a in found.items.values())


def test_writing_in_a_box_that_ticks_is_a_tick_and_is_doubted_unless_it_is_a_mark() -> None:
    found = theirs_read(ref_name="child_1_sex.female", ref_manager="reason.OTHER")
    assert {n: a.text for n, a in found.items.items()} == {"child_1_sex": "female", "reason": "OTHER"}
    assert FILLED["ref_name"] in found.items["child_1_sex"].doubt


def test_what_a_circle_is_called_on_their_paper_is_our_choice() -> None:
    said = FILLED["ref_in_core_group"]
    found = theirs_read({"codes": {f"ref_in_core_group={said}": "female"}}, ref_in_core_group="child_1_sex")
    assert {n: a.text for n, a in found.items.items()} == {"child_1_sex": "female"}


def test_what_is_asked_no_more_is_told() -> None:
    found = theirs_read({"dropped": {"ref_manager": "Your manager"}}, ref_name="ref_name")
    assert [
        r for r in found.remarks if "Your manager was asked by version" in r and FILLED["ref_manager"] in r
    ]
    assert set(found.items) == {"ref_name"}


# --- whole papers at the desk ----------------------------------------------------------------------------------


def small(number: int) -> Any:
    return scanned(referral_pages(150)[number - 1], seed=number)


def test_pages_in_any_order_become_one_form_within_the_limits(tmp_path: Path) -> None:
    """In the real process, with its limit on memory; the wait is longer, for the computer may be busy."""
    with Sandbox(120, 1024) as sandbox, desk_at(tmp_path, sandbox=sandbox) as desk:
        answers = desk.read(tiff(small(3), small(1)), "fax.tif")
    assert answers.carrier is Carrier.SCAN
    assert {"ref_name", "history", "child_2_dob"} <= answers.items.keys()
    assert any("another order" in remark for remark in answers.remarks)
    assert any("Page 2 of 3 is missing" in gap for gap in answers.gaps)


class Pages:
    """Stands in for the sandbox where only what is done with its answers matters."""

    def __init__(self, count: int, result: Any) -> None:
        self.count, self.result, self.calls = count, result, 0

    def call(self, function: Any, *args: Any) -> Any:
        if function.__name__ == "count_pages":
            return self.count
        self.calls += 1
        return self.result(args[2]) if callable(self.result) else self.result


def desk_with(root: Path, stand_in: Pages) -> Any:
    return desk_at(root, sandbox=stand_in)


def test_a_long_scan_of_something_else_is_given_up_soon(tmp_path: Path) -> None:
    stand_in = Pages(300, Nearest("Case referral", 2, 21, 1400))
    with (
        desk_with(tmp_path, stand_in) as desk,
        pytest.raises(ReadingError, match="nearest is page 2 of “Case"),
    ):
        read_scan(desk, b"", "letters.tif")
    assert stand_in.calls <= 6


def failing(*pages: int, error: type[ReadingError] = ReadingError) -> Any:
    """Reads like the sandbox, but fails on these pages."""

    def result(page: int) -> PageFound | Nearest:
        if page in pages:
            raise error("Scan or photograph", "it broke.", "Try again.")
        return first_page() if page < 5 else Nearest("Case referral", 2, 21, 1400)

    return result


@pytest.mark.parametrize("page", [1, 2])
def test_a_page_that_fails_is_a_gap_and_the_others_are_read(tmp_path: Path, page: int) -> None:
    with desk_with(tmp_path, Pages(2, failing(page))) as desk:
        answers = read_scan(desk, b"", "a.tif")
    assert answers.items["ref_name"].text == "Megan Prosser"
    assert f"Page {page} of the scan could not be read: it broke." in answers.gaps


def test_when_no_page_can_be_read_the_pages_are_named(tmp_path: Path) -> None:
    with (
        desk_with(tmp_path, Pages(1, failing(1))) as desk,
        pytest.raises(ReadingError, match=r"^Scan.*: it b"),
    ):
        read_scan(desk, b"", "a.tif")
    stand_in = Pages(300, failing(1, 2, 3, 4))
    with (
        desk_with(tmp_path, stand_in) as desk,
        pytest.raises(
            ReadingError, match=r"Page 1 of the scan .* Page 3 .* goes on for 297 more pages"
        ) as caught,
    ):
        read_scan(desk, b"", "a.tif")
    assert stand_in.calls == 3 and caught.value.remedy == "Try again."
    with desk_with(tmp_path, Pages(2, failing(6))) as desk, pytest.raises(ReadingError, match="Page 6 of"):
        read_scan(desk, b"", "a.tif", Scanned((5, 6)))


def test_what_holds_for_the_whole_paper_ends_it_on_any_page(tmp_path: Path) -> None:
    stand_in = Pages(3, failing(2, error=WholePaperError))
    with desk_with(tmp_path, stand_in) as desk, pytest.raises(WholePaperError, match="it broke"):
        read_scan(desk, b"", "a.tif")
    assert stand_in.calls == 2


def test_pages_that_were_read_as_print_are_joined_with_those_of_pictures(tmp_path: Path) -> None:
    printed = replace(first_page(), page=2, sheet=1, items={"plan_number": Answer("second")})
    with desk_with(tmp_path, Pages(0, replace(first_page(), sheet=2))) as desk:
        answers = read_scan(desk, b"", "a.pdf", Scanned((2,), (printed,), (3,)))
    assert answers.items["plan_number"].text == "second" and answers.items["ref_name"].text == "Megan Prosser"
    assert any("Page 3 of the paper is no page of the form" in remark for remark in answers.remarks)


def test_without_the_addition_or_switched_off_the_reason_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = encoded(referral_pages(100)[0])
    with desk_at(tmp_path, scan_engine="off") as desk, pytest.raises(WholePaperError, match="switched off"):
        desk.read(data, "a.png")
    monkeypatch.setattr(engine.importlib.util, "find_spec", lambda _name: None)
    with desk_at(tmp_path) as desk, pytest.raises(ReadingError, match=r"pip install '\S+\[scan\]'"):
        desk.read(data, "a.png")


# --- files -----------------------------------------------------------------------------------------------------


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    from PIL import Image

    sideways = numpy.rot90(
        referral_pages(100)[0]
    )  # a quarter turn to the left; 6: turn right to see it upright
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = page_picture(encoded(sideways, "JPEG", exif=exif.tobytes()), "IMG_1.jpg", 1)
    assert seen.grey.shape == referral_pages(100)[0].shape
    assert numpy.abs(seen.grey.astype(int) - referral_pages(100)[0]).mean() < 8


def test_a_telephones_picture_is_read() -> None:
    data = (Path(__file__).parent / "filled" / "photograph.heic").read_bytes()
    found = read_scanned_page(data, "IMG_2.HEIC", 1, scan_helpers.editions(), "embedded")
    assert isinstance(found, PageFound)
    assert wrong(found, FILLED) == {}


def test_a_pdf_of_pictures_gives_its_pictures() -> None:
    data = pictures_to_pdf([encoded(referral_pages(150)[1])])
    seen = page_picture(data, "scan.pdf", 1)
    assert seen.grey.shape[0] == pytest.approx(referral_pages(150)[1].shape[0], abs=3)
    assert (seen.width, seen.height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\nnothing", b"II*\0" + bytes(40), b"\xff\xd8\xff\xe0" + bytes(50)]
)
def test_a_damaged_picture_is_named(data: bytes) -> None:
    with pytest.raises(ReadingError, match="damaged"):
        page_picture(data, "a.png", 1)


# --- engines ---------------------------------------------------------------------------------------------------


def test_nothing_is_fetched_and_the_package_of_the_models_is_never_run() -> None:
    code = (
        "import socket, sys\n"
        "def refused(*_): raise AssertionError('the network was asked')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused\n"
        "from pipeline.papers.reading.scan.engine import recogniser\n"
        "recogniser('embedded')\n"
        "print('LOADED', 'rapidocr' in sys.modules, 'requests' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=builders.ROOT
    )
    assert (ran.stdout, ran.stderr) == ("LOADED False False\n", "")


def line_of(text: str) -> Any:
    grey = numpy.full((60, 24 * len(text)), 255, numpy.uint8)
    cv2.putText(grey, text, (10, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 0, 2, cv2.LINE_AA)
    return grey


def print_of(text: str) -> Any:
    """A line as a good printer prints it and a scanner sees it at 200 dots an inch."""
    from PIL import Image, ImageDraw, ImageFont

    fonts = builders.ROOT / "pipeline" / "papers" / "making" / "fonts"
    font = ImageFont.truetype(str(fonts / "LiberationSans-Regular.ttf"), 25)
    line = Image.new("L", (round(font.getlength(text)) + 8, 36), 255)
    ImageDraw.Draw(line).text((4, 2), text, 0, font)
    return cv2.GaussianBlur(numpy.array(line), (0, 0), 0.6)


@pytest.mark.parametrize(
    "text", ["Tomos Rhys Œuvrard", "St Œthel's School", "Dr C Evans", "A Ellery-Vaughan", "Early Easter"]
)
def test_a_letter_that_is_two_in_one_is_told_from_an_e(text: str) -> None:
    [line] = scan_helpers.reader().lines([print_of(text)])
    assert likely(Field("x", "X", Kind.TEXT), line.text) == (text, "")


@pytest.mark.parametrize("text", ["Aoife Ŵyn", "D'Arcy Ŵyn-Jones", "Ng Wyn", "West Ynys Road"])
def test_a_welsh_w_is_told_from_a_plain_one(text: str) -> None:
    assert [line.text for line in scan_helpers.reader().lines([print_of(text)])] == [text]


def test_tesseract_reads_when_the_setting_says_so() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    lines = recogniser("tesseract").lines([line_of("Megan Prosser"), line_of("01632 960101")])
    assert [line.text for line in lines] == ["Megan Prosser", "01632 960101"]
    assert all(line.score > 0.5 for line in lines)


def test_tesseract_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadingError, match="scan_engine: embedded"):
        recogniser("tesseract")


def test_no_line_is_no_work() -> None:
    assert scan_helpers.reader().lines([]) == []


# --- meaning ---------------------------------------------------------------------------------------------------

PICK = Field("x", "X", Kind.CHOICE, choices=(Choice("MO", "Mother"), Choice("MP", "Mother's partner")))


@pytest.mark.parametrize(
    ("field", "seen", "meant"),
    [
        (PICK, "Mother", "Mother"),
        (PICK, "Mothers partne", "Mother's partner"),
        (PICK, "M0ther", "Mother"),
        (Field("x", "X", Kind.DATE), "O2/O9/2Ol3", "02/09/2013"),
        (Field("x", "X", Kind.DATE), "3 May 2010", "3 May 2010"),
        (Field("x", "X", Kind.NUMBER), "l2", "12"),
        (
            Field("x", "X", Kind.TEXT, validation=Validation(check="nhs_number")),
            "999 OOO 0018",
            "999 000 0018",
        ),
        (Field("x", "X", Kind.TEXT, validation=Validation(check="email")), "a.b @ c. org", "a.b@c.org"),
        (Field("x", "X", Kind.TEXT), "Bolton Os", "Bolton Os"),
        (Field("x", "X", Kind.TEXT), "Zoë: http://examplé.org/ć, é", "Zoë: http://example.org/c, é"),
        (Field("x", "X", Kind.TEXT), "Siân CEuvrard, AErø, CE 17", "Siân Œuvrard, Ærø, CE 17"),
    ],
)
def test_letters_are_taken_as_the_question_expects(field: Field, seen: str, meant: str) -> None:
    assert likely(field, seen) == (meant, "")


@pytest.mark.parametrize(("seen", "meant"), [("l4", "14"), ("2Ol3", "2013"), ("May", "May")])
def test_a_part_of_a_date_is_digits_where_it_can_be(seen: str, meant: str) -> None:
    assert likely_part(Field("x", "X", Kind.DATE), seen) == (meant, "")
    assert likely_part(Field("x", "X", Kind.TEXT), seen) == (seen, "")


def test_a_choice_that_is_none_or_might_be_two_is_doubted() -> None:
    assert "none of the choices" in likely(PICK, "Uncle")[1]
    alike = Field("x", "X", Kind.CHOICE, choices=(Choice("A", "Ward 1"), Choice("B", "Ward 2")))
    assert "may also be" in likely(alike, "Ward")[1]
