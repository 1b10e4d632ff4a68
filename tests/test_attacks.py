"""Hostile papers through the desk's own door, with the real limits: each ends in answers or in a reason.

What tries the fields of a PDF form or the controls of a Word form stands in test_acroform.py and test_word_reading.py;
e-mails and packed folders in test_parcel.py; names and kinds of files in test_inbox.py and test_intake.py. Here are the
papers without fields, the pictures, and what the other files do not try.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.model.answers import Answers
from pipeline.model.errors import ReadingError
from pipeline.office.desk import Desk, open_desk
from tests import builders
from tests.reading_helpers import control, package, paragraph, properties, run, saved, word_file

CLOCK = datetime(2013, 9, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = builders.settings(tmp_path_factory.mktemp("attacks"))
    with open_desk(settings, builders.forms(), lambda: CLOCK) as made:
        yield made


def refused(desk: Desk, data: bytes, name: str) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        desk.read(data, name)
    found = caught.value
    assert found.what and found.why and found.remedy
    assert len(str(found)) < 900
    return found


# --- PDFs without fields -------------------------------------------------------------------------------------


def pages_of(content: bytes, count: int = 1, **page: Any) -> bytes:
    """Pages that share one content stream, already packed."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    stream = pikepdf.Stream(pdf, zlib.compress(content, 9))
    stream.Filter = Name.FlateDecode
    shared = pdf.make_indirect(stream)
    for _ in range(count):
        made = pdf.add_blank_page(page_size=(595, 842))
        made.Contents = shared
        made.Resources = Dictionary(Font=Dictionary(F1=font))
        for key, value in page.items():
            made[f"/{key}"] = value
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def words(count: int) -> bytes:
    return b"BT /F1 8 Tf 20 800 Td " + b"(word ) Tj " * count + b"ET"


def one_page_many_times(times: int) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(words(5))
    pdf.Root.Pages.Kids = Array([page.obj] * times)
    pdf.Root.Pages.Count = times
    return saved(pdf)


def drawn_in_drawings(depth: int, each: int) -> bytes:
    """A drawing that draws another ten times, which draws another ten times ..."""
    pdf = pikepdf.new()
    inner = pdf.make_stream(
        b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 900])
    )
    for _ in range(depth):
        resources = Dictionary(XObject=Dictionary(X=inner))
        inner = pdf.make_stream(
            b"/X Do " * each,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 600, 900]),
            Resources=resources,
        )
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(XObject=Dictionary(X=inner))
    page.Contents = pdf.make_stream(b"/X Do")
    return saved(pdf)


def page_tree_loop() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.replace(b"/Kids [ ", b"/Kids [ 2 0 R 1 0 R ").replace(b"/Count 1", b"/Count 9")


def huge_numbers() -> bytes:
    data = saved(pikepdf.new(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.replace(b"/Size", b"/Size 2147483647 %")


def brackets() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


def many_revisions() -> bytes:
    data = saved(pikepdf.new(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    tail = f"xref\n0 0\ntrailer\n<< /Size 4 /Root 1 0 R /Prev {start} >>\nstartxref\n".encode()
    for _ in range(5000):
        place = len(data)
        data += tail + f"{place}\n%%EOF\n".encode()
    return data


def filters(count: int) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    data = words(3)
    for _ in range(count):
        data = zlib.compress(data)
    stream = pikepdf.Stream(pdf, data)
    stream.Filter = Array([Name.FlateDecode] * count)
    page.Contents = pdf.make_indirect(stream)
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def long_value() -> bytes:
    """A hundred thousand letters in one field, as hexadecimal digits."""
    blank = builders.pdf_form(builders.forms()["referral"], {})
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        box = next(f for f in pdf.Root.AcroForm.Fields if str(f.get("/T")) == "history")
        box.V = String("MEGABYTE")
        data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.replace(b"(MEGABYTE)", b"<FEFF" + b"0041" * 100_000 + b">")


REFUSED_PDFS: dict[str, Callable[[], bytes]] = {
    "70 MB of content on each of 200 pages": lambda: pages_of(b" " * 70 * 2**20, 200),
    "70 MB of words on one page": lambda: pages_of(words(6_000_000)),
    "450,000 words on one page": lambda: pages_of(words(450_000)),
    "one page 3,000 times": lambda: one_page_many_times(3000),
    "drawings in drawings, a thousand million": lambda: drawn_in_drawings(9, 10),
    "pages that hold each other": page_tree_loop,
    "a table of two thousand million objects": huge_numbers,
    "100,000 brackets": brackets,
    "5,000 revisions": many_revisions,
    "40 filters": lambda: filters(40),
    "a page of no size": lambda: pages_of(words(9), MediaBox=Array([0, 0, 0, 0])),
    "a page of two numbers": lambda: pages_of(words(9), MediaBox=Array([0, 0])),
    "a page as large as a country": lambda: pages_of(words(9), MediaBox=Array([0, 0, 10**9, 10**9])),
}


@pytest.mark.parametrize("attack", REFUSED_PDFS)
def test_a_pdf_without_fields_ends_in_a_reason(attack: str, desk: Desk) -> None:
    refused(desk, REFUSED_PDFS[attack](), "form.pdf")


def test_a_letter_with_a_link_is_told_what_it_is(desk: Desk) -> None:
    pdf = pikepdf.open(io.BytesIO(pages_of(words(60))))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 99, 99]), Border=Array([0, 0, 1]))
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
    assert "no form fields" in refused(desk, saved(pdf), "letter.pdf").why


def test_a_value_of_a_hundred_thousand_letters_is_read(desk: Desk) -> None:
    assert len(desk.read(long_value(), "form.pdf").items["history"].text) == 100_000


# --- Word ----------------------------------------------------------------------------------------------------


def with_macros() -> bytes:
    """A filled form as .docm: macros beside the document."""
    data = builders.word_form(builders.forms()["referral"], builders.REFERRAL)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            part = source.read(entry.filename)
            if entry.filename == "[Content_Types].xml":
                kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind
                )
            target.writestr(entry, part)
        target.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    return out.getvalue()


def test_a_document_with_macros_is_read_without_them(desk: Desk) -> None:
    plain = desk.read(builders.word_form(builders.forms()["referral"], builders.REFERRAL), "form.docx")
    found = desk.read(with_macros(), "form.docm")
    assert {n: a.text for n, a in found.items.items()} == {n: a.text for n, a in plain.items.items()}


def billion_laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document = f'<!DOCTYPE w [{entities}]><w:document xmlns:w="x">&i;</w:document>'
    return package({"word/document.xml": document, "docProps/custom.xml": properties()})


def outside_entity() -> bytes:
    document = (
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="x">&x;</w:document>'
    )
    return package({"word/document.xml": document, "docProps/custom.xml": properties()})


def table(cell: str, settings: str) -> bytes:
    body = f"<w:tbl><w:tr><w:tc><w:tcPr>{settings}</w:tcPr>{cell}</w:tc></w:tr></w:tbl>"
    return word_file(body, form_id="MACRP-REF")


@pytest.mark.parametrize("make", [billion_laughs, outside_entity])
def test_a_word_file_that_defines_entities_is_refused(make: Callable[[], bytes], desk: Desk) -> None:
    assert re.search("defines entities|entity", refused(desk, make(), "form.docx").why)


@pytest.mark.parametrize(
    "settings",
    ['<w:gridSpan w:val="1000000"/>', '<w:vMerge/><w:gridSpan w:val="-3"/>', '<w:gridSpan w:val="x"/>'],
)
def test_senseless_spans_of_cells_do_no_harm(settings: str, desk: Desk) -> None:
    found = desk.read(table(paragraph(control("ref_name", run("Ann"))), settings), "form.docx")
    assert found.items["ref_name"].text == "Ann"


# --- pictures ------------------------------------------------------------------------------------------------


def png(width: int, height: int, rows: int = 1) -> bytes:
    """A picture that says it is so large, with a few rows of dots in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    dots = zlib.compress((b"\0" + b"\xff" * (width // 8)) * rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def tiff(*, loop: bool = False, width: int = 100, pages: int = 1) -> bytes:
    """Grey pictures one after the other; with `loop` the last points back at the first."""
    data = b"II*\0" + struct.pack("<I", 8)
    for number in range(pages):
        place = len(data)
        tags = [
            (256, 4, 1, width), (257, 4, 1, width), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
            (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, width), (279, 4, 1, 100),
        ]  # fmt: skip
        following = 8 if loop else place + 2 + 12 * len(tags) + 4
        last = number == pages - 1 and not loop
        data += struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *t) for t in tags)
        data += struct.pack("<I", 0 if last else following)
    return data + b"\xff" * 200


def picture_pdf(width: int) -> bytes:
    """A PDF whose page is a picture that unpacks to width x width bytes."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    packed = zlib.compress(b"\xff" * width * 1000, 9)
    image = pikepdf.Stream(pdf, packed)
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": width, "/Height": width})
    image.BitsPerComponent, image.ColorSpace, image.Filter = 8, Name.DeviceGray, Name.FlateDecode
    page.Resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
    page.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /I Do")
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


PICTURES: dict[str, tuple[Callable[[], bytes], str]] = {
    "100,000 dots each way": (lambda: png(100_000, 100_000), "p.png"),
    "two thousand million dots": (lambda: png(2**31 - 1, 1), "p.png"),
    "TIFF whose pages go in a circle": (lambda: tiff(loop=True), "p.tif"),
    "TIFF of 5,000 pages": (lambda: tiff(pages=5000), "p.tif"),
    "TIFF of 60,000 dots each way": (lambda: tiff(width=60_000), "p.tif"),
    "PDF around a picture of 30,000 dots each way": (lambda: picture_pdf(30_000), "p.pdf"),
    "cut JPEG": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x01" * 40 + b"\xff\xd9", "p.jpg"),
    "no picture at all": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "p.png"),
}


@pytest.mark.parametrize("attack", PICTURES)
def test_a_picture_that_lies_ends_in_a_reason(attack: str, desk: Desk) -> None:
    make, name = PICTURES[attack]
    refused(desk, make(), name)


# --- other kinds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (rb"{\rtf1{\object\objocx{\*\objdata 0105000002000000" + b"41" * 5000 + rb"}}}", "form.rtf"),
        (rb"{\rtf1" + b"{" * 50_000 + b"}" * 50_000 + b"}", "form.rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "form.doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096, "form.msg"),
        (b"\x78\x9f\x3e\x22" + b"\xff" * 400, "winmail.dat"),
    ],
    ids=["RTF with an object", "RTF 50,000 deep", "Word of zeroes", "Outlook of ones", "winmail of ones"],
)
def test_other_kinds_end_in_a_reason(data: bytes, name: str, desk: Desk) -> None:
    refused(desk, data, name)


def test_the_desk_still_reads_after_all_that(desk: Desk) -> None:
    found = desk.read(builders.pdf_form(builders.forms()["referral"], builders.REFERRAL), "form.pdf")
    assert isinstance(found, Answers)
    assert found.items["ref_name"].text == builders.REFERRAL["ref_name"]


def test_no_attack_left_anything_in_the_workspace(desk: Desk) -> None:
    root: Path = desk.settings.folders.root
    assert sorted(p.name for p in root.iterdir()) == ["inbox", "outbox", "records"]
    assert list((root / "inbox").iterdir()) == []
