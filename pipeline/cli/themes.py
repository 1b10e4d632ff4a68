"""`pipeline themes`: the themes paper of one meeting."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import progress


@click.command("themes")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Make the themes paper, in Word and PDF, from the meeting record that came through the inbox.

    \b
    Example:
      pipeline themes --meeting 2013-09-27
    """
    from pipeline.office.themes import plan_themes, write_themes

    with session.desk() as desk, progress("Making the themes paper"):
        plan = plan_themes(desk, meeting)
        written = () if dry_run else write_themes(desk, plan)
    click.echo(plan.paper.title)
    for theme in plan.paper.themes:
        click.echo(f"  {theme.heading} ({len(theme.points)})")
    for group in plan.paper.resulting_actions:
        click.echo(f"  Resulting actions, {group.heading.lower()} ({len(group.actions)})")
    for warning in plan.warnings:
        click.echo(f"Please look: {warning}")
    for path in written or (plan.word, plan.pdf):
        click.echo(f"{'would write' if dry_run else 'wrote'} {path}")
