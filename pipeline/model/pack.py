"""A briefing pack as a plan: what it will hold, in order, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.model.filing import Referral
from pipeline.model.meeting import Meeting


@dataclass(frozen=True)
class Gap:
    """Something missing that makes the pack a DRAFT. `subject` is a reference or "meeting"."""

    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}"


@dataclass(frozen=True)
class AgendaItem:
    """One line of the agenda: minutes from `start` ("09:15")."""

    start: str
    minutes: int
    title: str
    detail: str = ""
    who: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the pack with its own line in the contents and its own bookmark.

    `kind`: cover, confidentiality, agenda, contents, case, sheet, original, withheld. `pages` is known when planned;
    `first` is its first page, from 1 on the cover; `blank_before` an empty page so that it starts on the right.
    """

    kind: str
    title: str
    pages: int
    first: int
    reference: str = ""
    blank_before: bool = False
    level: int = 1


@dataclass(frozen=True)
class PackPlan:
    """The whole pack, ready to draw. `accepted_gaps` is the reason given, "" when none was."""

    meeting: Meeting
    district: str  # printed name
    marking: str
    issue: int
    cases: tuple[Referral, ...]
    agenda: tuple[AgendaItem, ...]
    sections: tuple[Section, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...] = ()
    accepted_gaps: str = ""
    deadline: date | None = None
    withheld: int = 0  # so many cases are left out of it for one reader; not one word of them stands here

    @property
    def draft(self) -> bool:
        """Whether DRAFT stands on every page."""
        return bool(self.gaps) and not self.accepted_gaps

    @property
    def pages(self) -> int:
        """How many pages the pack has."""
        return max((s.first + s.pages - 1 for s in self.sections), default=0)
