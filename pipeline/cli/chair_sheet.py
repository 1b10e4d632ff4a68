"""`pipeline chair-sheet`: what the agencies have told the chair alone."""

from __future__ import annotations

from datetime import date

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session


@click.command("chair-sheet")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Write the chair's own sheet: the answers that practitioners or family must not see. They stand nowhere else.

    \b
    Example:
      pipeline chair-sheet --meeting 2013-09-27
    """
    from pipeline.office.chair_sheet import chair_sheet

    with session.desk(alone=not dry_run) as desk:
        made = chair_sheet(desk, meeting, dry_run=dry_run)
    for note in made.notes:
        click.echo(note)
    if not made.entries:
        click.echo("No agency has written anything for the chair alone, so there is no sheet.")
    elif made.path is None:
        click.echo(
            f"The sheet would hold the answers of {made.entries} checks and go to {made.folder} (--dry-run)."
        )
    else:
        click.echo(f"wrote {made.path} (issue {made.issue}): give it to the chair and to nobody else.")
