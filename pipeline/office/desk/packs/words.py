"""What a pack's building tells: of a form that follows its sheet, and why a pack is only a draft."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.answers import Carrier
from pipeline.model.filing import Referral
from pipeline.model.pack import Gap, PackPlan
from pipeline.rules.pack.pack_plan import OF_THE_MEETING

_KINDS = {
    "pdf": "The PDF as received",
    "docx": "The Word form as received",
    "office": "The document as received",
    "image": "The picture of the form as received",
    "text": "The e-mail into whose text the form was written",
}
_READ_FROM = {
    Carrier.ACROFORM: "The PDF form as received",
    Carrier.PRINTED: "The form, printed to PDF, as received",
    Carrier.WORD_PRINTED: "The Word form, printed to PDF, as received",
    Carrier.SCAN: "The scan of the form as received",
}


def about_original(referral: Referral, pages: int, fault: str | None) -> str:
    """What a case sheet says of the form behind it, which has so many pages; `fault`: why it cannot be shown."""
    if fault is not None:
        return "The form as received could not be shown; ask the coordinator."
    if not pages:
        return "The answers were typed in as data; there is no form to show."
    return f"{_carrier(referral)} follows this sheet ({pages} page{'' if pages == 1 else 's'})."


def _carrier(referral: Referral) -> str:
    """What the form came as, by how it was read or else by its kind of file."""
    submission = referral.submission
    kind, answers = submission.pages[1], submission.answers
    if kind == "pdf" and answers is not None and not submission.origin.corrected_by:
        return _READ_FROM.get(answers.carrier, _KINDS["pdf"])
    return _KINDS.get(kind, "The form as received")


def refusal(plan: PackPlan, path: Path, unchanged: bool) -> str:
    """Why the pack is a DRAFT and what to do about each gap; `unchanged`: it was there already."""
    done = (
        f"Nothing has changed: the DRAFT is already there ({path})"
        if unchanged
        else (f"The pack was written as DRAFT ({path})")
    )
    gaps = "".join(f"  - {gap}{_where(plan, gap)}\n" for gap in plan.gaps)
    return (
        f"{done}, because something is missing:\n{gaps}"
        'Mend this and build it again, or accept it with --accept-gaps "your reason".'
    )


def _where(plan: PackPlan, gap: Gap) -> str:
    """Where the coordinator mends a gap; the panel, who reads it on the cover, need not know."""
    if gap.subject != OF_THE_MEETING:
        return f" (`pipeline show {gap.subject}`)"
    return " (in meetings.yaml)" if plan.cases or "case" not in gap.message else ""
