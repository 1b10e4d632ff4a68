"""What the reports have told: each figure as it was printed, kept as an event for each edition and issue."""

from __future__ import annotations

from pipeline.office.desk import Desk
from pipeline.office.quarterly.paper import QuarterlyPlan

RELEASED = "released"  # an event; its subject is the quarter


def keep(desk: Desk, plan: QuarterlyPlan) -> None:
    """Write down what a report tells, unless the last issue of the quarter told the same."""
    told = {"edition": plan.edition, "figures": dict(plan.released)}
    before = desk.register.facts(RELEASED, subject=plan.scope.key)
    if plan.released and (not before or before[-1].said != told):
        desk.register.note(RELEASED, plan.scope.key, told)
