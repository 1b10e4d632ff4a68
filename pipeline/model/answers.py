"""What stands on a filled form, exactly as filled in, before any rule has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Carrier(StrEnum):
    """What the answers came in."""

    ACROFORM = "PDF form"
    WORD = "Word form"
    TYPED = "YAML file"


@dataclass(frozen=True)
class Answer:
    """One answer. Ticks of a multichoice are its codes, one a line; a yes/no is "yes" or "no".

    `place` says where it was read (page 1; table 2, row 3). A `doubt` (a sentence) marks a value that a
    person must confirm: the reader saw two values, an unknown state, or mended text.
    """

    text: str
    place: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class Answers:
    """All answers of one paper: slot name (`child_1_surname`) -> Answer; blanks and prompts are absent.

    `remarks` are plain sentences about the paper as a whole (fields of another form, tracked changes).
    """

    form_id: str
    form_version: str
    carrier: Carrier
    items: Mapping[str, Answer] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
