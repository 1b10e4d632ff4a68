"""Words that a paper shows and its text does not hold: in pictures, on scans, in fonts that say other letters."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator
from functools import cache

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.model.errors import ReadingError
from pipeline.model.leaks import Level, Verdict
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import Check, check_paper
from pipeline.office.desk.leaks.scope import of_meeting
from pipeline.papers.reading.inside.pdf_fonts import lying_fonts
from pipeline.papers.reading.scan.errors import WholePaperError
from tests.builders import ROOT
from tests.intake_helpers import desk_at
from tests.leak_families import DAY, file_families
from tests.leak_places import SENTENCE, clean_pdf, clean_word, page, picture_in_word

SCANS = all(importlib.util.find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr"))
needs_scans = pytest.mark.skipif(not SCANS, reason="the scan extra is not installed")
FONT = ROOT / "pipeline" / "papers" / "making" / "fonts"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_at(tmp_path_factory.mktemp("drawn")) as made:
        file_families(made)
        yield made


def checked(desk: Desk, data: bytes, name: str) -> Check:
    return check_paper(desk, of_meeting(DAY), data, name)


def identified(found: Check) -> list[str]:
    """The words that are a STOP for telling of somebody."""
    return [n.finding.matched for n in found.noted if n.finding.identifier and n.finding.level is Level.STOP]


@cache
def picture(text: str, kind: str = "PNG") -> bytes:
    """A picture of a line of writing, as a pasted screenshot is one."""
    drawn = Image.new("RGB", (1000, 160), "white")
    font = ImageFont.truetype(str(sorted(FONT.glob("*.ttf"))[0]), 34)
    ImageDraw.Draw(drawn).text((30, 55), text, font=font, fill="black")
    drawn.save(out := io.BytesIO(), kind, quality=90)
    return out.getvalue()


def picture_in_pdf(data: bytes, *, alone: bool = False) -> bytes:
    canvas = Canvas(out := io.BytesIO(), invariant=1)
    if not alone:
        canvas.drawString(50, 740, "The Panel talked about core groups.")
    canvas.drawImage(ImageReader(io.BytesIO(data)), 50, 500, width=480, height=77)
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        del pdf.trailer.Info
        pdf.save(again := io.BytesIO(), deterministic_id=True)
    return again.getvalue()


PAPERS = {
    "Word, PNG": lambda: (picture_in_word(picture(SENTENCE)), "a.docx"),
    "Word, JPEG": lambda: (picture_in_word(picture(SENTENCE, "JPEG"), "jpeg"), "a.docx"),
    "PDF, points": lambda: (picture_in_pdf(picture(SENTENCE)), "a.pdf"),
    "PDF, JPEG": lambda: (picture_in_pdf(picture(SENTENCE, "JPEG")), "a.pdf"),
    "PDF, a scan": lambda: (picture_in_pdf(picture(SENTENCE), alone=True), "a.pdf"),
    "PDF, a lying font": lambda: (_lying(page(SENTENCE)), "a.pdf"),
}


@needs_scans
@pytest.mark.parametrize("paper", PAPERS)
def test_words_that_are_only_drawn_are_read_and_checked(desk: Desk, paper: str) -> None:
    found = checked(desk, *PAPERS[paper]())
    assert any("Grace" in word for word in identified(found)), found.noted


@needs_scans
def test_a_picture_that_tells_nothing_is_still_for_a_person(desk: Desk) -> None:
    """A machine sees no face; what it read is shown with the question."""
    data = picture_in_pdf(picture("Working together across agencies"))
    (noted,) = checked(desk, data, "a.pdf").noted
    assert (noted.finding.level, noted.finding.rule) == (Level.REVIEW, "LC22")
    assert "Working together" in noted.finding.sentence
    assert "a machine read in it" in noted.finding.why


def test_without_the_addition_a_picture_is_only_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise WholePaperError("Scan", "not installed.", "Install it.")

    monkeypatch.setattr("pipeline.papers.reading.scan.anywhere.words_anywhere", missing)
    (noted,) = checked(desk, picture_in_pdf(picture(SENTENCE)), "a.pdf").noted
    assert noted.finding.level is Level.REVIEW
    assert "Its words were not read" in noted.finding.why


def test_a_picture_that_the_recogniser_cannot_take_stops_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ReadingError("Scan", "it is damaged.", "Again.")

    monkeypatch.setattr("pipeline.papers.reading.scan.anywhere.words_anywhere", broken)
    assert checked(desk, picture_in_pdf(picture(SENTENCE)), "a.pdf").verdict is Verdict.REVIEW


@pytest.mark.parametrize(("data", "name"), [(clean_word, "a.docx"), (clean_pdf, "a.pdf")])
def test_a_paper_without_pictures_loads_no_recogniser(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, data: object, name: str
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the recogniser was asked")

    monkeypatch.setattr("pipeline.papers.reading.scan.anywhere.words_anywhere", never)
    monkeypatch.setattr("pipeline.papers.reading.scan.engine.recogniser", never)
    assert not identified(checked(desk, data(), name))  # type: ignore[operator]


# -- fonts ------------------------------------------------------------------------------------------------------------


def _lying(data: bytes) -> bytes:
    """The page says "e" for every letter that it draws."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.trailer.Info
        table = (
            b"1 begincodespacerange <00> <ff> endcodespacerange\n1 beginbfrange\n<41> <7a> [" + b"<0065>" * 58
        )
        pdf.pages[0].Resources.Font.F1.ToUnicode = pdf.make_stream(table + b"]\nendbfrange")
        pdf.save(out := io.BytesIO(), deterministic_id=True)
    return out.getvalue()


def test_a_font_that_says_other_letters_than_it_draws_is_not_read(desk: Desk) -> None:
    """Nobody can let it pass: what is checked is not what is seen."""
    data = _lying(page("The plan was clear."))
    faults = [n.finding for n in checked(desk, data, "a.pdf").noted if n.finding.rule == "LC31"]
    assert [f.level for f in faults] == [Level.STOP]
    assert "Helvetica says other letters than it draws" in faults[0].why


def composite(said: str) -> pikepdf.Pdf:
    """A font whose shapes are numbered as in its file, and which says that the shape of "G" is `said`."""
    program = sorted(FONT.glob("*.ttf"))[0].read_bytes()
    shape = ImageFont.truetype(io.BytesIO(program), 20)  # only to be sure that it is a font
    assert shape.getlength("G") > 0
    from pipeline.papers.reading.inside.pdf_fonts import _letters_of

    number = next(n for n, letter in _letters_of(program).items() if letter == "G")
    pdf = pikepdf.new()
    descriptor = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontFile2=pdf.make_stream(program))
    )
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        CIDToGIDMap=pikepdf.Name.Identity,
        FontDescriptor=descriptor,
    )
    table = f"1 beginbfchar\n<{number:04x}> <{ord(said):04x}>\nendbfchar".encode()
    pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/ABCDEF+House"),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(inner)],
            ToUnicode=pdf.make_stream(table),
        )
    )
    return pdf


def test_a_composite_font_is_compared_with_its_own_table() -> None:
    assert list(lying_fonts(composite("G"))) == []
    assert list(lying_fonts(composite("g"))) == []
    assert list(lying_fonts(composite("T"))) == ["House"]


def test_text_that_makes_no_words_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each letter three on: a font whose table is wrong by a row."""
    monkeypatch.setattr("pipeline.office.desk.leaks.checking.words_drawn", lambda *_: {})
    said = (
        "The Panel heard that plans should say who visits the child and what changes when a family moves, and that "
        "every agency must know the date of the next core group before they leave the room."
    )
    shifted = "".join(chr((ord(c) - 97 + 3) % 26 + 97) if c.islower() else c for c in said)
    lines = tuple(shifted[n : n + 80] for n in range(0, len(shifted), 80))
    noted = checked(desk, page(*lines), "a.pdf").noted
    assert any("makes no English words" in n.finding.place for n in noted if n.finding.rule == "LC22")
    plain = checked(desk, page(*(said[n : n + 80] for n in range(0, len(said), 80))), "a.pdf").noted
    assert not [n for n in plain if n.finding.rule == "LC22"]
