"""Photographs and scans as pages of a PDF: upright, whole, dead, and never too large to open."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import numpy
import pypdfium2
import pytest
from PIL import Image

from pipeline.model.errors import ReadingError
from pipeline.office.desk.pages import inert_copy
from pipeline.papers.making import pictures
from pipeline.papers.making.pictures import pictures_to_pdf
from tests.intake_helpers import desk_at
from tests.scan_helpers import encoded, tiff


def sheet(tall: int = 842, wide: int = 595) -> numpy.ndarray:
    """White, with a black square in its top left corner."""
    grey = numpy.full((tall, wide), 255, numpy.uint8)
    grey[20:80, 20:80] = 0
    return grey


def drawn(pdf: bytes) -> list[numpy.ndarray]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [numpy.array(page.render(scale=1).to_pil().convert("L")) for page in opened]


def test_every_page_of_every_picture_is_a_page_in_order() -> None:
    pdf = pictures_to_pdf([tiff(sheet(), sheet()[::-1]), encoded(sheet(), "JPEG"), encoded(sheet())])
    pages = drawn(pdf)
    assert [page.shape for page in pages] == [(842, 595)] * 4
    assert [bool(page[40:60, 40:60].mean() < 60) for page in pages] == [True, False, True, True]
    assert pages[1][-60:-40, 40:60].mean() < 60


def test_the_same_pictures_make_the_same_bytes_and_nothing_but_pictures() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at 27 Larkrise Terrace"
    data = encoded(sheet(), "JPEG", exif=exif.tobytes())
    pdf = pictures_to_pdf([data])
    assert b"Larkrise" in data
    assert pdf == pictures_to_pdf([data])
    assert b"Larkrise" not in pdf and b"/Annot" not in pdf and b"/JavaScript" not in pdf


def test_a_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: a quarter turn to the right shows it upright
    page = drawn(pictures_to_pdf([encoded(numpy.rot90(sheet()), "JPEG", exif=exif.tobytes())]))[0]
    assert page.shape == (842, 595) and page[40:60, 40:60].mean() < 60


def test_what_is_see_through_shows_white_paper() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (595, 842), (0, 0, 0, 0)).save(made, "PNG")
    assert drawn(pictures_to_pdf([made.getvalue()]))[0].min() > 250


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is so large, in a few bytes."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(1000))) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_picture_too_large_to_be_paper_is_refused_before_it_is_opened() -> None:
    with pytest.raises(ReadingError, match="100000 by 100000 dots"):
        pictures_to_pdf([bomb(100_000, 100_000)])


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", encoded(sheet(), "JPEG")[:900], b"II*\0" + bytes(9)]
)
def test_a_damaged_picture_is_named(data: bytes) -> None:
    with pytest.raises(ReadingError, match="damaged"):
        pictures_to_pdf([data])


def test_no_picture_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadingError, match="no picture"):
        pictures_to_pdf([])
    monkeypatch.setattr(pictures, "_MOST_PAGES", 2)
    with pytest.raises(ReadingError, match="more than 2 pages"):
        pictures_to_pdf([encoded(sheet())] * 3)


def test_a_pack_shows_the_pages_of_a_picture(tmp_path: Path) -> None:
    data = tiff(sheet(), sheet())
    source = tmp_path / "fax.tif"
    source.write_bytes(data)
    with desk_at(tmp_path) as desk:
        kept = desk.originals.keep(source)
        assert kept == hashlib.sha256(data).hexdigest()
        shown = inert_copy(desk, kept, "image", "CRP-2013-001")
    assert shown is not None and len(drawn(shown)) == 2
