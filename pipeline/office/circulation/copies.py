"""The papers of a circulation: numbered copies of a referral form, and the pre-filled agency check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model.errors import ConversionError, NotFoundError, ReadingError
from pipeline.model.filing import Referral, Submission
from pipeline.model.form import Form
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.pages import inert_copy, inert_key
from pipeline.records.register import AGENCY_CHECK
from pipeline.rules.answers.dates import british
from pipeline.rules.correcting.confirmed import referral_for_papers
from pipeline.rules.meeting.check_form import CheckAsked, check_items
from pipeline.rules.meeting.circulating import FormCopy

if TYPE_CHECKING:
    from pipeline.papers.making.binder import InertForm
    from pipeline.papers.making.sheets.draw import PrintLetters
    from pipeline.papers.making.sheets.flow import Mark


@dataclass(frozen=True)
class Case:
    """A case whose papers are being made. `why`: why its own form is not shown and its case sheet is, or "".

    `number`: its place on the agenda.
    """

    referral: Referral
    form: InertForm | None
    why: str = ""
    number: int = 1


def open_case(desk: Desk, submission: Submission, number: int) -> Case:
    """A case as papers show it, with its form's dead pages where there are any. `number`: its place on the agenda."""
    history = desk.register.history(submission.reference)
    referral = referral_for_papers(desk.forms[submission.form_name], submission, history)
    form, why = _pages(desk, submission)
    return Case(referral, form, why, number)


def _pages(desk: Desk, submission: Submission) -> tuple[InertForm | None, str]:
    from pipeline.papers.making.binder import open_inert

    why = ""
    for _ in range(2):  # a damaged kept copy is made again
        try:
            data = inert_copy(desk, *submission.pages, submission.reference)
        except (ConversionError, ReadingError, NotFoundError) as err:
            return None, str(err)
        if data is None:
            return None, "it was typed in"
        try:
            return open_inert(data), ""
        except ConversionError as err:
            why = str(err)
            desk.derived.drop(inert_key(submission.pages[0]))
    return None, why


def form_copy(
    desk: Desk, case: Case, meeting: Meeting, copy: FormCopy, agency: str, letters: PrintLetters
) -> bytes:
    """One copy: the form as it came (or its case sheet), marked and numbered on every page. `agency`: printed name."""
    from pipeline.papers.making.binder import Insert, bind
    from pipeline.papers.making.sheets.draw import Bookmark, PackPage, Running, draw_pages

    settings, names = desk.settings, desk.settings.names
    number = f"Copy {copy.number} of {copy.of}"
    head = f"{copy.reference} · {number} for {agency}"
    running = Running(
        settings.marking_on(meeting.day),
        names.panel,
        f"{british(meeting.day)} · {settings.district_name(meeting.district)}",
        number,
    )
    pages: list[PackPage]
    if case.form is not None:
        pages = [PackPage((), head, side, True) for side in case.form.landscape]
    else:
        pages = [PackPage(marks, head) for marks in _sheet(desk, case, meeting, letters)]
    drawn = draw_pages(pages, (Bookmark(copy.reference, 1),), running, letters.fonts)
    inserts = [Insert(case.form, 1)] if case.form is not None else []
    return bind(drawn, inserts, f"{names.panel}: {head}", f"panel-pipeline {__version__}")


def _sheet(desk: Desk, case: Case, meeting: Meeting, letters: PrintLetters) -> Iterator[tuple[Mark, ...]]:
    """The case sheet's pages, for a form that has none to show."""
    from pipeline.papers.making.sheets import CaseFacts
    from pipeline.papers.making.sheets.pack import lay_out_sheet

    settings = desk.settings
    facts = CaseFacts(
        number=case.number,
        meeting=meeting.day,
        deadline_days=settings.deadline_days,
        district=settings.district_name(case.referral.district),
        original=f"There is no form to show: {case.why}",
    )
    form = desk.forms[case.referral.submission.form_name]
    return (page.marks for page in lay_out_sheet(form, case.referral, facts, letters).pages)


@dataclass(frozen=True)
class CheckBlanks:
    """The agency check and its two blanks."""

    form: Form
    pdf: bytes
    word: bytes


def check_blanks(desk: Desk) -> CheckBlanks:
    """The blanks that are pre-filled. Raises NotFoundError when one is not there."""
    form = desk.forms[AGENCY_CHECK]
    found = next((e for e in desk.editions if e.present and e.form.name == AGENCY_CHECK), None)
    for ending, blank in ((".pdf", found and found.pdf), (".docx", found and found.word)):
        if not blank:
            raise NotFoundError(
                f"{form.name}{ending} is not in {desk.settings.folders.forms}: run `pipeline forms build`."
            )
    assert found is not None
    return CheckBlanks(form, found.pdf, found.word)


def filled_checks(
    desk: Desk, blanks: CheckBlanks, case: Referral, meeting: Meeting, agency: str, due: date
) -> tuple[tuple[str, bytes], ...]:
    """The pre-filled check of one agency and one case, by file name: PDF and Word."""
    from pipeline.papers.making.fill_pdf import fill_pdf
    from pipeline.papers.making.fill_word import fill_word

    asked = CheckAsked(agency, meeting, f"{desk.settings.reference_prefix} {meeting.day.isoformat()}", due)
    items = check_items(blanks.form, desk.forms[case.submission.form_name], case, asked)
    return (
        (f"{case.reference}-check.pdf", fill_pdf(blanks.pdf, blanks.form, items)),
        (f"{case.reference}-check.docx", fill_word(blanks.word, blanks.form, items)),
    )
