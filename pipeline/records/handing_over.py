"""Papers put into a member's folder, often on a share: copied, synced, read back and compared; never overwritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.model.errors import StorageError
from pipeline.records import files

RECALL_NOTE, SUPERSEDED = "RECALLED", "SUPERSEDED"


def hand_over(folder: Path, name: str, data: bytes) -> Path:
    """Put a paper into a folder that is there, under its name or the next free one, and read it back.

    What lies there under the name already is left alone: it is the same paper, or the reader has written on it.
    Raises StorageError when the folder is not there, cannot be written, or does not give back what was written.
    """
    if not folder.is_dir():
        raise StorageError(
            f"The folder {folder} is not there. Connect the drive it is on, or correct it in pipeline.yaml."
        )
    target = folder / name
    if sha256_at(target) == hashlib.sha256(data).hexdigest():
        return target
    if target.exists():
        target = files.free_path(folder, name)
    files.write_atomic(target, data)
    if sha256_at(target) != hashlib.sha256(data).hexdigest():
        raise StorageError(
            f"{target} is not what was written there: the drive is not to be trusted just now."
        )
    return target


def take_back(place: Path, sha256: str, note: str) -> bool:
    """Remove a paper from where it was handed over and leave a note in its place; whether it was there unchanged.

    A file that its reader has changed (notes were saved in it) gets the note beside it and a name that says RECALLED.
    Raises StorageError when the folder cannot be reached or the file is open.
    """
    folder = place.parent
    if not folder.is_dir():
        raise StorageError(f"The folder {folder} is not there.")
    found = sha256_at(place)
    with files.storing(f"Taking {place.name} back"):
        if found == sha256:
            place.unlink()
        elif place.exists():
            files.rename_new(place, files.free_path(folder, f"{RECALL_NOTE} {place.name}"))
    files.write_atomic(folder / f"{RECALL_NOTE} {place.stem}.txt", note.encode("utf-8"))
    return found == sha256


def mark_superseded(place: Path) -> Path:
    """Give a paper that lies there a name that says SUPERSEDED; its reader may have written on it, so it stays.

    Returns where it lies now: where it lay, when it is gone or cannot be renamed just now.
    """
    if place.name.startswith(SUPERSEDED) or not place.exists():
        return place
    target = files.free_path(place.parent, f"{SUPERSEDED} {place.name}")
    try:
        with files.storing(f"Renaming {place.name}"):
            files.rename_new(place, target)
    except StorageError:
        return place
    return target


def sha256_at(path: Path) -> str:
    """SHA-256 (hex) of a file as it can be read there now; "" when it cannot."""
    try:
        return hashlib.sha256(files.native(path).read_bytes()).hexdigest()
    except OSError:
        return ""
