"""Checking the papers of a meeting or a quarter, or any file, on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import NotFoundError
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import Check, approve, check_paper, note_check
from pipeline.office.desk.leaks.papers import PaperKind, kinds_of
from pipeline.office.desk.leaks.reports import write_report
from pipeline.office.desk.leaks.scope import Scope
from pipeline.office.desk.leaks.waiting import waiting_folder
from pipeline.office.desk.meetings import meeting_on
from pipeline.office.leaks.reading import read_paper


@dataclass(frozen=True)
class Checked:
    """One file that was checked. `report` is None in a dry run."""

    path: Path
    check: Check
    report: Path | None


def check(
    desk: Desk, scope: Scope, paths: Sequence[Path] = (), *, dry_run: bool = False
) -> tuple[Checked, ...]:
    """Check files for a meeting or a quarter: those named, otherwise its own papers.

    Raises NotFoundError or StorageError.
    """
    if scope.quarter is None:
        meeting_on(desk.settings, scope.day)
    return tuple(_checked(desk, scope, path, dry_run=dry_run) for path in (paths or papers_of(desk, scope)))


def papers_of(desk: Desk, scope: Scope) -> tuple[Path, ...]:
    """The papers of a meeting or a quarter: what waits to be passed, otherwise what was issued.

    Raises NotFoundError when there is none.
    """
    found = tuple(path for kind in kinds_of(scope) for path in _lying(desk, kind, scope))
    if found:
        return found
    first = next(kinds_of(scope))
    raise NotFoundError(
        f"{first.words} for {scope.words} has not been made yet. Make it with `{first.again(scope)}`, or name the file"
        " that you want to have checked."
    )


def _lying(desk: Desk, kind: PaperKind, scope: Scope) -> tuple[Path, ...]:
    issued = kind.paths(desk.settings, scope)
    waiting = tuple(waiting_folder(desk) / path.name for path in issued)
    return next((there for lot in (waiting, issued) if (there := tuple(p for p in lot if p.is_file()))), ())


def _checked(desk: Desk, scope: Scope, path: Path, *, dry_run: bool) -> Checked:
    found = check_paper(desk, scope, read_paper(path), path.name)
    if dry_run:
        return Checked(path, found, None)
    note_check(desk, found)
    if found.passed:
        approve(desk, found)
    return Checked(path, found, write_report(desk, found, str(path)))
