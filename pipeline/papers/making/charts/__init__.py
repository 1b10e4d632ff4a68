"""Charts that stay readable in black and white: horizontal bars, each with its number beside it.

Drawn as vectors with embedded letters, then turned into pixels for Word. Every chart comes with a text that serves
in its place; the table behind it stands in the paper.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.papers.making.word import Picture

DPI = 300
WIDTH = 170.0  # millimetres: the text width of an A4 page with 2 cm margins
_MM = 72 / 25.4
_SIZE, _BAR, _STEP, _EDGE = 10.5, 11.0, 22.0, 4.0  # points
_LABELS = 0.42  # the share of the width that labels may take
_DARK, _LIGHT, _INK = 0x1F4E79, 0xA9B8C6, 0x1B1F23


@dataclass(frozen=True)
class Bar:
    """One bar. `strong` bars are dark, the others light: the difference survives a black-and-white printer."""

    label: str
    value: int
    strong: bool = True


def bar_chart(bars: Sequence[Bar], title: str) -> Picture:
    """The bars as a picture for Word, with `title` and every number as its alternative text.

    Raises ValueError without bars or with a negative value.
    """
    if not bars or any(bar.value < 0 for bar in bars):
        raise ValueError("a chart needs bars, and none of them negative")
    return Picture(pixels(bar_chart_pdf(bars, title)), alternative(bars, title), WIDTH)


def alternative(bars: Sequence[Bar], title: str) -> str:
    """The text that stands for the chart where it cannot be seen."""
    return f"Bar chart. {title}: " + "; ".join(f"{bar.label} {bar.value}" for bar in bars) + "."


def bar_chart_pdf(bars: Sequence[Bar], title: str) -> bytes:
    """The chart as a one-page PDF of its own size: vectors, letters embedded. Same bars, same bytes."""
    return drawn_pdf(_drawing(bars), title)


def drawn_pdf(drawing: Any, title: str) -> bytes:
    """A drawing as a one-page PDF of its own size, nothing in it that changes from run to run."""
    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=(drawing.width, drawing.height), invariant=1, initialFontName=_fonts().regular
    )
    canvas.setTitle(title)
    renderPDF.draw(drawing, canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _drawing(bars: Sequence[Bar]) -> Any:
    from reportlab.graphics.shapes import Drawing, Line, Rect
    from reportlab.lib.colors import HexColor

    fonts, width = _fonts(), WIDTH * _MM
    rows = [(bar, _wrapped(bar.label, fonts.regular, width * _LABELS)) for bar in bars]
    heights = [max(_STEP, len(lines) * (_SIZE + 2) + 8) for _, lines in rows]
    drawing = Drawing(width, sum(heights) + 2 * _EDGE)
    left = width * _LABELS + 8
    room = width - left - 30
    most = max(bar.value for bar in bars) or 1
    top = sum(heights) + _EDGE
    for (bar, lines), height in zip(rows, heights, strict=True):
        middle = top - height / 2
        first = middle + (len(lines) - 1) * (_SIZE + 2) / 2 - _SIZE * 0.36
        for number, line in enumerate(lines):
            y = first - number * (_SIZE + 2)
            drawing.add(words(left - 8, y, line, "end"))
        length = room * bar.value / most
        colour = HexColor(_DARK if bar.strong else _LIGHT)
        if length:
            drawing.add(
                Rect(
                    left,
                    middle - _BAR / 2,
                    length,
                    _BAR,
                    fillColor=colour,
                    strokeColor=HexColor(_DARK),
                    strokeWidth=0.6,
                )
            )
        drawing.add(words(left + length + 6, middle - _SIZE * 0.36, str(bar.value), "start", bold=True))
        top -= height
    drawing.add(Line(left, _EDGE, left, drawing.height - _EDGE, strokeColor=HexColor(_INK), strokeWidth=0.8))
    return drawing


def words(x: float, y: float, text: str, anchor: str, *, bold: bool = False, size: float = _SIZE) -> Any:
    """A text of a chart. `anchor`: start, middle or end."""
    from reportlab.graphics.shapes import String
    from reportlab.lib.colors import HexColor

    font = _fonts().bold if bold else _fonts().regular
    return String(x, y, text, fontName=font, fontSize=size, fillColor=HexColor(_INK), textAnchor=anchor)


def _wrapped(text: str, font: str, width: float) -> list[str]:
    """The label in at most three lines; a word too long for a line is broken, never cut off silently."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfbase.pdfmetrics import stringWidth

    pieces = [
        p for word in text.split() for p in _broken(word, lambda w: stringWidth(w, font, _SIZE) <= width)
    ]
    lines: list[str] = simpleSplit(" ".join(pieces), font, _SIZE, width)
    return [*lines[:2], lines[2].rstrip(" .") + " …"] if len(lines) > 3 else lines or [""]


def _broken(word: str, fits: Any) -> list[str]:
    pieces = []
    while word and not fits(word):
        cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or fits(word[:n]))
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word] if word else pieces


def _fonts() -> Any:
    from pipeline.papers.making.fonts import register_fonts

    return register_fonts()


def pixels(pdf: bytes) -> bytes:
    """A one-page PDF as a PNG in few colours."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[0].render(scale=DPI / 72).to_pil().convert("RGB").quantize(64)
    finally:
        document.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG", dpi=(DPI, DPI), optimize=True)
    return buffer.getvalue()
