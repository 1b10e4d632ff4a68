"""The pages of a blank, drawn, and whether a paper shows them dot by dot: most papers do, but for what is filled in."""

from __future__ import annotations

from functools import lru_cache

from pipeline.papers.reading.flat.ink import Ink
from pipeline.papers.reading.layout import PageMatch, Placing, Rect

_TRUE = 0.0008  # of a page's places: at most half a point at its far end
_MOVED = 0.5  # points


@lru_cache(maxsize=32)
def blank_ink(pdf: bytes, number: int) -> Ink:
    """One page (from 1) of a blank PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return Ink(document[number - 1])


def lies_true(ink: Ink, match: PageMatch) -> bool:
    """Whether the paper's places are those of the blank, as nearly as print is looked for."""
    return (
        _unmoved(match.placing) and ink.shape == blank_ink(match.layout.edition.pdf, match.page.number).shape
    )


def is_untouched(ink: Ink, match: PageMatch, rect: Rect) -> bool:
    """Whether the paper shows in a place what the blank shows there, dot by dot; False when it lies otherwise."""
    return lies_true(ink, match) and ink.like(rect, blank_ink(match.layout.edition.pdf, match.page.number))


def _unmoved(placing: Placing) -> bool:
    away = (placing.a - 1, placing.b, placing.d, placing.e - 1)
    return max(map(abs, away)) < _TRUE and max(abs(placing.c), abs(placing.f)) < _MOVED
