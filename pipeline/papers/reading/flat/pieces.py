"""Written words, put together to lines and to the text of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.papers.reading.layout import PrintedBox, Rect, Word, around

_SEEN, _UNTOLD = (
    0.15,
    0.45,
)  # of the letters' height: a gap is a space, where a file writes none, and where it does
_TOLD = 0.08  # of the letters' height: the least that a written space is wide
_OPENING = "“‘’"  # signs that a line was seen to end with inside a word
_ADDRESS = re.compile(r"://|www\.|@")


class Piece(NamedTuple):
    """A written word: its place on the blank and on the paper.

    `seam`: the file writes it, or it and what is before, in two pieces of one font with nothing between: what stood
    there may have been lost. `guessed`: the space before it is told by places only. `source`: the file's last piece.
    `group`: the drawing that the file keeps it in, where each answer has one of its own; else 0.
    """

    word: Word
    rect: Rect
    paper: Rect
    source: int = 0
    seam: bool = False
    guessed: bool = False
    group: int = 0
    trailing: bool = False  # the file writes a space after it

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
        return run_together(self.pieces)

    @property
    def rect(self) -> Rect:
        """The place around all of them, on the blank."""
        return around([piece.rect for piece in self.pieces])


@dataclass
class Written:
    """Everything written on one page: chains by box, chains outside every box, signs in the tick boxes.

    `padding`: how far from a box's left edge its answer begins, on this page. `spaced`: the file writes its spaces.
    `groups`: the file's pieces of text -> the drawing of its own that each stands in.
    """

    inside: dict[PrintedBox, list[Chain]] = field(default_factory=dict)
    outside: list[Chain] = field(default_factory=list)
    signs: list[Piece] = field(default_factory=list)
    padding: float = 2.0
    spaced: bool = False
    groups: Mapping[int, int] = field(default_factory=dict)

    @property
    def chains(self) -> tuple[Chain, ...]:
        """All of them."""
        return (*(chain for found in self.inside.values() for chain in found), *self.outside)


def run_together(pieces: Sequence[Piece]) -> str:
    """The words of a line, with a space wherever there is one."""
    text = pieces[0].text if pieces else ""
    for before, piece in pairwise(pieces):
        text += (" " if apart(before, piece) else "") + piece.text
    return text


def apart(before: Piece, piece: Piece) -> bool:
    """Whether a space stands between: one that the file does not write must be wide enough to be seen."""
    told = not piece.guessed or before.trailing
    gap = piece.rect.left - before.rect.right
    return gap > (_TOLD if told else _SEEN) * piece.rect.height


def unexplained(before: Piece, piece: Piece) -> bool:
    """Whether the gap between two words is wider than a space, and no space is written there."""
    gap = piece.rect.left - before.rect.right
    return piece.guessed and not before.trailing and gap > _UNTOLD * piece.rect.height


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


def joined(lines: Sequence[Sequence[Piece]], box: PrintedBox, spaced: bool) -> str:
    """The lines as one text: a new line where the next word would still have fitted on the one before."""
    text = run_together(lines[0]) if lines else ""
    for before, line in pairwise(lines):
        room = box.rect.right - before[-1].rect.right
        space = 0.25 * before[-1].rect.height
        if room > line[0].rect.width + space + 3.0:
            text += "\n"
        elif not _broken(before, room) or (spaced and before[-1].trailing):
            text += " "
        text += run_together(line)
    return text


def _broken(line: Sequence[Piece], room: float) -> bool:
    """Whether a line may end inside a word: after a hyphen or a quotation mark, in an address; or one word fills it."""
    last = line[-1].text
    address = bool(_ADDRESS.search(last)) and last[-1] not in ".,;:)"
    breaks = (len(last) > 1 and (last.endswith("-") or address)) or last[-1] in _OPENING
    return breaks or (len(line) == 1 and room < 0.6 * line[-1].rect.height)


def may_be_broken(lines: Sequence[Sequence[Piece]], spaced: bool) -> bool:
    """Whether it cannot be known if some line ends inside a word."""
    return not spaced and any(_broken(line, 99.0) for line in lines[:-1])
