"""The briefing pack of one meeting, put into the outbox with a manifest beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.model.errors import GapsError
from pipeline.model.pack import PackPlan
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.packs import (
    Draft,
    Progress,
    bound,
    digest_of,
    draft_pack,
    no_collecting,
    paper_name,
)
from pipeline.office.desk.packs.words import refusal
from pipeline.office.pack.manifest import Source, manifest_of
from pipeline.records import outbox


@dataclass(frozen=True)
class BuiltPack:
    """A pack as it stands in the outbox. `path` differs from `wanted` when another program held that file open."""

    plan: PackPlan
    path: Path
    manifest: Path
    wanted: Path
    unchanged: bool = False  # it was there already, byte for byte


def plan_pack(desk: Desk, day: date, *, accepted: str = "", progress: Progress | None = None) -> PackPlan:
    """What the pack for a meeting will hold: sections, pages, gaps. Nothing is written; the issue is 0.

    `accepted`: why its gaps are accepted. Raises NotFoundError when there is no meeting on that day.
    """
    return draft_pack(desk, day, accepted, progress).plan


def build_pack(desk: Desk, day: date, *, accepted: str = "", progress: Progress | None = None) -> BuiltPack:
    """Build the pack for a meeting and write it with its manifest. The same inputs give the same bytes.

    `progress` is called with each case's reference. Raises NotFoundError; StorageError; GapsError after the pack
    was written as DRAFT because something is missing and no reason for accepting that was given.
    """
    with no_collecting():
        draft = draft_pack(desk, day, accepted, progress)
        digest = digest_of(draft, desk)
        draft = replace(
            draft, plan=replace(draft.plan, issue=desk.register.issue_of(paper_name(day), digest))
        )
        data = bound(draft, desk.settings)
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


def _target(settings: Settings, plan: PackPlan) -> Path:
    day = plan.meeting.day
    return settings.folders.outbox / day.isoformat() / f"{paper_name(day)}-issue-{plan.issue}.pdf"


def _sources(draft: Draft) -> tuple[Source, ...]:
    return tuple(Source(c.referral.submission, c.inert_sha256) for c in draft.cases)


def _log(desk: Desk, plan: PackPlan, path: Path) -> None:
    detail = {"issue": plan.issue, "file": path.name, "pages": plan.pages, "draft": plan.draft}
    if plan.accepted_gaps:
        detail |= {"accepted": plan.accepted_gaps, "gaps": [str(g) for g in plan.gaps]}
    desk.register.note("pack built", plan.meeting.day.isoformat(), detail)
