"""Choices in a text without boxes: which options are marked, "[x] Police", "Police: yes", "☒ GP"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.form import Field, Slot
from pipeline.papers.prompts import prompt
from pipeline.papers.reading.gathering import code_of
from pipeline.papers.reading.labelled.blank import SIGNS
from pipeline.rules.answers.text import tidy_line

_ON = re.compile(rf"[\[(]\s*[xX✓✔✗]\s*[\])]|[{''.join(s for s, on in SIGNS.items() if on)}]")
_OFF = re.compile(rf"[\[(]\s*[\])]|[{''.join(s for s, on in SIGNS.items() if not on)}]")
_YES = re.compile(
    r"^(?P<label>.+?)\s*(?:[:=\t-]|\s)\s*(?P<said>yes|y|x|✓|✔|true|ticked|no|n|false)$", re.IGNORECASE
)
_SIGN = re.compile(f"({_ON.pattern})|({_OFF.pattern})")

UNMARKED = "It is listed without a mark; some of the options are not listed."


@dataclass(frozen=True)
class Marked:
    """What is chosen, by code; `left`: words that are no option; `marks`: whether marks or words say it."""

    codes: tuple[str, ...]
    left: tuple[str, ...] = ()
    marks: bool = False


def marked(asked: Field, text: str) -> Marked:
    """The options that are marked in the text below or beside a question."""
    if _SIGN.search(text):
        return _by_signs(asked, text)
    parts = _parts(asked, text)
    said = [_YES.match(part) if code_of(asked, part) is None else None for part in parts]
    codes = [code_of(asked, part) for part in parts]
    if any(answer and code_of(asked, answer["label"]) for answer in said):
        return _by_words(asked, parts)
    left = tuple(part for part, code in zip(parts, codes, strict=True) if code is None)
    chosen = tuple(dict.fromkeys(code for code in codes if code))
    if len(chosen) == len(asked.choices) > 1:
        return Marked((), left)  # the whole list stands there as it was printed
    return Marked(chosen, left)


def _by_signs(asked: Field, text: str) -> Marked:
    """Options beside signs: before each of them, or behind, as the first line shows."""
    chosen: list[str] = []
    left: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        pieces = [piece for piece in _SIGN.split(line) if piece]
        signs = [n for n, piece in enumerate(pieces) if _SIGN.fullmatch(piece)]
        if not signs:
            left.append(line)
            continue
        ahead = signs[0] == 0
        for n in signs:
            near = pieces[n + 1 : n + 2] if ahead else pieces[n - 1 : n]
            label = near[0].strip(" \t,;|") if near else ""
            code = code_of(asked, label)
            if code is None:
                left.append(label or line)
            elif _ON.fullmatch(pieces[n]):
                chosen.append(code)
    return Marked(tuple(dict.fromkeys(chosen)), tuple(left), marks=True)


def _by_words(asked: Field, parts: Sequence[str]) -> Marked:
    chosen: list[str] = []
    left: list[str] = []
    for part in parts:
        answer = _YES.match(part)
        code = code_of(asked, answer["label"]) if answer else None
        if answer is None or code is None:
            left += [] if code_of(asked, part) else [part]
        elif answer["said"].casefold()[0] not in "nf":
            chosen.append(code)
    return Marked(tuple(dict.fromkeys(chosen)), tuple(left), marks=True)


def _parts(asked: Field, text: str) -> list[str]:
    """The options of a list, one a line or between commas; an option may itself have a comma."""
    found: list[str] = []
    labels = {tidy_line(choice.label).casefold() for choice in asked.choices}
    for line in text.split("\n"):
        whole = tidy_line(line).casefold() in labels
        found += [line] if whole else re.split(r"[,;\t|]|\s{2,}|\s/\s", line)
    return [part.strip(" .-•*") for part in found if part.strip(" .-•*")]


def is_prompt(slot: Slot, text: str) -> bool:
    """Whether a text is only the prompt of an empty box."""
    said = tidy_line(text).casefold().strip("[]()<>_ ")
    return not said or said.rstrip(".…") == tidy_line(prompt(slot)).casefold()
