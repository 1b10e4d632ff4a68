"""What a reader can work out of a number that is not printed, from the numbers that are and from how they add up.

An exact search over whole numbers: bounds are narrowed until nothing moves, then one number after another is tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

_BUDGET = 60  # dead ends; a search that has met more of them proves nothing
Bounds = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Sum:
    """What a reader knows to hold: `whole` is all `parts` together."""

    whole: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every figure in it."""
        return (self.whole, *self.parts)

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether it is true of these values."""
        return values[self.whole] == sum(values[p] for p in self.parts)


class Reader:
    """What somebody knows who has every printed number.

    `values`: the true numbers; `printed`: those that can be read; `hidden`: those that stand there as “c”, of which
    a reader knows that they are not 0. All others are whole numbers of which nothing is known.
    """

    def __init__(
        self,
        values: Mapping[str, int],
        sums: Iterable[Sum],
        printed: Set[str],
        hidden: Set[str],
        found: set[tuple[str, int]],
        never: Mapping[str, Set[int]] | None = None,
    ) -> None:
        """`sums` must hold of `values`. `found`: what is possible already, of somebody who could read more.

        `never`: numbers that the reader knows a figure not to be.
        """
        self.values = values
        self._printed, self._hidden = printed, hidden
        self._never = {n: numbers for n, numbers in (never or {}).items() if numbers and n not in printed}
        self._rows = [_row(one, values, printed) for one in sums]
        self._of: dict[str, list[int]] = {}
        for number, (terms, _) in enumerate(self._rows):
            for name in terms:
                self._of.setdefault(name, []).append(number)
        self._most = 2 * max(values.values(), default=0) + 50
        self._found = found  # what was shown to be possible answers other questions too

    def can_be(self, name: str, number: int) -> bool:
        """Whether all that is printed leaves it open that a figure is `number`; False too when not proved in time."""
        if name in self._printed:
            return self.values[name] == number
        if (name, number) in self._found:
            return True
        together = self.together(name)
        bounds = {n: (1 if n in self._hidden else 0, self._most) for n in together}
        bounds[name] = (number, number)
        found = self._solve(bounds, together, [_BUDGET])
        if found is not None:
            self._found.update(found.items())
        return found is not None

    def never(self, name: str) -> Set[int]:
        """The numbers that the reader knows a figure not to be."""
        return self._never.get(name, frozenset())

    def together(self, name: str) -> tuple[str, ...]:
        """The unprinted figures that hang together with one by sums, itself among them, in a fixed order."""
        seen, waiting = {name}, [name]
        while waiting:
            for row in self._of.get(waiting.pop(), ()):
                new = set(self._rows[row][0]) - seen
                seen |= new
                waiting += sorted(new)
        return tuple(sorted(seen))

    def _solve(self, bounds: Bounds, changed: Sequence[str], budget: list[int]) -> dict[str, int] | None:
        if not self._narrow(bounds, changed):
            budget[0] -= 1
            return None
        left = [n for n, (low, high) in bounds.items() if low < high]
        if any(low == high and low in self.never(n) for n, (low, high) in bounds.items()):
            budget[0] -= 1
            return None
        if not left:
            return {n: low for n, (low, _) in bounds.items()}
        name = min(left, key=lambda n: (bounds[n][1] - bounds[n][0], n))
        low, high = bounds[name]
        true = self.values[name]
        for number in sorted(range(low, high + 1), key=lambda v: (abs(v - true), v)):
            found = self._solve({**bounds, name: (number, number)}, (name,), budget)
            if found is not None or budget[0] < 0:
                return found
        return None

    def _narrow(self, bounds: Bounds, changed: Sequence[str]) -> bool:
        """Narrow the bounds as far as single sums allow; False when one cannot be true any more."""
        waiting = dict.fromkeys(row for name in changed for row in self._of.get(name, ()))
        while waiting:
            row = next(iter(waiting))
            del waiting[row]
            for name, (low, high) in self._tighter(row, bounds):
                if low > high:
                    return False
                if (low, high) != bounds[name]:
                    bounds[name] = (low, high)
                    waiting.update(dict.fromkeys(self._of[name]))
            if not self._rows[row][0] and self._rows[row][1]:
                return False
        return True

    def _tighter(self, row: int, bounds: Bounds) -> Iterator[tuple[str, tuple[int, int]]]:
        """The bounds of each figure of a row, as the others and the printed rest allow: sum of terms + rest = 0."""
        terms, rest = self._rows[row]
        least = most = rest
        for name, sign in terms.items():
            low, high = bounds[name]
            least += low if sign > 0 else -high
            most += high if sign > 0 else -low
        for name, sign in terms.items():
            low, high = bounds[name]
            if sign > 0:
                yield name, (max(low, high - most), min(high, low - least))
            else:
                yield name, (max(low, least + high), min(high, most + low))


def _row(one: Sum, values: Mapping[str, int], printed: Set[str]) -> tuple[dict[str, int], int]:
    """A sum as (unprinted figure -> sign, what the printed ones come to)."""
    signed: Sequence[tuple[str, int]] = ((one.whole, -1), *((p, 1) for p in one.parts))
    terms = {name: sign for name, sign in signed if name not in printed}
    return terms, sum(sign * values[name] for name, sign in signed if name in printed)
