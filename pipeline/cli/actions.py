"""`pipeline actions`: the resulting actions, carried from meeting to meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import DAY, Session, pass_session

if TYPE_CHECKING:
    from pipeline.model.settings import Settings
    from pipeline.office.actions import ActionsReport
    from pipeline.rules.counting.actions import ActionLife


@click.command("actions")
@click.option("--meeting", type=DAY, help="As they stood after this meeting; otherwise as they stand today.")
@pass_session
def command(session: Session, meeting: date | None) -> None:
    """List the actions that are overdue and open, and what was done since the meeting before.

    An action is carried from record to record until it is completed, not possible or dropped.

    \b
    Example:
      pipeline actions --meeting 2013-09-27
    """
    from pipeline.office.actions import actions_report

    with session.desk() as desk:
        report = actions_report(desk, meeting)
        settings = desk.settings
    for line in _lines(report, settings):
        click.echo(line)


def _lines(report: ActionsReport, settings: Settings) -> Iterator[str]:
    from pipeline.rules.answers.dates import british

    records = "1 meeting record" if report.records == 1 else f"{report.records} meeting records"
    yield f"Actions on {british(report.day)}, by {records}"
    yield from _listed("Overdue", [_waits(a, report.day, settings) for a in report.overdue])
    yield from _listed("Open", [_waits(a, report.day, settings) for a in report.open])
    since = f" since the meeting of {british(report.since)}" if report.since else ""
    yield from _listed(f"You said, we did{since}", [_ended(a) for a in report.ended])
    for sentence in report.look:
        yield f"Please look: {sentence}"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"{title}: {len(lines)}"
    yield from (f"  {line}" for line in lines)


def _waits(life: ActionLife, day: date, settings: Settings) -> str:
    """One action that waits: number, heading, owner, day."""
    from pipeline.rules.answers.dates import british
    from pipeline.rules.counting.actions import overdue_days

    action, late = life.action, overdue_days(life, day)
    agency = settings.agency_name(action.owner_agency) if action.owner_agency else ""
    owner = ", ".join(part for part in (action.owner_role, agency) if part) or "no owner"
    due = f"due {british(action.due)}" if action.due else "no day given"
    days = f", {late} day{'' if late == 1 else 's'} overdue" if late else ""
    return f"{life.number}  {action.heading} ({owner}): {due}{days}; agreed {british(life.agreed)}"


def _ended(life: ActionLife) -> str:
    """One action that has ended: what was asked, how and when it ended, what was done or why not."""
    from pipeline.model.meeting import ActionStatus
    from pipeline.rules.answers.dates import british
    from pipeline.rules.counting.actions import in_line

    action = life.action
    done = action.status is ActionStatus.COMPLETED
    words = in_line(action.points) if done else action.note or "no reason is given"
    status = action.status.value.replace("_", " ")
    return f"{life.number}  {action.heading}: {status} {british(life.ended) if life.ended else ''}: {words}"
