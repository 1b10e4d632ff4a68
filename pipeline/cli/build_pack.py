"""`pipeline build-pack`: the briefing pack of one meeting."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session


@click.command("build-pack")
@meeting_day
@click.option(
    "--accept-gaps", metavar="REASON", help="Make it final in spite of gaps; the reason is printed."
)
@dry_run
@pass_session
def command(session: Session, meeting: date, accept_gaps: str | None, dry_run: bool) -> None:
    """Make the briefing pack of a meeting; prints its sections, pages and gaps.

    With gaps the pack says DRAFT on every page and the exit code is 10.

    \b
    Example:
      pipeline build-pack --meeting 2013-09-27 --accept-gaps "chair agreed on 5 September"
    """
