"""The papers of a circulation: numbered copies of a referral form, and the pre-filled agency check."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.model.errors import ConversionError, NotFoundError, ReadingError
from pipeline.model.filing import Referral, Submission
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.pages import inert_copy, inert_key
from pipeline.records.register import AGENCY_CHECK
from pipeline.rules.answers.dates import british
from pipeline.rules.asking.check_form import CheckAsked, check_items
from pipeline.rules.asking.circulating import FormCopy
from pipeline.rules.correcting.confirmed import referral_for_papers
from pipeline.rules.pack.withholding import scrubbed

if TYPE_CHECKING:
    from pipeline.papers.making.binder import InertForm
    from pipeline.papers.making.sheets.draw import PrintLetters
    from pipeline.papers.making.sheets.flow import Mark


_NAMES_ANOTHER = "it names a case that is withheld from one of its readers"


@dataclass(frozen=True)
class Case:
    """A case whose papers are being made. `why`: why its own form is not shown and its case sheet is, or "".

    `number`: its place on the agenda; `sheet`: the pages of that case sheet.
    """

    number: int
    referral: Referral
    form: InertForm | None
    why: str = ""
    sheet: tuple[tuple[Mark, ...], ...] = ()


def open_case(
    desk: Desk, submission: Submission, number: int, meeting: Meeting, letters: PrintLetters
) -> Case:
    """A case as papers show it, with its form's dead pages or else its sheet. `number`: its place on the agenda."""
    history = desk.register.history(submission.reference)
    referral = referral_for_papers(desk.forms[submission.form_name], submission, history)
    form, why = _pages(desk, submission)
    sheet = () if form is not None else _sheet(desk, referral, number, meeting, why, letters)
    return Case(number, referral, form, why, sheet)


def names_one_of(case: Case, hidden: Collection[str]) -> bool:
    """Whether the reference of one of these cases stands on a case's own form."""
    written = (case.referral.submission.record, case.referral.submission.answers)
    return bool(hidden) and scrubbed(written, hidden) != written


def without_naming(
    desk: Desk, case: Case, meeting: Meeting, hidden: Collection[str], letters: PrintLetters
) -> Case:
    """The case as readers see it from whom others are withheld: a form that names one is not shown, its sheet is."""
    if not names_one_of(case, hidden):
        return case
    referral = scrubbed(case.referral, hidden)
    sheet = _sheet(desk, referral, case.number, meeting, _NAMES_ANOTHER, letters)
    return Case(case.number, referral, None, _NAMES_ANOTHER, sheet)


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
        pages = [PackPage(marks, head) for marks in case.sheet]
    drawn = draw_pages(pages, (Bookmark(copy.reference, 1),), running, letters.fonts)
    inserts = [Insert(case.form, 1)] if case.form is not None else []
    return bind(drawn, inserts, f"{names.panel}: {head}", f"panel-pipeline {__version__}")


def _sheet(
    desk: Desk, referral: Referral, number: int, meeting: Meeting, why: str, letters: PrintLetters
) -> tuple[tuple[Mark, ...], ...]:
    """The case sheet's pages, for a form that has none to show."""
    from pipeline.papers.making.sheets import CaseFacts
    from pipeline.papers.making.sheets.pack import lay_out_sheet

    facts = CaseFacts(
        number=number,
        meeting=meeting.day,
        deadline_days=desk.settings.deadline_days,
        district=desk.settings.district_name(referral.district),
        original=f"There is no form to show: {why}",
    )
    form = desk.forms[referral.submission.form_name]
    return tuple(page.marks for page in lay_out_sheet(form, referral, facts, letters).pages)


class Checks:
    """Pre-fills agency checks from the two blanks. Raises NotFoundError when one is not there."""

    def __init__(self, desk: Desk) -> None:
        from pipeline.papers.making.fill_pdf import PdfFiller

        self.form = desk.forms[AGENCY_CHECK]
        found = next((e for e in desk.editions if e.present and e.form.name == AGENCY_CHECK), None)
        for ending, blank in ((".pdf", found and found.pdf), (".docx", found and found.word)):
            if not blank:
                where = desk.settings.folders.forms
                raise NotFoundError(
                    f"{self.form.name}{ending} is not in {where}: run `pipeline forms build`."
                )
        assert found is not None
        self._desk, self._word = desk, found.word
        self._filler = PdfFiller(found.pdf, self.form)

    def filled(
        self, case: Referral, meeting: Meeting, agency: str, due: date
    ) -> tuple[tuple[str, bytes], ...]:
        """The pre-filled check of one agency and one case, by file name: PDF and Word."""
        from pipeline.papers.making.fill_word import fill_word

        prefix = self._desk.settings.reference_prefix
        asked = CheckAsked(agency, meeting, f"{prefix} {meeting.day.isoformat()}", due)
        items = check_items(self.form, self._desk.forms[case.submission.form_name], case, asked)
        return (
            (f"{case.reference}-check.pdf", self._filler.filled(items)),
            (f"{case.reference}-check.docx", fill_word(self._word, self.form, items)),
        )
