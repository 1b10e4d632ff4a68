"""Which filed papers may be the pages of one form that came apart, and those that have come together since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.model.filing import Submission
from pipeline.office.desk import Desk
from pipeline.rules.arriving.apart import Pages, apart_words, may_belong, pages_had


@dataclass(frozen=True)
class Apart:
    """By reference: what is to be said of papers that may hold its other pages, and of pages that are joined by now."""

    perhaps: Mapping[str, str]
    joined: Mapping[str, str]


def pages_apart(desk: Desk) -> Apart:
    """What is to be said of every filed paper that lacks pages."""
    latest = [(s, pages_had(s.answers.gaps if s.answers else ())) for s in desk.register.latest()]
    lacking = {s.reference: (s, *had) for s, had in latest if had[0]}
    if not lacking:
        return Apart({}, {})
    seen, together = _arrivals(desk, [s for s, _, _ in lacking.values()])
    papers = [
        Pages(name, s.form_name, have, count, seen[name])
        for name, (s, have, count) in lacking.items()
        if name in seen and name not in together
    ]
    found = ((paper, may_belong(paper, papers)) for paper in papers)
    words = {paper.reference: apart_words(paper, others) for paper, others in found if others}
    return Apart(words, {name: _joined(name, other) for name, other in together.items()})


def _arrivals(desk: Desk, papers: list[Submission]) -> tuple[dict[str, datetime], dict[str, str]]:
    """When each paper was first seen; and those that have come again as a page of another reference."""
    filed = {paper.sha256: paper.reference for paper in papers}
    seen: dict[str, datetime] = {}
    together: dict[str, str] = {}
    for arrival in desk.register.arrivals():
        reference = filed.get(arrival.sha256, "")
        if reference and arrival.reference == reference:
            seen.setdefault(reference, datetime.fromisoformat(arrival.first_seen))
        elif reference and arrival.reference:
            together[reference] = arrival.reference
    return seen, together


def _joined(name: str, other: str) -> str:
    return (
        f"For the coordinator: {name} is a page that has come again with others and is part of {other} now.\n"
        "Nothing more needs to be done here, and nothing to be asked.\n"
    )
