"""The figures of a report by name, quarter after quarter, with all that a reader knows of how they add up.

Counts of people, families, referrals and agencies' checks are here; counts of meetings, districts, themes, actions
and panel seats are about the panel's own work and are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from pipeline.rules.counting.disclosure import Figures, Share
from pipeline.rules.counting.figures import (
    COUNTED,
    NOW,
    OPENING,
    RETURNS,
    RUNNING,
    SINCE,
    YEAR,
    name_of,
    of_agency,
    reason,
)
from pipeline.rules.counting.quarters import quarter_of
from pipeline.rules.counting.ranges import Sum
from pipeline.rules.counting.tallies import Counts, Tallies

DRAWN = ("children", "attendances")  # the lines of the chart
_PART, _WHOLE, _YEAR, _SINCE, _POINT = 1, 2, 3, 4, 0
_WHOLES = ("referrals", "families", "children", "practitioners", "attendances")


def opening_name(what: str, tallies: Tallies) -> str:
    """The name of a figure of the opening balance."""
    return name_of(what, OPENING, tallies.opening.up_to)


def figures_of(
    led: Sequence[Tallies], *, chart: bool, revised: Collection[str] = (), after: Sequence[Tallies] = ()
) -> Figures:
    """All figures of the last of these quarters, the others being what led to it; `chart`: the running totals too.

    `revised`: the names of earlier figures that are printed again because they have changed; `after`: later quarters
    that have been reported already, when an earlier report is made again.
    """
    quarters, last = (*led, *after), led[-1]
    values: dict[str, int] = {}
    sums: list[Sum] = []
    for tallies in quarters:
        values.update(_values(tallies))
    for before, tallies in zip((None, *quarters[:-1]), quarters, strict=True):
        sums += _inside(tallies, values)
        sums += _running(before, tallies)
    codes = [reason(code) for code in sorted({r.code for t in quarters for r in t.reasons})]
    for code in codes:
        for tallies in quarters:
            values.setdefault(
                name_of(code, NOW, tallies.quarter), 0
            )  # not yet known in that quarter: nothing
    for number, tallies in enumerate(quarters):
        year = [t for t in quarters[: number + 1] if t.quarter.year == tallies.quarter.year]
        sums += _year(year, (*_SUMMED, *codes))
        values.update(_people(year))
    for before, tallies in zip((None, *quarters[:-1]), quarters, strict=True):
        values.update(_new_people(before, tallies))
    true = tuple(
        s
        for s in sums
        if all(n in values for n in s.names) and s.holds(values) and min(values[n] for n in s.names) >= 0
    )
    others = {str(t.quarter) for t in quarters if t is not last}
    secret = frozenset(
        name_of(what, NOW, q) for what in (*COUNTED, *codes) for q in others
    )  # what another report would not show must not follow from this one
    ranks = {**dict.fromkeys(revised, _POINT), **_ranks(last), **(_points(led) if chart else {})}
    for name in revised:
        values.setdefault(name, 0)  # what is counted no more
    printed = {n: r for n, r in ranks.items() if n in values}
    return Figures(values, printed, true, tuple(_shares(last)), secret, frozenset(_noughts(quarters)))


def _noughts(quarters: Sequence[Tallies]) -> Iterator[str]:
    """What a quarter without a meeting cannot have had: the number of its meetings is always shown."""
    for tallies in quarters:
        if not tallies.this_quarter.meetings:
            yield from (
                name_of(what, NOW, tallies.quarter) for what in COUNTED if what not in ("referrals", "late")
            )


_SUMMED = tuple(name for name in COUNTED if name != "practitioners")


def _values(tallies: Tallies) -> Iterator[tuple[str, int]]:
    q = tallies.quarter
    for span, counts in _spans(tallies):
        for what in COUNTED:
            yield name_of(what, span, q), getattr(counts, what)
        yield name_of("in time", span, q), counts.referrals - counts.late
        yield name_of("met again", span, q), counts.attendances - counts.practitioners
        yield name_of("siblings", span, q), counts.children - counts.families
        yield name_of("not discussed", span, q), counts.referrals - counts.families
    for what in RUNNING:
        yield name_of(what, SINCE, q), getattr(tallies.since_start, what)
        yield opening_name(what, tallies), getattr(tallies.opening, what)
    for line in tallies.participation:
        yield name_of(of_agency("practitioners", line.agency), NOW, q), line.practitioners
        for what in RETURNS:
            yield name_of(of_agency(what, line.agency), NOW, q), getattr(line, what)
    yield from _reason_values(tallies)


def _reason_values(tallies: Tallies) -> Iterator[tuple[str, int]]:
    q = tallies.quarter
    for span, counts in _spans(tallies):
        every = {t.code: t.quarter if span == NOW else t.year for t in tallies.reasons}
        for code, number in every.items():
            yield name_of(reason(code), span, q), number
            yield name_of(f"not {reason(code)}", span, q), counts.families - number
        yield name_of("reasons", span, q), sum(every.values())
        yield name_of("reasons twice", span, q), sum(every.values()) - counts.families


def _spans(tallies: Tallies) -> tuple[tuple[str, Counts], ...]:
    return (NOW, tallies.this_quarter), (YEAR, tallies.year_to_date)


def _inside(tallies: Tallies, values: Mapping[str, int]) -> Iterator[Sum]:
    """What adds up within one report."""
    q = tallies.quarter
    for span in (NOW, YEAR):
        named = [name_of(reason(t.code), span, q) for t in tallies.reasons]
        yield _sum("children", ("first", "again"), span, q)
        yield _sum("referrals", ("late", "in time"), span, q)
        yield _sum("attendances", ("practitioners", "met again"), span, q)
        yield _sum("children", ("families", "siblings"), span, q)  # a case has a child, and a referral
        yield _sum("referrals", ("families", "not discussed"), span, q)
        for tally in tallies.reasons:
            yield _sum("families", (reason(tally.code), f"not {reason(tally.code)}"), span, q)
        if named and values[name_of("reasons twice", span, q)] >= 0:  # each case has a reason, some have two
            yield _sum("reasons", ("families", "reasons twice"), span, q)
            yield Sum(name_of("reasons", span, q), tuple(named))
    agencies = [name_of(of_agency("practitioners", p.agency), NOW, q) for p in tallies.participation]
    yield Sum(name_of("attendances", NOW, q), tuple(agencies))
    for line in tallies.participation:
        due, *parts = (name_of(of_agency(what, line.agency), NOW, q) for what in RETURNS)
        yield Sum(due, tuple(parts))


def _sum(whole: str, parts: Sequence[str], span: str, quarter: object) -> Sum:
    return Sum(name_of(whole, span, quarter), tuple(name_of(p, span, quarter) for p in parts))


def _running(before: Tallies | None, tallies: Tallies) -> Iterator[Sum]:
    """The running totals: each is the one before and what the quarter added."""
    q = tallies.quarter
    for what, adds in (("families", "families"), ("children", "first"), ("attendances", "attendances")):
        start = opening_name(what, tallies) if before is None else name_of(what, SINCE, before.quarter)
        yield Sum(name_of(what, SINCE, q), (start, name_of(adds, NOW, q)))
    yield Sum(
        name_of("practitioners", SINCE, q), (_people_start(before, tallies), name_of("people new", NOW, q))
    )
    yield _sum("practitioners", ("people new", "people known"), NOW, q)


def _people_start(before: Tallies | None, tallies: Tallies) -> str:
    what = "practitioners"
    return opening_name(what, tallies) if before is None else name_of(what, SINCE, before.quarter)


def _new_people(before: Tallies | None, tallies: Tallies) -> Iterator[tuple[str, int]]:
    start = tallies.opening.practitioners if before is None else before.since_start.practitioners
    new, q = tallies.since_start.practitioners - start, tallies.quarter
    yield name_of("people new", NOW, q), new
    yield name_of("people known", NOW, q), tallies.this_quarter.practitioners - new


def _year(year: Sequence[Tallies], counted: Sequence[str]) -> Iterator[Sum]:
    """The year so far: its quarters together. People are fewer than that, some coming in more than one quarter."""
    last, every = year[-1].quarter, [t.quarter for t in year]
    for what in counted:
        yield Sum(name_of(what, YEAR, last), tuple(name_of(what, NOW, q) for q in every))
    people = name_of("practitioners", YEAR, last)
    yield Sum(name_of("people", YEAR, last), tuple(name_of("practitioners", NOW, q) for q in every))
    once = () if len(year) == 1 else (name_of("people twice", YEAR, last),)
    yield Sum(name_of("people", YEAR, last), (people, *once))
    yield Sum(people, (name_of("practitioners", NOW, last), name_of("people before", YEAR, last)))


def _people(year: Sequence[Tallies]) -> Iterator[tuple[str, int]]:
    last, whole = year[-1], sum(t.this_quarter.practitioners for t in year)
    so_far = last.year_to_date.practitioners
    yield name_of("people", YEAR, last.quarter), whole
    yield name_of("people twice", YEAR, last.quarter), whole - so_far
    yield name_of("people before", YEAR, last.quarter), so_far - last.this_quarter.practitioners


def _ranks(last: Tallies) -> dict[str, int]:
    """What the tables and the notes print; of two figures the lower rank is hidden first."""
    q = last.quarter
    ranks = {name_of(what, NOW, q): _WHOLE if what in _WHOLES else _PART for what in COUNTED}
    ranks |= {name_of(what, YEAR, q): _YEAR if what in _WHOLES else _PART for what in COUNTED}
    ranks |= {name_of(what, SINCE, q): _SINCE for what in RUNNING}
    ranks |= {opening_name(what, last): _POINT for what in RUNNING}
    ranks |= {name_of(reason(t.code), span, q): _PART for t in last.reasons for span in (NOW, YEAR)}
    for line in last.participation:
        ranks |= {
            name_of(of_agency(what, line.agency), NOW, q): _PART for what in ("practitioners", *RETURNS)
        }
    return ranks


def _points(quarters: Sequence[Tallies]) -> dict[str, int]:
    """The points of the chart: each quarter's running totals, the last of which the table prints too."""
    first = quarter_of(quarters[-1].opening.up_to + timedelta(1))
    return {
        name_of(what, SINCE, t.quarter): _POINT for t in quarters[:-1] if t.quarter >= first for what in DRAWN
    }


def _shares(last: Tallies) -> Iterator[Share]:
    """Where all families falling into one cell would tell something of each of them."""
    for span in (NOW, YEAR):
        parts = tuple(name_of(reason(t.code), span, last.quarter) for t in last.reasons)
        yield Share(name_of("families", span, last.quarter), parts)


def drawn(quarters: Sequence[Tallies]) -> tuple[str, ...]:
    """The names of all that the chart shows."""
    last = quarters[-1]
    ends = [name for w in DRAWN for name in (opening_name(w, last), name_of(w, SINCE, last.quarter))]
    return (*ends, *_points(quarters))
