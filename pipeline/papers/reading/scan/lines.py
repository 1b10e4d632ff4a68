"""A line of writing in a picture, as letters; and what makes letters of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Line:
    """The letters of one line and how sure they are, from 0 to 1. `least`: of the least sure letter."""

    text: str
    score: float
    least: float = 0.0


class Recogniser(Protocol):
    """Reads lines of writing."""

    def lines(self, pictures: Sequence[Any]) -> list[Line]:
        """The text of each picture of one line (grey, dark on white, upright)."""
        ...
