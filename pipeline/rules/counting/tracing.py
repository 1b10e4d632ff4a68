"""What of the meeting records can be traced in the register and the calendar, and what cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.model.filing import Referral
from pipeline.model.meeting import Action, ActionStatus, CaseDiscussed, Meeting, MeetingRecord, Quarter
from pipeline.model.settings import OpeningBalance
from pipeline.rules.answers.dates import short
from pipeline.rules.counting.quarters import first_day, last_day


def open_action(action: Action) -> bool:
    """Whether an action still waits to be done."""
    return action.status in (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS)


def overdue(action: Action, day: date) -> bool:
    """Whether an action that waits should have been done before a day: on the day itself it is not late yet."""
    return open_action(action) and action.due is not None and action.due < day


def discussed(records: Iterable[MeetingRecord]) -> list[CaseDiscussed]:
    """The cases that were discussed; deferred and withdrawn ones are not among them."""
    return [c for r in records for c in r.cases if c.outcome == "discussed"]


def twice(records: Sequence[MeetingRecord]) -> Iterable[str]:
    """A sentence for each day that has more than one record."""
    days = [r.day for r in records]
    for day in sorted({d for d in days if days.count(d) > 1}):
        yield f"There are {days.count(day)} records of one meeting, {short(day)}; each was counted."


def traced(record: MeetingRecord, known: Mapping[str, Referral]) -> MeetingRecord:
    """The record with those cases only that the register holds, each once: where it was discussed, if anywhere."""
    chosen: dict[str, CaseDiscussed] = {}
    for case in sorted(record.cases, key=lambda c: c.outcome != "discussed"):
        if case.reference in known:
            chosen.setdefault(case.reference, case)
    return replace(record, cases=tuple(chosen.values()))


def repeated_cases(records: Sequence[MeetingRecord]) -> Iterable[str]:
    """A sentence for each case that stands more than once in one record."""
    for record in records:
        named = [c.reference for c in record.cases if c.reference]
        for reference in sorted({r for r in named if named.count(r) > 1}):
            times = named.count(reference)
            yield f"{reference} stands {times} times in the record of {short(record.day)}; counted once."


Told = tuple[MeetingRecord, CaseDiscussed]  # a case, and the record that tells of it


def untraced_cases(records: Iterable[MeetingRecord], known: Mapping[str, Referral]) -> Iterator[Told]:
    """Each case that was discussed and whose referral the register does not hold."""
    return ((r, case) for r in records for case in discussed([r]) if case.reference not in known)


def untraced_words(cases: Iterable[Told]) -> Iterator[str]:
    """A sentence for each of them."""
    for record, case in cases:
        name = case.reference or "A case without a reference"
        yield (
            f"{name}, discussed on {short(record.day)}: no such referral is in the register, so it is not counted."
        )


def more_children(now: Iterable[MeetingRecord], known: Mapping[str, Referral]) -> Iterator[Told]:
    """Each case with more children in the record than in the referral. All cases must be known."""
    for record in now:
        for case in discussed([record]):
            if 0 < len(known[case.reference].children) < case.children:
                yield record, case


def more_words(cases: Iterable[Told], known: Mapping[str, Referral]) -> Iterator[str]:
    """A sentence for each of them."""
    for record, case in cases:
        yield (
            f"{case.reference}, discussed on {short(record.day)}: the record says {case.children} children,"
            f" the referral names {len(known[case.reference].children)}."
        )


def missing_records(
    quarter: Quarter, said: Sequence[MeetingRecord], opening: OpeningBalance, planned: Sequence[Meeting]
) -> tuple[Meeting, ...]:
    """Planned meetings of the quarter, the year so far or the time since the opening balance without a record."""
    held = {record.day for record in said}
    first = min(first_day(Quarter(quarter.year, 1)), opening.up_to + timedelta(1))
    due = (m for m in planned if first <= m.day <= last_day(quarter) and m.day not in held)
    return tuple(sorted(due, key=lambda m: m.day))
