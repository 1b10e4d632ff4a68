"""`pipeline status`: how things stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, pass_session

if TYPE_CHECKING:
    from pipeline.model.filing import Ledger, Submission
    from pipeline.model.settings import Settings
    from pipeline.office.status import MeetingCases, StatusReport


@click.command("status")
@pass_session
def command(session: Session) -> None:
    """Show what came in, what waits, what needs attention, which referrals each coming meeting has and what is due.

    \b
    Example:
      pipeline status
    """
    from pipeline.office.status import status

    with session.desk() as desk:
        report = status(desk)
        settings = desk.settings
    for line in (
        *report.urgent,
        *_ledger(report.ledger),
        *_inbox(report),
        *_open(report),
        *_cases(report, settings),
        *_ended(report),
    ):
        click.echo(line)
    for line in (*report.after, *report.actions, *report.unpassed, *report.deliveries):
        click.echo(line)
    for fault in report.faults:
        click.echo(fault)


def _ledger(ledger: Ledger) -> Iterator[str]:
    yield f"Files and parts of e-mails seen: {ledger.seen}, and what each was when it came"
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
    from pipeline.rules.correcting.querylist import open_queries

    queries = [f"{s.reference}: {open_queries(s)}" for s in report.needs_attention]
    yield from _listed("Needs attention (pipeline show REFERENCE has the words)", queries)
    yield from report.begun


def _cases(report: StatusReport, settings: Settings) -> Iterator[str]:
    """Every live referral, meeting by meeting."""
    from pipeline.rules.answers.dates import british

    if report.next_meeting is None:
        yield f"No meeting is planned after {british(report.today)}: add one to meetings.yaml."
    for number, cases in enumerate(report.by_meeting):
        title = "Without a meeting"
        if cases.day is not None:
            meeting = settings.meeting_on(cases.day)
            where = settings.district_name(meeting.district) if meeting else "not in meetings.yaml"
            title = f"{'Meeting' if number else 'Next meeting'}: {british(cases.day)}, {where}"
        lines = [line for s in cases.referrals for line in _case(s, cases, report.checks)]
        lines = lines or ["no referral yet"]
        more = (*((report.invited,) if report.invited else ()), *report.due)
        yield from _listed(title, lines if number else [*lines, *more])


def _case(submission: Submission, cases: MeetingCases, checks: Mapping[str, str]) -> Iterator[str]:
    from pipeline.rules.arriving.standing import decision_words, late_words
    from pipeline.rules.correcting.querylist import open_points

    reference = submission.reference
    late = "LATE" if submission.late else ""
    points = open_points(submission) or "complete"
    parts = ", ".join(part for part in (f"version {submission.version}", late, points) if part)
    decided = decision_words(submission.decision) if submission.decision else ""
    waits = late_words(reference) if submission.to_be_accepted else ""
    told = (parts, decided, waits, cases.overfull.get(reference, "").rstrip("."))
    yield f"{reference}: {'; '.join(words for words in told if words)}"
    if checks.get(reference):
        yield f"  Agency checks: {checks[reference]}"


def _ended(report: StatusReport) -> Iterator[str]:
    """What was declined or withdrawn lately."""
    from pipeline.rules.arriving.standing import decision_words

    told = [f"{s.reference}: {decision_words(s.decision)}" for s in report.ended if s.decision]
    yield from _listed("Declined or withdrawn", told)


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        for line in lines:
            yield f"  {line}"
