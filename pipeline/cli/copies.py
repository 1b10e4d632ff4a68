"""`pipeline copies`: each panel member's own copy of a meeting's pack."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import Bar, progress

if TYPE_CHECKING:
    from pipeline.office.copies import CopyLine, Round


@click.command("copies")
@meeting_day
@dry_run
@pass_session
def command(session: Session, meeting: date, dry_run: bool) -> None:
    """Make each member's copy of the latest pack: named and numbered on every page, locked with their passphrase.

    Copies that are there and still right are left alone. A member without a passphrase gets none and is named.

    \b
    Example:
      pipeline copies --meeting 2013-09-27
    """
    from pipeline.office.copies import copies

    with session.desk(alone=not dry_run) as desk, progress("Making the copies") as bar:
        done = copies(desk, meeting, rehearsal=dry_run, progress=bar.now)
        _tell(done, bar, dry_run)


def _tell(done: Round, bar: Bar, dry_run: bool) -> None:
    from pipeline.office.copies import Fate

    for line in done.lines:
        bar.say(_words(line, dry_run))
    for notice in done.notices:
        bar.say(f"Before you hand it over: {notice}")
    made = sum(line.fate is Fate.MADE for line in done.lines)
    left = sum(line.fate is Fate.LEFT for line in done.lines)
    without = [line.member.name for line in done.lines if line.fate is Fate.NO_PASSPHRASE]
    bar.say(f"Issue {done.issue}: {made} {'would be made' if dry_run else 'made'}, {left} unchanged.")
    if without:
        bar.say(
            f"No copy, because no passphrase is set (pipeline members rotate NAME): {'; '.join(without)}."
        )
    if dry_run:
        bar.say("Nothing was written (--dry-run).")


def _words(line: CopyLine, dry_run: bool) -> str:
    from pipeline.office.copies import Fate

    withheld = f", without {', '.join(line.withheld)}" if line.withheld else ""
    print_ = ", large print" if line.member.edition == "large" else ""
    what = {
        Fate.MADE: f"would write {line.path}" if dry_run else f"wrote {line.path}",
        Fate.LEFT: f"unchanged ({line.path.name})",
        Fate.NO_PASSPHRASE: "NO COPY: no passphrase",
    }[line.fate]
    return f"Copy {line.number}, {line.member.name}{print_}{withheld}: {what}"
