"""`pipeline forms`: the blank forms and their definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, pass_session
from pipeline.cli.progress import progress

if TYPE_CHECKING:
    from pipeline.office.adopting import Adoption


@click.group("forms")
def command() -> None:
    """List the forms, check their definitions, build the blanks, adopt a blank of another organisation.

    \b
    Example:
      pipeline forms build
    """


@command.command("list")
@pass_session
def list_forms(session: Session) -> None:
    """List the forms that are defined in forms/, and those adopted from others.

    \b
    Example:
      pipeline forms list
    """
    from pipeline.records.definitions import load_adopted

    settings = session.settings()
    forms = session.forms(settings)
    for form in forms.values():
        questions = len(form.singles) + sum(len(r.columns) for r in form.repeats)
        click.echo(f"{form.name:<16} {form.id} v{form.version}  {form.title}: {questions} questions")
    found = load_adopted(settings.folders.forms, forms)
    for adopted in found.ready:
        many = len(adopted.names) + len(adopted.labels)
        boxes = f"{many} box{'' if many == 1 else 'es'}"
        click.echo(f"{adopted.name:<16} {adopted.title}: read as {adopted.form.id}, {boxes}")
    for left_out in found.left_out:
        click.echo(f"LEFT OUT: {left_out.words}")


@command.command("check")
@pass_session
def check(session: Session) -> None:
    """Check the definitions, that the blanks are in step with them, and adopted forms against their blanks.

    \b
    Example:
      pipeline forms check
    """
    from pipeline.model.errors import CheckFailedError
    from pipeline.office.adopting import adopted_faults
    from pipeline.office.blanks import grown, out_of_step
    from pipeline.records.definitions import load_adopted

    settings = session.settings()
    forms = session.forms(settings)
    faults = out_of_step(settings, forms)
    strange = adopted_faults(settings, forms)
    for note in grown(forms):
        click.echo(f"NOTE: {note}")
    for fault in (*faults, *strange):
        click.echo(fault)
    if strange:
        raise CheckFailedError(
            "the lines above are about forms adopted from others; until they are mended, those forms are not read"
            " or not whole"
        )
    if faults:
        are = "1 blank form is" if len(faults) == 1 else f"{len(faults)} blank forms are"
        raise CheckFailedError(f"{are} out of step; run: pipeline forms build")
    adopted = load_adopted(settings.folders.forms, forms).ready
    names = ", ".join(form.name for form in adopted)
    more = f" {len(adopted)} adopted from others, in order: {names}." if adopted else ""
    click.echo(f"{len(forms)} forms, definitions and blanks in step.{more}")


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


@command.command("adopt")
@click.argument("blank", type=click.Path(path_type=Path))
@click.option("--as", "as_form", required=True, help="Which of the panel's forms it is read as: referral.")
@click.option("--name", default="", help="Of the new files in forms/; the blank's own name unless said.")
@dry_run
@pass_session
def adopt(session: Session, blank: Path, as_form: str, name: str, dry_run: bool) -> None:
    """Read another organisation's blank PDF or Word form, and propose which of its boxes is which of ours.

    \b
    Writes forms/NAME.yaml for you to finish, and the blank beside it. Nothing is overwritten.
    Example:
      pipeline forms adopt their-referral.pdf --as referral --name wessex
    """
    from pipeline.office.adopting import plan_adoption, write_adoption

    settings = session.settings()
    with progress("Reading the blank"):
        plan = plan_adoption(settings, session.forms(settings), blank, as_form, name)
        if not dry_run:
            write_adoption(plan)
    for line in _adopted_lines(plan):
        click.echo(line)
    if dry_run:
        click.echo("Nothing was written (--dry-run).")
    else:
        click.echo(f"Written: {plan.definition} and {plan.blank.name} beside it.")
        click.echo(_next_step(plan))


def _next_step(plan: Adoption) -> str:
    file = plan.definition.name
    if plan.proposal.mapped:
        return f"Compare every line of {file} with the blank and finish it, then run: pipeline forms check"
    return (
        f"None of their boxes is certain, so this form is not read yet. Take the # off the lines of {file} that are"
        " right, or write your own, then run: pipeline forms check"
    )


def _adopted_lines(plan: Adoption) -> Iterator[str]:
    """The table of what is mapped, then what is not, in lines."""
    found = plan.proposal
    for title, mapped in (("Mapped:", found.mapped), ("Perhaps (written as comments):", found.doubtful)):
        if mapped:
            yield title
        for one in mapped:
            theirs = f"{one.box.question} {one.box.label}".strip()
            yield f"  {one.score:.2f}  {_cut(theirs, 46):<46}  {_cut(one.box.name, 30):<30}  {one.target}"
    if plan.added:
        yield f"It had no boxes of its own; {plan.added} were put into {plan.blank.name} where it has room."
    many = len(found.unknown)
    yield f"{many} of their boxes fit none of our fields." if many else "Every box was placed."
    if found.missing:
        yield "Our form needs these, and theirs does not seem to ask them:"
        yield from (f"  {words}" for words in found.missing)


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _counted(written: int) -> str:
    return f"{written or 'No'} blank{'' if written == 1 else 's'} written."
