"""Who else is at work: a lock between programs that dies with its holder, and files that others have open."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.model.errors import RegisterError
from pipeline.records import files
from pipeline.records.drives import network_kind

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _others_write(path: Path) -> bool:
        """Windows opens a file that nobody may share only when nobody has it open to write."""
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        read, share_reading, existing = 0x80000000, 1, 3
        handle = kernel.CreateFileW(files.long_path(path), read, share_reading, None, existing, 0, None)
        if handle == ctypes.c_void_p(-1).value:
            return ctypes.get_last_error() == 32  # ERROR_SHARING_VIOLATION
        kernel.CloseHandle(ctypes.c_void_p(handle))
        return False

else:
    import fcntl

    def _try_lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _others_write(path: Path) -> bool:
        """Linux grants a lease for reading only when nobody has the file open to write (fcntl(2)).

        Network drives refuse it for reasons of their own, and macOS has none: nothing is known there.
        """
        if not hasattr(fcntl, "F_SETLEASE") or network_kind(path.parent):
            return False
        with files.open_regular(path) as fd:
            try:
                # whoever opens it in this moment sends a signal: one that is ignored, instead of one that kills
                fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
                fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
                fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            except OSError as err:
                return err.errno == errno.EAGAIN
        return False


class BusyError(RegisterError):
    """Another pipeline command is doing this just now."""


def written_elsewhere(path: Path) -> bool:
    """Whether another program is known to have a file open to write, so may not have finished it. Raises OSError."""
    return _others_write(path)


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
