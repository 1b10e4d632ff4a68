"""What of a box is its answer's own, on the paper: not its frame, nor the button that viewers draw on a drop-down."""

from __future__ import annotations

from collections.abc import Iterator
from math import radians, sin

from pipeline.papers.reading.flat.pieces import Piece
from pipeline.papers.reading.layout import BoxKind, Placing, PrintedBox, Rect

_FRAME = 1.5  # points of the paper inside a box that its printed frame may reach
_ARROW = 16.0  # points of a drop-down that viewers draw their button on
_LEANS = 0.002  # points up or down for each point along a line: less is level
_STEP = 0.7  # points that a part of a leaning box may rise or fall


def insides(box: PrintedBox, placing: Placing) -> Iterator[Rect]:
    """The inside of a box on the paper, where the page leans in parts that hardly do."""
    frame = _FRAME / max(placing.scale, 0.1)
    left, top, right, bottom = box.rect.grown(-frame)
    right = min(right, _edge(box) - frame)
    lean = abs(sin(radians(placing.angle - 90 * round(placing.angle / 90))))
    step = right - left if lean < _LEANS else min(right - left, _STEP / lean)
    rise = step * lean if lean >= _LEANS else 0.0
    while left < right:
        part = placing.rect(Rect(left, top, min(left + step, right), bottom)).grown(-rise)
        if part.width > 1 and part.height > 1:
            yield part
        left += max(step, 1.0)


def own_part(piece: Piece, box: PrintedBox, placing: Placing) -> Rect | None:
    """The place on the paper of a word, without what a drop-down's button may lie on; None when it lies there."""
    edge = _edge(box)
    if piece.rect.right <= edge:
        return piece.paper
    return placing.rect(piece.rect._replace(right=edge)) if piece.rect.left < edge else None


def _edge(box: PrintedBox) -> float:
    """Up to where a box is its answer's own, on the blank."""
    return box.rect.right - _ARROW if box.kind is BoxKind.CHOICE else 1e6
