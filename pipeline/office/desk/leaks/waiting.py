"""Papers that wait for their leak check: their exact bytes, in the records, never in the outbox."""

from __future__ import annotations

from pathlib import Path

from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.papers import kind_of
from pipeline.records import files

FOLDER = "waiting"  # in the records


def waiting_folder(desk: Desk) -> Path:
    """Where papers wait."""
    return desk.settings.folders.records / FOLDER


def let_wait(desk: Desk, name: str, data: bytes) -> Path:
    """Keep a paper until it is passed; only its owner may read it. Raises StorageError."""
    path = waiting_folder(desk) / name
    with files.storing("Making the folder for papers that wait"):
        files.make_folder(path.parent, 0o700)
    files.write_atomic(path, data, private=True)
    return path


def waiting_lines(desk: Desk) -> tuple[str, ...]:
    """A sentence for each paper that waits; () where the folder cannot be read."""
    folder = waiting_folder(desk)
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix in (".docx", ".pdf"))
    except OSError:
        return ()
    return tuple(
        f"{name} was not issued: the leak check has not passed it. Mend the meeting record, or settle what was found"
        f" (pipeline leak-check {found[1].option})."
        for name in names
        if (found := kind_of(name))
    )


def done_waiting(desk: Desk, name: str) -> None:
    """The paper has been issued: its copy need not wait any more."""
    files.remove_quietly(waiting_folder(desk) / name)
