"""What several commands print alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.office.desk.leaks import Check, Noted

_WIDEST = 160  # letters of a sentence on the screen; the report has all of it


def leak_lines(check: Check, paper: str) -> Iterator[str]:
    """A leak check: the verdict, each finding in its sentence, how to settle it. `paper`: what to type for the file."""
    from pipeline.model.leaks import CLEAR_WORDS, Verdict

    yield f"{check.verdict}  {check.name} ({check.places} texts read; {check.versions})"
    for noted in check.noted:
        yield from _finding(noted, paper)
    if check.verdict is Verdict.CLEAR:
        yield f"  {'Every finding is settled. ' if check.noted else ''}{CLEAR_WORDS}"
        yield "  Read the whole paper: would a neighbour, a relative or somebody at the school gate know who this is?"


def _finding(noted: Noted, paper: str) -> Iterator[str]:
    from pipeline.office.desk.leaks.reports import how_to_settle

    found = noted.finding
    words = f" “{_short(found.matched)}”" if found.matched else ""
    yield f"  {noted.number}. {found.level}{words} ({found.place})"
    if found.sentence and found.sentence != found.matched:
        yield f"     in: {_short(found.sentence)}"
    whose = f" [{found.identifier.whose}, {found.identifier.kind}]" if found.identifier else ""
    yield f"     {found.why}{whose}"
    yield f"     {noted.settled or how_to_settle(noted, paper)}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
