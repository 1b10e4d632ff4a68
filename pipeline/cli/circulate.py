"""`pipeline circulate`: the forms and check forms of a meeting, a folder for each agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.model.settings import Settings
    from pipeline.office.circulation import Circulated


@click.command("circulate")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Make a folder for each panel member's agency: a numbered copy of each referral form, the pre-filled agency check
    and a cover note. Run again after a late referral, it adds only what is new.

    \b
    Example:
      pipeline circulate --meeting 2013-09-27 --dry-run
    """
    from pipeline.office.circulation import circulate

    with session.desk(alone=not dry_run) as desk, progress("Circulating") as bar:
        made = circulate(desk, meeting, dry_run=dry_run, progress=bar.now)
        settings = desk.settings
    for line in (*_envelopes(made, settings), *made.notes):
        click.echo(line)
    if dry_run:
        click.echo(f"Nothing was written (--dry-run); it would go to {made.folder}.")
    elif made.paths:
        click.echo(f"wrote {len(made.paths)} files to {made.folder}")


def _envelopes(made: Circulated, settings: Settings) -> Iterator[str]:
    from pipeline.rules.answers.dates import british

    if not made.plan.envelopes:
        yield (
            "There is nothing new to circulate."
            if settings.members
            else "pipeline.yaml names no panel members yet."
        )
        return
    for envelope in made.plan.envelopes:
        copies = ", ".join(f"{c.reference} copy {c.number} of {c.of}" for c in envelope.copies)
        members = " and ".join(member.name for member, _ in envelope.members)
        yield f"{settings.agency_name(envelope.agency)} ({members}): {copies}"
    yield f"Checks are due back by {british(made.due)}."
