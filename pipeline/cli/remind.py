"""`pipeline remind`: remind the invited people who have not replied, each once."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import progress


@click.command("remind")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Remind the invited people who have not replied, each once.

    \b
    Example:
      pipeline remind --meeting 2013-09-27
    """
    from pipeline.office.invitations.reminding import plan_reminders, write_round

    with session.desk() as desk:
        plan = plan_reminders(desk, meeting)
        with progress("Writing the reminders"):
            posted = () if dry_run else tuple(write_round(desk, plan))
    for booking in plan.people:
        click.echo(f"  {plan.kind}: {booking.guest.to.name}, {booking.guest.to.email or 'by post'}")
    done = "To be written" if dry_run else "Written"
    click.echo(f"{done}: {len(plan.people)}. Had theirs before: {plan.before}.")
    for note in plan.notes:
        click.echo(f"Please look: {note}")
    for one in posted[:1]:
        click.echo(f"wrote into {one.word.parent}")
