"""`pipeline acknowledge-risk`: an agency's alarm has been acted on."""

from __future__ import annotations

import click

from pipeline.cli.options import Session, dry_run, pass_session


@click.command("acknowledge-risk")
@click.argument("reference")
@click.option("--said", required=True, help="Who was rung, by whom and when; it is kept. No child's name.")
@dry_run
@pass_session
def command(session: Session, reference: str, said: str, dry_run: bool) -> None:
    """Say that children's social care has been rung about the check REFERENCE; the alarm then ends.

    \b
    Example:
      pipeline acknowledge-risk AIC-CRP-2013-014-POLICE --said "duty team, by Ann Lee, 10:05 on 12/09"
    """
    if not said.strip():
        raise click.BadParameter("write who was rung, by whom and when, in quotes.", param_hint="--said")
    from pipeline.office.acknowledging import acknowledge_risk

    with session.desk() as desk:
        alarm = acknowledge_risk(desk, reference, said.strip(), dry_run=dry_run)
    click.echo(
        f"{alarm.submission.reference}, version {alarm.submission.version}: acknowledged ({said.strip()})."
    )
    if dry_run:
        click.echo("Nothing was written (--dry-run).")
