"""Page numbers, as rendered: the same on every page, whatever the original on it was turned, sized or cropped like."""

from __future__ import annotations

import io
import itertools

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Name

from pipeline.papers.making.inert import make_inert
from tests.test_binder import bound
from tests.test_inert import bytes_of, page

SIZES = {"A4": (595.0, 842.0), "A3": (842.0, 1191.0), "letter": (612.0, 792.0)}
TURNS = (0, 90, 180, 270)
CROPS = {"whole": None, "cropped": 0.2, "moved": -0.1}
EVERY = list(itertools.product(SIZES, TURNS, CROPS))
_SCALE = 2


def original(size: str, turn: int, crop: str) -> bytes:
    """A page that is black to its edges: whatever it lies over would be seen."""
    wide, tall = SIZES[size]
    pdf = pikepdf.new()
    made = page(pdf, f"0 g -50 -50 {wide + 100} {tall + 100} re f".encode(), (0, 0, wide, tall))
    made.Rotate = turn
    part = CROPS[crop]
    if part is not None:
        box = [wide * part, tall * part, wide * (1 - part), tall * (1 - part)]
        made.CropBox = Array(box)
        if part < 0:
            made.MediaBox = Array(box)
    assert made.Type == Name.Page
    return make_inert(bytes_of(pdf))


def frames(pdf: bytes) -> dict[int, tuple[bool, bytes, bytes]]:
    """For each page whether it lies on its side, and the pictures of its head's and foot's right half."""
    found = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, one in enumerate(document, 1):
            picture = one.render(scale=_SCALE).to_pil().convert("L")
            wide, tall = picture.size
            foot = picture.crop((wide // 2 + 60, tall - 31 * _SCALE, wide, tall - 12 * _SCALE))
            head = picture.crop((0, 0, wide, 38 * _SCALE))
            found[number] = (wide > tall, head.tobytes(), foot.tobytes())
    return found


@pytest.fixture(scope="module")
def packs() -> tuple[bytes, bytes]:
    """A pack of every kind of original, and one of as many blank pages of the same shapes."""
    inert = [original(*one) for one in EVERY]
    blank = []
    for data in inert:
        with pikepdf.open(io.BytesIO(data)) as document:
            box = [float(v) for v in document.pages[0].mediabox]
        pdf = pikepdf.new()
        page(pdf, b"", (0, 0, box[2] - box[0], box[3] - box[1]))
        blank.append(make_inert(bytes_of(pdf)))
    return bound(*inert), bound(*blank)


def test_the_number_looks_the_same_whatever_lies_on_the_page(packs: tuple[bytes, bytes]) -> None:
    full, empty = map(frames, packs)
    assert len(full) == len(EVERY) + 1
    shapes = [full[n][0] for n in sorted(full)]
    assert any(shapes)
    assert not all(shapes)
    for number, (side, _, foot) in full.items():
        assert side == empty[number][0]
        assert foot == empty[number][2], f"page {number}: {EVERY[number - 2]}"
        assert min(foot) < 100  # there is a number


def test_two_numbers_look_different(packs: tuple[bytes, bytes]) -> None:
    """A check that cannot fail is a defect: the pictures tell pages apart."""
    feet = [(side, foot) for side, _, foot in frames(packs[0]).values()]
    assert len(set(feet)) == len(feet)


def test_the_number_read_is_the_pages(packs: tuple[bytes, bytes]) -> None:
    with pypdfium2.PdfDocument(packs[0]) as document:
        last = len(document)
        for number, one in enumerate(document, 1):
            assert f"Page {number} of {last}" in one.get_textpage().get_text_range()
            assert document.get_page_label(number - 1) == str(number)
