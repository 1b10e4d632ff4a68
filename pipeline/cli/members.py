"""`pipeline members`: passphrases, their slips, and cases withheld from a member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, pass_session

if TYPE_CHECKING:
    from pipeline.office.members import Standing

_NOTHING = "Nothing was written (--dry-run)."


def _reason(_: click.Context, __: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("write the reason, in quotes.")
    return value.strip()


reason = click.option(
    "--reason", required=True, metavar="WORDS", callback=_reason, help="Why; kept in the event log."
)


@click.group("members")
def command() -> None:
    """The panel's members: their passphrases, their slips, the cases withheld from them.

    \b
    Example:
      pipeline members list
    """


@command.command("list")
@pass_session
def list_members(session: Session) -> None:
    """List the members with their edition and folder, and whether each has a passphrase.

    \b
    Example:
      pipeline members list
    """
    from pipeline.office.desk.copies import passphrases
    from pipeline.office.members import members

    with session.desk() as desk:
        for standing in members(desk):
            for line in _lines(standing):
                click.echo(line)
        click.echo(f"Passphrases are kept in {passphrases(desk).place}.")


def _lines(standing: Standing) -> tuple[str, ...]:
    from pipeline.rules.answers.dates import british

    member = standing.member
    since = f" since {british(standing.since)}" if standing.since else ""
    passphrase = f"passphrase set{since}" if standing.has_passphrase else "NO PASSPHRASE"
    copy = f"; copy {standing.copy} ({british(standing.meeting)})" if standing.meeting else ""
    print_ = "large print" if member.edition == "large" else "standard print"
    folder = str(member.folder) if member.folder else "stays in the outbox"
    withheld = (f"    withheld: {', '.join(standing.withheld)}",) if standing.withheld else ()
    return (f"{member.name}, {standing.agency}: {passphrase}{copy}", f"    {print_}; {folder}", *withheld)


@command.command("set")
@click.argument("name")
@dry_run
@pass_session
def set_(session: Session, name: str, dry_run: bool) -> None:
    """Type a passphrase for a member, twice; it is not shown. At least 12 characters.

    \b
    Example:
      pipeline members set "Halina Nowak"
    """
    from pipeline.office.members import member_named, set_passphrase, unfit

    with session.desk(alone=not dry_run) as desk:
        member = member_named(desk.settings, name)
        if dry_run:
            click.echo(f"{member.name} would get the passphrase that you type. {_NOTHING}")
            return
        typed = click.prompt(f"Passphrase for {member.name}", hide_input=True, confirmation_prompt=True)
        if why := unfit(desk, typed):
            raise click.ClickException(f"This passphrase was not taken. {why}")
        click.echo(f"The passphrase of {member.name} is kept in {set_passphrase(desk, member, typed)}.")


@command.command("rotate")
@click.argument("name")
@dry_run
@pass_session
def rotate(session: Session, name: str, dry_run: bool) -> None:
    """Give a member a new passphrase, made by chance. It is not shown: print its slip.

    \b
    Example:
      pipeline members rotate "Halina Nowak"
    """
    from pipeline.office.members import member_named
    from pipeline.office.members import rotate as renew

    with session.desk(alone=not dry_run) as desk:
        member = member_named(desk.settings, name)
        if dry_run:
            click.echo(f"{member.name} would get a new passphrase. {_NOTHING}")
            return
        place = renew(desk, member)
        click.echo(
            f"{member.name} has a new passphrase, kept in {place}. Copies that were made before open with the old one."
        )
        click.echo(
            f'Tell them by its slip: pipeline members slip "{member.name}". Then: pipeline copies --meeting DATE.'
        )


@command.command("slip")
@click.argument("name")
@dry_run
@pass_session
def slip(session: Session, name: str, dry_run: bool) -> None:
    """Print a member's passphrase as a slip (PDF), once; to hand over, never to send with the pack.

    \b
    Example:
      pipeline members slip "Halina Nowak"
    """
    from pipeline.office.members import member_named, print_slip, slip_path

    with session.desk(alone=not dry_run) as desk:
        member = member_named(desk.settings, name)
        if dry_run:
            click.echo(f"The slip would go to {slip_path(desk, member)}. {_NOTHING}")
            return
        click.echo(f"wrote {print_slip(desk, member)}")
        click.echo("Print it, hand it over in person or read it out by phone, then delete the file.")


@command.command("restrict")
@click.argument("name")
@click.argument("reference")
@reason
@dry_run
@pass_session
def restrict(session: Session, name: str, reference: str, reason: str, dry_run: bool) -> None:
    """Withhold a case from a member: a conflict of interest.

    \b
    Example:
      pipeline members restrict "Halina Nowak" CRP-2013-014 --reason "knows the family"
    """
    from pipeline.office.members import member_named
    from pipeline.office.members import restrict as withhold

    with session.desk() as desk:
        member = member_named(desk.settings, name)
        click.echo(withhold(desk, member, reference, reason, rehearsal=dry_run))
    if dry_run:
        click.echo(_NOTHING)


@command.command("unrestrict")
@click.argument("name")
@click.argument("reference")
@reason
@dry_run
@pass_session
def unrestrict(session: Session, name: str, reference: str, reason: str, dry_run: bool) -> None:
    """Withhold a case from a member no longer.

    \b
    Example:
      pipeline members unrestrict "Halina Nowak" CRP-2013-014 --reason "another family"
    """
    from pipeline.office.members import unrestrict as lift

    with session.desk() as desk:
        click.echo(lift(desk, name, reference, reason, rehearsal=dry_run))
    if dry_run:
        click.echo(_NOTHING)
