"""The briefing pack of one meeting, put into the outbox with a manifest beside it.

A final issue fixes its page numbers: the next one appends what is new and marks the file of the one before as
superseded. When nothing has changed since the last time, nothing is read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.model.errors import ConversionError, GapsError, NotFoundError
from pipeline.model.pack import PackPlan, layout_to_json
from pipeline.model.settings import Settings
from pipeline.office.desk import Desk
from pipeline.office.desk.meetings import keep_order, withheld_from
from pipeline.office.desk.packs import (
    BUILT,
    Draft,
    Progress,
    bound,
    digest_of,
    draft_pack,
    keep_issue,
    no_collecting,
    paper_name,
    with_issue,
)
from pipeline.office.desk.packs.words import refusal
from pipeline.office.pack.inputs import inputs_of, standing
from pipeline.office.pack.manifest import Source, manifest_of
from pipeline.office.pack.superseding import supersede
from pipeline.records import outbox


@dataclass(frozen=True)
class BuiltPack:
    """A pack as it stands in the outbox. `path` differs from `wanted` when another program held that file open.

    `superseded`: earlier issues' files that were marked; `troubles`: sentences on those that could not be.
    `supplement`: the file with the new pages only, when it was asked for.
    """

    plan: PackPlan
    path: Path
    manifest: Path
    wanted: Path
    unchanged: bool = False  # it was there already, byte for byte
    superseded: tuple[Path, ...] = ()
    troubles: tuple[str, ...] = ()
    supplement: Path | None = None


def plan_pack(desk: Desk, day: date, *, accepted: str = "", progress: Progress | None = None) -> PackPlan:
    """What the pack for a meeting will hold: sections, pages, gaps. Nothing is issued; the issue is 0 when it is new.

    `accepted`: why its gaps are accepted. Raises NotFoundError when there is no meeting on that day.
    """
    return draft_pack(desk, day, accepted, progress).plan


def build_pack(
    desk: Desk, day: date, *, accepted: str = "", progress: Progress | None = None, supplement: bool = False
) -> BuiltPack:
    """Build the pack for a meeting and write it with its manifest. The same inputs give the same bytes.

    `progress` is called with the reference of each case that is read anew; `supplement` also writes the pages that
    the issue before did not have as a file of their own. Raises NotFoundError (no such meeting, no issue before);
    StorageError; GapsError after the pack was written as DRAFT because something is missing and no reason for
    accepting that was given.
    """
    inputs = inputs_of(desk, day, accepted)
    if not supplement:
        there = standing(desk, day, inputs)
        if there is not None:
            path, plan = there
            return _answer(_superseding(desk, BuiltPack(plan, path, _manifest(path), path, unchanged=True)))
    with no_collecting():
        draft, data = _drawn(desk, day, accepted, progress)
        new = _supplement(draft, desk) if supplement else None
    built = _written(desk, draft, data, inputs)
    if new is not None:
        path = outbox.issue(built.wanted.with_name(f"{built.wanted.stem}-supplement.pdf"), new)
        built = replace(built, supplement=path, troubles=(*built.troubles, *_whole(desk, built.plan)))
    return _answer(built)


def _answer(built: BuiltPack) -> BuiltPack:
    if built.plan.draft:
        raise GapsError(refusal(built.plan, built.path, built.unchanged))
    return built


def _drawn(desk: Desk, day: date, accepted: str, progress: Progress | None) -> tuple[Draft, bytes]:
    """The pack with its number. What was kept and does not hold any more is made anew, once."""
    for attempt in range(2):
        draft = draft_pack(desk, day, accepted, progress)
        if not draft.plan.issue:
            draft = with_issue(draft, desk.register.issue_of(paper_name(day), digest_of(draft, desk)))
        try:
            return draft, bound(draft, desk)
        except ConversionError:
            if attempt:
                raise
    raise AssertionError("unreachable")


def _supplement(draft: Draft, desk: Desk) -> bytes:
    """The new pages alone. Raises NotFoundError in a first issue, which has no others."""
    new = draft.plan.change_sheet
    if new is None:
        raise NotFoundError(
            "There is no earlier final issue of this pack, so there are no new pages: send the pack itself."
        )
    return bound(draft, desk, first=new.first)


def _whole(desk: Desk, plan: PackPlan) -> Iterator[str]:
    """A sentence for each member who must not be given a supplement."""
    cases = {case.reference for case in plan.cases}
    for member in desk.settings.members:
        if withheld_from(desk).get(member.name, frozenset()) & cases:
            yield (
                f"The supplement is whole and not locked. It is not for {member.name}, from whom a case is withheld: "
                "their own copy (pipeline copies) has the new pages."
            )


def _written(desk: Desk, draft: Draft, data: bytes, inputs: str) -> BuiltPack:
    plan = draft.plan
    wanted = _target(desk.settings, plan)
    unchanged = outbox.holds(wanted, data)
    if not plan.draft:
        keep_issue(draft, desk)
    path = outbox.issue(wanted, data)
    digest = digest_of(draft, desk)
    manifest = outbox.issue(_manifest(path), manifest_of(plan, path.name, data, digest, _sources(draft)))
    if not unchanged or standing(desk, plan.meeting.day, inputs) is None:
        _log(desk, draft, path, hashlib.sha256(data).hexdigest(), inputs)
    return _superseding(desk, BuiltPack(plan, path, manifest, wanted, unchanged))


def _superseding(desk: Desk, built: BuiltPack) -> BuiltPack:
    """The pack with the issues before it marked, also those that a run which was cut short has left."""
    if built.plan.draft:
        return built
    marked, troubles = supersede(desk, built.plan)
    return replace(built, superseded=marked, troubles=troubles)


def _manifest(path: Path) -> Path:
    return path.with_name(f"{path.stem}.manifest.json")


def _target(settings: Settings, plan: PackPlan) -> Path:
    day = plan.meeting.day
    return settings.folders.outbox / day.isoformat() / f"{paper_name(day)}-issue-{plan.issue}.pdf"


def _sources(draft: Draft) -> tuple[Source, ...]:
    return tuple(Source(c.referral.submission, c.inert_sha256) for c in draft.cases)


def _log(desk: Desk, draft: Draft, path: Path, sha256: str, inputs: str) -> None:
    plan = draft.plan
    day = plan.meeting.day
    detail: dict[str, object] = {
        "issue": plan.issue,
        "file": path.name,
        "sha256": sha256,
        "pages": plan.pages,
        "draft": plan.draft,
        "inputs": "" if any(c.fault for c in draft.cases) else inputs,
        "gaps": [[gap.subject, gap.message] for gap in plan.gaps],
        "notes": list(plan.notes),
        "accepted": plan.accepted_gaps,
        "sections" if plan.draft else "layout": layout_to_json(draft.layout),
    }
    with desk.register.transaction():
        desk.register.note(BUILT, day.isoformat(), detail)
        if not plan.draft:
            keep_order(desk, day, [c.reference for c in plan.cases])
