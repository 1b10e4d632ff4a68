"""The rows of a quarterly report: reasons, themes, actions and what came of them, chart points."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.meeting import ActionStatus, Quarter
from pipeline.model.settings import Settings
from pipeline.office.quarterly.naming import Names
from pipeline.office.quarterly.paper import ActionRow, CountRow, ImpactRow, ParticipationRow
from pipeline.office.quarterly.words import NEW, RECURS, Shown
from pipeline.rules.answers.dates import british
from pipeline.rules.counting.actions import ActionLife
from pipeline.rules.counting.figures import NOW, RETURNS, SEATS, YEAR, of_agency, reason, theme
from pipeline.rules.counting.quarters import last_day, quarter_of
from pipeline.rules.counting.rag import OVERDUE, STANDS
from pipeline.rules.counting.tallies import OTHER_THEME, Tallies, Tally
from pipeline.rules.counting.tracing import overdue


def action_row(life: ActionLife, settings: Settings, quarter: Quarter) -> ActionRow:
    """One line of the table of actions, as it stands on the quarter's last day."""
    action, end = life.action, last_day(quarter)
    owner = ", ".join(p for p in (action.owner_role, settings.agency_name(action.owner_agency)) if p)
    done = life.ended or action.due  # an end without a day was on that of the meeting that told it
    return ActionRow(
        status=OVERDUE if overdue(action, end) else STANDS[action.status],
        heading=action.heading,
        what=joined(action.points),
        owner=owner or "Not given",
        day=british(done) if done else "Not given",
        new=NEW if quarter_of(life.agreed) == quarter else "",
    )


def joined(points: Sequence[str]) -> str:
    """Bullets in one line, told apart by semicolons."""
    return "; ".join([*(p.rstrip(" .;") for p in points[:-1]), *points[-1:]])


def impact_rows(lives: Sequence[ActionLife]) -> tuple[ImpactRow, ...]:
    """What was done because of the panel: every completed action of the table, also one that was told late."""
    return tuple(
        ImpactRow(life.action.heading, joined(life.action.points) or "Done.", british(life.ended))
        for life in lives
        if life.action.status is ActionStatus.COMPLETED and life.ended
    )


def theme_rows(tallies: Tallies, names: Names, shown: Shown) -> tuple[CountRow, ...]:
    """The themes of the year so far, most frequent first."""
    return tuple(
        CountRow(
            names.themes.get(t.code, t.code.capitalize()),
            shown(theme(t.code), NOW),
            shown(theme(t.code), YEAR),
            _novelty(t),
        )
        for t in tallies.themes
    )


def _novelty(one: Tally) -> str:
    """Whether a theme of the quarter is new or has come before; what is counted as Other is neither."""
    if not one.quarter or one.code == OTHER_THEME:
        return ""
    return NEW if one.new else RECURS


def reason_rows(tallies: Tallies, names: Names, shown: Shown) -> tuple[CountRow, ...]:
    """Why the cases of the year so far came."""
    return tuple(
        CountRow(names.reasons.get(r.code, r.code), shown(reason(r.code), NOW), shown(reason(r.code), YEAR))
        for r in tallies.reasons
    )


def silent_agencies(rows: Sequence[ParticipationRow]) -> tuple[str, ...]:
    """The agencies that were asked for checks and sent none back, as the table shows."""
    return tuple(row.agency for row in rows if row.due != "0" and (row.on_time, row.late) == ("0", "0"))


def participation_rows(tallies: Tallies, settings: Settings, shown: Shown) -> tuple[ParticipationRow, ...]:
    """What each agency did in the quarter."""
    return tuple(
        ParticipationRow(
            settings.agency_name(p.agency),
            *(shown(of_agency(what, p.agency), NOW) for what in (*SEATS, "practitioners", *RETURNS)),
        )
        for p in tallies.participation
    )
