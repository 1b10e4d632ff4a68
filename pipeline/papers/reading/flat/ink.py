"""What is drawn on a page, whatever it is drawn with: the page as grey dots, and how many of them are inked where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any

from pipeline.papers.reading.layout import Rect

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.5  # dots a point
_LARGEST = 3000.0  # points of a page's longer side that are drawn at that scale
_WHITE = 255
_DIFFERS = 48  # of 255: from the ground, to count as ink
_NARROW = 4  # dots: a word this narrow has no line through it that could be told
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
        return self._ground(rect, *self._cut(rect)) if found is None else found

    def _ground(self, rect: Rect, dots: bytes, wide: int) -> int:
        """The ground of a rectangle with these dots."""
        found = self._grounds.get(rect)
        if found is None:
            found = self._grounds[rect] = _commonest(dots, wide)
        return found

    def area(self, rect: Rect, ground: int | None = None) -> float:
        """How many square points of a rectangle are inked: differ from its ground."""
        dots, wide = self._cut(rect)
        shade = self._ground(rect, dots, wide) if ground is None else ground
        return dots.translate(_inked(shade)).count(1) / (self._scale * self._scale)

    def fills(self, rect: Rect, share: float) -> bool:
        """Whether at least so much of a rectangle (a share, 0 to 1) is inked."""
        dots, wide = self._cut(rect)
        least = share * rect.width * rect.height * self._scale * self._scale
        inked = _inked(self._ground(rect, dots, wide))
        some = dots[len(dots) // 3 : len(dots) // 2]  # where letters are, mostly enough
        return some.translate(inked).count(1) >= least or dots.translate(inked).count(1) >= least

    def besides(self, rect: Rect, others: Iterable[Rect]) -> float:
        """How many square points of a rectangle are inked, without those that lie in `others`."""
        dots, wide = self._cut(rect)
        if 1 not in dots.translate(_inked(_WHITE)):
            return 0.0  # all of it is white, or nearly so
        inked = dots.translate(_inked(self._ground(rect, dots, wide)))
        scale, left, top = self._scale, self._dot(rect.left), self._dot(rect.top)
        found, tall = bytearray(inked), len(inked) // wide
        for first, high, last, low in others:
            start, end = max(0, int(first * scale) - left), min(wide, int(last * scale) + 1 - left)
            if start < end:
                nothing, length = bytes(end - start), end - start
                rows = range(max(0, int(high * scale) - top), min(tall, int(low * scale) + 1 - top))
                for at in range(rows.start * wide + start, rows.stop * wide + start, wide):
                    found[at : at + length] = nothing
        return found.count(1) / (self._scale * self._scale)

    def like(self, rect: Rect, other: Ink) -> bool:
        """Whether a rectangle has the same dots on another page of the same shape."""
        return self._cut(rect) == other._cut(rect)

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
        inked, stride, width = self._dots.translate(_inked(_WHITE)), self._stride, self._width
        rows = [bytearray(inked[at : at + width]) for at in range(0, self._height * stride, stride)]
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
        dots, wide = self._cut(middle)
        inked = dots.translate(_inked(self.ground(rect)))
        if wide <= _NARROW or _longest(wide) not in inked:  # all but a few words
            return False
        return any(inked.count(1, at, at + wide) >= _STRUCK * wide for at in range(0, len(inked), wide))

    def _dot(self, points: float) -> int:
        return int(points * self._scale)

    def _edges(self, rect: Rect) -> tuple[int, int, int, int]:
        """Where the dots begin and end that lie wholly or nearly in a rectangle, and on the page."""
        left, top, right, bottom = rect
        scale = self._scale
        first, last = max(0, round(left * scale)), min(self._width, round(right * scale))
        return first, max(0, round(top * scale)), last, min(self._height, round(bottom * scale))

    def _cut(self, rect: Rect) -> tuple[bytes, int]:
        """Those dots, row by row, and how many are in a row."""
        left, top, right, low = self._edges(rect)
        dots, stride, wide = self._dots, self._stride, right - left
        if wide <= 0:
            return b"", 1
        starts = range(top * stride + left, low * stride + left, stride)
        return b"".join([dots[at : at + wide] for at in starts]), wide


def _commonest(dots: bytes, wide: int) -> int:
    """The commonest shade of some dots, told by some of their rows."""
    rows = range(0, len(dots), wide * max(1, len(dots) // wide // 4))
    some = b"".join([dots[at : at + wide] for at in rows])
    mostly_white = not some or 2 * some.count(_WHITE) > len(some)
    return _WHITE if mostly_white else Counter(some).most_common(1)[0][0]


@lru_cache(maxsize=1 << 10)
def _longest(wide: int) -> bytes:
    """Inked dots without a gap, of which a row of `wide` dots has so many that nearly all of it is inked."""
    gaps = wide - ceil(_STRUCK * wide)
    return b"\x01" * ((wide - gaps) // (gaps + 1))


def _has_ink(image: Image) -> bool:
    """Whether any dot stands out from white."""
    darkest = image.getextrema()[0]
    return isinstance(darkest, (int, float)) and darkest < _WHITE - _DIFFERS


@lru_cache(maxsize=256)
def _inked(ground: int) -> bytes:
    """A table of all shades: 1 for those that stand out from the ground."""
    return bytes(1 if abs(shade - ground) > _DIFFERS else 0 for shade in range(256))
