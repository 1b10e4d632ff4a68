"""What each figure of a report counts: the meetings and the references, one part after another.

Counted part by part and not taken from the tallies, so that both can be held against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.filing import Referral
from pipeline.model.meeting import ActionStatus, CaseDiscussed, MeetingRecord, Quarter
from pipeline.model.settings import OpeningBalance
from pipeline.rules.answers.dates import british
from pipeline.rules.counting import figures
from pipeline.rules.counting.actions import shown_in
from pipeline.rules.counting.figures import NOW, OPENING, SINCE, YEAR, name_of
from pipeline.rules.counting.participation import Return, practitioners, seats, there
from pipeline.rules.counting.quarters import first_day, last_day, quarter_of
from pipeline.rules.counting.tallies import (
    NO_REASON,
    OTHER_THEME,
    Periods,
    case_reasons,
    meeting_keys,
    periods_of,
    placed,
    theme_codes,
)
from pipeline.rules.counting.tracing import discussed, more_children, overdue, untraced_cases


@dataclass(frozen=True)
class Part:
    """One thing that a figure counts: how much it adds, at which meeting, by which forms. `why` says more in words."""

    number: int
    meeting: date | None
    references: tuple[str, ...] = ()
    why: str = ""


Traces = Mapping[str, tuple[Part, ...]]


def traces(
    quarter: Quarter,
    records: Sequence[MeetingRecord],
    referrals: Sequence[Referral],
    opening: OpeningBalance,
    returns: Sequence[Return] = (),
    held: Sequence[tuple[date | None, str]] = (),
) -> Traces:
    """The parts of every figure that a report of the quarter can print, by the figure's name.

    `held`: the meeting and the reference of each form some of whose answers nobody has confirmed.
    """
    periods = periods_of(quarter, records, referrals, opening)
    found: dict[str, list[Part]] = {}
    for name, parts in (
        *_of_periods(quarter, periods, referrals),
        *_since(quarter, periods, opening),
        *_meetings(quarter, periods),
        *_agencies(quarter, periods, returns),
        *_doubts(quarter, periods, held),
        *_actions(quarter, records),
    ):
        found.setdefault(name, []).extend(parts)
    return {name: tuple(parts) for name, parts in found.items()}


def total(parts: Iterable[Part]) -> int:
    """The figure that its parts make."""
    return sum(part.number for part in parts)


_Named = Iterator[tuple[str, list[Part]]]


def _of_periods(quarter: Quarter, periods: Periods, referrals: Sequence[Referral]) -> _Named:
    known, start = periods.known, first_day(Quarter(quarter.year, 1))
    codes = {code for r in periods.year for c in discussed([r]) for code in _reasons(c, known)}
    themes = {code for r in periods.year for code in theme_codes(r)}
    for span, records, first in ((NOW, periods.now, first_day(quarter)), (YEAR, periods.year, start)):
        came = placed(referrals, first, last_day(quarter))
        yield name_of("districts", span, quarter), _districts(records)
        yield name_of("referrals", span, quarter), [_referral(r) for r in came]
        yield name_of("late", span, quarter), [_referral(r) for r in came if r.submission.late]
        for what, parts in _counted(records):
            yield name_of(what, span, quarter), parts
        for what, add in (("first", _first), ("again", _again)):
            yield name_of(what, span, quarter), _cases(records, add)
        for code in codes:
            yield name_of(figures.reason(code), span, quarter), _cases(records, _given(code, known))
        for code in themes:
            yield name_of(figures.theme(code), span, quarter), _theme(records, code)


def _counted(records: Sequence[MeetingRecord]) -> _Named:
    """What both the periods and the time since the panel began count alike."""
    yield "meetings", [Part(1, r.day, _refs(r)) for r in records]
    yield "families", _cases(records, _once)
    yield "children", _cases(records, _children)
    yield "practitioners", list(_people(records))
    yield "attendances", [Part(len(practitioners(r)), r.day, _refs(r)) for r in records if practitioners(r)]


def _since(quarter: Quarter, periods: Periods, opening: OpeningBalance) -> _Named:
    """The opening balance, and what came after it: there each child counts once."""
    later = {**dict(_counted(periods.later)), "children": _cases(periods.later, _first)}
    for what, parts in later.items():
        before = Part(
            getattr(opening, what), None, (), f"opening balance up to {british(opening.up_to)}, pipeline.yaml"
        )
        yield name_of(what, OPENING, opening.up_to), [before]
        yield name_of(what, SINCE, quarter), [before, *parts]


def _meetings(quarter: Quarter, periods: Periods) -> _Named:
    for record, key in zip(periods.now, meeting_keys(periods.now), strict=True):
        for what, parts in _counted([record]):
            if what in figures.AT_MEETING:
                yield name_of(figures.at_meeting(what, key), NOW, quarter), parts


def _agencies(quarter: Quarter, periods: Periods, returns: Sequence[Return]) -> _Named:
    met = [(r, agency) for r in periods.now for _, agency in practitioners(r)]
    asked = [one for one in returns if quarter_of(one.meeting) == quarter]
    for agency in there(periods.now) | {one.agency for one in asked}:
        came = [r for r in periods.now for _ in range(seats(r, agency)[0])]
        away = [r for r in periods.now for _ in range(seats(r, agency)[1])]
        people = [r for r, of in met if of == agency]
        for what, at in (("panel", came), ("absent", away), ("practitioners", people)):
            yield name_of(figures.of_agency(what, agency), NOW, quarter), _at(at)
        for what in figures.RETURNS:
            checks = [one for one in asked if one.agency == agency and _return(one, what)]
            yield name_of(figures.of_agency(what, agency), NOW, quarter), [_check(one) for one in checks]


def _doubts(quarter: Quarter, periods: Periods, held: Sequence[tuple[date | None, str]]) -> _Named:
    known = periods.known
    lost = [_told(r, c) for r, c in untraced_cases(periods.counted, known)]
    more = [_told(r, c) for r, c in more_children(periods.now, known)]
    yield name_of(figures.UNTRACED, NOW, quarter), lost
    yield name_of(figures.MORE_CHILDREN, NOW, quarter), more
    yield name_of(figures.HELD, NOW, quarter), [Part(1, day, (reference,)) for day, reference in held]


def _actions(quarter: Quarter, records: Sequence[MeetingRecord]) -> _Named:
    filed = {r.day: r.reference for r in records}
    shown = [
        (
            life,
            Part(1, life.spoken, tuple(x for x in (filed.get(life.spoken, ""),) if x), life.action.heading),
        )
        for life in shown_in(records, quarter)
    ]
    done = [part for life, part in shown if life.action.status is ActionStatus.COMPLETED]
    late = [part for life, part in shown if overdue(life.action, last_day(quarter))]
    yield name_of(figures.ACTIONS, NOW, quarter), [part for _, part in shown]
    new = [part for life, part in shown if quarter_of(life.agreed) == quarter]
    yield name_of(figures.AGREED, NOW, quarter), new
    yield name_of(figures.DONE, NOW, quarter), done
    yield name_of(figures.OVERDUE, NOW, quarter), late


_Adds = Callable[[CaseDiscussed], int]


def _cases(records: Iterable[MeetingRecord], adds: _Adds) -> list[Part]:
    """A part for each case discussed that adds something, with the record that tells of it and its referral."""
    return [
        Part(adds(case), r.day, (*_refs(r), case.reference, *before), why)
        for r in records
        for case in discussed([r])
        if adds(case)
        for before, why in [_before(case, adds)]
    ]


def _before(case: CaseDiscussed, adds: _Adds) -> tuple[tuple[str, ...], str]:
    """Earlier cases that decide what a case adds."""
    decides = adds in (_first, _again) and case.again
    return (case.before, "some were discussed before in " + ", ".join(case.before)) if decides else ((), "")


def _once(case: CaseDiscussed) -> int:
    return 1


def _children(case: CaseDiscussed) -> int:
    return case.children


def _first(case: CaseDiscussed) -> int:
    return case.children - case.again


def _again(case: CaseDiscussed) -> int:
    return case.again


def _given(code: str, known: Mapping[str, Referral]) -> _Adds:
    return lambda case: int(code in _reasons(case, known))


def _reasons(case: CaseDiscussed, known: Mapping[str, Referral]) -> tuple[str, ...]:
    return case_reasons(case, known) or (NO_REASON,)


def _districts(records: Iterable[MeetingRecord]) -> list[Part]:
    """Each district at its first meeting."""
    seen: dict[str, Part] = {}
    for record in records:
        seen.setdefault(record.district, Part(1, record.day, _refs(record), record.district))
    return list(seen.values())


def _people(records: Iterable[MeetingRecord]) -> Iterator[Part]:
    """Of each meeting those practitioners whom no earlier one of the period met."""
    seen: set[tuple[str, str]] = set()
    for record in records:
        here = set(practitioners(record))
        new, known = len(here - seen), len(here & seen)
        seen |= here
        if here:
            why = f"{known} more came who are counted already" if known else ""
            yield Part(new, record.day, _refs(record), why)


def _theme(records: Iterable[MeetingRecord], code: str) -> list[Part]:
    return [
        Part(1, r.day, _refs(r), "; ".join(t.heading for t in r.themes if (t.code or OTHER_THEME) == code))
        for r in records
        if code in theme_codes(r)
    ]


def _at(records: Sequence[MeetingRecord]) -> list[Part]:
    """So many at each meeting."""
    days = {id(r): r for r in records}
    counts = Counter(id(r) for r in records)
    return [Part(counts[key], r.day, _refs(r)) for key, r in days.items()]


def _return(one: Return, what: str) -> bool:
    """Whether a check counts as due, on time, late or none."""
    if what == "due":
        return True
    if one.came is None:
        return what == "none"
    return what == ("on_time" if one.came <= one.due else "late")


def _check(one: Return) -> Part:
    came = f"came {british(one.came)}" if one.came else "has not come"
    return Part(
        1, one.meeting, tuple(x for x in (one.case, one.check) if x), f"due {british(one.due)}, {came}"
    )


def _referral(one: Referral) -> Part:
    return Part(1, one.submission.meeting, (one.reference,))


def _told(record: MeetingRecord, case: CaseDiscussed) -> Part:
    return Part(1, record.day, (*_refs(record), *((case.reference,) if case.reference else ())))


def _refs(record: MeetingRecord) -> tuple[str, ...]:
    return (record.reference,) if record.reference else ()
