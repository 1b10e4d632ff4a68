"""Pieces of a file's text that its reader says nothing of: letters that the font has not, or lines taken for a repeat.

qpdf and pdftk write one byte a letter into a font of two: a short answer then asks for signs that no font has, draws
nothing, and is read as nothing. PDFium's text reader leaves out a line that repeats, letter by letter, one just
before: such a line is put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.papers.reading.flat.covers import Covers
from pipeline.papers.reading.flat.pieces import Chain, Piece, Written
from pipeline.papers.reading.flat.printed import Boxes
from pipeline.papers.reading.layout import PageMatch, PrintedBox, Rect
from pipeline.papers.reading.layout.words import PageText

_TWIN = (
    0.6  # share of both: a piece that lies so much on another is the same letters drawn twice, to look bold
)
_LONG = 8  # letters: of fewer, others may be as wide
_EQUAL = 0.01  # points: two pieces of one size, the second of which PDFium leaves out, are the same letters
_SEEN = 0.5  # square points: what draws less has no letters that can be seen


def lost_in(text: PageText, covers: Covers, written: Written, match: PageMatch) -> Mapping[PrintedBox, bool]:
    """The boxes in which such a piece stands; True when it has a size, so that it may be letters that can be seen.

    Repeated lines of an answer are put back into `written`, and their boxes left out.
    """
    lost = covers.order.keys() - text.pieces
    return dict(_Losses(text, covers, written, match).found(lost)) if lost else {}


class _Losses:
    """What was lost on one page."""

    def __init__(self, text: PageText, covers: Covers, written: Written, match: PageMatch) -> None:
        self.text, self.covers, self.written = text, covers, written
        self.boxes, self.back = Boxes(match.page), match.placing.inverse
        known = text.pieces & covers.order.keys()
        self.known = [(piece, written.groups.get(piece, 0), covers.place(piece)) for piece in known]
        self.owners = {c.pieces[0].group: box for box, chains in written.inside.items() for c in chains}

    def found(self, lost: Iterable[int]) -> Iterator[tuple[PrintedBox, bool]]:
        sized: dict[PrintedBox, bool] = {}
        for piece in sorted(lost, key=lambda p: self.covers.order[p]):
            place, group = self.covers.place(piece), self.written.groups.get(piece, 0)
            seen = place.width * place.height > _SEEN
            ours = [(other, at) for other, theirs, at in self.known if theirs == group] if seen else []
            if any(_atop(place, at) for _, at in ours) or self.text.says(self.covers.items[piece].item):
                continue
            box = (self.owners.get(group) if group else None) or self.boxes.beginning(self.back.rect(place))
            if box is not None and not self._put_back(box, piece, place, ours):
                sized[box] = sized.get(box, False) or seen
        yield from sized.items()

    def _put_back(self, box: PrintedBox, piece: int, place: Rect, ours: Sequence[tuple[int, Rect]]) -> bool:
        """Whether it is the repeat of a line of its box, which then stands there twice."""
        same = {other: at for other, at in ours if _same_size(place, at)}
        rows: dict[int, list[tuple[Chain, Piece]]] = {}
        for chain in self.written.inside.get(box, ()):
            for word in (w for w in chain.pieces if w.source in same):
                rows.setdefault(word.source, []).append((chain, word))
        said = {tuple(word.text for _, word in row) for row in rows.values()}
        if len(said) != 1 or len("".join(*said)) < _LONG:
            return False
        source, row = next(iter(rows.items()))
        right, down = place.left - same[source].left, place.top - same[source].top
        for chain, word in row:
            left, top, end, low = word.paper
            paper = Rect(left + right, top + down, end + right, low + down)
            chain.pieces.append(word._replace(rect=self.back.rect(paper), paper=paper, source=piece))
        return True


def _atop(one: Rect, other: Rect) -> bool:
    return one.shared(other) > _TWIN * max(one.width * one.height, other.width * other.height)


def _same_size(one: Rect, other: Rect) -> bool:
    return abs(one.width - other.width) < _EQUAL and abs(one.height - other.height) < _EQUAL
