"""`pipeline forms`: the blank forms and their definitions."""

from __future__ import annotations

import click

from pipeline.cli.options import Session, pass_session


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
    from pipeline.model.errors import CheckFailed
    from pipeline.office.blanks import out_of_step

    settings = session.settings()
    forms = session.forms(settings)
    faults = out_of_step(settings, forms)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise CheckFailed(f"{len(faults)} blank forms are out of step; run: pipeline forms build")
    click.echo(f"{len(forms)} forms, definitions and blanks in step.")
