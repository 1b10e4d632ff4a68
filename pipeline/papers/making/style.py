"""How the pack looks, and how words become lines: shared by the case sheet, the front pages and flattened forms.

Lengths are points (1/72 inch). Nothing here knows a PDF library: what measures text and what a font can draw are
handed in. Words from outside are only ever measured and drawn, never parsed as markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from pipeline.rules.answers.text import clean

A4_WIDTH, A4_HEIGHT = 595.276, 841.89
MARGIN = 48.0  # left and right
HEAD = 56.0  # kept free at the top for the running head
FOOT = 48.0  # kept free at the bottom for the running foot
# A line between an original's frame and the running foot, counted from the paper's foot.
NOTE_BASE, NOTE_SIZE = 33.0, 7.0

Colour = tuple[float, float, float]
INK: Colour = (0.0, 0.0, 0.0)
SOFT: Colour = (0.30, 0.30, 0.30)  # labels: 8:1 against white, clear on a grey printer
ACCENT: Colour = (0.06, 0.24, 0.33)
TINT: Colour = (0.93, 0.95, 0.96)
LINE: Colour = (0.62, 0.66, 0.69)
WHITE: Colour = (1.0, 1.0, 1.0)
FAINT: Colour = (0.93, 0.93, 0.93)  # the diagonal DRAFT beneath the text

SHAPELESS = "\N{WHITE SQUARE}"  # stands for a character that the font cannot draw

Measure = Callable[[str], float]
_AHEAD = 32  # letters first looked at of a word that is wider than a line


@dataclass(frozen=True)
class Legible:
    """Text that the font can draw. `strange` holds each character that a box stands for."""

    text: str
    strange: tuple[str, ...] = ()


def legible(text: str, can_draw: Callable[[str], bool]) -> Legible:
    """The text composed (NFC), with a box (□) for each character that the font lacks.

    Characters without a shape (joiners, variation marks) are left out; tabs become spaces; newlines stay.
    """
    text = clean(text).text.replace("\t", "    ")
    used = set(text)
    if "\u00ad" not in used and all(c == "\n" or can_draw(c) for c in used):
        return Legible(text)
    strange: dict[str, None] = {}
    out: list[str] = []
    for char in text:
        if char == "\n" or (can_draw(char) and char != "\u00ad"):
            out.append(char)
        elif not _shapeless(char):
            strange[char] = None
            out.append(SHAPELESS if can_draw(SHAPELESS) else "?")
    return Legible("".join(out), tuple(strange))


def _shapeless(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F


def wrap(text: str, measure: Measure, width: float, most: int | None = None) -> tuple[str, ...]:
    """The text in lines no wider than `width`; newlines are kept, a word wider than a line is broken.

    Words are kept apart by the spaces that were typed, except where a line ends. `most`: only its first so many
    lines, without work on the others.
    """
    lines = (line for paragraph in text.split("\n") for line in _filled(paragraph, measure, width))
    return tuple(islice(lines, most))


def _filled(paragraph: str, measure: Measure, width: float) -> Iterator[str]:
    if measure(paragraph) <= width:
        yield paragraph
        return
    line, used = "", 0.0
    space = measure(" ")
    for word, size in _pieces(paragraph, measure, width):
        if line and used + space + size > width:
            yield line
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + space + size) if line else (word, size)
    yield line


def _pieces(paragraph: str, measure: Measure, width: float) -> Iterator[tuple[str, float]]:
    """The words and their widths; one wider than a line (a long link, a row of letters) in pieces that fit."""
    for word in paragraph.split(" "):
        size = measure(word)
        if size <= width or len(word) < 2:
            yield word, size
            continue
        start = 0
        while start < len(word):
            piece = _piece(word, start, measure, width)
            yield piece, measure(piece)
            start += len(piece)


def _piece(word: str, start: int, measure: Measure, width: float) -> str:
    """What fits of the word from `start` on, at least one letter; an address is cut after a mark if it can be.

    Looks no further ahead than twice what fits, so that a word of a million letters takes a million steps.
    """
    ahead = _AHEAD
    while start + ahead < len(word) and measure(word[start : start + ahead]) <= width:
        ahead *= 2
    rest = word[start : start + ahead]
    if len(rest) < 2 or measure(rest) <= width:
        return rest
    low, high = 1, len(rest)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(rest[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return rest[: next((n for n in range(low, low // 3, -1) if rest[n - 1] in "@./_-"), low)]
