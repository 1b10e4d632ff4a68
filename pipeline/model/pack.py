"""A briefing pack as a plan: what it will hold, in order, before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
class Shown:
    """What the pages of a section show. `number`: the case's place on the agenda; `version`: of its referral.

    `made`: a digest of the drawn pages, which tells whether a later issue shows the same. `source`, `source_kind`: of
    an original, its SHA-256 and what it is.
    """

    number: int = 0
    version: int = 0
    made: str = ""
    source: str = ""
    source_kind: str = ""


NOTHING_SHOWN = Shown()


@dataclass(frozen=True)
class Section:
    """A part of the pack with its own line in the contents and its own bookmark.

    `kind`: cover, confidentiality, agenda, contents, changes, case, sheet, checks, original, withheld. `pages` is known
    when planned; `first` is its first page, from 1 on the cover; `blank_before` an empty page so that it starts on the
    right. In a later issue: `skip` pages of a front part stand elsewhere, `replaced_by` is the page on which newer
    pages begin, `gone` says why the case is heard no more (its pages are left out, their numbers stay).
    """

    kind: str
    title: str
    pages: int
    first: int
    reference: str = ""
    blank_before: bool = False
    level: int = 1
    shown: Shown = NOTHING_SHOWN
    skip: int = 0
    replaced_by: int = 0
    gone: str = ""

    @property
    def last(self) -> int:
        """Its last page."""
        return self.first + self.pages - 1

    @property
    def stands(self) -> bool:
        """Whether its pages count: neither replaced nor left out."""
        return not self.replaced_by and not self.gone

    @property
    def heading(self) -> str:
        """Its title with what has become of it, as contents and bookmarks say it."""
        if self.gone:
            return f"{self.title} ({self.gone})"
        return f"{self.title} (replaced: see page {self.replaced_by})" if self.replaced_by else self.title


@dataclass(frozen=True)
class Layout:
    """The pages of a final issue, which later issues keep. `content`: a digest of all that its reader sees.

    `base`: the issue whose pages it kept itself, 0: none.
    """

    issue: int
    content: str
    sections: tuple[Section, ...]
    base: int = 0

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return max((s.last for s in self.sections), default=0)


@dataclass(frozen=True)
class Change:
    """One line of a change sheet: what happened to a part of the pack, where it stood, where it stands ("" nowhere)."""

    what: str  # Added, Replaced, Left out
    title: str
    before: str = ""
    now: str = ""
    why: str = ""


def layout_to_json(layout: Layout) -> dict[str, Any]:
    """The layout as plain JSON types, defaults left out; `layout_from_json` gives the equal layout back."""
    return {
        "issue": layout.issue,
        "content": layout.content,
        "base": layout.base,
        "sections": [_packed(s) for s in layout.sections],
    }


def layout_from_json(data: Mapping[str, Any]) -> Layout:
    """The inverse of `layout_to_json`. Raises KeyError or TypeError on other JSON."""
    sections = tuple(Section(**{**d, "shown": Shown(**d.get("shown", {}))}) for d in data["sections"])
    return Layout(data["issue"], data["content"], sections, data.get("base", 0))


def _packed(section: Section) -> dict[str, Any]:
    blank = Section("", "", 0, 0)
    found = {k: v for k, v in vars(section).items() if k != "shown" and v != getattr(blank, k)}
    shown = {k: v for k, v in vars(section.shown).items() if v}
    return {"pages": 0, "first": 0, **found, **({"shown": shown} if shown else {})}


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
    base: int = 0  # the issue whose page numbers it keeps, 0: none
    changes: tuple[Change, ...] = ()  # against that issue

    @property
    def draft(self) -> bool:
        """Whether DRAFT stands on every page."""
        return bool(self.gaps) and not self.accepted_gaps

    @property
    def change_sheet(self) -> Section | None:
        """The sheet that says what is new since the issue before; None in a first issue. New pages begin with it."""
        return next((s for s in self.sections if s.kind == "changes" and s.shown.number == self.base), None)

    @property
    def pages(self) -> int:
        """How many pages the pack has."""
        return max((s.last for s in self.sections), default=0)
