"""What gives reason to doubt the words of a box, told by their places and letters alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.papers.reading.flat.pieces import Chain, Piece
from pipeline.papers.reading.layout import BoxKind, PrintedBox

_LAST_LINES = (
    1.7  # of the letters' height: a text that ends so near its box's end may have gone on, after a blank line
)
_ATOP = 0.35  # share of a word that another covers
_ODD = re.compile(r"[^\w\s.,;:!?'\"()\[\]{}/\\&@#*+=<>%£$€~_|^…–—‘’“”•°\N{MIDDLE DOT}\N{SECTION SIGN}-]")
_RAN_OUT = "It runs out of its box, so that its end may have been lost."
_FULL = "It fills its box to the end, so that its end may have been lost."


def overflow(box: PrintedBox, lines: Sequence[Sequence[Piece]], chains: Sequence[Chain]) -> Iterator[str]:
    """Doubts about a text that its box may have cut off."""
    rights = [line[-1].rect.right for line in lines]
    edge = box.rect.right
    if box.kind is BoxKind.LINES:
        last = lines[-1][0].rect if lines else box.rect
        if any(chain.spills for chain in chains) or last.bottom > box.rect.bottom + 1.5:
            yield _RAN_OUT
        elif lines and box.rect.bottom - last.bottom < _LAST_LINES * last.height:
            yield _FULL
    elif any(right > edge + 0.5 for right in rights):
        yield _RAN_OUT
    elif any(right > edge - 2.0 for right in rights):
        yield _FULL


def overlapping(pieces: Sequence[Piece]) -> bool:
    """Whether two words cover each other by half."""
    ordered = sorted(pieces, key=lambda p: p.rect.top)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.rect.top >= one.rect.bottom:
                break
            smaller = min(one.rect.width * one.rect.height, other.rect.width * other.rect.height)
            if one.rect.shared(other.rect) > _ATOP * smaller:
                return True
    return False


def signs_only(text: str) -> bool:
    """Whether signs that hardly stand in an answer make up a good part of it: letters of a font misnamed."""
    bare = "".join(text.split())
    return "\N{CURRENCY SIGN}" in bare or 5 * len(_ODD.findall(bare)) > len(bare)


def has_middle(text: str) -> bool:
    """Whether a line through the middle of a word could be told from the word."""
    return len(text) > 1 and any(c.isalnum() for c in text)
