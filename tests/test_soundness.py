"""What a PDF tells of itself before it is read: it surely has no field, or a part of it is lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from pipeline.papers.reading.acroform.soundness import Soundness, soundness_of
from tests.builders import editions, forms

BLANK = editions(forms()["agency-check"])[0].pdf


def changed(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The blank after a change."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(BLANK)) as pdf:
        change(pdf)
        pdf.save(out, static_id=True)
    return out.getvalue()


def without_boxes(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        del page.obj["/Annots"]


def without_list(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/AcroForm"]


def emptied(pdf: pikepdf.Pdf) -> None:
    """What programs leave that flatten a form: an empty list, no boxes."""
    without_boxes(pdf)
    pdf.Root.AcroForm.Fields = pikepdf.Array()


def data_only(pdf: pikepdf.Pdf) -> None:
    emptied(pdf)
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


def test_a_flattened_form_surely_has_no_fields() -> None:
    assert soundness_of(changed(emptied)) == Soundness(fieldless=True)
    assert soundness_of(changed(lambda pdf: (without_boxes(pdf), without_list(pdf)))).fieldless


@pytest.mark.parametrize("change", [without_boxes, without_list, data_only])
def test_a_list_of_fields_a_box_or_form_data_is_looked_at(change: Callable[[pikepdf.Pdf], object]) -> None:
    assert soundness_of(changed(change)) == Soundness()


def test_nothing_is_sure_of_a_damaged_file() -> None:
    data = changed(emptied)
    assert soundness_of(data[:-40]) == Soundness()  # its end is gone, all its parts are there
    assert soundness_of(data[: len(data) // 2]).lost
    assert soundness_of(b"%PDF-1.7 nothing") == Soundness()
