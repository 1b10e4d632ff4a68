"""The briefing pack as several tasks need it: planned, drawn, bound. Writing it and its copies are tasks."""

from __future__ import annotations

from datetime import date

from pipeline.office.desk.packs.binding import bound, keep_issue, no_collecting
from pipeline.office.desk.packs.cases import PackCase
from pipeline.office.desk.packs.issues import BUILT, built, last_final
from pipeline.office.desk.packs.large import bound_large
from pipeline.office.desk.packs.planning import Draft, Progress, digest_of, draft_pack, with_issue
from pipeline.office.desk.packs.restricted import restricted


def paper_name(day: date) -> str:
    """What the pack of a meeting is called in the register, and how its files' names begin."""
    return f"briefing-pack-{day.isoformat()}"


__all__ = [
    "BUILT",
    "Draft",
    "PackCase",
    "Progress",
    "bound",
    "bound_large",
    "built",
    "digest_of",
    "draft_pack",
    "keep_issue",
    "last_final",
    "no_collecting",
    "paper_name",
    "restricted",
    "with_issue",
]
