"""`pipeline invite`: the letters that bring people to a meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.office.invitations import InvitePlan


@click.command("invite")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Write an acknowledgement to each referrer and one invitation to each person, as Word, PDF and ready e-mail.

    Run it again after anything has changed: nobody is invited twice; whose day, slot or venue is another one gets a
    letter of change, whose case is not heard gets a cancellation.

    \b
    Examples:
      pipeline invite --meeting 2013-09-27 --dry-run
      pipeline invite --meeting 2013-09-27
    """
    from pipeline.office.invitations import plan_invitations, write_invitations
    from pipeline.rules.correcting.querylist import counted

    with session.desk(alone=not dry_run) as desk:
        plan = plan_invitations(desk, meeting)
        for line in _lines(plan):
            click.echo(line)
        if dry_run:
            click.echo("Nothing was written.")
            return
        with progress("Writing the letters"):
            posted = tuple(write_invitations(desk, plan))
    if posted:
        drafts = sum(one.mail is not None for one in posted)
        letters = counted(len(posted), "letter")
        click.echo(f"wrote {letters} into {posted[0].word.parent}; {drafts} as ready e-mails (.eml).")


def _lines(plan: InvitePlan) -> Iterator[str]:
    for thanks in plan.acknowledgements:
        yield f"  acknowledgement: {thanks.to.to.name}, {thanks.submission.reference}"
    for one in plan.letters:
        slots = ", ".join(f"{slot.time} {slot.reference}" for slot in one.booking.slots)
        yield f"  {one.kind}: {one.booking.guest.to.name}, {one.booking.guest.to.email or 'by post'}, {slots}"
        yield from (f"      {change}" for change in one.changes)
    kinds = Counter(one.kind for one in plan.letters)
    counts = [f"acknowledgement: {len(plan.acknowledgements)}"] if plan.acknowledgements else []
    counts += [f"{kind}: {number}" for kind, number in kinds.items()]
    yield f"{', '.join(counts) or 'No letter is due'}. Invited before, unchanged: {plan.unchanged}."
    yield from (f"Please look: {note}" for note in plan.notes)
