"""`pipeline quarterly-report`: the sub-group report of one quarter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, pass_session
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.office.quarterly.paper import QuarterlyPlan


@click.command("quarterly-report")
@click.option("--quarter", required=True, help="The quarter, such as 2013-14-Q2 (July to September 2013).")
@click.option(
    "--edition",
    type=click.Choice(["board", "circulated", "both"]),
    default="board",
    show_default=True,
    help="The board's own copy with every figure, the one that goes round, or both.",
)
@dry_run
@pass_session
def command(session: Session, quarter: str, edition: str, dry_run: bool) -> None:
    """Make the report for the sub-group, in Word and PDF, from the meeting records and referrals on record.

    \b
    Example:
      pipeline quarterly-report --quarter 2013-14-Q2
      pipeline quarterly-report --quarter 2013-14-Q2 --edition circulated

    The circulated edition shows no number from which a child could be told ("c" stands in its place). What it shows
    is kept in the register, and later ones are held against it.
    """
    from pipeline.office.quarterly import plan_quarterly, write_quarterly
    from pipeline.rules.counting.quarters import parse_quarter

    wanted = parse_quarter(quarter)
    with session.desk() as desk, progress("Making the quarterly report"):
        plans = [
            plan_quarterly(desk, wanted, one)
            for one in (("board", "circulated") if edition == "both" else (edition,))
        ]
        made = [() if dry_run else write_quarterly(desk, plan) for plan in plans]
    for plan, written in zip(plans, made, strict=True):
        _tell(plan, written)


def _tell(plan: QuarterlyPlan, written: tuple[Path, ...]) -> None:
    click.echo(plan.paper.title)
    click.echo(plan.paper.edition)
    for row in plan.paper.activity:
        click.echo(f"  {row.label}: {row.quarter}")
    for doubt in plan.warnings:
        click.echo(f"Please look: {doubt}")
    for path in written or (plan.word, plan.pdf):
        click.echo(f"{'wrote' if written else 'would write'} {path}")
