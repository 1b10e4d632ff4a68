"""Issues of a pack: the last final one, whose pages the next keeps, and the pages as they were drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from pipeline.model.errors import NotFoundError
from pipeline.model.filing import Event
from pipeline.model.pack import Layout, layout_from_json
from pipeline.office.desk import Desk
from pipeline.records.derived import Derived
from pipeline.rules.answers.dates import british

if TYPE_CHECKING:
    from pipeline.papers.making.sheets.flow import PlacedPage

BUILT = "pack built"  # an event; its subject is the meeting's day
_ISSUED = "issued"  # the folder in records


def built(desk: Desk, day: date) -> tuple[Event, ...]:
    """Every pack that was built for a meeting, oldest first."""
    return desk.register.facts(BUILT, subject=day.isoformat())


def last_final(desk: Desk, day: date) -> Layout | None:
    """The layout of the last issue that was no DRAFT, or None."""
    found = [event.said["layout"] for event in built(desk, day) if event.said.get("layout")]
    return layout_from_json(found[-1]) if found else None


def final_issue(desk: Desk, day: date, issue: int) -> Layout | None:
    """The layout of one final issue of a meeting's pack, or None."""
    layouts = [event.said["layout"] for event in built(desk, day) if event.said.get("layout")]
    found = [layout for layout in map(layout_from_json, layouts) if layout.issue == issue]
    return found[-1] if found else None


def gone_cases(desk: Desk, base: Layout, references: Iterable[str]) -> Mapping[str, str]:
    """The cases of an issue that are not among those heard now, each with the reason in words."""
    here = set(references)
    before = {s.reference for s in base.sections if s.reference}
    return {reference: _why(desk, reference) for reference in sorted(before - here)}


def _why(desk: Desk, reference: str) -> str:
    try:
        submission = desk.register.submission(reference)
    except NotFoundError:
        return "no longer in the register"
    if submission.ended and submission.decision:
        return submission.decision.ruling.value
    return f"moved to {british(submission.meeting)}" if submission.meeting else "without a meeting"


def keep_pages(desk: Desk, made: str, pages: Iterable[PlacedPage]) -> None:
    """Keep the drawn pages of an issue for later issues. Raises StorageError."""
    from pipeline.papers.making.sheets.stored import pages_to_bytes

    store, key = _store(desk), _key(made)
    if store.get(key) is None:
        store.put(key, pages_to_bytes(pages))


def kept_pages(desk: Desk, made: str) -> tuple[PlacedPage, ...] | None:
    """Pages that an earlier issue showed; None when they are kept no more."""
    from pipeline.papers.making.sheets.stored import pages_from_bytes

    data = _store(desk).get(_key(made))
    if data is None:
        return None
    try:
        return pages_from_bytes(data)
    except (ValueError, KeyError, TypeError):
        return None


def _store(desk: Desk) -> Derived:
    return Derived(desk.settings.folders.records / _ISSUED)


def _key(made: str) -> str:
    return f"pages1-{made}"
