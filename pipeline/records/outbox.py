"""The outbox: finished papers appear here whole, under their name or, when that is held open, beside it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.model.errors import StorageError
from pipeline.records import files, locks

_TRIES = 4
_HELD = (errno.EACCES, errno.EBUSY, errno.EPERM, errno.ETXTBSY)


def issue(
    path: Path, data: bytes, *, private: bool = False, sleep: Callable[[float], None] = time.sleep
) -> Path:
    """Write a finished paper and return where it is. `private`: only its owner may read it.

    A target that another program holds open is tried for about 3 seconds, then the paper is written as
    "name (2).pdf" beside it: the path returned then differs from `path`, and the caller says so. Bytes that are
    already there are not written again. Raises StorageError.
    """
    if holds(path, data):
        return path
    with files.storing("Looking at the outbox"):
        files.remove_parts(path.parent, files.STALE)
    for attempt in range(_TRIES):
        try:
            files.write_atomic(path, data, private=private)
        except StorageError as err:
            if not _held(err) or not path.exists():
                raise
            if attempt < _TRIES - 1:
                sleep(0.4 * 2**attempt)
        else:
            return path
    other = files.free_path(path.parent, path.name)
    files.write_atomic(other, data, private=private)
    return other


def _held(err: StorageError) -> bool:
    """Whether another program has the target open (Windows, a share), as far as the error tells."""
    return isinstance(err.__cause__, OSError) and err.__cause__.errno in _HELD


def one_at_a_time(records: Path) -> contextlib.AbstractContextManager[None]:
    """Held while papers go out. Raises BusyError when another command is writing some just now."""
    return locks.only_one(
        records / "papers.lock",
        "Another pipeline command is writing papers just now: wait until it is done, then try again.",
    )


def sha256_of(path: Path) -> str:
    """SHA-256 (hex) of a paper that lies there; "" when it does not, or cannot be read."""
    try:
        return hashlib.sha256(files.native(path).read_bytes()).hexdigest()
    except OSError:
        return ""


def holds(path: Path, data: bytes) -> bool:
    """Whether exactly these bytes are there already."""
    try:
        return files.native(path).read_bytes() == data
    except OSError:
        return False
