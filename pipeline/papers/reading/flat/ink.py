"""What is drawn on a page, whatever it is drawn with: the page as grey dots, and how many of them are inked where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from pipeline.papers.reading.layout import Rect

_SCALE = 1.5  # dots a point
_LARGEST = 3000.0  # points of a page's longer side that are drawn at that scale
_WHITE = 255
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
        self._grounds: dict[Rect, int] = {}

    def ground(self, rect: Rect) -> int:
        """The commonest shade in a rectangle, from 0 (black) to 255; 255 outside the page."""
        found = self._grounds.get(rect)
        if found is None:
            found = self._grounds[rect] = self._ground(self._spans(rect))
        return found

    def _ground(self, spans: Sequence[tuple[int, int]]) -> int:
        some = b"".join(self._dots[start:end] for start, end in spans[:: max(1, len(spans) // 4)])
        mostly_white = not some or 2 * some.count(_WHITE) > len(some)
        return _WHITE if mostly_white else Counter(some).most_common(1)[0][0]

    def area(self, rect: Rect, ground: int | None = None) -> float:
        """How many square points of a rectangle are inked: differ from its ground."""
        shade = self.ground(rect) if ground is None else ground
        rows = self._inked_rows(self._spans(rect), shade)
        return b"".join(rows).count(1) / (self._scale * self._scale)

    def besides(self, rect: Rect, others: Iterable[Rect]) -> float:
        """How many square points of a rectangle are inked, without those that lie in `others`."""
        spans, ground = self._spans(rect), self.ground(rect)
        found = list(self._inked_rows(spans, ground))
        if not any(1 in row for row in found):
            return 0.0
        rows = [bytearray(row) for row in found]
        left, top = self._dot(rect.left), self._dot(rect.top)
        for other in others:
            start, end = max(0, self._dot(other.left) - left), max(0, self._dot(other.right) + 1 - left)
            low, high = max(0, self._dot(other.top) - top), max(0, self._dot(other.bottom) + 1 - top)
            for row in rows[low:high]:
                row[start:end] = bytes(len(row[start:end]))
        return sum(row.count(1) for row in rows) / (self._scale * self._scale)

    def struck(self, rect: Rect) -> bool:
        """Whether a line runs through the middle of a word from end to end."""
        middle = Rect(
            rect.left + 0.5, rect.top + 0.36 * rect.height, rect.right - 0.5, rect.top + 0.76 * rect.height
        )
        rows = self._inked_rows(self._spans(middle), self.ground(rect))
        return any(row.count(1) >= _STRUCK * len(row) for row in rows if len(row) > 4)

    def _dot(self, points: float) -> int:
        return int(points * self._scale)

    def _spans(self, rect: Rect) -> list[tuple[int, int]]:
        """Where the rows of dots that lie wholly or nearly in a rectangle begin and end."""
        scale, stride = self._scale, self._stride
        left, right = max(0, round(rect.left * scale)), min(self._width, round(rect.right * scale))
        top, low = max(0, round(rect.top * scale)), min(self._height, round(rect.bottom * scale))
        return [(y * stride + left, y * stride + right) for y in range(top, low)] if left < right else []

    def _inked_rows(self, spans: Iterable[tuple[int, int]], ground: int) -> Iterator[bytes]:
        """Rows with 1 for every dot that stands out from the ground."""
        table = _inked(ground)
        return (self._dots[start:end].translate(table) for start, end in spans)


@lru_cache(maxsize=256)
def _inked(ground: int) -> bytes:
    """A table of all shades: 1 for those that stand out from the ground."""
    return bytes(1 if abs(shade - ground) > _DIFFERS else 0 for shade in range(256))
