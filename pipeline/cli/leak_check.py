"""`pipeline leak-check`: does a paper tell who is meant?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from pipeline.cli.options import DAY, Session, dry_run, pass_session
from pipeline.cli.printing import leak_lines


@click.command("leak-check")
@click.option("--meeting", type=DAY, help="The day of the meeting whose papers are checked.")
@click.option("--quarter", help="The quarter whose reports are checked, such as 2013-14-Q2.")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@dry_run
@pass_session
def command(
    session: Session, meeting: date | None, quarter: str | None, files: tuple[Path, ...], dry_run: bool
) -> None:
    """Read the exact bytes of papers, seen and unseen, and name what tells of the cases of a meeting or a quarter.

    Without FILE it checks the meeting's themes and leadership papers, or the quarter's reports. STOP must be changed,
    REVIEW must be looked at. CLEAR means that no match was found; it does not show that the document is anonymous.

    \b
    Examples:
      pipeline leak-check --meeting 2013-09-27
      pipeline leak-check --meeting 2013-09-27 letter.docx
      pipeline leak-check --quarter 2013-14-Q2
    """
    from pipeline.model.errors import LeakError
    from pipeline.office.desk.leaks.scope import of_meeting, of_quarter
    from pipeline.office.leaks import check
    from pipeline.rules.counting.quarters import parse_quarter

    if (meeting is None) is (quarter is None):
        raise click.UsageError(
            "Name the meeting (--meeting 2013-09-27) or the quarter (--quarter 2013-14-Q2)."
        )
    scope = of_meeting(meeting) if meeting else of_quarter(parse_quarter(quarter or ""))
    with session.desk() as desk:
        checked = check(desk, scope, files, dry_run=dry_run)
    for one in checked:
        for line in leak_lines(one.check, str(one.path)):
            click.echo(line)
        if one.report is not None:
            click.echo(f"  report, with each sentence: {one.report}")
    if not all(one.check.passed for one in checked):
        raise LeakError(
            "The leak check has not passed. Change the text, or settle what was found, as said above."
        )
