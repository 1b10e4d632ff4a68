"""How a paper was filed: outcomes, submissions, referrals as the register holds them, events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.people import Adult, Child, CoreGroupMember
from pipeline.model.record import Problem, Record, Severity


class Outcome(StrEnum):
    """What became of one dropped file. The ledger's sum: seen = the sum of all six."""

    ACCEPTED = "accepted"
    NEEDS_ATTENTION = "needs attention"
    DUPLICATE = "duplicate"
    NEW_VERSION = "new version"
    SET_ASIDE = "set aside"
    WAITING = "waiting"


@dataclass(frozen=True)
class Difference:
    """One answer that differs between two versions of the same referral, in printed words."""

    slot: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label.rstrip('?')}: was {self.before or 'blank'}, now {self.after or 'blank'}"


@dataclass(frozen=True)
class Submission:
    """One filled form as filed: a version of a reference. `sha256` names its original."""

    reference: str  # CRP-2013-014, REC-2013-09-27, AIC-2013-003
    version: int
    form_name: str  # referral, agency-check, meeting-record
    sha256: str
    kind: str  # pdf, docx, yaml: what the original is
    received: date
    outcome: Outcome
    record: Record
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    meeting: date | None = None
    late: bool = False
    earlier: date | None = None  # the day an earlier version for the same meeting came, when there is one

    @property
    def first_received(self) -> date:
        """The day the first version for this meeting came: lateness is judged on it, not on a correction's day."""
        return self.earlier or self.received

    @property
    def queries(self) -> tuple[Problem, ...]:
        """The problems that a person must answer before a pack is final."""
        return tuple(p for p in self.problems if p.severity is Severity.QUERY)


@dataclass(frozen=True)
class Referral:
    """A referral in its latest version, with its people as nouns."""

    submission: Submission
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    core_group: tuple[CoreGroupMember, ...]
    district: str
    reasons: tuple[str, ...] = ()
    months_on_plan: int | None = None

    @property
    def reference(self) -> str:
        """Its reference, as printed on papers: CRP-2013-014."""
        return self.submission.reference


@dataclass(frozen=True)
class Event:
    """One line of the hash-chained event log. `detail` is JSON text; `hash` covers `previous`."""

    number: int
    at: str
    what: str
    subject: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Ledger:
    """How many files were seen and what became of them."""

    seen: int
    by_outcome: tuple[tuple[Outcome, int], ...]

    @property
    def balances(self) -> bool:
        """Whether every file seen is accounted for exactly once."""
        return self.seen == sum(n for _, n in self.by_outcome)
