"""Which line of a filled copy is which line of the blank: rows and paragraphs matched in order, by their printed words.

Lines may be missing from the copy, and lines may have been added to it; the order is taken to be the blank's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.papers.reading.word.shape import Cell, Line

_MOST_PAIRS = 600_000  # about a second's work
_ENOUGH = 0.5  # share of a line's printed words that makes it that line
_MANY = 12  # words beyond which more do not make a line surer
_FEW = 3  # words of a line that is compared cell by cell, as a row that only has a number


@dataclass(frozen=True)
class Pair:
    """A line of the blank and the line of the copy that is it. `share`: of its printed words that are there."""

    blank: Line
    copy: Line
    share: float


@dataclass(frozen=True)
class Aligned:
    """All lines of both: matched ones, in order, and those that have no partner."""

    pairs: tuple[Pair, ...]
    missing: tuple[Line, ...]
    added: tuple[Line, ...]


def align_lines(blank: Sequence[Line], copy: Sequence[Line]) -> Aligned | None:
    """The best matching of the lines; None when there are far too many to compare."""
    if len(blank) * len(copy) > _MOST_PAIRS:
        return None
    scores = _scores([_Known(line) for line in blank], [_Known(line) for line in copy])
    found = _best_path(scores, len(blank), len(copy))
    pairs = tuple(Pair(blank[i], copy[j], scores[i][j].share) for i, j in found)
    ours, theirs = {i for i, _ in found}, {j for _, j in found}
    return Aligned(
        pairs,
        tuple(line for i, line in enumerate(blank) if i not in ours),
        tuple(line for j, line in enumerate(copy) if j not in theirs),
    )


def whole_rows(aligned: Aligned, blank: Sequence[Line]) -> Aligned:
    """Rows that were moved as a whole (sorted, cut and pasted) matched by their boxes, wherever they stand now.

    A row is one when its boxes are those of a row of the blank that prints nothing but its number, and no other row
    of the copy has the same.
    """
    ours = {_boxes(line): line for line in blank if _is_row(line)}
    copy = [*(pair.copy for pair in aligned.pairs), *aligned.added]
    count = Counter(_boxes(line) for line in copy)
    moved = {id(line): ours[names] for line in copy if (names := _boxes(line)) in ours and count[names] == 1}
    right = [p for p in aligned.pairs if moved.get(id(p.copy)) is p.blank]
    for pair in right:
        del moved[id(pair.copy)]
    if not moved:
        return aligned
    taken = {id(line) for line in moved.values()}
    kept = [p for p in aligned.pairs if id(p.copy) not in moved and id(p.blank) not in taken]
    pairs = (*kept, *(Pair(moved[id(line)], line, 1.0) for line in copy if id(line) in moved))
    there, matched = {id(p.copy) for p in pairs}, {id(p.blank) for p in pairs}
    return Aligned(
        pairs,
        tuple(line for line in blank if id(line) not in matched),
        tuple(line for line in copy if id(line) not in there),
    )


def _boxes(line: Line) -> tuple[str, ...]:
    return tuple(box.name for box in line.boxes)


def _is_row(line: Line) -> bool:
    """A row of boxes: two or more, and at most one printed word beside them."""
    return bool(line.table) and len(line.boxes) > 1 and all(_boxes(line)) and len(line.tokens) <= 1


@dataclass(frozen=True, slots=True)
class _Score:
    gain: float = 0.0
    share: float = 0.0


class _Known:
    """What of a line is compared, worked out once."""

    def __init__(self, line: Line) -> None:
        self.in_table = bool(line.table)
        self.words = frozenset(line.tokens)
        self.cells = tuple(frozenset(cell.tokens) for cell in line.cells)
        self.boxes = frozenset(box.name for box in line.boxes if box.name)
        self.has_boxes = bool(line.boxes)


_NONE = _Score()


def _scores(blank: Sequence[_Known], copy: Sequence[_Known]) -> list[list[_Score]]:
    return [[_score(ours, theirs) for theirs in copy] for ours in blank]


def _score(ours: _Known, theirs: _Known) -> _Score:
    """How well a line of the copy fits a line of the blank; no gain: it cannot be that line."""
    if ours.in_table != theirs.in_table:
        return _NONE
    alike = len(ours.cells) == len(theirs.cells)
    share = _share(ours, theirs, alike)
    gain = 3.0 if ours.boxes & theirs.boxes else 0.0
    if not ours.words:
        return _Score(gain + (0.8 if alike else 0.1), 1.0)
    if share >= _ENOUGH:
        return _Score(gain + 1 + share * min(len(ours.words), _MANY) + 0.5 * alike, share)
    if gain or (alike and ours.has_boxes):
        return _Score(gain + 0.3 + 0.4 * share, share)
    return _NONE


def _share(ours: _Known, theirs: _Known, alike: bool) -> float:
    if not ours.words:
        return 1.0
    if alike and len(ours.words) <= _FEW:
        pairs = zip(ours.cells, theirs.cells, strict=True)
        return sum(len(a & b) for a, b in pairs) / sum(map(len, ours.cells))
    return len(ours.words & theirs.words) / len(ours.words)


def _best_path(scores: Sequence[Sequence[_Score]], rows: int, columns: int) -> list[tuple[int, int]]:
    """The pairs (blank, copy), both rising, whose gains add up to most."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        line, below, mine = scores[i], best[i + 1], best[i]
        for j in range(columns - 1, -1, -1):
            gain = line[j].gain
            skip = below[j] if below[j] >= mine[j + 1] else mine[j + 1]
            taken = gain + below[j + 1] if gain else 0.0
            mine[j] = taken if taken > skip else skip
    return _traced(scores, best)


def _traced(scores: Sequence[Sequence[_Score]], best: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    found, i, j = [], 0, 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        gain = scores[i][j].gain
        if gain and best[i][j] == gain + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def align_cells(pair: Pair) -> list[tuple[Cell, Cell]]:
    """The cells of a matched line, side by side: by number where there are equally many, else by column."""
    ours, theirs = pair.blank.cells, pair.copy.cells
    if len(ours) == len(theirs):
        return list(zip(ours, theirs, strict=True))
    found = []
    for cell in theirs:
        middle = cell.start + cell.span / 2
        over = next((c for c in ours if c.start <= middle < c.start + c.span), None)
        if over is not None:
            found.append((over, cell))
    return found
