"""One page of an original, looked at and with its values painted, not yet laid on A4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sheet:
    """One page of the original: what is visible of it, which way up, and the values painted on it."""

    page: Any
    box: tuple[float, float, float, float]
    turned: int
    operators: bytes
    pictures: dict[str, Any]
    cut: bool = False  # whether a value did not fit its box

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as a viewer shows the page, the right way up."""
        wide, tall = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (tall, wide) if self.turned in (90, 270) else (wide, tall)
