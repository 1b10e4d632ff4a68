"""Opening the register's database: where it may lie, its settings, and numbered migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import PipelineError, RegisterError, StorageError
from pipeline.records import drives, files

FILE_NAME = "register.sqlite"
_PATIENCE = 30_000  # milliseconds that one command waits for another

# Each entry brings a register from its number to the next. Never edit one that has been released; add another.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE event (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
            detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT""",
        """CREATE TABLE chain_head (
            only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL, hash TEXT NOT NULL) STRICT""",
        "CREATE TABLE counter (series TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT",
        """CREATE TABLE submission (
            reference TEXT NOT NULL, version INTEGER NOT NULL CHECK (version >= 1), form_name TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, received TEXT NOT NULL, outcome TEXT NOT NULL,
            meeting TEXT, late INTEGER NOT NULL CHECK (late IN (0, 1)), record TEXT NOT NULL,
            problems TEXT NOT NULL, differences TEXT NOT NULL,
            event INTEGER NOT NULL REFERENCES event (number), PRIMARY KEY (reference, version)) STRICT""",
        "CREATE INDEX submission_meeting ON submission (form_name, meeting)",
        """CREATE TABLE arrival (
            number INTEGER PRIMARY KEY, name BLOB NOT NULL, identity TEXT NOT NULL, first_seen TEXT NOT NULL,
            outcome TEXT NOT NULL, reason TEXT NOT NULL, sha256 TEXT, reference TEXT, version INTEGER, target BLOB,
            released INTEGER NOT NULL CHECK (released IN (0, 1)),
            event INTEGER NOT NULL REFERENCES event (number),
            FOREIGN KEY (reference, version) REFERENCES submission (reference, version)) STRICT""",
        "CREATE INDEX arrival_open ON arrival (released) WHERE released = 0",
        """CREATE TABLE issue (
            paper TEXT NOT NULL, digest TEXT NOT NULL, number INTEGER NOT NULL,
            event INTEGER NOT NULL REFERENCES event (number),
            PRIMARY KEY (paper, digest), UNIQUE (paper, number)) STRICT""",
    ),
    (
        "ALTER TABLE submission ADD COLUMN answers TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE submission ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE arrival ADD COLUMN parent INTEGER REFERENCES arrival (number)",
    ),
    ("CREATE INDEX event_kind ON event (what, subject)",),
)


def connect(folder: Path) -> sqlite3.Connection:
    """The open register of a records folder, brought up to date.

    Raises RegisterError (network drive, damaged, newer than this program) or StorageError.
    """
    with files.storing("Opening the register"):
        files.make_folder(folder, 0o700)
        refuse_network(folder)
        with translated():
            connection = sqlite3.connect(files.long_path(folder / FILE_NAME), isolation_level=None)
            try:
                _configure(connection)
                _migrate(connection)
                files.fsync_folder(folder)
            except BaseException:
                connection.close()
                raise
    return connection


@contextmanager
def translated() -> Iterator[None]:
    """Turns sqlite3's errors into ours, with what to do next."""
    try:
        yield
    except sqlite3.DatabaseError as err:
        raise _translate(err) from err


@contextmanager
def understood() -> Iterator[None]:
    """As `translated`, around reading rows back: one that makes no sense was not written by this program."""
    try:
        with translated():
            yield
    except (ValueError, LookupError, TypeError) as err:
        raise RegisterError(
            f"The register is damaged: a row in it cannot be understood ({err}). Run `pipeline check`, and restore "
            "the records folder from the last backup."
        ) from err


def _translate(err: sqlite3.DatabaseError) -> PipelineError:
    name = getattr(err, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return StorageError(
            "The disk that holds the register is full: free some space. Nothing has been lost."
        )
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return StorageError(
            f"The register cannot be read or written just now ({err}). Check the disk and the rights of the "
            "records folder, then try again. Nothing has been lost."
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return RegisterError(
            "Another pipeline command is using the register: wait until it is done, then try again."
        )
    return RegisterError(
        f"The register is damaged or is not a register ({err}). Stop, copy the records folder, "
        "and restore it from the last backup."
    )


def _configure(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS; elsewhere it says nothing
    connection.execute("PRAGMA trusted_schema = OFF")


def _migrate(connection: sqlite3.Connection) -> None:
    if _version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _known(_version(connection))  # read again: another command may have been first
        for statement in (s for step in MIGRATIONS[version:] for s in step):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _known(version: int) -> int:
    """The number, when this program knows it. Raises RegisterError."""
    if version > len(MIGRATIONS):
        raise RegisterError(
            f"This register was written by a newer version of the program (its number is {version}, this "
            f"program knows {len(MIGRATIONS)}): update the program. Nothing was changed."
        )
    return version


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_network(folder: Path) -> None:
    """Raises RegisterError when the folder is on a network drive: SQLite's locks do not hold there."""
    kind = drives.network_kind(folder)
    if kind:
        raise RegisterError(
            f"The records folder {folder} is on a network drive ({kind}). The register must be on a disk of this "
            "computer: set `records:` in pipeline.yaml to a local folder. Inbox and outbox may stay where they are."
        )
