"""What a quarterly report will say: counted, proved, put into an edition. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipeline.model.errors import NotFoundError, RegisterError
from pipeline.model.meeting import Quarter
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import returns_due
from pipeline.office.desk.leaks import papers as kinds
from pipeline.office.desk.leaks.scope import of_quarter
from pipeline.office.quarterly.composing import days_without_record, listing, quarterly_paper
from pipeline.office.quarterly.editions import (
    BOARD,
    CIRCULATED,
    board_edition,
    circulated_edition,
    in_edition,
)
from pipeline.office.quarterly.ledger import RELEASED
from pipeline.office.quarterly.paper import QuarterlyPlan
from pipeline.office.quarterly.words import since_lines
from pipeline.rules.answers.dates import british
from pipeline.rules.arriving.referrals import as_referral
from pipeline.rules.correcting.confirmed import confirmed_only, left_out
from pipeline.rules.counting.meeting_records import meeting_records
from pipeline.rules.counting.quarters import first_day, last_day, next_quarter, quarter_of, words
from pipeline.rules.counting.reconciling import reconcile
from pipeline.rules.counting.tallies import Tallies, tally


def plan_quarterly(desk: Desk, quarter: Quarter, edition: str = BOARD) -> QuarterlyPlan:
    """The words and figures of an edition (board or circulated); zeros for a quarter without a meeting.

    Raises NotFoundError for a quarter that has not begun or lies before the register, and RegisterError naming every
    figure that does not add up.
    """
    _must_be_reportable(desk, quarter)
    settings = desk.settings
    records, undated = meeting_records(map(confirmed_only, desk.register.meeting_records()))
    referrals = [as_referral(confirmed_only(s), s.meeting) for s in desk.register.referrals()]
    returns = returns_due(desk)

    def counted(of: Quarter) -> Tallies:
        return tally(of, records, referrals, settings.opening, settings.meetings, returns)

    tallies = counted(quarter)
    faults = reconcile(tallies)
    if faults:
        raise RegisterError("The figures of the report do not add up:\n" + "\n".join(faults))
    held = _held(desk, quarter)
    printed = board_edition(tallies)
    if edition == CIRCULATED:
        led = tuple(counted(q) for q in _leading_to(quarter, settings.opening.up_to))
        printed = circulated_edition(
            led,
            settings.disclosure_threshold,
            desk.register.facts(RELEASED),
            chart=bool(since_lines(tallies)),
        )
    whole = quarterly_paper(tallies, records, settings, desk.forms, printed, held=len(held))
    where = dict.fromkeys(sorted(settings.district_name(m.district) for m in tallies.meetings))
    paper, left_out_lines = in_edition(whole, printed, listing(tuple(where)))
    look = (*_missing(tallies, settings), *undated, *held, *tallies.doubts)
    kind, scope = kinds.CIRCULATED if edition == CIRCULATED else kinds.BOARD, of_quarter(quarter)
    paths, warnings = kind.paths(settings, scope), (*look, *printed.warnings, *left_out_lines)
    return QuarterlyPlan(kind, scope, paper, *paths, warnings, edition=edition, released=printed.figures)


def _must_be_reportable(desk: Desk, quarter: Quarter) -> None:
    if first_day(quarter) > desk.today:
        raise NotFoundError(f"{words(quarter)} has not begun, so there is nothing to report yet.")
    if last_day(quarter) <= desk.settings.opening.up_to:
        raise NotFoundError(
            f"{words(quarter)} lies before this register began; its figures are part of the opening balance up to"
            f" {british(desk.settings.opening.up_to)} in pipeline.yaml."
        )


def _leading_to(quarter: Quarter, up_to: date) -> Iterator[Quarter]:
    """The quarters of the year and all since the opening balance, up to and with this one."""
    one = min(Quarter(quarter.year, 1), quarter_of(up_to + timedelta(1)))
    while one <= quarter:
        yield one
        one = next_quarter(one)


def _held(desk: Desk, quarter: Quarter) -> tuple[str, ...]:
    """A sentence for each form up to the quarter's end some of whose answers are in no figure, being unconfirmed."""
    counted = (*desk.register.meeting_records(), *desk.register.referrals())
    end = last_day(quarter)
    return tuple(words for s in counted if (s.meeting or s.received) <= end and (words := left_out(s)))


def _missing(tallies: Tallies, settings: Settings) -> tuple[str, ...]:
    return tuple(
        f"There is no meeting record for {day} yet: that meeting is in no figure. Drop its record into the inbox and"
        " run this again; or take the day out of meetings.yaml when it was not held."
        for day in days_without_record(tallies, settings)
    )
