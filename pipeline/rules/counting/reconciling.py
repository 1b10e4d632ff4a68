"""Proof that the panel's figures add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.rules.counting import figures
from pipeline.rules.counting.figures import NOW, OPENING, SINCE, YEAR, in_words, name_of
from pipeline.rules.counting.tallies import NO_REASON, Tallies
from pipeline.rules.counting.traces import Traces, total


def reconcile(tallies: Tallies) -> tuple[str, ...]:
    """Where the figures do not add up, a sentence each; () when all agree."""
    faults: list[str] = []
    for name in ("meetings", "referrals", "late", "families", "children", "first", "again", "attendances"):
        parts = [getattr(q.counts, name) for q in tallies.by_quarter]
        whole = getattr(tallies.year_to_date, name)
        if sum(parts) != whole:
            faults.append(f"{name}: the quarters add up to {sum(parts)}, the year to date says {whole}")
    for name in ("meetings", "families", "children", "attendances"):
        once = "first" if name == "children" else name  # a returning child is one in the running total
        parts = [getattr(q.counts, once) for q in tallies.after_opening]
        opening, whole = getattr(tallies.opening, name), getattr(tallies.since_start, name)
        if opening + sum(parts) != whole:
            faults.append(f"{name}: opening balance {opening} and {sum(parts)} since do not make {whole}")
    faults += _people_faults(tallies)
    faults += _meeting_faults(tallies)
    faults += _agency_faults(tallies)
    return tuple(faults)


def unlike(tallies: Tallies, parts: Traces) -> tuple[str, ...]:
    """Where what a figure counts, part by part, does not make the figure, a sentence each; () when all agree."""
    return tuple(
        f"{in_words(name)}: its parts make {total(parts.get(name, ()))}, counted were {value}"
        for name, value in counted(tallies)
        if total(parts.get(name, ())) != value
    )


def counted(tallies: Tallies) -> Iterator[tuple[str, int]]:
    """Every figure of the quarter's tallies by name."""
    q, opening = tallies.quarter, tallies.opening
    for span, counts in ((NOW, tallies.this_quarter), (YEAR, tallies.year_to_date)):
        yield from ((name_of(what, span, q), number) for what, number in vars(counts).items())
    for what, number in vars(tallies.since_start).items():
        yield name_of(what, SINCE, q), number
        yield name_of(what, OPENING, opening.up_to), getattr(opening, what)
    yield from _counted_rows(tallies)
    yield name_of(figures.UNTRACED, NOW, q), tallies.untraced
    yield name_of(figures.MORE_CHILDREN, NOW, q), tallies.more_children


def _counted_rows(tallies: Tallies) -> Iterator[tuple[str, int]]:
    q = tallies.quarter
    for of, rows in ((figures.reason, tallies.reasons), (figures.theme, tallies.themes)):
        for row in rows:
            yield name_of(of(row.code), NOW, q), row.quarter
            yield name_of(of(row.code), YEAR, q), row.year
    for line in tallies.participation:
        for what in (*figures.SEATS, "practitioners", *figures.RETURNS):
            yield name_of(figures.of_agency(what, line.agency), NOW, q), getattr(line, what)
    for meeting in tallies.meetings:
        for what in figures.AT_MEETING:
            yield name_of(figures.at_meeting(what, meeting.key), NOW, q), getattr(meeting, what)


def _people_faults(tallies: Tallies) -> Iterable[str]:
    for words, counts in (("quarter", tallies.this_quarter), ("year to date", tallies.year_to_date)):
        if counts.practitioners > counts.attendances:
            yield f"practitioners ({words}): more people ({counts.practitioners}) than attendances"
        if counts.first + counts.again != counts.children:
            yield f"children ({words}): {counts.first} first and {counts.again} again do not make {counts.children}"
    year, parts = tallies.year_to_date.practitioners, [q.counts.practitioners for q in tallies.by_quarter]
    if not max(parts, default=0) <= year <= sum(parts):
        yield f"practitioners: {year} people in the year do not fit the quarters' {parts}"
    since = tallies.since_start.practitioners - tallies.opening.practitioners
    if since > sum(q.counts.practitioners for q in tallies.after_opening) or since < 0:
        yield f"practitioners: {since} people since the opening balance are more than the quarters' sum"


def _meeting_faults(tallies: Tallies) -> Iterable[str]:
    counts = tallies.this_quarter
    for name in ("families", "children"):
        rows = sum(getattr(m, name) for m in tallies.meetings)
        if rows != getattr(counts, name):
            yield f"{name}: the meetings add up to {rows}, the quarter says {getattr(counts, name)}"
    if len(tallies.meetings) != counts.meetings:
        yield f"meetings: {len(tallies.meetings)} are listed, {counts.meetings} counted"
    missing = sum(r.quarter for r in tallies.reasons if r.code == NO_REASON)
    if tallies.cases_with_reason + missing != counts.families:
        yield f"reasons: {tallies.cases_with_reason} cases with and {missing} without do not make {counts.families}"
    for theme in tallies.themes:
        if not theme.quarter <= theme.year:
            yield f"theme {theme.code}: more in the quarter than in the year"


def _agency_faults(tallies: Tallies) -> Iterable[str]:
    for agency in tallies.participation:
        if agency.due != agency.on_time + agency.late + agency.none:
            yield f"checks of {agency.agency}: on time, late and none do not make {agency.due}"
    whole = tallies.this_quarter.attendances
    met = sum(agency.practitioners for agency in tallies.participation)
    if met != whole:
        yield f"attendances: the agencies add up to {met}, the quarter says {whole}"
