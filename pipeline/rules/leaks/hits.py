"""One hit in a text, before it is told: the looks-for modules give hits, `finding` makes findings of them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.leaks import Identifier, Level


@dataclass(frozen=True)
class Hit:
    """Where in the plain text (start, end), how bad, by which rule, and why in a sentence.

    `weak`: it may join with another weak one of the same case (LC15).
    """

    start: int
    end: int
    level: Level
    rule: str
    why: str
    identifier: Identifier | None = None
    weak: bool = False


def lowered(level: Level, identifier: Identifier) -> Level | None:
    """The level of a hit on this identifier: a case of an earlier meeting counts one level lower."""
    if not identifier.earlier:
        return level
    return Level.REVIEW if level is Level.STOP else None
