"""Lines of a cell put together again as a person wrote them: what was wrapped is one line, what was broken is two."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.form import Field, Kind
from pipeline.papers.reading.gathering import code_of
from pipeline.papers.reading.labelled.sheets import Printed, TextLine

_ADDRESS, _IN_ADDRESS = re.compile(r"://|www\.|@"), "?&=/_#%~+"  # addresses are wrapped behind more signs
_HYPHENS = "-/\N{HYPHEN}\N{EN DASH}"  # behind these a line may be wrapped without a space
_BULLETS = "•·▪◦‣"
_NAMES = frozenset({"name", "child_name"})  # no space follows a hyphen in them
# Two lines run together, as LibreOffice 7 leaves a line break of a Word file: "abuse.Since", "houseCafé", "Yes- "
_RUN_TOGETHER = re.compile(
    r"(?<=[.!?…;:%)”’])(?=[A-ZÀ-ÞŁŚŻ\[“(])|(?<=[a-zà-ÿ])(?=[A-ZÀ-ÞŁŚŻ\[])|(?<=[^\s-])(?=- )"
    r"|(?<=[a-z.!?…;:%)])(?=[0-9]+[.)] )"
)
_ALL_RIGHT = re.compile(
    r"\b(?:Mc|Mac|O['’]|D['’])[A-Z]|\b[A-Z]\.[A-Z]|https?://[^\sA-Z]*[^\sA-Z.]|\S+@[\w-]+(?:\.[a-z]+)+"
)

HYPHEN_DOUBT = (
    "A line ends with a hyphen or inside an address, and paper does not show whether a space follows."
)
BROKEN_DOUBT = (
    "A long word was broken at the edge of its box; the paper does not show whether a space stood there."
)
LOST_DOUBT = (
    "Lines had run together (LibreOffice loses new lines in a Word form); they were parted again by guess."
)


@dataclass(frozen=True)
class Joined:
    """A text, and why it is doubted."""

    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """Where a box's lines may run. `spaces`: the paper keeps the spaces at the ends of wrapped lines."""

    left: float
    right: float
    spaces: bool = False
    runs_together: bool = False  # made by a program that loses line breaks


def joined(lines: Sequence[TextLine], column: Column, asked: Field) -> Joined:
    """The text of some lines as the answer to a question of its kind."""
    if not lines:
        return Joined("")
    text, doubts = _in_one(lines, column, one_line=asked.kind is not Kind.LONGTEXT)
    if asked.kind in (Kind.CHOICE, Kind.YESNO):
        return _chosen(asked, text, lines, doubts)
    if asked.kind is Kind.LONGTEXT:
        text = _without_bullets(text)
        parted = _parted(text) if column.runs_together else text
        return Joined(parted, (*doubts, LOST_DOUBT) if parted != text else doubts)
    return _short(asked, text, "".join(line.text for line in lines), doubts)


def _in_one(lines: Sequence[TextLine], column: Column, *, one_line: bool) -> tuple[str, tuple[str, ...]]:
    """The lines as one text, and the doubts about what stood between them."""
    text = lines[0].text
    doubts: dict[str, None] = {}
    for before, after in itertools.pairwise(lines):
        between, doubt = _between(before, after, column, text)
        if doubt:
            doubts[doubt] = None
        text += (between and " " if one_line else between) + after.text
    return text, tuple(doubts)


def _short(asked: Field, text: str, unparted: str, doubts: tuple[str, ...]) -> Joined:
    """A text of one line; in names and e-mail addresses the paper leaves less open."""
    check = asked.validation.check
    if check == "email" and unparted.count("@") == 1 and " " not in unparted:
        return Joined(unparted)
    return Joined(text, tuple(d for d in doubts if check not in _NAMES or d != HYPHEN_DOUBT))


def _chosen(asked: Field, text: str, lines: Sequence[TextLine], doubts: tuple[str, ...]) -> Joined:
    """A choice is one of the form's own: whichever way of joining gives one is right."""
    ways = (text, " ".join(line.text for line in lines), "".join(line.text for line in lines))
    known = next((way for way in ways if code_of(asked, way)), "")
    return Joined(known) if known else Joined(text, doubts)


def _parted(text: str) -> str:
    """The text with a new line wherever two seem to have run together."""
    right = {n for found in _ALL_RIGHT.finditer(text) for n in range(found.start() + 1, found.end())}
    places = [found.start() for found in _RUN_TOGETHER.finditer(text) if found.start() not in right]
    return "\n".join(text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True))


def _without_bullets(text: str) -> str:
    """The signs before bullets off: they belong to the form."""
    lines = (line.lstrip(_BULLETS).strip() if line[:1] in _BULLETS else line for line in text.split("\n"))
    return "\n".join(lines)


def _between(before: TextLine, after: TextLine, column: Column, so_far: str) -> tuple[str, str]:
    """What stood between two lines: a line break, a space, or nothing; and a doubt about it.

    `so_far`: the text up to the first line's end; its last word may be in pieces on several lines.
    """
    last, first = before.words[-1], after.words[0]
    if first.text in _BULLETS:
        return "\n", ""
    room = column.right - before.right
    if last.spaced:
        return (" ", "") if _width(first) > room - _space(last) - 1.0 else ("\n", "")
    if _ADDRESS.search(so_far.split()[-1]) and (last.text[-1] in _IN_ADDRESS or _goes_on(last, first)):
        return "", HYPHEN_DOUBT
    chunk = _first_piece(first)
    if chunk < room - 1.0 - (_space(last) if chunk == _width(first) else 0.0):
        return "\n", ""
    alone = (
        len(before.words) == 1 and before.left < column.left + 8.0 and _width(first) / len(first.text) > room
    )
    if alone and before.right > column.right + 2.0:
        return " ", ""  # it runs over its cell's edge: the program breaks no words
    if alone:
        return "", "" if column.spaces else BROKEN_DOUBT
    if last.text[-1] in _HYPHENS and len(last.text) > 1:
        return "", HYPHEN_DOUBT
    return " ", ""


def _goes_on(last: Printed, first: Printed) -> bool:
    """Whether an address that ends a line at a dot seems to go on in the next."""
    return last.text[-1] in ".,@" and first.text[0].islower()


def _width(word: Printed) -> float:
    return word.rect.width


def _space(word: Printed) -> float:
    """About the width of a space beside a word."""
    return 0.5 * word.rect.width / max(len(word.text), 1)


def _first_piece(word: Printed) -> float:
    """The width of a word up to the first place where it may be broken, by its letters' mean width."""
    at = next((n for n, c in enumerate(word.text[:-1], 1) if c in _HYPHENS), len(word.text))
    return word.rect.width * at / len(word.text)
