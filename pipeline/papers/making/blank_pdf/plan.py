"""What stands where on a blank PDF form: a pure value that is drawn and checked.

All lengths are points (1/72 inch). A `Box`, `Words` or `Shape` inside a block counts from the block's top left
corner, downwards; on a placed page it counts from the page's top left corner.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.papers.making.fonts import FontNames

PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
MARGIN = 36.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
TWELFTHS = 12
GAP = 8.0  # between boxes that stand side by side

LABEL_SIZE = 8.5
HINT_SIZE = 7.5
ANSWER_SIZE = 9.0
ANSWER_LEADING = 11.0
BOX_HEIGHT = 16.0
AUTO_HEIGHT = 11.6  # of a box whose letters are as large as fits: viewers then choose 9 to 11 points
TICK = 9.5  # the side of a tick box, the diameter of a radio button

INK = (0.0, 0.0, 0.0)
SOFT = (0.27, 0.27, 0.27)  # hints: still 9:1 against white
ACCENT = (0.06, 0.24, 0.33)
TINT = (0.93, 0.95, 0.96)
DEEP_TINT = (0.84, 0.88, 0.9)
LINE = (0.38, 0.42, 0.45)
WHITE = (1.0, 1.0, 1.0)
Colour = tuple[float, float, float]


class Role(StrEnum):
    """What words are for a reader who cannot see the page; ARTIFACT is passed over."""

    TITLE = "H1"
    HEADING = "H2"
    TEXT = "P"
    ARTIFACT = "Artifact"


@dataclass(frozen=True)
class Words:
    """One line of printed text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: Colour = INK
    role: Role = Role.TEXT


@dataclass(frozen=True)
class Shape:
    """A rectangle or an ellipse, filled, outlined or both; with no height or no width, a line."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    stroke: Colour | None = None
    weight: float = 0.6
    dashed: bool = False
    round: bool = False


class BoxKind(StrEnum):
    """The kinds of thing a person can fill in."""

    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    TICK = "tick"
    RADIO = "radio"


@dataclass(frozen=True)
class Box:
    """One thing to fill in. `group` is the field's name; `state` is the code of a tick or radio."""

    kind: BoxKind
    group: str
    x: float
    y: float
    width: float
    height: float
    tip: str
    state: str = ""
    about: str = ""  # of a tick or radio: the tip of the whole question
    size: float = ANSWER_SIZE  # of the letters typed into it; 0: as large as fits
    options: tuple[tuple[str, str], ...] = ()
    limit: int | None = None

    @property
    def name(self) -> str:
        """The full name on the form: `reason.OTHER` for a tick, the field's own name for all others."""
        return f"{self.group}.{self.state}" if self.kind is BoxKind.TICK else self.group


Element = Words | Shape | Box


@dataclass(frozen=True)
class Block:
    """A piece of a page that is never broken. `draw(extra)` makes it `extra` points taller than `height`.

    Spare room on a page goes to blocks: `most` is how much a block can take and still look right; what is left
    after that is shared out by `hunger` (lines of narrative).
    """

    height: float
    draw: Callable[[float], tuple[Element, ...]]
    most: float = 0.0
    hunger: float = 0.0
    keeps: bool = False  # stands with the next block
    tinted: bool = False  # on the pale ground of its section
    again: Block | None = None  # to be printed again at the top when a page breaks before this block


@dataclass(frozen=True)
class PlacedPage:
    """One printed page: what stands on it, in reading order."""

    elements: tuple[Element, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What can be filled in on this page, in tab order."""
        return tuple(e for e in self.elements if isinstance(e, Box))


def moved(element: Element, x: float, y: float) -> Element:
    """The same element further right by x and further down by y."""
    return replace(element, x=element.x + x, y=element.y + y)


def fixed(height: float, *elements: Element, keeps: bool = False, most: float = 0.0) -> Block:
    """A block that is drawn the same however tall it is."""
    return Block(height, lambda extra: elements, keeps=keeps, most=most)


def span(start: int, width: int, whole: float = WIDTH, gap: float = GAP) -> tuple[float, float]:
    """Left edge and width of `width` twelfths from twelfth `start`, of a row `whole` points wide."""
    twelfth = (whole + gap) / TWELFTHS
    return start * twelfth, width * twelfth - gap


@dataclass(frozen=True)
class Measure:
    """Knows how wide words are in the form's fonts."""

    fonts: FontNames

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width of one line of text in points."""
        return float(stringWidth(text, self.fonts.bold if bold else self.fonts.regular, size))

    def wrap(self, text: str, size: float, width: float, bold: bool = False) -> tuple[str, ...]:
        """The text in lines no wider than `width`; a word that is wider by itself is broken."""
        lines: list[str] = []
        for word in re.findall(r"[^ \t\n]+", text):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(joined, size, bold) <= width:
                lines[-1] = joined
            else:
                lines.extend(self._broken(word, size, width, bold))
        return tuple(lines)

    def _broken(self, word: str, size: float, width: float, bold: bool) -> list[str]:
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter, size, bold) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces
