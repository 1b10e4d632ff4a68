"""Tick boxes and radio buttons: chosen by what is drawn in them, not by what the drawing says it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pipeline.papers.reading.flat.blanks import blank_ink, is_untouched
from pipeline.papers.reading.flat.ink import Ink
from pipeline.papers.reading.layout import BoxKind, PageMatch, PrintedBox, Rect
from pipeline.papers.reading.layout.blank import pages_of

_INSIDE = {
    BoxKind.TICK: 0.2,
    BoxKind.RADIO: 0.28,
}  # of the box at each side: the printed frame and what touches it
_MARKED, _FAINT = 0.06, 0.015  # share of the inside that is inked beyond the blank's own print
_ASIDE, _ABOVE = 14.0, 2.0  # points: so far from its box a mark may be meant for it
_OWN = 2.0  # points that a mark may reach out of its own box
_INKED, _MORE = 4.0, 0.35  # square points, and share of the blank's print: more ink is a mark beside the box
_SMALL, _BLURRED = 0.85, 3.0  # a page printed this small shows its own print blurred: so much more is needed
_SHADED = 64  # of 255: a box filled in


@lru_cache(maxsize=64)
def _blank_inside(pdf: bytes, number: int) -> dict[Rect, tuple[float, int]]:
    """The ink and the ground inside each tick and radio of a blank's page, by the box's place."""
    ink = blank_ink(pdf, number)
    page = pages_of(pdf)[number - 1]
    inside = {b.rect: _inner(b) for b in page.boxes if b.kind in _INSIDE}
    return {rect: (ink.area(inner), ink.ground(inner)) for rect, inner in inside.items()}


def _inner(box: PrintedBox) -> Rect:
    return box.rect.grown(-_INSIDE[box.kind] * min(box.rect.width, box.rect.height))


def mark_in(ink: Ink, match: PageMatch, box: PrintedBox) -> float:
    """How strongly a tick or radio is marked: 0 not at all, 1 clearly, between the two faintly."""
    if is_untouched(ink, match, box.rect):
        return 0.0
    own, ground = _blank_inside(match.layout.edition.pdf, match.page.number)[box.rect]
    inner = match.placing.rect(_inner(box))
    if abs(ink.ground(inner) - ground) > _SHADED:
        return 1.0
    whole = max(inner.width * inner.height, 0.1)
    share = ink.area(inner, ink.ground(inner)) / whole - own / max(_area(_inner(box)), 0.1)
    if share >= _MARKED:
        return 1.0
    return 0.5 if share >= _FAINT else 0.0


def drawn_beside(ink: Ink, match: PageMatch, box: PrintedBox, words: Iterable[Rect]) -> bool:
    """Whether something is drawn close beside a tick or radio: a cross that missed it, a ring around it.

    `words`: what is written on the page, in the paper's places; it does not count.
    """
    placing = match.placing
    if is_untouched(ink, match, _around(box)):
        return False
    around = placing.rect(_around(box))
    level = (rect for rect in words if rect.shared(around) > 0)
    ours = [placing.rect(rect) for rect in _others(match.page.boxes, box)]
    found = ink.besides(around, [*ours, *level]) / (placing.scale * placing.scale)
    own = _blank_beside(match.layout.edition.pdf, match.page.number)[box.rect]
    blurred = 1.0 if placing.scale > _SMALL else _BLURRED
    return found - own > blurred * max(_INKED, _MORE * own)


@lru_cache(maxsize=64)
def _blank_beside(pdf: bytes, number: int) -> dict[Rect, float]:
    """The blank's own print beside each tick and radio of a page, by the box's place."""
    ink = blank_ink(pdf, number)
    boxes = pages_of(pdf)[number - 1].boxes
    return {b.rect: ink.besides(_around(b), _others(boxes, b)) for b in boxes if b.kind in _INSIDE}


def _around(box: PrintedBox) -> Rect:
    left, top, right, bottom = box.rect
    return Rect(left - _ASIDE, top - _ABOVE, right + _ASIDE, bottom + _ABOVE)


def _others(boxes: Iterable[PrintedBox], box: PrintedBox) -> list[Rect]:
    """The places of the boxes near one, and its own: what is drawn in them is read elsewhere."""
    around = _around(box)
    return [b.rect.grown(_OWN) for b in boxes if b.rect.shared(around) > 0]


def _area(rect: Rect) -> float:
    return rect.width * rect.height
