"""`pipeline forms`: the blank forms and their definitions."""

from __future__ import annotations

import click

from pipeline.cli.options import Session, dry_run, pass_session
from pipeline.cli.progress import progress


@click.group("forms")
def command() -> None:
    """List the forms, check their definitions, build the blanks.

    \b
    Example:
      pipeline forms build
    """


@command.command("list")
@pass_session
def list_forms(session: Session) -> None:
    """List the forms that are defined in forms/.

    \b
    Example:
      pipeline forms list
    """
    for form in session.forms(session.settings()).values():
        questions = len(form.singles) + sum(len(r.columns) for r in form.repeats)
        click.echo(f"{form.name:<16} {form.id} v{form.version}  {form.title}: {questions} questions")


@command.command("check")
@pass_session
def check(session: Session) -> None:
    """Check the definitions, and that the blanks are in step with them.

    \b
    Example:
      pipeline forms check
    """
    from pipeline.model.errors import CheckFailedError
    from pipeline.office.blanks import grown, out_of_step

    settings = session.settings()
    forms = session.forms(settings)
    faults = out_of_step(settings, forms)
    for note in grown(forms):
        click.echo(f"NOTE: {note}")
    for fault in faults:
        click.echo(fault)
    if faults:
        are = "1 blank form is" if len(faults) == 1 else f"{len(faults)} blank forms are"
        raise CheckFailedError(f"{are} out of step; run: pipeline forms build")
    click.echo(f"{len(forms)} forms, definitions and blanks in step.")


@command.command("build")
@dry_run
@pass_session
def build(session: Session, dry_run: bool) -> None:
    """Make the blank PDF and the blank Word form of every definition in forms/.

    \b
    Example:
      pipeline forms build --dry-run
    """
    from pipeline.office.blanks import grown, plan_blanks, write_blanks

    settings = session.settings()
    forms = session.forms(settings)
    with progress("Making the blank forms"):
        plan = plan_blanks(settings, forms)
        written = () if dry_run else write_blanks(plan)
        notes = grown(forms)
    for blank in plan:
        would = "" if blank.in_step or not dry_run else "would be "
        click.echo(f"{blank.path.name}: {would}{blank.change}")
    for note in notes:
        click.echo(f"NOTE: {note}")
    click.echo("Nothing was written (--dry-run)." if dry_run else _counted(len(written)))


def _counted(written: int) -> str:
    return f"{written or 'No'} blank{'' if written == 1 else 's'} written."
