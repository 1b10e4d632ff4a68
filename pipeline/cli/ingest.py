"""`pipeline ingest`: one sweep of the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import DAY, Session, dry_run, pass_session
from pipeline.cli.progress import Bar, progress

if TYPE_CHECKING:
    from pipeline.office.intake.report import Done, SweepReport


@click.command("ingest")
@click.option("--received", type=DAY, help="The day the files came in, when that was not today.")
@dry_run
@pass_session
def command(session: Session, received: date | None, dry_run: bool) -> None:
    """Take in every form that is in the inbox, once, and say what became of it.

    \b
    Example:
      pipeline ingest --received 2013-09-05
    """
    from pipeline.office.intake import ingest

    with session.desk() as desk, progress("Taking in forms") as bar, _Lines(bar) as lines:
        report = ingest(desk, received=received, dry_run=dry_run, tell=lines)
    for line in _rest(report, dry_run):
        click.echo(line)


class _Lines:
    """Says at once what cannot wait, and the line of each file when all are done: so what is urgent stands first."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._held: list[str] = []

    def __enter__(self) -> _Lines:
        return self

    def __exit__(self, *_: object) -> None:
        for line in self._held:
            self._bar.say(line)

    def __call__(self, done: Done) -> None:
        """One file was decided."""
        if done.urgent:
            self._bar.say(done.urgent)
        self._held.append(f"{done.name}: {done.outcome}. {done.words}")
        self._bar.now(done.name)


def _rest(report: SweepReport, dry_run: bool) -> Iterator[str]:
    for waiting in report.waiting:
        yield f"{waiting.name}: waiting. {waiting.reason}"
    yield from report.troubles
    if not report.done and not report.waiting:
        yield "The inbox is empty."
    elif dry_run:
        yield "Nothing was filed or moved (--dry-run)."
