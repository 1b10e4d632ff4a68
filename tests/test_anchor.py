"""The anchor beside the register: an older, empty, foreign or vanished register is noticed, and never begun anew."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.model.errors import RegisterError, StorageError
from pipeline.records import files
from pipeline.records.originals import Originals
from pipeline.records.register import Register, anchor

NOW = datetime(2013, 9, 2, 10, 2, tzinfo=UTC)


def opened(folder: Path) -> Register:
    return Register(folder, lambda: NOW, "CRP")


def noted(folder: Path, *what: str) -> None:
    with opened(folder) as register:
        for word in what:
            register.note(word, "test")


def held(folder: Path) -> int:
    found = anchor.read(folder)
    return found.number if found else 0


def refused(folder: Path) -> str:
    with pytest.raises(RegisterError) as caught, opened(folder):
        pass
    return str(caught.value)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A register of two events, with one original."""
    folder = tmp_path / "records"
    noted(folder, "one", "two")
    (tmp_path / "form.pdf").write_bytes(b"%PDF-1.7 invented")
    Originals(folder / "originals").keep(tmp_path / "form.pdf")
    return folder


def test_the_anchor_follows_what_is_committed_and_only_that(tmp_path: Path) -> None:
    with opened(tmp_path) as register:
        assert held(tmp_path) == 0
        register.note("one", "test")
        assert held(tmp_path) == 1
        with register.transaction():
            register.note("two", "test")
            register.note("three", "test")
            assert held(tmp_path) == 1
        assert held(tmp_path) == 3
        with register.transaction(rehearsal=True):
            register.note("four", "test")
        with pytest.raises(ZeroDivisionError), register.transaction():
            register.note("four", "test")
            raise ZeroDivisionError
        assert held(tmp_path) == 3
        assert register.events()[-1].hash == json.loads((tmp_path / "register.anchor").read_text())["hash"]


@pytest.mark.parametrize("originals", [True, False])
def test_a_register_that_is_gone_is_not_begun_anew(records: Path, originals: bool) -> None:
    (records / ("register.anchor" if originals else "originals")).rename(records / "away")
    (records / "register.sqlite").unlink()
    words = refused(records)
    assert "missing or empty" in words and "last backup" in words and "back through the inbox" in words
    assert not (records / "register.sqlite").exists()


def test_an_emptied_register_is_refused(records: Path) -> None:
    (records / "register.sqlite").write_bytes(b"")
    assert "missing or empty" in refused(records)


@pytest.mark.parametrize("anchored", [True, False])
def test_a_register_without_its_rows_is_refused(records: Path, anchored: bool) -> None:
    connection = sqlite3.connect(records / "register.sqlite")
    connection.executescript("DELETE FROM event; DELETE FROM chain_head;")
    connection.close()
    if not anchored:
        (records / "register.anchor").unlink()
    assert "missing or empty" in refused(records)


def test_an_older_copy_is_refused_until_the_anchor_is_given_up(records: Path, tmp_path: Path) -> None:
    shutil.copy(records / "register.sqlite", tmp_path / "older")
    noted(records, "three")
    shutil.copy(tmp_path / "older", records / "register.sqlite")
    words = refused(records)
    assert "ends at event 2, but event 3 has been written" in words and "delete register.anchor" in words
    (records / "register.anchor").unlink()
    with opened(records) as register:
        assert register.verify_events() == ()
    assert held(records) == 2


def test_another_register_is_refused(records: Path, tmp_path: Path) -> None:
    noted(tmp_path / "other", "eins", "zwei", "drei")
    shutil.copy(tmp_path / "other" / "register.sqlite", records / "register.sqlite")
    assert "Event 2 of the register is not the one" in refused(records)


def test_a_spoilt_anchor_is_named(records: Path) -> None:
    (records / "register.anchor").write_text("{}")
    assert "register.anchor cannot be understood" in refused(records)


def test_a_crash_between_commit_and_anchor_is_put_right_at_the_next_opening(records: Path) -> None:
    before = (records / "register.anchor").read_bytes()
    noted(records, "three")
    (records / "register.anchor").write_bytes(before)
    part = files.part_of(records / "register.anchor")
    part.write_bytes(b"{")
    with opened(records):
        assert held(records) == 3 and not part.exists()


def test_an_anchor_that_cannot_be_written_stops_nothing_but_is_found_by_checking(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise StorageError("The disk is full.")

    with opened(records) as register:
        monkeypatch.setattr(files, "write_atomic", full)
        register.note("three", "test")
        assert held(records) == 2 and register.verify_events() == ("The disk is full.",)
        monkeypatch.undo()
        register.note("four", "test")
        assert held(records) == 4 and register.verify_events() == ()


@pytest.mark.parametrize("how", ["moved", "deleted", "replaced"])
def test_a_register_that_is_taken_away_while_open_is_not_written(records: Path, how: str) -> None:
    path = records / "register.sqlite"
    copy = records / "copy"
    shutil.copy(path, copy)
    with opened(records) as register:
        register.confirm()
        aside = path.rename(records / "aside")
        if how == "deleted":
            aside.unlink()
        elif how == "replaced":
            copy.rename(path)
        with pytest.raises(StorageError, match="moved, deleted or replaced"):
            register.confirm()
        with pytest.raises(StorageError, match="moved, deleted or replaced"):
            register.note("three", "test")
        if how == "moved":
            aside.rename(path)
            register.note("three", "test")
            assert register.verify_events() == () and held(records) == 3
