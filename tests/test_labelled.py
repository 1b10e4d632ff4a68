"""The Word form printed to PDF: rows that grow, pages in any order, lines wrapped or run together."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfgen import canvas

from pipeline.model.answers import Answers, Carrier, Sureness
from pipeline.model.errors import ReadingError
from pipeline.model.form import Field, Kind
from pipeline.papers.making.convert import word_to_pdf
from pipeline.papers.making.convert.soffice import soffice_there
from pipeline.papers.making.docx_parts import BODY, rezip, unzip
from pipeline.papers.reading.labelled import read_printed_word
from pipeline.papers.reading.labelled.joining import (
    BROKEN_DOUBT,
    HYPHEN_DOUBT,
    LOST_DOUBT,
    Column,
    joined,
)
from pipeline.papers.reading.labelled.sheets import Printed, TextLine
from pipeline.papers.reading.layout import Rect
from tests import builders, filled_forms

there = pytest.mark.skipif(not soffice_there(), reason="LibreOffice is not installed")
HARD = ("full", "longest", "gaps", "labels", "all ticks", "helps", "wide")


def chosen() -> Iterator[filled_forms.FilledForm]:
    """A few hard forms of every kind."""
    for case in filled_forms.cases("referral", 17):
        if case.name.endswith((*HARD, "everyday", "empty")):
            yield case
    for name in ("meeting-record", "agency-check"):
        yield filled_forms.cases(name, 2)[1]


@cache
def drawn(case: str) -> bytes:
    """A case as a Word form, printed by the program's own engine."""
    found = filled_forms.by_name(case)
    return word_to_pdf(builders.word_form(found.form, found.items), engine="embedded", title="A form")


def referral(items: Mapping[str, str] = builders.REFERRAL) -> bytes:
    return builders.word_form(builders.forms()["referral"], items)


@cache
def printed_referral() -> bytes:
    return word_to_pdf(referral(), engine="embedded", title="A form")


def by_libreoffice(folder: Path, **documents: bytes) -> dict[str, bytes]:
    """Word files printed by LibreOffice, all in one run."""
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += [
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(folder / f"{n}.docx") for n in documents),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in documents}


def read(pdf: bytes) -> Answers:
    answers = read_printed_word(pdf, builders.editions())
    assert answers is not None
    return answers


@pytest.mark.parametrize("case", [case.name for case in chosen()])
def test_every_answer_is_read_as_it_was_typed(case: str) -> None:
    answers = read(drawn(case))
    score = filled_forms.compare(filled_forms.by_name(case), answers)
    assert [str(miss) for miss in score.misses] == []
    assert answers.carrier is Carrier.WORD_PRINTED
    assert {answer.sureness for answer in answers.items.values()} <= {Sureness.PRINTED}


def test_an_answer_tells_its_page_and_place() -> None:
    answer = read(printed_referral()).items["history"]
    assert answer.place == "page 3"
    assert answer.spot is not None
    assert answer.spot.page == 3
    assert 80 < answer.spot.top < answer.spot.bottom < 400


def test_everyday_answers_raise_no_doubt_and_no_remark() -> None:
    answers = read(printed_referral())
    assert answers.remarks == ()
    assert [name for name, answer in answers.items.items() if answer.doubt] == []


@there
def test_what_libreoffice_prints(tmp_path: Path) -> None:
    """It loses the line breaks of a Word form: what ran together is parted again, and doubted."""
    long = "\n".join(
        f"{n}. Visit: nobody was at home, and a card was left on the mat." for n in range(1, 160)
    )
    cases = [case for case in chosen() if not case.name.endswith(("empty", "everyday"))][::2]
    papers = {f"case{n}": builders.word_form(c.form, c.items) for n, c in enumerate(cases)}
    papers["everyday"] = referral()
    papers["grown"] = referral(builders.REFERRAL | {"history": long})
    papers["added"] = with_row(referral(), "Ffion Late")
    made = by_libreoffice(tmp_path, **papers)

    scores = [filled_forms.compare(c, read(made[f"case{n}"])) for n, c in enumerate(cases)]
    assert sum(score.unseen for score in scores) == 0
    assert sum(score.exact for score in scores) >= 0.995 * sum(score.fields for score in scores)

    history = read(made["everyday"]).items["history"]
    assert history.text.split() == builders.REFERRAL["history"].split()
    assert LOST_DOUBT in history.doubt
    assert read(made["everyday"]).items["worries"].doubt == ""

    grown = read(made["grown"])
    assert grown.items["history"].text.split() == long.split()
    assert grown.items["declaration"].text == "yes"

    assert any("Ffion Late" in remark for remark in read(made["added"]).remarks)


def test_what_is_crossed_out_is_doubted() -> None:
    spot = read(printed_referral()).items["ref_role"].spot
    assert spot is not None
    made = io.BytesIO()
    pen = canvas.Canvas(made, pagesize=(595.3, 841.9))
    height = 841.9 - (spot.top + spot.bottom) / 2
    pen.line(spot.left - 2, height, spot.right + 2, height)
    pen.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed_referral()))
    writer.pages[0].merge_page(pypdf.PdfReader(made).pages[0])
    crossed = io.BytesIO()
    writer.write(crossed)
    answers = read(crossed.getvalue())
    assert "line is drawn through" in answers.items["ref_role"].doubt
    assert [name for name, answer in answers.items.items() if answer.doubt] == ["ref_role"]


def with_row(docx: bytes, name: str) -> bytes:
    """A Word file with one more row in the core group, typed by hand."""
    parts = unzip(docx)
    body = parts[BODY].decode()
    last = body.index("</w:tr>", body.index("cg_12_invite")) + 7
    cell = '<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    new = "<w:tr>" + "".join(cell.format(text) for text in ("13", name, "", "", "", "", "")) + "</w:tr>"
    parts[BODY] = f"{body[:last]}{new}{body[last:]}".encode()
    return rezip(parts)


# --- pages ----------------------------------------------------------------------------------------------------


def with_pages(*pages: tuple[bytes, int]) -> bytes:
    """A PDF of pages taken from others."""
    writer = pypdf.PdfWriter()
    for data, number in pages:
        writer.add_page(pypdf.PdfReader(io.BytesIO(data)).pages[number])
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_pages_out_of_order_are_put_in_order() -> None:
    whole = printed_referral()
    answers = read(with_pages((whole, 2), (whole, 0), (whole, 1)))
    assert {n: a.text for n, a in answers.items.items()} == {n: a.text for n, a in read(whole).items.items()}
    assert "The pages do not lie in their order" in answers.remarks[0]
    assert answers.items["history"].place == "page 1"


def test_a_missing_page_is_named_with_its_questions() -> None:
    whole = printed_referral()
    answers = read(with_pages((whole, 0), (whole, 1)))
    told = " ".join(answers.remarks)
    assert "Page 3 of 3 is missing" in told
    assert "Brief history" in told
    assert "history" not in answers.items
    assert answers.items["cg_2_name"].text == "Owen Tredwell"


def test_a_page_that_is_there_twice_is_read_once() -> None:
    whole = printed_referral()
    answers = read(with_pages((whole, 0), (whole, 1), (whole, 1), (whole, 2)))
    assert any("Page 2 is there twice" in remark for remark in answers.remarks)
    assert answers.items["cg_2_name"].text == "Owen Tredwell"


def test_pages_of_two_forms_are_refused() -> None:
    other = drawn("agency-check-1-001-full")
    with pytest.raises(ReadingError, match="two forms, MACRP-AIC and MACRP-REF"):
        read_printed_word(with_pages((printed_referral(), 0), (other, 0)), builders.editions())


def page_of(*lines: str, ruled: bool = False) -> bytes:
    made = io.BytesIO()
    page = canvas.Canvas(made)
    for n, line in enumerate(lines):
        page.drawString(60, 760 - 20 * n, line)
        if ruled:
            page.grid([50, 250, 500], [752 - 20 * n, 772 - 20 * n])
    page.showPage()
    page.save()
    return made.getvalue()


def test_words_in_no_box_are_quoted() -> None:
    stamped = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed_referral()))
    note = pypdf.PdfReader(io.BytesIO(page_of(*[""] * 36, "PLEASE RING ME FIRST"))).pages[0]
    writer.pages[0].merge_page(note)
    writer.write(stamped)
    assert any("PLEASE RING ME FIRST" in remark for remark in read(stamped.getvalue()).remarks)
    covered = with_pages(
        (page_of("Dear coordinator, here is our form"), 0), *((printed_referral(), n) for n in range(3))
    )
    answers = read(covered)
    assert any("Dear coordinator" in remark for remark in answers.remarks)
    assert answers.items["ref_name"].text == "Megan Prosser"


@pytest.mark.parametrize(
    "other",
    [
        page_of("Dear all", "Name of the child: Tomos Ellery", "Date of birth: 14/03/2007"),
        page_of("Your name", "Surname", "Forenames", ruled=True),
        page_of(),
    ],
)
def test_other_papers_are_none_of_ours(other: bytes) -> None:
    assert read_printed_word(other, builders.editions()) is None


def test_a_damaged_file_is_told() -> None:
    with pytest.raises(ReadingError, match="damaged"):
        read_printed_word(b"%PDF-1.4 nothing", builders.editions())


# --- lines ----------------------------------------------------------------------------------------------------

COLUMN = Column(0.0, 100.0)
LONG = Field("story", "Story", Kind.LONGTEXT)
SHORT = Field("role", "Role", Kind.TEXT)


def lines(*texts: str) -> list[TextLine]:
    """Lines of letters five points wide; a ~ behind a line is a space that the file keeps."""
    found = []
    for n, text in enumerate(texts):
        words, at = [], 0.0
        for said in text.rstrip("~").split():
            wide = 5.0 * len(said)
            words.append(Printed(said, Rect(at, 10.0 * n, at + wide, 10.0 * n + 8), 10.0 * n + 7))
            at += wide + 5.0
        if text.endswith("~"):
            last = words[-1]
            words[-1] = Printed(last.text, last.rect, last.foot, spaced=True)
        found.append(TextLine(tuple(words)))
    return found


@pytest.mark.parametrize(
    ("texts", "text", "doubts"),
    [
        (("The family moved in", "2012 and again"), "The family moved in 2012 and again", ()),
        (("It was late.", "Nobody came"), "It was late.\nNobody came", ()),
        (("It was rather late.~", "Nobody"), "It was rather late. Nobody", ()),
        (("Nobody has met pre-", "school staff"), "Nobody has met pre-school staff", (HYPHEN_DOUBT,)),
        (("Llanfairpwllgwyngyll", "gogerychwyrndrobwllll"), None, (BROKEN_DOUBT,)),
        (("• Good practice", "• Top tip"), "Good practice\nTop tip", ()),
        (("www.example.org/a?", "b=c"), "www.example.org/a?b=c", (HYPHEN_DOUBT,)),
    ],
)
def test_lines_are_joined_as_they_were_written(
    texts: tuple[str, ...], text: str | None, doubts: tuple[str, ...]
) -> None:
    found = joined(lines(*texts), COLUMN, LONG)
    assert found.text == ("".join(texts) if text is None else text)
    assert found.doubts == doubts


def test_what_ran_together_is_parted_only_where_a_program_is_known_to_lose_lines() -> None:
    losing = Column(0.0, 1000.0, runs_together=True)
    for said, parted in (
        ("It ended.Since then", "It ended.\nSince then"),
        ("a house- a card", "a house\n- a card"),
        ("said Yes1. Bed", "said Yes\n1. Bed"),
    ):
        assert joined(lines(said), losing, LONG).text == parted
        assert joined(lines(said), losing, LONG).doubts == (LOST_DOUBT,)
        assert joined(lines(said), COLUMN, LONG).text == said
    for said in (
        "Mr McAllister of O'Brien",
        "see https://example.org/a.b or a.b@example.org. Then",
        "pre-school",
    ):
        assert joined(lines(said), losing, LONG) == joined(lines(said), COLUMN, LONG)


def test_a_choice_is_joined_the_way_that_gives_one_of_the_list() -> None:
    asked = builders.forms()["referral"].slot_by_name["ref_agency"].field
    assert joined(lines("Children's social", "care"), COLUMN, asked).text == "Children's social care"
    assert joined(lines("Health visit", "ing"), COLUMN, asked).text == "Health visiting"


def test_a_short_answer_is_one_line() -> None:
    assert joined(lines("Health visitor", "Stroud"), COLUMN, SHORT).text == "Health visitor Stroud"
