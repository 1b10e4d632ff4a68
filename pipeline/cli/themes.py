"""`pipeline themes`: the themes paper of one meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.printing import leak_lines
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.office.themes import ThemesMade, ThemesPlan


@click.command("themes")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Make the themes paper, in Word and PDF, from the meeting record that came through the inbox.

    It is issued only when the leak check has passed both files; otherwise a DRAFT is written and the exit code
    is 10.

    \b
    Example:
      pipeline themes --meeting 2013-09-27
    """
    from pipeline.model.errors import GapsError
    from pipeline.office.themes import plan_themes, write_themes

    with session.desk() as desk, progress("Making the themes paper"):
        plan = plan_themes(desk, meeting)
        made = write_themes(desk, plan, dry_run=dry_run)
    for line in (*_paper(plan), *_checks(plan, made)):
        click.echo(line)
    for path in (plan.word, plan.pdf) if dry_run and made.passed else made.paths:
        click.echo(f"{'would write' if dry_run else 'wrote'} {path}")
    if not made.passed:
        raise GapsError(_refusal(plan, dry_run=dry_run))


def _paper(plan: ThemesPlan) -> Iterator[str]:
    yield plan.paper.title
    for theme in plan.paper.themes:
        yield f"  {theme.heading} ({len(theme.points)})"
    for group in plan.paper.resulting_actions:
        yield f"  Resulting actions, {group.heading.lower()} ({len(group.actions)})"
    for warning in plan.warnings:
        yield f"Please look: {warning}"


def _checks(plan: ThemesPlan, made: ThemesMade) -> Iterator[str]:
    for check, path in zip(made.checks, made.waiting or (plan.word, plan.pdf), strict=True):
        yield from leak_lines(check, str(path))
    for report in made.reports:
        yield f"report, with each sentence: {report}"


def _refusal(plan: ThemesPlan, *, dry_run: bool) -> str:
    day = plan.day.isoformat()
    before = [p.name for p in (plan.word, plan.pdf) if p.exists()]
    old = f" What was issued before ({', '.join(before)}) still lies in the outbox." if before else ""
    what = "would only be a DRAFT" if dry_run else "was written as DRAFT only"
    return (
        f"The themes paper {what}: the leak check has not passed it. Change the text in the meeting record and drop it"
        f" into the inbox again, or settle each finding as said above; then run `pipeline themes --meeting {day}`"
        f" again.{old}"
    )
