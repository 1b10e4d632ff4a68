"""Pieces of a file's text that its reader says nothing of: letters that the font has not, or lines taken for a repeat.

qpdf and pdftk write one byte a letter into a font of two: a short answer then asks for signs that no font has, draws
nothing, and is read as nothing. PDFium's text reader leaves out a line that repeats the line above it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.papers.reading.flat.covers import Covers
from pipeline.papers.reading.flat.pieces import Written
from pipeline.papers.reading.flat.printed import Boxes
from pipeline.papers.reading.layout import PageMatch, PrintedBox, Rect
from pipeline.papers.reading.layout.words import PageText

_TWIN = (
    0.6  # share of both: a piece that lies so much on another is the same letters drawn twice, to look bold
)
_SEEN = 0.5  # square points: what draws less has no letters that can be seen


def lost_in(text: PageText, covers: Covers, written: Written, match: PageMatch) -> Mapping[PrintedBox, bool]:
    """The boxes in which such a piece stands; True when it has a size, so that it may be letters that can be seen."""
    lost = covers.order.keys() - text.pieces
    if not lost:
        return {}
    known = [
        (written.groups.get(piece, 0), covers.place(piece)) for piece in text.pieces & covers.order.keys()
    ]
    boxes, back = Boxes(match.page), match.placing.inverse
    owners = {chain.pieces[0].group: box for box, chains in written.inside.items() for chain in chains}
    found: dict[PrintedBox, bool] = {}
    for piece in lost:
        place, group = covers.place(piece), written.groups.get(piece, 0)
        sized = place.width * place.height > _SEEN
        twin = sized and any(group == theirs and _alike(place, other) for theirs, other in known)
        if twin or text.says(covers.items[piece][0]):
            continue
        box = (owners.get(group) if group else None) or boxes.beginning(back.rect(place))
        if box is not None:
            found[box] = found.get(box, False) or sized
    return found


def _alike(one: Rect, other: Rect) -> bool:
    return one.shared(other) > _TWIN * max(one.width * one.height, other.width * other.height)
