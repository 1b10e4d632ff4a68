"""`pipeline themes`: the themes paper of one meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.printing import made_lines, refusal
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.office.themes import ThemesPlan


@click.command("themes")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Make the themes paper, in Word and PDF, from the meeting record that came through the inbox.

    It is issued only when the leak check has passed both files; otherwise a DRAFT is written and the exit code
    is 10.

    \b
    Example:
      pipeline themes --meeting 2013-09-27
    """
    from pipeline.model.errors import GapsError
    from pipeline.office.themes import plan_themes, write_themes

    with session.desk() as desk, progress("Making the themes paper"):
        plan = plan_themes(desk, meeting)
        made = write_themes(desk, plan, dry_run=dry_run)
    paths = (plan.word, plan.pdf)
    for line in (*_paper(plan), *made_lines(made, paths, dry_run=dry_run)):
        click.echo(line)
    if not made.passed:
        again = f"pipeline themes --meeting {meeting.isoformat()}"
        raise GapsError(refusal("The themes paper", again, paths, dry_run=dry_run))


def _paper(plan: ThemesPlan) -> Iterator[str]:
    yield plan.paper.title
    for theme in plan.paper.themes:
        yield f"  {theme.heading} ({len(theme.points)})"
    for group in plan.paper.resulting_actions:
        yield f"  Resulting actions, {group.heading.lower()} ({len(group.actions)})"
    for warning in plan.warnings:
        yield f"Please look: {warning}"
