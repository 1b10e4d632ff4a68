"""A line chart of running totals that stays readable in black and white: each line has its own sign and dashes.

Every point has its number beside it, and the text that serves in the chart's place says them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pipeline.papers.making.charts import WIDTH, drawn_pdf, pixels, words
from pipeline.papers.making.word import Picture

_MM = 72 / 25.4
_HEIGHT, _FOOT, _HEAD, _SIDE = 190.0, 30.0, 34.0, 34.0  # points
_SIZE, _SIGN = 10.5, 3.6
_COLOURS = (0x1F4E79, 0x7A3B00)
_DASHES = (None, (5, 3))


class Line(Protocol):
    """One running total."""

    @property
    def label(self) -> str:
        """Its name, printed beside its sign."""

    @property
    def points(self) -> tuple[tuple[str, int], ...]:
        """(words under the point, number) in order; the same words for every line."""


def line_chart(lines: Sequence[Line], title: str) -> Picture:
    """The lines as a picture for Word. Raises ValueError without lines, or with more than two."""
    if not 0 < len(lines) <= len(_COLOURS) or not all(line.points for line in lines):
        raise ValueError("a line chart has one or two lines, each with points")
    return Picture(pixels(drawn_pdf(_drawing(lines), title)), alternative(lines, title), WIDTH)


def alternative(lines: Sequence[Line], title: str) -> str:
    """The text that stands for the chart where it cannot be seen."""
    told = (f"{line.label}: " + ", ".join(f"{words} {n}" for words, n in line.points) for line in lines)
    return f"Line chart. {title}. " + ". ".join(told) + "."


def _drawing(lines: Sequence[Line]) -> Any:
    from reportlab.graphics.shapes import Drawing, Line, PolyLine
    from reportlab.lib.colors import HexColor

    width = WIDTH * _MM
    drawing = Drawing(width, _HEIGHT)
    count, most = len(lines[0].points), max(n for line in lines for _, n in line.points) or 1
    step = (width - 2 * _SIDE) / max(1, count - 1)
    across = [_SIDE + step * number for number in range(count)]
    for x, (under, _) in zip(across, lines[0].points, strict=True):
        drawing.add(words(x, 10, under, "middle", size=9 if step > 50 else 7))
        drawing.add(Line(x, _FOOT - 3, x, _FOOT, strokeColor=HexColor(0x1B1F23), strokeWidth=0.8))
    drawing.add(Line(_SIDE - 12, _FOOT, width - _SIDE + 12, _FOOT, strokeColor=HexColor(0x1B1F23)))
    room = _HEIGHT - _FOOT - _HEAD
    ups = [[_FOOT + room * n / most for _, n in line.points] for line in lines]
    for number, (line, up) in enumerate(zip(lines, ups, strict=True)):
        colour = HexColor(_COLOURS[number])
        ends = [c for point in zip(across, up, strict=True) for c in point]
        drawing.add(PolyLine(ends, strokeColor=colour, strokeWidth=1.6, strokeDashArray=_DASHES[number]))
        for place, (x, y) in enumerate(zip(across, up, strict=True)):
            drawing.add(_sign(number, x, y, colour))
            above = all(y >= other[place] for other in ups[:number]) and all(
                y > o[place] for o in ups[number + 1 :]
            )
            drawing.add(words(x, y + 7 if above else y - 15, str(line.points[place][1]), "middle", bold=True))
        left = _SIDE + number * (width / 2 - _SIDE)
        drawing.add(_sign(number, left, _HEIGHT - 9, colour))
        drawing.add(words(left + 9, _HEIGHT - 9 - _SIZE * 0.36, line.label, "start"))
    return drawing


def _sign(number: int, x: float, y: float, colour: Any) -> Any:
    """A disc for the first line, a square for the second."""
    from reportlab.graphics.shapes import Circle, Rect

    if number == 0:
        return Circle(x, y, _SIGN, fillColor=colour, strokeColor=colour)
    return Rect(x - _SIGN, y - _SIGN, 2 * _SIGN, 2 * _SIGN, fillColor=colour, strokeColor=colour)
