"""The large-print edition of a pack, drawn from the same draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model.pack import PackPlan, Section
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import case_checks_of
from pipeline.office.desk.packs.cases import PackCase
from pipeline.office.desk.packs.planning import Draft
from pipeline.rules.correcting.confirmed import TO_CONFIRM
from pipeline.rules.pack.withholding import scrubbed

if TYPE_CHECKING:
    from pipeline.papers.making.sheets.large import LargePart

_CONTENTS = 3  # the contents stand after cover, statement and agenda, as in the standard copy


def bound_large(draft: Draft, desk: Desk) -> bytes:
    """The large-print edition: 16 points, pages of its own. The same draft gives the same bytes."""
    from pipeline.papers.making.binder import bind
    from pipeline.papers.making.sheets import pack as sheet_pack
    from pipeline.papers.making.sheets.draw import draw_pages
    from pipeline.papers.making.sheets.large import large_pages

    standard = sheet_pack.running(draft.plan, desk.settings)
    running = replace(standard, issue=f"Issue {draft.plan.issue}", large=True)
    parts = (*_fronts(draft, desk), *_rest(draft, desk))
    pages, bookmarks = large_pages(parts, _CONTENTS, running, draft.letters)
    drawn = draw_pages(pages, bookmarks, running, draft.letters.fonts)
    title = f"{sheet_pack.pack_title(draft.plan, desk.settings)}, large print"
    return bind(drawn, [], title, f"panel-pipeline {__version__}")


def _fronts(draft: Draft, desk: Desk) -> Iterator[LargePart]:
    from pipeline.papers.making.sheets import front
    from pipeline.papers.making.sheets import pack as sheet_pack
    from pipeline.papers.making.sheets.large import LargePart
    from pipeline.papers.making.sheets.prints import LARGE

    plan, settings, letters = draft.plan, desk.settings, draft.letters
    first = {s.kind: s.first for s in reversed(plan.sections)}
    cover = front.cover_strips(sheet_pack.cover_of(plan, settings), letters, LARGE)
    yield LargePart("Cover", cover, first["cover"])
    members = sheet_pack.members_of(settings)
    statement = front.confidentiality_strips(settings.pack.confidentiality, members, letters, LARGE)
    yield LargePart("Confidentiality statement", statement, first["confidentiality"])
    agenda = front.agenda_strips(plan.agenda, sheet_pack.place_of(plan), letters, LARGE)
    yield LargePart("Agenda", agenda, first["agenda"])


def _rest(draft: Draft, desk: Desk) -> Iterator[LargePart]:
    """The change sheet and the cases, in the order of their pages in the standard copy."""
    from pipeline.papers.making.sheets.blocks import Setter
    from pipeline.papers.making.sheets.changes import change_strips
    from pipeline.papers.making.sheets.large import LargePart
    from pipeline.papers.making.sheets.prints import LARGE

    plan = draft.plan
    cases = {case.referral.reference: case for case in draft.cases}
    for section in plan.sections:
        if section is plan.change_sheet:
            strips = change_strips(plan.changes, plan.issue, plan.base, draft.letters, LARGE)
            yield LargePart(section.title, strips, section.first)
        elif section.kind == "case" and not section.reference:
            title = Setter(draft.letters, LARGE).title(section.title)
            yield LargePart(section.title, title, section.first)
        elif section.kind == "sheet" and section.stands and section.reference in cases:
            yield from _case(draft, desk, cases[section.reference], section)


def _case(draft: Draft, desk: Desk, case: PackCase, sheet: Section) -> Iterator[LargePart]:
    from pipeline.papers.making.sheets import CaseFacts, case_sheet
    from pipeline.papers.making.sheets.checks import checks_sheet
    from pipeline.papers.making.sheets.large import LargePart, standard_page, standard_pages
    from pipeline.papers.making.sheets.prints import LARGE

    settings, referral, reference = desk.settings, case.referral, case.referral.reference
    facts = CaseFacts(
        number=case.number,
        meeting=draft.plan.meeting.day,
        deadline_days=settings.deadline_days,
        district=settings.district_name(referral.district),
        original=_about_original(draft.plan, case),
    )
    told: Mapping[str, str] = {
        **standard_pages(case.sheet.pages, sheet.first),
        reference: standard_page(sheet.first),
    }
    form = desk.forms[referral.submission.form_name]
    strips = case_sheet(form, referral, facts, draft.letters, print_=LARGE, elsewhere=told).strips
    yield LargePart(f"Case {case.number}: {reference}", strips, sheet.first, head=reference, told=True)
    checks = _part(draft.plan, reference, "checks")
    if case.checks is not None and checks is not None:
        told = {**standard_pages(case.checks.pages, checks.first), reference: standard_page(checks.first)}
        found = case_checks_of(desk, referral.submission)
        found = scrubbed(found, draft.hidden) if draft.hidden else found
        strips = checks_sheet(found, draft.letters, print_=LARGE, elsewhere=told).strips
        yield LargePart("Agency checks", strips, checks.first, level=2, head=reference, told=True)


def _part(plan: PackPlan, reference: str, kind: str) -> Section | None:
    """The part of a case that counts in the standard copy."""
    found = (s for s in plan.sections if s.reference == reference and s.kind == kind and s.stands)
    return next(found, None)


def _about_original(plan: PackPlan, case: PackCase) -> str:
    """That the form's own pages are not in this edition, and what that means."""
    if case.fault is not None:
        return "The form as received could not be shown; ask the coordinator."
    if not case.landscape:
        return "The answers were typed in as data; there is no form to show."
    original = _part(plan, case.referral.reference, "original")
    where = ""
    if original is not None:
        pages = f"{original.first} to {original.last}" if original.pages > 1 else str(original.first)
        where = f" ({'pages' if original.pages > 1 else 'page'} {pages} of the standard copy)"
    words = (
        f"The form as it was received{where} is not in this edition: everything answered on it stands here"
    )
    if TO_CONFIRM in repr(case.referral.submission.record):
        return f"{words}, but what is marked {TO_CONFIRM}: ask the coordinator to read that to you."
    return f"{words}."
