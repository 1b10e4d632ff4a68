"""All the pages of a pack from its plan: front pages, case sheets, the places that wait for originals, bookmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.filing import Referral
from pipeline.model.form import Form
from pipeline.model.involvement import CaseChecks
from pipeline.model.pack import PackPlan, Section
from pipeline.model.settings import Settings
from pipeline.papers.making.sheets import CaseFacts, case_sheet
from pipeline.papers.making.sheets.changes import (
    change_strips,
    left_out_strips,
    lost_strips,
    part_left_out_strips,
)
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
from pipeline.rules.pack.pack_plan import counts_sentence
from pipeline.rules.pack.reissue import NOT_SHOWN
from pipeline.rules.pack.withholding import WITHHELD


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


def cover_of(plan: PackPlan, settings: Settings) -> Cover:
    """What the cover says."""
    names = settings.names
    return Cover(
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


def cover_pages(plan: PackPlan, settings: Settings, letters: Letters) -> tuple[PlacedPage, ...]:
    """The cover, on as many pages as its gaps and notes need."""
    return lay_out(cover_strips(cover_of(plan, settings), letters))


def members_of(settings: Settings) -> tuple[tuple[str, str, str], ...]:
    """The panel's members as they are listed: name, role, organisation."""
    return tuple((m.name, m.role, settings.agency_name(m.agency)) for m in settings.members)


def confidentiality_pages(settings: Settings, letters: Letters) -> tuple[PlacedPage, ...]:
    """The statement and the panel's members."""
    return lay_out(confidentiality_strips(settings.pack.confidentiality, members_of(settings), letters))


def place_of(plan: PackPlan) -> str:
    """When and where, on one line."""
    return ", ".join(p for p in (british(plan.meeting.day), plan.district, plan.meeting.venue) if p)


def agenda_pages(plan: PackPlan, letters: Letters) -> tuple[PlacedPage, ...]:
    """The agenda."""
    return lay_out(agenda_strips(plan.agenda, place_of(plan), letters))


def contents_pages(sections: Sequence[Section], letters: Letters) -> tuple[PlacedPage, ...]:
    """The contents: everything after the cover but the contents themselves."""
    lines = [
        ContentsLine(s.heading, s.first, s.level)
        for s in sections
        if s.kind not in ("cover", "contents") and not (s.level > 1 and s.gone)
    ]
    return lay_out(contents_strips(lines, letters))


def change_pages(plan: PackPlan, letters: Letters) -> tuple[PlacedPage, ...]:
    """The change sheet of a later issue."""
    return lay_out(change_strips(plan.changes, plan.issue, plan.base, letters))


@dataclass(frozen=True)
class Pieces:
    """What the sections are drawn from, by `Shown.made`: laid-out pages; of originals, which pages lie sideways."""

    laid: Mapping[str, Sequence[PlacedPage]]
    sideways: Mapping[str, Sequence[bool]]


def pack_pages(plan: PackPlan, settings: Settings, pieces: Pieces, letters: Letters) -> tuple[PackPage, ...]:
    """Every page in order."""
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
            drawn = [PackPage(p.marks) for p in fronts[section.kind]][section.skip :][: section.pages]
        elif section.kind == "case":
            continue  # its parts follow
        elif section.kind == WITHHELD:
            strips = withheld_strips(letters, form_only=bool(section.reference))
            drawn = [PackPage(lay_out(strips)[0].marks, section.reference)] * section.pages
        elif section.gone:
            drawn = _left_out(section, letters)
        else:
            drawn = _drawn(section, plan, pieces, letters)
        pages += [*drawn, *[blank] * (section.pages - len(drawn))]
    return tuple(pages)


def _left_out(section: Section, letters: Letters) -> list[PackPage]:
    """Why pages are left out, on the first page of a case's sheet or of a part; the others stay blank."""
    if section.gone == NOT_SHOWN:
        strips = part_left_out_strips(section.title, letters)
    elif section.kind == "sheet":
        title = f"Case {section.shown.number}: {section.reference}"
        strips = left_out_strips(title, section.gone, letters)
    else:
        return []
    return [PackPage(lay_out(strips)[0].marks, section.reference)]


def _drawn(section: Section, plan: PackPlan, pieces: Pieces, letters: Letters) -> list[PackPage]:
    """The pages of a part of a case, or of a change sheet."""
    head, across = section.reference, ""
    if section.kind == "original":
        head = f"{section.reference} · form as received"
    if section.replaced_by:
        head, across = f"{section.reference} · replaced: see page {section.replaced_by}", "REPLACED"
    made = section.shown.made
    if section.kind == "original" and made in pieces.sideways:
        return [PackPage((), head, side, True, across) for side in pieces.sideways[made]]
    laid = pieces.laid.get(made)
    if not laid and section is plan.change_sheet:
        laid = change_pages(plan, letters)
    if not laid:
        laid = lay_out(lost_strips(section.title, letters))
    return [PackPage(p.marks, head, across=across) for p in laid]


def pack_bookmarks(sections: Sequence[Section]) -> tuple[Bookmark, ...]:
    """A bookmark a section, in order."""
    return tuple(Bookmark(s.heading, s.first, s.level - 1) for s in sections)


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
