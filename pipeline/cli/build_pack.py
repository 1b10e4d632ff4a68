"""`pipeline build-pack`: the briefing pack of one meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, dry_run, meeting_day, pass_session
from pipeline.cli.progress import Bar, progress

if TYPE_CHECKING:
    from pipeline.model.pack import PackPlan
    from pipeline.office.desk import Desk
    from pipeline.office.pack import BuiltPack


@click.command("build-pack")
@meeting_day
@click.option("--accept-gaps", metavar="REASON", help="Make it final in spite of gaps; the reason is kept.")
@click.option(
    "--supplement",
    is_flag=True,
    help="Also write what is new in this issue as a file of its own.",
)
@dry_run
@pass_session
def command(
    session: Session, meeting: date, accept_gaps: str | None, supplement: bool, dry_run: bool
) -> None:
    """Make the briefing pack of a meeting; prints its sections, pages and gaps.

    Once an issue is final its page numbers hold: a later issue appends what is new, with a sheet of changes, and the
    earlier file is marked as superseded. When nothing has changed, nothing is done.

    With a gap the pack says DRAFT on every page and the exit code is 10, also with --dry-run.

    \b
    Example:
      pipeline build-pack --meeting 2013-09-27 --accept-gaps "the chair agreed"
    """
    if accept_gaps is not None and not accept_gaps.strip():
        raise click.BadParameter("write the reason, in quotes.", param_hint="--accept-gaps")
    accepted = (accept_gaps or "").strip()
    with session.desk(alone=not dry_run) as desk, progress("Building the pack") as bar:
        if dry_run:
            _rehearse(desk, meeting, accepted, bar)
        else:
            _build(desk, meeting, accepted, supplement, bar)


def _rehearse(desk: Desk, meeting: date, accepted: str, bar: Bar) -> None:
    from pipeline.model.errors import GapsError
    from pipeline.office.pack import plan_pack

    plan = plan_pack(desk, meeting, accepted=accepted, progress=bar.now)
    for line in (*_sections(plan), *_remarks(plan)):
        bar.say(line)
    bar.say(
        f"Nothing was written (--dry-run); it would go to {desk.settings.folders.outbox / meeting.isoformat()}."
    )
    if plan.draft:
        raise GapsError(
            'The pack would be a DRAFT. Mend the gaps, or accept them with --accept-gaps "your reason".'
        )


def _build(desk: Desk, meeting: date, accepted: str, supplement: bool, bar: Bar) -> None:
    from pipeline.model.errors import GapsError
    from pipeline.office.pack import build_pack, plan_pack

    try:
        built = build_pack(desk, meeting, accepted=accepted, progress=bar.now, supplement=supplement)
    except GapsError:
        for line in _sections(plan_pack(desk, meeting)):  # the error itself lists the gaps
            bar.say(line)
        raise
    for line in (*_sections(built.plan), *_remarks(built.plan)):
        bar.say(line)
    for line in _written(built):
        bar.say(line)


def _written(built: BuiltPack) -> Iterator[str]:
    """What was written, and what became of the issues before."""
    if built.unchanged:
        yield f"Nothing has changed: issue {built.plan.issue} is already there ({built.path})."
    else:
        yield f"wrote {built.path}"
        yield f"wrote {built.manifest}"
    if built.supplement:
        yield f"wrote {built.supplement} (the new pages only)"
    for path in built.superseded:
        yield f"marked the issue before as superseded: {path}"
    yield from built.troubles
    if built.path != built.wanted:
        yield (
            f"{built.wanted.name} is open or locked, so the pack has this other name. Close it and build again."
        )


def _sections(plan: PackPlan) -> Iterator[str]:
    """Every section with its first page and its length."""
    number = f"issue {plan.issue}, " if plan.issue else ""
    heard = len({s.reference for s in plan.sections if s.reference and not s.gone})
    cases = f"{heard} case{'' if heard == 1 else 's'}"
    yield f"{plan.district} {plan.meeting.day:%d/%m/%Y}: {number}{cases}, {plan.pages} pages"
    for section in plan.sections:
        pages = f"{section.pages} page{'' if section.pages == 1 else 's'}"
        yield f"  {section.first:>4}  {'  ' * (section.level - 1)}{section.heading} ({pages})"


def _remarks(plan: PackPlan) -> Iterator[str]:
    """What is missing and what was noted."""
    for gap in plan.gaps:
        yield f"Gap: {gap}"
    if plan.gaps and plan.accepted_gaps:
        yield f"Gaps accepted: {plan.accepted_gaps}"
    for note in plan.notes:
        yield f"Note: {note}"
    for change in plan.changes:
        where = f", now on {_pages(change.now)}" if change.now else ""
        before = f" ({_pages(change.before)})" if change.before else ""
        yield f"{change.what}: {change.title}{before}{where}"


def _pages(said: str) -> str:
    """ "page 8", "pages 39 to 40"."""
    return f"page{'' if said.isdecimal() else 's'} {said}"
