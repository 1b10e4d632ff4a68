"""`pipeline clear-leak`: a person says why a finding of the leak check may stand."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import Session, dry_run, pass_session


@click.command("clear-leak")
@click.option(
    "--file",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file that was checked, as the check named it.",
)
@click.option("--finding", required=True, type=int, help="The number of the finding in the list.")
@click.option("--reason", required=True, help="Why it may stand. It is kept: name nobody in it.")
@click.option("--override-by", default="", metavar="NAME", help="The chair's name, to let a STOP stand.")
@dry_run
@pass_session
def command(session: Session, path: Path, finding: int, reason: str, override_by: str, dry_run: bool) -> None:
    """Clear a REVIEW of the leak check with a reason; with --override-by the chair lets a STOP stand.

    It holds for exactly these bytes: a paper that is changed is checked anew.

    \b
    Example:
      pipeline clear-leak --file records/waiting/themes-2013-09-27.docx --finding 2 --reason "a street in another town"
    """
    from pipeline.office.leaks import settle

    with session.desk() as desk:
        done = settle(desk, path, finding, reason, by=override_by, dry_run=dry_run)
    noted, left = done.noted, len(done.check.open)
    click.echo(
        f"{'would settle' if dry_run else 'settled'} {noted.number}. {noted.finding.level}: {noted.finding.why}"
    )
    if dry_run:
        return
    if left:
        numbers = ", ".join(str(n.number) for n in done.check.open)
        click.echo(f"{left} still open in {path.name}: {numbers}")
    else:
        click.echo(f"{path.name} has passed.{_issuing(path.name)}")


def _issuing(name: str) -> str:
    from pipeline.office.desk.leaks.papers import kind_of

    found = kind_of(name)
    if found is None:
        return ""
    kind, scope = found
    return f" When its other file has passed too, `{kind.again(scope)}` issues the paper."
