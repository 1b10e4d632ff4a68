"""What gives reason to doubt the words of a box, told by their places and letters alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model.form import Field, Kind
from pipeline.papers.reading.flat.pieces import Chain, Piece
from pipeline.papers.reading.layout import BoxKind, PrintedBox

_NEXT = 1.25  # of a letter's size: a space and the widest letter, for which there must be room where a text just ends
_DIGIT = 0.65  # of its size: a digit, which is what goes on a number
_SIZE = 0.87  # of the letters' height on the page: their size
_LEADING = 1.25  # of the letters' height: from one line to the next, where there is one line only
_SLACK = 3.0  # points
_ATOP = 0.35  # share of a word that another covers
_ODD = re.compile(r"[^\w\s.,;:!?'\"()\[\]{}/\\&@#*+=<>%£$€~_|^…–—‘’“”•°\N{MIDDLE DOT}\N{SECTION SIGN}-]")
_RAN_OUT = "It runs out of its box, so that its end may have been lost."
_YEAR = re.compile(r"(?:^|\D)(?:19|20)\d\d$|^\d{8}$|^\d{4}-\d\d-\d\d$")
_ENDS = {
    "nhs_number": re.compile(r"\d{3} ?\d{3} ?\d{4}"),
    "postcode": re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]? *\d[A-Za-z]{2}"),
}
_FULL = "It fills its box to the end, so that its end may have been lost."


def overflow(
    box: PrintedBox, lines: Sequence[Sequence[Piece]], chains: Sequence[Chain], padding: float
) -> Iterator[str]:
    """Doubts about a text that its box may have cut off.

    `padding`: points between a box's edge and its text. There must be room for what would have come next: what does
    not fit may have been left out.
    """
    if not lines:
        return
    if box.kind is BoxKind.LINES:
        last = lines[-1][0].rect
        if any(chain.spills for chain in chains) or last.bottom > box.rect.bottom + 1.5:
            yield _RAN_OUT
        elif box.rect.bottom - last.bottom < 2 * _leading(lines) + _SLACK:  # the next line may be blank
            yield _FULL
        return
    right = max(line[-1].rect.right for line in lines)
    size = max(line[-1].rect.height for line in lines) * _SIZE
    number = all(piece.text.isdigit() for line in lines for piece in line)
    if right > box.rect.right + 0.5:
        yield _RAN_OUT
    elif right + (_DIGIT if number else _NEXT) * size > box.rect.right - padding:
        yield _FULL


def _leading(lines: Sequence[Sequence[Piece]]) -> float:
    """How far one line is below the other, in points."""
    steps = [two[0].rect.bottom - one[0].rect.bottom for one, two in pairwise(lines)]
    return min(steps, default=_LEADING * lines[0][0].rect.height)


def complete(asked: Field, text: str) -> bool:
    """Whether an answer is one that nothing can follow: a choice, a day or month with its year, all of a number."""
    if asked.choices:
        labels = [c.label for c in asked.choices]
        return text in labels and not any(other != text and other.startswith(text) for other in labels)
    if asked.kind in (Kind.DATE, Kind.MONTH):
        return bool(_YEAR.search(text))
    ends = _ENDS.get(asked.validation.check or "")
    return bool(ends and ends.fullmatch(text))


def overlapping(pieces: Sequence[Piece]) -> bool:
    """Whether two words cover each other by half."""
    ordered = sorted((p.rect for p in pieces), key=lambda rect: rect.top)
    for at, one in enumerate(ordered):
        left, _, right, bottom = one
        for other in ordered[at + 1 :]:
            if other[1] >= bottom:
                break
            if other[0] < right and other[2] > left:
                smaller = min(one.width * one.height, other.width * other.height)
                if one.shared(other) > _ATOP * smaller:
                    return True
    return False


def signs_only(text: str) -> bool:
    """Whether signs that hardly stand in an answer make up a good part of it: letters of a font misnamed."""
    bare = "".join(text.split())
    return "\N{CURRENCY SIGN}" in bare or 5 * len(_ODD.findall(bare)) > len(bare)


def has_middle(text: str) -> bool:
    """Whether a line through the middle of a word could be told from the word."""
    return len(text) > 1 and any(c.isalnum() for c in text)
