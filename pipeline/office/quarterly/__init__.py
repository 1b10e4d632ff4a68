"""The panel's quarterly report to the board, through the quality assurance sub group.

Figures are counted afresh from the register each time; what does not add up stops the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pipeline.model.errors import NotFoundError, RegisterError
from pipeline.model.form import Form
from pipeline.model.meeting import Action, ActionStatus, MeetingRecord, PointKind, Quarter
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk, word_pages
from pipeline.office.quarterly.paper import (
    TEMPLATE,
    ActionRow,
    CountRow,
    MeetingRow,
    MeetingThemes,
    NextRow,
    ParticipationRow,
    QuarterlyPaper,
    QuarterlyPlan,
)
from pipeline.office.quarterly.words import activity_rows, key_messages, notes
from pipeline.records import outbox
from pipeline.rules.dates import british, deadline
from pipeline.rules.meeting_records import meeting_records
from pipeline.rules.quarters import last_day, quarter_of, words
from pipeline.rules.reconciling import reconcile
from pipeline.rules.referrals import as_referral
from pipeline.rules.tallies import NO_REASON, OTHER_THEME, Tallies, tally

_SIGNS = {
    ActionStatus.COMPLETED: "● Completed",
    ActionStatus.IN_PROGRESS: "◐ In progress",
    ActionStatus.PLANNED: "○ Planned",
    ActionStatus.NOT_POSSIBLE: "× Not possible",
    ActionStatus.DROPPED: "– Dropped",
}
_OVERDUE = "▲ Overdue"
_BEGAN = (
    "April 2012"  # the panel was formed then; what was counted before the register is the opening balance
)


def plan_quarterly(desk: Desk, quarter: Quarter) -> QuarterlyPlan:
    """The report's words and figures. Raises NotFoundError without a record of the quarter.

    Raises RegisterError naming every figure that does not add up.
    """
    records, undated = meeting_records(desk.register.meeting_records())
    if not any(quarter_of(r.day) == quarter for r in records):
        raise NotFoundError(
            f"No meeting record from {words(quarter)} has arrived, so there is nothing to report. Drop the meeting"
            " records into the inbox; then run this again."
        )
    referrals = [as_referral(s, s.meeting) for s in desk.register.referrals()]
    tallies = tally(quarter, records, referrals, desk.settings.opening)
    faults = reconcile(tallies)
    if faults:
        raise RegisterError("The figures of the report do not add up:\n" + "\n".join(faults))
    paper = quarterly_paper(tallies, records, desk.settings, desk.forms)
    folder = desk.settings.folders.outbox / "quarterly"
    stem = f"quarterly-report-{quarter}"
    look = (*undated, *tallies.doubts)
    return QuarterlyPlan(quarter, paper, folder / f"{stem}.docx", folder / f"{stem}.pdf", look)


def write_quarterly(desk: Desk, plan: QuarterlyPlan) -> tuple[Path, ...]:
    """Write the report as Word and PDF; the paths written. Raises TemplateError, ConversionError or StorageError.

    Nothing is written unless both could be made.
    """
    from pipeline.papers.making.charts import Bar, bar_chart
    from pipeline.papers.making.word import WordProperties, render_word

    settings, paper = desk.settings, plan.paper
    bars = [Bar(row.label, int(row.quarter), strong=True) for row in paper.theme_counts if int(row.quarter)]
    picture = bar_chart(bars, paper.chart_title) if bars else None
    properties = WordProperties(paper.title, settings.names.panel, last_day(plan.quarter))
    word = render_word(settings.folders.templates / TEMPLATE, paper.with_chart(picture), properties)
    pdf = word_pages(desk, word, paper.title)
    written = (outbox.issue(plan.word, word), outbox.issue(plan.pdf, pdf))
    desk.register.note("quarterly report", str(plan.quarter), {"files": [path.name for path in written]})
    return written


def quarterly_paper(
    tallies: Tallies, records: Sequence[MeetingRecord], settings: Settings, forms: Mapping[str, Form]
) -> QuarterlyPaper:
    """All that the template can print, in words."""
    quarter = tallies.quarter
    end = last_day(quarter)
    now = sorted((r for r in records if quarter_of(r.day) == quarter), key=lambda r: r.day)
    themes = _theme_rows(tallies, forms)
    points = [p for r in now for t in r.themes for p in t.points]
    return QuarterlyPaper(
        title=f"{settings.names.panel}: quarterly report, {words(quarter)}",
        panel=settings.names.panel,
        board=settings.names.full_board,
        quarter=words(quarter),
        marking=settings.marking_on(end),
        author=settings.names.coordinator,
        asked="Note the themes, share the good practice and top tips, and consider the messages to managers.",
        meetings_in_words=_listing([f"{settings.district_name(r.district)} ({british(r.day)})" for r in now]),
        since=_BEGAN,
        key_messages=key_messages(tallies, themes, _count_actions(now, end)),
        activity=activity_rows(tallies),
        meetings=tuple(
            MeetingRow(
                settings.district_name(m.district),
                british(m.day),
                str(m.families),
                str(m.children),
                str(m.practitioners),
            )
            for m in tallies.meetings
        ),
        reasons=_reason_rows(tallies, forms),
        theme_counts=themes,
        chart_title=f"Meetings in which each theme arose, {words(quarter)}",
        chart="",
        themes_by_meeting=tuple(
            MeetingThemes(
                f"{settings.district_name(r.district)}, {british(r.day)}", tuple(t.heading for t in r.themes)
            )
            for r in now
            if r.themes
        ),
        good_practice=tuple(p.text for p in points if p.kind in (PointKind.GOOD_PRACTICE, PointKind.TOP_TIP)),
        messages_to_managers=tuple(p.text for p in points if p.kind is PointKind.MESSAGE),
        messages_scolt=tuple(text for r in now for text in r.messages_scolt),
        messages_qa=tuple(text for r in now for text in r.messages_qa),
        actions=tuple(_action_row(a, settings, overdue=_overdue(a, end)) for r in now for a in r.actions),
        participation=tuple(
            ParticipationRow(
                settings.agency_name(p.agency), str(p.panel), str(p.absent), str(p.practitioners)
            )
            for p in tallies.participation
        ),
        next_meetings=tuple(
            NextRow(
                settings.district_name(m.district),
                british(m.day),
                british(deadline(m.day, settings.deadline_days)),
            )
            for m in sorted(settings.meetings, key=lambda m: m.day)
            if m.day > end
        ),
        notes=notes(tallies),
    )


def _theme_rows(tallies: Tallies, forms: Mapping[str, Form]) -> tuple[CountRow, ...]:
    labels = _labels(forms, "meeting-record", "theme", "code")
    return tuple(
        CountRow(
            labels.get(t.code, t.code.capitalize()),
            str(t.quarter),
            str(t.year),
            "New" if t.new and t.code != OTHER_THEME else "",
        )
        for t in tallies.themes
    )


def _reason_rows(tallies: Tallies, forms: Mapping[str, Form]) -> tuple[CountRow, ...]:
    labels = {NO_REASON: "Not known", **_labels(forms, "referral", "", "reason")}
    return tuple(CountRow(labels.get(r.code, r.code), str(r.quarter), str(r.year)) for r in tallies.reasons)


def _labels(forms: Mapping[str, Form], name: str, repeat: str, field: str) -> dict[str, str]:
    """The printed words of a field's choices; empty when the form has no such field any more."""
    form = forms.get(name)
    fields = () if form is None else form.repeat(repeat).columns if repeat else form.singles
    return {c.code: c.label for f in fields if f.name == field for c in f.choices}


def _overdue(action: Action, day: date) -> bool:
    waiting = action.status in (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS)
    return waiting and action.due is not None and action.due <= day


def _action_row(action: Action, settings: Settings, *, overdue: bool) -> ActionRow:
    owner = ", ".join(p for p in (action.owner_role, settings.agency_name(action.owner_agency)) if p)
    done = action.completed_on or action.due
    return ActionRow(
        status=_OVERDUE if overdue else _SIGNS[action.status],
        heading=action.heading,
        what=" ".join(action.points),
        owner=owner or "Not given",
        day=british(done) if done else "Not given",
    )


def _count_actions(now: Sequence[MeetingRecord], end: date) -> tuple[int, int, int]:
    """Actions recorded, completed, overdue."""
    actions = [a for r in now for a in r.actions]
    completed = sum(a.status is ActionStatus.COMPLETED for a in actions)
    return len(actions), completed, sum(_overdue(a, end) for a in actions)


def _listing(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
