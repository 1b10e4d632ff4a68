"""The store of originals and the cache of what is made from them."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from pipeline.model.errors import NotFoundError, StorageError
from pipeline.records import files
from pipeline.records.derived import Derived
from pipeline.records.originals import ChangedWhileReadError, Originals, SourceUnreadableError

DATA = b"%PDF-1.7 invented" * 100_000
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "records" / "originals")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "form.pdf"
    path.write_bytes(DATA)
    return path


def test_kept_under_its_hash_once(store: Originals, source: Path) -> None:
    assert store.keep(source) == SHA == store.keep(source)
    assert store.path(SHA).read_bytes() == DATA == store.read(SHA)
    assert os.listdir(store.folder) == [SHA] and store.hashes() == (SHA,)
    assert source.exists()


def test_a_damaged_copy_is_noticed_and_replaced(store: Originals, source: Path) -> None:
    store.keep(source)
    store.path(SHA).write_bytes(DATA[:-1] + b"?")
    assert not store.verify(SHA)
    with pytest.raises(StorageError, match="damaged"):
        store.read(SHA)
    store.keep(source)
    assert store.verify(SHA)


def test_missing_originals(store: Originals) -> None:
    assert not store.verify(SHA) and store.hashes() == ()
    with pytest.raises(NotFoundError):
        store.read(SHA)


def test_links_and_pipes_are_never_read(store: Originals, source: Path, tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(source)
    os.mkfifo(tmp_path / "pipe.pdf")
    for name in ("link.pdf", "pipe.pdf"):
        with pytest.raises(SourceUnreadableError):
            store.keep(tmp_path / name)
    assert store.hashes() == ()


@pytest.mark.parametrize("change", ["grown", "replaced", "gone"])
def test_a_file_replaced_while_read_is_noticed(
    store: Originals, source: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    real, state = os.read, {"done": False}

    def read(fd: int, count: int) -> bytes:
        block = real(fd, count)
        if not state["done"]:
            state["done"] = True
            if change == "grown":
                with source.open("ab") as file:
                    file.write(b"more")
            elif change == "replaced":
                other = source.with_name("other")
                other.write_bytes(DATA)
                other.replace(source)
            else:
                source.unlink()
        return block

    monkeypatch.setattr(os, "read", read)
    with pytest.raises((ChangedWhileReadError, SourceUnreadableError)):
        store.keep(source)
    assert os.listdir(store.folder) == []


def test_whose_fault_it_is(store: Originals, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_read(_fd: int, _count: int) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def fail_write(_fd: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", fail_read)
        with pytest.raises(SourceUnreadableError, match="cannot be read just now"):
            store.keep(source)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fail_write)
        with pytest.raises(StorageError, match="disk is full") as caught:
            store.keep(source)
        assert not isinstance(caught.value, SourceUnreadableError)
    assert os.listdir(store.folder) == []


def test_a_copy_that_does_not_read_back_is_an_error(
    store: Originals, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Originals, "verify", lambda self, sha256: False)
    with pytest.raises(StorageError, match="does not read back"):
        store.keep(source)


def test_what_a_killed_run_left_is_cleared(store: Originals, source: Path) -> None:
    store.keep(source)
    files.part_of(store.folder / "keeping").write_bytes(b"half")
    store.clear_unfinished()
    assert os.listdir(store.folder) == [SHA]


def test_derived_is_a_cache(tmp_path: Path) -> None:
    cache = Derived(tmp_path / "derived")
    assert cache.get("inert-x") is None
    cache.put("inert-x", b"pages")
    assert cache.get("inert-x") == b"pages" == cache.path("inert-x").read_bytes()
    cache.drop("inert-x")
    cache.drop("inert-x")
    assert cache.get("inert-x") is None


def test_only_stale_leftovers_of_the_cache_are_cleared(tmp_path: Path) -> None:
    cache = Derived(tmp_path)
    cache.clear_unfinished()
    old, young = files.part_of(tmp_path / "old"), files.part_of(tmp_path / "young")
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    cache.clear_unfinished()
    assert [p.name for p in tmp_path.iterdir()] == [young.name]
