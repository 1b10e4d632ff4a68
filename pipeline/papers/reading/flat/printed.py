"""The print of a blank's page: its own words, which are no answers, and its boxes by where they stand."""

from __future__ import annotations

from pipeline.papers.reading.layout import LayoutPage, PrintedBox, Rect
from pipeline.papers.reading.layout.shapes import bare

BAND = 24.0  # points: words and boxes are looked up by bands of the page
_EDGE = 1.0  # points that a word may stand off its box
_NEAR = 2.2  # points that a printed word may be off its place


class Print:
    """The blank's own words, each of which is taken away once."""

    def __init__(self, page: LayoutPage) -> None:
        self._left: dict[str, list[Rect]] = {}
        for word in page.words:
            self._left.setdefault(word.text, []).append(word.rect)
        self._signs = [text for text in self._left if not bare(text)]
        self._boxes = Boxes(page)

    def takes(self, text: str, rect: Rect) -> bool:
        """Whether this is a printed word in its place; it is taken."""
        rects = self._left.get(text)
        if not rects:
            return False
        left, middle = rect.left, rect.middle[1]
        for index, place in enumerate(rects):
            if abs(place.left - left) < _NEAR and abs(place.middle[1] - middle) < _NEAR:
                del rects[index]
                return True
        return False

    def has(self, text: str, rect: Rect) -> bool:
        """Whether a word is of the blank's print, in the same letters or in others."""
        return self.takes(text, rect) or self.covers(rect) or (not bare(text) and self._sign_at(rect))

    def _sign_at(self, rect: Rect) -> bool:
        """Whether the blank has a sign in this place: the triangle of a drop-down, which fonts may rename."""
        x, y = rect.middle
        signs = (place for text in self._signs for place in self._left[text])
        return any(place.holds(x, y, 1.0) and rect.width < 2 * place.width + 2 for place in signs)

    def covers(self, rect: Rect) -> bool:
        """Whether a word outside every box lies on a printed word not yet taken, which it must be in other letters."""
        if self._boxes.beginning(rect) is not None:
            return False
        area = max(rect.width * rect.height, 0.1)
        return any(
            place.shared(rect) > 0.6 * area and place.width < 1.6 * rect.width
            for places in self._left.values()
            for place in places
        )


class Boxes:
    """The boxes of a page by where they stand."""

    def __init__(self, page: LayoutPage) -> None:
        self._bands: dict[int, list[tuple[Rect, PrintedBox]]] = {}
        for box in page.boxes:
            wide = box.rect.grown(_EDGE)
            for band in range(int((box.rect.top - 2) // BAND), int((box.rect.bottom + 2) // BAND) + 1):
                self._bands.setdefault(band, []).append((wide, box))

    def beginning(self, rect: Rect) -> PrintedBox | None:
        """The box in which a word begins; else that in which its middle lies."""
        middle, y = rect.middle
        return self._at(rect.left + min(2.0, rect.width / 2), y) or self._at(middle, y)

    def _at(self, x: float, y: float) -> PrintedBox | None:
        boxes = [
            box
            for (left, top, right, bottom), box in self._bands.get(int(y // BAND), ())
            if left <= x <= right and top <= y <= bottom
        ]
        if len(boxes) < 2:
            return boxes[0] if boxes else None
        return max(boxes, key=lambda b: _depth(b.rect, x, y))


def _depth(rect: Rect, x: float, y: float) -> float:
    return min(x - rect.left, rect.right - x, y - rect.top, rect.bottom - y)
