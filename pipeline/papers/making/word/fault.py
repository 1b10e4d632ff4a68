"""One fault of a Word template."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TemplateFault:
    """One fault: the tag as it stands, its place ("table 2, row 3"), what is wrong and what to do."""

    tag: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.tag}: {self.message}" if self.tag else self.message
