"""The inbox: what counts, when it is settled, and how it leaves."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.model.errors import StorageError
from pipeline.records import departure, files, inbox, locks
from pipeline.records.inbox import Found, Nature, Tracker
from pipeline.records.originals import Identity, SourceUnreadableError
from pipeline.rules.arriving.fileends import End
from pipeline.rules.arriving.filekinds import FileKind


def names(folder: Path) -> list[str]:
    return [found.name for found in inbox.look(folder).found]


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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
        ("a.pdf", b"%PDF-1.7\nstartxref\n9\n%%EOF\n", FileKind.PDF, True),
        ("a.pdf", b"%PDF-1.7\nrest", FileKind.PDF, False),
        ("a.pdf", b"%PDF-1.7\nstartxref\n99\n%%EOF\n", FileKind.PDF, False),
        ("a.yaml", b"form: X\n", FileKind.YAML, True),
        ("a.txt", b"hello", FileKind.UNKNOWN, True),
        ("a.docx", b"PK\x03\x04word/" + b"x" * 90_000, FileKind.DOCX, False),
        ("a.pdf", b"", FileKind.UNKNOWN, False),
    ],
)
def test_first_and_last_bytes(tmp_path: Path, name: str, data: bytes, kind: FileKind, whole: bool) -> None:
    (tmp_path / name).write_bytes(data)
    ending = inbox.ending_of(only(tmp_path))
    assert (ending.kind, ending.end is End.WHOLE) == (kind, whole)


def test_a_file_taken_away_again(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    item = only(tmp_path)
    item.path.unlink()
    with pytest.raises(SourceUnreadableError, match="taken away"):
        inbox.ending_of(item)
    assert not departure.release(item, "")


def test_set_aside_never_overwrites_and_explains_itself(tmp_path: Path) -> None:
    for data in (b"one", b"two"):
        (tmp_path / "a.txt").write_bytes(data)
        item = only(tmp_path)
        target = departure.aside_target(tmp_path, item)
        assert departure.set_aside(tmp_path, item, target, f"why {data.decode()}", hash_of(data))
    aside = tmp_path / "set aside"
    assert {p.name: p.read_text() for p in aside.iterdir()} == {
        "a.txt": "one",
        "a.txt.why.txt": "why one",
        "a (2).txt": "two",
        "a (2).txt.why.txt": "why two",
    }
    (tmp_path / "a.txt").write_bytes(b"three")
    with pytest.raises(FileExistsError):
        departure.set_aside(tmp_path, only(tmp_path), "a.txt", "no", hash_of(b"three"))
    assert (aside / "a.txt.why.txt").read_text() == "why one"


def test_the_explanation_comes_before_the_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    item = only(tmp_path)

    real = files.rename_new

    def rename(source: Path, target: Path) -> None:
        if target.name == "a.txt" and target.parent.name == "set aside":
            raise OSError(16, "Device or resource busy")
        real(source, target)

    monkeypatch.setattr(files, "rename_new", rename)
    with pytest.raises(OSError, match="busy"):
        departure.set_aside(tmp_path, item, "a.txt", "why", hash_of(b"x"))
    assert item.path.exists() and (tmp_path / "set aside" / "a.txt.why.txt").read_text() == "why"


def test_a_disk_mounted_inside_the_inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    item = only(tmp_path)

    real = files.rename_new

    def rename(source: Path, target: Path) -> None:
        if source.parent != target.parent:
            raise OSError(18, "Invalid cross-device link")
        real(source, target)

    monkeypatch.setattr(files, "rename_new", rename)
    departure.set_aside(tmp_path, item, "a.txt", "why", hash_of(b"x"))
    assert not item.path.exists() and (tmp_path / "set aside" / "a.txt").read_bytes() == b"x"
    assert names(tmp_path) == [] and sorted(p.name for p in (tmp_path / "set aside").iterdir()) == [
        "a.txt",
        "a.txt.why.txt",
    ]


def test_a_replaced_file_is_another_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    item = only(tmp_path)
    status = path.stat()
    path.write_bytes(b"y")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert only(tmp_path).identity == item.identity
    assert not departure.release(item, hash_of(b"x"))  # same name, size, time and number, but other bytes
    assert not departure.set_aside(tmp_path, item, "a.pdf", "why", hash_of(b"x"))
    path.write_bytes(b"longer")
    assert not departure.release(item, hash_of(b"x"))
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"] and path.read_bytes() == b"longer"
    assert departure.release(only(tmp_path), hash_of(b"longer")) and names(tmp_path) == []


def test_a_file_replaced_in_the_last_moment_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaced after the proof, and a second time before it is put back: neither is deleted or overwritten."""
    path, better, best = tmp_path / "a.pdf", tmp_path / "b", tmp_path / "c"
    real_unlink, real_hash = Path.unlink, departure.hash_file

    def unlink(self: Path, missing_ok: bool = False) -> None:
        better.replace(path)
        real_unlink(self, missing_ok)

    path.write_bytes(b"x")
    better.write_bytes(b"corrected")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        assert departure.release(inbox.look(tmp_path).found[0], hash_of(b"x"))
    assert path.read_bytes() == b"corrected" and names(tmp_path) == ["a.pdf"]

    def hash_file(taken: Path) -> str:
        best.replace(path)
        return real_hash(taken)

    best.write_bytes(b"corrected again")
    monkeypatch.setattr(departure, "hash_file", hash_file)
    assert not departure.release(inbox.look(tmp_path).found[0], hash_of(b"x"))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        "a.pdf": b"corrected again",
        "a (2).pdf": b"corrected",
    }


@pytest.mark.parametrize("name", ["a.pdf", "x" * 251 + ".pdf", "no ending", ".hidden.pdf"])
def test_what_a_killed_run_had_in_hand_gets_its_name_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_bytes(b"x")
    item = only(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        patch.setattr(departure.files, "fsync_folder", lambda _: None)
        real, done = departure.put_back, []

        def killed(private: Path) -> None:  # nothing is tidied up behind a kill
            done.append(private)
            if len(done) == 1:
                real(private)

        patch.setattr(departure, "put_back", killed)
        with pytest.raises(KeyboardInterrupt):
            departure.release(item, hash_of(b"x"))
    listing = inbox.look(tmp_path)
    assert not listing.found and len(listing.leaving) == 1
    departure.put_back(listing.leaving[0])
    again = only(tmp_path)
    assert again.identity == item.identity and again.path.suffix == item.path.suffix
    assert again.name == name or len(name) > 230


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who else writes")
def test_a_file_that_another_program_still_writes_stays(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    item = only(tmp_path)
    hold = "import sys; f = open(sys.argv[1], 'r+b'); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(item.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None and writer.stdout.readline()
        assert locks.written_elsewhere(item.path)
        with pytest.raises(OSError, match="still writing"):
            departure.release(item, hash_of(b"x"))
        assert names(tmp_path) == ["a.pdf"]
        writer.communicate()
    with item.path.open("rb"):  # being read is no matter
        assert not locks.written_elsewhere(item.path)
        assert departure.release(item, hash_of(b"x"))


def test_a_rename_that_fails_is_never_taken_for_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The listing says what is gone; a network drive that says so for a moment is only an error."""
    (tmp_path / "a.pdf").write_bytes(b"x")

    def gone(source: Path, target: Path) -> None:
        raise FileNotFoundError(2, "No such file or directory", str(source))

    monkeypatch.setattr(files, "rename_new", gone)
    with pytest.raises(FileNotFoundError):
        departure.release(only(tmp_path), hash_of(b"x"))


def test_folders_are_looked_into_whatever_their_name(tmp_path: Path) -> None:
    for place in ("old.tmp/h.pdf", "~$x/h.pdf", ".hid/h.pdf", "$RECYCLE.BIN/h.pdf"):
        (tmp_path / place).parent.mkdir()
        (tmp_path / place).write_bytes(b"x")
    listing = inbox.look(tmp_path)
    assert sorted(f.name for f in listing.found) == ["old.tmp/h.pdf", "~$x/h.pdf"]
    told = " ".join(listing.passed_over)
    assert len(listing.passed_over) == 2 and ".hid" in told and "$RECYCLE.BIN" in told
