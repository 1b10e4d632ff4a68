"""A filled copy compared with its blank: what stands at each box, what stands elsewhere, which rows were added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace

from pipeline.papers.reading.word.cells import Matched, match_cell
from pipeline.papers.reading.word.headings import reworded
from pipeline.papers.reading.word.lines import Aligned, Pair, align_cells, align_lines, whole_rows
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
    if aligned is None:
        return None
    return _Comparing(blank, copy, known, _anchored(whole_rows(aligned, blank.lines), blank)).result()


def _anchored(aligned: Aligned, blank: Outline) -> Aligned:
    """Without pairs that only their order made: a paragraph without a box is no box whose label is gone as well."""
    gone = {id(line) for line in aligned.missing}
    above = {id(line): before for before, line in zip(blank.lines, blank.lines[1:], strict=False)}
    loose = [
        pair
        for pair in aligned.pairs
        if not pair.copy.boxes and not pair.blank.table and pair.blank.boxes and not pair.blank.tokens
        if (before := above.get(id(pair.blank))) is not None and before.tokens and id(before) in gone
    ]
    pairs = tuple(pair for pair in aligned.pairs if pair not in loose)
    missing = (*aligned.missing, *(pair.blank for pair in loose))
    return Aligned(pairs, missing, (*aligned.added, *(pair.copy for pair in loose)))


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
        self.heads = {_words(line) for line in blank.lines if line.table and not line.boxes}
        self.partners = {id(pair.copy): pair.blank for pair in aligned.pairs}
        self.titles = {_title(line) for line in blank.lines if _is_title(line)} - {""}
        self.retyped = dict(self._retyped())

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
            if _words(line) in self.heads:
                continue  # a row of heads that was moved or copied with its table
            rows = self._rows_beside(line)
            if rows:
                added.append((line, rows))
            elif id(line) in self.added:
                outside += _loose(line, self.retyped.get(id(line), ""))
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
        """A box between paragraphs: paragraphs added after it are its text too, and those between it and its label.

        Without its control, all that were added before it.
        """
        lines = self.copy.lines
        at = next(n for n, line in enumerate(lines) if line is pair.copy)
        first, last = at, at
        while first and self._is_added_text(lines[first - 1]):
            first -= 1
        if pair.copy.boxes and not (first and self._is_label_of(lines[first - 1], pair.blank)):
            first = at
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
        title = id(line) in self.retyped or _title(line) in self.titles
        return id(line) in self.added and not line.table and not line.boxes and not title

    def _is_label_of(self, line: Line, box: Line) -> bool:
        """Whether a line of the copy is the one that the blank has above a box."""
        at = next(n for n, ours in enumerate(self.blank.lines) if ours is box)
        return at > 0 and self.partners.get(id(line)) is self.blank.lines[at - 1]

    def _retyped(self) -> Iterator[tuple[int, str]]:
        """Paragraphs of the copy (by `id`) that stand where a title of the blank should, each with that title's words.

        Above a table whose title is gone, directly behind what the blank has before the title.
        """
        ours = self.blank.lines
        at = {id(line): n for n, line in enumerate(ours)}
        gone = {id(line) for line in self.aligned.missing}
        for line, below in zip(self.copy.lines, self.copy.lines[1:], strict=False):
            here = self.partners.get(id(below))
            if here is None or not here.table or id(line) not in self.added or line.table or line.boxes:
                continue
            title = ours[at[id(here)] - 1] if at[id(here)] else None
            if title is not None and id(title) in gone and _is_title(title) and self._kept_before(title, at):
                yield id(line), " ".join(title.tokens)

    def _kept_before(self, title: Line, at: Mapping[int, int]) -> bool:
        """Whether the copy has the line that stands before a title: else more than the title was taken out."""
        before = self.blank.lines[at[id(title)] - 1] if at[id(title)] else None
        return any(blank is before for blank in self.partners.values())

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


def _loose(line: Line, beside: str = "") -> Iterator[Outside]:
    words = [_line(Seen([p for p in cell.pieces if not isinstance(p, Box)])) for cell in line.cells]
    if any(words):
        yield Outside(" | ".join(filter(None, words)), line.place, beside=beside)


def _words(line: Line) -> tuple[tuple[str, ...], ...]:
    return tuple(cell.tokens for cell in line.cells) if not line.boxes else ()


def _is_title(line: Line) -> bool:
    return bool(line.tokens) and not line.table and not line.boxes


def _title(line: Line) -> str:
    """The words beside a line's figure, "" without one: "Theme 10" is a title of the form where "Theme 9" is."""
    words = [token for token in line.tokens if not token.isdecimal()]
    return " ".join(words) if len(words) < len(line.tokens) else ""
