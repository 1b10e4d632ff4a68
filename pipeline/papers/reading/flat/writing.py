"""What is written on a form beyond its own print, and in which box it stands.

Places here are those of the blank: the paper's words are carried back by the placing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.papers.reading.layout import BoxKind, LayoutPage, PageMatch, PrintedBox, Rect, Word
from pipeline.papers.reading.layout.words import Letter, PageText

_BAND = 24.0  # points: words and boxes are looked up by bands of the page
_NEAR = 2.2  # points that a printed word may be off its place
_APART = 0.22  # of the letters' height: a gap this wide parts words
_SPACE = 0.42  # of the letters' height: the widest space inside an answer
_NARROW = 0.30  # of the letters' height: surely a space inside an answer
_TOUCHING = 0.12  # of the letters' height: nothing between two letters
_PADDED = (0.0, 5.0)  # points from a box's left edge where an answer begins
_EXACT = 0.5  # points that such a beginning is off the others of its page
_LEADING = (0.7, 1.8)  # of the letters' height: from one line to the next


@dataclass(frozen=True)
class Piece:
    """A written word: its place on the blank and on the paper.

    `seam`: the file writes it, or it and what is before, in two pieces of one font with nothing between: what stood
    there may have been lost. `guessed`: the space before it is told by places only. `source`: the file's last piece.
    """

    word: Word
    rect: Rect
    paper: Rect
    source: int = 0
    seam: bool = False
    guessed: bool = False

    @property
    def text(self) -> str:
        """Its letters."""
        return self.word.text


@dataclass
class Chain:
    """Words that follow each other, written in one go; they belong to the box in which the first begins."""

    pieces: list[Piece]
    box: PrintedBox | None
    spills: bool = False  # goes on from a full box above

    @property
    def text(self) -> str:
        """The words with spaces between."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def rect(self) -> Rect:
        """The place around all of them, on the blank."""
        rect = self.pieces[0].rect
        for piece in self.pieces[1:]:
            rect = rect.joined(piece.rect)
        return rect


@dataclass
class Written:
    """Everything written on one page: chains by box, chains outside every box, signs in the tick boxes.

    `padding`: how far from a box's left edge its answer begins, on this page.
    """

    inside: dict[PrintedBox, list[Chain]] = field(default_factory=dict)
    outside: list[Chain] = field(default_factory=list)
    signs: list[Piece] = field(default_factory=list)
    padding: float = 2.0

    @property
    def chains(self) -> tuple[Chain, ...]:
        """All of them."""
        return (*(chain for found in self.inside.values() for chain in found), *self.outside)


def written_on(text: PageText, match: PageMatch) -> Written:
    """What is written on a page that has been matched to its blank."""
    return _Gatherer(text, match).written()


class _Gatherer:
    """The walk over one page's words, in the file's order."""

    def __init__(self, text: PageText, match: PageMatch) -> None:
        self.text, self.back = text, match.placing.inverse
        self.boxes, self.printed = _Boxes(match.page), _Printed(match.page)
        self.found = Written()
        self.last: Chain | None = None
        self.lines: dict[int, list[Chain]] = {}

    def written(self) -> Written:
        rest = [
            word for word in self.text.words if not self.printed.takes(word.text, self.back.rect(word.rect))
        ]
        self.found.padding = self._padding(rest)
        for piece in (piece for word in rest for piece in self._pieces(word)):
            if not self.printed.takes(piece.text, piece.rect) and not self.printed.covers(piece.rect):
                self._take(piece)
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
        if box is not None and box.kind in (BoxKind.TICK, BoxKind.RADIO):
            self.found.signs.append(piece)
            return
        chain = self._followed(piece, box)
        if chain is not None:
            chain.pieces.append(piece)
        else:
            spilt = self.last is not None and _spills(self.last, piece)
            chain = Chain([piece], self.last.box if spilt and self.last else box, spilt)
            if chain.box is None:
                self.found.outside.append(chain)
            else:
                self.found.inside.setdefault(chain.box, []).append(chain)
            self.lines.setdefault(int(piece.rect.middle[1] // _BAND), []).append(chain)
        self.last = chain

    def _followed(self, piece: Piece, box: PrintedBox | None) -> Chain | None:
        """The chain that a word goes on: the last one, or another that ends just before it on its line."""
        if self.last is not None and self._goes_on(self.last, piece, box):
            return self.last
        band = int(piece.rect.middle[1] // _BAND)
        near = [c for b in (band - 1, band, band + 1) for c in self.lines.get(b, ())]
        return next((c for c in reversed(near) if self._goes_on(c, piece, box)), None)

    def _goes_on(self, chain: Chain, piece: Piece, box: PrintedBox | None) -> bool:
        """Whether a word follows the chain's last on its line, by a space."""
        last = chain.pieces[-1]
        tall = max(last.rect.height, piece.rect.height, 1.0)
        gap = piece.rect.left - last.rect.right
        level = abs(last.rect.middle[1] - piece.rect.middle[1]) < 0.45 * tall
        if not level or not -0.3 * tall < gap < _SPACE * tall:
            return False
        if box is chain.box or not self._begins(piece.rect, box):
            return True
        return gap < _NARROW * tall and piece.source == last.source

    def _pieces(self, word: Word) -> Iterator[Piece]:
        """The word, parted where its letters stand apart or another box's answer begins."""
        letters = [*self.text.letters(word)]
        rects = [self.back.rect(letter.rect) for letter in letters]
        start = 0
        for at in range(1, len(letters) + 1):
            if at == len(letters) or self._parts(letters, rects, start, at):
                yield self._piece(word, letters, rects, start, at)
                start = at

    def _parts(self, letters: Sequence[Letter], rects: Sequence[Rect], start: int, at: int) -> bool:
        before, here = rects[at - 1], rects[at]
        tall = max(before.height, here.height, 1.0)
        gap = here.left - before.right
        if gap > _APART * tall or gap < -0.4 * tall or abs(here.middle[1] - before.middle[1]) > 0.5 * tall:
            return True
        box, other = self.boxes.beginning(rects[start]), self.boxes.beginning(here)
        return other is not box and letters[at].piece != letters[at - 1].piece and self._begins(here, other)

    def _piece(
        self, word: Word, letters: Sequence[Letter], rects: Sequence[Rect], start: int, end: int
    ) -> Piece:
        rect, paper = rects[start], letters[start].rect
        for at in range(start + 1, end):
            rect, paper = rect.joined(rects[at]), paper.joined(letters[at].rect)
        some = letters[start:end]
        before = self.text.before(some[0].at) if start == 0 else letters[start - 1]
        row = [before, *some] if before is not None else some
        seam = any(_seam(one, other) for one, other in pairwise(row))
        text = Word("".join(letter.sign for letter in some), paper, some[0].at)
        return Piece(text, rect, paper, some[-1].piece, seam, before is None)


def _seam(one: Letter, other: Letter) -> bool:
    """Whether two letters that touch are of two pieces of the file, in one font."""
    near = abs(other.rect.left - one.rect.right) < _TOUCHING * max(other.rect.height, 1.0)
    level = abs(other.rect.middle[1] - one.rect.middle[1]) < 0.2 * other.rect.height
    return near and level and one.piece != other.piece and one.font == other.font


class _Printed:
    """The blank's own words, each of which is taken away once."""

    def __init__(self, page: LayoutPage) -> None:
        self._left: dict[str, list[Rect]] = {}
        for word in page.words:
            self._left.setdefault(word.text, []).append(word.rect)
        self._boxes = _Boxes(page)

    def takes(self, text: str, rect: Rect) -> bool:
        """Whether this is a printed word in its place; it is taken."""
        rects = self._left.get(text, ())
        for index, place in enumerate(rects):
            if abs(place.left - rect.left) < _NEAR and abs(place.middle[1] - rect.middle[1]) < _NEAR:
                del self._left[text][index]
                return True
        return False

    def covers(self, rect: Rect) -> bool:
        """Whether a word outside every box lies on a printed word not yet taken, which it must be in other letters."""
        if self._boxes.beginning(rect) is not None:
            return False
        area = max(rect.width * rect.height, 0.1)
        return any(
            place.shared(rect) > 0.6 * area and place.width < 1.6 * rect.width
            for places in self._left.values()
            for place in places
        )


class _Boxes:
    """The boxes of a page by where they stand."""

    def __init__(self, page: LayoutPage) -> None:
        self._bands: dict[int, list[PrintedBox]] = {}
        for box in page.boxes:
            for band in range(int((box.rect.top - 2) // _BAND), int((box.rect.bottom + 2) // _BAND) + 1):
                self._bands.setdefault(band, []).append(box)

    def beginning(self, rect: Rect) -> PrintedBox | None:
        """The box in which a word begins; else that in which its middle lies."""
        x, y = rect.left + min(2.0, rect.width / 2), rect.middle[1]
        return self._at(x, y) or self._at(rect.middle[0], y)

    def _at(self, x: float, y: float) -> PrintedBox | None:
        boxes = [b for b in self._bands.get(int(y // _BAND), ()) if b.rect.holds(x, y, 1.0)]
        return max(boxes, key=lambda b: _depth(b.rect, x, y), default=None)


def _depth(rect: Rect, x: float, y: float) -> float:
    return min(x - rect.left, rect.right - x, y - rect.top, rect.bottom - y)


def _spills(chain: Chain, piece: Piece) -> bool:
    """Whether a word begins the line below the last line of a full box."""
    if chain.box is None or chain.box.kind is not BoxKind.LINES:
        return False
    first, last = chain.pieces[0].rect, chain.pieces[-1].rect
    down = (piece.rect.middle[1] - last.middle[1]) / max(last.height, 1.0)
    full = last.bottom > chain.box.rect.bottom - 0.6 * last.height
    return full and abs(piece.rect.left - first.left) < 1.5 and _LEADING[0] < down < _LEADING[1]


def lines_of(chains: Sequence[Chain]) -> list[list[Piece]]:
    """The words of a box in lines, from the top, each from the left."""
    pieces = sorted((p for chain in chains for p in chain.pieces), key=lambda p: p.rect.middle[1])
    lines: list[list[Piece]] = []
    for piece in pieces:
        if lines and piece.rect.middle[1] - lines[-1][0].rect.middle[1] < 0.5 * piece.rect.height:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.rect.left) for line in lines]


def joined(lines: Sequence[Sequence[Piece]], box: PrintedBox) -> str:
    """The lines as one text: a new line where the next word would still have fitted on the one before."""
    text = " ".join(p.text for p in lines[0]) if lines else ""
    for before, line in pairwise(lines):
        room = box.rect.right - before[-1].rect.right
        space = 0.25 * before[-1].rect.height
        if room > line[0].rect.width + space + 3.0:
            text += "\n"
        elif len(before) > 1 or room > 0.6 * before[-1].rect.height:
            text += " "
        text += " ".join(p.text for p in line)
    return text
