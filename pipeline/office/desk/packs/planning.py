"""A pack planned: its cases laid out, its sections with their pages, what is missing. Nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model.meeting import Meeting
from pipeline.model.pack import PackPlan, Section
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import cases_of, meeting_on
from pipeline.office.desk.packs.cases import PackCase, for_the_panel, pack_case
from pipeline.rules.answers.dates import deadline
from pipeline.rules.meeting.agenda import Following, agenda, agenda_warnings
from pipeline.rules.meeting.pack_plan import CasePages, FrontPages, pack_gaps, pack_notes, pack_sections

if TYPE_CHECKING:
    from pipeline.papers.making.sheets.draw import PrintLetters

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Draft:
    """A plan with what it is drawn from."""

    plan: PackPlan
    cases: tuple[PackCase, ...]
    letters: PrintLetters


def draft_pack(desk: Desk, day: date, accepted: str = "", progress: Progress | None = None) -> Draft:
    """The pack for a meeting as it stands now. Raises NotFoundError when there is no meeting on that day."""
    from pipeline.papers.making.fonts import register_fonts
    from pipeline.papers.making.sheets.draw import PrintLetters

    settings = desk.settings
    meeting = meeting_on(settings, day)
    letters = PrintLetters(register_fonts(settings.regular_font, settings.bold_font))
    submissions = cases_of(desk, day)
    cases = []
    for number, submission in enumerate(submissions, 1):
        if progress:
            progress(submission.reference)
        cases.append(pack_case(desk, for_the_panel(desk, submission), number, meeting, letters))
    return Draft(_planned(settings, meeting, tuple(cases), letters, accepted), tuple(cases), letters)


def _planned(
    settings: Settings, meeting: Meeting, cases: tuple[PackCase, ...], letters: PrintLetters, accepted: str
) -> PackPlan:
    referrals = tuple(c.referral for c in cases)
    references = [r.reference for r in referrals]
    faults = {c.referral.reference: c.fault for c in cases if c.fault is not None}
    sheets = dict.fromkeys(references, 100)  # a page number as long as any, until they are known
    gaps = pack_gaps(meeting, referrals, faults, sheets)
    items = agenda(meeting, references, settings.pack.minutes_per_case, _following(settings, meeting))
    notes = pack_notes(referrals, {c.referral.reference: c.sheet.strange for c in cases})
    plan = PackPlan(
        meeting=meeting,
        district=settings.district_name(meeting.district),
        marking=settings.marking_on(meeting.day),
        issue=0,
        cases=referrals,
        agenda=items,
        sections=(),
        gaps=gaps,
        notes=(*agenda_warnings(meeting, items, len(cases)), *notes),
        accepted_gaps=accepted if gaps else "",
        deadline=deadline(meeting.day, settings.deadline_days),
    )
    for _ in range(2 if gaps else 1):  # the cover names pages, which its own length may shift
        sections = _sections(plan, settings, cases, letters)
        sheets |= {s.reference: s.first for s in sections if s.kind == "sheet"}
        plan = replace(plan, sections=sections, gaps=pack_gaps(meeting, referrals, faults, sheets))
    return plan


def _following(settings: Settings, meeting: Meeting) -> Following | None:
    """The next meeting after this one."""
    found = min((m for m in settings.meetings if m.day > meeting.day), key=lambda m: m.day, default=None)
    if found is None:
        return None
    last = deadline(found.day, settings.deadline_days)
    return Following(found.day, settings.district_name(found.district), last)


def _sections(
    plan: PackPlan, settings: Settings, cases: tuple[PackCase, ...], letters: PrintLetters
) -> tuple[Section, ...]:
    """The sections with their pages; the contents are measured first, because they shift all that follows."""
    from pipeline.papers.making.sheets import pack as sheet_pack

    front = FrontPages(
        len(sheet_pack.cover_pages(plan, settings, letters)),
        len(sheet_pack.confidentiality_pages(settings, letters)),
        len(sheet_pack.agenda_pages(plan, letters)),
        1,
    )
    sizes = [
        (c.referral, CasePages(len(c.sheet.pages), len(c.form.landscape) if c.form else 0)) for c in cases
    ]
    right = settings.pack.case_on_right_hand_page
    listed = sheet_pack.contents_pages(pack_sections(front, sizes, on_the_right=right), letters)
    return pack_sections(replace(front, contents=len(listed)), sizes, on_the_right=right)


def digest_of(draft: Draft, desk: Desk) -> str:
    """What makes this issue this issue: everything that shapes it but its number."""
    settings = desk.settings
    names = {c.referral.submission.form_name for c in draft.cases}
    people = [(m.name, m.role, m.agency) for m in settings.members]  # what is printed of them
    shaping = (
        __version__,
        draft.plan,
        [c.inert_sha256 for c in draft.cases],
        [desk.forms[name] for name in sorted(names)],
        (settings.names, people, settings.agencies, settings.pack, settings.deadline_days),
        (str(settings.regular_font), str(settings.bold_font)),
    )
    return hashlib.sha256(repr(shaping).encode("utf-8", "surrogatepass")).hexdigest()
