"""`pipeline leak-check`: does a paper tell who is meant?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.printing import leak_lines


@click.command("leak-check")
@meeting_day
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@dry_run
@pass_session
def command(session: Session, meeting: date, files: tuple[Path, ...], dry_run: bool) -> None:
    """Read the exact bytes of papers, seen and unseen, and name what tells of the meeting's cases.

    Without FILE it checks the meeting's themes and leadership papers. STOP must be changed, REVIEW must be looked at.
    CLEAR means that no match was found; it does not show that the document is anonymous.

    \b
    Examples:
      pipeline leak-check --meeting 2013-09-27
      pipeline leak-check --meeting 2013-09-27 letter.docx
    """
    from pipeline.model.errors import LeakError
    from pipeline.office.leaks import check

    with session.desk() as desk:
        checked = check(desk, meeting, files, dry_run=dry_run)
    for one in checked:
        for line in leak_lines(one.check, str(one.path)):
            click.echo(line)
        if one.report is not None:
            click.echo(f"  report, with each sentence: {one.report}")
    if not all(one.check.passed for one in checked):
        raise LeakError(
            "The leak check has not passed. Change the text, or settle what was found, as said above."
        )
