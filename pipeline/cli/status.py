"""`pipeline status`: how things stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, pass_session

if TYPE_CHECKING:
    from pipeline.model.filing import Ledger, Submission
    from pipeline.model.settings import Settings
    from pipeline.office.status import StatusReport


@click.command("status")
@pass_session
def command(session: Session) -> None:
    """Show what came in, what waits, what needs attention and what the next meeting has.

    \b
    Example:
      pipeline status
    """
    from pipeline.office.status import status

    with session.desk() as desk:
        report = status(desk)
        settings = desk.settings
    for line in (*_ledger(report.ledger), *_inbox(report), *_open(report), *_next(report, settings)):
        click.echo(line)
    for fault in report.faults:
        click.echo(fault)


def _ledger(ledger: Ledger) -> Iterator[str]:
    yield f"Files seen: {ledger.seen}"
    for outcome, number in ledger.by_outcome:
        yield f"  {number:>5} {outcome}"


def _inbox(report: StatusReport) -> Iterator[str]:
    if report.unlooked is None:
        yield "The inbox cannot be reached."
    elif report.unlooked:
        yield f"In the inbox, not yet looked at: {report.unlooked} (run: pipeline ingest)"
    yield from _listed(
        "Waiting in the inbox", [f"{w.name}, since {w.since}: {w.reason}" for w in report.waiting]
    )
    yield from _listed("Filed, but still in the inbox", report.stuck)
    yield from _listed("Set aside", [f"{s.name}: {s.reason}" for s in report.set_aside])


def _open(report: StatusReport) -> Iterator[str]:
    queries = [f"{s.reference}: {q}" for s in report.needs_attention for q in s.queries]
    yield from _listed("Needs attention", queries)
    yield from _listed("Late for their meeting", [_case(s) for s in report.late])
    yield from _listed("Without a meeting", [_case(s) for s in report.without_meeting])


def _next(report: StatusReport, settings: Settings) -> Iterator[str]:
    from pipeline.rules.dates import british

    meeting = report.next_meeting
    if meeting is None:
        yield f"No meeting is planned after {british(report.today)}: add one to pipeline.yaml."
        return
    cases = [_case(s) for s in report.next_referrals] or ["no referral yet"]
    yield from _listed(
        f"Next meeting: {british(meeting.day)}, {settings.district_name(meeting.district)}", cases
    )


def _case(submission: Submission) -> str:
    day = f", {submission.meeting:%d/%m/%Y}" if submission.meeting else ""
    return f"{submission.reference} version {submission.version}{day}, {submission.outcome}"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        for line in lines:
            yield f"  {line}"
