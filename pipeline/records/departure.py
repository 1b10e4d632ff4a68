"""How a file leaves the inbox: for good once it is filed, or into "set aside".

Whatever lies under a name may be replaced at any moment. So the file is first renamed to a private name in its own
folder, where nobody else will touch it; there it is proved to be the very one that was kept, and only then it goes.
If it is not, it gets its own name back, and never over anything. What a killed run had in hand is put back by the
next sweep. Nothing is deleted whose bytes are not known to be kept.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

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
