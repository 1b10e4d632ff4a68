"""Finished papers in the outbox."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pipeline.model.errors import StorageError
from pipeline.records import files, outbox


def test_written_whole_and_again_when_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "2013-09-27" / "pack.pdf"
    assert outbox.issue(path, b"one") == path
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert outbox.issue(path, b"one") == path
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert outbox.issue(path, b"two") == path and path.read_bytes() == b"two"


def _held(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> None:
    """The target cannot be replaced for so many tries, as when Acrobat has it open on Windows."""
    real, tries = files.replace, [0]

    def replace(source: Path, target: Path) -> None:
        if target.name == name and tries[0] < times:
            tries[0] += 1
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        real(source, target)

    monkeypatch.setattr(files, "replace", replace)


def test_an_open_paper_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"old")
    _held(monkeypatch, "pack.pdf", 2)
    slept: list[float] = []
    assert outbox.issue(path, b"new", sleep=slept.append) == path
    assert path.read_bytes() == b"new" and slept == [0.4, 0.8]


def test_a_paper_held_open_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"old")
    (tmp_path / "pack (2).pdf").write_bytes(b"older")
    _held(monkeypatch, "pack.pdf", 99)
    written = outbox.issue(path, b"new", sleep=lambda _seconds: None)
    assert written.name == "pack (3).pdf" and written.read_bytes() == b"new"
    assert path.read_bytes() == b"old" and (tmp_path / "pack (2).pdf").read_bytes() == b"older"


def test_a_folder_without_rights_is_an_error_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _held(monkeypatch, "pack.pdf", 99)
    slept: list[float] = []
    with pytest.raises(StorageError, match="ask for the right"):
        outbox.issue(tmp_path / "pack.pdf", b"new", sleep=slept.append)
    assert slept == []


def test_what_a_killed_run_left_is_cleared_once_it_is_old(tmp_path: Path) -> None:
    old, young = files.part_of(tmp_path / "old.pdf"), files.part_of(tmp_path / "young.pdf")
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    outbox.issue(tmp_path / "pack.pdf", b"x")
    assert sorted(os.listdir(tmp_path)) == sorted([young.name, "pack.pdf"])
