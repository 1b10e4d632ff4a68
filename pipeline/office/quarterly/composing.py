"""The report's paper, put together from its figures and from the words of the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.meeting import Action, MeetingRecord, PointKind
from pipeline.model.settings import Settings
from pipeline.office.desk.letters import listed
from pipeline.office.quarterly.editions import Edition
from pipeline.office.quarterly.naming import Names
from pipeline.office.quarterly.paper import (
    CIRCULATED,
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
    impact_rows,
    participation_rows,
    reason_rows,
    silent_agencies,
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
    since_rows,
)
from pipeline.rules.answers.dates import british, deadline
from pipeline.rules.counting.actions import ActionLife, shown_in
from pipeline.rules.counting.figures import AT_MEETING, NOW, at_meeting
from pipeline.rules.counting.quarters import last_day, quarter_of, words
from pipeline.rules.counting.tallies import MeetingCounts, Tallies


@dataclass(frozen=True)
class Source:
    """All that a report is put together from. `now`: the quarter's records; `held`: forms with unconfirmed answers."""

    tallies: Tallies
    now: tuple[MeetingRecord, ...]
    lives: tuple[ActionLife, ...]
    themes: tuple[CountRow, ...]
    settings: Settings
    names: Names
    shown: Edition
    held: int

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions that the report shows, as they stand."""
        return tuple(life.action for life in self.lives)

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
    names: Names,
    shown: Edition,
    *,
    held: int = 0,
) -> QuarterlyPaper:
    """All that the template can print, its figures as `shown` prints them. `held`: forms with unconfirmed answers."""
    quarter = tallies.quarter
    now = sorted((r for r in records if quarter_of(r.day) == quarter), key=lambda r: r.day)
    lives = shown_in(records, quarter)
    source = Source(
        tallies, tuple(now), lives, theme_rows(tallies, names, shown), settings, names, shown, held
    )
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
        chair=listed(tuple(dict.fromkeys(r.chair for r in source.now if r.chair))) or "Not recorded",
        version="",
        meetings_in_words=listed(
            [f"{settings.district_name(r.district)} ({british(r.day)})" for r in source.now]
        )
        or no_meeting(tallies, "None was held", "None has a record yet"),
        since=BEGAN,
        stands_on=british(source.end),
        key_messages=key_messages(tallies, source.themes, source.actions, source.shown),
    )


def _figures(source: Source) -> FigureTables:
    tallies, settings, shown = source.tallies, source.settings, source.shown
    lines = since_lines(tallies, shown) if shown.chart else ()
    return FigureTables(
        activity=activity_rows(tallies, shown),
        meetings=()
        if shown.name == CIRCULATED
        else tuple(_meeting_row(m, settings, shown) for m in tallies.meetings),
        reasons=reason_rows(tallies, source.names, shown),
        theme_counts=source.themes,
        chart_title=f"Meetings in which each theme arose, {words(tallies.quarter)}",
        chart="",
        since_title=f"What the panel has done since {BEGAN}: running totals",
        since_chart="",
        since_lines=lines,
        since_rows=since_rows(lines),
        participation=participation_rows(tallies, settings, shown),
        revisions=(),
        revision_causes=(),
        no_revision="",
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
    settings, actions, shown = source.settings, source.actions, source.shown
    silent = silent_agencies(participation_rows(source.tallies, settings, shown))
    return Doings(
        actions=tuple(action_row(a, settings, source.tallies.quarter) for a in source.lives),
        impact=impact_rows(source.lives),
        risks=risks(source.tallies, actions, source.missing, silent, shown, vague=shown.threshold > 0),
        next_meetings=_next_meetings(settings, source.end),
    )


def _meeting_row(counts: MeetingCounts, settings: Settings, shown: Edition) -> MeetingRow:
    figures = (shown(at_meeting(what, counts.key), NOW) for what in AT_MEETING)
    return MeetingRow(settings.district_name(counts.district), british(counts.day), *figures)


def _headings(record: MeetingRecord, settings: Settings) -> MeetingThemes:
    where = f"{settings.district_name(record.district)}, {british(record.day)}"
    return MeetingThemes(where, tuple(t.heading for t in record.themes))


def _next_meetings(settings: Settings, after: date) -> tuple[NextRow, ...]:
    """The meetings of the next quarter; where it has none, the first after it."""
    coming = sorted((m for m in settings.meetings if m.day > after), key=lambda m: m.day)
    coming = [m for m in coming if quarter_of(m.day) == quarter_of(after + timedelta(1))] or coming[:1]
    return tuple(
        NextRow(
            settings.district_name(m.district),
            british(m.day),
            british(deadline(m.day, settings.deadline_days)),
        )
        for m in coming
    )


def days_without_record(tallies: Tallies, settings: Settings) -> tuple[str, ...]:
    """The meetings that have no record yet: "24 June 2013 (Cotswold)"."""
    return tuple(f"{british(m.day)} ({settings.district_name(m.district)})" for m in tallies.missing)
