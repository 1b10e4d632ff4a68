"""All the pages of a pack from its plan: front pages, case sheets, the places that wait for originals, bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.filing import Referral
from pipeline.model.form import Form
from pipeline.model.involvement import CaseChecks
from pipeline.model.pack import PackPlan, Section
from pipeline.model.settings import Settings
from pipeline.papers.making.sheets import CaseFacts, case_sheet
from pipeline.papers.making.sheets.checks import checks_sheet
from pipeline.papers.making.sheets.draw import Bookmark, PackPage, Running
from pipeline.papers.making.sheets.flow import Letters, PlacedPage, Strip, balanced, paginate
from pipeline.papers.making.sheets.front import (
    ContentsLine,
    Cover,
    agenda_strips,
    blank_strips,
    confidentiality_strips,
    contents_strips,
    cover_strips,
    withheld_strips,
)
from pipeline.papers.making.style import A4_HEIGHT, FOOT, HEAD, MARGIN
from pipeline.rules.answers.dates import british
from pipeline.rules.meeting.pack_plan import counts_sentence
from pipeline.rules.meeting.withholding import WITHHELD


@dataclass(frozen=True)
class LaidSheet:
    """A case sheet in pages; `strange`: characters that have no shape here."""

    pages: tuple[PlacedPage, ...]
    strange: tuple[str, ...]


def lay_out(strips: Sequence[Strip]) -> tuple[PlacedPage, ...]:
    """The strips on A4 pages between running head and foot."""
    return paginate(strips, MARGIN, HEAD, A4_HEIGHT - HEAD - FOOT)


def lay_out_sheet(form: Form, referral: Referral, facts: CaseFacts, letters: Letters) -> LaidSheet:
    """A case sheet in pages."""
    sheet = case_sheet(form, referral, facts, letters)
    pages = balanced(sheet.strips, MARGIN, HEAD, A4_HEIGHT - HEAD - FOOT)
    return LaidSheet(pages, sheet.strange)


def lay_out_checks(checks: CaseChecks, letters: Letters) -> LaidSheet:
    """The agency checks of a case in pages."""
    sheet = checks_sheet(checks, letters)
    return LaidSheet(balanced(sheet.strips, MARGIN, HEAD, A4_HEIGHT - HEAD - FOOT), sheet.strange)


def cover_pages(plan: PackPlan, settings: Settings, letters: Letters) -> tuple[PlacedPage, ...]:
    """The cover, on as many pages as its gaps and notes need."""
    names = settings.names
    cover = Cover(
        board=names.board,
        panel=names.panel,
        meeting=plan.meeting,
        district=plan.district,
        marking=plan.marking,
        issue=plan.issue,
        draft=plan.draft,
        counts=counts_sentence(plan.cases, plan.withheld),
        gaps=plan.gaps,
        notes=plan.notes,
        accepted=plan.accepted_gaps,
        contact=f"Questions: {names.coordinator}, {names.email}, {names.phone}",
    )
    return lay_out(cover_strips(cover, letters))


def confidentiality_pages(settings: Settings, letters: Letters) -> tuple[PlacedPage, ...]:
    """The statement and the panel's members."""
    members = [(m.name, m.role, settings.agency_name(m.agency)) for m in settings.members]
    return lay_out(confidentiality_strips(settings.pack.confidentiality, members, letters))


def agenda_pages(plan: PackPlan, letters: Letters) -> tuple[PlacedPage, ...]:
    """The agenda."""
    place = ", ".join(p for p in (british(plan.meeting.day), plan.district, plan.meeting.venue) if p)
    return lay_out(agenda_strips(plan.agenda, place, letters))


def contents_pages(sections: Sequence[Section], letters: Letters) -> tuple[PlacedPage, ...]:
    """The contents: everything after the cover but the contents themselves."""
    lines = [ContentsLine(s.title, s.first, s.level) for s in sections if s.kind not in ("cover", "contents")]
    return lay_out(contents_strips(lines, letters))


def pack_pages(
    plan: PackPlan,
    settings: Settings,
    sheets: Mapping[str, LaidSheet],
    sideways: Mapping[str, Sequence[bool]],
    letters: Letters,
) -> tuple[PackPage, ...]:
    """Every page in order. `sideways`: reference -> for each page of the original whether it lies on its side."""
    fronts = {
        "cover": cover_pages(plan, settings, letters),
        "confidentiality": confidentiality_pages(settings, letters),
        "agenda": agenda_pages(plan, letters),
        "contents": contents_pages(plan.sections, letters),
    }
    blank = PackPage(lay_out(blank_strips(letters))[0].marks)
    pages: list[PackPage] = []
    for section in plan.sections:
        if section.blank_before:
            pages.append(blank)
        if section.kind in fronts:
            drawn = [PackPage(p.marks) for p in fronts[section.kind]]
            pages += drawn + [blank] * (section.pages - len(drawn))  # less to say where a case is withheld
        elif section.kind == WITHHELD:
            strips = withheld_strips(letters, form_only=bool(section.reference))
            pages += [PackPage(lay_out(strips)[0].marks, section.reference)] * section.pages
        elif section.kind == "sheet":
            pages += [PackPage(p.marks, section.reference) for p in sheets[section.reference].pages]
        elif section.kind == "original":
            head = f"{section.reference} · form as received"
            pages += [PackPage((), head, side, True) for side in sideways[section.reference]]
    return tuple(pages)


def pack_bookmarks(sections: Sequence[Section]) -> tuple[Bookmark, ...]:
    """A bookmark a section, in order."""
    return tuple(_bookmarks(sections))


def _bookmarks(sections: Sequence[Section]) -> Iterator[Bookmark]:
    for section in sections:
        yield Bookmark(section.title, section.first, section.level - 1)


def pack_title(plan: PackPlan, settings: Settings) -> str:
    """The document's title: no reference, no name."""
    draft = " (DRAFT)" if plan.draft else ""
    return f"{settings.names.panel}: briefing pack for {british(plan.meeting.day)}, {plan.district}{draft}"


def running(plan: PackPlan, settings: Settings) -> Running:
    """What stands on every page."""
    meeting = f"{british(plan.meeting.day)} · {plan.district}"
    return Running(
        plan.marking,
        settings.names.panel,
        meeting,
        f"Issue {plan.issue} · for panel members only",
        plan.draft,
        copies=True,
    )
