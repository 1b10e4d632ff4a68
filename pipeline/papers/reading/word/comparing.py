"""A filled copy compared with its blank: what stands at each box, what stands elsewhere, which rows were added."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from pipeline.papers.reading.word.cells import Matched, match_cell
from pipeline.papers.reading.word.headings import reworded
from pipeline.papers.reading.word.lines import Aligned, Pair, align_cells, align_lines
from pipeline.papers.reading.word.shape import Box, Cell, Line, Outline
from pipeline.papers.reading.word.text import Mark, Piece, Seen

_CHANGED = "The words printed beside it are changed or gone; it was matched by its place."
_ROWS = "Rows were added or taken out beside it; it may belong to another row."
_COLUMNS = "Columns of its row were joined or split; it was matched by its place."
_COPIED = "Its box was copied from another place of the form; it was matched by its place."
_SHARED = "It may belong to another question beside it."


@dataclass(frozen=True)
class Found:
    """What stands at one box of the blank. `words`: there, outside the copy's own box `source`.

    `prompt`: the blank's words in it. `before`: line breaks that a program moved from the answer to its front.
    `goes_on`: the box stands between paragraphs, and the words are the paragraphs after it.
    """

    name: str
    prompt: str
    source: Box | None
    words: Seen
    place: str = ""
    doubts: tuple[str, ...] = ()
    before: int = 0
    goes_on: bool = False


@dataclass(frozen=True)
class Outside:
    """Words where the blank has no box. `near`: the name of a box in the same cell, or ""."""

    words: str
    place: str = ""
    near: str = ""
    beside: str = ""  # the printed words of the cell or paragraph


@dataclass(frozen=True)
class Comparison:
    """All of it. `added`: rows of the form's tables that the blank lacks, each with the blank's rows of that table."""

    found: tuple[Found, ...] = ()
    outside: tuple[Outside, ...] = ()
    added: tuple[tuple[Line, tuple[Line, ...]], ...] = ()
    missing: tuple[Box, ...] = ()


def compare(blank: Outline, copy: Outline, known: Set[str]) -> Comparison | None:
    """Compare a copy with its blank; None when it is far too long. `known`: the names of the form's boxes."""
    aligned = align_lines(blank.lines, copy.lines)
    return _Comparing(blank, copy, known, aligned).result() if aligned is not None else None


class _Comparing:
    """One comparison."""

    def __init__(self, blank: Outline, copy: Outline, known: Set[str], aligned: Aligned) -> None:
        self.blank, self.copy, self.aligned = blank, copy, aligned
        self.added = {id(line) for line in aligned.added}
        at_home: dict[str, int] = {}
        for pair in aligned.pairs:
            names = {box.name for box in pair.blank.boxes}
            for box in pair.copy.boxes:
                if box.name in names:
                    at_home.setdefault(box.name, id(box))
        self.homes = at_home
        self.reworded = reworded(aligned.pairs, blank.lines)
        self.known = known

    def free(self, box: Box) -> bool:
        """Whether a box may stand for another: it has no name of the form, or is the second of its name."""
        return box.name not in self.known or self.homes.get(box.name, id(box)) != id(box)

    def result(self) -> Comparison:
        found: list[Found] = []
        outside: list[Outside] = []
        for pair in self.aligned.pairs:
            self._take(pair, found, outside)
        added = []
        for line in self.aligned.added:
            rows = self._rows_beside(line)
            if rows:
                added.append((line, rows))
            elif id(line) in self.added:
                outside += _loose(line)
        missing = tuple(box for line in self.aligned.missing for box in line.boxes)
        return Comparison(tuple(found), tuple(outside), tuple(added), missing)

    def _take(self, pair: Pair, found: list[Found], outside: list[Outside]) -> None:
        doubts = self._line_doubts(pair)
        for ours, theirs in align_cells(pair):
            matched = match_cell(ours, theirs, self.free)
            goes_on = _is_only_a_box(ours, pair) and len(matched.filled) == 1
            if goes_on:
                matched = self._with_neighbours(pair, matched)
            found += self._found(matched, pair.copy.place, doubts, goes_on)
            near = ours.boxes[0].name if ours.boxes else ""
            outside += [
                Outside(_line(seen), pair.copy.place, near, " ".join(ours.text.split()))
                for seen in matched.outside
            ]

    def _found(self, matched: Matched, place: str, doubts: tuple[str, ...], goes_on: bool) -> Iterator[Found]:
        for filled in matched.filled:
            more = list(doubts)
            if (not matched.whole or id(filled.box) in self.reworded) and _CHANGED not in more:
                more.append(_CHANGED)
            named = filled.source.name if filled.source is not None else ""
            if named in self.known and named != filled.box.name:
                more.append(_COPIED)
            if filled.shared:
                more.append(_SHARED)
            box = filled.box
            yield Found(
                box.name, box.shown, filled.source, filled.seen, place, tuple(more), filled.before, goes_on
            )

    def _line_doubts(self, pair: Pair) -> tuple[str, ...]:
        doubts = []
        if len(pair.blank.cells) != len(pair.copy.cells):
            doubts.append(_COLUMNS)
        if pair.blank.table and not pair.blank.tokens and self._shifted(pair):
            doubts.append(_ROWS)
        elif pair.share < 0.5:
            doubts.append(_CHANGED)
        return tuple(doubts)

    def _shifted(self, pair: Pair) -> bool:
        """Whether a row without printed words has an added row of its shape next to it, or lost the one above it."""
        lines = self.copy.lines
        at = next(n for n, line in enumerate(lines) if line is pair.copy)
        shape = len(pair.copy.cells)
        beside = [lines[n] for n in (at - 1, at + 1) if 0 <= n < len(lines)]
        if any(id(line) in self.added and len(line.cells) == shape for line in beside if line.table):
            return True
        above = next((n for n, line in enumerate(self.blank.lines) if line is pair.blank), 0) - 1
        return above >= 0 and any(line is self.blank.lines[above] for line in self.aligned.missing)

    def _with_neighbours(self, pair: Pair, matched: Matched) -> Matched:
        """A box between paragraphs: paragraphs added after it are its text too; without its control, also before it."""
        lines = self.copy.lines
        at = next(n for n, line in enumerate(lines) if line is pair.copy)
        first, last = at, at
        while first and not pair.copy.boxes and self._is_added_text(lines[first - 1]):
            first -= 1
        while last + 1 < len(lines) and self._is_added_text(lines[last + 1]):
            last += 1
        self.added -= {id(line) for line in lines[first : last + 1]}
        seen = Seen()
        for line in lines[first : last + 1]:
            seen.pieces += [Piece("\n" * line.above, Mark.END)] if line is not lines[first] else []
            words = [p for p in line.cells[0].pieces if not isinstance(p, Box)]
            seen.pieces += words if not line.boxes or any(p.text.strip() for p in words) else []
        return replace(matched, filled=(replace(matched.filled[0], seen=seen),))

    def _is_added_text(self, line: Line) -> bool:
        return id(line) in self.added and not line.table and not line.boxes

    def _rows_beside(self, line: Line) -> tuple[Line, ...]:
        """The rows with boxes of the blank's table into which a row was added."""
        if not line.table:
            return ()
        tables = {pair.blank.table for pair in self.aligned.pairs if pair.copy.table == line.table}
        return tuple(ours for ours in self.blank.lines if ours.table in tables and ours.boxes)


def _is_only_a_box(cell: Cell, pair: Pair) -> bool:
    return not pair.blank.table and len(cell.boxes) == 1 and not cell.tokens


def _line(seen: Seen) -> str:
    return " ".join("".join(p.text or p.lost for p in seen.pieces).split())


def _loose(line: Line) -> Iterator[Outside]:
    words = [_line(Seen([p for p in cell.pieces if not isinstance(p, Box)])) for cell in line.cells]
    if any(words):
        yield Outside(" | ".join(filter(None, words)), line.place)
