"""A pack planned: its cases laid out, its sections with their pages, what is missing. Nothing is issued."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model.filing import Submission
from pipeline.model.meeting import Meeting
from pipeline.model.pack import Gap, Layout, PackPlan, Section
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import cases_of, meeting_on, overfull
from pipeline.office.desk.packs.cases import PackCase, pack_case
from pipeline.office.desk.packs.issues import final_issue, gone_cases, last_final
from pipeline.rules.answers.dates import deadline
from pipeline.rules.pack.agenda import Following, agenda, agenda_warnings
from pipeline.rules.pack.pack_plan import pack_gaps, pack_notes
from pipeline.rules.pack.reissue import Reissue, changes, reissued_sections
from pipeline.rules.pack.sections import CaseParts, FrontPages, pack_sections

if TYPE_CHECKING:
    from pipeline.papers.making.sheets.draw import PrintLetters

Progress = Callable[[str], None]
_ANY_PAGE = 100  # a page number as long as any, until they are known


@dataclass(frozen=True)
class Draft:
    """A plan with what it is drawn from. `content`: a digest of all that its reader sees."""

    plan: PackPlan
    cases: tuple[PackCase, ...]
    letters: PrintLetters
    content: str = ""
    hidden: frozenset[str] = frozenset()  # the cases that are withheld from its reader

    @property
    def layout(self) -> Layout:
        """Its pages, as a later issue keeps them."""
        return Layout(self.plan.issue, self.content, self.plan.sections, self.plan.base)


def draft_pack(desk: Desk, day: date, accepted: str = "", progress: Progress | None = None) -> Draft:
    """The pack for a meeting as it stands now; `progress` hears of each case that is read anew.

    The page numbers of the last final issue are kept. Raises NotFoundError when there is no meeting on that day.
    """
    from pipeline.papers.making.fonts import register_fonts
    from pipeline.papers.making.sheets.draw import PrintLetters

    settings = desk.settings
    meeting = meeting_on(settings, day)
    letters = PrintLetters(register_fonts(settings.regular_font, settings.bold_font))
    base = last_final(desk, day)
    cases = []
    for number, submission in _numbered(cases_of(desk, day), base):
        case = pack_case(desk, submission, number, meeting, letters)
        if progress and case.remade:
            progress(submission.reference)
        cases.append(case)
    return _Planning(desk, meeting, tuple(cases), letters, base).draft(accepted)


def _numbered(submissions: Sequence[Submission], base: Layout | None) -> list[tuple[int, Submission]]:
    """Each case with its number: the one it had in the issue before, or the next."""
    known = {s.reference: s.shown.number for s in base.sections if s.reference} if base else {}
    following = max(known.values(), default=0) + 1
    found = []
    for submission in submissions:
        number = known.get(submission.reference, 0)
        if not number:
            number, following = following, following + 1
        found.append((number, submission))
    return found


@dataclass(frozen=True)
class _Planning:
    """What a plan is made from."""

    desk: Desk
    meeting: Meeting
    cases: tuple[PackCase, ...]
    letters: PrintLetters
    base: Layout | None

    def draft(self, accepted: str) -> Draft:
        """The whole plan."""
        first = self._begun(accepted)
        content = self._content(first)
        if self.base is not None and self.base.content == content:  # the very issue there is already
            again = replace(first, issue=self.base.issue, base=self.base.base)
            earlier = final_issue(self.desk, self.meeting.day, self.base.base)
            return self._finished(again, self.base.sections, content, earlier)
        plan, sections = first, self._sections(first)
        for _ in range(2 if first.gaps else 1):  # the cover names pages, which its own length may shift
            plan = self._with_gaps(plan, sections, self.base)
            sections = self._sections(plan)
        return self._finished(plan, sections, content, self.base)

    def _begun(self, accepted: str) -> PackPlan:
        settings, meeting = self.desk.settings, self.meeting
        referrals = tuple(c.referral for c in self.cases)
        items = agenda(
            meeting,
            [r.reference for r in referrals],
            settings.pack.minutes_per_case,
            _following(settings, meeting),
            [c.number for c in self.cases],
        )
        notes = pack_notes(
            referrals,
            {c.referral.reference: c.strange for c in self.cases},
            [c.referral.reference for c in self.cases if c.checks is None],
        )
        full = overfull(self.desk, meeting.day)
        room = [f"{r.reference}: {full[r.reference]}" for r in referrals if r.reference in full]
        gaps = self._gaps({})
        return PackPlan(
            meeting=meeting,
            district=settings.district_name(meeting.district),
            marking=settings.marking_on(meeting.day),
            issue=0,
            cases=referrals,
            agenda=items,
            sections=(),
            gaps=gaps,
            notes=(*agenda_warnings(meeting, items, len(self.cases)), *room, *notes),
            accepted_gaps=accepted if gaps else "",
            deadline=deadline(meeting.day, settings.deadline_days),
            base=self.base.issue if self.base else 0,
        )

    def _gaps(self, sheets: Mapping[str, int]) -> tuple[Gap, ...]:
        """What is missing; `sheets`: reference -> first page of its case sheet, as far as it is known."""
        referrals = tuple(c.referral for c in self.cases)
        faults = {c.referral.reference: c.fault for c in self.cases if c.fault is not None}
        pages = {r.reference: sheets.get(r.reference, _ANY_PAGE) for r in referrals}
        return pack_gaps(self.meeting, referrals, faults, pages)

    def _with_gaps(self, plan: PackPlan, sections: Sequence[Section], against: Layout | None) -> PackPlan:
        """The plan with its pages. `against`: the issue that its changes are told against."""
        sheets = {s.reference: s.first for s in sections if s.kind == "sheet" and s.stands}
        changed = changes(against, sections) if against else ()
        return replace(plan, sections=tuple(sections), gaps=self._gaps(sheets), changes=changed)

    def _finished(
        self, plan: PackPlan, sections: Sequence[Section], content: str, against: Layout | None
    ) -> Draft:
        return Draft(self._with_gaps(plan, sections, against), self.cases, self.letters, content)

    def _sections(self, plan: PackPlan) -> tuple[Section, ...]:
        """The sections with their pages; contents and change sheet are measured, because they shift what follows."""
        from pipeline.papers.making.sheets import pack as sheet_pack

        settings = self.desk.settings
        front = FrontPages(
            len(sheet_pack.cover_pages(plan, settings, self.letters)),
            len(sheet_pack.confidentiality_pages(settings, self.letters)),
            len(sheet_pack.agenda_pages(plan, self.letters)),
            1,
        )
        sections, sizes = self._with(front, 1), (0, 0)
        for _ in range(3):
            contents = len(sheet_pack.contents_pages(sections, self.letters))
            told = replace(plan, changes=changes(self.base, sections)) if self.base else plan
            changed = len(sheet_pack.change_pages(told, self.letters)) if self.base else 0
            if (contents, changed) == sizes:
                break
            sizes = (contents, changed)
            sections = self._with(replace(front, contents=contents), changed)
        return sections

    def _with(self, front: FrontPages, change_pages: int) -> tuple[Section, ...]:
        parts: list[CaseParts] = [c.parts for c in self.cases]
        right = self.desk.settings.pack.case_on_right_hand_page
        if self.base is None:
            return pack_sections(front, parts, on_the_right=right)
        gone = gone_cases(self.desk, self.base, [p.reference for p in parts])
        return reissued_sections(Reissue(self.base, front, parts, gone, change_pages, right))

    def _content(self, plan: PackPlan) -> str:
        """A digest of all that a reader sees but the numbers of issue and pages."""
        settings = self.desk.settings
        members = [(m.name, m.role, m.agency) for m in settings.members]
        seen = (
            replace(plan, base=0, cases=()),
            [c.parts for c in self.cases],
            (settings.names, members, settings.agencies, settings.pack),
        )
        return _hash(seen)


def with_issue(draft: Draft, issue: int) -> Draft:
    """The draft as this issue; its change sheet, which names it, is known by its pages from here on."""
    from pipeline.papers.making.sheets.pack import change_pages
    from pipeline.papers.making.sheets.stored import made_of, pages_to_bytes

    plan = replace(draft.plan, issue=issue)
    new = plan.change_sheet
    if new is not None and not new.shown.made:
        made = made_of(pages_to_bytes(change_pages(plan, draft.letters)))
        now = replace(new, shown=replace(new.shown, made=made))
        plan = replace(plan, sections=tuple(now if s is new else s for s in plan.sections))
    return replace(draft, plan=plan)


def _following(settings: Settings, meeting: Meeting) -> Following | None:
    """The next meeting after this one."""
    found = min((m for m in settings.meetings if m.day > meeting.day), key=lambda m: m.day, default=None)
    if found is None:
        return None
    last = deadline(found.day, settings.deadline_days)
    return Following(found.day, settings.district_name(found.district), last)


def digest_of(draft: Draft, desk: Desk) -> str:
    """What makes this issue this issue: everything that shapes it but its number."""
    settings = desk.settings
    names = {c.referral.submission.form_name for c in draft.cases}
    people = [(m.name, m.role, m.agency) for m in settings.members]  # what is printed of them
    shaping = (
        __version__,
        replace(draft.plan, issue=0),
        [c.inert_sha256 for c in draft.cases],
        [desk.forms[name] for name in sorted(names)],
        (settings.names, people, settings.agencies, settings.pack, settings.deadline_days),
        (str(settings.regular_font), str(settings.bold_font)),
    )
    return _hash(shaping)


def _hash(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()
