"""`pipeline accept-late`, `move`, `defer`, `decline`, `withdraw`: what is decided about a referral."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import DAY, Session, dry_run, pass_session

if TYPE_CHECKING:
    from pipeline.model.filing import Ruling


def _reason(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The reason in one line. Raises click's usage error for a blank one."""
    words = " ".join(value.split())
    if not words:
        raise click.BadParameter("write the reason, in quotes.", ctx=ctx, param=param)
    return words


def _about_one(function: Callable[..., None]) -> Callable[..., None]:
    """What the five commands have in common."""
    decorators: tuple[Callable[[Any], Any], ...] = (
        click.argument("reference"),
        click.option(
            "--reason",
            required=True,
            callback=_reason,
            help="Why: it is kept in the log and printed in the letter, so name no child.",
        ),
        click.option("--no-letter", is_flag=True, help="Write no letter to the referrer."),
        dry_run,
        pass_session,
    )
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


@click.command("accept-late")
@_about_one
def accept_late(session: Session, reference: str, reason: str, no_letter: bool, dry_run: bool) -> None:
    """The chair accepts REFERENCE, which came after the deadline, for its meeting.

    \b
    Example:
      pipeline accept-late CRP-2013-006 --reason "the chair: the baby is due before the next meeting"
    """
    _decide(session, "ACCEPTED_LATE", reference, reason, no_letter, dry_run)


@click.command("move")
@click.option("--to", type=DAY, required=True, help="The day of the meeting it goes to.")
@click.option("--reopen", is_flag=True, help="Take up a referral again that was declined or withdrawn.")
@_about_one
def move(
    session: Session,
    reference: str,
    to: date,
    reopen: bool,
    reason: str,
    no_letter: bool,
    dry_run: bool,
) -> None:
    """Move REFERENCE to another meeting, as its referrer asks.

    \b
    Example:
      pipeline move CRP-2013-004 --to 2013-11-22 --reason "the referrer is on leave in September"
    """
    _decide(session, "MOVED", reference, reason, no_letter, dry_run, to, reopen=reopen)


@click.command("defer")
@click.option("--to", type=DAY, help="The day; otherwise the next in its district that it is in time for.")
@_about_one
def defer(
    session: Session, reference: str, to: date | None, reason: str, no_letter: bool, dry_run: bool
) -> None:
    """Put REFERENCE off to a later meeting, as the panel decides.

    \b
    Example:
      pipeline defer CRP-2013-006 --reason "the meeting is full"
    """
    _decide(session, "DEFERRED", reference, reason, no_letter, dry_run, to)


@click.command("decline")
@_about_one
def decline(session: Session, reference: str, reason: str, no_letter: bool, dry_run: bool) -> None:
    """The panel does not take REFERENCE: it goes to no meeting and stays on record.

    \b
    Example:
      pipeline decline CRP-2013-006 --reason "the plan is younger than twelve months and is the first"
    """
    _decide(session, "DECLINED", reference, reason, no_letter, dry_run)


@click.command("withdraw")
@_about_one
def withdraw(session: Session, reference: str, reason: str, no_letter: bool, dry_run: bool) -> None:
    """The referrer takes REFERENCE back: it goes to no meeting and stays on record.

    \b
    Example:
      pipeline withdraw CRP-2013-006 --reason "the plan has ended"
    """
    _decide(session, "WITHDRAWN", reference, reason, no_letter, dry_run)


def _decide(
    session: Session,
    ruling: str,
    reference: str,
    reason: str,
    no_letter: bool,
    dry_run: bool,
    to: date | None = None,
    *,
    reopen: bool = False,
) -> None:
    from pipeline.model.filing import Ruling
    from pipeline.office.decisions import carry_out, plan_decision

    with session.desk(alone=not dry_run) as desk:
        chosen = Ruling[ruling]
        plan = plan_decision(desk, chosen, reference.upper(), reason, to=to, reopen=reopen)
        posted = None if dry_run else carry_out(desk, plan, letter=not no_letter)
    would = "would be " if dry_run else ""
    click.echo(f"{plan.submission.reference}: {would}{_words(chosen, plan.meeting)}: {reason}")
    for warning in plan.warnings:
        click.echo(f"Please look: {warning}")
    for path in posted.paths if posted else ():
        click.echo(f"wrote {path}")
    if dry_run and not no_letter:
        click.echo(f"would write {plan.letter}.docx, .pdf and the draft of an e-mail")


def _words(ruling: Ruling, meeting: date | None) -> str:
    from pipeline.rules.answers.dates import british

    if meeting is None:
        return ruling.value
    return f"{ruling.value}{' for' if ruling.value == 'accepted late' else ' to'} the meeting on {british(meeting)}"
