"""One case of a pack: what the panel may see of it, laid out, with its original opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.model.errors import ConversionError, NotFoundError, ReadingError
from pipeline.model.filing import Referral, Submission
from pipeline.model.meeting import Meeting
from pipeline.office.desk import Desk
from pipeline.office.desk.packs.words import about_original
from pipeline.office.desk.pages import inert_copy, inert_key
from pipeline.rules.correcting.confirmed import referral_for_papers
from pipeline.rules.correcting.querylist import open_queries

if TYPE_CHECKING:
    from pipeline.papers.making.binder import InertForm
    from pipeline.papers.making.sheets.draw import PrintLetters
    from pipeline.papers.making.sheets.pack import LaidSheet


@dataclass(frozen=True)
class PackCase:
    """A case with everything that is drawn of it."""

    referral: Referral
    sheet: LaidSheet
    form: InertForm | None
    inert_sha256: str
    fault: str | None


def pack_case(
    desk: Desk, referral: Referral, number: int, meeting: Meeting, letters: PrintLetters
) -> PackCase:
    """A case as it stands in the register, laid out; `number` is its place on the agenda."""
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
    return PackCase(referral, sheet, form, inert_sha256, fault)


def for_the_panel(desk: Desk, submission: Submission) -> Referral:
    """The referral as the panel may see it: what nobody has confirmed yet stands only in the original."""
    versions = desk.register.history(submission.reference)
    shown = referral_for_papers(desk.forms[submission.form_name], submission, versions)
    return replace(shown, open=open_queries(submission))


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
