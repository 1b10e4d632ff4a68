"""Disclosure control: which figures a paper that goes round does not show, so that nobody can be told from them.

Figures from 1 to the threshold are not shown ("c"); 0 is. Further figures are hidden until the range that all that is
printed, now and in every earlier release, implies for each hidden figure is no narrower than 1 to the threshold. The
rule follows the Department for Education's children in need statistics; the proof is an exact search
(rules/counting/ranges.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.rules.counting.ranges import Reader, Sum

HIDDEN = "c"


@dataclass(frozen=True)
class Share:
    """A whole and the parts it falls into, where it would give away something if all fell into one of them."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """What a paper wants to print, and all that is known to hold of it.

    `values`: every figure by name, printed or not; `ranks`: those to be printed, each with how dear it is (of two that
    could be hidden the lower goes first); `sums` hold of `values`; `shares` are looked at for rows in one cell;
    `secret`: figures that the paper does not print and that must not be worked out from it where they are small;
    `plain`: what everybody knows anyway, such as the noughts of a quarter without a meeting: to hide them is no use.
    """

    values: Mapping[str, int]
    ranks: Mapping[str, int]
    sums: tuple[Sum, ...] = ()
    shares: tuple[Share, ...] = ()
    secret: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Control:
    """What is `printed`, as a number or hidden. `exposed`: what earlier releases give away, whatever is hidden now."""

    values: Mapping[str, int]
    hidden: frozenset[str]
    exposed: tuple[str, ...] = ()
    printed: frozenset[str] = frozenset()

    def shown(self, name: str) -> str:
        """A figure as it is printed: its number, or "c"."""
        return HIDDEN if name in self.hidden else str(self.values[name])

    def open(self, *names: str) -> bool:
        """Whether all of these figures are printed as numbers."""
        return not self.hidden.intersection(names)


def control(figures: Figures, threshold: int, released: Mapping[str, Sequence[str]]) -> Control:
    """Decide what to hide. `released`: everything ever released, figure by figure, as it was printed, oldest first.

    A reader is told which figures have changed since, so a changed one is not what it was.
    """
    values = figures.values
    public = {n for n, said in released.items() if n in values and str(values[n]) == said[-1]} | figures.plain
    hidden = {n for n in figures.ranks if _small(values[n], threshold)}
    hidden |= {n for n in figures.ranks if _moved(values[n], released.get(n, ()), threshold)}
    hidden |= {p for share in figures.shares for p in _alone(share, values) if p in figures.ranks}
    hidden |= {n for n in figures.ranks if HIDDEN in released.get(n, ()) and n not in public}
    earlier = {n for n, said in released.items() if HIDDEN in said and n in values}
    earlier |= {n for n in figures.secret if _small(values[n], threshold)}
    earlier |= {
        n for n, said in released.items() if n in values and _moved(values[n], said, threshold)
    } - public
    never = {n: _others(values[n], said) for n, said in released.items() if n in values and n not in public}
    return _Hiding(figures, threshold, hidden, public, earlier, never).done()


class _Hiding:
    """What is hidden so far. What was shown to be safe stays so while more is hidden, unless that is a 0."""

    def __init__(
        self,
        figures: Figures,
        threshold: int,
        hidden: set[str],
        public: set[str],
        earlier: set[str],
        never: Mapping[str, frozenset[int]],
    ) -> None:
        self._figures, self._threshold, self._never = figures, threshold, never
        self._hidden, self._public, self._earlier = hidden, public, earlier
        self._safe: set[str] = set()
        self._found: set[tuple[str, int]] = set()

    def done(self) -> Control:
        """Hide until nothing can be worked out, or nothing is left to hide."""
        exposed: list[str] = []
        while True:
            targets = (self._hidden | self._earlier) - self._public - self._safe - set(exposed)
            reader = self._reader(self._hidden, self._found)
            narrow = next((n for n in sorted(targets) if not self._is_safe(reader, n)), None)
            if narrow is None:
                printed = frozenset(self._figures.ranks)
                return Control(self._figures.values, frozenset(self._hidden), tuple(exposed), printed)
            more = self._next(narrow)
            if more is None:
                exposed.append(narrow)
                continue
            self._hidden.add(more)
            if not self._figures.values[more]:  # a reader takes it for more than 0
                self._safe, self._found = set(), set()

    def _is_safe(self, reader: Reader, name: str) -> bool:
        safe = _safe(reader, name, self._threshold)
        if safe:
            self._safe.add(name)
        return safe

    def _next(self, narrow: str) -> str | None:
        """The next figure to hide for the sake of one that can be worked out; None when nothing is left to hide."""
        near = _near(self._figures.sums, narrow, self._reader(self._hidden, self._found))
        may = [
            n for n in near if n in self._figures.ranks and n not in self._hidden and n not in self._public
        ]
        for name in _in_order(self._figures, may):
            found = set(self._found) if self._figures.values[name] else set()
            if _safe(self._reader({*self._hidden, name}, found), narrow, self._threshold):
                return name
        return _in_order(self._figures, may)[0] if may else None

    def _reader(self, hidden: Set[str], found: set[tuple[str, int]]) -> Reader:
        """Somebody who has this paper and all earlier ones."""
        figures = self._figures
        printed = (set(figures.ranks) - hidden) | self._public
        unread = (hidden | self._earlier) - printed
        return Reader(figures.values, figures.sums, printed, unread, found, self._never)


def _small(value: int, threshold: int) -> bool:
    return 1 <= value <= threshold


def _others(value: int, said: Iterable[str]) -> frozenset[int]:
    """The numbers that were printed for a figure and that it is not."""
    return frozenset(int(text) for text in said if text != HIDDEN) - {value}


def _moved(value: int, said: Iterable[str], threshold: int) -> bool:
    """Whether a figure differs by little from what was released as the same figure: the difference is a small count."""
    return any(_small(abs(value - int(text)), threshold) for text in said if text != HIDDEN)


def _alone(share: Share, values: Mapping[str, int]) -> Iterator[str]:
    """The part that holds everything, where one does."""
    return (p for p in share.parts if values[p] == values[share.whole] > 0)


def _safe(reader: Reader, name: str, threshold: int) -> bool:
    """Whether a figure stays open over as many numbers as 1 to the threshold, and up to it.

    The numbers are in a row, but for those that the reader knows it not to be.
    """
    value, never = (
        max(1, reader.values[name]),
        reader.never(name),
    )  # a hidden 0 looks to a reader like any other
    around = (*range(value, max(0, value - 2 * threshold), -1), *range(value + 1, value + threshold))
    start = next((n for n in around if reader.can_be(name, n)), None)
    if start is None:
        return False
    found, low, high = 1, start - 1, start + 1
    while found < threshold and low > 0 and (low in never or reader.can_be(name, low)):
        found += low not in never
        low -= 1
    while (found < threshold or high <= threshold) and (high in never or reader.can_be(name, high)):
        found += high not in never
        high += 1
    return found >= threshold and high > threshold


def _near(sums: Iterable[Sum], name: str, reader: Reader) -> set[str]:
    """All figures in a sum with one or with an unprinted one that hangs together with it."""
    linked = set(reader.together(name))
    return {n for one in sums if linked.intersection(one.names) for n in one.names} - {name}


def _in_order(figures: Figures, names: Sequence[str]) -> list[str]:
    """The least dear first: by rank, what is not 0 before what is, then the smallest."""
    values, ranks = figures.values, figures.ranks
    return sorted(names, key=lambda n: (ranks[n], values[n] == 0, values[n], n))
