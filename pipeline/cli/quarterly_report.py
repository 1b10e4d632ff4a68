"""`pipeline quarterly-report`: the sub-group report of one quarter."""

from __future__ import annotations

import click

from pipeline.cli.options import Session, dry_run, pass_session
from pipeline.cli.progress import progress


@click.command("quarterly-report")
@click.option("--quarter", required=True, help="The quarter, such as 2013-14-Q2 (July to September 2013).")
@dry_run
@pass_session
def command(session: Session, quarter: str, dry_run: bool) -> None:
    """Make the report for the sub-group, in Word and PDF, from the meeting records and referrals on record.

    \b
    Example:
      pipeline quarterly-report --quarter 2013-14-Q2
    """
    from pipeline.office.quarterly import plan_quarterly, write_quarterly
    from pipeline.rules.counting.quarters import parse_quarter

    wanted = parse_quarter(quarter)
    with session.desk() as desk, progress("Making the quarterly report"):
        plan = plan_quarterly(desk, wanted)
        written = () if dry_run else write_quarterly(desk, plan)
    click.echo(plan.paper.title)
    for row in plan.paper.activity:
        click.echo(f"  {row.label}: {row.quarter}")
    for doubt in plan.warnings:
        click.echo(f"Please look: {doubt}")
    for path in written or (plan.word, plan.pdf):
        click.echo(f"{'would write' if dry_run else 'wrote'} {path}")
