"""Drawings on a page that stand in no box and are no writing: a line in the margin, a ring around a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.papers.reading.flat.blanks import blank_ink, lies_true
from pipeline.papers.reading.flat.ink import Ink
from pipeline.papers.reading.layout import PageMatch, Rect
from pipeline.papers.reading.layout.blank import pages_of

if TYPE_CHECKING:
    from PIL.Image import Image

_LEAST = 4.0  # square points of ink: fewer may be a speck, or print that a printer drew broader
_BOX, _WORD = 5.0, 2.0  # points around a box, a printed word that may be inked
_OFF = 2.5  # points that print may be off its place
_BAND = 6  # rows of dots that are looked at together
_RUN = re.compile(rb"\x01+(?:\x00{1,6}\x01+)*")


def drawn_elsewhere(ink: Ink, match: PageMatch, words: Iterable[Rect]) -> Rect | None:
    """Where on the blank something is drawn that neither a box, nor a word, nor the blank's own print accounts for.

    `words`: the places on the paper of what is written on it.
    """
    placing, pdf, number = match.placing, match.layout.edition.pdf, match.page.number
    if lies_true(ink, match) and not ink.anywhere(_white(pdf, number)):
        return None
    own = _own_print(pdf, number)
    area, place = ink.remainder([*(placing.rect(rect) for rect in own), *words])
    return placing.inverse.rect(place) if place and area > _LEAST * placing.scale**2 else None


@lru_cache(maxsize=16)
def _white(pdf: bytes, number: int) -> Image:
    """The dots of a page that must stay white, as `Ink.anywhere` takes them."""
    return blank_ink(pdf, number).besides_all(_own_print(pdf, number))


@lru_cache(maxsize=64)
def _own_print(pdf: bytes, number: int) -> tuple[Rect, ...]:
    """The places of a blank's page where there is print or a box."""
    page = pages_of(pdf)[number - 1]
    places = [*((box.rect, _BOX) for box in page.boxes), *((word.rect, _WORD) for word in page.words)]
    runs = _runs(blank_ink(pdf, number), [rect.grown(most - _OFF) for rect, most in places])
    return (*(rect.grown(most) for rect, most in places), *(rect.grown(_OFF) for rect in runs))


def _runs(ink: Ink, known: Iterable[Rect]) -> Iterator[Rect]:
    """What is inked besides known places, in bands."""
    rows, scale = ink.without(known), ink.scale
    for top in range(0, len(rows), _BAND):
        band = rows[top : top + _BAND]
        whole = 0
        for row in band:
            whole |= int.from_bytes(row)
        for found in _RUN.finditer(whole.to_bytes(len(band[0]))):
            start, end = found.span()
            yield Rect(start / scale, top / scale, end / scale, (top + len(band)) / scale)
