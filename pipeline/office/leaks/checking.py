"""Checking the papers of a meeting, or any file, on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.errors import NotFoundError
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import Check, approve, check_paper, note_check
from pipeline.office.desk.leaks.reports import write_report
from pipeline.office.desk.leaks.waiting import waiting_folder
from pipeline.office.desk.meetings import meeting_on
from pipeline.records import files
from pipeline.rules.answers.dates import british

_PAPERS = ("themes", "leadership")  # those of a meeting that name nobody


@dataclass(frozen=True)
class Checked:
    """One file that was checked. `report` is None in a dry run."""

    path: Path
    check: Check
    report: Path | None


def check(desk: Desk, day: date, paths: Sequence[Path] = (), *, dry_run: bool = False) -> tuple[Checked, ...]:
    """Check files for a meeting: those named, otherwise its own papers. Raises NotFoundError or StorageError."""
    meeting_on(desk.settings, day)
    return tuple(_checked(desk, day, path, dry_run=dry_run) for path in (paths or papers_of(desk, day)))


def papers_of(desk: Desk, day: date) -> tuple[Path, ...]:
    """The papers of a meeting: what waits to be passed, otherwise what was issued. Raises NotFoundError."""
    found = tuple(path for kind in _PAPERS for path in _lying(desk, f"{kind}-{day.isoformat()}", day))
    if found:
        return found
    raise NotFoundError(
        f"There is no themes paper of {british(day)} yet. Make it with `pipeline themes --meeting {day.isoformat()}`,"
        " or name the file that you want to have checked."
    )


def _lying(desk: Desk, stem: str, day: date) -> tuple[Path, ...]:
    for folder in (waiting_folder(desk), desk.settings.folders.outbox / day.isoformat()):
        found = tuple(p for end in (".docx", ".pdf") if (p := folder / f"{stem}{end}").is_file())
        if found:
            return found
    return ()


def _checked(desk: Desk, day: date, path: Path, *, dry_run: bool) -> Checked:
    found = check_paper(desk, day, read_paper(path), path.name)
    if dry_run:
        return Checked(path, found, None)
    note_check(desk, found)
    if found.passed:
        approve(desk, found)
    return Checked(path, found, write_report(desk, found, str(path)))


def read_paper(path: Path) -> bytes:
    """The bytes of a file. Raises NotFoundError or StorageError."""
    if not path.is_file():
        raise NotFoundError(f"There is no file {path}. Look at the name, and type it with its folder.")
    with files.storing(f"Reading {path.name}"):
        return files.native(path).read_bytes()
