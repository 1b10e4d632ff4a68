"""`pipeline attending`: who comes to a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session

if TYPE_CHECKING:
    from pipeline.model.invitations import Coming, Invited, Reply
    from pipeline.office.attending import AttendingList


@click.command("attending")
@meeting_day
@click.option(
    "--person", metavar="NAME", help="Record what this invited person said: name or e-mail address."
)
@click.option("--yes", "answer", flag_value="yes", help="They are coming.")
@click.option("--no", "answer", flag_value="no", help="They are not coming.")
@click.option("--deputy", metavar="NAME", help="Somebody comes in their place.")
@click.option("--note", default="", metavar="TEXT", help="What else they said; name no child.")
@dry_run
@pass_session
def command(
    session: Session,
    meeting: date,
    person: str | None,
    answer: str | None,
    deputy: str | None,
    note: str,
    dry_run: bool,
) -> None:
    """List who was invited and what they said; or record what somebody said by telephone or e-mail.

    Reply forms come in through the inbox. The last word of each person counts, whichever way it came.

    \b
    Examples:
      pipeline attending --meeting 2013-09-27
      pipeline attending --meeting 2013-09-27 --person "Megan Prosser" --yes
      pipeline attending --meeting 2013-09-27 --person "Megan Prosser" --deputy "Sam Okafor"
    """
    from pipeline.office.attending import attending, record_attending

    coming = _answer(person, answer, deputy)
    with session.desk() as desk:
        if person is not None and coming is not None:
            booking = record_attending(
                desk, meeting, person, coming, deputy=deputy or "", note=note, dry_run=dry_run
            )
            said = {"yes": "coming", "no": "not coming", "deputy": f"deputy, {deputy}"}[coming]
            click.echo(f"{'would record' if dry_run else 'recorded'}: {booking.guest.to.name}: {said}")
        found = attending(desk, meeting)
        where = desk.settings.district_name(found.meeting.district)
    for line in _lines(found, where):
        click.echo(line)


def _answer(person: str | None, answer: str | None, deputy: str | None) -> Coming | None:
    """What is to be recorded; None for the list only. Raises click's usage error when it is not said clearly."""
    from pipeline.model.invitations import Coming

    said = [word for word in (answer, "deputy" if deputy is not None else None) if word]
    if person is None and not said:
        return None
    if person is None or len(said) != 1:
        raise click.UsageError("Say who and what: --person NAME with one of --yes, --no or --deputy NAME.")
    if deputy is not None and not deputy.strip():
        raise click.UsageError("Say who comes instead: --deputy NAME.")
    return Coming(said[0])


def _lines(found: AttendingList, where: str) -> Iterator[str]:
    from pipeline.rules.answers.dates import british

    yield f"{british(found.meeting.day)}, {where}"
    yield found.counts or "Nobody is invited yet (pipeline invite)."
    for one in found.people:
        yield from _person(one)
    for reference, needs in found.needs:
        yield f"Access needs and dates on the referral {reference}: {needs}"
    for reference in found.strangers:
        yield f"{reference} is the reply of somebody who is not invited: see pipeline show {reference}"


def _person(one: Invited) -> Iterator[str]:
    to, reply = one.booking.guest.to, one.reply
    said = {"yes": "coming", "no": "not coming", "deputy": "deputy"}[reply.coming] if reply else "no reply"
    about = ", ".join(part for part in (to.role, to.agency, to.email) if part)
    slots = "; ".join(f"{slot.time} {slot.reference}" for slot in one.booking.slots)
    yield f"  {said:<10}  {to.name} ({about}), {slots}"
    yield from (f"              {reference} has to be confirmed before it counts" for reference in one.waits)
    if reply:
        said_too = (
            ("deputy", _deputy(reply)),
            ("needs", reply.access_needs),
            ("cannot", reply.dates_not),
            ("note", reply.note),
        )
        yield from (f"              {label}: {' '.join(text.split())}" for label, text in said_too if text)


def _deputy(reply: Reply) -> str:
    if reply.deputy is None:
        return ""
    return ", ".join(part for part in (reply.deputy.name, reply.deputy.role, reply.deputy.email) if part)
