"""The report's paper, put together from its figures and from the words of the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.form import Form
from pipeline.model.meeting import Action, MeetingRecord, PointKind
from pipeline.model.settings import Settings
from pipeline.office.quarterly.editions import Edition
from pipeline.office.quarterly.paper import (
    CountRow,
    Doings,
    FigureTables,
    FrontSheet,
    MeetingRow,
    MeetingThemes,
    NextRow,
    QuarterlyPaper,
    Sayings,
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
from pipeline.rules.answers.dates import british, deadline
from pipeline.rules.counting.quarters import last_day, quarter_of, words
from pipeline.rules.counting.tallies import MeetingCounts, Tallies


@dataclass(frozen=True)
class Source:
    """All that a report is put together from. `now`: the quarter's records; `held`: forms with unconfirmed answers."""

    tallies: Tallies
    now: tuple[MeetingRecord, ...]
    actions: tuple[Action, ...]
    themes: tuple[CountRow, ...]
    settings: Settings
    forms: Mapping[str, Form]
    shown: Edition
    held: int

    @property
    def end(self) -> date:
        """The quarter's last day."""
        return last_day(self.tallies.quarter)

    @property
    def missing(self) -> tuple[str, ...]:
        """The meetings that have no record yet."""
        return days_without_record(self.tallies, self.settings)


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
    now = sorted((r for r in records if quarter_of(r.day) == quarter), key=lambda r: r.day)
    actions = tuple(actions_shown(records, quarter))
    source = Source(tallies, tuple(now), actions, theme_rows(tallies, forms), settings, forms, shown, held)
    parts = (_front(source), _figures(source), _sayings(source), _doings(source))
    return QuarterlyPaper(**{name: value for part in parts for name, value in vars(part).items()})


def _front(source: Source) -> FrontSheet:
    settings, tallies, names = source.settings, source.tallies, source.settings.names
    return FrontSheet(
        title=f"{names.panel}: quarterly report, {words(tallies.quarter)}",
        panel=names.panel,
        board=names.full_board,
        quarter=words(tallies.quarter),
        marking=settings.marking_on(source.end),
        edition="",
        author=names.coordinator,
        asked="Note the themes, share the good practice and top tips, and consider the messages to managers.",
        chair=listing(tuple(dict.fromkeys(r.chair for r in source.now if r.chair))) or "Not recorded",
        version="",
        meetings_in_words=listing(
            [f"{settings.district_name(r.district)} ({british(r.day)})" for r in source.now]
        )
        or no_meeting(tallies, "None was held", "None has a record yet"),
        since=BEGAN,
        key_messages=key_messages(tallies, source.themes, source.actions, source.shown),
    )


def _figures(source: Source) -> FigureTables:
    tallies, settings, shown = source.tallies, source.settings, source.shown
    return FigureTables(
        activity=activity_rows(tallies, shown),
        meetings=tuple(_meeting_row(m, settings) for m in tallies.meetings),
        reasons=reason_rows(tallies, source.forms, shown),
        theme_counts=source.themes,
        chart_title=f"Meetings in which each theme arose, {words(tallies.quarter)}",
        chart="",
        since_title=f"What the panel has done since {BEGAN}: running totals",
        since_chart="",
        since_lines=since_lines(tallies),
        participation=participation_rows(tallies, settings, shown),
        notes=notes(tallies, source.missing, source.held, shown, threshold=shown.threshold),
    )


def _sayings(source: Source) -> Sayings:
    points = [p for r in source.now for t in r.themes for p in t.points]
    return Sayings(
        themes_by_meeting=tuple(_headings(r, source.settings) for r in source.now if r.themes),
        good_practice=tuple(p.text for p in points if p.kind in (PointKind.GOOD_PRACTICE, PointKind.TOP_TIP)),
        messages_to_managers=tuple(p.text for p in points if p.kind is PointKind.MESSAGE),
        messages_scolt=tuple(text for r in source.now for text in r.messages_scolt),
        messages_qa=tuple(text for r in source.now for text in r.messages_qa),
    )


def _doings(source: Source) -> Doings:
    settings, actions = source.settings, source.actions
    shown = source.shown
    return Doings(
        actions=tuple(action_row(a, settings, source.end) for a in actions),
        impact=impact_rows(actions, source.tallies.quarter),
        risks=risks(source.tallies, actions, source.missing, shown, vague=shown.threshold > 0),
        next_meetings=_next_meetings(settings, source.end),
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


def listing(items: Sequence[str]) -> str:
    """Names in a sentence: "Stroud, Cotswold and Cheltenham"."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def days_without_record(tallies: Tallies, settings: Settings) -> tuple[str, ...]:
    """The meetings that have no record yet: "24 June 2013 (Cotswold)"."""
    return tuple(f"{british(m.day)} ({settings.district_name(m.district)})" for m in tallies.missing)
