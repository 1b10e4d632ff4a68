"""The anchor beside the register: the last event known to be written, so that an older or empty register is noticed.

A register that is replaced by an older copy, or emptied, is whole in itself; only something outside it can tell. The
anchor is written after each commit. A crash may leave it behind the register, never before it.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import RegisterError, StorageError
from pipeline.records import files
from pipeline.records.originals import ORIGINALS, Originals
from pipeline.records.register.schema import FILE_NAME

ANCHOR_NAME = "register.anchor"  # sorts before the register: a copy of the folder takes the anchor first
_RESTORE = "Restore the whole records folder from the last backup."


@dataclass(frozen=True)
class Anchor:
    """The number of an event and its hash, which covers every event before it."""

    number: int
    hash: str


def read(folder: Path) -> Anchor | None:
    """The anchor of a records folder; None when there is none. Raises RegisterError or StorageError."""
    path = folder / ANCHOR_NAME
    with files.storing("Reading the register's anchor"):
        try:
            data = files.native(path).read_bytes()
        except FileNotFoundError:
            return None
    try:
        held = json.loads(data)
        return Anchor(int(held["event"]), str(held["hash"]))
    except (ValueError, LookupError, TypeError) as err:
        raise RegisterError(
            f"{path} cannot be understood. {_RESTORE} If the register itself is sure to be the newest, "
            f"delete {ANCHOR_NAME}: it is made anew."
        ) from err


def write(folder: Path, anchor: Anchor) -> None:
    """Move the anchor to an event that has been committed. Raises StorageError."""
    line = json.dumps({"event": anchor.number, "hash": anchor.hash})
    files.write_atomic(folder / ANCHOR_NAME, f"{line}\n".encode("ascii"))


def last(connection: sqlite3.Connection) -> Anchor | None:
    """The last event in the register."""
    row = connection.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
    return Anchor(*row) if row else None


class Anchorage:
    """What holds one open register to its file and to its anchor."""

    def __init__(self, folder: Path) -> None:
        """Before the register is opened. Raises RegisterError or StorageError.

        RegisterError: there is no register, or an empty file, though papers have been filed before.
        """
        self._folder = folder
        self._path = folder / FILE_NAME
        self._held = read(folder)
        self._file: tuple[int, int] | None = None
        if (
            self._missing() and begun(folder) and self._missing()
        ):  # asked again: another command may have begun it
            raise _lost(self._path)

    def hold(self, connection: sqlite3.Connection) -> None:
        """Once it is open. Raises RegisterError when it lacks what its anchor, or the originals, say was written."""
        self._file = self._identity()
        end = last(connection)
        if end is None and begun(self._folder) and (end := last(connection)) is None:
            raise _lost(self._path)
        fault = _behind(connection, self._held)
        if fault:
            raise RegisterError(
                f"{fault} {_RESTORE} If there is no newer one, delete {ANCHOR_NAME} and run `pipeline check`: it "
                "names the originals to put back through the inbox."
            )
        if self._lags(end):
            self._held = read(self._folder)  # another command may have moved it just now
        if self._lags(end):  # a crash came between commit and anchor
            files.remove_parts(self._folder)
            self.move(end)

    def confirm(self) -> None:
        """Raises StorageError when the register's file was moved, removed or replaced since it was opened."""
        if self._identity() != self._file:
            raise StorageError(
                f"The register {self._path} was moved, deleted or replaced while it was in use. Put it back "
                "where it was; or, if it has been restored from a backup, stop this command and start it again. "
                "Nothing is taken from the inbox until then."
            )

    def move(self, end: Anchor | None) -> None:
        """Move the anchor to what has been committed. When that fails it stays behind until the next commit."""
        if end is not None and self._lags(end):
            with contextlib.suppress(StorageError):
                self.confirm()
                write(self._folder, end)
                self._held = end

    def _lags(self, end: Anchor | None) -> bool:
        return end is not None and (self._held is None or end.number > self._held.number)

    def faults(self, connection: sqlite3.Connection) -> Iterator[str]:
        """What the register lacks of its anchor; or why the anchor cannot follow the register."""
        try:
            held, end = read(self._folder), last(connection)
            fault = _behind(connection, held)
            if fault:
                yield fault
            elif end is not None and end != held:
                write(self._folder, end)
        except (RegisterError, StorageError) as err:
            yield str(err)

    def _missing(self) -> bool:
        with files.storing("Looking at the register"):
            return not self._path.exists() or self._path.stat().st_size == 0

    def _identity(self) -> tuple[int, int] | None:
        with files.storing("Looking at the register"):
            try:
                status = files.native(self._path).stat()
            except FileNotFoundError:
                return None
        return status.st_dev, status.st_ino


def begun(folder: Path) -> bool:
    """Whether papers have been filed here before: an anchor or originals tell of it. Raises StorageError."""
    with files.storing("Looking at the register"):
        anchored = files.native(folder / ANCHOR_NAME).exists()
    return anchored or bool(Originals(folder / ORIGINALS).hashes())


def _behind(connection: sqlite3.Connection, held: Anchor | None) -> str:
    """What the register lacks of its anchor, a sentence; "" when it lacks nothing."""
    end = last(connection)
    number = end.number if end else 0
    if held is None:
        return ""
    if number < held.number:
        return (
            f"The register ends at event {number}, but event {held.number} has been written: "
            "it is an older copy, or its last events were removed."
        )
    row = connection.execute("SELECT hash FROM event WHERE number = ?", (held.number,)).fetchone()
    if row is None or row[0] != held.hash:
        return (
            f"Event {held.number} of the register is not the one that was written: "
            "it is another register, or was changed."
        )
    return ""


def _lost(path: Path) -> RegisterError:
    return RegisterError(
        f"The register {path} is missing or empty, but papers have been filed before: a new one "
        f"would give their references again, to others. {_RESTORE} Without a backup: move the folder "
        f"{ORIGINALS} out of the records folder, delete {ANCHOR_NAME}, and put the files in it back through the "
        "inbox; they get new references."
    )
