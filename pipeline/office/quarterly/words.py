"""The sentences and rows that a quarterly report makes from its figures."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.office.quarterly.paper import ActivityRow, CountRow
from pipeline.rules.dates import british
from pipeline.rules.tallies import Tallies

_NOT_KEPT = "not counted"
_ROWS = (
    ("meetings", "Meetings held"),
    ("districts", "Districts visited"),
    ("referrals", "Referrals received for these meetings"),
    ("late", "of which received after the deadline"),
    ("families", "Families (cases) discussed"),
    ("children", "Children discussed"),
    ("practitioners", "Practitioners met (people)"),
    ("attendances", "Practitioners met (attendances)"),
)


def activity_rows(tallies: Tallies) -> tuple[ActivityRow, ...]:
    """Table 1. What was not counted before the register began says so."""
    return tuple(
        ActivityRow(
            label,
            str(getattr(tallies.this_quarter, name)),
            str(getattr(tallies.year_to_date, name)),
            str(getattr(tallies.since_start, name, _NOT_KEPT)),
        )
        for name, label in _ROWS
    )


def key_messages(
    tallies: Tallies, themes: Sequence[CountRow], actions: tuple[int, int, int]
) -> tuple[str, ...]:
    """At most five lines: what was done, what came up most, what is new, what became of the actions."""
    now, since = tallies.this_quarter, tallies.since_start
    lines = [
        f"The panel met {_times(now.meetings)} and discussed {_many(now.families, 'family', 'families')} with"
        f" {_many(now.children, 'child', 'children')}, with {_many(now.practitioners, 'practitioner')} taking part.",
        f"Since it began, it has met with {since.practitioners} practitioners and discussed their experience of working"
        f" with {since.children} children.",
    ]
    recurring = [t.label for t in themes if int(t.quarter) > 1]
    if recurring:
        lines.append(f"Arising in more than one meeting this quarter: {'; '.join(recurring[:4])}.")
    new = [t.label for t in themes if t.new]
    if new and len(new) < len(themes):
        lines.append(f"New this quarter: {'; '.join(new[:4])}.")
    recorded, completed, overdue = actions
    if recorded:
        late = f"; {_many(overdue, 'is', 'are')} overdue" if overdue else ""
        lines.append(f"{_many(recorded, 'action')} recorded, {completed} completed{late}.")
    return tuple(lines)


def notes(tallies: Tallies) -> tuple[str, ...]:
    """How the figures are counted, in words, with what a reader should know of their limits."""
    opening = tallies.opening
    found = [
        "Quarters are those of the financial year: April to June (Q1), July to September (Q2), October to December (Q3)"
        " and January to March (Q4). A meeting belongs to the quarter of its date.",
        "A family is one case discussed at one meeting; deferred and withdrawn cases are not counted. Children are"
        " those discussed, as the meeting record says; a child discussed at two meetings counts twice.",
        "Practitioners are people who work with the families and were present; panel members, deputies and observers"
        " are not among them. People are counted once in a period however often they came; attendances count each time,"
        " so people of the quarters can add up to more than those of the year.",
        "A referral belongs to the quarter of the meeting it is for.",
        f"Figures since the panel began add the opening balance up to {british(opening.up_to)} ({opening.meetings}"
        f" meetings, {opening.families} families, {opening.children} children, {opening.practitioners} practitioners,"
        f" {opening.attendances} attendances) to what the register has recorded after that day. A practitioner met"
        " both before and after it counts in both.",
        "A theme counts once for each meeting at which it arose. “New” means that no earlier meeting in the register"
        " recorded it.",
        "All totals were counted afresh from the register for this report, and they reconcile: quarters with the year"
        " to date, meetings with the quarter, and the opening balance with the figures since the panel began.",
        "Small numbers are shown in full: this is the board's own copy and is not for publication.",
    ]
    return (*found, *(f"To be looked at: {doubt}" for doubt in tallies.doubts))


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"
