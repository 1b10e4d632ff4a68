"""How a paper was filed: outcomes, submissions, referrals as the register holds them, events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pipeline.model.answers import Answers
from pipeline.model.people import Adult, Child, CoreGroupMember
from pipeline.model.record import Problem, Record, Severity


class Outcome(StrEnum):
    """What became of one dropped file, or of a part of an e-mail or packed folder. Ledger: seen = the sum of all."""

    ACCEPTED = "accepted"
    NEEDS_ATTENTION = "needs attention"
    DUPLICATE = "duplicate"
    NEW_VERSION = "new version"
    SET_ASIDE = "set aside"
    OPENED = "opened"  # an e-mail or a packed folder: each of its parts is an arrival of its own
    PASSED_OVER = (
        "passed over"  # a part that is no form and needs nobody: a signature's picture, a covering text
    )
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
class Origin:
    """How a paper came, beyond its own bytes. Blank where a file was simply dropped into the inbox.

    `inside`: the names of the e-mails and packed folders it was in, outermost first. `sender`, `subject` and `sent`
    are those of the innermost e-mail; `came_in` is the SHA-256 of the outermost file. `pages` and `pages_kind`: the
    original whose pages stand in a pack, where that is not the paper itself (a correction, an unlocked copy).
    `corrected_by`: who filled in the correction form.
    """

    inside: tuple[str, ...] = ()
    came_in: str = ""
    sender: str = ""
    subject: str = ""
    sent: datetime | None = None
    pages: str = ""
    pages_kind: str = ""
    corrected_by: str = ""


NO_ORIGIN = Origin()


class Ruling(StrEnum):
    """What was decided about a referral after it came in."""

    ACCEPTED_LATE = "accepted late"  # by the chair
    MOVED = "moved"  # to another meeting, as asked
    DEFERRED = "deferred"  # to a later meeting, by the panel
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Decision:
    """The decision that stands about a referral. `event` is the event that recorded it, `day` the day of that.

    `meeting`: the one it goes to now, None when it goes to none; `late`: whether it came too late for that one,
    judged on `since` (None where that was not kept).
    """

    ruling: Ruling
    reason: str
    day: date
    event: int
    meeting: date | None = None
    late: bool = False
    since: date | None = None

    @property
    def ended(self) -> bool:
        """Whether the referral goes to no meeting any more."""
        return self.ruling in (Ruling.DECLINED, Ruling.WITHDRAWN)


@dataclass(frozen=True)
class Submission:
    """One filled form as filed: a version of a reference. `sha256` names its original.

    `answers`: what stood on the paper, each answer with where it came from; None for what was filed before that
    was kept.
    """

    reference: str  # CRP-2013-014, REC-2013-09-27, AIC-2013-003, REP-2013-09-27-04
    version: int
    form_name: str  # referral, agency-check, meeting-record, reply
    sha256: str
    kind: str  # pdf, docx, yaml, image, office, text: what the original is
    received: date
    outcome: Outcome
    record: Record
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    meeting: date | None = None
    late: bool = False
    earlier: date | None = None  # the day an earlier version for the same meeting came, when there is one
    answers: Answers | None = None
    origin: Origin = NO_ORIGIN
    decision: Decision | None = None  # the one that stands; meeting and late above are what it says
    event: int = field(default=0, compare=False)  # the event that filed it

    @property
    def ended(self) -> bool:
        """Whether it was declined or withdrawn."""
        return self.decision is not None and self.decision.ended

    @property
    def to_be_accepted(self) -> bool:
        """Whether it came late and the chair has not accepted that yet."""
        accepted = self.decision is not None and self.decision.ruling is Ruling.ACCEPTED_LATE
        return self.late and not accepted and not self.ended

    @property
    def pages(self) -> tuple[str, str]:
        """SHA-256 and kind of the original whose pages stand in a pack."""
        return (self.origin.pages, self.origin.pages_kind) if self.origin.pages else (self.sha256, self.kind)

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
    """A referral in its latest version, with its people as nouns. `open`: how much is open about it, in words."""

    submission: Submission
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    core_group: tuple[CoreGroupMember, ...]
    district: str
    reasons: tuple[str, ...] = ()
    months_on_plan: int | None = None
    open: str = ""

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

    @property
    def said(self) -> dict[str, Any]:
        """The detail as a mapping; {} when it was spoilt, which its hash shows."""
        try:
            detail = json.loads(self.detail)
        except ValueError:
            return {}
        return detail if isinstance(detail, dict) else {}

    @property
    def day(self) -> date:
        """The day it was written."""
        return datetime.fromisoformat(self.at).date()


@dataclass(frozen=True)
class Ledger:
    """How many files were seen and what became of them."""

    seen: int
    by_outcome: tuple[tuple[Outcome, int], ...]

    @property
    def balances(self) -> bool:
        """Whether every file seen is accounted for exactly once."""
        return self.seen == sum(n for _, n in self.by_outcome)
