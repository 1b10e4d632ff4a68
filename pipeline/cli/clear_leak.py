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

    It holds for exactly these bytes: a paper that is changed is checked anew. The same words in the same sentence of
    the paper's other file (Word or PDF beside it) are settled with it.

    \b
    Example:
      pipeline clear-leak --file records/waiting/themes-2013-09-27.docx --finding 2 --reason "a street in another town"
    """
    from pipeline.office.leaks import settle

    with session.desk(alone=not dry_run) as desk:
        done = settle(desk, path, finding, reason, by=override_by, dry_run=dry_run)
    noted, left = done.noted, len(done.check.open)
    click.echo(
        f"{'would settle' if dry_run else 'settled'} {noted.number}. {noted.finding.level}: {noted.finding.why}"
    )
    twin = done.twin
    if twin is not None:
        for same in done.also:
            word = "would settle" if dry_run else "settled"
            click.echo(f"{word} {same.number}. in {twin.name} too: the same words in the same sentence")
    if dry_run:
        return
    if left:
        numbers = ", ".join(str(n.number) for n in done.check.open)
        click.echo(f"{left} still open in {path.name}: {numbers}")
    else:
        click.echo(f"{path.name} has passed.{_issuing(path.name, both=twin is not None and twin.passed)}")
    if twin is not None:
        numbers = ", ".join(str(n.number) for n in twin.open)
        click.echo(
            f"{len(twin.open)} still open in {twin.name}: {numbers}"
            if numbers
            else f"{twin.name} has passed too."
        )


def _issuing(name: str, *, both: bool) -> str:
    from pipeline.office.desk.leaks.papers import kind_of

    found = kind_of(name)
    if found is None:
        return ""
    kind, scope = found
    when = "Now" if both else "When its other file has passed too,"
    return f" {when} `{kind.again(scope)}` issues the paper."
