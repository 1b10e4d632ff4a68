"""`pipeline explain`: what each figure of a quarterly report counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, pass_session

if TYPE_CHECKING:
    from pipeline.office.quarterly.explaining import Explained, Explanation, RevisionExplained
    from pipeline.rules.counting.traces import Part


@click.command("explain")
@click.option("--quarter", required=True, help="The quarter, such as 2013-14-Q2 (July to September 2013).")
@click.option("--figure", default="", metavar="WORDS", help="Only figures whose words have these in them.")
@pass_session
def command(session: Session, quarter: str, figure: str) -> None:
    """List, figure by figure, the meetings and references that a quarter's report counts.

    \b
    Example:
      pipeline explain --quarter 2013-14-Q2
      pipeline explain --quarter 2013-14-Q2 --figure children

    A figure of an earlier report that counts differently now is listed as a revision, with what has changed since.
    """
    from pipeline.office.quarterly.explaining import explain
    from pipeline.rules.counting.quarters import parse_quarter

    wanted = parse_quarter(quarter)
    with session.desk() as desk:
        found = explain(desk, wanted)
    for line in _lines(found, figure.casefold()):
        click.echo(line)


def _lines(found: Explanation, wanted: str) -> Iterator[str]:
    from pipeline.rules.counting.quarters import words

    yield f"The figures of the quarterly report, {words(found.quarter)}, and what each counts"
    for one in found.figures:
        if wanted in f"{one.figure}, {one.period}".casefold():
            yield from _figure(one)
    yield f"Revisions of figures that were printed before: {len(found.revisions)}"
    for revision in found.revisions:
        if wanted in f"{revision.figure}, {revision.period}".casefold():
            yield from _revision(revision)


def _figure(one: Explained) -> Iterator[str]:
    round_ = f" (circulated: {one.circulated})" if one.circulated not in ("", one.board) else ""
    yield f"{one.figure}, {one.period}: {one.board}{round_}"
    for part in one.parts:
        yield f"  {_part(part)}"
    if one.versions:
        yield f"  as corrected: {', '.join(one.versions)}"


def _part(part: Part) -> str:
    from pipeline.rules.answers.dates import british

    where = f"{british(part.meeting)}: " if part.meeting else ""
    forms = ", ".join(part.references)
    return f"{part.number:>4}  {where}{forms}{f' ({part.why})' if part.why and forms else part.why}"


def _revision(one: RevisionExplained) -> Iterator[str]:
    yield (
        f"{one.figure}, {one.period}: was {one.was or 'not listed'} ({one.edition} edition, {one.report}), is now"
        f" {one.now or 'given no more'}"
    )
    for cause in one.causes:
        yield f"  {cause.reference + ', ' if cause.reference else ''}{cause.words}"
