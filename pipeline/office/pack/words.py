"""What a pack's building tells: of a form that follows its sheet, and why a pack is only a draft."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.filing import Referral
from pipeline.model.pack import Gap, PackPlan
from pipeline.rules.pack_plan import OF_THE_MEETING


def about_original(referral: Referral, pages: int, fault: str | None) -> str:
    """What a case sheet says of the form behind it, which has so many pages; `fault`: why it cannot be shown."""
    if fault is not None:
        return "The form as received could not be shown; ask the coordinator."
    if not pages:
        return "The answers were typed in as data; there is no form to show."
    kind = {"pdf": "PDF", "docx": "Word"}.get(referral.submission.pages[1], "")
    form = " ".join(word for word in ("The", kind, "form as received") if word)
    return f"{form} follows this sheet ({pages} page{'' if pages == 1 else 's'})."


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
    return " (in pipeline.yaml)" if plan.cases or "case" not in gap.message else ""
