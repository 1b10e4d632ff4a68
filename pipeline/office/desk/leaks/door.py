"""The one door by which a paper that names nobody leaves: issued when its exact bytes have passed the leak check.

What has not passed waits in the records, so that its findings can be settled; a draft in the outbox says on every page
that it must not be sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import Check, approve, check_paper, note_check
from pipeline.office.desk.leaks.reports import write_report
from pipeline.office.desk.leaks.waiting import done_waiting, let_wait
from pipeline.records import files, outbox

_DRAFT = "DRAFT, NOT TO BE SENT: the leak check has not passed it"
Checks = tuple[Check, ...]
_Papers = Sequence[tuple[Path, bytes]]


@dataclass(frozen=True)
class Outgoing:
    """A paper that wants to go out. `kind` is its event and, with "draft" behind it, that of its draft.

    `draw` gives it as Word and as PDF, in this order; its argument is the marking of every page of a
    draft, which says so in its title too, None for the paper itself.
    """

    kind: str
    day: date
    word: Path
    pdf: Path
    draw: Callable[[str | None], tuple[bytes, bytes]]


@dataclass(frozen=True)
class Made:
    """What was written, and what the leak check found in the Word file and the PDF.

    `waiting`: where the exact papers wait, and `reports` on them, when only drafts were written.
    """

    paths: tuple[Path, ...]
    checks: Checks
    waiting: tuple[Path, ...] = ()
    reports: tuple[Path, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the paper may go out."""
        return all(check.passed for check in self.checks)


def send_out(desk: Desk, paper: Outgoing, *, dry_run: bool = False) -> Made:
    """Issue a paper as Word and PDF when both have passed the leak check; otherwise write them as DRAFT.

    Raises TemplateError, ConversionError or StorageError; then nothing is written.
    """
    papers = _drawn(paper, None)
    checks = tuple(check_paper(desk, paper.day, data, path.name) for path, data in papers)
    if dry_run:
        return Made((), checks)
    for check in checks:
        note_check(desk, check)
    if all(check.passed for check in checks):
        return _issue(desk, paper, papers, checks)
    return _draft(desk, paper, papers, checks)


def _drawn(paper: Outgoing, marking: str | None) -> _Papers:
    return tuple(zip((paper.word, paper.pdf), paper.draw(marking), strict=True))


def _issue(desk: Desk, paper: Outgoing, papers: _Papers, checks: Checks) -> Made:
    for check in checks:
        approve(desk, check)
    written = tuple(outbox.issue(path, data) for path, data in papers)
    desk.register.note(paper.kind, paper.day.isoformat(), {"files": [path.name for path in written]})
    for path, _ in papers:
        done_waiting(desk, path.name)
        _remove_draft(desk, paper, path)
    return Made(written, checks)


def _draft(desk: Desk, paper: Outgoing, papers: _Papers, checks: Checks) -> Made:
    drafts = _drawn(paper, _DRAFT)
    waiting = tuple(let_wait(desk, path.name, data) for path, data in papers)
    reports = tuple(write_report(desk, c, str(path)) for c, path in zip(checks, waiting, strict=True))
    written = tuple(outbox.issue(_draft_path(path), data, private=True) for path, data in drafts)
    said = {
        path.name: hashlib.sha256(data).hexdigest() for path, (_, data) in zip(written, drafts, strict=True)
    }
    desk.register.note(_drafted(paper), paper.day.isoformat(), {"files": said})
    return Made(written, checks, waiting, reports)


def _drafted(paper: Outgoing) -> str:
    return f"{paper.kind} draft"


def _draft_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}-DRAFT{path.suffix}")


def _remove_draft(desk: Desk, paper: Outgoing, path: Path) -> None:
    """A draft goes when its paper is issued, unless somebody has written in it."""
    draft = _draft_path(path)
    facts = desk.register.facts(_drafted(paper), subject=paper.day.isoformat())
    if outbox.sha256_of(draft) in [e.said.get("files", {}).get(draft.name) for e in facts]:
        files.remove_quietly(draft)
