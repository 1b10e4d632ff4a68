"""The folder “needs attention” of the inbox: query lists for referrers, correction forms for the coordinator.

A correction form is the coordinator's as soon as a byte of it differs from what was written: it is then neither
overwritten nor removed. Each one carries a seal, a comment with the hash of all its other bytes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import StorageError
from pipeline.records import files
from pipeline.records.inbox import NEEDS_ATTENTION

URGENT = "URGENT-"  # how the name of a note begins that cannot wait
_NOTE, _QUERIES = ".txt", ".queries.txt"
_CORRECTION = " correction.pdf"
_STARTXREF = b"startxref"
_SEAL = re.compile(rb"%sealed ([0-9a-f]{64}) ([0-9a-f]{64})\n")


@dataclass(frozen=True)
class CorrectionFile:
    """A correction form that lies there. `made_from`: what it was made from; "" once a person has changed it."""

    path: Path
    made_from: str


def query_lists(inbox: Path) -> dict[str, Path]:
    """The query lists that lie there, by reference. Raises StorageError."""
    return _lying(inbox, _QUERIES, "The query lists cannot be looked at")


def correction_forms(inbox: Path) -> dict[str, CorrectionFile]:
    """The correction forms that lie there, by reference. Raises StorageError."""
    lying = _lying(inbox, _CORRECTION, "The correction forms cannot be looked at")
    return {reference: CorrectionFile(path, _made_from(path)) for reference, path in lying.items()}


def _lying(inbox: Path, ending: str, fault: str) -> dict[str, Path]:
    try:
        paths = sorted((inbox / NEEDS_ATTENTION).iterdir())
    except FileNotFoundError:
        return {}
    except OSError as err:
        raise files.storage_error(err, fault) from err
    return {p.name.removesuffix(ending): p for p in paths if p.name.endswith(ending)}


def urgent_notes(inbox: Path) -> dict[str, Path]:
    """The notes of what cannot wait that lie there, by name. Raises StorageError."""
    notes = _lying(inbox, _NOTE, "What is urgent cannot be looked at")
    return {name: path for name, path in notes.items() if name.startswith(URGENT)}


def write_note(inbox: Path, name: str, text: str) -> bool:
    """Write (only when it differs) a note under a name; whether it was written. Raises StorageError."""
    return _write(_place(inbox, name, _NOTE), text)


def write_query_list(inbox: Path, reference: str, text: str) -> bool:
    """Write (only when it differs) the query list of a reference; whether it was written. Raises StorageError."""
    return _write(_place(inbox, reference, _QUERIES), text)


def _write(path: Path, text: str) -> bool:
    data = text.encode("utf-8", "replace")
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    except OSError as err:
        raise files.storage_error(err, f"{path.name} cannot be read") from err
    files.write_atomic(path, data)
    return True


def write_correction(inbox: Path, reference: str, pdf: bytes, made_from: str) -> Path:
    """Write the correction form of a reference over an unchanged one. Raises StorageError.

    `made_from`: a SHA-256 (hex) of what it was made from.
    """
    path = _place(inbox, reference, _CORRECTION)
    files.write_atomic(path, _sealed(pdf, made_from))
    return path


def remove_settled(path: Path) -> None:
    """Remove what has been settled. Raises StorageError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as err:
        raise StorageError(f"The settled {path.name} cannot be removed ({err.strerror}).") from err


def _place(inbox: Path, reference: str, ending: str) -> Path:
    if not inbox.is_dir():  # a share that has gone must not be made anew on this computer
        raise StorageError(
            f"The inbox {inbox} is not there; what needs attention is written when it is back."
        )
    return inbox / NEEDS_ATTENTION / f"{files.safe_name(reference)}{ending}"


def _sealed(pdf: bytes, made_from: str) -> bytes:
    """The PDF with its seal, a comment before the last `startxref`, where every reader passes over it."""
    at = pdf.rfind(_STARTXREF)
    seal = f"%sealed {made_from} {hashlib.sha256(pdf).hexdigest()}\n".encode("ascii")
    return pdf[:at] + seal + pdf[at:]


def _made_from(path: Path) -> str:
    """What a correction form was made from; "" when it is not, byte for byte, what was written."""
    try:
        data = path.read_bytes()
    except OSError:  # open in another program, or just taken away: then it is not ours to touch
        return ""
    seal = _SEAL.search(data, max(0, data.rfind(_STARTXREF) - 200))
    if seal is None:
        return ""
    rest = data[: seal.start()] + data[seal.end() :]
    return seal[1].decode() if hashlib.sha256(rest).hexdigest() == seal[2].decode() else ""
