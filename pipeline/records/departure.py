"""How a file leaves the inbox: for good once it is filed, or into "set aside".

Whatever lies under a name may be replaced at any moment. So the file is first renamed to a private name in its own
folder, where nobody else will touch it; there it is proved to be the very one that was kept, and only then it goes.
If it is not, it gets its own name back, and never over anything. What a killed run had in hand is put back by the
next sweep. Nothing is deleted whose bytes are not known to be kept.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from pipeline.model.errors import StorageError
from pipeline.records import files, locks
from pipeline.records.inbox import LEAVING, SET_ASIDE, WHY, Found, Nature
from pipeline.records.originals import Identity, hash_file


def release(found: Found, sha256: str) -> bool:
    """Take a filed file out of the inbox for good. False: it has gone, or another file has taken its place.

    Raises OSError: it cannot leave yet, also because another program is still writing it.
    """
    with _in_hand(found, sha256) as path:
        if path is not None:
            files.native(path).unlink()
    if path is not None:
        files.fsync_folder(found.path.parent)
    return path is not None


def free_target(inbox: Path, name: str, taken: Collection[str]) -> str:
    """A name in "set aside" for something called `name` in an e-mail: no path, nobody else's, none of those `taken`."""
    safe, number = files.safe_name(name), 1
    path = files.free_path(inbox / SET_ASIDE, safe, WHY)
    while path.name in taken:
        number += 1
        stem, ending = os.path.splitext(safe)  # noqa: PTH122  (a name, no path)
        path = files.free_path(inbox / SET_ASIDE, f"{stem} ({number}){ending}", WHY)
    return path.name


def write_aside(inbox: Path, target: str, data: bytes, why: str) -> None:
    """Write what came inside something else into "set aside", with its explanation. Once written, it stays so.

    Raises StorageError, FileExistsError (something else has that name: choose another) or another OSError.
    """
    if not inbox.is_dir():  # a share that has gone must not be made anew on this computer
        raise StorageError(f"The inbox {inbox} is not there; what is set aside is written when it is back.")
    path = inbox / SET_ASIDE / target
    if os.path.lexists(files.long_path(path)):
        if _holds(path, data):  # by a run that was stopped before it could note it
            return
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    files.write_atomic(path.with_name(target + WHY), why.encode("utf-8", "replace"))
    part = files.part_of(path)
    try:
        with files.storing(f"Writing {files.shown_name(target)}"), files.open_new(part) as fd:
            files.write_all(fd, data)
            files.sync(fd)
        files.rename_new(part, path)
    except BaseException:
        files.remove_quietly(part)
        raise
    files.fsync_folder(path.parent)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file is there with exactly these bytes. Raises StorageError."""
    with files.storing("Looking at what is set aside"):
        return hash_file(path) == hashlib.sha256(data).hexdigest()


def aside_target(inbox: Path, found: Found) -> str:
    """The name it will have in "set aside": its own, or "name (2).pdf" when that is taken."""
    return files.free_path(inbox / SET_ASIDE, found.path.name, WHY).name


def set_aside(inbox: Path, found: Found, target: str, why: str, sha256: str) -> bool:
    """Move it into "set aside" as it is, after the explanation beside it has been written. False: as in `release`.

    Raises StorageError (the explanation cannot be written), FileExistsError (choose another name) or OSError (it
    cannot be moved yet).
    """
    path = inbox / SET_ASIDE / target
    note = path.with_name(target + WHY)
    if os.path.lexists(files.long_path(path)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with _in_hand(found, sha256) as taken:
        if taken is None:
            return False
        files.write_atomic(note, why.encode("utf-8", "replace"))
        try:
            _move(taken, path, found.nature)
        except FileExistsError:  # somebody was quicker with the name: the note does not explain theirs
            files.remove_quietly(note)
            raise
    return True


def lying_aside(inbox: Path) -> frozenset[str] | None:
    """The names that lie in "set aside", notes among them; None when the inbox cannot be looked at."""
    try:
        return frozenset(path.name for path in (inbox / SET_ASIDE).iterdir())
    except FileNotFoundError:
        return frozenset() if inbox.is_dir() else None
    except OSError:
        return None


def orphaned_notes(inbox: Path) -> frozenset[str]:
    """The names of files that have left "set aside" while the note beside them stayed."""
    there = lying_aside(inbox) or frozenset()
    explained = {name.removesuffix(WHY) for name in there if name.endswith(WHY)}
    return frozenset(explained - there)


def remove_note(inbox: Path, target: str) -> None:
    """Remove the note of a file that has left "set aside"; one that cannot be removed now goes another time."""
    files.remove_quietly(inbox / SET_ASIDE / (target + WHY))


def shred(found: Found) -> bool:
    """Overwrite a small file and delete it, so that what it said is nowhere. False: it has gone, or is another now.

    Disks that write each time to another place may keep what was; nothing better can be done from here. Raises
    OSError.
    """
    try:
        if Identity.of(found.path.lstat()) != found.identity:
            return False
    except FileNotFoundError:
        return False
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    fd = os.open(files.long_path(found.path), flags)
    try:
        if os.fstat(fd).st_nlink == 1:  # under another name it is somebody else's
            files.write_all(fd, bytes(found.identity.size))
            files.sync(fd)
    finally:
        os.close(fd)
    files.native(found.path).unlink()
    files.fsync_folder(found.path.parent)
    return True


def _move(source: Path, target: Path, nature: Nature) -> None:
    """Rename; from another disk mounted inside the inbox: copy, then remove. Never overwrites. Raises OSError."""
    try:
        files.rename_new(source, target)
    except OSError as err:
        if err.errno != errno.EXDEV or nature is not Nature.FILE:
            raise
        part = files.part_of(target)
        with files.open_regular(source) as fd, files.storing("Setting a file aside"):
            files.write_atomic(part, b"".join(iter(lambda: os.read(fd, 1 << 20), b"")))
        files.rename_new(part, target)
        files.native(source).unlink()
    files.fsync_folder(target.parent)
    files.fsync_folder(source.parent)


@contextlib.contextmanager
def _in_hand(found: Found, sha256: str) -> Iterator[Path | None]:
    """The file under its private name, None when it is not the one that was kept. Put back if it is still there."""
    private = _private(found.path)
    if not _is_there(found):
        yield None
        return
    put_back(private)
    files.rename_new(
        found.path, private
    )  # taken away in this moment: an error; the next sweep's listing decides
    try:
        yield private if _is_kept(private, found, sha256) else None
    finally:
        put_back(private)


def _private(path: Path) -> Path:
    """Where it stands while it is in hand; a name too long for the ending loses its middle."""
    room = files.LONGEST_NAME - len(os.fsencode("." + path.suffix + LEAVING))
    stem = files.shortened(path.stem, room) if room > 0 else ""
    return path.with_name(f".{stem}{path.suffix if room > 0 else ''}{LEAVING}")


def _is_there(found: Found) -> bool:
    """Whether it looks as when it was decided. Raises OSError; a file that another program is writing is busy."""
    try:
        if Identity.of(found.path.lstat()) != found.identity:
            return False
        _busy_if_written(found.path, found.nature)
    except FileNotFoundError:
        return False
    return True


def _is_kept(private: Path, found: Found, sha256: str) -> bool:
    """Whether what is in hand is what was kept: the same bytes, and nobody can still change them. Raises OSError."""
    if found.nature is Nature.FOLDER:  # is only moved, and its time may change with its place
        return True
    if sha256 and found.nature is Nature.FILE:
        _busy_if_written(private, found.nature)
        return hash_file(private) == sha256
    return Identity.of(private.lstat()) == found.identity


def _busy_if_written(path: Path, nature: Nature) -> None:
    if nature is Nature.FILE and locks.written_elsewhere(path):
        raise OSError(errno.EBUSY, "another program is still writing it", str(path))


def put_back(private: Path) -> None:
    """Give what was in hand its own name again; "name (2).pdf" when that has been taken meanwhile. Raises OSError."""
    own = private.name.removeprefix(".").removesuffix(LEAVING) or "unnamed"
    target = private.with_name(own)
    while os.path.lexists(files.long_path(private)):
        try:
            files.rename_new(private, target)
            files.fsync_folder(private.parent)
        except FileExistsError:
            target = files.free_path(private.parent, own)
