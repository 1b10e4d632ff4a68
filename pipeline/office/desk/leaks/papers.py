"""The papers that name nobody: what each is called, where its files lie, and the command that makes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import NotFoundError
from pipeline.model.settings import Settings
from pipeline.office.desk.leaks.scope import Scope, of_key

_ENDS = (".docx", ".pdf")


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. `event`: what the register calls it; `stem`: its files' name, "{}" for the scope's key."""

    event: str
    words: str
    stem: str
    template: str
    command: str
    quarterly: bool = False

    def paths(self, settings: Settings, scope: Scope) -> tuple[Path, Path]:
        """Where the Word file and the PDF are issued."""
        folder = settings.folders.outbox / ("quarterly" if self.quarterly else scope.key)
        word, pdf = (folder / (self.stem.format(scope.key) + end) for end in _ENDS)
        return word, pdf

    def again(self, scope: Scope) -> str:
        """The command that makes it."""
        return f"pipeline {self.command.format(scope.option)}"


THEMES = PaperKind("themes", "The themes paper", "themes-{}", "themes.docx", "themes {}")
LEADERSHIP = PaperKind(
    "leadership", "The leadership paper", "leadership-{}", "leadership.docx", "leadership {}"
)
_REPORT = "quarterly-report.docx"
BOARD = PaperKind(
    "quarterly report", "The quarterly report", "quarterly-report-{}", _REPORT, "quarterly-report {}", True
)
CIRCULATED = PaperKind(
    "quarterly report circulated",
    "The circulated quarterly report",
    "quarterly-report-{}-circulated",
    _REPORT,
    "quarterly-report {} --edition circulated",
    True,
)
KINDS = (THEMES, LEADERSHIP, BOARD, CIRCULATED)


def kinds_of(scope: Scope) -> Iterator[PaperKind]:
    """The papers of a meeting, or of a quarter."""
    return (kind for kind in KINDS if kind.quarterly is (scope.quarter is not None))


def kind_of(name: str) -> tuple[PaperKind, Scope] | None:
    """Which paper a file's name is that of; None for any other file."""
    stem, dot, _ = name.rpartition(".")
    for kind in KINDS:
        before, _, after = kind.stem.partition("{}")
        key = stem.removeprefix(before).removesuffix(after)
        scope = _scope(key)
        if scope and dot and kind.stem.format(key) == stem and kind in kinds_of(scope):
            return kind, scope
    return None


def _scope(key: str) -> Scope | None:
    try:
        return of_key(key)
    except (NotFoundError, ValueError):
        return None
