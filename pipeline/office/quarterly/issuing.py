"""Issuing a report: through the door of the leak check, numbered, and into the ledger of what went round."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.office.desk import Desk
from pipeline.office.desk.leaks.door import Made, send_out
from pipeline.office.quarterly.ledger import keep
from pipeline.office.quarterly.paper import QuarterlyPaper, QuarterlyPlan

if TYPE_CHECKING:
    from pipeline.papers.making.word import Picture


def ready(desk: Desk, plan: QuarterlyPlan) -> QuarterlyPlan:
    """The report as it will be printed, with its charts and the number it will have as an issue."""
    version = f"Issue {_number(desk, plan, _digest(plan.paper))}"
    themes, since = _charts(plan.paper)
    paper = replace(plan.paper, version=version).with_charts(themes, since)
    return replace(plan, paper=paper, charts=tuple(chart.png for chart in (themes, since) if chart))


def write_quarterly(desk: Desk, plan: QuarterlyPlan, *, dry_run: bool = False) -> Made:
    """Issue the report when it has passed the leak check, otherwise write it as DRAFT. Raises what `send_out` raises.

    What an issued edition lets out is kept in the ledger of releases.
    """

    def noted() -> None:
        desk.register.issue_of(_numbered(plan), _digest(plan.paper))
        keep(desk, plan)

    return send_out(desk, ready(desk, plan), dry_run=dry_run, first=noted)


def _charts(paper: QuarterlyPaper) -> tuple[Picture | None, Picture | None]:
    """The bars of the themes and the lines of the running totals, each where there is something to draw."""
    from pipeline.papers.making.charts import Bar, bar_chart
    from pipeline.papers.making.charts.lines import line_chart

    bars = [Bar(row.label, int(row.quarter), strong=True) for row in paper.theme_counts if int(row.quarter)]
    themes = bar_chart(bars, paper.chart_title) if bars else None
    return themes, line_chart(paper.since_lines, paper.since_title) if paper.since_lines else None


def _numbered(plan: QuarterlyPlan) -> str:
    return f"{plan.kind.event} {plan.scope.key}"


def _number(desk: Desk, plan: QuarterlyPlan, digest: str) -> int:
    """The number it will have as an issue: a draft uses none up, and the same content again keeps its own."""
    facts = desk.register.facts("issue", subject=_numbered(plan))
    issued = {event.said.get("digest"): int(event.said["number"]) for event in facts}
    return issued.get(digest, max(issued.values(), default=0) + 1)


def _digest(paper: QuarterlyPaper) -> str:
    """What tells one content of the report from another, so that only a changed one is a new issue."""
    return hashlib.sha256(repr(paper).encode()).hexdigest()
