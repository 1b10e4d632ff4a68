"""Writing outside the boxes of a page, and what runs out of one box into another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model.form import Slot
from pipeline.papers.reading.flat.pieces import Chain, Written
from pipeline.papers.reading.gathering import shown
from pipeline.papers.reading.layout import PageMatch, PrintedBox, Rect

_MOST_REMARKS = 6  # on writing outside the boxes, a page
_FRAME = 1.0  # points of a box at each side that belong to no answer
_BESIDE = 4.0  # points from a box: writing there may belong to it

Known = Mapping[str, tuple[Slot, str]]


def beside(match: PageMatch, written: Written) -> dict[PrintedBox, list[str]]:
    """Doubts about boxes that have writing close beside them, or another box's in them."""
    found: dict[PrintedBox, list[str]] = {}
    for chain in written.outside:
        near = chain.rect.grown(_BESIDE)
        for box in written.inside:
            if box.rect.shared(near) > 0:
                found.setdefault(box, []).append(f"Close to its box stands {shown(chain.text)} as well.")
    for box, chain in _running(written):
        place = chain.rect
        for other in written.inside:
            if other is not box and other.rect.grown(-_FRAME).shared(place) > 0:
                found.setdefault(other, []).append(f"{shown(chain.text)} runs into it from another box.")
    return found


def remarks_around(match: PageMatch, written: Written, known: Known, sheet: int) -> Iterator[str]:
    """What stands outside the boxes, and the empty boxes that an answer runs over: their own may be part of it."""
    for chain in written.outside[:_MOST_REMARKS]:
        near = f"near “{slot.label}” " if (slot := _nearest(match, known, chain.rect)) else ""
        yield f"Outside the boxes, {near}on page {sheet}, stands {shown(chain.text)}."
    more = len(written.outside) - _MOST_REMARKS
    if more > 0:
        yield f"{more} more pieces of writing stand outside the boxes of page {sheet}."
    for box, chain in _running(written):
        place = chain.rect
        for other in match.page.boxes:
            if other is box or other.rect.grown(-_FRAME).shared(place) <= 0:
                continue
            if other not in written.inside and other.name in known:
                yield f"{shown(chain.text)} runs over the box of “{known[other.name][0].label}”."


def _running(written: Written) -> Iterator[tuple[PrintedBox, Chain]]:
    """Answers that leave their box at the right or below, and are kept in no drawing of their own."""
    for box, chains in written.inside.items():
        for chain in chains:
            if not chain.pieces[0].group and (chain.spills or chain.rect.right > box.rect.right + 0.5):
                yield box, chain


def remark_drawn(match: PageMatch, known: Known, place: Rect, sheet: int) -> str:
    """What to say of a drawing outside the boxes, at a place of the blank."""
    near = f"near “{slot.label}” " if (slot := _nearest(match, known, place)) else ""
    return f"Outside the boxes, {near}on page {sheet}, something is drawn that is no writing."


def _nearest(match: PageMatch, known: Known, rect: Rect) -> Slot | None:
    x, y = rect.left, rect.middle[1]
    boxes = [box for box in match.page.boxes if box.name in known]
    nearest = min(boxes, key=lambda b: _distance(b.rect, x, y), default=None)
    return known[nearest.name][0] if nearest else None


def _distance(rect: Rect, x: float, y: float) -> float:
    across = max(rect.left - x, 0.0, x - rect.right)
    down = max(rect.top - y, 0.0, y - rect.bottom)
    return across * across + down * down
