"""`pipeline watch`: intake, again and again."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, pass_session

if TYPE_CHECKING:
    from pipeline.office.desk import Desk
    from pipeline.office.intake.report import Done, SweepReport


@click.command("watch")
@pass_session
def command(session: Session) -> None:
    """Take in forms as they are dropped into the inbox, until stopped with Ctrl-C.

    \b
    Example:
      pipeline watch
    """
    from pipeline.office.watching import watch

    with session.desk() as desk:
        folders = desk.settings.folders
        _log_to(folders.records / "watch.log")
        click.echo(f"Watching {folders.inbox} (Ctrl-C ends it).")
        watch(desk, tell=_tell, swept=_Troubles(), say=_say, also=lambda: _delivered(desk))
    click.echo("Stopped. Nothing is left half done.")


def _tell(done: Done) -> None:
    if done.urgent:
        _say(done.urgent)
    _say(f"{done.name}: {done.outcome}. {done.words}")


def _delivered(desk: Desk) -> list[str]:
    """What could be delivered, or taken back, of the copies that were waiting for a folder."""
    from pipeline.office.delivery import retry
    from pipeline.records.locks import BusyError
    from pipeline.records.outbox import one_at_a_time

    try:
        with one_at_a_time(desk.settings.folders.records):
            return [f"{told.member}: {told.words}" for told in retry(desk)]
    except BusyError:
        return []  # at the next look


def _say(text: str) -> None:
    """One line, at once, also into a pipe."""
    click.echo(text)


class _Troubles:
    """Says what holds the work up when it begins to and when it is over, not at every sweep."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()

    def __call__(self, report: SweepReport) -> None:
        waiting = [f"{w.name}: waiting. {w.reason}" for w in report.waiting if not w.arriving]
        now = [*([report.paused] if report.paused else []), *report.troubles, *waiting]
        for text in now:
            if text not in self._known:
                _say(text)
        if self._known and not now:
            _say("Nothing holds the work up any more.")
        self._known = frozenset(now)


def _log_to(path: Path) -> None:
    """What should never happen is written down in full beside the register, for whoever mends it."""
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
