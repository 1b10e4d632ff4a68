"""The two editions of the report: the board's own with every figure, and the one that goes round.

What went round is kept as events "released": figure by figure as it was printed, since two reports together say more
than each alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.filing import Event
from pipeline.office.quarterly.paper import ActionRow, ImpactRow, MeetingThemes, QuarterlyPaper
from pipeline.rules.counting.disclosure import Control, control
from pipeline.rules.counting.releases import (
    NOW,
    OPENING,
    SINCE,
    YEAR,
    drawn,
    figures_of,
    in_words,
    name_of,
    opening_name,
)
from pipeline.rules.counting.tallies import Tallies
from pipeline.rules.counting.wording import counts_a_few

BOARD, CIRCULATED = "board", "circulated"
_OWN = "The board's own copy: every figure in full; not for publication"
_ROUND = "For circulation: small numbers are not shown"
_MARKED = "CIRCULATED EDITION"


@dataclass(frozen=True)
class Edition:
    """How the figures of a report are printed: called with what was counted and over what, it gives the text.

    `threshold`: up to where numbers are hidden, 0 in the board's edition; `figures`: what is released by it.
    """

    name: str
    tallies: Tallies
    held: Control
    threshold: int = 0
    chart: bool = True
    figures: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, what: str, span: str) -> str:
        """A figure as it is printed."""
        tallies = self.tallies
        name = opening_name(what, tallies) if span == OPENING else name_of(what, span, tallies.quarter)
        if name in self.held.values:
            return self.held.shown(name)
        places = {NOW: tallies.this_quarter, YEAR: tallies.year_to_date, SINCE: tallies.since_start}
        return str(getattr(places[span], what))

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each figure that earlier releases give away."""
        return tuple(
            f"Earlier releases let a reader work out a small number ({in_words(name)}), whatever this edition hides."
            " Ask the chair before it goes round."
            for name in self.held.exposed
        )


def board_edition(tallies: Tallies) -> Edition:
    """Every figure in full."""
    return Edition(BOARD, tallies, Control(figures_of((tallies,), chart=False).values, frozenset()))


def circulated_edition(
    quarters: Sequence[Tallies], threshold: int, releases: Iterable[Event], *, chart: bool
) -> Edition:
    """Figures under disclosure control. `quarters`: the one reported and all that led to it, in order."""
    released: dict[str, frozenset[str]] = {}
    for event in releases:
        for name, text in event.said.get("figures", {}).items():
            released[name] = released.get(name, frozenset()) | {str(text)}
    figures = figures_of(quarters, chart=chart)
    held = control(figures, threshold, released)
    if chart and not held.open(*drawn(quarters)):  # a line with a gap would be no line
        return circulated_edition(quarters, threshold, releases, chart=False)
    printed = {name: held.shown(name) for name in sorted(figures.ranks)}
    return Edition(CIRCULATED, quarters[-1], held, threshold, chart, printed)


def in_edition(
    paper: QuarterlyPaper, edition: Edition, districts: str
) -> tuple[QuarterlyPaper, tuple[str, ...]]:
    """The paper as an edition has it, and a sentence for each text that was left out of it.

    `districts`: where the quarter's meetings were, in words. An edition that goes round has no figures by meeting, no
    day beside a district, and no line that counts a few people.
    """
    if edition.name == BOARD:
        return replace(paper, edition=_OWN), ()
    few = edition.threshold
    lines = {name: _kept(getattr(paper, name), few) for name in _TEXTS}
    headings = _kept(tuple(dict.fromkeys(h for m in paper.themes_by_meeting for h in m.points)), few)
    made = replace(
        paper,
        edition=_ROUND,
        marking=_MARKED,
        meetings=(),
        meetings_in_words=districts or paper.meetings_in_words,
        since_lines=paper.since_lines if edition.chart else (),
        themes_by_meeting=(MeetingThemes("What the meetings called them", headings),) if headings else (),
        actions=tuple(_action(row, few) for row in paper.actions if not counts_a_few(row.heading, few)),
        impact=tuple(_impact(row, few) for row in paper.impact if not counts_a_few(row.said, few)),
        **lines,  # type: ignore[arg-type]
    )
    return made, tuple(
        f"Left out of the circulated edition, because it counts a few people: “{text}”. Reword the record to keep it."
        for text in dict.fromkeys(_texts(paper))
        if counts_a_few(text, few)
    )


_TEXTS = ("key_messages", "good_practice", "messages_to_managers", "messages_scolt", "messages_qa", "risks")


def _texts(paper: QuarterlyPaper) -> Iterable[str]:
    """Every text of the paper that people wrote."""
    for name in _TEXTS:
        yield from getattr(paper, name)
    yield from (h for m in paper.themes_by_meeting for h in m.points)
    yield from (text for row in paper.actions for text in (row.heading, row.what))
    yield from (text for row in paper.impact for text in (row.said, row.did))


def _kept(texts: Iterable[str], few: int) -> tuple[str, ...]:
    return tuple(text for text in texts if not counts_a_few(text, few))


def _action(row: ActionRow, few: int) -> ActionRow:
    return replace(row, what="") if counts_a_few(row.what, few) else row


def _impact(row: ImpactRow, few: int) -> ImpactRow:
    return replace(row, did="Done.") if counts_a_few(row.did, few) else row
