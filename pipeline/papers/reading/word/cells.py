"""What was filled in in one cell: the copy's words less the blank's printed words, and the boxes between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.papers.reading.word.shape import Box, Cell
from pipeline.papers.reading.word.text import Mark, Piece, Seen
from pipeline.rules.answers.text import tidy_line

_LEADERS = str.maketrans("", "", " _…")
_DOTS = re.compile(r"\.{3,}")  # on which people write
_PREFIXES = (0.9, 0.8, 0.7, 0.6)  # shares of printed words that, at their beginning, still tell them
_LONGEST = 200_000  # letters in which printed words are looked for; what follows can only be an answer
_LEAST = 6  # letters of such a beginning
_BOX = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Filled:
    """What stands where the blank has a box.

    `source`: the copy's own box there, or None. `seen`: the words there outside the copy's boxes. `before`: line
    breaks that stand in front of the copy's box (a program that moves them there has taken them out of the answer).
    `shared`: the words may belong to another box beside it.
    """

    box: Box
    source: Box | None
    seen: Seen
    before: int = 0
    shared: bool = False


@dataclass(frozen=True)
class Matched:
    """One cell compared. `whole`: every printed word of the blank was found; `outside`: words at other places."""

    filled: tuple[Filled, ...]
    outside: tuple[Seen, ...]
    whole: bool


def match_cell(blank: Cell, copy: Cell, free: Callable[[Box], bool]) -> Matched:
    """Compare a cell with the blank's. `free`: whether a box of the copy that has another name may stand for one."""
    gaps, printed = _parts(blank)
    folded = _Folded(copy)
    spans = [folded.find(words) for words in printed]
    ends = [span.at if span else None for span in spans]
    at = 0
    filled: list[Filled] = []
    outside: list[Seen] = []
    groups: list[Box] = []
    for number, boxes in enumerate(gaps):
        groups += boxes
        span = ends[number] if number < len(ends) else (len(folded.chars), len(folded.chars))
        if span is None:  # these printed words are gone: the boxes before and after them share one gap
            continue
        found, beside = _fill(groups, folded.between(at, span[0]), free)
        filled += found
        outside += beside
        groups, at = [], span[1]
    return Matched(tuple(filled), tuple(outside), all(s is not None and s.whole for s in spans))


def _parts(cell: Cell) -> tuple[list[list[Box]], list[str]]:
    """The boxes before, between and after the printed words, and the printed words, folded, without spaces."""
    gaps: list[list[Box]] = [[]]
    printed: list[str] = []
    words = ""
    for piece in cell.pieces:
        if isinstance(piece, Piece):
            words += piece.text
            continue
        _close(words, printed, gaps)
        gaps[-1].append(piece)
        words = ""
    _close(words, printed, gaps)
    return gaps, printed


def _close(words: str, printed: list[str], gaps: list[list[Box]]) -> None:
    folded = fold(_DOTS.sub("", words))
    if folded:
        printed.append(folded)
        gaps.append([])


def fold(text: str) -> str:
    """A text for comparing: no case, no spaces, straight quotes, none of the lines on which people write."""
    return tidy_line(text).casefold().translate(_LEADERS)


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    return fold(letter)


@dataclass(frozen=True)
class _Span:
    """Where printed words stand; not `whole`: only their beginning was found."""

    at: tuple[int, int]
    whole: bool


class _Folded:
    """A copy's cell as one string without spaces and case, each character knowing where it comes from."""

    def __init__(self, cell: Cell) -> None:
        self.pieces = cell.pieces
        self.after = 0
        chars: list[str] = []
        self.origin: list[tuple[int, int]] = []
        for number, piece in enumerate(cell.pieces):
            if isinstance(piece, Box):
                chars.append(_BOX)
                self.origin.append((number, 0))
                continue
            for at, letter in enumerate(piece.text[: _LONGEST - len(chars)] if len(chars) < _LONGEST else ""):
                for one in _folded(letter):
                    chars.append(one)
                    self.origin.append((number, at))
        self.chars = "".join(chars)

    def find(self, words: str) -> _Span | None:
        """Where printed words stand, after those found before; at least their beginning; None if they are not there."""
        for share in (1.0, *_PREFIXES):
            part = words[: int(share * len(words))]
            start = self.chars.find(part, self.after) if share == 1.0 or len(part) >= _LEAST else -1
            if start >= 0:
                self.after = start + len(part)
                return _Span((start, self.after), share == 1.0)
        return None

    def between(self, start: int, end: int) -> list[Piece | Box]:
        """The pieces from after the character before `start` up to the character at `end`."""
        first = (self.origin[start - 1][0], self.origin[start - 1][1] + 1) if start else (0, 0)
        last = self.origin[end] if end < len(self.origin) else (len(self.pieces), 0)
        return list(self._cut(first, last))

    def _cut(self, first: tuple[int, int], last: tuple[int, int]) -> Iterator[Piece | Box]:
        for number in range(first[0], min(last[0] + 1, len(self.pieces))):
            piece = self.pieces[number]
            if isinstance(piece, Box):
                if (number, 0) >= first and (number, 0) < last:
                    yield piece
                continue
            begin = first[1] if number == first[0] else 0
            finish = last[1] if number == last[0] else len(piece.text)
            if begin < finish or (not piece.text and number < last[0]):
                yield replace(piece, text=piece.text[begin:finish])


def _fill(
    boxes: Sequence[Box], pieces: Sequence[Piece | Box], free: Callable[[Box], bool]
) -> tuple[list[Filled], list[Seen]]:
    """The boxes of one gap, each with what stands there; and words where there is no box."""
    seen = Seen([p for p in pieces if isinstance(p, Piece)])
    theirs = [p for p in pieces if isinstance(p, Box)]
    sources = _paired(boxes, theirs, free)
    strange = any(box.shown.strip() and not any(box is source for source in sources) for box in theirs)
    if not boxes or (len(boxes) > 1 and all(sources)):
        filled = [Filled(box, source, Seen()) for box, source in zip(boxes, sources, strict=True)]
        return filled, [seen] if says(seen) else []
    filled = []
    for box, source in zip(boxes, sources, strict=True):
        mine = len(boxes) == 1 or (
            source is None and says(seen)
        )  # several boxes: the first that lacks its own
        before = _breaks_before(pieces) if source is not None and len(boxes) == 1 else 0
        filled.append(
            Filled(box, source, seen if mine else Seen(), before, mine and (strange or len(boxes) > 1))
        )
        seen = Seen() if mine else seen
    return filled, []


def says(seen: Seen) -> bool:
    """Whether there is anything in it that a person has put there."""
    return any((p.text + p.lost).strip() for p in seen.pieces if p.mark is not Mark.TABLE)


def _paired(boxes: Sequence[Box], theirs: Sequence[Box], free: Callable[[Box], bool]) -> list[Box | None]:
    """The copy's box for each of the blank's: of the same name, else the next that no other box claims."""
    names = {box.name for box in boxes}
    named = {box.name: box for box in reversed(theirs) if box.name in names}
    others = [box for box in theirs if box.name not in names and free(box)]
    return [named[box.name] if box.name in named else (others.pop(0) if others else None) for box in boxes]


def _breaks_before(pieces: Sequence[Piece | Box]) -> int:
    """Line breaks (not ends of paragraphs) in front of the first box."""
    count = 0
    for piece in pieces:
        if isinstance(piece, Box):
            return count
        count += piece.text.count("\n") if piece.mark is not Mark.END else 0
    return 0
