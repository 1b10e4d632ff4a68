"""The printed part of a blank form, drawn with reportlab; every piece is tagged for readers who listen."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from pipeline.papers.making.blank_pdf.plan import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Element,
    PlacedPage,
    Role,
    Shape,
    Words,
)
from pipeline.papers.making.fonts import FontNames


def draw_pages(pages: Sequence[PlacedPage], fonts: FontNames, title: str, subject: str) -> bytes:
    """The static pages as a PDF. The words of a page carry MCIDs 0, 1, 2 ... in their order."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, lang="en-GB", pageCompression=1)
    canvas.setTitle(title)
    canvas.setSubject(subject)
    canvas.setAuthor("")
    canvas.setCreator("pipeline")
    for page in pages:
        mark = 0
        for element in page.elements:
            mark += _draw(canvas, element, mark, fonts)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, element: Element, mark: int, fonts: FontNames) -> int:
    """Draw one element; 1 when it took the mark."""
    if isinstance(element, Shape):
        _shape(canvas, element)
    elif isinstance(element, Words):
        tagged = element.role is not Role.ARTIFACT
        canvas._code.append(f"/{element.role} <</MCID {mark}>> BDC" if tagged else "/Artifact BMC")
        canvas.setFillColorRGB(*element.colour)
        canvas.setFont(fonts.bold if element.bold else fonts.regular, element.size)
        canvas.drawString(element.x, PAGE_HEIGHT - element.y, element.text)
        canvas._code.append("EMC")
        return int(tagged)
    return 0


def _shape(canvas: Canvas, shape: Shape) -> None:
    canvas._code.append("/Artifact BMC")
    if shape.fill:
        canvas.setFillColorRGB(*shape.fill)
    if shape.stroke:
        canvas.setStrokeColorRGB(*shape.stroke)
        canvas.setLineWidth(shape.weight)
    canvas.setDash([4, 3] if shape.dashed else [])
    top = PAGE_HEIGHT - shape.y
    if shape.width and shape.height:
        fill, stroke = int(shape.fill is not None), int(shape.stroke is not None)
        if shape.round:
            right, bottom = shape.x + shape.width, top - shape.height
            canvas.ellipse(shape.x, bottom, right, top, stroke=stroke, fill=fill)
        else:
            canvas.rect(shape.x, top - shape.height, shape.width, shape.height, stroke=stroke, fill=fill)
    else:
        canvas.line(shape.x, top, shape.x + shape.width, top - shape.height)
    canvas._code.append("EMC")
