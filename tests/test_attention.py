"""The folder “needs attention”: query lists, and correction forms that are the coordinator's once changed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.model.errors import StorageError
from pipeline.records import attention
from pipeline.rules.arriving.fileends import End, end_of
from pipeline.rules.arriving.filekinds import FileKind
from tests.builders import ROOT

BLANK = (ROOT / "forms" / "agency-check.pdf").read_bytes()
SOURCE = "ab" * 32


def test_query_lists(tmp_path: Path) -> None:
    assert attention.query_lists(tmp_path) == {}
    assert attention.write_query_list(tmp_path, "CRP-2013-014", "Dear Zoë")
    assert not attention.write_query_list(tmp_path, "CRP-2013-014", "Dear Zoë")
    assert attention.write_query_list(tmp_path, "CRP-2013-014", "Dear Zoë again")
    lists = attention.query_lists(tmp_path)
    assert list(lists) == ["CRP-2013-014"]
    assert lists["CRP-2013-014"].name == "CRP-2013-014.queries.txt"
    attention.remove_settled(lists["CRP-2013-014"])
    assert attention.query_lists(tmp_path) == {}


def test_a_lost_inbox_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not there"):
        attention.write_query_list(tmp_path / "gone", "CRP-2013-001", "Dear referrer")
    with pytest.raises(StorageError, match="is not there"):
        attention.write_correction(tmp_path / "gone", "CRP-2013-001", BLANK, SOURCE)
    assert list(tmp_path.iterdir()) == []


def test_a_sealed_form_is_a_whole_pdf_that_says_what_it_was_made_from(tmp_path: Path) -> None:
    path = attention.write_correction(tmp_path, "CRP-2013-014", BLANK, SOURCE)
    assert path.name == "CRP-2013-014 correction.pdf"
    data = path.read_bytes()
    assert end_of(FileKind.PDF, data[:8192], data[-66000:], len(data)) is End.WHOLE
    fields = PdfReader(io.BytesIO(data), strict=True).get_fields()
    assert fields is not None and "referral_ref" in fields
    forms = attention.correction_forms(tmp_path)
    assert {name: form.made_from for name, form in forms.items()} == {"CRP-2013-014": SOURCE}
    assert attention.query_lists(tmp_path) == {}


@pytest.mark.parametrize("where", [100, 5000, -300, -1])
def test_any_changed_byte_makes_it_the_coordinators(tmp_path: Path, where: int) -> None:
    path = attention.write_correction(tmp_path, "CRP-2013-014", BLANK, SOURCE)
    data = bytearray(path.read_bytes())
    data[where] ^= 1
    path.write_bytes(bytes(data))
    assert attention.correction_forms(tmp_path)["CRP-2013-014"].made_from == ""


def test_what_a_program_adds_at_the_end_makes_it_the_coordinators(tmp_path: Path) -> None:
    path = attention.write_correction(tmp_path, "CRP-2013-014", BLANK, SOURCE)
    path.write_bytes(path.read_bytes() + b"\n5 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n")
    assert attention.correction_forms(tmp_path)["CRP-2013-014"].made_from == ""
