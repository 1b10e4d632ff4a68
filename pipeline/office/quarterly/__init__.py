"""The panel's quarterly report to the board, through the quality assurance sub group.

Figures are counted afresh from the register each time; what does not add up stops the report.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from pipeline.office.desk import Desk
from pipeline.office.desk.pages import word_pages
from pipeline.office.quarterly.editions import BOARD
from pipeline.office.quarterly.ledger import keep
from pipeline.office.quarterly.paper import TEMPLATE, QuarterlyPaper, QuarterlyPlan
from pipeline.office.quarterly.planning import plan_quarterly
from pipeline.records import outbox
from pipeline.rules.counting.quarters import last_day

__all__ = ["plan_quarterly", "write_quarterly"]
_PAPER = "quarterly report"


def write_quarterly(desk: Desk, plan: QuarterlyPlan) -> tuple[Path, ...]:
    """Write the report as Word and PDF; the paths written. Raises TemplateError, ConversionError or StorageError.

    Nothing is written unless both could be made.
    """
    from pipeline.papers.making.charts import Bar, bar_chart
    from pipeline.papers.making.charts.lines import line_chart
    from pipeline.papers.making.word import WordProperties, render_word

    settings, paper = desk.settings, plan.paper
    bars = [Bar(row.label, int(row.quarter), strong=True) for row in paper.theme_counts if int(row.quarter)]
    picture = bar_chart(bars, paper.chart_title) if bars else None
    since = line_chart(paper.since_lines, paper.since_title) if paper.since_lines else None
    properties = WordProperties(paper.title, settings.names.panel, last_day(plan.quarter))
    template = settings.folders.templates / TEMPLATE
    number = desk.register.issue_of(_series(plan), _digest(paper))
    paper = replace(paper, version=f"Issue {number}")
    word = render_word(template, paper.with_charts(picture, since), properties)
    pdf = word_pages(desk, word, paper.title)
    written = (outbox.issue(plan.word, word), outbox.issue(plan.pdf, pdf))
    desk.register.note(_PAPER, str(plan.quarter), {"files": [path.name for path in written]})
    keep(desk, plan)
    return written


def _series(plan: QuarterlyPlan) -> str:
    """What is numbered as one series of issues: each edition of a quarter by itself."""
    return f"{_PAPER} {plan.quarter}" + ("" if plan.edition == BOARD else f" {plan.edition}")


def _digest(paper: QuarterlyPaper) -> str:
    """What tells one content of the report from another, so that only a changed one is a new issue."""
    return hashlib.sha256(repr(paper).encode()).hexdigest()
