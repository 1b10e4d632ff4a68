"""The desk: opened and closed, the warm reading process, the pages kept for the pack."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.errors import (
    ConversionError,
    DefinitionError,
    NotFoundError,
    PipelineError,
    ReadingError,
    RegisterError,
)
from pipeline.office.desk import open_desk
from pipeline.office.desk import pages as desk_pages
from pipeline.office.desk.pages import inert_copy, inert_key
from pipeline.papers.sandbox import UNNAMED
from pipeline.records.originals import Originals
from tests import builders
from tests.intake_helpers import DAY, Inline, desk_at, typed


def kept(originals: Originals, tmp_path: Path, data: bytes) -> str:
    source = tmp_path / "source"
    source.write_bytes(data)
    return originals.keep(source)


def test_reading_process_starts_late_stays_warm_and_ends(tmp_path: Path) -> None:
    with open_desk(builders.settings(tmp_path), builders.forms(), lambda: DAY) as desk:
        assert desk.today == date(2013, 9, 2)
        assert desk.sandbox._caller is None  # type: ignore[attr-defined]
        answers = desk.read(typed(), "a.yaml")
        assert answers.items["ref_name"].text == "Megan Prosser"
        first = desk.sandbox.call(os.getpid)
        assert first == desk.sandbox.call(os.getpid) != os.getpid()
        with pytest.raises(ReadingError):
            desk.read(b"form: NONE", "a.yaml")
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    with pytest.raises(RegisterError):
        desk.register.events()


class Failing(Inline):
    """A sandbox in which reading comes to a bad end."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def call(self, function: object, *args: object) -> object:  # type: ignore[override]
        raise ReadingError(self.what, "it took too long.", "Ask for it afresh.")


@pytest.mark.parametrize(("what", "told"), [(UNNAMED, "Word document"), ("Word file", "Word file")])
def test_a_paper_that_ended_the_reader_is_called_by_its_kind(tmp_path: Path, what: str, told: str) -> None:
    data = builders.word_form(builders.forms()["referral"], {})
    with desk_at(tmp_path, sandbox=Failing(what)) as desk, pytest.raises(ReadingError) as caught:
        desk.read(data, "form.docx")
    assert caught.value.what == told


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_pages_are_made_once_and_again_when_the_cache_is_lost(tmp_path: Path, kind: str) -> None:
    form = builders.forms()["referral"]
    fill = builders.pdf_form if kind == "pdf" else builders.word_form
    sandbox = Inline()
    with desk_at(tmp_path, sandbox=sandbox) as desk:
        sha256 = kept(desk.originals, tmp_path, fill(form, builders.REFERRAL))
        pages = inert_copy(desk, sha256, kind, "CRP-2013-001")
        assert pages is not None and pages.startswith(b"%PDF-")
        made = len(sandbox.calls)
        assert inert_copy(desk, sha256, kind, "CRP-2013-001") == pages and len(sandbox.calls) == made
        desk.derived.drop(inert_key(sha256))
        assert inert_copy(desk, sha256, kind, "CRP-2013-001") == pages


def test_what_has_no_pages(tmp_path: Path) -> None:
    with desk_at(tmp_path) as desk:
        assert inert_copy(desk, "0" * 64, "yaml", "x") is None
        with pytest.raises(NotFoundError):
            inert_copy(desk, "0" * 64, "pdf", "x")
        broken = kept(desk.originals, tmp_path, b"%PDF-1.7 broken %%EOF")
        with pytest.raises(PipelineError) as caught:
            inert_copy(desk, broken, "pdf", "x")
        assert isinstance(caught.value, ReadingError | ConversionError)
        assert desk.derived.get(inert_key(broken)) is None


def test_an_office_suite_is_not_run_in_the_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.papers.making import convert

    asked: list[str] = []

    def word_to_pdf(docx: bytes, *, engine: str, title: str) -> bytes:
        asked.append(engine)
        return docx

    monkeypatch.setattr(convert, "word_to_pdf", word_to_pdf)
    sandbox = Inline()
    with desk_at(tmp_path, sandbox=sandbox, word_engine="libreoffice") as desk:
        assert desk_pages.word_pages(desk, b"x", "t") == b"x"
    assert asked == ["libreoffice"] and sandbox.calls == []


def test_without_any_form_nothing_is_taken_in(tmp_path: Path) -> None:
    opening = open_desk(builders.settings(tmp_path), {}, lambda: DAY)
    with pytest.raises(DefinitionError, match="put the folder back"), opening:
        pass


def test_a_reading_process_that_fails_names_the_form(tmp_path: Path) -> None:
    class Failing:
        def call(self, function: object, *args: object) -> object:
            raise ReadingError(UNNAMED, "it took too long.", "Ask for it afresh.")

    with open_desk(builders.settings(tmp_path), builders.forms(), lambda: DAY, sandbox=Failing()) as desk:
        path = tmp_path / "form.pdf"
        path.write_bytes(b"%PDF-1.7 any")
        sha256 = desk.originals.keep(path)
        with pytest.raises(ReadingError, match=r"^The PDF form: it took too long"):
            inert_copy(desk, sha256, "pdf", "CRP-2013-001")
