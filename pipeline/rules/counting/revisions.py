"""Revisions: figures that a report printed and that count differently now.

A figure of an earlier report was last printed by one of the reports of earlier quarters, as they were before the first
issue of this one; so the list stays the same in every issue. A new issue of the same quarter also tells what has
changed since the issue before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.filing import Event
from pipeline.model.meeting import Quarter
from pipeline.rules.counting.figures import figure_of
from pipeline.rules.counting.quarters import parse_quarter

_ROWS = (
    "reason/",
    "theme/",
    "agency/",
    "meeting/",
)  # figures that a report has only where there is something


@dataclass(frozen=True)
class Printed:
    """A figure as it was last printed: by the report of `report`, whose event is `event`. `text` "": it had no row."""

    name: str
    text: str
    report: Quarter
    event: int


@dataclass(frozen=True)
class Revision:
    """A figure that is not what it was. `now` is "" when it is not given any more."""

    printed: Printed
    now: str


def printed_before(events: Sequence[Event], quarter: Quarter) -> Mapping[str, Printed]:
    """The figures of earlier quarters' reports as they were last printed before this quarter's first issue.

    `events`: the releases of one edition, oldest first.
    """
    return {one.name: one for event in _earlier(events, quarter) for one in printed_in(event)}


def unlisted_before(
    events: Sequence[Event], quarter: Quarter, rows: Callable[[Quarter], Iterable[str]]
) -> Mapping[str, Printed]:
    """The rows of earlier quarters that no report has had, such as a theme that a corrected record brought; text "".

    `rows`: the names of a quarter's figures as it is counted now.
    """
    told = printed_before(events, quarter)
    reports = {parse_quarter(event.subject): event.number for event in _earlier(events, quarter)}
    return {
        name: Printed(name, "", report, number)
        for report, number in reports.items()
        for name in rows(report)
        if name.startswith(_ROWS) and name not in told
    }


def _earlier(events: Sequence[Event], quarter: Quarter) -> list[Event]:
    own = str(quarter)
    first = next((n for n, e in enumerate(events) if e.subject == own), len(events))
    return [e for e in events[:first] if parse_quarter(e.subject) < quarter]


def last_reported(events: Iterable[Event], quarter: Quarter) -> Quarter:
    """The latest quarter that has been reported, this one at least."""
    return max((parse_quarter(event.subject) for event in events), default=quarter)


def printed_in(event: Event) -> Iterable[Printed]:
    """What one release printed; names that mean nothing any more are passed over."""
    report = parse_quarter(event.subject)
    told = event.said.get("figures", {})
    return (Printed(n, str(text), report, event.number) for n, text in told.items() if figure_of(n))


def issue_before(
    events: Sequence[Event], own: Iterable[str], now: Callable[[Printed], str]
) -> Mapping[str, Printed]:
    """What the issue before this one printed; {} for a first issue. `events`: this quarter's, oldest first.

    An issue that printed what would be printed now is this one, made again. `own`: the figures of this report.
    """
    wanted = set(own)
    for event in reversed(events):
        printed = tuple(printed_in(event))
        same = all(now(one) == one.text for one in printed) and wanted <= {one.name for one in printed}
        if not same:
            told = {one.name: one for one in printed}
            report = parse_quarter(event.subject)
            new = sorted(name for name in wanted - set(told) if name.startswith(_ROWS))
            return {**told, **{name: Printed(name, "", report, event.number) for name in new}}
    return {}


def revisions(
    earlier: Mapping[str, Printed], before: Mapping[str, Printed], now: Callable[[Printed], str]
) -> tuple[Revision, ...]:
    """What has changed against earlier reports and against the issue before, in this order."""
    every = ((one, now(one)) for one in (*earlier.values(), *before.values()))
    return tuple(Revision(one, text) for one, text in every if _differs(one, text))


def _differs(one: Printed, text: str) -> bool:
    """Whether a figure is not what it was; a row that was not there and is 0 now is no change."""
    return text != one.text and not (one.text == "" and text == "0")
