"""The words around a box on a printed page, as a reader takes them for its label."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.papers.reading.layout import LayoutPage, PrintedBox, Rect, Word

_GAP = 9.0  # points between words, from which they are two labels
_SIDE = 160.0  # how far left of a box its label may begin to end
_BESIDE = 14.0  # how far from a tick box its words stand
_ABOVE = 16.0  # how far above a box its label stands
_ROW_GAP = 8.0  # between two boxes of a table's column
_LARGER = 1.15  # times the usual letters: a heading


@dataclass(frozen=True)
class Phrase:
    """Words that stand together on one line."""

    text: str
    rect: Rect


@dataclass(frozen=True)
class Surroundings:
    """One page's words and boxes."""

    page: LayoutPage

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The page's words as phrases, from top to bottom; those written across a box are not its label."""
        return tuple(sorted(_phrases(self.page), key=lambda p: (p.rect.top, p.rect.left)))

    @cached_property
    def _usual(self) -> float:
        heights = [p.rect.height for p in self.phrases]
        return statistics.median(heights) if heights else 0.0

    def right_of(self, box: Rect) -> str:
        """The words that begin just right of a box, as those of a tick box do."""
        near = [p for p in self.phrases if _level(p.rect, box) and -2 <= p.rect.left - box.right <= _BESIDE]
        return near[0].text if near else ""

    def left_of(self, box: Rect, *, reach: float = _SIDE) -> str:
        """The words that end left of a box, with no other box between."""
        near = [p for p in self.phrases if _level(p.rect, box) and -2 <= box.left - p.rect.right <= reach]
        if not near:
            return ""
        best = max(near, key=lambda p: p.rect.right)
        between = any(
            _level(other.rect, box)
            and best.rect.right - 2 <= other.rect.left
            and other.rect.right <= box.left + 2
            for other in self.page.boxes
        )
        return "" if between else best.text

    def above(self, box: Rect) -> str:
        """The words just above a box, or printed in its top edge; up to three lines of them."""
        found: list[Phrase] = []
        edge, reach = box.top, _ABOVE
        for phrase in reversed(self.phrases):
            rect = phrase.rect
            overlaps = min(rect.right, box.right) - max(rect.left, box.left) > 0
            if (
                overlaps
                and rect.left >= box.left - 30
                and -3 <= edge - rect.bottom <= reach
                and rect.top < edge
            ):
                if self._boxed(rect, box):
                    break
                if self._is_beside(rect):
                    continue
                found.insert(0, phrase)
                edge, reach = rect.top, 4.0
        return " ".join(p.text for p in found[-3:])

    def inside(self, box: Rect) -> str:
        """The words printed in a box."""
        return " ".join(p.text for p in self.phrases if box.holds(*p.rect.middle))

    def heading(self, box: Rect) -> str:
        """The last heading above a box: larger letters, or capitals."""
        above = (p for p in self.phrases if p.rect.bottom <= box.top + 2 and len(p.text) > 3)
        return next((p.text for p in reversed(list(above)) if self._is_heading(p)), "")

    def _is_heading(self, phrase: Phrase) -> bool:
        return phrase.rect.height >= _LARGER * self._usual or (phrase.text.isupper() and len(phrase.text) > 8)

    def _is_beside(self, rect: Rect) -> bool:
        """Whether words stand right before a box on their own line: they are that box's."""
        return any(_level(b.rect, rect) and -2 <= b.rect.left - rect.right <= _SIDE for b in self.page.boxes)

    def _boxed(self, rect: Rect, box: Rect) -> bool:
        """Whether another box stands between words and the box below them."""
        return any(
            other.rect.top >= rect.top and other.rect.bottom <= box.top + 2 and _shares(other.rect, box)
            for other in self.page.boxes
            if other.rect != box
        )


def _phrases(page: LayoutPage) -> Iterator[Phrase]:
    line: list[Word] = []
    for word in sorted(page.words, key=lambda w: (round(w.rect.middle[1] / 3), w.rect.left)):
        if line and not _joins(line[-1].rect, word.rect, page.boxes):
            yield _phrase(line)
            line = []
        line.append(word)
    if line:
        yield _phrase(line)


def _joins(first: Rect, second: Rect, boxes: Sequence[PrintedBox]) -> bool:
    """Whether two words stand together: on one line, near each other, and no box between them."""
    if not _level(first, second) or not -3.0 < second.left - first.right < _GAP:
        return False
    return not any(
        _level(b.rect, first) and first.right - 2 <= b.rect.left and b.rect.right <= second.left + 2
        for b in boxes
    )


def _phrase(words: Sequence[Word]) -> Phrase:
    rect = words[0].rect
    for word in words[1:]:
        rect = rect.joined(word.rect)
    return Phrase(" ".join(w.text for w in words), rect)


def _level(one: Rect, other: Rect) -> bool:
    """Whether two things stand on one line."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.4 * min(one.height, other.height)


def _shares(one: Rect, other: Rect) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > 0


def stacks(boxes: Sequence[PrintedBox]) -> dict[PrintedBox, int]:
    """Boxes that stand under each other in a table's column, each with its row from 1."""
    found: dict[PrintedBox, int] = {}
    columns: dict[tuple[int, int], list[PrintedBox]] = {}
    for box in boxes:
        columns.setdefault((round(box.rect.left / 4), round(box.rect.right / 4)), []).append(box)
    for column in columns.values():
        column.sort(key=lambda b: b.rect.top)
        for run in _runs(column):
            found |= {box: row for row, box in enumerate(run, 1)} if len(run) > 1 else {}
    return found


def _runs(column: Sequence[PrintedBox]) -> Iterator[list[PrintedBox]]:
    """The boxes of a column that follow each other closely."""
    run: list[PrintedBox] = []
    for box in column:
        if run and box.rect.top - run[-1].rect.bottom > min(_ROW_GAP, 0.6 * run[-1].rect.height):
            yield run
            run = []
        run.append(box)
    if run:
        yield run
