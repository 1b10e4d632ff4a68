"""A table begins where there is room for it, with its caption and heading row, in the embedded engine too."""

from __future__ import annotations

import io

import docx
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.shared import Pt

from pipeline.papers.making.convert import _pieces, word_to_pdf
from pipeline.papers.making.convert.tables_kept import tables_kept


def paper(lines: int, rows: int = 4, *, header: bool = True) -> bytes:
    d = docx.Document()
    for number in range(lines):
        d.add_paragraph(f"line {number}").paragraph_format.space_after = Pt(0)
    d.add_paragraph("THE CAPTION", style="Caption").paragraph_format.keep_with_next = True
    table = d.add_table(rows=0, cols=2)
    for number in range(rows):
        row = table.add_row()
        for cell in row.cells:
            cell.paragraphs[0].add_run(f"row{number};")
        if number == 0 and header:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    d.add_paragraph("after")
    buffer = io.BytesIO()
    d.save(buffer)
    return buffer.getvalue()


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def page_of(found: list[str], words: str) -> int:
    return next(number for number, text in enumerate(found) if words in text)


@pytest.mark.parametrize("rows", [4, 60])
def test_a_caption_and_heading_never_stand_alone(rows: int) -> None:
    apart = 0
    for lines in range(34, 46, 1 if rows == 4 else 3):  # a long table takes its time
        raw = paper(lines, rows)
        before = _pieces(raw)
        table = [p for p in before if p.block == lines + 1]
        apart += len(table) > 1 and table[0].height < 40
        found = pages(word_to_pdf(raw, title="T"))
        assert page_of(found, "THE CAPTION") == page_of(found, "row0;") == page_of(found, "row1;"), lines
    assert apart, "the engine now keeps rows together itself: this mend can go"


def test_what_stands_well_is_not_touched() -> None:
    raw = paper(5)
    assert tables_kept(raw, _pieces) is raw
    long = paper(5, rows=60)  # breaks over pages, and begins well
    assert tables_kept(long, _pieces) is long
    form = paper(40, header=False)  # a table without a repeating heading, such as a form's boxes
    assert tables_kept(form, _pieces) is form


def test_a_table_that_cannot_be_helped_ends_the_search() -> None:
    raw = paper(40)
    always = [p for p in _pieces(raw) for _ in (0, 1)]  # an engine that breaks it wherever it stands
    assert tables_kept(raw, lambda _: always) != raw
