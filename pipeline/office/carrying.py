"""Carrying a reader's notes from an earlier issue of a pack to a new one. Needs no workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.errors import NotFoundError, StorageError
from pipeline.records import files

if TYPE_CHECKING:
    from pipeline.papers.making.notes import Carried


@dataclass(frozen=True)
class CarriedNotes:
    """What was carried, and the file that has it."""

    carried: Carried
    path: Path


def with_notes(old: Path, new: Path, passphrase: str = "", *, dry_run: bool = False) -> CarriedNotes:
    """Write the new issue with the notes beside it, under a name of its own; neither file is changed.

    Raises NotFoundError (no such file), ReadingError (LockedError: the passphrase is missing or wrong) or
    StorageError.
    """
    from pipeline.papers.making.notes import carry_notes

    carried = carry_notes(_read(old), _read(new), passphrase)
    path = files.free_path(new.parent, f"{new.stem}-with-notes.pdf")
    if not dry_run:
        files.write_atomic(path, carried.data)
    return CarriedNotes(carried, path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as err:
        raise NotFoundError(f"There is no file {path}.") from err
    except OSError as err:
        raise StorageError(f"{path} cannot be read ({err.strerror}).") from err
