"""The panel's figures, counted from meeting records and referrals.

Every figure of a period is counted from the records of that period alone, so that quarter, year and the time since
the panel began are counted independently of each other; rules/counting/reconciling.py then shows that they agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.filing import Referral
from pipeline.model.meeting import CaseDiscussed, Meeting, MeetingRecord, Quarter
from pipeline.model.settings import OpeningBalance
from pipeline.rules.counting.participation import Participation, Return, participation, practitioners
from pipeline.rules.counting.quarters import first_day, last_day, quarter_of, year_quarters
from pipeline.rules.counting.returning import with_returning
from pipeline.rules.counting.tracing import (
    discussed,
    missing_records,
    more_children,
    more_words,
    repeated_cases,
    traced,
    twice,
    untraced_cases,
    untraced_words,
)

NO_REASON = ""  # stands for a discussed case whose reason is not known
OTHER_THEME = "OTHER"


@dataclass(frozen=True)
class Counts:
    """What happened in a period. `practitioners` are people, `attendances` are people times meetings.

    `children` counts a child at each meeting; `again` are those who had been discussed before, `first` the others.
    """

    meetings: int = 0
    districts: int = 0
    referrals: int = 0
    late: int = 0
    families: int = 0
    children: int = 0
    first: int = 0
    again: int = 0
    practitioners: int = 0
    attendances: int = 0


@dataclass(frozen=True)
class SinceCounts:
    """What happened since the panel began: the opening balance and everything recorded after it; each child once."""

    meetings: int
    families: int
    children: int
    practitioners: int
    attendances: int


@dataclass(frozen=True)
class MeetingCounts:
    """One meeting of the quarter."""

    day: date
    district: str
    families: int
    children: int
    practitioners: int
    key: str = ""  # what the meeting is called in its figures' names


@dataclass(frozen=True)
class Tally:
    """How often one thing (a reason, a theme) occurred. `new`: not before this quarter in the records."""

    code: str
    quarter: int
    year: int
    new: bool = False


@dataclass(frozen=True)
class QuarterCounts:
    """The counts of one quarter."""

    quarter: Quarter
    counts: Counts


@dataclass(frozen=True)
class Tallies:
    """Every figure of a quarterly report."""

    quarter: Quarter
    this_quarter: Counts
    year_to_date: Counts
    since_start: SinceCounts
    opening: OpeningBalance
    by_quarter: tuple[QuarterCounts, ...]  # this year's quarters up to this one
    after_opening: tuple[QuarterCounts, ...]  # every quarter with a record after the opening balance
    meetings: tuple[MeetingCounts, ...]
    reasons: tuple[Tally, ...]
    cases_with_reason: int
    themes: tuple[Tally, ...]
    participation: tuple[Participation, ...]
    doubts: tuple[str, ...] = ()
    missing: tuple[Meeting, ...] = ()  # meeting days that the figures should hold and that have no record yet
    untraced: int = 0  # cases "discussed" that match no referral: in no figure
    more_children: int = 0  # cases of the quarter with more children in the record than in the referral


@dataclass(frozen=True)
class Periods:
    """The records of a quarter, of its year so far and of the time since the opening balance, earliest first.

    `past` are all up to the quarter's end with those cases only that the register holds; `now`, `year` and `later` are
    of them. `said` are the records as they came, `counted` those of them that some figure needs.
    """

    known: Mapping[str, Referral]
    said: tuple[MeetingRecord, ...]
    past: tuple[MeetingRecord, ...]
    now: tuple[MeetingRecord, ...]
    year: tuple[MeetingRecord, ...]
    later: tuple[MeetingRecord, ...]
    counted: tuple[MeetingRecord, ...]


def periods_of(
    quarter: Quarter,
    records: Sequence[MeetingRecord],
    referrals: Sequence[Referral],
    opening: OpeningBalance,
) -> Periods:
    """The records of each period of a quarter's report."""
    known = {r.reference: r for r in referrals}
    said = tuple(sorted((r for r in records if r.day <= last_day(quarter)), key=lambda r: r.day))
    past = with_returning([traced(r, known) for r in said], known)
    return Periods(
        known=known,
        said=said,
        past=past,
        now=tuple(r for r in past if quarter_of(r.day) == quarter),
        year=tuple(r for r in past if quarter_of(r.day).year == quarter.year),
        later=tuple(r for r in past if r.day > opening.up_to),
        counted=tuple(r for r in said if r.day > opening.up_to or quarter_of(r.day).year == quarter.year),
    )


def tally(
    quarter: Quarter,
    records: Sequence[MeetingRecord],
    referrals: Sequence[Referral],
    opening: OpeningBalance,
    planned: Sequence[Meeting] = (),
    returns: Sequence[Return] = (),
) -> Tallies:
    """Count a quarter. `records` and `referrals` are the latest versions of everything up to now.

    `planned` are the meeting days of the settings, `returns` all checks that were due by now. Only a case whose
    referral the register holds is counted.
    """
    periods = periods_of(quarter, records, referrals, opening)
    known, past, now, year, later = (
        periods.known, periods.past, periods.now, periods.year, periods.later,
    )  # fmt: skip
    untraced, odd = list(untraced_cases(periods.counted, known)), list(more_children(now, known))
    return Tallies(
        quarter=quarter,
        this_quarter=_counts(now, placed(referrals, first_day(quarter), last_day(quarter))),
        year_to_date=_counts(year, placed(referrals, first_day(Quarter(quarter.year, 1)), last_day(quarter))),
        since_start=_since(later, opening),
        opening=opening,
        by_quarter=_by_quarter(past, year_quarters(quarter), referrals),
        after_opening=_by_quarter(later, sorted({quarter_of(r.day) for r in later}), referrals),
        meetings=tuple(_meeting(r, key) for r, key in zip(now, meeting_keys(now), strict=True)),
        reasons=_reasons(now, year, known),
        cases_with_reason=sum(bool(case_reasons(c, known)) for c in discussed(now)),
        themes=_themes(past, now, year),
        participation=participation(now, [r for r in returns if quarter_of(r.meeting) == quarter]),
        doubts=(
            *twice(past),
            *repeated_cases(periods.counted),
            *untraced_words(untraced),
            *more_words(odd, known),
        ),
        missing=missing_records(quarter, periods.said, opening, planned),
        untraced=len(untraced),
        more_children=len(odd),
    )


def case_reasons(case: CaseDiscussed, known: Mapping[str, Referral]) -> tuple[str, ...]:
    """Why a case came: as the record says, else as its referral says."""
    referral = known.get(case.reference)
    return case.reasons or (referral.reasons if referral else ())


def _counts(records: Sequence[MeetingRecord], referrals: Sequence[Referral]) -> Counts:
    cases = discussed(records)
    return Counts(
        meetings=len(records),
        districts=len({r.district for r in records}),
        referrals=len(referrals),
        late=sum(r.submission.late for r in referrals),
        families=len(cases),
        children=sum(c.children for c in cases),
        first=sum(c.children - c.again for c in cases),
        again=sum(c.again for c in cases),
        practitioners=len({person for r in records for person in practitioners(r)}),
        attendances=sum(len(practitioners(r)) for r in records),
    )


def _since(later: Sequence[MeetingRecord], opening: OpeningBalance) -> SinceCounts:
    counts = _counts(later, ())
    return SinceCounts(
        opening.meetings + counts.meetings,
        opening.families + counts.families,
        opening.children + counts.first,
        opening.practitioners + counts.practitioners,
        opening.attendances + counts.attendances,
    )


def _by_quarter(
    records: Sequence[MeetingRecord], quarters: Iterable[Quarter], referrals: Sequence[Referral]
) -> tuple[QuarterCounts, ...]:
    return tuple(
        QuarterCounts(
            q,
            _counts(
                [r for r in records if quarter_of(r.day) == q], placed(referrals, first_day(q), last_day(q))
            ),
        )
        for q in quarters
    )


def placed(referrals: Sequence[Referral], first: date, last: date) -> tuple[Referral, ...]:
    """Referrals for a meeting within these days."""
    return tuple(r for r in referrals if r.submission.meeting and first <= r.submission.meeting <= last)


def meeting_keys(records: Sequence[MeetingRecord]) -> list[str]:
    """What each meeting is called in its figures' names: its day, with a number where two records have one day."""
    days = [r.day.isoformat() for r in records]
    before = [days[:place].count(day) for place, day in enumerate(days)]
    return [f"{day} {count + 1}" if count else day for day, count in zip(days, before, strict=True)]


def _meeting(record: MeetingRecord, key: str) -> MeetingCounts:
    cases = discussed([record])
    children, met = sum(c.children for c in cases), len(practitioners(record))
    return MeetingCounts(record.day, record.district, len(cases), children, met, key)


def _reasons(
    now: Sequence[MeetingRecord], year: Sequence[MeetingRecord], known: Mapping[str, Referral]
) -> tuple[Tally, ...]:
    of_now, of_year = (
        [case_reasons(c, known) or (NO_REASON,) for c in discussed(part)] for part in (now, year)
    )
    codes = dict.fromkeys(code for reasons in of_year for code in reasons)
    return tuple(
        Tally(code, sum(code in r for r in of_now), sum(code in r for r in of_year))
        for code in sorted(codes, key=lambda c: (c == NO_REASON, c))
    )


def _themes(
    past: Sequence[MeetingRecord], now: Sequence[MeetingRecord], year: Sequence[MeetingRecord]
) -> tuple[Tally, ...]:
    """In how many meetings each theme arose, most frequent first; `new` when no earlier quarter has it."""
    current = {id(r) for r in now}
    earlier = {code for r in past if id(r) not in current for code in theme_codes(r)}
    found = {code for r in year for code in theme_codes(r)}
    tallies = [
        Tally(
            c, sum(c in theme_codes(r) for r in now), sum(c in theme_codes(r) for r in year), c not in earlier
        )
        for c in found
    ]
    return tuple(sorted(tallies, key=lambda t: (-t.quarter, -t.year, t.code == OTHER_THEME, t.code)))


def theme_codes(record: MeetingRecord) -> set[str]:
    """The codes of a meeting's themes."""
    return {theme.code or OTHER_THEME for theme in record.themes}
