"""Every paper that follows a meeting, as Word and PDF, is one that Word opens, a reader hears, and a year keeps."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from pipeline.model.meeting import Quarter
from pipeline.office.desk.leaks.door import draw
from pipeline.office.leadership import plan_leadership
from pipeline.papers.making.convert import word_to_pdf
from pipeline.papers.making.docx_parts import BODY, W, parse, rezip, unparse, unzip
from pipeline.papers.making.word import render_word
from tests import builders
from tests.intake_helpers import desk_at
from tests.paper_quality import docx_faults, pdf_bookmarks, pdf_faults, pdf_tree, tables_without_head
from tests.papers_helpers import TEMPLATES, report_drawn, themes_drawn
from tests.quarter_helpers import file_quarter
from tests.test_word import PROPERTIES, SAMPLES

DAY, SUMMER = date(2013, 9, 27), Quarter(2013, 2)
Paper = tuple[bytes, bytes]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Paper]:
    """The papers of a quarter as they are issued."""
    with desk_at(tmp_path_factory.mktemp("quality")) as desk:
        file_quarter(desk)
        return {
            "themes": themes_drawn(desk, DAY),
            "leadership": draw(desk, plan_leadership(desk, DAY)),
            "board": report_drawn(desk, SUMMER),
            "circulated": report_drawn(desk, SUMMER, "circulated"),
        }


KINDS = ("themes", "leadership", "board", "circulated")


@pytest.mark.parametrize("kind", KINDS)
def test_word_and_pdf_of_each_paper_are_sound(papers: dict[str, Paper], kind: str) -> None:
    word, pdf = papers[kind]
    assert docx_faults(word) == []
    assert pdf_faults(pdf) == []
    assert tables_without_head(word) in (
        [],
        ["PeriodJuly to September 2013 (Q2 2013/14)"],
    )  # its column heads rows


@pytest.mark.parametrize("kind", KINDS)
def test_its_bookmarks_are_its_headings(papers: dict[str, Paper], kind: str) -> None:
    word, pdf = papers[kind]
    root = parse(unzip(word)[BODY])
    headings = [
        "  " * (int(style.get(W + "val")[-1]) - 1) + "".join(t.text or "" for t in p.iter(W + "t"))
        for p in root.iter(W + "p")
        if (style := p.find(f"{W}pPr/{W}pStyle")) is not None and style.get(W + "val").startswith("Heading")
    ]
    assert len(headings) >= 4
    assert pdf_bookmarks(pdf) == headings


def test_the_board_report_has_pictures_with_words_and_rows_with_heads(papers: dict[str, Paper]) -> None:
    tree = pdf_tree(papers["board"][1])
    assert "Figure" in tree
    front = tree[tree.index("Table") :]
    assert front[1:6] == ["TR", "TH", "P", "TD", "P"]  # the front sheet: its first column heads its rows


@pytest.mark.parametrize("kind", ("themes", "leadership", "board"))
def test_libreoffice_opens_it_and_finds_every_word(papers: dict[str, Paper], kind: str) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    pdf = word_to_pdf(papers[kind][0], engine="libreoffice", title="T")  # compares every word
    assert "H1" in pdf_tree(pdf)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_what_every_template_gives_is_sound(name: str) -> None:
    word = render_word(TEMPLATES / name, SAMPLES[name], PROPERTIES)
    assert docx_faults(word) == []
    assert pdf_faults(word_to_pdf(word, title="A title")) == []


@pytest.mark.parametrize("name", ("meeting-record", "referral", "agency-check", "reply"))
def test_the_blank_word_forms_are_sound(name: str) -> None:
    assert docx_faults((builders.ROOT / "forms" / f"{name}.docx").read_bytes()) == []


# -- the checks can fail ---------------------------------------------------------------------------------------


def spoilt(pdf: bytes, doing: Callable[[pikepdf.Pdf], Any]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        doing(document)
        document.save(out)
    return out.getvalue()


def first(pdf: pikepdf.Pdf, kind: str) -> Any:
    from tests.paper_quality import _elements

    return next(element for found, element in _elements(pdf) if found == kind)


def unembedded(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    described = font.DescendantFonts[0].FontDescriptor
    for name in [n for n in dict(described) if n.startswith("/FontFile")]:
        del described[name]


def drawn_loose(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"BT /F1 9 Tf (x) Tj ET")


PDF_SPOILT: dict[str, tuple[Callable[[pikepdf.Pdf], Any], str]] = {
    "untagged": (lambda p: p.Root.MarkInfo.__setitem__("/Marked", False), "it is not marked as tagged"),
    "language": (lambda p: p.Root.__delitem__("/Lang"), "its language is not said"),
    "title": (lambda p: p.docinfo.__delitem__("/Title"), "it has no title"),
    "viewer": (lambda p: p.Root.__delitem__("/ViewerPreferences"), "not its title"),
    "bookmarks": (lambda p: p.Root.__delitem__("/Outlines"), "0 bookmarks"),
    "heading": (lambda p: first(p, "H1").__setattr__("S", pikepdf.Name.H3), "its headings begin with [3]"),
    "alt": (lambda p: first(p, "Figure").__delitem__("/Alt"), "no alternative text"),
    "scope": (lambda p: first(p, "TH").__delitem__("/A"), "does not say what it heads"),
    "cell": (lambda p: first(p, "TD").__setattr__("S", pikepdf.Name.P), "the rows of a table have"),
    "font": (unembedded, "is not embedded"),
    "loose": (drawn_loose, "something is drawn outside the structure (Tj)"),
}


@pytest.mark.parametrize("what", PDF_SPOILT)
def test_a_spoilt_pdf_is_found_out(papers: dict[str, Paper], what: str) -> None:
    doing, said = PDF_SPOILT[what]
    assert any(said in fault for fault in pdf_faults(spoilt(papers["board"][1], doing)))


def out_of_order(root: Any) -> None:
    look = next(root.iter(W + "tblLook"))
    look.getparent().insert(0, look)


def cell_emptied(root: Any) -> None:
    cell = next(root.iter(W + "tc"))
    for old in cell.findall(W + "p"):
        cell.remove(old)


def heading_deep(root: Any) -> None:
    styles = [s for s in root.iter(W + "pStyle") if s.get(W + "val") == "Heading2"]
    styles[0].set(W + "val", "Heading4")


def linked(root: Any) -> None:
    picture = next(e for e in root.iter() if any(k.endswith("}embed") for k in e.attrib))
    picture.set(next(k for k in picture.attrib if k.endswith("}embed")), "rId999")


def unspoken(root: Any) -> None:
    from tests.paper_quality import _DRAWN

    next(root.iter(_DRAWN)).set("descr", "")


def another_tongue(root: Any) -> None:
    run = next(root.iter(W + "r"))
    etree.SubElement(etree.SubElement(run, W + "rPr"), W + "lang").set(W + "val", "en-US")


WORD_SPOILT: dict[str, tuple[Callable[[Any], None], str]] = {
    "order": (out_of_order, "tblPr has"),
    "cell": (cell_emptied, "a cell does not end with a paragraph"),
    "heading": (heading_deep, "comes heading 4"),
    "link": (linked, "the link rId999 is not there"),
    "alt": (unspoken, "a picture has no alternative text"),
    "language": (another_tongue, "words are said to be in en-US"),
}


@pytest.mark.parametrize("what", WORD_SPOILT)
def test_a_spoilt_word_file_is_found_out(papers: dict[str, Paper], what: str) -> None:
    doing, said = WORD_SPOILT[what]
    parts = unzip(papers["board"][0])
    root = parse(parts[BODY])
    doing(root)
    assert any(said in fault for fault in docx_faults(rezip({**parts, BODY: unparse(root)})))


def test_a_part_without_a_type_and_one_that_is_gone_are_found_out(papers: dict[str, Paper]) -> None:
    parts = unzip(papers["board"][0])
    assert "x.odd has no content type" in docx_faults(rezip({**parts, "x.odd": b"?"}))
    media = next(name for name in parts if "/media/" in name)
    del parts[media]
    assert any(f"{media.removeprefix('word/')} is not there" in fault for fault in docx_faults(rezip(parts)))


def test_row_heads_are_left_alone_where_the_tables_are_not_the_word_files(tmp_path: Path) -> None:
    from pipeline.papers.making.convert.row_heads import mark_row_heads

    with desk_at(tmp_path) as desk:
        file_quarter(desk)
        pdf = draw(desk, plan_leadership(desk, DAY))[1]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        mark_row_heads(document, (True, True))
        assert str(first(document, "TD").S) == "/TD"
        mark_row_heads(document, (True,))
        assert str(first(document, "TH").A.Scope) == "/Row"
