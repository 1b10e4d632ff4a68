"""What a quarterly report will say: counted, proved, put into an edition. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.model.errors import NotFoundError, RegisterError
from pipeline.model.filing import Event
from pipeline.model.meeting import MeetingRecord, Quarter
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks import papers as kinds
from pipeline.office.desk.leaks.scope import of_quarter
from pipeline.office.desk.letters import listed
from pipeline.office.quarterly.composing import days_without_record, quarterly_paper
from pipeline.office.quarterly.editions import Edition, board_edition, circulated_edition, in_edition
from pipeline.office.quarterly.ledger import releases
from pipeline.office.quarterly.material import Count, held_back, material_of
from pipeline.office.quarterly.naming import names_of
from pipeline.office.quarterly.paper import BOARD, CIRCULATED, QuarterlyPlan
from pipeline.office.quarterly.revising import nothing_revised, revised, revision_rows
from pipeline.rules.answers.dates import british
from pipeline.rules.correcting.confirmed import left_out
from pipeline.rules.counting.quarters import first_day, last_day, next_quarter, quarter_of, words
from pipeline.rules.counting.reconciling import reconcile, unlike
from pipeline.rules.counting.tallies import Tallies


def plan_quarterly(desk: Desk, quarter: Quarter, edition: str = BOARD) -> QuarterlyPlan:
    """The words and figures of an edition (board or circulated); zeros for a quarter without a meeting.

    Raises NotFoundError for a quarter that has not begun or lies before the register, and RegisterError naming every
    figure that does not add up.
    """
    must_be_reportable(desk, quarter)
    settings, count = desk.settings, Count(material_of(desk))
    must_add_up(count, quarter)
    tallies = count.tallies(quarter)
    names, before = names_of(settings, desk.forms), releases(desk, edition)
    printed = edition_of(count, quarter, edition, settings, before)
    held = tuple(left_out(s) for s in held_back(count.material, quarter))
    whole = quarterly_paper(tallies, count.material.records, settings, names, printed, held=len(held))
    rows, causes = revision_rows(printed, revised(desk, count, printed, names), names)
    whole = replace(
        whole, revisions=rows, revision_causes=causes, no_revision=nothing_revised(printed, before)
    )
    where = dict.fromkeys(sorted(settings.district_name(m.district) for m in tallies.meetings))
    paper, left_out_lines = in_edition(whole, printed, listed(tuple(where)))
    unsaid = no_place(settings.folders.templates) if rows else ()
    uncoded = _uncoded(count.material.records, quarter)
    look = (
        *_unfinished(desk, quarter),
        *unsaid,
        *_missing(tallies, settings),
        *count.material.undated,
        *held,
        *tallies.doubts,
        *uncoded,
    )
    kind, scope = kinds.CIRCULATED if edition == CIRCULATED else kinds.BOARD, of_quarter(quarter)
    paths, warnings = kind.paths(settings, scope), (*look, *printed.warnings, *left_out_lines)
    return QuarterlyPlan(kind, scope, paper, *paths, warnings, edition=edition, released=printed.released)


def edition_of(
    count: Count, quarter: Quarter, edition: str, settings: Settings, before: Sequence[Event]
) -> Edition:
    """An edition of a quarter's figures. `before`: what that edition told already."""
    if edition == BOARD:
        return board_edition(count, quarter, before)
    led = tuple(_leading_to(quarter, settings.opening.up_to))
    return circulated_edition(count, led, settings.disclosure_threshold, before)


def must_add_up(count: Count, quarter: Quarter) -> None:
    """Raises RegisterError naming every figure of the quarter that does not add up."""
    tallies = count.tallies(quarter)
    faults = (*reconcile(tallies), *unlike(tallies, count.traces(quarter)))
    if faults:
        raise RegisterError("The figures of the report do not add up:\n" + "\n".join(faults))


def must_be_reportable(desk: Desk, quarter: Quarter) -> None:
    """Raises NotFoundError for a quarter that has not begun or lies before the register."""
    if first_day(quarter) > desk.today:
        raise NotFoundError(f"{words(quarter)} has not begun, so there is nothing to report yet.")
    if last_day(quarter) <= desk.settings.opening.up_to:
        raise NotFoundError(
            f"{words(quarter)} lies before this register began; its figures are part of the opening balance up to"
            f" {british(desk.settings.opening.up_to)} in pipeline.yaml."
        )


def _unfinished(desk: Desk, quarter: Quarter) -> tuple[str, ...]:
    """A sentence when the quarter is not over yet: what a report tells is kept, and a later one is held against it."""
    end = last_day(quarter)
    if desk.today >= end:
        return ()
    return (
        f"{words(quarter)} goes on until {british(end)}: what you issue now is kept, and an issue that counts a little"
        " more must hide that. Make it with --dry-run until the quarter is over.",
    )


def _leading_to(quarter: Quarter, up_to: date) -> Iterator[Quarter]:
    """The quarters of the year and all since the opening balance, up to and with this one."""
    one = min(Quarter(quarter.year, 1), quarter_of(up_to + timedelta(1)))
    while one <= quarter:
        yield one
        one = next_quarter(one)


def no_place(templates: Path) -> tuple[str, ...]:
    """A sentence when the template has no place for revisions: it was made before they were, or somebody took it out.

    Raises TemplateError when it cannot be read.
    """
    from pipeline.papers.making.word import prints

    name = kinds.BOARD.template
    if prints(templates / name, "revisions"):
        return ()
    return (
        f"{name}: it has no place for the revisions of earlier figures (revisions), so a late correction would go"
        " unsaid. Copy the part “Revisions of earlier figures” from the template of a new workspace (`pipeline init"
        " DIR`), or take that template.",
    )


def _uncoded(records: Sequence[MeetingRecord], quarter: Quarter) -> tuple[str, ...]:
    return tuple(
        f"“{theme.heading}” ({british(record.day)}) has no code and is counted as Other: choose one in that meeting's"
        " record if one fits, drop it in again and run this once more."
        for record in records
        if quarter_of(record.day) == quarter
        for theme in record.themes
        if not theme.code
    )


def _missing(tallies: Tallies, settings: Settings) -> tuple[str, ...]:
    return tuple(
        f"There is no meeting record for {day} yet: that meeting is in no figure. Drop its record into the inbox and"
        " run this again; or take the day out of meetings.yaml when it was not held."
        for day in days_without_record(tallies, settings)
    )
