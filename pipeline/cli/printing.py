"""What several commands print alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.office.desk.leaks import Check, Noted
    from pipeline.office.desk.leaks.door import Made, Outgoing

_WIDEST = 160  # letters of a sentence on the screen; the report has all of it


def leak_lines(check: Check, paper: str) -> Iterator[str]:
    """A leak check: the verdict, each finding in its sentence, how to settle it. `paper`: what to type for the file."""
    from pipeline.model.leaks import CLEAR_WORDS, SETTLED_WORDS, Level, Verdict

    count = ", ".join(
        f"{number} {word}"
        for level, word in ((Level.STOP, "to change"), (Level.REVIEW, "to look at"))
        if (number := sum(n.finding.level is level for n in check.open))
    )
    yield f"{check.verdict}  {check.name}{f': {count}' if count else ''} ({check.places} texts read; {check.versions})"
    for noted in check.noted:
        yield from _finding(noted, paper)
    if check.verdict is Verdict.CLEAR:
        yield f"  {SETTLED_WORDS if check.noted else CLEAR_WORDS}"
        yield "  Read the whole paper: would a neighbour, a relative or somebody at the school gate know who this is?"


def made_lines(made: Made, paths: tuple[Path, Path], *, dry_run: bool) -> Iterator[str]:
    """What the leak check found in a paper's Word file and PDF, and what was, or would be, written at `paths`."""
    for check, path in zip(made.checks, made.waiting or paths, strict=True):
        yield from leak_lines(check, str(path))
    for report in made.reports:
        yield f"report, with each sentence: {report}"
    for path in paths if dry_run and made.passed else made.paths:
        yield f"{'would write' if dry_run else 'wrote'} {path}"


def refusal(plan: Outgoing[Any], *, dry_run: bool) -> str:
    """Why a paper is only a DRAFT and what to do."""
    before = [p.name for p in plan.paths if p.exists()]
    old = f" What was issued before ({', '.join(before)}) still lies in the outbox." if before else ""
    what = "would only be a DRAFT" if dry_run else "was written as DRAFT only"
    again = plan.kind.again(plan.scope)
    return (
        f"{plan.kind.words} {what}: the leak check has not passed it. Change the text in the meeting record and drop it"
        f" into the inbox again, or settle each finding as said above; then run `{again}` again.{old}"
    )


def _finding(noted: Noted, paper: str) -> Iterator[str]:
    from pipeline.office.desk.leaks.reports import how_to_settle

    found = noted.finding
    words = f" “{_short(found.matched)}”" if found.matched else ""
    yield f"  {noted.number}. {found.level}{words} ({found.place})"
    if found.sentence and found.sentence != found.matched:
        yield f"     in: {_short(found.sentence)}"
    yield f"     {found.why}"
    for line in (noted.settled or how_to_settle(noted, paper)).splitlines():
        yield f"     {line}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
