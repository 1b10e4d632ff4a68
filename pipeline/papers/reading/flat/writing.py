"""What is written on a form beyond its own print, and in which box it stands.

Places here are those of the blank: the paper's words are carried back by the placing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.papers.reading.flat.pieces import Chain, Piece, Written, apart
from pipeline.papers.reading.flat.printed import BAND, Boxes, Print
from pipeline.papers.reading.layout import BoxKind, PageMatch, PrintedBox, Rect, Word, around
from pipeline.papers.reading.layout.words import Letter, PageText

_APART = 0.22  # of the letters' height: a gap this wide parts words
_SPACE = 0.42  # of the letters' height: the widest space inside an answer
_NARROW = 0.30  # of the letters' height: surely a space inside an answer
_TOUCHING = 0.12  # of the letters' height: nothing between two letters
_PADDED = (0.0, 5.0)  # points from a box's left edge where an answer begins
_EXACT = 0.5  # points that such a beginning is off the others of its page
_LEADING = (0.7, 1.8)  # of the letters' height: from one line to the next


def written_on(text: PageText, match: PageMatch, drawings: Mapping[int, int]) -> Written:
    """What is written on a page that has been matched to its blank. `drawings`: see `Covers.groups`."""
    return _Gatherer(text, match, drawings).written()


class _Gatherer:
    """The walk over one page's words, in the file's order."""

    def __init__(self, text: PageText, match: PageMatch, drawings: Mapping[int, int]) -> None:
        self.drawings = drawings
        self.text, self.back = text, match.placing.inverse
        self.boxes, self.printed = Boxes(match.page), Print(match.page)
        self.found = Written()
        self.last: Chain | None = None
        self.lines: dict[int, list[Chain]] = {}
        self.groups: Mapping[int, int] = {}
        self.by_group: dict[int, Chain] = {}

    def written(self) -> Written:
        rest = [
            word for word in self.text.words if not self.printed.takes(word.text, self.back.rect(word.rect))
        ]
        self.found.padding = self._padding(rest)
        self.groups = self.found.groups = _of_their_own(self.text, self.drawings, rest)
        for piece in (piece for word in rest for piece in self._pieces(word)):
            if piece.group or not self.printed.has(piece.text, piece.rect):
                self._take(piece)
        two = [p for chain in self.found.chains for p in pairwise(chain.pieces)]
        guessed = sum(1 for before, piece in two if piece.guessed and apart(before, piece))
        self.found.spaced = sum(1 for _, piece in two if not piece.guessed) > 4 * guessed
        return self.found

    def _padding(self, words: Sequence[Word]) -> float:
        """How far from the left edge of their boxes most answers begin."""
        offsets: dict[float, int] = {}
        for word in words:
            rect = self.back.rect(word.rect)
            box = self.boxes.beginning(rect)
            if box is not None and box.kind in (BoxKind.LINE, BoxKind.CHOICE):
                offset = round((rect.left - box.rect.left) * 4) / 4
                if _PADDED[0] <= offset <= _PADDED[1]:
                    offsets[offset] = offsets.get(offset, 0) + 1
        return max(offsets, key=lambda o: offsets[o], default=2.0)

    def _begins(self, rect: Rect, box: PrintedBox | None) -> bool:
        return box is not None and abs(rect.left - box.rect.left - self.found.padding) < _EXACT

    def _take(self, piece: Piece) -> None:
        box = self.boxes.beginning(piece.rect)
        sign = box is not None and box.kind in (BoxKind.TICK, BoxKind.RADIO)
        if sign and piece.group not in self.by_group:
            self.found.signs.append(piece)
            return
        chain = self.by_group.get(piece.group) if piece.group else self._followed(piece, box)
        if chain is not None:
            chain.pieces.append(piece)
        else:
            spilt = not piece.group and self.last is not None and _spills(self.last, piece)
            chain = Chain([piece], self.last.box if spilt and self.last else box, spilt)
            if chain.box is None:
                self.found.outside.append(chain)
            else:
                self.found.inside.setdefault(chain.box, []).append(chain)
            self.lines.setdefault(int(piece.rect.middle[1] // BAND), []).append(chain)
            if piece.group:
                self.by_group[piece.group] = chain
        self.last = chain

    def _followed(self, piece: Piece, box: PrintedBox | None) -> Chain | None:
        """The chain that a word goes on: the last one, or another that ends just before it on its line."""
        if self.last is not None and self._goes_on(self.last, piece, box):
            return self.last
        band = int(piece.rect.middle[1] // BAND)
        near = [c for b in (band - 1, band, band + 1) for c in self.lines.get(b, ())]
        return next((c for c in reversed(near) if self._goes_on(c, piece, box)), None)

    def _goes_on(self, chain: Chain, piece: Piece, box: PrintedBox | None) -> bool:
        """Whether a word follows the chain's last on its line, by a space."""
        last = chain.pieces[-1]
        _, top, right, bottom = last.rect
        left, high, _, low = piece.rect
        tall, gap = max(bottom - top, low - high, 1.0), left - right
        if not -0.3 * tall < gap < _SPACE * tall or last.group != piece.group:
            return False
        if not abs((top + bottom) / 2 - (high + low) / 2) < 0.45 * tall:
            return False
        if box is chain.box or not self._begins(piece.rect, box):
            return True
        return gap < _NARROW * tall and piece.source == last.source

    def _pieces(self, word: Word) -> Iterator[Piece]:
        """The word, parted where its letters stand apart or another box's answer begins."""
        letters = self.text.letters(word)
        rects = self.back.rects([letter.rect for letter in letters])
        start = 0
        for at in range(1, len(letters) + 1):
            if at == len(letters) or self._parts(letters, rects, start, at):
                yield self._piece(word, letters, rects, start, at)
                start = at

    def _parts(self, letters: Sequence[Letter], rects: Sequence[Rect], start: int, at: int) -> bool:
        _, top, right, bottom = rects[at - 1]
        left, high, _, low = here = rects[at]
        tall, gap = max(bottom - top, low - high, 1.0), left - right
        off = abs((high + low) / 2 - (top + bottom) / 2)
        if gap > _APART * tall or gap < -0.4 * tall or off > 0.5 * tall:
            return True
        if letters[at].piece == letters[at - 1].piece:
            return False
        one, next_one = (self.groups.get(letters[i].piece, 0) for i in (at - 1, at))
        if one or next_one:
            return one != next_one
        box, other = self.boxes.beginning(rects[start]), self.boxes.beginning(here)
        return other is not box and self._begins(here, other)

    def _piece(
        self, word: Word, letters: Sequence[Letter], rects: Sequence[Rect], start: int, end: int
    ) -> Piece:
        some = letters[start:end]
        rect, paper = around(rects[start:end]), around([letter.rect for letter in some])
        before = letters[start - 1] if start else self._before(some[0].at, rect)
        row = [before, *some] if before is not None else some
        several = len({letter.piece for letter in row}) > 1
        seam = several and any(_seam(one, other) for one, other in pairwise(row))
        text = Word("".join([letter.sign for letter in some]), paper, some[0].at)
        group = self.groups.get(some[0].piece, 0)
        after = some[-1].at + 1
        trailing = self.text.trailing(after) and (not self.groups or self._group_at(after) == group)
        guessed = before is None or start > 0
        return Piece(text, rect, paper, some[-1].piece, seam, guessed, group, trailing)

    def _group_at(self, at: int) -> int:
        return self.groups.get(self.text.piece_at(at), 0)

    def _before(self, at: int, rect: Rect) -> Letter | None:
        """What the file writes before a word and next to it; the text reader may have put words in between."""
        found = self.text.before(at)
        place = self.back.rect(found.rect) if found else rect
        if found and self.groups and self.groups.get(found.piece, 0) != self._group_at(at):
            return None
        near = abs(place.right - rect.left) < 0.3 * max(rect.height, 1.0)
        return found if near and abs(place.middle[1] - rect.middle[1]) < 0.5 * rect.height else None


def _of_their_own(text: PageText, groups: Mapping[int, int], words: Sequence[Word]) -> dict[int, int]:
    """The file's pieces -> their drawings, where answers have drawings of their own: none holds half of the words."""
    counted = Counter(groups.get(text.piece_at(word.start), 0) for word in words) if groups else Counter()
    several = len(counted.keys() - {0}) > 2
    return {p: g for p, g in groups.items() if several and 2 * counted[g] <= max(len(words), 4)}


def _seam(one: Letter, other: Letter) -> bool:
    """Whether two letters that touch are of two pieces of the file, in one font."""
    if one.piece == other.piece or one.font != other.font:
        return False
    near = abs(other.rect.left - one.rect.right) < _TOUCHING * max(other.rect.height, 1.0)
    return near and abs(other.rect.middle[1] - one.rect.middle[1]) < 0.2 * other.rect.height


def _spills(chain: Chain, piece: Piece) -> bool:
    """Whether a word begins the line below the last line of a full box."""
    if chain.box is None or chain.box.kind is not BoxKind.LINES:
        return False
    first, last = chain.pieces[0].rect, chain.pieces[-1].rect
    down = (piece.rect.middle[1] - last.middle[1]) / max(last.height, 1.0)
    full = last.bottom > chain.box.rect.bottom - 0.6 * last.height
    return full and abs(piece.rect.left - first.left) < 1.5 and _LEADING[0] < down < _LEADING[1]
