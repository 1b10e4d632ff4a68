"""The briefing pack as several tasks need it: planned, drawn, bound. Writing it and its copies are tasks."""

from __future__ import annotations

from datetime import date

from pipeline.office.desk.packs.binding import bound, no_collecting
from pipeline.office.desk.packs.cases import PackCase
from pipeline.office.desk.packs.planning import Draft, Progress, digest_of, draft_pack
from pipeline.office.desk.packs.restricted import restricted


def paper_name(day: date) -> str:
    """What the pack of a meeting is called in the register, and how its files' names begin."""
    return f"briefing-pack-{day.isoformat()}"


__all__ = [
    "Draft",
    "PackCase",
    "Progress",
    "bound",
    "digest_of",
    "draft_pack",
    "no_collecting",
    "paper_name",
    "restricted",
]
