"""What the reports have told: each figure as it was printed, kept as an event for each issue of each edition."""

from __future__ import annotations

from pipeline.model.filing import Event
from pipeline.office.desk import Desk
from pipeline.office.quarterly.paper import CIRCULATED, QuarterlyPlan

RELEASED = "released"  # an event; its subject is the quarter


def releases(desk: Desk, edition: str) -> tuple[Event, ...]:
    """Every issue of an edition, oldest first. What was kept before editions had names went round."""
    return tuple(e for e in desk.register.facts(RELEASED) if e.said.get("edition", CIRCULATED) == edition)


def keep(desk: Desk, plan: QuarterlyPlan) -> None:
    """Write down what a report tells, unless the edition's last issue for the quarter told the same."""
    told = {"edition": plan.edition, "figures": dict(plan.released)}
    before = [e for e in releases(desk, plan.edition) if e.subject == plan.scope.key]
    if not before or before[-1].said != told:
        desk.register.note(RELEASED, plan.scope.key, told)
