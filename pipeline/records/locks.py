"""A lock between programs that dies with its holder: flock on POSIX, a locked byte on Windows."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.model.errors import RegisterError
from pipeline.records import files

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class BusyError(RegisterError):
    """Another pipeline command is doing this just now."""


@contextlib.contextmanager
def only_one(path: Path, otherwise: str) -> Iterator[None]:
    """Held by one program at a time; the system frees it when that program ends, however it ends.

    Raises BusyError with the sentence `otherwise` when another program holds it.
    """
    with files.storing("Taking the lock"):
        fd = os.open(files.long_path(path), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        try:
            _try_lock(fd)
        except (BlockingIOError, PermissionError) as err:
            raise BusyError(otherwise) from err
        except OSError as err:
            raise files.storage_error(err, "Taking the lock") from err
        yield
    finally:
        os.close(fd)
