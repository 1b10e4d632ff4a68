"""The inbox: what counts, when it is settled, and how it leaves."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from pipeline.model.errors import StorageError
from pipeline.records import inbox
from pipeline.records.inbox import Found, Nature, Tracker
from pipeline.records.originals import Identity, SourceUnreadableError
from pipeline.rules.filekinds import FileKind


def names(folder: Path) -> list[str]:
    return [found.name for found in inbox.look(folder).found]


def only(folder: Path) -> Found:
    (found,) = inbox.look(folder).found
    return found


@pytest.mark.parametrize(
    "name",
    [
        *(
            "~$form.docx",
            ".~lock.form.docx#",
            "x.part",
            "x.pdf.crdownload",
            "x.TMP",
            "Thumbs.db",
            "desktop.ini",
        ),
        *(".DS_Store", "._form.pdf", ".goutputstream-ABC", ".nfs0001", "~WRD0001.tmp", ".gitkeep"),
    ],
)
def test_names_that_are_not_dropped_forms(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "form.pdf").write_bytes(b"x")
    assert names(tmp_path) == ["form.pdf"]


@pytest.mark.parametrize(
    "name", ["form.PDF", "a~$.pdf", "part.docx", ".hidden.pdf", "tmp", "CON.pdf", "a:b.pdf", "x"]
)
def test_names_that_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == [name]


def test_sub_folders_but_not_our_own(tmp_path: Path) -> None:
    for n, place in enumerate(
        ("deep/er/a.pdf", "set aside/b.pdf", "needs attention/c.txt", "deep/set aside/d.pdf")
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(b"x")
        os.utime(tmp_path / place, (1000 + n, 1000 + n))
    assert names(tmp_path) == ["deep/er/a.pdf", "deep/set aside/d.pdf"]


def test_oldest_first(tmp_path: Path) -> None:
    for n, name in enumerate(("c", "a", "b")):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1000 + n, 1000 + n))
    assert names(tmp_path) == ["c", "a", "b"]


def test_what_is_not_a_file_is_seen_but_not_entered(tmp_path: Path) -> None:
    box = tmp_path / "inbox"
    (box / "folder.pdf").mkdir(parents=True)
    (box / "folder.pdf" / "inside.pdf").write_bytes(b"x")
    os.mkfifo(box / "fifo.pdf")
    (box / "link.pdf").symlink_to("/etc/passwd")
    (box / "loop").symlink_to(box)
    (box / "dangling.pdf").symlink_to("nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(box / "sock.pdf"))
        natures = {found.name: found.nature for found in inbox.look(box).found}
    assert natures == {
        "folder.pdf": Nature.FOLDER,
        "fifo.pdf": Nature.PIPE,
        "link.pdf": Nature.LINK,
        "loop": Nature.LINK,
        "dangling.pdf": Nature.LINK,
        "sock.pdf": Nature.OTHER,
    }


def test_names_of_any_bytes(tmp_path: Path) -> None:
    odd = [b"\xff\xfe.pdf", b"line\nbreak.pdf", "e\u0301\u202e\U0001f642.pdf".encode(), b"n" * 251 + b".pdf"]
    for name in odd:
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    found = inbox.look(tmp_path).found
    assert sorted(os.fsencode(f.name) for f in found) == sorted(odd)
    assert all("\n" not in f.shown and f.shown.encode() for f in found)


def test_a_lost_inbox_is_an_error_a_lost_folder_a_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StorageError, match="drive is connected"):
        inbox.look(tmp_path / "gone")
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"x")
    real = Path.iterdir

    def iterdir(self: Path) -> object:
        if self.name == "sub":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    listing = inbox.look(tmp_path)
    assert [f.name for f in listing.found] == ["a.pdf"]
    assert len(listing.troubles) == 1 and "sub" in listing.troubles[0]


def found(name: str = "a.pdf", size: int = 1, changed: int = 1, number: int = 1) -> Found:
    return Found(Path(name), name, Nature.FILE, Identity(size, changed, number))


def test_settled_is_two_equal_looks_far_enough_apart() -> None:
    tracker = Tracker(2.0)
    assert not tracker.settled(found(), 0.0)
    assert not tracker.settled(found(), 1.9)
    assert tracker.settled(found(), 2.0)
    assert tracker.unchanged_for(found(), 5.0) == 5.0


@pytest.mark.parametrize("change", [{"size": 2}, {"changed": 2}, {"number": 2}])
def test_any_change_begins_again(change: dict[str, int]) -> None:
    tracker = Tracker(2.0)
    tracker.settled(found(), 0.0)
    assert not tracker.settled(found(**change), 2.0)  # type: ignore[arg-type]
    assert not tracker.settled(found(**change), 3.0)  # type: ignore[arg-type]
    assert tracker.settled(found(**change), 4.0)  # type: ignore[arg-type]


def test_a_file_that_left_and_came_back_begins_again() -> None:
    tracker = Tracker(0.0)
    tracker.settled(found(), 0.0)
    tracker.keep_only(set())
    assert not tracker.settled(found(), 9.0) and tracker.settled(found(), 9.0)
    tracker.restart(found())
    assert not tracker.settled(found(), 9.0)


@pytest.mark.parametrize(
    ("name", "data", "kind", "whole"),
    [
        ("a.pdf", b"%PDF-1.7\nrest\n%%EOF\n", FileKind.PDF, True),
        ("a.pdf", b"%PDF-1.7\nrest", FileKind.PDF, False),
        ("a.yaml", b"form: X\n", FileKind.YAML, True),
        ("a.txt", b"hello", FileKind.UNKNOWN, True),
        ("a.docx", b"PK\x03\x04word/" + b"x" * 90_000, FileKind.DOCX, False),
        ("a.pdf", b"", FileKind.UNKNOWN, False),
    ],
)
def test_first_and_last_bytes(tmp_path: Path, name: str, data: bytes, kind: FileKind, whole: bool) -> None:
    (tmp_path / name).write_bytes(data)
    ending = inbox.ending_of(only(tmp_path))
    assert (ending.kind, ending.whole) == (kind, whole)


def test_a_file_taken_away_again(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    item = only(tmp_path)
    item.path.unlink()
    with pytest.raises(SourceUnreadableError, match="taken away"):
        inbox.ending_of(item)
    inbox.release(item)
    assert not inbox.still_there(item, "")


def test_set_aside_never_overwrites_and_explains_itself(tmp_path: Path) -> None:
    for data in (b"one", b"two"):
        (tmp_path / "a.txt").write_bytes(data)
        item = only(tmp_path)
        inbox.set_aside(tmp_path, item, inbox.aside_target(tmp_path, item), f"why {data.decode()}")
    aside = tmp_path / "set aside"
    assert {p.name: p.read_text() for p in aside.iterdir()} == {
        "a.txt": "one",
        "a.txt.why.txt": "why one",
        "a (2).txt": "two",
        "a (2).txt.why.txt": "why two",
    }
    (tmp_path / "a.txt").write_bytes(b"three")
    with pytest.raises(FileExistsError):
        inbox.set_aside(tmp_path, only(tmp_path), "a.txt", "no")
    assert (aside / "a.txt.why.txt").read_text() == "why one"


def test_the_explanation_comes_before_the_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    item = only(tmp_path)

    def rename(self: Path, target: Path) -> Path:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="busy"):
        inbox.set_aside(tmp_path, item, "a.txt", "why")
    assert item.path.exists() and (tmp_path / "set aside" / "a.txt.why.txt").read_text() == "why"


def test_a_disk_mounted_inside_the_inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    item = only(tmp_path)

    def rename(self: Path, target: Path) -> Path:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(Path, "rename", rename)
    inbox.set_aside(tmp_path, item, "a.txt", "why")
    assert not item.path.exists() and (tmp_path / "set aside" / "a.txt").read_bytes() == b"x"


def test_a_replaced_file_is_another_file(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    item, sha = only(tmp_path), hashlib.sha256(b"x").hexdigest()
    assert inbox.still_there(item, sha)
    status = path.stat()
    path.write_bytes(b"y")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert only(tmp_path).identity == item.identity
    assert not inbox.still_there(item, sha)  # same name, size, time and number, but other bytes
    path.write_bytes(b"longer")
    assert not inbox.still_there(item, sha)


def test_query_lists(tmp_path: Path) -> None:
    assert inbox.query_lists(tmp_path) == {}
    assert inbox.write_query_list(tmp_path, "CRP-2013-014", "Dear Zoë")
    assert not inbox.write_query_list(tmp_path, "CRP-2013-014", "Dear Zoë")
    assert inbox.write_query_list(tmp_path, "CRP-2013-014", "Dear Zoë again")
    lists = inbox.query_lists(tmp_path)
    assert list(lists) == ["CRP-2013-014"]
    assert lists["CRP-2013-014"].name == "CRP-2013-014.queries.txt"
    inbox.remove_query_list(lists["CRP-2013-014"])
    assert inbox.query_lists(tmp_path) == {}
