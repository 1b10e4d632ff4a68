"""`pipeline themes`, `leadership` and `quarterly-report`: the papers that name nobody.

Each is issued only when the leak check has passed its Word file and its PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session, quarter_name
from pipeline.cli.printing import made_lines, refusal
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.office.desk.leaks.door import Made, Outgoing


@click.command("themes")
@meeting_day
@dry_run
@pass_session
def themes(session: Session, meeting: date, dry_run: bool) -> None:
    """Make the themes paper, in Word and PDF, from the meeting record that came through the inbox.

    It is issued only when the leak check has passed both files; otherwise a DRAFT is written and the exit code
    is 10.

    \b
    Example:
      pipeline themes --meeting 2013-09-27
    """
    from pipeline.office.desk.leaks.door import send_out
    from pipeline.office.themes import plan_themes

    with session.desk(alone=not dry_run) as desk, progress("Making the themes paper"):
        plan = plan_themes(desk, meeting)
        made = send_out(desk, plan, dry_run=dry_run)
    found = [f"{theme.heading} ({len(theme.points)})" for theme in plan.paper.themes]
    found += [
        f"Resulting actions, {g.heading.lower()} ({len(g.actions)})" for g in plan.paper.resulting_actions
    ]
    _told([(plan, found, made)], dry_run)


@click.command("leadership")
@meeting_day
@dry_run
@pass_session
def leadership(session: Session, meeting: date, dry_run: bool) -> None:
    """Make the leadership paper, in Word and PDF: messages to managers, concerns, actions by owner.

    It is issued only when the leak check has passed both files; otherwise a DRAFT is written and the exit code
    is 10.

    \b
    Example:
      pipeline leadership --meeting 2013-09-27
    """
    from pipeline.office.desk.leaks.door import send_out
    from pipeline.office.leadership import plan_leadership

    with session.desk(alone=not dry_run) as desk, progress("Making the leadership paper"):
        plan = plan_leadership(desk, meeting)
        made = send_out(desk, plan, dry_run=dry_run)
    paper = plan.paper
    concerns = sum(len(c.points) for c in paper.concerns)
    found = f"Messages {len(paper.messages)}, concerns {concerns}, actions {len(paper.actions)}"
    _told([(plan, [found], made)], dry_run)


@click.command("quarterly-report")
@quarter_name
@click.option(
    "--edition",
    type=click.Choice(["board", "circulated", "both"]),
    default="board",
    show_default=True,
    help="The board's own copy with every figure, the one that goes round, or both.",
)
@dry_run
@pass_session
def quarterly_report(session: Session, quarter: str, edition: str, dry_run: bool) -> None:
    """Make the report for the sub-group, in Word and PDF, from the meeting records and referrals on record.

    \b
    Example:
      pipeline quarterly-report --quarter 2013-14-Q2
      pipeline quarterly-report --quarter 2013-14-Q2 --edition circulated

    The circulated edition shows no number from which a child could be told ("c" stands in its place). What it shows
    is kept in the register, and later ones are held against it. Either edition is issued only when the leak check has
    passed both its files; otherwise a DRAFT is written and the exit code is 10.
    """
    from pipeline.office.quarterly import plan_quarterly, write_quarterly
    from pipeline.rules.counting.quarters import parse_quarter

    wanted = parse_quarter(quarter)
    editions = ("board", "circulated") if edition == "both" else (edition,)
    with session.desk(alone=not dry_run) as desk, progress("Making the quarterly report"):
        plans = [plan_quarterly(desk, wanted, one) for one in editions]
        made = [write_quarterly(desk, plan, dry_run=dry_run) for plan in plans]
    found = [
        [plan.paper.edition, *(f"{row.label}: {row.quarter}" for row in plan.paper.activity)]
        for plan in plans
    ]
    _told(list(zip(plans, found, made, strict=True)), dry_run)


def _told(papers: Sequence[tuple[Outgoing[Any], Iterable[str], Made]], dry_run: bool) -> None:
    """What is in each paper, what to look at, and what was written. Raises GapsError when one is only a DRAFT."""
    from pipeline.model.errors import GapsError

    for plan, found, made in papers:
        click.echo(plan.paper.title)
        for line in (*(f"  {one}" for one in found), *(f"Please look: {w}" for w in plan.warnings)):
            click.echo(line)
        for line in made_lines(made, plan.paths, dry_run=dry_run):
            click.echo(line)
    refused = [refusal(plan, dry_run=dry_run) for plan, _, made in papers if not made.passed]
    if refused:
        raise GapsError("\n".join(refused))
