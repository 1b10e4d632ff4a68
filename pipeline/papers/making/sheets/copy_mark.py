"""Whose copy a page belongs to: every page of a pack shows one shared drawing, blank until a copy is made.

A copy changes that one drawing and no page. It stands at the left of the running head, beside the marking, where a
draft says DRAFT: a draft is never copied.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.papers.making.fonts import FontNames

_NAME = "copy-mark"
MARK = f"/FormXob.{_NAME}"  # what a page's resources call it
HEIGHT = 18.0  # points; the drawing ends so far below its top
_TOP = 8.0  # from the paper's edge
_SIZE, _SMALL, _LEAST = 9.0, 7.5, 4.0
_BASE = 5.0  # of a single line above the drawing's foot: the marking's own line
_FIRST, _SECOND = 9.5, 1.8


def leave_place(canvas: Any, room: float) -> None:
    """Define the blank drawing, `room` points wide. Called before the first page."""
    canvas.beginForm(_NAME, 0, 0, room, HEIGHT)
    canvas.endForm()


def put_place(canvas: Any, left: float, tall: float) -> None:
    """Show the drawing on the canvas's current page, which is so tall."""
    canvas.saveState()
    canvas.translate(left, tall - _TOP - HEIGHT)
    canvas.doForm(_NAME)
    canvas.restoreState()


def mark_pages(marks: Sequence[tuple[str, str]], room: float, fonts: FontNames) -> bytes:
    """The drawing's content for each copy, a page each, all with the same fonts.

    A mark is what comes first (the copy's number) and who has it. Stands on one line, on two smaller ones where it
    is too long for that, and smaller still where a name is longer than the room.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(room, HEIGHT), invariant=1, pageCompression=0)
    for first, second in marks:
        _draw(canvas, first, second, room, fonts.bold)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Any, first: str, second: str, room: float, font: str) -> None:
    whole = f"{first} · {second}"
    canvas.setFillColorRGB(0, 0, 0)
    if stringWidth(whole, font, _SIZE) <= room:
        lines = [(_BASE, whole, _SIZE)]
    else:
        lines = [(_FIRST, first, _SMALL), (_SECOND, second, _SMALL)]
    for base, text, size in lines:
        fitting = min(size, max(_LEAST, size * room / stringWidth(text, font, size)))
        canvas.setFont(font, fitting)
        canvas.drawString(0, base, text)
