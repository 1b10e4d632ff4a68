"""How large a paper is printed: one parameter that every block is set by."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.papers.making.style import A4_WIDTH, MARGIN

WIDTH = A4_WIDTH - 2 * MARGIN
BODY, LEADING = 11.5, 15.5
_LARGE = 16.0  # points: the least that counts as large print (UKAAF G003)


@dataclass(frozen=True)
class Print:
    """A size of print. A paper is set in the standard's points, on a page that is narrower by `scale`, and then drawn
    larger by it: the words flow anew, nothing is blown up. Letters below `least` are set in `least`.
    """

    scale: float = 1.0
    least: float = 0.0

    @property
    def width(self) -> float:
        """The width of the text."""
        return WIDTH / self.scale

    def size(self, size: float) -> float:
        """The size that letters of this size are set in."""
        return max(size, self.least)

    def leading(self, size: float, leading: float) -> float:
        """The height of a line of letters of this size."""
        return leading * self.size(size) / size


STANDARD = Print()
LARGE = Print(_LARGE / BODY, BODY)
