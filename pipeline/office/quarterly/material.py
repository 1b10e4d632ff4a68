"""What the figures are counted from: the forms as they stand now, or as they stood when an event was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model.filing import Event, Referral, Submission
from pipeline.model.meeting import Meeting, MeetingRecord, Quarter
from pipeline.model.settings import OpeningBalance
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import CIRCULATED
from pipeline.records.register import AGENCY_CHECK, MEETING_RECORD, REFERRAL
from pipeline.rules.arriving.referrals import as_referral
from pipeline.rules.correcting.confirmed import confirmed_only, left_out
from pipeline.rules.counting.figures import figure_of
from pipeline.rules.counting.meeting_records import meeting_records
from pipeline.rules.counting.participation import Return, returns_due
from pipeline.rules.counting.quarters import last_day, quarter_of
from pipeline.rules.counting.tallies import Tallies, tally
from pipeline.rules.counting.traces import Part, Traces, total, traces


@dataclass(frozen=True)
class Material:
    """The forms, and what of them can be counted. `undated`: a sentence for each record without a date."""

    filed: Mapping[str, Submission]
    records: tuple[MeetingRecord, ...]
    undated: tuple[str, ...]
    referrals: tuple[Referral, ...]
    returns: tuple[Return, ...]
    opening: OpeningBalance
    planned: tuple[Meeting, ...]


def material_of(desk: Desk) -> Material:
    """All that counts today."""
    return _material(desk, desk.register.latest(), desk.register.facts(CIRCULATED), desk.today)


def material_at(desk: Desk, event: Event) -> Material:
    """What counted when an event was written."""
    asked = tuple(e for e in desk.register.facts(CIRCULATED) if e.number <= event.number)
    return _material(desk, desk.register.latest(event.number), asked, event.day)


def _material(desk: Desk, filed: Sequence[Submission], asked: Sequence[Event], today: date) -> Material:
    def of(form: str) -> tuple[Submission, ...]:
        return tuple(s for s in filed if s.form_name == form)

    settings, referrals = desk.settings, of(REFERRAL)
    said = sorted(of(MEETING_RECORD), key=lambda s: (str(s.meeting), s.reference))
    records, undated = meeting_records(map(confirmed_only, said))
    ended = {s.reference for s in referrals if s.ended}
    return Material(
        filed={s.reference: s for s in filed},
        records=records,
        undated=undated,
        referrals=tuple(as_referral(confirmed_only(s), s.meeting) for s in referrals),
        returns=returns_due(of(AGENCY_CHECK), ended, asked, today),
        opening=settings.opening,
        planned=settings.meetings,
    )


class Count:
    """The figures of some material, quarter by quarter; what was counted once is kept."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._tallies: dict[Quarter, Tallies] = {}
        self._traces: dict[Quarter, Traces] = {}

    def tallies(self, quarter: Quarter) -> Tallies:
        """Every figure of a quarter's report."""
        m = self.material
        if quarter not in self._tallies:
            self._tallies[quarter] = tally(quarter, m.records, m.referrals, m.opening, m.planned, m.returns)
        return self._tallies[quarter]

    def traces(self, quarter: Quarter) -> Traces:
        """What each figure of a quarter's report counts."""
        m = self.material
        if quarter not in self._traces:
            held = [(s.meeting, s.reference) for s in held_back(m, quarter)]
            self._traces[quarter] = traces(quarter, m.records, m.referrals, m.opening, m.returns, held)
        return self._traces[quarter]

    def parts(self, name: str) -> tuple[Part, ...] | None:
        """What a figure counts; None when it is given no more: it went into the opening balance, or is another's."""
        figure, opening = figure_of(name), self.material.opening
        if figure is None:
            return None
        if figure.quarter is None:
            if figure.up_to != opening.up_to:
                return None
            return self.traces(quarter_of(opening.up_to + timedelta(1))).get(name, ())
        if last_day(figure.quarter) <= opening.up_to:
            return None
        return self.traces(figure.quarter).get(name, ())

    def value(self, name: str) -> int | None:
        """A figure as it is counted; None when it is given no more."""
        parts = self.parts(name)
        return None if parts is None else total(parts)


def held_back(material: Material, quarter: Quarter) -> tuple[Submission, ...]:
    """The forms up to the quarter's end some of whose answers are in no figure, being unconfirmed."""
    counted = (s for s in material.filed.values() if s.form_name in (MEETING_RECORD, REFERRAL))
    end = last_day(quarter)
    return tuple(s for s in counted if (s.meeting or s.received) <= end and left_out(s))
