"""The originals as they came: `records/originals/<sha256>`, each stored once and never changed."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import NotFoundError, StorageError
from pipeline.records import files

ORIGINALS = "originals"  # the store's place in the records folder
_BLOCK = 1 << 20


class ChangedWhileReadError(StorageError):
    """The file was changed or replaced while it was read; it is looked at again later."""


class SourceUnreadableError(StorageError):
    """A dropped file cannot be opened or read just now: locked, taken away, or the share has gone."""


@dataclass(frozen=True)
class Identity:
    """What tells two looks at a file apart: bytes, time of change (nanoseconds), file number."""

    size: int
    changed: int
    number: int

    @classmethod
    def of(cls, status: os.stat_result) -> Identity:
        """The identity that a stat result shows."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


class Originals:
    """The store of original bytes. `folder` is made at the first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the original with this hash is (whether or not it is there)."""
        return self.folder / sha256

    def keep(self, source: Path) -> str:
        """Store the bytes of `source` for good and return their SHA-256 (hex).

        When this returns, the bytes are on the disk under their hash and have been read back. Raises
        ChangedWhileReadError, SourceUnreadableError (the source's fault) or StorageError (the store's fault).
        """
        return self._store(lambda target: _copy(source, target))

    def put(self, data: bytes) -> str:
        """Store bytes that came inside another original, as `keep` does. Raises StorageError."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.verify(sha256):
            return self._store(lambda target: _write(data, target))
        with files.storing("Keeping the original"):
            files.fsync_folder(self.folder)  # a run that was stopped may have left the name unsafe
        return sha256

    def _store(self, write: Callable[[int], str]) -> str:
        """Store what `write` writes to a descriptor; it returns the hash of that."""
        part = files.part_of(self.folder / "keeping")
        with files.storing("Keeping the original"):
            files.make_folder(self.folder)
            try:
                with files.open_new(part) as target:
                    sha256 = write(target)
                    files.sync(target)
                self._settle(part, sha256)
            finally:
                files.remove_quietly(part)
        if not self.verify(sha256):
            raise StorageError(
                f"The stored original {sha256} does not read back as it was written. "
                "The disk may be failing; nothing was taken from the inbox."
            )
        return sha256

    def _settle(self, part: Path, sha256: str) -> None:
        path = self.path(sha256)
        if not self.verify(sha256):
            files.replace(part, path)
        files.fsync_folder(self.folder)

    def verify(self, sha256: str) -> bool:
        """Whether the original is there and its bytes still have this hash. Raises StorageError on a disk fault."""
        with files.storing("Reading an original back"):
            try:
                return hash_file(self.path(sha256)) == sha256
            except FileNotFoundError:
                return False

    def read(self, sha256: str) -> bytes:
        """The bytes of an original. Raises NotFoundError, or StorageError when they have been damaged."""
        try:
            with files.storing("Reading an original"):
                data = files.native(self.path(sha256)).read_bytes()
        except StorageError as err:
            if isinstance(err.__cause__, FileNotFoundError):
                raise NotFoundError(f"The original {sha256} is not in {self.folder}.") from err
            raise
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StorageError(f"The original {sha256} has been damaged: restore it from the backup.")
        return data

    def hashes(self) -> tuple[str, ...]:
        """The hashes of everything kept, in order."""
        with files.storing("Listing the originals"):
            if not files.native(self.folder).is_dir():
                return ()
            names = (entry.name for entry in files.native(self.folder).iterdir())
            return tuple(sorted(n for n in names if len(n) == 64 and "." not in n))

    def clear_unfinished(self) -> None:
        """Remove what a killed run left half written. Only while no other sweep runs."""
        files.remove_parts(self.folder)


def hash_file(path: Path) -> str:
    """The SHA-256 (hex) of a regular file; links are not followed. Raises OSError."""
    digest = hashlib.sha256()
    with files.open_regular(path) as fd:
        while block := os.read(fd, _BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _copy(source: Path, target: int) -> str:
    """Copy and hash; the source must be the same before and after. Raises OSError for the target only."""
    digest = hashlib.sha256()
    try:
        with files.open_regular(source) as fd:
            before = Identity.of(os.fstat(fd))
            while block := _read(fd, source):
                digest.update(block)
                files.write_all(target, block)
            after = Identity.of(os.fstat(fd))
        now = Identity.of(files.native(source).lstat())
    except OSError as err:
        if err.filename is None or Path(err.filename) != Path(files.long_path(source)):
            raise
        raise unreadable(err, source) from err
    if not before == after == now:
        raise ChangedWhileReadError(f"{files.shown_name(source.name)} changed while it was read.")
    return digest.hexdigest()


def _write(data: bytes, target: int) -> str:
    files.write_all(target, data)
    return hashlib.sha256(data).hexdigest()


def _read(fd: int, source: Path) -> bytes:
    """One block; a failure is marked as the source's."""
    try:
        return os.read(fd, _BLOCK)
    except OSError as err:
        raise OSError(err.errno, err.strerror, files.long_path(source)) from err


def unreadable(err: OSError, source: Path) -> SourceUnreadableError:
    """Why a dropped file cannot be read just now, as a sentence."""
    name = files.shown_name(source.name)
    if err.errno in (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY):
        return SourceUnreadableError(
            f"{name} is locked or may not be read: it is perhaps open in another program."
        )
    if err.errno == errno.ENOENT:
        return SourceUnreadableError(f"{name} has been taken away again.")
    return SourceUnreadableError(f"{name} cannot be read just now ({err.strerror or err}).")
