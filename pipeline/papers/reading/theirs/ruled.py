"""The ruled cells of a page that are there to be written in: empty ones that have a label, and room below a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.papers.reading.labelled.ruling import RuledRow
from pipeline.papers.reading.layout import LayoutPage, Rect

_INSET = 2.0  # points between a cell's ruling and its box
_LEAST = (24.0, 9.0)  # points: what is smaller cannot be written in
_TALLEST_TEXT = 0.55  # of a cell's height, up to which its words leave room below them
_LEAST_BELOW = 16.0  # points of room below a label
_LONGEST = 160  # letters; what is longer explains and asks nothing
_SAME = 3.0  # points between two edges that are one


@dataclass(frozen=True)
class RuledCell:
    """A cell with the words in it, and where they end."""

    rect: Rect
    text: str
    below: float  # the lower edge of its words; its upper edge when it has none


@dataclass(frozen=True)
class Room:
    """Where a cell can be written in, and the words that say what."""

    label: str
    rect: Rect


def ruled_cells(page: LayoutPage, rows: Sequence[RuledRow]) -> tuple[tuple[RuledCell, ...], ...]:
    """Every row's cells; one that goes on in the next row stands in its first row only."""
    whole: list[list[Rect]] = []
    for row in rows:
        kept = []
        for number, rect in enumerate(row.cells):
            if number not in row.joined or not _lengthened(whole, rect):
                kept.append(rect)
        whole.append(kept)
    return tuple(tuple(_with_words(page, rect) for rect in row) for row in whole if row)


def rooms(cells: Sequence[Sequence[RuledCell]]) -> Iterator[Room]:
    """The places to write in: an empty cell beside or below a label, or the room that a label leaves in its own."""
    for at, row in enumerate(cells):
        for place, cell in enumerate(row):
            label = cell.text or _beside(row, place) or _head(cells[:at], cell)
            rect = cell.rect.grown(-_INSET)
            if cell.text:
                last = place + 1 == len(row) or bool(row[place + 1].text)
                rect = rect._replace(top=cell.below + 1)
                if not last or rect.height < max(_LEAST_BELOW, (1 - _TALLEST_TEXT) * cell.rect.height):
                    continue
            if label and len(label) <= _LONGEST and rect.width >= _LEAST[0] and rect.height >= _LEAST[1]:
                yield Room(label, rect)


def _lengthened(rows: list[list[Rect]], rect: Rect) -> bool:
    """Whether a cell goes on with the one above it, which is then made longer."""
    for row in reversed(rows):
        for number, above in enumerate(row):
            if _alike(above, rect) and abs(above.bottom - rect.top) <= _SAME:
                row[number] = above._replace(bottom=rect.bottom)
                return True
    return False


def _with_words(page: LayoutPage, rect: Rect) -> RuledCell:
    inside = [word for word in page.words if rect.holds(*word.rect.middle)]
    inside.sort(key=lambda word: (round(word.rect.middle[1] / 3), word.rect.left))
    text = " ".join(word.text for word in inside)
    return RuledCell(rect, text, max((word.rect.bottom for word in inside), default=rect.top))


def _beside(row: Sequence[RuledCell], place: int) -> str:
    """The words of the cell to the left."""
    return row[place - 1].text if place else ""


def _head(above: Sequence[Sequence[RuledCell]], cell: RuledCell) -> str:
    """The words at the head of a cell's column, up to a row that is ruled otherwise."""
    edge = cell.rect.top
    for row in reversed(above):
        same = next((c for c in row if _alike(c.rect, cell.rect)), None)
        if same is None or abs(same.rect.bottom - edge) > _SAME:
            return ""
        if same.text:
            return same.text
        edge = same.rect.top
    return ""


def _alike(one: Rect, other: Rect) -> bool:
    return abs(one.left - other.left) <= _SAME and abs(one.right - other.right) <= _SAME
