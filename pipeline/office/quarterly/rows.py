"""The rows of a quarterly report: reasons, themes, actions and what came of them, chart points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.model.form import Form
from pipeline.model.meeting import Action, ActionStatus, MeetingRecord, Quarter
from pipeline.model.settings import Settings
from pipeline.office.quarterly.paper import ActionRow, CountRow, ImpactRow, ParticipationRow
from pipeline.office.quarterly.words import Shown
from pipeline.rules.answers.dates import british
from pipeline.rules.counting.actions import lives
from pipeline.rules.counting.quarters import first_day, last_day, quarter_of
from pipeline.rules.counting.releases import NOW, RETURNS, YEAR, of_agency, reason
from pipeline.rules.counting.tallies import NO_REASON, OTHER_THEME, Tallies
from pipeline.rules.counting.tracing import overdue

# Signs that Arial and its twins have themselves, so that they are drawn as large as the words.
_SIGNS = {
    ActionStatus.COMPLETED: "● Green: completed",
    ActionStatus.IN_PROGRESS: "► Amber: in progress",
    ActionStatus.PLANNED: "○ Amber: planned",
    ActionStatus.NOT_POSSIBLE: "× Not possible",
    ActionStatus.DROPPED: "– Dropped",
}
_OVERDUE = "▲ Red: overdue"


def actions_shown(records: Sequence[MeetingRecord], quarter: Quarter) -> Iterator[Action]:
    """Actions of the quarter's meetings, then earlier ones that are open or ended in it; each once, as it stands."""
    found = lives(r for r in records if r.day <= last_day(quarter))
    yield from (a.action for a in found if quarter_of(a.spoken) == quarter)
    yield from (
        a.action
        for a in found
        if quarter_of(a.spoken) != quarter and (a.ended is None or quarter_of(a.ended) == quarter)
    )


def action_row(action: Action, settings: Settings, end: date) -> ActionRow:
    """One line of the table of actions, as it stands on the quarter's last day."""
    owner = ", ".join(p for p in (action.owner_role, settings.agency_name(action.owner_agency)) if p)
    done = action.completed_on or action.due
    return ActionRow(
        status=_OVERDUE if overdue(action, end) else _SIGNS[action.status],
        heading=action.heading,
        what=joined(action.points),
        owner=owner or "Not given",
        day=british(done) if done else "Not given",
    )


def joined(points: Sequence[str]) -> str:
    """Bullets in one line, told apart by semicolons."""
    return "; ".join([*(p.rstrip(" .;") for p in points[:-1]), *points[-1:]])


def impact_rows(actions: Sequence[Action], quarter: Quarter) -> tuple[ImpactRow, ...]:
    """What was done within the quarter because of the panel; a completed action without a date counts as now."""
    return tuple(
        ImpactRow(
            a.heading, joined(a.points) or "Done.", british(a.completed_on) if a.completed_on else "Not given"
        )
        for a in actions
        if a.status is ActionStatus.COMPLETED
        and (a.completed_on is None or first_day(quarter) <= a.completed_on <= last_day(quarter))
    )


def theme_rows(tallies: Tallies, forms: Mapping[str, Form]) -> tuple[CountRow, ...]:
    """The themes of the year so far, most frequent first."""
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


def reason_rows(tallies: Tallies, forms: Mapping[str, Form], shown: Shown) -> tuple[CountRow, ...]:
    """Why the cases of the year so far came."""
    labels = {NO_REASON: "Not known", **_labels(forms, "referral", "", "reason")}
    return tuple(
        CountRow(labels.get(r.code, r.code), shown(reason(r.code), NOW), shown(reason(r.code), YEAR))
        for r in tallies.reasons
    )


def participation_rows(tallies: Tallies, settings: Settings, shown: Shown) -> tuple[ParticipationRow, ...]:
    """What each agency did in the quarter."""
    return tuple(
        ParticipationRow(
            settings.agency_name(p.agency),
            str(p.panel),
            str(p.absent),
            *(shown(of_agency(what, p.agency), NOW) for what in ("practitioners", *RETURNS)),
        )
        for p in tallies.participation
    )


def _labels(forms: Mapping[str, Form], name: str, repeat: str, field: str) -> dict[str, str]:
    """The printed words of a field's choices; empty when the form has no such field any more."""
    form = forms.get(name)
    fields = () if form is None else form.repeat(repeat).columns if repeat else form.singles
    return {c.code: c.label for f in fields if f.name == field for c in f.choices}
