"""Whose copy a page belongs to: every page of a pack shows one shared drawing, blank until a copy is made.

A copy changes that one drawing and no page. It stands at the left of the running head, beside the marking, where a
draft says DRAFT: a draft is never copied.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.papers.making.fonts import FontNames, missing_letters
from pipeline.papers.making.style import A4_WIDTH, MARGIN, legible

_NAME = "copy-mark"
MARK = f"/FormXob.{_NAME}"  # what a page's resources call it
# Parts of the drawing's height: the letters of one line and of two, the least, and how high each line stands.
_SIZE, _SMALL, _LEAST = 0.5, 0.42, 0.22
_BASE, _FIRST, _SECOND = 0.28, 0.53, 0.1


@dataclass(frozen=True)
class Place:
    """Where the drawing is on a page, in points from its top left corner."""

    left: float
    top: float
    width: float
    height: float


LARGE_PLACE = Place(MARGIN, 53.0, A4_WIDTH - 2 * MARGIN, 32.0)


def leave_place(canvas: Any, place: Place) -> None:
    """Define the blank drawing. Called before the first page."""
    canvas.beginForm(_NAME, 0, 0, place.width, place.height)
    canvas.endForm()


def put_place(canvas: Any, place: Place, tall: float) -> None:
    """Show the drawing on the canvas's current page, which is so tall."""
    canvas.saveState()
    canvas.translate(place.left, tall - place.top - place.height)
    canvas.doForm(_NAME)
    canvas.restoreState()


def mark_pages(marks: Sequence[tuple[str, str]], width: float, height: float, fonts: FontNames) -> bytes:
    """The drawing's content for each copy, a page each, all with the same fonts.

    A mark is what comes first (the copy's number) and who has it. Stands on one line, on two smaller ones where it
    is too long for that, and smaller still where a name is longer than the room.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, pageCompression=0)
    for first, second in marks:
        _draw(canvas, (_clean(first, fonts), _clean(second, fonts)), width, height, fonts.bold)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _clean(text: str, fonts: FontNames) -> str:
    return legible(text, lambda char: not missing_letters(char, fonts.bold)).text


def _draw(canvas: Any, mark: tuple[str, str], width: float, height: float, font: str) -> None:
    whole = " · ".join(mark)
    canvas.setFillColorRGB(0, 0, 0)
    if stringWidth(whole, font, _SIZE * height) <= width:
        lines = [(_BASE, whole, _SIZE)]
    else:
        lines = [(_FIRST, mark[0], _SMALL), (_SECOND, mark[1], _SMALL)]
    for base, text, part in lines:
        size = part * height
        fitting = min(size, max(_LEAST * height, size * width / stringWidth(text, font, size)))
        canvas.setFont(font, fitting)
        canvas.drawString(0, base * height, text)
