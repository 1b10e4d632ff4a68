"""The manifest beside a pack: what it was made from, by reference and hash. No name of a person stands in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import __version__
from pipeline.model.filing import Submission
from pipeline.model.pack import PackPlan


@dataclass(frozen=True)
class Source:
    """A referral in the pack and the hash of its inert pages ("" when it has none)."""

    submission: Submission
    inert_sha256: str


def manifest_of(plan: PackPlan, name: str, pack: bytes, digest: str, sources: Sequence[Source]) -> bytes:
    """The manifest as JSON. `name`: the pack's file; `digest`: of everything that shaped the pack."""
    found: Mapping[str, Any] = {
        "paper": name,
        "sha256": hashlib.sha256(pack).hexdigest(),
        "pages": plan.pages,
        "meeting": plan.meeting.day.isoformat(),
        "district": plan.district,
        "issue": plan.issue,
        "keeps_pages_of_issue": plan.base or None,
        "draft": plan.draft,
        "gaps": [gap.subject for gap in plan.gaps],
        "gaps_accepted": bool(plan.accepted_gaps),
        "made_by": f"panel-pipeline {__version__}",
        "made_from": digest,
        "sections": [
            {"title": s.heading, "kind": s.kind, "first": s.first, "pages": s.pages} for s in plan.sections
        ],
        "sources": [_source(source, plan) for source in sources],
    }
    return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _source(source: Source, plan: PackPlan) -> dict[str, Any]:
    submission = source.submission
    first = {s.kind: s.first for s in plan.sections if s.reference == submission.reference and s.stands}
    return {
        "reference": submission.reference,
        "version": submission.version,
        "kind": submission.kind,
        "sha256": submission.sha256,
        "inert_sha256": source.inert_sha256 or None,
        "received": submission.received.isoformat(),
        "sheet_page": first.get("sheet"),
        "original_page": first.get("original"),
    }
