"""What the leak check reads: every place of a Word file and of a PDF, and nothing passed over."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import pikepdf
import pytest

from pipeline.papers.reading.inside import Contents, inside
from pipeline.papers.sandbox import Sandbox
from tests import builders
from tests.leak_places import MAIL, NAME, PDF, SENTENCE, UNREADABLE, WORD, clean_pdf, clean_word, page


def _folded(text: str) -> str:
    return re.sub(r"[\s_]+|%20", " ", text.replace("\u00ad\n", "").replace("\u00ad", ""))


def _hits(contents: Contents) -> list[str]:
    return [p.place for p in contents.places if NAME in _folded(p.text)]


@pytest.mark.parametrize("place", WORD)
def test_a_name_is_read_in_every_place_of_a_word_file(place: str) -> None:
    contents = inside(WORD[place](), "themes.docx")
    assert _hits(contents), contents.places
    assert contents.faults == ()


@pytest.mark.parametrize("place", PDF)
def test_a_name_is_read_in_every_place_of_a_pdf(place: str) -> None:
    contents = inside(PDF[place](), "themes.pdf")
    assert _hits(contents), contents.places
    assert bool(contents.faults) == (place == "behind the end")


@pytest.mark.parametrize("place", MAIL)
def test_a_name_is_read_in_every_place_of_an_e_mail(place: str) -> None:
    contents = inside(MAIL[place](), "themes.eml")
    assert _hits(contents), contents.places
    assert contents.faults == ()


@pytest.mark.parametrize("name", ["Grace Young.docx", "Grace_Young.pdf"])
def test_the_file_name_is_read(name: str) -> None:
    assert _hits(inside(clean_word() if name.endswith("x") else clean_pdf(), name)) == ["file name"]


@pytest.mark.parametrize("defect", UNREADABLE)
def test_what_cannot_be_read_whole_is_a_fault(defect: str) -> None:
    name = "themes.eml" if defect.startswith("e-mail") else "themes.pdf"
    assert inside(UNREADABLE[defect](), name).faults


def test_an_object_that_no_table_names_is_a_fault_of_its_own() -> None:
    faults = inside(UNREADABLE["object in no table"](), "a.pdf").faults
    assert any("none of its tables names" in said for said in faults)


@pytest.mark.parametrize(("name", "data"), [("a.docx", clean_word()), ("a.pdf", clean_pdf())])
def test_a_paper_with_nothing_planted_is_quiet(name: str, data: bytes) -> None:
    contents = inside(data, name)
    assert _hits(contents) == []
    assert (contents.faults, contents.refused, contents.pictures) == ((), (), ())
    visible = [p.text for p in contents.places if not p.hidden]
    assert visible == ["The Panel talked about core groups."]


def test_a_digest_that_happens_to_be_letters_is_no_text() -> None:
    """One PDF in fourteen has such an ID; a K at its end was somebody's initial."""
    data = bytes.fromhex("83503626 72bd8271 a534e7d9 7aae b84b".replace(" ", ""))
    pdf = re.sub(rb"/ID \[.*?\]", b"/ID [<%b> <%b>]" % ((data.hex().encode(),) * 2), clean_pdf())
    assert data.hex().encode() in pdf
    assert not [p for p in inside(pdf, "a.pdf").places if p.place == "PDF, ID"]


def test_the_blanks_are_read_without_a_fault() -> None:
    """Our own fields, fonts, tags and controls are all known."""
    for path in sorted((builders.ROOT / "forms").glob("agency-check.*")):
        if path.suffix != ".yaml":
            assert inside(path.read_bytes(), path.name).faults == ()


@pytest.mark.parametrize(
    ("places", "place", "said"),
    [
        (WORD, "tracked insertion", "tracked changes"),
        (WORD, "author of a change", "tracked changes"),
        (WORD, "comment", "comments"),
        (PDF, "attachment", "attached"),
    ],
)
def test_what_no_paper_may_hold_is_refused(places: Mapping[str, object], place: str, said: str) -> None:
    made = places[place]
    assert callable(made)
    assert any(said in words for words in inside(made(), "a.docx").refused)


def test_what_should_be_taken_out_is_named() -> None:
    assert "its author: Grace Young" in inside(WORD["author"](), "a.docx").left
    assert any("mail merge" in words for words in inside(WORD["mail merge"](), "a.docx").left)
    assert any("rsids" in words for words in inside(clean_word(), "a.docx").left)
    assert any("earlier versions" in words for words in inside(PDF["incremental revision"](), "a.pdf").left)


def test_an_inline_picture_is_for_a_person() -> None:
    with pikepdf.open(io.BytesIO(clean_pdf())) as pdf:
        pdf.pages[0].contents_add(b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI")
        pdf.save(out := io.BytesIO())
    assert inside(out.getvalue(), "a.pdf").pictures


def test_pictures_are_for_a_person() -> None:
    assert inside(WORD["picture's note"](), "a.docx").pictures == ("picture image9.png",)


def test_a_place_says_where_and_whether_it_is_hidden() -> None:
    (box,) = (p for p in inside(WORD["text box in header"](), "a.docx").places if SENTENCE in p.text)
    assert (box.place, box.hidden) == ("page header (header9), text box, paragraph 2", False)
    (run,) = (p for p in inside(WORD["white run"](), "a.docx").places if SENTENCE in p.text)
    assert run.hidden


def test_a_sentence_over_two_lines_of_a_page_stays_whole() -> None:
    places = inside(page("A plan was made", "for them.", "Then nothing."), "a.pdf").places
    (text,) = (p.text for p in places if p.place == "page 1")
    assert text.endswith("groups.\nA plan was made for them.\nThen nothing.")


def test_a_short_name_is_a_name_unless_it_numbers_a_resource() -> None:
    with pikepdf.open(io.BytesIO(clean_pdf())) as pdf:
        pdf.Root.Dests = pikepdf.Dictionary({"/Zoe": pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])})
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary({"/Img1": pdf.make_stream(b"")})
        pdf.save(out := io.BytesIO())
    texts = {p.text for p in inside(out.getvalue(), "a.pdf").places}
    assert "Zoe" in texts
    assert "Img1" not in texts


def test_it_runs_in_the_limited_process() -> None:
    with Sandbox(20.0, 1024) as sandbox:
        assert _hits(sandbox.call(inside, WORD["footnote"](), "a.docx"))
        assert _hits(sandbox.call(inside, PDF["layer"](), "a.pdf"))
