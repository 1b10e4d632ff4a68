"""Another organisation's blank form as it was found, and which of its boxes is which of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.form import Form


class TheirKind(StrEnum):
    """What a box of theirs takes."""

    TEXT = "text"
    TICK = "tick box"
    CHOICE = "choice"  # a list, or buttons of which one is chosen


@dataclass(frozen=True)
class TheirBox:
    """One box of their form.

    `name`: its name in the file, or its printed words (`by_label`) where it has none. `words`: what may say what it
    is for, the likeliest first: printed beside it, above it, its tooltip. `states`: of a choice: what it stores -> the
    words printed for that. `heading`: the last heading above it. `row`: in a table, from 1; 0: in none.
    """

    name: str
    kind: TheirKind
    words: tuple[str, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""
    question: str = ""  # of a tick box: the words for the whole group of boxes
    row: int = 0
    page: int = 0
    by_label: bool = False

    @property
    def label(self) -> str:
        """The likeliest words for it; its name where nothing is printed."""
        return next((words for words in self.words if words), self.name)


@dataclass(frozen=True)
class TheirBlank:
    """Their blank: its title as printed (may be ""), and every box that can be filled in, in printed order."""

    title: str
    boxes: tuple[TheirBox, ...]


@dataclass(frozen=True)
class Mapped:
    """A box of theirs and what it seems to be: a slot, a tick or a part (rules/answers/boxes.targets).

    `score`: how much speaks for it, 0 to 1. `codes`: their state -> our code.
    """

    box: TheirBox
    target: str
    score: float
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """What adopting would map: surely enough, perhaps (a person decides), and boxes that are none of ours.

    `missing`: the printed words of what our form needs and theirs does not ask.
    """

    form: Form
    blank: TheirBlank
    mapped: tuple[Mapped, ...] = ()
    doubtful: tuple[Mapped, ...] = ()
    unknown: tuple[TheirBox, ...] = ()
    missing: tuple[str, ...] = ()
