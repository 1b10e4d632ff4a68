"""`pipeline carry-notes`: a reader's notes from one issue of a pack to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import dry_run

if TYPE_CHECKING:
    from pipeline.office.carrying import CarriedNotes


@click.command("carry-notes")
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False))
@dry_run
def command(old: Path, new: Path, dry_run: bool) -> None:
    """Move your highlights and comments from the pack OLD to the same pages of its new issue NEW.

    NEW and its notes are written beside it as a file of their own; neither OLD nor NEW is changed. Needs no
    workspace. A locked copy asks for its passphrase.

    \b
    Example:
      pipeline carry-notes issue-1.pdf issue-2.pdf
    """
    from pipeline.office.carrying import with_notes
    from pipeline.papers.making.notes import LockedError

    try:
        found = with_notes(old, new, dry_run=dry_run)
    except LockedError:
        passphrase = click.prompt("Passphrase", hide_input=True)
        found = with_notes(old, new, passphrase, dry_run=dry_run)
    _tell(found, dry_run)


def _tell(found: CarriedNotes, dry_run: bool) -> None:
    carried = found.carried
    click.echo(f"{carried.moved} note{'' if carried.moved == 1 else 's'} carried over.")
    if carried.redrawn:
        click.echo(f"Look at these pages, whose words have changed: {', '.join(carried.redrawn)}.")
    if carried.left:
        click.echo(f"Not carried, because what these pages held is gone: {', '.join(carried.left)}.")
    click.echo("Nothing was written (--dry-run)." if dry_run else f"wrote {found.path}")
