"""What is kept of a leak check: events about one SHA-256, with ids, rules and reasons, never a word that was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.model.filing import Event
from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.scope import Scope, of_key

if TYPE_CHECKING:
    from pipeline.office.desk.leaks.checking import Check

CHECKED, CLEARED, OVERRIDDEN, APPROVED = "leak checked", "leak cleared", "leak overridden", "leak approved"
CHART = "chart drawn"


def settled(desk: Desk, sha256: str) -> Mapping[str, str]:
    """Finding id -> what a person said about it, for one paper's exact bytes."""
    said: dict[str, str] = {}
    for event in desk.register.facts(CLEARED, OVERRIDDEN, subject=sha256):
        told = event.said
        how = f"overridden by {told.get('by', '')}" if event.what == OVERRIDDEN else "cleared"
        said[str(told.get("finding", ""))] = f"{how}: {told.get('reason', '')}"
    return said


def note_check(desk: Desk, check: Check) -> None:
    """Record a check, once as long as it finds the same."""
    detail: dict[str, object] = {
        **_about(check),
        "verdict": str(check.verdict),
        "findings": [
            {"id": n.id, "rule": n.finding.rule, "level": str(n.finding.level)} for n in check.noted
        ],
        "versions": check.versions,
    }
    before = desk.register.facts(CHECKED, subject=check.sha256)
    if not before or before[-1].said != detail:
        desk.register.note(CHECKED, check.sha256, detail)


def as_shown(desk: Desk, check: Check) -> bool:
    """Whether a check finds what the last one on record of these bytes found, so that its numbers are those shown."""
    before = desk.register.facts(CHECKED, subject=check.sha256)
    shown = [f.get("id") for f in before[-1].said.get("findings", ())] if before else None
    return shown == [n.id for n in check.noted]


def approve(desk: Desk, check: Check) -> None:
    """Record that these bytes may go out. Only for a check that has passed."""
    if not check.passed:
        raise ValueError("a paper with open findings cannot be approved")
    if not desk.register.facts(APPROVED, subject=check.sha256):
        desk.register.note(APPROVED, check.sha256, {**_about(check), "versions": check.versions})


def note_charts(desk: Desk, own: Iterable[str]) -> None:
    """Record the fingerprints of charts that a paper says in words too, so that any check of it knows them."""
    for one in sorted(set(own) - charts_noted(desk)):
        desk.register.note(CHART, one, {})


def charts_noted(desk: Desk) -> frozenset[str]:
    """The fingerprints of all charts on record."""
    return frozenset(event.subject for event in desk.register.facts(CHART))


def checked_for(event: Event) -> Scope:
    """What a paper was checked for, as the event of its check says."""
    said = event.said
    return of_key(str(said.get("meeting") or said.get("quarter")))


def _about(check: Check) -> dict[str, str]:
    return {"meeting" if check.scope.quarter is None else "quarter": check.scope.key}
