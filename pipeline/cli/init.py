"""`pipeline init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import dry_run


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@dry_run
def command(folder: Path, dry_run: bool) -> None:
    """Make a new workspace in DIR: settings, forms, templates, inbox and outbox.

    Nothing that is there already is overwritten.

    \b
    Example:
      pipeline init panel
    """
    from pipeline.records.workspace import init_workspace, plan_workspace

    if dry_run:
        for copy in plan_workspace(folder).copies:
            click.echo(f"would write {copy.target}")
        return
    made = init_workspace(folder)
    click.echo(f"A new workspace is in {made.root} ({len(made.copies)} files).")
    click.echo(
        "Put your own names into pipeline.yaml and your meeting days into meetings.yaml, then run: pipeline check"
    )
