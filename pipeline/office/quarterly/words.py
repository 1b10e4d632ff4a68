"""The sentences and rows that a quarterly report makes from its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from pipeline.model.meeting import Action, ActionStatus
from pipeline.office.quarterly.paper import ActivityRow, CountRow, SinceLine
from pipeline.rules.answers.dates import british, short
from pipeline.rules.counting.disclosure import HIDDEN
from pipeline.rules.counting.quarters import last_day, next_quarter, quarter_of
from pipeline.rules.counting.releases import NOW, OPENING, SINCE, YEAR
from pipeline.rules.counting.tallies import Counts, Tallies
from pipeline.rules.counting.tracing import overdue

_MOST_POINTS = 12  # three years of quarters; more would be too crowded to read
_NOT_KEPT = "not counted"
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
Shown = Callable[
    [str, str], str
]  # what was counted and over what (quarter, year, since, opening) -> as it is printed


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
    recurring = [t.label for t in themes if int(t.quarter) > 1]
    if recurring:
        lines.append(f"Arising in more than one meeting this quarter: {'; '.join(recurring[:4])}.")
    new = [t.label for t in themes if t.new]
    if new and len(new) < len(themes):
        lines.append(f"New this quarter: {'; '.join(new[:4])}.")
    done = sum(a.status is ActionStatus.COMPLETED for a in actions)
    late = sum(overdue(a, last_day(tallies.quarter)) for a in actions)
    if actions:
        end = f"; {_many(late, 'is', 'are')} overdue" if late else ""
        lines.append(f"{_many(len(actions), 'action')} followed up, {done} completed{end}.")
    return tuple(lines)


def _met(tallies: Tallies, shown: Shown) -> str:
    now = tallies.this_quarter
    if not now.meetings:
        return no_meeting(
            tallies, "The panel did not meet in this quarter.", "No meeting of this quarter has a record yet."
        )
    if HIDDEN in (shown(name, NOW) for name in ("families", "children", "practitioners")):
        return f"The panel met {_times(now.meetings)}. Small numbers of people are not shown in this edition."
    return (
        f"The panel met {_times(now.meetings)}. Families discussed: {now.families}; children: {now.children};"
        f" practitioners who took part: {now.practitioners}."
    )


def no_meeting(tallies: Tallies, none: str, unrecorded: str) -> str:
    """What to say of a quarter without a record: `unrecorded` when the calendar has a meeting in it, else `none`."""
    return unrecorded if any(quarter_of(m.day) == tallies.quarter for m in tallies.missing) else none


def risks(
    tallies: Tallies, actions: Sequence[Action], missing: Sequence[str], shown: Shown, *, vague: bool = False
) -> tuple[str, ...]:
    """What the records themselves show to be late, missing or not traced; () when nothing is.

    `vague`: without saying how many cases could not be traced.
    """
    late = [a.heading for a in actions if overdue(a, last_day(tallies.quarter))]
    lines = []
    if late:
        lines.append(f"Overdue at the end of the quarter: {'; '.join(late)}.")
    if tallies.this_quarter.late:
        late_ones = f"{shown('late', NOW)} of {_many(tallies.this_quarter.referrals, 'referral')}"
        hidden = HIDDEN in (shown("late", NOW), shown("referrals", NOW))
        lines.append(
            f"{'Some referrals' if hidden else late_ones} came after the deadline, which leaves agencies"
            " less time to look for what they know."
        )
    if missing:
        lines.append(f"Not yet recorded, and so in no figure: the meeting of {'; '.join(missing)}.")
    if tallies.untraced:
        lines.append(_untraced(tallies.untraced, vague))
    return tuple(lines)


def since_lines(tallies: Tallies) -> tuple[SinceLine, ...]:
    """Running totals from the opening balance to the end of the quarter, a point a quarter."""
    opening, counts = tallies.opening, {q.quarter: q.counts for q in tallies.after_opening}
    quarters = [quarter_of(opening.up_to + timedelta(1))]
    while quarters[-1] < tallies.quarter:
        quarters.append(next_quarter(quarters[-1]))
    if quarters[0] > tallies.quarter or len(quarters) > _MOST_POINTS:
        return ()
    lines = []
    for name, label in (
        ("children", "Children discussed"),
        ("attendances", "Practitioners met (attendances)"),
    ):
        total = getattr(opening, name)
        points = [(f"to {short(opening.up_to)}", total)]
        for quarter in quarters:
            total += getattr(counts.get(quarter, Counts()), "first" if name == "children" else name)
            points.append((f"Q{quarter.number} {quarter.year}/{(quarter.year + 1) % 100:02d}", total))
        lines.append(SinceLine(label, tuple(points)))
    return tuple(lines)


def notes(
    tallies: Tallies, missing: Sequence[str], held: int, shown: Shown, *, threshold: int = 0
) -> tuple[str, ...]:
    """How the figures are counted, in words, with what a reader should know of their limits.

    `held`: how many forms have answers that nobody has confirmed yet; `threshold`: up to where figures are hidden, 0
    in the board's own edition.
    """
    vague = threshold > 0
    families, children, people, times = (
        shown(name, OPENING) for name in ("families", "children", "practitioners", "attendances")
    )
    found = [
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
        f" ({tallies.opening.meetings} meetings, {families} families, {children} children, {people} practitioners,"
        f" {times} attendances) to what the register has recorded after that day. A practitioner or a child met both"
        " before and after it counts in both.",
        "A theme counts once for each meeting at which it arose. “New” means that no earlier meeting in the register"
        " recorded it.",
        "All totals were counted afresh from the register for this report, and they reconcile: quarters with the year"
        " to date, meetings with the quarter, and the opening balance with the figures since the panel began.",
        "A check counts for each case an agency was asked about, in the quarter of the meeting it was asked for, once"
        " it was due; it is on time when its first version came on or before that day.",
        *_hiding(threshold),
    ]
    if missing:
        found.append(f"These meetings have no record yet and are in no figure: {'; '.join(missing)}.")
    if held:
        forms = "some forms have" if vague else _many(held, "form has", "forms have")
        found.append(f"Answers that nobody has confirmed yet are in no figure: {forms} such.")
    if tallies.untraced:
        found.append(_untraced(tallies.untraced, vague))
    if tallies.more_children:
        cases = "Some cases were" if vague else _many(tallies.more_children, "case was", "cases were")
        found.append(
            f"{cases} discussed with more children than the referral names; the number in the meeting record is used."
        )
    return tuple(found)


def _hiding(threshold: int) -> tuple[str, ...]:
    if not threshold:
        return ("Small numbers are shown in full: this is the board's own copy and is not for publication.",)
    return (
        f"“{HIDDEN}” stands for a number from 1 to {threshold} of people, families, referrals or checks, or for a"
        " larger one from which such a number could be worked out, here or with an earlier report. 0 is shown as 0.",
        "Numbers of meetings, districts, themes (by meetings), actions and panel seats are about the panel's own work"
        " and are shown. No figures are given by meeting or district, and lines that count a few people are left out.",
    )


def _untraced(number: int, vague: bool) -> str:
    if vague:
        return (
            "Some cases named in the meeting records could not be traced to a referral and are in no figure."
        )
    return (
        f"{_many(number, 'case', 'cases')} named in the meeting records could not be traced to a referral and"
        f" {'is' if number == 1 else 'are'} in no figure; the coordinator is following this up."
    )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"
