"""`pipeline remind`, `thank`, `send-themes` and `send-leadership`: a letter to each of many, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.office.desk import Desk
    from pipeline.office.invitations.reminding import Round


@click.command("remind")
@meeting_day
@dry_run
@pass_session
def remind(session: Session, meeting: date, dry_run: bool) -> None:
    """Remind the invited people who have not replied, each once.

    \b
    Example:
      pipeline remind --meeting 2013-09-27
    """
    from pipeline.office.invitations.reminding import plan_reminders

    _write(session, lambda desk: plan_reminders(desk, meeting), dry_run)


@click.command("thank")
@meeting_day
@dry_run
@pass_session
def thank(session: Session, meeting: date, dry_run: bool) -> None:
    """Thank all who came: by the meeting record, or while there is none, by what they replied.

    \b
    Example:
      pipeline thank --meeting 2013-09-27
    """
    from pipeline.office.invitations.reminding import plan_thanks

    _write(session, lambda desk: plan_thanks(desk, meeting), dry_run)


@click.command("send-themes")
@meeting_day
@dry_run
@pass_session
def send_themes(session: Session, meeting: date, dry_run: bool) -> None:
    """Send the themes paper to all who came, one message each; case holders are asked to share it.

    Only the very file that has passed the leak check goes out.

    \b
    Example:
      pipeline send-themes --meeting 2013-09-27
    """
    from pipeline.office.invitations.sending import plan_sending

    _write(session, lambda desk: plan_sending(desk, meeting), dry_run)


@click.command("send-leadership")
@meeting_day
@click.option("--to", metavar="NAME", default="", help="The panel member who takes it there.")
@dry_run
@pass_session
def send_leadership(session: Session, meeting: date, to: str, dry_run: bool) -> None:
    """Send the leadership paper to the Service Manager on the panel, who takes it to the leadership team.

    Whoever has the role that the meeting record names under "Taken by"; --to names somebody else. Only the very
    file that has passed the leak check goes out.

    \b
    Example:
      pipeline send-leadership --meeting 2013-09-27
    """
    from pipeline.office.invitations.sending import plan_leading

    _write(session, lambda desk: plan_leading(desk, meeting, to), dry_run)


def _write(session: Session, planned: Callable[[Desk], Round], dry_run: bool) -> None:
    """Plan a round of letters, write it, and tell to whom."""
    from pipeline.office.invitations.reminding import mark_of, write_round

    with session.desk(alone=not dry_run) as desk:
        plan = planned(desk)
        with progress("Writing the letters"):
            posted = () if dry_run else tuple(write_round(desk, plan))
    for booking in plan.people:
        again = ", in place of the paper before" if mark_of(booking) in plan.again else ""
        click.echo(f"  {plan.kind}: {booking.guest.to.name}, {booking.guest.to.email or 'by post'}{again}")
    done = "To be written" if dry_run else "Written"
    click.echo(f"{done}: {len(plan.people)}. Had theirs before: {plan.before}.")
    for note in plan.notes:
        click.echo(f"Please look: {note}")
    for one in posted[:1]:
        click.echo(f"wrote into {one.word.parent}")
