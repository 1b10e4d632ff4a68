"""`pipeline calendar`: meetings proposed, the days around them, the panel's year as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import DAY, Session, dry_run, pass_session

if TYPE_CHECKING:
    from pipeline.office.calendar.showing import MeetingShown


@click.group("calendar")
def command() -> None:
    """Propose meetings, show what is due when, write the year as a calendar file.

    The meetings stand in meetings.yaml: what you write there is the truth, and any date is allowed.

    \b
    Example:
      pipeline calendar show
    """


@command.command("propose")
@click.option("--from", "start", type=DAY, required=True, help="The first day; it also says the weekday.")
@click.option("--number", type=click.IntRange(1, 60), help="How many; otherwise one for each district.")
@click.option("--write", is_flag=True, help="Add them to meetings.yaml; what stands there stays as it is.")
@dry_run
@pass_session
def propose(session: Session, start: date, number: int | None, write: bool, dry_run: bool) -> None:
    """Propose meetings round the districts, on days on which people can come.

    Weekends, bank holidays and the days under `closed:` are avoided. The lines can be copied into meetings.yaml.

    \b
    Example:
      pipeline calendar propose --from 2013-09-27 --number 6
    """
    from pipeline.office.calendar import propose_meetings, write_proposed

    settings = session.settings()
    proposed = propose_meetings(settings, start, number)
    for line in proposed.lines:
        click.echo(line)
    many = f"{len(proposed.new)} meeting{'' if len(proposed.new) == 1 else 's'}"
    if not write:
        click.echo("# Nothing was written. --write adds the new lines to meetings.yaml.")
    elif dry_run:
        click.echo(f"# would add {many} to {settings.folders.root / 'meetings.yaml'}")
    else:
        click.echo(f"# added {many} to {write_proposed(settings, proposed)}")


@command.command("show")
@click.option("--meeting", type=DAY, help="Only the meeting on this day.")
@pass_session
def show(session: Session, meeting: date | None) -> None:
    """Show the coming meetings with every day around them, and what is due or overdue.

    \b
    Example:
      pipeline calendar show --meeting 2013-09-27
    """
    from pipeline.office.calendar.showing import show_calendar, stranded

    with session.desk() as desk:
        shown = show_calendar(desk, meeting)
        lost = () if meeting else stranded(desk)
    for one in shown:
        for line in _meeting(one):
            click.echo(line)
    for line in lost:
        click.echo(f"Please look: {line}")
    if not shown:
        click.echo("No meeting is planned: pipeline calendar propose --from DATE proposes some.")


def _meeting(shown: MeetingShown) -> Iterator[str]:
    from pipeline.rules.answers.dates import british

    meeting = shown.meeting
    place = f", {meeting.venue}" if meeting.venue else ""
    cases = f"{shown.cases} case{'' if shown.cases == 1 else 's'}, room for {shown.room}"
    yield f"{meeting.day:%A} {british(meeting.day)}, {shown.district}{place}, {meeting.start:%H:%M} ({cases})"
    for step in shown.steps:
        state = f"   {step.state.upper() if step.state == 'overdue' else step.state}" if step.state else ""
        yield f"  {step.day:%a %d/%m/%Y}  {step.what}{state}"
    for warning in shown.warnings:
        yield f"  Please look: {warning}"


@command.command("ics")
@click.option(
    "--year", metavar="2013-14", help="The panel's year, April to March; otherwise the present one."
)
@dry_run
@pass_session
def ics(session: Session, year: str | None, dry_run: bool) -> None:
    """Write the panel's year as a calendar file (.ics) that Outlook and others open. Nobody is named in it.

    \b
    Example:
      pipeline calendar ics --year 2013-14
    """
    from pipeline.office.calendar.year import panel_year, plan_year, write_year

    with session.desk() as desk:
        plan = plan_year(desk, panel_year(year) if year else None)
        path = plan.path if dry_run else write_year(desk, plan)
    many = f"{plan.meetings} meeting{'' if plan.meetings == 1 else 's'}"
    click.echo(f"{'would write' if dry_run else 'wrote'} {path}: {many}, with deadlines and pack days")
