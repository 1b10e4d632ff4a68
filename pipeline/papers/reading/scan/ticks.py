"""Which tick boxes and circles are marked: by the ink in them that the blank has not, whatever the mark looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.layout import BoxKind, PrintedBox
from pipeline.papers.reading.scan.sheet import Sheet

_MARKED = 0.06  # share of the box's inside that a mark covers at least
_TOUCHED = 0.02  # less than that is dirt
_LONG = 1.8  # points: a mark is at least so long
_INSIDE = 0.64  # share of a box that is not its own outline


@dataclass(frozen=True)
class Mark:
    """A marked box. `share`: of its inside, covered with ink; `doubt`: why it may not be meant."""

    box: PrintedBox
    share: float
    doubt: str = ""

    @property
    def score(self) -> float:
        """How sure the mark is, from 0 to 1."""
        return min(1.0, self.share / (2 * _MARKED))


def marks_in(sheet: Sheet, boxes: Sequence[PrintedBox]) -> list[Mark]:
    """The marked ones among the boxes of a page."""
    import cv2

    squares = [b for b in boxes if b.kind in (BoxKind.TICK, BoxKind.RADIO)]
    if not squares:
        return []
    _, labels = cv2.connectedComponents(sheet.added, connectivity=8)
    inside = [_inside(sheet, labels, box) for box in squares]
    strokes = _homes(inside)
    found = []
    for number, box in enumerate(squares):
        mark = _mark(sheet, box, number, inside[number], strokes)
        if mark:
            found.append(mark)
    return found


def _inside(sheet: Sheet, labels: Any, box: PrintedBox) -> dict[int, int]:
    """The strokes that touch a box, with how many pixels of each lie in it."""
    import numpy

    found, counts = numpy.unique(sheet.cut(box.rect, labels), return_counts=True)
    return {int(label): int(count) for label, count in zip(found, counts, strict=True) if label}


def _homes(inside: Sequence[dict[int, int]]) -> dict[int, int]:
    """Each stroke -> the box that most of it is in: a large tick runs into its neighbours."""
    homes: dict[int, int] = {}
    for number, strokes in enumerate(inside):
        for label, count in strokes.items():
            if label not in homes or count > inside[homes[label]][label]:
                homes[label] = number
    return homes


def _mark(
    sheet: Sheet, box: PrintedBox, number: int, strokes: dict[int, int], homes: dict[int, int]
) -> Mark | None:
    room = _INSIDE * box.rect.width * box.rect.height * sheet.scale**2
    share = sum(count for label, count in strokes.items() if homes[label] == number) / room
    if share < _TOUCHED or _length(sheet, box) < _LONG:
        return None
    if share < _MARKED:
        return Mark(box, share, "The mark in this box is so small that it may be dirt.")
    return Mark(box, share)


def _length(sheet: Sheet, box: PrintedBox) -> float:
    """How far the ink in a box reaches, in points."""
    import numpy

    rows, columns = numpy.nonzero(sheet.cut(box.rect, sheet.added))
    if not len(rows):
        return 0.0
    return float(max(rows.max() - rows.min(), columns.max() - columns.min()) + 1) / sheet.scale
