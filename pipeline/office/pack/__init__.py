"""The briefing pack of one meeting: planned, drawn, bound, put into the outbox with a manifest beside it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model.errors import ConversionError, GapsError, NotFoundError, ReadingError
from pipeline.model.filing import Referral, Submission
from pipeline.model.meeting import Meeting
from pipeline.model.pack import PackPlan, Section
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import cases_of, meeting_on
from pipeline.office.desk.pages import inert_copy, inert_key
from pipeline.office.pack.manifest import Source, manifest_of
from pipeline.office.pack.words import about_original, refusal
from pipeline.records import outbox
from pipeline.rules.answers.dates import deadline
from pipeline.rules.correcting.confirmed import referral_for_papers
from pipeline.rules.correcting.querylist import open_queries
from pipeline.rules.meeting.agenda import Following, agenda, agenda_warnings
from pipeline.rules.meeting.pack_plan import CasePages, FrontPages, pack_gaps, pack_notes, pack_sections

if TYPE_CHECKING:
    from pipeline.papers.making.binder import InertForm
    from pipeline.papers.making.sheets.draw import PrintLetters
    from pipeline.papers.making.sheets.pack import LaidSheet

Progress = Callable[[str], None]


@dataclass(frozen=True)
class BuiltPack:
    """A pack as it stands in the outbox. `path` differs from `wanted` when another program held that file open."""

    plan: PackPlan
    path: Path
    manifest: Path
    wanted: Path
    unchanged: bool = False  # it was there already, byte for byte


@dataclass(frozen=True)
class _Case:
    """A case with everything that is drawn of it."""

    referral: Referral
    sheet: LaidSheet
    form: InertForm | None
    inert_sha256: str
    fault: str | None


@dataclass(frozen=True)
class _Draft:
    """A plan with what it is drawn from."""

    plan: PackPlan
    cases: tuple[_Case, ...]
    letters: PrintLetters


def plan_pack(desk: Desk, day: date, *, accepted: str = "", progress: Progress | None = None) -> PackPlan:
    """What the pack for a meeting will hold: sections, pages, gaps. Nothing is written; the issue is 0.

    `accepted`: why its gaps are accepted. Raises NotFoundError when there is no meeting on that day.
    """
    return _plan(desk, day, accepted, progress).plan


def build_pack(desk: Desk, day: date, *, accepted: str = "", progress: Progress | None = None) -> BuiltPack:
    """Build the pack for a meeting and write it with its manifest. The same inputs give the same bytes.

    `progress` is called with each case's reference. Raises NotFoundError; StorageError; GapsError after the pack
    was written as DRAFT because something is missing and no reason for accepting that was given.
    """
    with _no_collecting():
        draft = _plan(desk, day, accepted, progress)
        digest = _digest(draft, desk)
        draft = replace(draft, plan=replace(draft.plan, issue=desk.register.issue_of(_paper(day), digest)))
        data = _bound(draft, desk.settings)
    wanted = _target(desk.settings, draft.plan)
    unchanged = outbox.holds(wanted, data)
    path = outbox.issue(wanted, data)
    manifest = outbox.issue(
        path.with_name(f"{path.stem}.manifest.json"),
        manifest_of(draft.plan, path.name, data, digest, _sources(draft)),
    )
    if not unchanged:
        _log(desk, draft.plan, path)
    if draft.plan.draft:
        raise GapsError(refusal(draft.plan, path, unchanged))
    return BuiltPack(draft.plan, path, manifest, wanted, unchanged)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A pack makes many objects and drops few: looking for rubbish meanwhile costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _paper(day: date) -> str:
    return f"briefing-pack-{day.isoformat()}"


def _target(settings: Settings, plan: PackPlan) -> Path:
    day = plan.meeting.day
    return settings.folders.outbox / day.isoformat() / f"{_paper(day)}-issue-{plan.issue}.pdf"


# -- planning ------------------------------------------------------------------------------------------------


def _plan(desk: Desk, day: date, accepted: str, progress: Progress | None) -> _Draft:
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
        cases.append(_case(desk, _confirmed(desk, submission), number, meeting, letters))
    return _Draft(_planned(settings, meeting, tuple(cases), letters, accepted), tuple(cases), letters)


def _confirmed(desk: Desk, submission: Submission) -> Referral:
    """The referral as the panel may see it: what nobody has confirmed yet stands only in the original."""
    versions = desk.register.history(submission.reference)
    shown = referral_for_papers(desk.forms[submission.form_name], submission, versions)
    return replace(shown, open=open_queries(submission))


def _case(desk: Desk, referral: Referral, number: int, meeting: Meeting, letters: PrintLetters) -> _Case:
    from pipeline.papers.making.sheets import CaseFacts
    from pipeline.papers.making.sheets.pack import lay_out_sheet

    form, inert_sha256, fault = _original(desk, referral)
    settings = desk.settings
    facts = CaseFacts(
        number=number,
        meeting=meeting.day,
        deadline_days=settings.deadline_days,
        district=settings.district_name(referral.district),
        original=about_original(referral, len(form.landscape) if form else 0, fault),
    )
    sheet = lay_out_sheet(desk.forms[referral.submission.form_name], referral, facts, letters)
    return _Case(referral, sheet, form, inert_sha256, fault)


def _original(desk: Desk, referral: Referral) -> tuple[InertForm | None, str, str | None]:
    """The inert form, its hash, and why it cannot be shown. A damaged kept copy is made again."""
    from pipeline.papers.making.binder import open_inert

    submission = referral.submission
    for _ in range(2):
        try:
            data = inert_copy(desk, *submission.pages, submission.reference)
        except (ConversionError, ReadingError, NotFoundError) as err:
            return None, "", str(err)  # making it anew may take all the time there is: not twice
        if data is None:
            return None, "", None
        try:
            return open_inert(data), hashlib.sha256(data).hexdigest(), None
        except (ConversionError, ReadingError) as err:
            fault = str(err)
            desk.derived.drop(inert_key(submission.pages[0]))
    return None, "", fault


def _planned(
    settings: Settings, meeting: Meeting, cases: tuple[_Case, ...], letters: PrintLetters, accepted: str
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
    plan: PackPlan, settings: Settings, cases: tuple[_Case, ...], letters: PrintLetters
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


# -- drawing, binding, recording -----------------------------------------------------------------------------


def _bound(draft: _Draft, settings: Settings) -> bytes:
    from pipeline.papers.making.binder import Insert, bind
    from pipeline.papers.making.sheets import pack as sheet_pack
    from pipeline.papers.making.sheets.draw import draw_pages

    plan = draft.plan
    sheets = {c.referral.reference: c.sheet for c in draft.cases}
    forms = {c.referral.reference: c.form for c in draft.cases if c.form}
    sideways = {reference: form.landscape for reference, form in forms.items()}
    pages = sheet_pack.pack_pages(plan, settings, sheets, sideways, draft.letters)
    bookmarks = sheet_pack.pack_bookmarks(plan.sections)
    drawn = draw_pages(pages, bookmarks, sheet_pack.running(plan, settings), draft.letters.fonts)
    inserts = [Insert(forms[s.reference], s.first) for s in plan.sections if s.kind == "original"]
    return bind(drawn, inserts, sheet_pack.pack_title(plan, settings), f"panel-pipeline {__version__}")


def _digest(draft: _Draft, desk: Desk) -> str:
    """What makes this issue this issue: everything that shapes it but its number."""
    settings = desk.settings
    names = {c.referral.submission.form_name for c in draft.cases}
    shaping = (
        __version__,
        draft.plan,
        [c.inert_sha256 for c in draft.cases],
        [desk.forms[name] for name in sorted(names)],
        (settings.names, settings.members, settings.agencies, settings.pack, settings.deadline_days),
        (str(settings.regular_font), str(settings.bold_font)),
    )
    return hashlib.sha256(repr(shaping).encode("utf-8", "surrogatepass")).hexdigest()


def _sources(draft: _Draft) -> tuple[Source, ...]:
    return tuple(Source(c.referral.submission, c.inert_sha256) for c in draft.cases)


def _log(desk: Desk, plan: PackPlan, path: Path) -> None:
    detail = {"issue": plan.issue, "file": path.name, "pages": plan.pages, "draft": plan.draft}
    if plan.accepted_gaps:
        detail |= {"accepted": plan.accepted_gaps, "gaps": [str(g) for g in plan.gaps]}
    desk.register.note("pack built", plan.meeting.day.isoformat(), detail)
