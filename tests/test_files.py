"""Writing, moving and naming files."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import StorageError
from pipeline.records import files


def test_write_atomic_makes_folders_and_leaves_only_the_file(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "paper.pdf"
    files.write_atomic(target, b"one")
    files.write_atomic(target, b"two")
    assert target.read_bytes() == b"two"
    assert os.listdir(target.parent) == ["paper.pdf"]


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "paper.pdf"
    files.write_atomic(target, b"old")
    real = os.write

    def full(fd: int, data: bytes) -> int:
        if len(data) > 1:
            return real(fd, data[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StorageError, match="disk is full: free some space") as caught:
        files.write_atomic(target, b"new one")
    assert isinstance(caught.value.__cause__, OSError)
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["paper.pdf"]


def test_the_name_is_synced_after_the_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_sync, real_replace = os.fsync, files.replace

    def sync(fd: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "bytes")
        real_sync(fd)

    def replace(source: Path, target: Path) -> None:
        order.append("rename")
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(files, "replace", replace)
    files.write_atomic(tmp_path / "x", b"data")
    assert order == ["bytes", "rename", "folder"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "ask for the right"),
        (errno.EBUSY, "close it there"),
        (errno.EROFS, "can only be read"),
        (errno.EIO, "reports a fault"),
        (errno.ENODEV, "Try again"),
    ],
)
def test_each_refusal_has_its_remedy(code: int, words: str) -> None:
    with pytest.raises(StorageError, match=words) as caught, files.storing("Writing x"):
        raise OSError(code, os.strerror(code), "some/path")
    assert "some/path" in str(caught.value) and caught.value.exit_code == 8


def test_folder_sync_tolerates_only_einval(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(code: int) -> None:
        def sync(_fd: int) -> None:
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(os, "fsync", sync)

    refuse(errno.EINVAL)
    files.fsync_folder(tmp_path)
    refuse(errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        files.fsync_folder(tmp_path)


def test_windows_retries_a_held_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "s", tmp_path / "t"
    source.write_bytes(b"x")
    tries: list[int] = []
    real = Path.replace

    def held(self: Path, other: Path) -> Path:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return real(self, other)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(files, "long_path", lambda path: os.fspath(path))
    monkeypatch.setattr(files, "WINDOWS", True)
    slept: list[float] = []
    files.replace(source, target, sleep=slept.append)
    assert target.read_bytes() == b"x" and slept == [0.1, 0.2]


def test_free_path_never_takes_a_name_in_use(tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(b"")
    (tmp_path / "form (2).pdf.why.txt").write_bytes(b"")
    assert files.free_path(tmp_path, "form.pdf", ".why.txt").name == "form (3).pdf"


def test_free_path_leaves_room_in_a_name_of_255_bytes(tmp_path: Path) -> None:
    name = "ŵ" * 125 + "x.pdf"
    assert len(os.fsencode(name)) == 255
    path = files.free_path(tmp_path, name, ".why.txt")
    assert len(os.fsencode(path.name + ".why.txt")) <= 255 and path.suffix == ".pdf"
    path.write_bytes(b"")
    second = files.free_path(tmp_path, name, ".why.txt")
    assert second != path and second.name.endswith(" (2).pdf")
    second.with_name(second.name + ".why.txt").write_bytes(b"")


@pytest.mark.parametrize("name", ["CON", "nul.pdf", "Aux.txt", "com1", "LPT9.pdf", "con.tar.gz"])
def test_reserved_windows_names_are_avoided(name: str) -> None:
    assert files.safe_name(name) == f"_{name}"


@given(st.text(max_size=300))
def test_safe_names_are_safe_everywhere(text: str) -> None:
    name = files.safe_name(text)
    assert name and len(name.encode()) <= 130
    assert not set(name) & set('<>:"/\\|?*\0\n\r')
    assert not name.endswith((".", " ")) and name not in (".", "..")
    assert files.safe_name(name) == name


def test_names_of_odd_bytes_are_shown_on_one_line() -> None:
    assert files.shown_name("a\udcff\n\u202eb") == "a\ufffd\ufffd\ufffdb"


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    os.mkfifo(tmp_path / "fifo")
    for name in ("link", "fifo", "."):
        with (
            pytest.raises(OSError, match=r"not a regular file|symbolic"),
            files.open_regular(tmp_path / name),
        ):
            pass
    with files.open_regular(tmp_path / "real") as fd:
        assert os.read(fd, 9) == b"x"


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(StorageError, match="A file stands where a folder is needed"):
        files.write_atomic(tmp_path / "x" / "y", b"")


def test_unfinished_files_are_cleared(tmp_path: Path) -> None:
    part = files.part_of(tmp_path / ("n" * 255))
    part.write_bytes(b"half")
    (tmp_path / "keep.pdf").write_bytes(b"x")
    files.remove_parts(tmp_path)
    files.remove_parts(tmp_path / "not there")
    assert os.listdir(tmp_path) == ["keep.pdf"]


@pytest.mark.parametrize(
    ("path", "long"),
    [
        ("C:\\panel\\inbox", "\\\\?\\C:\\panel\\inbox"),
        ("\\\\srv\\panel", "\\\\?\\UNC\\srv\\panel"),
        ("\\\\?\\C:\\x", "\\\\?\\C:\\x"),
    ],
)
def test_long_paths_on_windows(monkeypatch: pytest.MonkeyPatch, path: str, long: str) -> None:
    monkeypatch.setattr(files, "WINDOWS", True)
    monkeypatch.setattr(os.path, "abspath", os.fspath)
    assert files.long_path(Path(path)) == long


@pytest.mark.parametrize("known", [True, False])
def test_a_rename_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    if not known:
        monkeypatch.setattr(files, "_renamed_by_one_call", lambda *_: False)
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    with pytest.raises(FileExistsError):
        files.rename_new(tmp_path / "a", tmp_path / "b")
    with pytest.raises(FileNotFoundError):
        files.rename_new(tmp_path / "none", tmp_path / "c")
    files.rename_new(tmp_path / "a", tmp_path / "c")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"b": b"b", "c": b"a"}
