"""The committed blanks are in step with their definitions, and the plan says so before anything is written."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.errors import StorageError
from pipeline.model.form import Form
from pipeline.model.settings import Settings
from pipeline.office import blanks
from pipeline.records.definitions import load_forms
from pipeline.records.settings import form_lists, load_settings
from tests import builders


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a workspace with an empty forms folder."""
    made = builders.settings(tmp_path)
    folder = tmp_path / "forms"
    folder.mkdir()
    return replace(made, folders=replace(made.folders, forms=folder))


@pytest.fixture(scope="module")
def check_form() -> dict[str, Form]:
    return {"agency-check": builders.forms()["agency-check"]}


def test_committed_blanks_are_in_step_with_their_definitions() -> None:
    settings = load_settings(builders.ROOT)
    forms = load_forms(settings.folders.forms, form_lists(settings))
    assert set(forms) == {"referral", "agency-check", "meeting-record"}
    assert blanks.out_of_step(settings, forms) == ()


def test_a_plan_writes_nothing(settings: Settings, check_form: dict[str, Form]) -> None:
    plan = blanks.plan_blanks(settings, check_form)
    assert [b.path.name for b in plan] == ["agency-check.pdf", "agency-check.docx"]
    assert [(b.present, b.in_step) for b in plan] == [(False, False)] * 2
    assert list(settings.folders.forms.iterdir()) == []
    assert [b.data[:4] for b in plan] == [b"%PDF", b"PK\x03\x04"]


def test_written_blanks_are_in_step_and_are_not_written_again(
    settings: Settings, check_form: dict[str, Form]
) -> None:
    assert len(blanks.out_of_step(settings, check_form)) == 2
    written = blanks.write_blanks(blanks.plan_blanks(settings, check_form))
    assert [p.name for p in written] == ["agency-check.pdf", "agency-check.docx"]
    assert blanks.out_of_step(settings, check_form) == ()
    assert blanks.write_blanks(blanks.plan_blanks(settings, check_form)) == ()


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_a_blank_that_differs_is_named_with_the_remedy(
    settings: Settings, check_form: dict[str, Form], suffix: str
) -> None:
    blanks.write_blanks(blanks.plan_blanks(settings, check_form))
    path = settings.folders.forms / f"agency-check{suffix}"
    path.write_bytes(path.read_bytes()[:-40])
    (sentence,) = blanks.out_of_step(settings, check_form)
    assert sentence == (
        f"agency-check{suffix} differs from what its definition gives. Run `pipeline forms build`."
    )
    path.unlink()
    assert blanks.out_of_step(settings, check_form) == (
        f"agency-check{suffix} is not there. Run `pipeline forms build`.",
    )


def test_a_changed_definition_is_noticed(settings: Settings, check_form: dict[str, Form]) -> None:
    blanks.write_blanks(blanks.plan_blanks(settings, check_form))
    changed = {"agency-check": replace(check_form["agency-check"], version="1.1")}
    assert len(blanks.out_of_step(settings, changed)) == 2


def test_a_word_blank_packed_by_another_zlib_is_in_step(
    settings: Settings, check_form: dict[str, Form]
) -> None:
    blanks.write_blanks(blanks.plan_blanks(settings, check_form))
    path = settings.folders.forms / "agency-check.docx"
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert packed.getvalue() != path.read_bytes()
    path.write_bytes(packed.getvalue())
    assert blanks.out_of_step(settings, check_form) == ()


def test_a_blank_that_cannot_be_read_stops_with_the_reason(
    settings: Settings, check_form: dict[str, Form], monkeypatch: pytest.MonkeyPatch
) -> None:
    blanks.write_blanks(blanks.plan_blanks(settings, check_form))

    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.parent == settings.folders.forms:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(StorageError, match=r"agency-check\.pdf"):
        blanks.plan_blanks(settings, check_form)


def test_the_plan_reads_as_a_list(settings: Settings, check_form: dict[str, Form]) -> None:
    pdf, _ = blanks.plan_blanks(settings, check_form)
    assert str(pdf) == "agency-check.pdf: not there yet"
    assert str(replace(pdf, present=True)) == "agency-check.pdf: out of step"
    assert str(replace(pdf, present=True, in_step=True)) == "agency-check.pdf: in step"


def test_a_pdf_blank_is_compared_by_what_it_holds(settings: Settings, check_form: dict[str, Form]) -> None:
    blanks.write_blanks(blanks.plan_blanks(settings, check_form))
    path = settings.folders.forms / "agency-check.pdf"
    path.write_bytes(path.read_bytes() + b"% a remark that no reader sees\n")
    assert blanks.out_of_step(settings, check_form) == ()
