"""The panel's quarterly report to the board, through the quality assurance sub group.

Figures are counted afresh from the register each time; what does not add up stops the report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.model.errors import NotFoundError, RegisterError
from pipeline.model.form import Form
from pipeline.model.meeting import MeetingRecord, PointKind, Quarter
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import returns_due
from pipeline.office.desk.pages import word_pages
from pipeline.office.quarterly.editions import (
    BOARD,
    CIRCULATED,
    RELEASED,
    Edition,
    board_edition,
    circulated_edition,
    in_edition,
)
from pipeline.office.quarterly.paper import (
    TEMPLATE,
    MeetingRow,
    MeetingThemes,
    NextRow,
    QuarterlyPaper,
    QuarterlyPlan,
)
from pipeline.office.quarterly.rows import (
    action_row,
    actions_shown,
    impact_rows,
    participation_rows,
    reason_rows,
    theme_rows,
)
from pipeline.office.quarterly.words import (
    BEGAN,
    activity_rows,
    key_messages,
    no_meeting,
    notes,
    risks,
    since_lines,
)
from pipeline.records import outbox
from pipeline.rules.answers.dates import british, deadline
from pipeline.rules.arriving.referrals import as_referral
from pipeline.rules.correcting.confirmed import confirmed_only, left_out
from pipeline.rules.counting.meeting_records import meeting_records
from pipeline.rules.counting.quarters import first_day, last_day, next_quarter, quarter_of, words
from pipeline.rules.counting.reconciling import reconcile
from pipeline.rules.counting.tallies import MeetingCounts, Tallies, tally

_PAPER = "quarterly report"


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
    paper, left_out_lines = in_edition(whole, printed, _listing(tuple(where)))
    folder = settings.folders.outbox / "quarterly"
    stem = f"quarterly-report-{quarter}" + ("-circulated" if edition == CIRCULATED else "")
    look = (*_missing(tallies, settings), *undated, *held, *tallies.doubts)
    return QuarterlyPlan(
        quarter,
        paper,
        folder / f"{stem}.docx",
        folder / f"{stem}.pdf",
        (*look, *printed.warnings, *left_out_lines),
        edition,
        printed.figures,
    )


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


def write_quarterly(desk: Desk, plan: QuarterlyPlan) -> tuple[Path, ...]:
    """Write the report as Word and PDF; the paths written. Raises TemplateError, ConversionError or StorageError.

    Nothing is written unless both could be made.
    """
    from pipeline.papers.making.charts import Bar, bar_chart
    from pipeline.papers.making.charts.lines import line_chart
    from pipeline.papers.making.word import WordProperties, render_word

    settings, paper = desk.settings, plan.paper
    bars = [Bar(row.label, int(row.quarter), strong=True) for row in paper.theme_counts if int(row.quarter)]
    picture = bar_chart(bars, paper.chart_title) if bars else None
    since = line_chart(paper.since_lines, paper.since_title) if paper.since_lines else None
    properties = WordProperties(paper.title, settings.names.panel, last_day(plan.quarter))
    template = settings.folders.templates / TEMPLATE
    paper = replace(
        paper, version=f"Issue {desk.register.issue_of(f'{_PAPER} {plan.quarter}', _digest(paper))}"
    )
    word = render_word(template, paper.with_charts(picture, since), properties)
    pdf = word_pages(desk, word, paper.title)
    written = (outbox.issue(plan.word, word), outbox.issue(plan.pdf, pdf))
    desk.register.note(_PAPER, str(plan.quarter), {"files": [path.name for path in written]})
    _keep(desk, plan)
    return written


def _named(plan: QuarterlyPlan) -> str:
    return f"{_PAPER} {plan.quarter}" + ("" if plan.edition == BOARD else f" {plan.edition}")


def _keep(desk: Desk, plan: QuarterlyPlan) -> None:
    """Write into the ledger of releases what goes round, unless the last release of the quarter was the same."""
    told = {"edition": plan.edition, "figures": dict(plan.released)}
    before = desk.register.facts(RELEASED, subject=str(plan.quarter))
    if plan.released and (not before or before[-1].said != told):
        desk.register.note(RELEASED, str(plan.quarter), told)


def quarterly_paper(
    tallies: Tallies,
    records: Sequence[MeetingRecord],
    settings: Settings,
    forms: Mapping[str, Form],
    shown: Edition,
    *,
    held: int = 0,
) -> QuarterlyPaper:
    """All that the template can print, its figures as `shown` prints them. `held`: forms with unconfirmed answers."""
    quarter = tallies.quarter
    end = last_day(quarter)
    now = sorted((r for r in records if quarter_of(r.day) == quarter), key=lambda r: r.day)
    actions = tuple(actions_shown(records, quarter))
    themes = theme_rows(tallies, forms)
    points = [p for r in now for t in r.themes for p in t.points]
    return QuarterlyPaper(
        title=f"{settings.names.panel}: quarterly report, {words(quarter)}",
        panel=settings.names.panel,
        board=settings.names.full_board,
        quarter=words(quarter),
        marking=settings.marking_on(end),
        edition="",
        author=settings.names.coordinator,
        asked="Note the themes, share the good practice and top tips, and consider the messages to managers.",
        chair=_listing(tuple(dict.fromkeys(r.chair for r in now if r.chair))) or "Not recorded",
        version="",
        meetings_in_words=_listing([f"{settings.district_name(r.district)} ({british(r.day)})" for r in now])
        or no_meeting(tallies, "None was held", "None has a record yet"),
        since=BEGAN,
        key_messages=key_messages(tallies, themes, actions, shown),
        activity=activity_rows(tallies, shown),
        meetings=tuple(_meeting_row(m, settings) for m in tallies.meetings),
        reasons=reason_rows(tallies, forms, shown),
        theme_counts=themes,
        chart_title=f"Meetings in which each theme arose, {words(quarter)}",
        chart="",
        since_title=f"What the panel has done since {BEGAN}: running totals",
        since_chart="",
        since_lines=since_lines(tallies),
        themes_by_meeting=tuple(_headings(r, settings) for r in now if r.themes),
        good_practice=tuple(p.text for p in points if p.kind in (PointKind.GOOD_PRACTICE, PointKind.TOP_TIP)),
        messages_to_managers=tuple(p.text for p in points if p.kind is PointKind.MESSAGE),
        messages_scolt=tuple(text for r in now for text in r.messages_scolt),
        messages_qa=tuple(text for r in now for text in r.messages_qa),
        actions=tuple(action_row(a, settings, end) for a in actions),
        impact=impact_rows(actions, quarter),
        risks=risks(tallies, actions, _days(tallies, settings), shown, vague=shown.threshold > 0),
        participation=participation_rows(tallies, settings, shown),
        next_meetings=_next_meetings(settings, end),
        notes=notes(tallies, _days(tallies, settings), held, shown, threshold=shown.threshold),
    )


def _meeting_row(counts: MeetingCounts, settings: Settings) -> MeetingRow:
    figures = (str(n) for n in (counts.families, counts.children, counts.practitioners))
    return MeetingRow(settings.district_name(counts.district), british(counts.day), *figures)


def _headings(record: MeetingRecord, settings: Settings) -> MeetingThemes:
    where = f"{settings.district_name(record.district)}, {british(record.day)}"
    return MeetingThemes(where, tuple(t.heading for t in record.themes))


def _next_meetings(settings: Settings, after: date) -> tuple[NextRow, ...]:
    coming = sorted((m for m in settings.meetings if m.day > after), key=lambda m: m.day)
    return tuple(
        NextRow(
            settings.district_name(m.district),
            british(m.day),
            british(deadline(m.day, settings.deadline_days)),
        )
        for m in coming
    )


def _listing(items: Sequence[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def _days(tallies: Tallies, settings: Settings) -> tuple[str, ...]:
    """The meetings that have no record yet: "24 June 2013 (Cotswold)"."""
    return tuple(f"{british(m.day)} ({settings.district_name(m.district)})" for m in tallies.missing)


def _held(desk: Desk, quarter: Quarter) -> tuple[str, ...]:
    """A sentence for each form up to the quarter's end some of whose answers are in no figure, being unconfirmed."""
    counted = (*desk.register.meeting_records(), *desk.register.referrals())
    end = last_day(quarter)
    return tuple(words for s in counted if (s.meeting or s.received) <= end and (words := left_out(s)))


def _missing(tallies: Tallies, settings: Settings) -> tuple[str, ...]:
    return tuple(
        f"There is no meeting record for {day} yet: that meeting is in no figure. Drop its record into the inbox and"
        " run this again; or take the day out of meetings.yaml when it was not held."
        for day in _days(tallies, settings)
    )


def _digest(paper: QuarterlyPaper) -> str:
    """What tells one content of the report from another, so that only a changed one is a new issue."""
    return hashlib.sha256(repr(paper).encode()).hexdigest()
