"""The committed blanks are in step with their definitions, and the plan says so before anything is written."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.errors import StorageError
from pipeline.model.form import Form, Repeat
from pipeline.model.settings import Marking, Settings
from pipeline.office import blanks
from pipeline.records.settings import load_settings
from pipeline.records.workspace import workspace_forms
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
    forms = workspace_forms(settings)
    assert set(forms) == {"referral", "agency-check", "meeting-record", "reply"}
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
        f"agency-check{suffix} differs from what its definition and the settings give. Run `pipeline forms build`."
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


def test_the_plan_says_what_writing_does(settings: Settings, check_form: dict[str, Form]) -> None:
    pdf, _ = blanks.plan_blanks(settings, check_form)
    assert pdf.change == "written"
    assert replace(pdf, present=True).change == "written again"
    assert replace(pdf, present=True, in_step=True).change == "unchanged"


def test_a_name_changed_in_the_settings_puts_the_blanks_out_of_step(settings: Settings) -> None:
    folder = settings.folders.forms
    (folder / "agency-check.yaml").write_bytes((builders.ROOT / "forms" / "agency-check.yaml").read_bytes())
    blanks.write_blanks(blanks.plan_blanks(settings, workspace_forms(settings)))
    assert blanks.out_of_step(settings, workspace_forms(settings)) == ()
    renamed = replace(settings, names=replace(settings.names, panel="Bwrdd Adolygu"))
    assert len(blanks.out_of_step(renamed, workspace_forms(renamed))) == 2
    later = replace(settings, markings=(Marking(date(2020, 1, 1), "OFFICIAL"),))
    assert len(blanks.out_of_step(later, workspace_forms(later))) == 2


def test_a_form_that_grows_beyond_its_pages_is_told() -> None:
    forms = builders.forms()
    assert blanks.grown(forms) == ()
    referral = forms["referral"]
    people = referral.pages[0]
    longer = tuple(
        replace(s, items=tuple(replace(i, maximum=20) if isinstance(i, Repeat) else i for i in s.items))
        for s in people.sections
    )
    grown = replace(referral, pages=(replace(people, sections=longer), *referral.pages[1:]))
    (note,) = blanks.grown({"referral": grown})
    assert note.startswith(
        "referral.pdf: page 1 of its definition (People) takes 2 sheets of paper instead of 1."
    )
    allowed = replace(grown, pages=(replace(grown.pages[0], sheets=2), *grown.pages[1:]))
    assert blanks.grown({"referral": allowed}) == ()


def test_a_pdf_blank_is_compared_by_what_it_holds(settings: Settings, check_form: dict[str, Form]) -> None:
    blanks.write_blanks(blanks.plan_blanks(settings, check_form))
    path = settings.folders.forms / "agency-check.pdf"
    path.write_bytes(path.read_bytes().replace(b"startxref", b"% a remark that no reader sees\nstartxref"))
    assert blanks.out_of_step(settings, check_form) == ()
