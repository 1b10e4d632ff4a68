"""`pipeline leadership`: the paper of one meeting for the Social Care Operational Leadership Team."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.printing import made_lines, refusal
from pipeline.cli.progress import progress


@click.command("leadership")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Make the leadership paper, in Word and PDF: messages to managers, concerns, actions by owner.

    It is issued only when the leak check has passed both files; otherwise a DRAFT is written and the exit code
    is 10.

    \b
    Example:
      pipeline leadership --meeting 2013-09-27
    """
    from pipeline.model.errors import GapsError
    from pipeline.office.leadership import plan_leadership, write_leadership

    with session.desk() as desk, progress("Making the leadership paper"):
        plan = plan_leadership(desk, meeting)
        made = write_leadership(desk, plan, dry_run=dry_run)
    paths, paper = (plan.word, plan.pdf), plan.paper
    concerns = sum(len(c.points) for c in paper.concerns)
    click.echo(paper.title)
    click.echo(f"  Messages {len(paper.messages)}, concerns {concerns}, actions {len(paper.actions)}")
    for line in (*(f"Please look: {w}" for w in plan.warnings), *made_lines(made, paths, dry_run=dry_run)):
        click.echo(line)
    if not made.passed:
        again = f"pipeline leadership --meeting {meeting.isoformat()}"
        raise GapsError(refusal("The leadership paper", again, paths, dry_run=dry_run))
