"""What stands in a briefing pack, in what order, on which pages: worked out before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model.pack import NOTHING_SHOWN, Section, Shown

FRONT = {
    "cover": "Cover",
    "confidentiality": "Confidentiality statement",
    "agenda": "Agenda",
    "contents": "Contents",
}


@dataclass(frozen=True)
class Part:
    """A part of a case: its sheet, the agency checks, the original as received."""

    kind: str
    title: str
    pages: int
    shown: Shown = NOTHING_SHOWN


@dataclass(frozen=True)
class CaseParts:
    """A case as it stands now; `number` is its place on the agenda. Parts without a page are left out."""

    reference: str
    number: int
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """How contents, bookmarks and agenda call it."""
        return f"Case {self.number}: {self.reference}"


@dataclass(frozen=True)
class FrontPages:
    """How many pages the front has."""

    cover: int
    confidentiality: int
    agenda: int
    contents: int


def pack_sections(
    front: FrontPages, cases: Sequence[CaseParts], *, on_the_right: bool
) -> tuple[Section, ...]:
    """Every section of a first issue with its first page, from 1 on the cover.

    A case is a section of its own that spans its parts; with `on_the_right` it starts on an odd page, which lies on
    the right when printed on both sides.
    """
    sections: list[Section] = []
    at = 1
    for kind, title in FRONT.items():
        pages = getattr(front, kind)
        sections.append(Section(kind, title, pages, at))
        at += pages
    for case in cases:
        sections += case_sections(case.title, case, case.parts, at, on_the_right=on_the_right)
        at = sections[-1].last + 1
    return tuple(sections)


def case_sections(
    title: str, case: CaseParts, parts: Sequence[Part], at: int, *, on_the_right: bool
) -> Iterator[Section]:
    """The section of a case and those of its parts, from page `at` on."""
    blank = on_the_right and at % 2 == 0
    at += blank
    parts = [p for p in parts if p.pages]
    numbered = Shown(number=case.number)
    yield Section("case", title, sum(p.pages for p in parts), at, case.reference, blank, shown=numbered)
    for part in parts:
        shown = replace(part.shown, number=case.number)
        yield Section(part.kind, part.title, part.pages, at, case.reference, level=2, shown=shown)
        at += part.pages
