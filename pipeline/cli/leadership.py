"""`pipeline leadership`: the paper of one meeting for the Social Care Operational Leadership Team."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import progress


@click.command("leadership")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Make the leadership paper, in Word and PDF: messages to managers, concerns, actions by owner.

    \b
    Example:
      pipeline leadership --meeting 2013-09-27
    """
    from pipeline.office.leadership import plan_leadership, write_leadership

    with session.desk() as desk, progress("Making the leadership paper"):
        plan = plan_leadership(desk, meeting)
        written = () if dry_run else write_leadership(desk, plan)
    paper = plan.paper
    click.echo(paper.title)
    concerns = sum(len(c.points) for c in paper.concerns)
    click.echo(f"  Messages {len(paper.messages)}, concerns {concerns}, actions {len(paper.actions)}")
    for warning in plan.warnings:
        click.echo(f"Please look: {warning}")
    for path in written or (plan.word, plan.pdf):
        click.echo(f"{'would write' if dry_run else 'wrote'} {path}")
