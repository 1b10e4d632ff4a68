"""Answers to questions with given answers: a code, the printed words, a word that the form lists as meaning the same,
or a short form that can mean only one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model.form import Choice
from pipeline.model.record import Explicit
from pipeline.rules.answers.explicit import explicit_of
from pipeline.rules.answers.names import fold

_COUNTED = {
    **dict.fromkeys(("1", "1st", "one"), "first"),
    **dict.fromkeys(("2", "2nd", "two"), "second"),
    **dict.fromkeys(("3", "3rd", "three", "third"), "third"),
}
_SHORT = {"y": "yes", "n": "no", "true": "yes", "false": "no", "x": "yes"}
_TICKS = str.maketrans(dict.fromkeys("✓✔☑☒🗸√🗹", "x"))
_SHORTEST = 3  # letters from which the beginning of the printed words is enough
_LONGEST = 200  # characters; no printed answer is longer


@dataclass(frozen=True)
class ChoiceReading:
    """The code meant, an explicit not known / not applicable, or a fault in words (all blank for a blank)."""

    code: str = ""
    explicit: Explicit | None = None
    fault: str = ""


def read_choice(text: str, choices: tuple[Choice, ...]) -> ChoiceReading:
    """Which of the choices is meant: by code, by label, or by a short form that fits one of them only."""
    if not text.strip():
        return ChoiceReading()
    said = fold(text[: _LONGEST + 1].translate(_TICKS))
    exact = _only(c for c in choices if said and said in map(fold, (c.code, c.label, *c.also)))
    if exact:
        return ChoiceReading(exact)
    explicit = explicit_of(text)
    if explicit:
        printed = _only(c for c in choices if fold(c.code) == fold(explicit.value))
        return ChoiceReading(printed) if printed else ChoiceReading(explicit=explicit)
    meant = _only(c for c in choices if _may_mean(said, fold(c.label))) if said else ""
    return ChoiceReading(meant) if meant else ChoiceReading(fault=_fault(text, said, choices))


def _only(found: Iterable[Choice]) -> str:
    """The code of the only one found, else ""."""
    codes = {c.code for c in found}
    return codes.pop() if len(codes) == 1 else ""


def _may_mean(said: str, label: str) -> bool:
    """Whether what was said is a short form of the label: a figure, its beginning, its initials, its plural.

    A beginning must be a good part of the label: "emotional" is, "health" is not enough for "Health visiting".
    """
    if said in _COUNTED:
        return label.split()[:1] == [_COUNTED[said]]
    said = _SHORT.get(said, said)
    words = label.split()
    begins = label.startswith(said) and len(said) >= (_SHORTEST if len(words) == 1 else len(label) / 2)
    return said in (label, "".join(word[0] for word in words)) or begins or said == label + "s"


def _fault(text: str, said: str, choices: tuple[Choice, ...]) -> str:
    by_words = {fold(c.label): c.label for c in choices}
    near = difflib.get_close_matches(said, by_words, 1, 0.5)
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    if near:
        return f"“{shown}” is not one of the printed answers; is “{by_words[near[0]]}” meant?"
    return f"“{shown}” is not one of the printed answers: {', '.join(c.label for c in choices)}."
