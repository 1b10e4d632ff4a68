"""`pipeline demo`: the whole cycle on invented cases, through the real inbox."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import dry_run
from pipeline.cli.progress import Bar, progress

if TYPE_CHECKING:
    from pipeline.office.demo import Demo, Drop
    from pipeline.office.desk import Desk
    from pipeline.office.desk.leaks.door import Made

_PACK_BEFORE = timedelta(days=9)  # a pack goes out about a week before the meeting


@click.command("demo")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@dry_run
def command(folder: Path | None, dry_run: bool) -> None:
    """Make a workspace in DIR (otherwise in a new folder demo) and run the whole cycle in it.

    Invented forms are dropped into its inbox day by day; packs, themes papers and a report come out.

    \b
    Example:
      pipeline demo
    """
    from pipeline.office.demo import prepare_demo

    home = folder or _free(Path("demo"))
    if dry_run:
        _rehearse(home)
        return
    with progress("Running the demo") as bar:
        demo = prepare_demo(home)
        for line in _run(demo, bar):
            bar.say(line)
    click.echo(f"\nEverything is in {demo.settings.folders.root}; the papers are in its outbox:")
    for line in _papers_in(demo.settings.folders.outbox):
        click.echo(f"  {line}")
    click.echo(f"Look around: {_program()} --workspace {home} show CRP-2013-004")


def _papers_in(outbox: Path) -> Iterator[str]:
    """The papers of each meeting by name; letters, copies and what was circulated as the number of files."""
    from pipeline.rules.correcting.querylist import counted

    for folder in sorted(p for p in outbox.iterdir() if p.is_dir()):
        for path in sorted(folder.iterdir()):
            shown = path.relative_to(outbox.parent)
            count = sum(p.is_file() for p in path.rglob("*")) if path.is_dir() else 0
            yield f"{shown}: {counted(count, 'file')}" if path.is_dir() else str(shown)


def _program() -> str:
    """What to type for this program: its name when the shell finds it, else where it is."""
    return "pipeline" if shutil.which("pipeline") else sys.argv[0]


def _free(folder: Path) -> Path:
    """This folder, or the next of its name that is not there yet."""
    number, path = 1, folder
    while path.exists():
        number += 1
        path = folder.with_name(f"{folder.name}-{number}")
    return path


def _rehearse(home: Path) -> None:
    from pipeline.records.samples import load_samples
    from pipeline.records.workspace import plan_workspace

    for copy in plan_workspace(home).copies:
        click.echo(f"would write {copy.target}")
    for sample in load_samples():
        click.echo(f"would drop {sample.dropped_as} on {sample.dropped:%d/%m/%Y}: {sample.shows}")


class _Calendar:
    """The demo's clock: nine in the morning of the day that is being shown."""

    def __init__(self) -> None:
        self.day = date(2013, 4, 1)

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(9)).astimezone()


def _run(demo: Demo, bar: Bar) -> Iterator[str]:
    """The demo's days in order; each line says what was done and what came of it."""
    from pipeline.office.desk import open_desk
    from pipeline.rules.answers.dates import british

    calendar = _Calendar()
    days = _days(demo)
    with open_desk(demo.settings, demo.forms, calendar) as desk:
        for number, day in enumerate(sorted(days)):
            calendar.day = day
            bar(number, len(days))
            yield f"\n{british(day)}"
            for step in days[day]:
                yield from step(desk)


def _days(demo: Demo) -> dict[date, list[Callable[[Desk], Iterator[str]]]]:
    """What is done on which day: drops and sweeps, packs before meetings, papers when a record has come."""
    from pipeline.office import demo as plan

    days: dict[date, list[Callable[[Desk], Iterator[str]]]] = {}
    for day, drops in demo.days():
        days.setdefault(day, []).append(lambda desk, drops=drops: _drop(demo, desk, drops))  # type: ignore[misc]
    days.setdefault(plan.CIRCULATED, []).append(_circulate)
    days.setdefault(plan.INVITED, []).append(_invite)
    days.setdefault(plan.CHAIR, []).extend((_accept, _circulate, _invite))
    days.setdefault(plan.BACK, []).append(lambda desk: _returns(demo, desk, "POLICE"))
    for meeting in plan.COMING:
        days.setdefault(meeting - _PACK_BEFORE, []).append(lambda desk, m=meeting: _pack(desk, m))  # type: ignore[misc]
    days.setdefault(plan.PREPARED - _PACK_BEFORE, []).append(_hand_over)
    late = days.setdefault(plan.LATE_RETURN, [])
    late += [
        lambda desk: _returns(demo, desk, "HEALTH_VISITING"),
        lambda desk: _pack(desk, plan.PREPARED),
        _hand_over,
        _chair_sheet,
    ]
    last = max(days) + timedelta(days=1)
    days[last] = [_papers]
    return days


def _drop(demo: Demo, desk: Desk, drops: tuple[Drop, ...]) -> Iterator[str]:
    from pipeline.office.demo import drop
    from pipeline.office.intake import ingest

    for one in drops:
        drop(demo, one)
        yield f"  dropped {one.name}: {one.shows}"
    for done in ingest(desk).done:
        yield f"    {done.outcome}: {done.words}"


def _accept(desk: Desk) -> Iterator[str]:
    """The chair accepts what came late."""
    from pipeline.model.filing import Ruling
    from pipeline.office.decisions import carry_out, plan_decision
    from pipeline.office.demo import ACCEPTED

    for reference in [s.reference for s in desk.register.referrals() if s.to_be_accepted]:
        posted = carry_out(desk, plan_decision(desk, Ruling.ACCEPTED_LATE, reference, ACCEPTED))
        yield f"  the chair accepts {reference}, which came late: {ACCEPTED}"
        for path in posted.paths if posted else ():
            yield f"    wrote {path.name}"


def _circulate(desk: Desk) -> Iterator[str]:
    from pipeline.office.circulation import circulate
    from pipeline.office.demo import PREPARED

    made = circulate(desk, PREPARED)
    agencies = len(made.plan.envelopes)
    if agencies:
        yield f"  circulated to {agencies} agencies: {len(made.paths)} files in {made.folder.name}"


def _invite(desk: Desk) -> Iterator[str]:
    from pipeline.office.demo import PREPARED
    from pipeline.office.invitations import plan_invitations, write_invitations

    letters = tuple(write_invitations(desk, plan_invitations(desk, PREPARED)))
    if letters:
        yield f"  wrote {len(letters)} acknowledgements and invitations"


def _returns(demo: Demo, desk: Desk, agency: str) -> Iterator[str]:
    """An agency sends the checks of every case back."""
    from pipeline.office.demo import PREPARED, filled_check
    from pipeline.office.desk.meetings import cases_of

    cases = [s.reference for s in cases_of(desk, PREPARED)]
    chosen = cases if agency == "POLICE" else cases[:1]
    yield from _drop(demo, desk, tuple(filled_check(demo, reference, agency) for reference in chosen))


def _hand_over(desk: Desk) -> Iterator[str]:
    """Passphrases for who has none yet, a copy for each member, each into its own folder."""
    from pipeline.office.copies import copies
    from pipeline.office.delivery import deliver
    from pipeline.office.demo import PREPARED
    from pipeline.office.members import members, rotate

    for standing in members(desk):
        if not standing.has_passphrase:
            rotate(desk, standing.member)
    made = copies(desk, PREPARED)
    yield f"  made {len(made.lines)} copies of issue {made.issue}, each locked with its member's passphrase"
    done = sum(told.done for told in deliver(desk, PREPARED))
    yield f"  delivered {done} of them into the members' own folders, and read them back"


def _chair_sheet(desk: Desk) -> Iterator[str]:
    from pipeline.office.chair_sheet import chair_sheet
    from pipeline.office.demo import PREPARED

    sheet = chair_sheet(desk, PREPARED)
    if sheet.path is not None:
        yield f"  wrote {sheet.path.name}: what only the chair may read"


def _pack(desk: Desk, meeting: date) -> Iterator[str]:
    from pipeline.model.errors import GapsError
    from pipeline.office.pack import build_pack

    try:
        built = build_pack(desk, meeting)
    except GapsError as err:
        for line in str(err).splitlines():
            yield f"  {line}"
    else:
        yield f"  wrote {built.path.name}: {len(built.plan.cases)} cases, {built.plan.pages} pages"
        for change in built.plan.changes:
            yield f"    {change.what.lower()}: {change.title}, page {change.now or change.before}"


def _papers(desk: Desk) -> Iterator[str]:
    from pipeline.office.demo import PREPARED, QUARTER
    from pipeline.office.desk.leaks.door import send_out
    from pipeline.office.leadership import plan_leadership
    from pipeline.office.quarterly import plan_quarterly, write_quarterly
    from pipeline.office.themes import plan_themes
    from pipeline.rules.counting.quarters import parse_quarter

    for submission in desk.register.meeting_records():
        day = submission.record.day("meeting_date")
        if day is not None:
            yield from _checked(send_out(desk, plan_themes(desk, day)))
    yield from _checked(send_out(desk, plan_leadership(desk, PREPARED)))
    for edition in ("board", "circulated"):
        yield from _checked(write_quarterly(desk, plan_quarterly(desk, parse_quarter(QUARTER), edition)))


def _checked(made: Made) -> Iterator[str]:
    """A paper that names nobody is issued when the leak check has passed it; else what it found."""
    for check in made.checks:
        yield f"  leak check of {check.name}: {check.verdict}, {check.places} texts read"
        for noted in check.open:
            yield f"    {noted.finding.level}: {noted.finding.why}"
    for path in made.paths:
        yield f"  wrote {path.name}"
