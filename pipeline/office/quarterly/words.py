"""The sentences and rows that a quarterly report makes from its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Protocol

from pipeline.model.meeting import Action, Quarter
from pipeline.office.quarterly.paper import ActivityRow, CountRow, SinceLine, SinceRow
from pipeline.rules.answers.dates import british, short
from pipeline.rules.counting.disclosure import HIDDEN
from pipeline.rules.counting.figures import (
    ACTIONS,
    AGREED,
    DONE,
    HELD,
    MORE_CHILDREN,
    NOW,
    OPENING,
    OVERDUE,
    SINCE,
    UNTRACED,
    YEAR,
)
from pipeline.rules.counting.quarters import last_day, next_quarter, quarter_of, short_words
from pipeline.rules.counting.releases import DRAWN
from pipeline.rules.counting.tallies import Tallies
from pipeline.rules.counting.tracing import overdue

_MOST_POINTS = 12  # three years of quarters; more would be too crowded to read
_NOT_KEPT = "not counted"
NEW, RECURS = "New", "Recurs"
BEGAN = "April 2012"  # the panel was formed then; what was counted before the register is the opening balance
_ROWS = (
    ("meetings", "Meetings held", ""),
    ("districts", "Districts visited", ""),
    ("referrals", "Referrals received for these meetings", ""),
    ("late", "of which received after the deadline", ""),
    ("families", "Families (cases) discussed", ""),
    ("children", "Children discussed", "a child counts at each meeting; since {since} once"),
    ("first", "of whom for the first time", ""),
    ("again", "of whom discussed before", ""),
    ("practitioners", "Practitioners met, people", "each counts once in a period"),
    ("attendances", "Practitioners met, attendances", "each time they came"),
)

LABELS = {name: label for name, label, _ in _ROWS} | {
    "late": "Referrals received after the deadline",
    "first": "Children discussed for the first time",
    "again": "Children who had been discussed before",
}  # what a figure of table 1 is called where it stands alone


class Shown(Protocol):
    """How a report prints its figures: every number in it comes from here."""

    def __call__(self, what: str, span: str, quarter: Quarter | None = None) -> str:
        """What was counted, over what (quarter, year, since, opening), up to which quarter: as it is printed."""


def activity_rows(tallies: Tallies, shown: Shown) -> tuple[ActivityRow, ...]:
    """Table 1. What was not counted before the register began says so."""
    return tuple(
        ActivityRow(
            label,
            shown(name, NOW),
            shown(name, YEAR),
            shown(name, SINCE) if hasattr(tallies.since_start, name) else _NOT_KEPT,
            rule.format(since=BEGAN),
        )
        for name, label, rule in _ROWS
    )


def key_messages(
    tallies: Tallies, themes: Sequence[CountRow], actions: Sequence[Action], shown: Shown
) -> tuple[str, ...]:
    """At most five lines: what was done, what came up most, what is new, what became of the actions."""
    lines = [_met(tallies, shown)]
    people, children = shown("practitioners", SINCE), shown("children", SINCE)
    if HIDDEN not in (people, children):
        lines.append(
            f"Since it began, it has met with {people} practitioners and discussed their experience of working with"
            f" {children} children."
        )
    recurring = [t.label for t in themes if t.new == RECURS or (t.new and int(t.quarter) > 1)]
    if recurring:
        lines.append(f"Themes that recur, over the quarters or within this one: {'; '.join(recurring[:4])}.")
    new = [t.label for t in themes if t.new == NEW]
    if new and len(new) < len(themes):
        lines.append(f"New this quarter: {'; '.join(new[:4])}.")
    if actions:
        late = any(overdue(a, last_day(tallies.quarter)) for a in actions)
        end = f"; {_many(shown(OVERDUE, NOW), 'is', 'are')} overdue" if late else ""
        lines.append(
            f"{_many(shown(ACTIONS, NOW), 'action')} followed up, {shown(AGREED, NOW)} of them new,"
            f" {shown(DONE, NOW)} completed{end}."
        )
    return tuple(lines)


def _met(tallies: Tallies, shown: Shown) -> str:
    if not tallies.this_quarter.meetings:
        return no_meeting(
            tallies, "The panel did not meet in this quarter.", "No meeting of this quarter has a record yet."
        )
    times = _times(shown("meetings", NOW))
    families, children, people = (shown(name, NOW) for name in ("families", "children", "practitioners"))
    if HIDDEN in (families, children, people):
        return f"The panel met {times}. Small numbers of people are not shown in this edition."
    return (
        f"The panel met {times}. Families discussed: {families}; children: {children};"
        f" practitioners who took part: {people}."
    )


def no_meeting(tallies: Tallies, none: str, unrecorded: str) -> str:
    """What to say of a quarter without a record: `unrecorded` when the calendar has a meeting in it, else `none`."""
    return unrecorded if any(quarter_of(m.day) == tallies.quarter for m in tallies.missing) else none


def risks(
    tallies: Tallies,
    actions: Sequence[Action],
    missing: Sequence[str],
    silent: Sequence[str],
    shown: Shown,
    *,
    vague: bool = False,
) -> tuple[str, ...]:
    """What the records themselves show to be late, missing or not traced; () when nothing is.

    `silent`: the agencies that sent no check back; `vague`: without saying how many checks and cases it is.
    """
    waiting = [a.heading for a in actions if overdue(a, last_day(tallies.quarter))]
    lines = []
    if waiting:
        lines.append(f"Overdue at the end of the quarter: {'; '.join(waiting)}.")
    if tallies.this_quarter.late:
        late, of = shown("late", NOW), shown("referrals", NOW)
        some = "Some referrals" if HIDDEN in (late, of) else f"{late} of {_many(of, 'referral')}"
        lines.append(
            f"{some} came after the deadline, which leaves agencies less time to look for what they know."
        )
    lines += _checks_wanting(tallies, vague)
    if silent:
        lines.append(f"Asked for checks, and sent none back: {'; '.join(silent)}.")
    if missing:
        lines.append(f"Not yet recorded, and so in no figure: the meeting of {'; '.join(missing)}.")
    if tallies.untraced:
        lines.append(_untraced(shown, vague))
    return tuple(lines)


def _checks_wanting(tallies: Tallies, vague: bool) -> Iterator[str]:
    asked, late, none = (
        sum(getattr(p, what) for p in tallies.participation) for what in ("due", "late", "none")
    )
    if (late or none) and vague:
        yield "Some of the checks that agencies were asked for came late or have not come."
    elif late or none:
        yield f"Of {_many(str(asked), 'check')} that agencies were asked for, {late} came late and {none} did not come."


def has_chart(tallies: Tallies) -> bool:
    """Whether the running totals can be drawn: there are quarters after the opening balance, and not too many."""
    return 0 < len(drawn_quarters(tallies)) <= _MOST_POINTS


def since_lines(tallies: Tallies, shown: Shown) -> tuple[SinceLine, ...]:
    """Running totals from the opening balance to the end of the quarter, a point a quarter. All must be numbers."""
    start = f"to {short(tallies.opening.up_to)}"
    return tuple(
        SinceLine(
            label,
            (
                (start, int(shown(name, OPENING))),
                *((short_words(q), int(shown(name, SINCE, q))) for q in drawn_quarters(tallies)),
            ),
        )
        for name, label in zip(DRAWN, ("Children discussed", "Practitioners met (attendances)"), strict=True)
    )


def since_rows(lines: Sequence[SinceLine]) -> tuple[SinceRow, ...]:
    """The figures behind the chart, a row a point."""
    if not lines:
        return ()
    children, attendances = lines
    return tuple(
        SinceRow(label, str(first), str(second))
        for (label, first), (_, second) in zip(children.points, attendances.points, strict=True)
    )


def drawn_quarters(tallies: Tallies) -> list[Quarter]:
    """The quarters from the opening balance to this one."""
    quarters, one = [], quarter_of(tallies.opening.up_to + timedelta(1))
    while one <= tallies.quarter:
        quarters.append(one)
        one = next_quarter(one)
    return quarters


def notes(
    tallies: Tallies, missing: Sequence[str], held: int, shown: Shown, *, threshold: int = 0
) -> tuple[str, ...]:
    """How the figures are counted, in words, with what a reader should know of their limits.

    `held`: how many forms have answers that nobody has confirmed yet; `threshold`: up to where figures are hidden, 0
    in the board's own edition.
    """
    vague = threshold > 0
    found = [*_counting(tallies, shown), *_hiding(threshold), _revising(threshold)]
    if missing:
        found.append(f"These meetings have no record yet and are in no figure: {'; '.join(missing)}.")
    if held:
        forms = "some forms have" if vague else _many(shown(HELD, NOW), "form has", "forms have")
        found.append(f"Answers that nobody has confirmed yet are in no figure: {forms} such.")
    if tallies.untraced:
        found.append(_untraced(shown, vague))
    if tallies.more_children:
        more = "Some cases were"
        cases = more if vague else _many(shown(MORE_CHILDREN, NOW), "case was", "cases were")
        found.append(
            f"{cases} discussed with more children than the referral names; the number in the meeting record is used."
        )
    return tuple(found)


def _counting(tallies: Tallies, shown: Shown) -> tuple[str, ...]:
    """What each figure counts."""
    meetings, families, children, people, times = (
        shown(name, OPENING) for name in ("meetings", "families", "children", "practitioners", "attendances")
    )
    return (
        "Quarters are those of the financial year: April to June (Q1), July to September (Q2), October to December (Q3)"
        " and January to March (Q4). A meeting belongs to the quarter of its date.",
        "A family is one case discussed at one meeting; deferred and withdrawn cases are not counted. Children are"
        " those discussed, as the meeting record says. A child discussed at two meetings counts at both; the"
        " second time it is one of those discussed before, whom the referrals' names, dates of birth and NHS numbers"
        f" tell, and in the figures since {BEGAN} it counts once.",
        "Practitioners are people who work with the families and were present; panel members, deputies and observers"
        " are not among them. People are counted once in a period however often they came; attendances count each time,"
        " so people of the quarters can add up to more than those of the year.",
        "A referral belongs to the quarter of the meeting it is for.",
        f"Figures since the panel began add the opening balance up to {british(tallies.opening.up_to)}"
        f" ({meetings} meetings, {families} families, {children} children, {people} practitioners,"
        f" {times} attendances) to what the register has recorded after that day. A practitioner or a child met both"
        " before and after it counts in both.",
        "A theme counts once for each meeting at which it arose, whatever its heading was there. “New” means that no"
        " meeting before this quarter recorded it, “Recurs” that one did.",
        "All totals were counted afresh from the register for this report, and they reconcile: quarters with the year"
        " to date, meetings with the quarter, and the opening balance with the figures since the panel began. None is"
        " rounded, and no percentages are given.",
        "A check counts for each case an agency was asked about, in the quarter of the meeting it was asked for, once"
        " it was due; it is on time when its first version came on or before that day.",
    )


def _revising(threshold: int) -> str:
    return (
        "What comes late or is corrected counts in the quarter of its meeting. Figures of earlier reports that have"
        f" changed by it are listed as revisions{', small changes without numbers' if threshold else ''}."
    )


def _hiding(threshold: int) -> tuple[str, ...]:
    if not threshold:
        return ("Small numbers are shown in full: this is the board's own copy and is not for publication.",)
    return (
        f"“{HIDDEN}” stands for a number from 1 to {threshold} of people, families, referrals or checks, or for a"
        " larger one from which such a number could be worked out, here or with an earlier report. 0 is shown as 0.",
        "Numbers of meetings, districts, themes (by meetings), actions and panel seats are about the panel's own work"
        " and are shown. No figures are given by meeting or district, and lines that count a few people are left out."
        " Charts and tables have the numbers that they have in the board's own copy, so that a number may be missing.",
    )


def _untraced(shown: Shown, vague: bool) -> str:
    if vague:
        return (
            "Some cases named in the meeting records could not be traced to a referral and are in no figure."
        )
    number = shown(UNTRACED, NOW)
    return (
        f"{_many(number, 'case', 'cases')} named in the meeting records could not be traced to a referral and"
        f" {'is' if number == '1' else 'are'} in no figure; the coordinator is following this up."
    )


def _times(number: str) -> str:
    return {"1": "once", "2": "twice"}.get(number, f"{number} times")


def _many(number: str, one: str, more: str = "") -> str:
    return f"{number} {one if number == '1' else more or one + 's'}"
