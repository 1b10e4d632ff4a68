"""A later issue of a pack: no page that members have moves. What is new is appended and numbered on.

Members have written on their pages and quote their numbers; so a part that has changed stays where it is, marked as
replaced, and its new pages follow at the end, after a sheet that lists every change. Of a case that is heard no more
the pages are left out and their numbers stay. Front parts are drawn anew in their place; what does not fit goes to
the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.pack import Change, Layout, Section, Shown
from pipeline.rules.pack.sections import FRONT, CaseParts, FrontPages, Part, case_sections

PARTS = ("sheet", "checks", "original")
NOT_SHOWN = "not shown in this issue"  # of a part that the case has no more


@dataclass(frozen=True)
class Reissue:
    """What a later issue is made from. `gone`: reference -> why that case is heard no more ("withdrawn").

    `change_pages`: how many pages the change sheet takes.
    """

    base: Layout
    front: FrontPages
    cases: Sequence[CaseParts]
    gone: Mapping[str, str]
    change_pages: int = 1
    on_the_right: bool = True


def reissued_sections(now: Reissue) -> tuple[Section, ...]:
    """Every section: those of the issue before in their places, then what is new."""
    added = tuple(_added(now))
    where = {(s.reference, s.kind): s.first for s in added}
    before = tuple(_standing(s, now, where) for s in _fronts_placed(now))
    rest = tuple(_front_rest(now, (added or before)[-1].last + 1))
    return (*before, *added, *rest)


def _added(now: Reissue) -> Iterator[Section]:
    """The change sheet and the new pages of each case."""
    at = now.base.pages + 1
    blank = now.on_the_right and at % 2 == 0
    title = f"What is new since issue {now.base.issue}"
    first = Section(
        "changes", title, now.change_pages, at + blank, "", blank, shown=Shown(number=now.base.issue)
    )
    yield first
    at = first.last + 1
    for case in now.cases:
        old = _parts_before(now.base, case.reference)
        new = [p for p in case.parts if p.pages and not _same(old.get(p.kind), p)]
        if not new:
            continue
        title = f"{case.title}, new pages" if old else case.title
        sections = tuple(case_sections(title, case, new, at, on_the_right=now.on_the_right))
        yield from sections
        at = sections[-1].last + 1


def _parts_before(base: Layout, reference: str) -> dict[str, Section]:
    """The parts of a case that counted in the issue before, by kind."""
    return {s.kind: s for s in base.sections if s.reference == reference and s.kind in PARTS and s.stands}


def _same(old: Section | None, new: Part) -> bool:
    return old is not None and old.shown.made == new.shown.made and old.pages == new.pages


def _standing(section: Section, now: Reissue, where: Mapping[tuple[str, str], int]) -> Section:
    """A section of the issue before, as it stands in this one."""
    reference = section.reference
    if not reference or not section.stands:
        gone = now.gone.get(reference, "") if reference else ""
        return replace(section, gone=gone, replaced_by=0) if gone else section
    if reference in now.gone:
        return replace(section, gone=now.gone[reference])
    if section.kind not in PARTS:
        return section
    newer = where.get((reference, section.kind), 0)
    has = {p.kind for c in now.cases if c.reference == reference for p in c.parts if p.pages}
    return replace(section, replaced_by=newer, gone="" if newer or section.kind in has else NOT_SHOWN)


def _fronts_placed(now: Reissue) -> Iterator[Section]:
    """The sections of the issue before; a front part goes on through its places in order."""
    used = dict.fromkeys(FRONT, 0)
    for section in now.base.sections:
        if section.kind in FRONT:
            yield replace(section, skip=used[section.kind])
            used[section.kind] += section.pages
        else:
            yield section


def _front_rest(now: Reissue, at: int) -> Iterator[Section]:
    """Front pages that have no place in front."""
    for kind, title in FRONT.items():
        room = sum(s.pages for s in now.base.sections if s.kind == kind)
        more = getattr(now.front, kind) - room
        if more > 0:
            yield Section(kind, f"{title}, continued", more, at, skip=room)
            at += more


def changes(base: Layout, sections: Sequence[Section]) -> tuple[Change, ...]:
    """What is new in an issue against the one before, in the order of its pages."""
    return tuple(_changes(base, sections))


def _changes(base: Layout, sections: Sequence[Section]) -> Iterator[Change]:
    before = {(s.first, s.kind): s for s in base.sections}
    titles = {s.shown.number: s.title for s in base.sections if s.kind == "case"}
    for section in sections:
        old = before.get((section.first, section.kind))
        if old is not None and section.kind == "case" and section.gone and not old.gone:
            yield Change("Left out", section.title, _pages(section), why=section.gone)
        if old is not None and section.gone == NOT_SHOWN and not old.gone:
            title = f"{titles.get(section.shown.number, section.reference)}: {section.title}"
            yield Change("Left out", title, _pages(section), why=section.gone)
        if old is not None and section.replaced_by and not old.replaced_by:
            newer = next(
                s
                for s in sections
                if s.kind == section.kind and s.first == section.replaced_by and s.reference
            )
            title = f"{titles.get(section.shown.number, section.reference)}: {section.title}"
            yield Change("Replaced", title, _pages(section), _pages(newer))
    for section in (s for s in sections if s.first > base.pages):
        yield from _new(section, sections)


def _new(section: Section, sections: Sequence[Section]) -> Iterator[Change]:
    """The line of a section that is new; what replaces another has its line already."""
    if section.kind == "case" and not section.title.endswith(", new pages"):
        yield Change("Added", section.title, now=_pages(section))
    elif section.kind in PARTS:
        replaces = any(s.replaced_by == section.first and s.kind == section.kind for s in sections)
        whole = next(s for s in sections if s.kind == "case" and s.first <= section.first <= s.last)
        if not replaces and whole.title.endswith(", new pages"):
            title = whole.title.removesuffix(", new pages")
            yield Change("Added", f"{title}: {section.title}", now=_pages(section))
    elif section.kind in FRONT:
        yield Change("Added", section.title, now=_pages(section))


def _pages(section: Section) -> str:
    return f"{section.first}" if section.pages == 1 else f"{section.first} to {section.last}"
