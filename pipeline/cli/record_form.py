"""`pipeline record-form`: the record form of one meeting, pre-filled."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import progress


@click.command("record-form")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Write the meeting-record form (Word) with what is known: people, cases, actions carried over.

    \b
    Example:
      pipeline record-form --meeting 2013-09-27
    """
    from pipeline.office.record_form import plan_record_form, write_record_form

    with session.desk() as desk, progress("Filling in the record form"):
        plan = plan_record_form(desk, meeting)
        path = plan.path if dry_run else write_record_form(desk, plan)
    click.echo(f"People {plan.people}, cases {plan.cases}, actions carried over {plan.actions}")
    for sentence in (*plan.left_out, *plan.notes):
        click.echo(f"Please look: {sentence}")
    if not dry_run and path != plan.path:
        click.echo(f"Please look: {plan.path.name} has been filled in or is open; it was left as it is.")
    click.echo(f"{'would write' if dry_run else 'wrote'} {path}")
