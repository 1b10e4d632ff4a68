"""The two editions of the report: the board's own with every figure, and the one that goes round.

Every number of a report is one of its edition's figures. What an edition told is kept figure by figure as it was
printed (ledger), since two reports together say more than each alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.filing import Event
from pipeline.model.meeting import Quarter
from pipeline.office.quarterly.material import Count
from pipeline.office.quarterly.paper import (
    BOARD,
    CIRCULATED,
    ActionRow,
    ImpactRow,
    MeetingThemes,
    QuarterlyPaper,
)
from pipeline.office.quarterly.words import drawn_quarters, has_chart
from pipeline.rules.counting.disclosure import HIDDEN, Control, control
from pipeline.rules.counting.figures import OPENING, SINCE, figure_of, in_words, name_of, panels_own
from pipeline.rules.counting.quarters import quarters_between
from pipeline.rules.counting.releases import DRAWN, drawn, figures_of
from pipeline.rules.counting.revisions import (
    Printed,
    Revision,
    issue_before,
    last_reported,
    printed_before,
    printed_in,
    revisions,
    unlisted_before,
)
from pipeline.rules.counting.tallies import Tallies
from pipeline.rules.counting.wording import counts_a_few

_OWN = "The board's own copy: every figure in full; not for publication"
_ROUND = "For circulation: small numbers are not shown"
_MARKED = "CIRCULATED EDITION"
_Now = Callable[[Printed], str]
_Rows = Callable[[Quarter], Iterable[str]]


@dataclass(frozen=True)
class Edition:
    """How the figures of a report are printed: `texts` has every one of them by name.

    `threshold`: up to where numbers are hidden, 0 in the board's edition; `revised`: what is not as it was printed
    before; `exposed`: figures that earlier releases give away.
    """

    name: str
    tallies: Tallies
    texts: Mapping[str, str]
    threshold: int = 0
    chart: bool = True
    revised: tuple[Revision, ...] = ()
    exposed: tuple[str, ...] = ()

    def __call__(self, what: str, span: str, quarter: Quarter | None = None) -> str:
        """A figure as it is printed; of the report's own quarter, unless another is named."""
        place = self.tallies.opening.up_to if span == OPENING else quarter or self.tallies.quarter
        return self.texts[name_of(what, span, place)]

    @property
    def released(self) -> Mapping[str, str]:
        """All that it tells, as printed."""
        return {**{r.printed.name: r.now for r in self.revised}, **self.texts}

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each figure that earlier releases give away."""
        return tuple(
            f"Earlier releases let a reader work out a small number ({in_words(name)}), whatever this edition hides."
            " Ask the chair before it goes round."
            for name in self.exposed
        )


def board_edition(count: Count, quarter: Quarter, releases: Sequence[Event]) -> Edition:
    """Every figure in full. `releases`: what this edition told before, oldest first."""
    tallies = count.tallies(quarter)
    chart = has_chart(tallies)
    points = {name: count.value(name) for name in _points(tallies)} if chart else {}
    values = {**points, **{name: count.value(name) for name in count.traces(quarter)}}
    texts = {name: str(value) for name, value in sorted(values.items())}

    def now(one: Printed) -> str:
        value = count.value(one.name)
        return _given_no_more(one) if value is None else str(value)

    revised = _revised(releases, quarter, texts, now, count.traces)
    return Edition(BOARD, tallies, texts, chart=chart, revised=revised)


def circulated_edition(
    count: Count, led: Sequence[Quarter], threshold: int, releases: Sequence[Event], *, chart: bool = True
) -> Edition:
    """Figures under disclosure control. `led`: the quarter reported and all that led to it, in order.

    What has changed since it was printed is printed anew, and so under the same control; what reports of later
    quarters have told already counts too.
    """
    quarters, quarter = [count.tallies(q) for q in led], led[-1]
    after = [count.tallies(q) for q in quarters_between(quarter, last_reported(releases, quarter))]
    chart = chart and has_chart(quarters[-1])
    changed = _changed(count, quarter, releases)
    figures = figures_of(quarters, chart=chart, revised=changed, after=after)
    held = control(figures, threshold, _told(releases))
    if chart and not held.open(*drawn(quarters)):  # a line with a gap would be no line
        return circulated_edition(count, led, threshold, releases, chart=False)
    own = {name: count.value(name) for name in count.traces(quarter) if panels_own(name)}
    texts = {
        **{name: str(value) for name, value in own.items()},
        **{name: held.shown(name) for name in held.printed},
    }

    def now(one: Printed) -> str:
        return _now(one, held, count)

    def rows(of: Quarter) -> Iterator[str]:
        return (name for name in count.traces(of) if panels_own(name))

    revised = _revised(releases, quarter, texts, now, rows)
    return Edition(
        CIRCULATED, quarters[-1], dict(sorted(texts.items())), threshold, chart, revised, held.exposed
    )


def _points(tallies: Tallies) -> Iterator[str]:
    """The names of the chart's points."""
    return (name_of(what, SINCE, q) for what in DRAWN for q in drawn_quarters(tallies))


def _revised(
    releases: Sequence[Event], quarter: Quarter, own: Iterable[str], now: _Now, rows: _Rows
) -> tuple[Revision, ...]:
    issues = [e for e in releases if e.subject == str(quarter)]
    earlier = {**printed_before(releases, quarter), **unlisted_before(releases, quarter, rows)}
    return revisions(earlier, issue_before(issues, own, now), now)


def _given_no_more(one: Printed) -> str:
    """What is said of a figure that is not counted any more: another opening balance is told, what went into it not."""
    figure = figure_of(one.name)
    return "" if figure is not None and figure.quarter is None else one.text


def _changed(count: Count, quarter: Quarter, releases: Sequence[Event]) -> frozenset[str]:
    """People's figures that were printed as numbers before and count differently now, but for this report's own."""
    issues = [one for e in releases if e.subject == str(quarter) for one in printed_in(e)]
    every = (*printed_before(releases, quarter).values(), *issues)
    return frozenset(
        one.name
        for one in every
        if one.text not in (HIDDEN, "", str(count.value(one.name)))
        if not panels_own(one.name) and count.value(one.name) is not None
    )


def _now(one: Printed, held: Control, count: Count) -> str:
    """What a figure that was printed before is now, as this edition may say it."""
    value = count.value(one.name)
    if str(value) == one.text or one.text == HIDDEN:  # what is still hidden is not listed
        return one.text
    if value is None:
        return _given_no_more(one)
    if panels_own(one.name):
        return str(value)
    return held.shown(one.name) if one.name in held.printed else one.text


def _told(releases: Iterable[Event]) -> Mapping[str, list[str]]:
    """Everything that was ever told, figure by figure, oldest first."""
    told: dict[str, list[str]] = {}
    for event in releases:
        for one in printed_in(event):
            if one.text:
                told.setdefault(one.name, []).append(one.text)
    return told


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
        meetings_in_words=districts or paper.meetings_in_words,
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
