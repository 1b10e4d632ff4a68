"""`pipeline deliver`, `issued`, `recall` and `destroyed`: members' copies on their way, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import DAY, Session, dry_run, meeting_day, pass_session

if TYPE_CHECKING:
    from pipeline.model.delivery import CopyState
    from pipeline.model.settings import Settings
    from pipeline.office.delivery import Told

_member = click.option("--member", metavar="NAME", help="Only this member, as named in pipeline.yaml.")


@click.command("deliver")
@meeting_day
@dry_run
@pass_session
def deliver(session: Session, meeting: date, dry_run: bool) -> None:
    """Put each member's newest copy of the pack into their own folder.

    Each is read back and compared before it counts as delivered. A folder that cannot be reached is told, and tried
    again by `pipeline watch`; the exit code is 8 then.

    \b
    Example:
      pipeline deliver --meeting 2013-09-27
    """
    from pipeline.office.delivery import deliver as run

    with session.desk(alone=not dry_run) as desk:
        told = run(desk, meeting, dry_run=dry_run)
    _say(told, dry_run)
    _waits(told)


@click.command("issued")
@meeting_day
@pass_session
def issued(session: Session, meeting: date) -> None:
    """Show the register of issue: who was given which copy of which issue, when, and what became of it.

    \b
    Example:
      pipeline issued --meeting 2013-09-27
    """
    from pipeline.office.desk.deliveries import issued as find
    from pipeline.office.desk.meetings import meeting_on

    with session.desk() as desk:
        meeting_on(desk.settings, meeting)
        states = find(desk, meeting)
    for line in _register(states) if states else ("No copies have been made for this meeting yet.",):
        click.echo(line)


@click.command("recall")
@meeting_day
@click.option("--issue", type=click.IntRange(1), help="Only this issue; every issue unless given.")
@_member
@click.option(
    "--reason", required=True, metavar="WORDS", help="Why; it stands in the note left for the member."
)
@dry_run
@pass_session
def recall(
    session: Session, meeting: date, issue: int | None, member: str | None, reason: str, dry_run: bool
) -> None:
    """Take delivered copies back: the file is removed and a note left in its place.

    \b
    Example:
      pipeline recall --meeting 2013-09-27 --issue 1 --reason "a case was withdrawn"
    """
    from pipeline.office.delivery import recall as run

    if not reason.strip():
        raise click.BadParameter("write the reason, in quotes.", param_hint="--reason")
    with session.desk(alone=not dry_run) as desk:
        name = _named(desk.settings, member)
        told = run(desk, meeting, reason.strip(), issue=issue or 0, member=name, dry_run=dry_run)
    _say(told, dry_run)
    _waits(told)


@click.command("destroyed")
@meeting_day
@click.option("--member", metavar="NAME", required=True, help="Who has destroyed their copies.")
@click.option("--on", type=DAY, help="The day it was done; today unless given.")
@dry_run
@pass_session
def destroyed(session: Session, meeting: date, member: str, on: date | None, dry_run: bool) -> None:
    """Record that a member has destroyed their copies of a meeting's pack.

    \b
    Example:
      pipeline destroyed --meeting 2013-09-27 --member "Halina Nowak"
    """
    from pipeline.office.delivery import destroyed as run

    with session.desk(alone=not dry_run) as desk:
        told = run(desk, meeting, _named(desk.settings, member), on=on, dry_run=dry_run)
    _say(told, dry_run)


def _named(settings: Settings, member: str | None) -> str:
    """The member's name as the settings have it; former members may be named exactly."""
    wanted = " ".join((member or "").split())
    same = [m.name for m in settings.members if m.name.casefold() == wanted.casefold()]
    return same[0] if same else wanted


def _say(told: Iterable[Told], dry_run: bool) -> None:
    for one in told:
        click.echo(f"{one.member}: {one.words}")
    if dry_run:
        click.echo("Nothing was written (--dry-run).")


def _waits(told: Iterable[Told]) -> None:
    from pipeline.model.errors import StorageError

    count = sum(one.waits for one in told)
    if count:
        raise StorageError(f"{count} of them wait{'s' if count == 1 else ''} for a folder. Nothing is lost.")


def _register(states: Iterable[CopyState]) -> Iterator[str]:
    from pipeline.rules.answers.dates import british

    for state in states:
        copy = state.copy
        yield f"Issue {copy.issue}, copy {copy.copy}: {copy.member}, made {british(copy.made)} ({copy.sha256[:12]})"
        if state.delivered:
            yield f"    delivered {british(state.delivered)} as {state.place}"
        elif state.queued:
            yield f"    waits: {state.queued}"
        if state.recalled:
            yield f"    recalled {british(state.recalled)}: {state.reason}"
        elif state.recall_queued:
            yield f"    waits to be taken back: {state.recall_queued}"
        if state.destroyed:
            yield f"    destroyed {british(state.destroyed)}"
        if state.replaced:
            yield "    a later copy was made for the same member"
