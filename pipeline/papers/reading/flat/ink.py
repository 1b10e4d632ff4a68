"""What is drawn on a page, whatever it is drawn with: the page as grey dots, and how many of them are inked where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pipeline.papers.reading.layout import Rect

_SCALE = 1.5  # dots a point
_LARGEST = 3000.0  # points of a page's longer side that are drawn at that scale
_DIFFERS = 48  # of 255: from the ground, to count as ink
_STRUCK = 0.97  # share of a word's width that one line of dots must cover


class Ink:
    """One page, drawn. Places are in points from the top left of the page as shown."""

    def __init__(self, page: Any) -> None:
        width, height = page.get_size()
        self._scale: float = _SCALE * min(1.0, _LARGEST / max(width, height, 1.0))
        bitmap = page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        self._dots = bytes(bitmap.buffer)
        self._stride, self._width, self._height = bitmap.stride, bitmap.width, bitmap.height
        bitmap.close()

    def ground(self, rect: Rect) -> int:
        """The commonest shade in a rectangle, from 0 (black) to 255; 255 outside the page."""
        rows = list(self._rows(rect))
        found = Counter(b"".join(rows[:: max(1, len(rows) // 4)]))
        return found.most_common(1)[0][0] if found else 255

    def area(self, rect: Rect, ground: int | None = None) -> float:
        """How many square points of a rectangle are inked: differ from its ground."""
        shade = self.ground(rect) if ground is None else ground
        table = _inked(shade)
        return sum(row.translate(table).count(1) for row in self._rows(rect)) / (self._scale * self._scale)

    def besides(self, rect: Rect, others: Iterable[Rect]) -> float:
        """How many square points of a rectangle are inked, without those that lie in `others`."""
        rows = [bytearray(row) for row in self._rows(rect)]
        ground = self.ground(rect)
        left, top = self._dot(rect.left), self._dot(rect.top)
        for other in others:
            start, end = max(0, self._dot(other.left) - left), max(0, self._dot(other.right) + 1 - left)
            low, high = max(0, self._dot(other.top) - top), max(0, self._dot(other.bottom) + 1 - top)
            for row in rows[low:high]:
                gone = row[start:end]
                row[start:end] = bytes((ground,)) * len(gone)
        table = _inked(ground)
        return sum(row.translate(table).count(1) for row in rows) / (self._scale * self._scale)

    def struck(self, rect: Rect) -> bool:
        """Whether a line runs through the middle of a word from end to end."""
        middle = Rect(
            rect.left + 0.5, rect.top + 0.36 * rect.height, rect.right - 0.5, rect.top + 0.76 * rect.height
        )
        table = _inked(self.ground(rect))
        return any(
            row.translate(table).count(1) >= _STRUCK * len(row) for row in self._rows(middle) if len(row) > 4
        )

    def _dot(self, points: float) -> int:
        return int(points * self._scale)

    def _rows(self, rect: Rect) -> Iterator[bytes]:
        """The rows of dots that lie wholly or nearly in a rectangle."""
        left, right = (
            max(0, round(rect.left * self._scale)),
            min(self._width, round(rect.right * self._scale)),
        )
        top, low = max(0, round(rect.top * self._scale)), min(self._height, round(rect.bottom * self._scale))
        if left < right:
            for y in range(top, low):
                yield self._dots[y * self._stride + left : y * self._stride + right]


@lru_cache(maxsize=256)
def _inked(ground: int) -> bytes:
    """A table of all shades: 1 for those that stand out from the ground."""
    return bytes(1 if abs(shade - ground) > _DIFFERS else 0 for shade in range(256))
