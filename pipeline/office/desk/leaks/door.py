"""The one door by which a paper that names nobody leaves: issued when its exact bytes have passed the leak check.

What has not passed waits in the records, so that its findings can be settled; a draft in the outbox says on every page
that it must not be sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import Check, approve, check_paper, note_check
from pipeline.office.desk.leaks.papers import PaperKind
from pipeline.office.desk.leaks.reports import write_report
from pipeline.office.desk.leaks.scope import Scope
from pipeline.office.desk.leaks.settling import note_charts
from pipeline.office.desk.leaks.waiting import done_waiting, let_wait
from pipeline.office.desk.pages import word_pages
from pipeline.records import files, outbox

_DRAFT = "DRAFT, NOT TO BE SENT: the leak check has not passed it"
Checks = tuple[Check, ...]
_Papers = Sequence[tuple[Path, bytes]]


class Paper(Protocol):
    """What a template prints, a frozen dataclass: whatever else it says, it has a title and a marking."""

    @property
    def title(self) -> str:
        """The title, which is the files' title too."""

    @property
    def marking(self) -> str:
        """What stands on every page."""


P = TypeVar("P", bound=Paper)


@dataclass(frozen=True)
class Outgoing(Generic[P]):
    """A paper that wants to go out as Word and PDF, and what a person should look at first."""

    kind: PaperKind
    scope: Scope
    paper: P
    word: Path
    pdf: Path
    warnings: tuple[str, ...] = ()
    charts: tuple[bytes, ...] = ()  # pictures whose every word and figure stands in the paper as text too

    @property
    def paths(self) -> tuple[Path, Path]:
        """Where the Word file and the PDF are issued."""
        return self.word, self.pdf


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


def outgoing(
    settings: Settings, kind: PaperKind, scope: Scope, paper: P, warnings: Sequence[str] = ()
) -> Outgoing[P]:
    """A paper with the places of its files."""
    return Outgoing(kind, scope, paper, *kind.paths(settings, scope), tuple(warnings))


def draw(desk: Desk, plan: Outgoing[P]) -> tuple[bytes, bytes]:
    """The paper as Word and as PDF, in this order. Raises TemplateError or ConversionError. Writes nothing."""
    from pipeline.papers.making.word import WordProperties, render_word

    properties = WordProperties(plan.paper.title, desk.settings.names.panel, plan.scope.day)
    word = render_word(desk.settings.folders.templates / plan.kind.template, plan.paper, properties)
    return word, word_pages(desk, word, plan.paper.title)


def send_out(
    desk: Desk, plan: Outgoing[P], *, dry_run: bool = False, first: Callable[[], None] | None = None
) -> Made:
    """Issue a paper as Word and PDF when both have passed the leak check; otherwise write them as DRAFT.

    `first` is called before an issued paper lies in the outbox: what must be on record by then. Raises TemplateError,
    ConversionError or StorageError; then nothing is written.
    """
    papers: _Papers = tuple(zip(plan.paths, draw(desk, plan), strict=True))
    own = _fingerprints(plan)
    checks = tuple(check_paper(desk, plan.scope, data, path.name, own) for path, data in papers)
    if dry_run:
        return Made((), checks)
    note_charts(desk, own)
    for check in checks:
        note_check(desk, check)
    if all(check.passed for check in checks):
        if first is not None:
            first()
        return _issue(desk, plan, papers, checks)
    return _draft(desk, plan, papers, checks)


def _fingerprints(plan: Outgoing[P]) -> tuple[str, ...]:
    from pipeline.papers.reading.inside.pictures import fingerprint

    return tuple(known for picture in plan.charts if (known := fingerprint(picture)))


def _issue(desk: Desk, plan: Outgoing[P], papers: _Papers, checks: Checks) -> Made:
    for check in checks:
        approve(desk, check)
    written = tuple(outbox.issue(path, data) for path, data in papers)
    desk.register.note(plan.kind.event, plan.scope.key, {"files": [path.name for path in written]})
    for path, _ in papers:
        done_waiting(desk, path.name)
        _remove_draft(desk, plan, path)
    return Made(written, checks)


def _draft(desk: Desk, plan: Outgoing[P], papers: _Papers, checks: Checks) -> Made:
    paper = replace(plan.paper, marking=_DRAFT, title=f"DRAFT: {plan.paper.title}")  # type: ignore[type-var]
    drafts = draw(desk, replace(plan, paper=paper))
    waiting = tuple(let_wait(desk, path.name, data) for path, data in papers)
    reports = tuple(write_report(desk, c, str(path)) for c, path in zip(checks, waiting, strict=True))
    written = tuple(
        outbox.issue(_draft_path(path), data, private=True)
        for path, data in zip(plan.paths, drafts, strict=True)
    )
    said = {path.name: hashlib.sha256(data).hexdigest() for path, data in zip(written, drafts, strict=True)}
    desk.register.note(_drafted(plan), plan.scope.key, {"files": said})
    return Made(written, checks, waiting, reports)


def _drafted(plan: Outgoing[P]) -> str:
    return f"{plan.kind.event} draft"


def _draft_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}-DRAFT{path.suffix}")


def _remove_draft(desk: Desk, plan: Outgoing[P], path: Path) -> None:
    """A draft goes when its paper is issued, unless somebody has written in it."""
    draft = _draft_path(path)
    facts = desk.register.facts(_drafted(plan), subject=plan.scope.key)
    if outbox.sha256_of(draft) in [e.said.get("files", {}).get(draft.name) for e in facts]:
        files.remove_quietly(draft)
