"""What is drawn on a page, whatever it is drawn with: the page as grey dots, and how many of them are inked where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.papers.reading.layout import Rect

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.5  # dots a point
_LARGEST = 3000.0  # points of a page's longer side that are drawn at that scale
_WHITE = 255
_DIFFERS = 48  # of 255: from the ground, to count as ink
_STRUCK = 0.97  # share of a word's width that one line of dots must cover


class Ink:
    """One page, drawn. Places are in points from the top left of the page as shown."""

    def __init__(self, page: Any) -> None:
        from PIL import Image

        width, height = page.get_size()
        self._scale: float = _SCALE * min(1.0, _LARGEST / max(width, height, 1.0))
        bitmap = page.render(scale=self._scale, grayscale=True, may_draw_forms=False)
        self._dots = bytes(bitmap.buffer)
        self._stride, self._width, self._height = bitmap.stride, bitmap.width, bitmap.height
        bitmap.close()
        size = (self._stride, self._height)
        self._image = Image.frombuffer("L", size, self._dots, "raw", "L", 0, 1)
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

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many dots a row, with the unused ones at its end; how many are used; how many rows."""
        return self._stride, self._width, self._height

    def anywhere(self, dots: Image) -> bool:
        """Whether there is ink on white paper in any of some dots, given as by `besides_all` of an equal shape."""
        from PIL import ImageChops

        return _has_ink(ImageChops.lighter(self._image, dots))

    def besides_all(self, others: Iterable[Rect]) -> Image:
        """All dots of the page that lie in none of `others`, inked or not: they are black, all others white."""
        from PIL import Image

        rows = [bytearray(self._width) + b"\xff" * (self._stride - self._width) for _ in range(self._height)]
        return Image.frombytes("L", self._image.size, b"".join(self._cleared(rows, others, b"\xff")))

    def without(self, others: Iterable[Rect]) -> list[bytearray]:
        """The whole page in rows of dots: 1 for ink on white paper that lies in none of `others`."""
        whole = Rect(0, 0, self._width / self._scale, self._height / self._scale)
        rows = [bytearray(row) for row in self._inked_rows(self._spans(whole), _WHITE)]
        return self._cleared(rows, others, b"\x00")

    def _cleared(self, rows: list[bytearray], others: Iterable[Rect], nothing: bytes) -> list[bytearray]:
        """The rows of the whole page with nothing in `others`."""
        for other in others:
            start, end = max(0, self._dot(other.left)), min(self._width, max(0, self._dot(other.right) + 1))
            empty = nothing * max(0, end - start)
            for row in rows[max(0, self._dot(other.top)) : max(0, self._dot(other.bottom) + 1)]:
                row[start : max(start, end)] = empty
        return rows

    def remainder(self, others: Iterable[Rect]) -> tuple[float, Rect | None]:
        """How many square points are inked that lie in none of `others`, and the place around them."""
        rows = self.without(others)
        inked = [(y, row) for y, row in enumerate(rows) if 1 in row]
        if not inked:
            return 0.0, None
        left, right = min(row.find(1) for _, row in inked), max(row.rfind(1) for _, row in inked) + 1
        edges = (left, inked[0][0], right, inked[-1][0] + 1)
        area = sum(row.count(1) for _, row in inked) / (self._scale * self._scale)
        return area, Rect(*(edge / self._scale for edge in edges))

    @property
    def scale(self) -> float:
        """Dots a point."""
        return self._scale

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


def _has_ink(image: Image) -> bool:
    """Whether any dot stands out from white."""
    darkest = image.getextrema()[0]
    return isinstance(darkest, (int, float)) and darkest < _WHITE - _DIFFERS


@lru_cache(maxsize=256)
def _inked(ground: int) -> bytes:
    """A table of all shades: 1 for those that stand out from the ground."""
    return bytes(1 if abs(shade - ground) > _DIFFERS else 0 for shade in range(256))
