"""`pipeline checks`: which agency knows whom, and who has not replied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session

if TYPE_CHECKING:
    from pipeline.model.involvement import AgencyCheck, CaseChecks
    from pipeline.office.chasing import MeetingChecks

_SIDE_BY_SIDE = 4  # people, so that a line fits the screen


@click.command("checks")
@meeting_day
@click.option("--chase", is_flag=True, help="Write a letter to each member whose agency is overdue.")
@dry_run
@pass_session
def command(session: Session, meeting: date, chase: bool, dry_run: bool) -> None:
    """Show what each agency says of each person of a meeting's cases, and whose check has not come back.

    \b
    Examples:
      pipeline checks --meeting 2013-09-27
      pipeline checks --meeting 2013-09-27 --chase
    """
    from pipeline.office.chasing import chase as chase_all
    from pipeline.office.chasing import meeting_checks

    with session.desk(alone=chase and not dry_run) as desk:
        found = meeting_checks(desk, meeting)
        today = desk.today
        written = chase_all(desk, meeting) if chase and not dry_run else ()
    for case in found.cases:
        for line in _case(case):
            click.echo(line)
    for line in (*_chasers(found, today), *found.notes):
        click.echo(line)
    for path in written:
        click.echo(f"wrote {path}")
    if chase and dry_run:
        click.echo("Nothing was written (--dry-run).")


def _case(case: CaseChecks) -> Iterator[str]:
    from pipeline.rules.asking.involvement import back_words

    yield f"{case.reference}: {back_words(case)}"
    for start in range(0, len(case.people), _SIDE_BY_SIDE):
        people = case.people[start : start + _SIDE_BY_SIDE]
        rows = [["Agency", *(p.title for p in people)]]
        rows += [[a.name, *map(str, a.cells[start : start + _SIDE_BY_SIDE])] for a in case.agencies]
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            yield "  " + "  ".join(f"{cell:<{w}}" for cell, w in zip(row, wide, strict=True)).rstrip()
    yield f"  {'; '.join(f'{p.title}: {p.name}' for p in case.people)}"
    yield ""


def _chasers(found: MeetingChecks, today: date) -> Iterator[str]:
    """Who has not replied, the longest overdue first."""
    missing = [(line, case.reference) for case in found.cases for line in case.missing if line.due]
    if not missing:
        yield (
            "No check is missing." if any(c.sent for c in found.cases) else "Nothing has been circulated yet."
        )
        return
    yield "No reply yet"
    for line, reference in sorted(missing, key=lambda m: -m[0].overdue(today)):
        yield f"  {_missing(line, reference, found, today)}"


def _missing(line: AgencyCheck, reference: str, found: MeetingChecks, today: date) -> str:
    from pipeline.rules.answers.dates import british
    from pipeline.rules.asking.involvement import due_words

    chased = found.chased.get((line.agency, reference))
    members = " and ".join(line.members)
    told = f", chased on {british(chased)}" if chased else ""
    return f"{line.name} ({members}): {reference}, {due_words(line, today)}{told}"
