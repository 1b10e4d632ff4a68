"""One case of a pack: what the panel may see of it, laid out, with its original. Kept, so that it is read once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.model.errors import ConversionError, NotFoundError, ReadingError
from pipeline.model.filing import Referral, Submission
from pipeline.model.involvement import CaseChecks
from pipeline.model.meeting import Meeting
from pipeline.model.pack import Shown
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import case_checks_of
from pipeline.office.desk.packs.words import about_original
from pipeline.office.desk.pages import inert_copy, inert_key
from pipeline.rules.correcting.confirmed import referral_for_papers
from pipeline.rules.correcting.querylist import open_queries
from pipeline.rules.pack.sections import CaseParts, Part

if TYPE_CHECKING:
    from pipeline.papers.making.binder import InertForm
    from pipeline.papers.making.sheets.draw import PrintLetters
    from pipeline.papers.making.sheets.flow import PlacedPage
    from pipeline.papers.making.sheets.pack import LaidSheet


@dataclass(frozen=True)
class LaidPart:
    """Pages of a case that the program draws: its sheet, the agency checks. `made`: a digest of them."""

    made: str
    pages: tuple[PlacedPage, ...]
    strange: tuple[str, ...] = ()  # characters that have no shape here


@dataclass(frozen=True)
class PackCase:
    """A case with everything that is drawn of it.

    `landscape`: for each page of the original whether it lies on its side; `fault`: why it cannot be shown.
    `key`: what the case's laid-out pages are kept by; "" when they are not. `remade`: they had not been kept.
    """

    referral: Referral
    number: int
    sheet: LaidPart
    checks: LaidPart | None  # None: no agency was asked
    landscape: tuple[bool, ...]
    inert_sha256: str
    fault: str | None
    key: str = ""
    remade: bool = True

    @property
    def laid(self) -> tuple[LaidPart, ...]:
        """The parts of it that the program draws."""
        return (self.sheet, *((self.checks,) if self.checks else ()))

    @property
    def strange(self) -> tuple[str, ...]:
        """Characters in it that have no shape here."""
        return tuple(dict.fromkeys(char for part in self.laid for char in part.strange))

    @property
    def parts(self) -> CaseParts:
        """Its parts, as the pack's sections need them."""
        submission = self.referral.submission
        shown = Shown(version=submission.version)
        source, kind = submission.pages
        original = replace(shown, made=self.inert_sha256, source=source, source_kind=kind)
        checks = self.checks or LaidPart("", ())
        return CaseParts(
            self.referral.reference,
            self.number,
            (
                Part("sheet", "Case sheet", len(self.sheet.pages), replace(shown, made=self.sheet.made)),
                Part("checks", "Agency checks", len(checks.pages), replace(shown, made=checks.made)),
                Part("original", "Referral form as received", len(self.landscape), original),
            ),
        )


def pack_case(
    desk: Desk, submission: Submission, number: int, meeting: Meeting, letters: PrintLetters
) -> PackCase:
    """A case as it stands in the register, laid out; `number` is its place on the agenda.

    What was laid out before from the same answers, settings and forms is taken from what is kept.
    """
    referral, checks = for_the_panel(desk, submission), case_checks_of(desk, submission)
    key = _key(desk, referral, checks, number, meeting)
    kept = _kept(desk, referral, number, key)
    if kept is not None:
        return kept
    made = laid_case(desk, referral, checks, number, meeting, letters)
    if not made.fault:
        made = replace(made, key=key)
        desk.derived.put(key, _to_bytes(made))
    return made


def laid_case(
    desk: Desk, referral: Referral, checks: CaseChecks, number: int, meeting: Meeting, letters: PrintLetters
) -> PackCase:
    """A case as its reader may see it, laid out now."""
    from pipeline.papers.making.sheets.pack import lay_out_checks

    form, inert_sha256, fault = original_of(desk, *referral.submission.pages, referral.reference)
    landscape = form.landscape if form else ()
    sheet = _sheet(desk, referral, number, meeting, about_original(referral, len(landscape), fault), letters)
    returns = _laid(lay_out_checks(checks, letters)) if _asked(checks) else None
    return PackCase(referral, number, sheet, returns, landscape, inert_sha256, fault)


def _asked(checks: CaseChecks) -> bool:
    """Whether any agency was asked about the case, or has answered without that."""
    return any(check.due or check.replied for check in checks.agencies)


def for_the_panel(desk: Desk, submission: Submission) -> Referral:
    """The referral as the panel may see it: what nobody has confirmed yet stands only in the original."""
    versions = desk.register.history(submission.reference)
    shown = referral_for_papers(desk.forms[submission.form_name], submission, versions)
    return replace(shown, open=open_queries(submission))


def original_of(
    desk: Desk, sha256: str, kind: str, reference: str
) -> tuple[InertForm | None, str, str | None]:
    """The inert pages of an original, opened, their hash, and why they cannot be shown.

    A damaged kept copy is made again. No pages and no fault: it is a typed form.
    """
    from pipeline.papers.making.binder import open_inert

    for _ in range(2):
        try:
            data = inert_copy(desk, sha256, kind, reference)
        except (ConversionError, ReadingError, NotFoundError) as err:
            return None, "", str(err)  # making it anew may take all the time there is: not twice
        if data is None:
            return None, "", None
        try:
            return open_inert(data), hashlib.sha256(data).hexdigest(), None
        except (ConversionError, ReadingError) as err:
            fault = str(err)
            desk.derived.drop(inert_key(sha256))
    return None, "", fault


def _sheet(
    desk: Desk, referral: Referral, number: int, meeting: Meeting, original: str, letters: PrintLetters
) -> LaidPart:
    from pipeline.papers.making.sheets import CaseFacts
    from pipeline.papers.making.sheets.pack import lay_out_sheet

    settings = desk.settings
    facts = CaseFacts(
        number=number,
        meeting=meeting.day,
        deadline_days=settings.deadline_days,
        district=settings.district_name(referral.district),
        original=original,
    )
    return _laid(lay_out_sheet(desk.forms[referral.submission.form_name], referral, facts, letters))


def _laid(sheet: LaidSheet) -> LaidPart:
    from pipeline.papers.making.sheets.stored import made_of, pages_to_bytes

    return LaidPart(made_of(pages_to_bytes(sheet.pages)), sheet.pages, sheet.strange)


# -- kept ----------------------------------------------------------------------------------------------------


def _key(desk: Desk, referral: Referral, checks: CaseChecks, number: int, meeting: Meeting) -> str:
    """What a case's pages are kept by: a digest of everything that they are drawn from."""
    settings, submission = desk.settings, referral.submission
    shaping = (
        __version__,
        referral,
        checks,
        number,
        meeting.day,
        inert_key(submission.pages[0]),
        desk.forms[submission.form_name],
        (settings.deadline_days, settings.districts, settings.agencies),
        (str(settings.regular_font), str(settings.bold_font)),
    )
    return f"case1-{hashlib.sha256(repr(shaping).encode('utf-8', 'surrogatepass')).hexdigest()}"


def _to_bytes(case: PackCase) -> bytes:
    data: dict[str, Any] = {
        "sheet": _packed(case.sheet),
        "checks": _packed(case.checks) if case.checks else None,
        "landscape": list(case.landscape),
        "inert": case.inert_sha256,
    }
    return json.dumps(data).encode("ascii")


def _packed(part: LaidPart) -> list[Any]:
    from pipeline.papers.making.sheets.stored import pages_to_bytes

    return [pages_to_bytes(part.pages).decode("utf-8", "surrogatepass"), list(part.strange)]


def _unpacked(data: list[Any]) -> LaidPart:
    from pipeline.papers.making.sheets.stored import made_of, pages_from_bytes

    pages = data[0].encode("utf-8", "surrogatepass")
    return LaidPart(made_of(pages), pages_from_bytes(pages), tuple(data[1]))


def _kept(desk: Desk, referral: Referral, number: int, key: str) -> PackCase | None:
    """The case as it is kept; None when it is not, or was damaged."""
    data = desk.derived.get(key)
    if data is None:
        return None
    try:
        found = json.loads(data)
        sheet, checks = _unpacked(found["sheet"]), found["checks"]
        returns = _unpacked(checks) if checks else None
        landscape = tuple(found["landscape"])
        return PackCase(referral, number, sheet, returns, landscape, found["inert"], None, key, False)
    except (ValueError, KeyError, TypeError, IndexError):
        desk.derived.drop(key)
        return None
