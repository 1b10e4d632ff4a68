"""A page's letters in the order of the eye: a word may be drawn letter by letter, in any order."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

_GAP = 0.12  # of a letter's height: less is the same word
_LEVEL = 0.5  # of a letter's height: less is the same line


class _Letter(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float
    sign: str


def lines_as_seen(words: Any) -> list[str]:
    """The lines of a PDFium text page, from top to bottom, each from left to right."""
    lines: list[list[_Letter]] = []
    for letter in sorted(_letters(words), key=lambda a: -(a.bottom + a.top)):
        if lines and _same_line(lines[-1][0], letter):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    return [_joined(sorted(line, key=lambda a: a.left)) for line in lines]


def _letters(words: Any) -> list[_Letter]:
    found = []
    for n in range(words.count_chars()):
        sign = words.get_text_range(n, 1)
        if sign.strip():
            left, bottom, right, top = words.get_charbox(n, loose=True)
            found.append(_Letter(left, bottom, right, top, sign))
    return found


def _same_line(one: _Letter, other: _Letter) -> bool:
    height = max(one.top - one.bottom, other.top - other.bottom)
    return abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 < _LEVEL * height


def _joined(line: list[_Letter]) -> str:
    """The letters of a line with spaces where gaps are wide; letters that are all set apart still make words."""
    gaps = [after.left - before.right for before, after in pairwise(line)]
    wide = 2 * median(gaps) if gaps else 0.0
    text = line[0].sign
    for gap, letter in zip(gaps, line[1:], strict=True):
        text += " " * (gap > max(wide, _GAP * (letter.top - letter.bottom))) + letter.sign
    return text
