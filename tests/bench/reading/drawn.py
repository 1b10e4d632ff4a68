"""A filled form's answers drawn onto its blank with reportlab, in a font that has every letter: a good viewer's print.

Lines are wrapped at the box's edge. What does not fit into its box is drawn and clipped, or left out altogether, as
many printers do: then a reader can only see that the box is full to its edge.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.model.form import Kind
from pipeline.papers.reading.gathering import boxes
from pipeline.rules.answers.dates import read_date
from tests import builders
from tests.bench.reading.living import without_fields
from tests.bench.reading.ways import Way
from tests.filled_forms import RECEIVED, FilledForm, blank

_FONTS = builders.ROOT / "pipeline" / "papers" / "making" / "fonts"
_FONT = "Bench"
_PAD = 2.0
_LEADING = 1.16


@dataclass(frozen=True)
class _Box:
    """A widget of the blank: its box name, its button's state, its rectangle (points, from the bottom left)."""

    name: str
    state: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def drawn(*, cut: bool = False) -> Callable[[FilledForm], bytes]:
    """The maker; `cut` leaves out what does not fit."""
    return lambda case: _draw(case, cut)


def _draw(case: FilledForm, cut: bool) -> bytes:
    import pikepdf
    from reportlab.pdfgen.canvas import Canvas

    _register()
    with pikepdf.open(io.BytesIO(blank(case.form.name, "pdf"))) as pdf:
        for page in pdf.pages:
            out = io.BytesIO()
            canvas = Canvas(out, pagesize=tuple(float(n) for n in page.MediaBox[2:]))
            for box in _boxes(page):
                _fill(canvas, case, box, cut)
            canvas.showPage()
            canvas.save()
            with pikepdf.open(io.BytesIO(out.getvalue())) as over:
                page.add_overlay(over.pages[0])
        saved = io.BytesIO()
        pdf.save(saved)
    return without_fields(saved.getvalue())


def _boxes(page: Any) -> Iterator[_Box]:
    for widget in page.Annots:
        name, parent = str(widget.get("/T", "")), widget.get("/Parent")
        if parent is not None:
            name = f"{parent.T}.{name}" if name else str(parent.T)
        states = [k for k in widget.get("/AP", {}).get("/N", {}) if k != "/Off"] if "/AP" in widget else []
        size = str(widget.get("/DA", "/F 9 Tf")).split()[1]
        yield _Box(name, states[0][1:] if states else "", *map(float, widget.Rect), float(size) or 9.0)


def _fill(canvas: Any, case: FilledForm, box: _Box, cut: bool) -> None:
    known = boxes(case.form).get(box.name)
    text = case.items.get(known[0].name) if known else None
    if known is None or text is None:
        return
    slot, code = known
    canvas.saveState()
    if slot.field.kind is Kind.YESNO and box.state == text:
        canvas.circle((box.left + box.right) / 2, (box.bottom + box.top) / 2, 2.4, stroke=0, fill=1)
    elif code and code in text.split("\n"):
        canvas.setLineWidth(1.2)
        low = box.bottom + 2
        canvas.lines(
            [(box.left + 2, low + 3, box.left + 4, low), (box.left + 4, low, box.right - 2, box.top - 2)]
        )
    elif not code and slot.field.kind is not Kind.YESNO:
        _write(canvas, slot.field.shown(text) if slot.field.choices else text, box, cut, slot.field.kind)
    canvas.restoreState()


def _write(canvas: Any, text: str, box: _Box, cut: bool, kind: Kind) -> None:
    path = canvas.beginPath()
    path.rect(box.left + 1, box.bottom + 1, box.right - box.left - 2, box.top - box.bottom - 2)
    canvas.clipPath(path, stroke=0)
    canvas.setFont(_FONT, box.size)
    lines = _fitting(text, box, kind) if cut else _lines(text, box, kind)
    first = box.top - _PAD - box.size * 0.9
    if kind is not Kind.LONGTEXT:
        first = (box.bottom + box.top - box.size * 0.7) / 2
    for number, line in enumerate(lines):
        canvas.drawString(box.left + _PAD, first - number * box.size * _LEADING, line)


def _lines(text: str, box: _Box, kind: Kind) -> list[str]:
    """The lines as wrapped at the box's edge; a one-line answer is one line, however long."""
    from reportlab.lib.utils import simpleSplit

    if kind is not Kind.LONGTEXT:
        return [text]
    width = box.right - box.left - 2 * _PAD
    return [part for line in text.split("\n") for part in simpleSplit(line, _FONT, box.size, width) or [""]]


def _fitting(text: str, box: _Box, kind: Kind) -> list[str]:
    """The lines that fit, of a one-line answer the letters."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = _lines(text, box, kind)
    if kind is Kind.LONGTEXT:
        return lines[: int((box.top - box.bottom - 2 * _PAD) / (box.size * _LEADING))]
    while stringWidth(text, _FONT, box.size) > box.right - box.left - _PAD - 1:  # to the edge of the clip
        text = text[:-1]
    return [text]


def fitting(case: FilledForm) -> FilledForm:
    """The case with every answer that does not fit into its box made shorter, as a person with a pen would."""
    _register()
    items = dict(case.items)
    for box in _every_box(case.form.name):
        slot = case.form.slot_by_name.get(box.name)
        if slot is None or box.name not in items or slot.field.choices or slot.field.kind is Kind.YESNO:
            continue
        text = items[box.name]
        if _fitting(text, box, slot.field.kind) == _lines(text, box, slot.field.kind):
            continue
        day = read_date(text, today=RECEIVED).value if slot.field.kind is Kind.DATE else None
        shorter = f"{day:%d/%m/%y}" if day else " ".join(_fitting(text, box, slot.field.kind)).strip()
        items[box.name] = shorter
    return replace(case, items={name: text for name, text in items.items() if text})


@cache
def _every_box(form_name: str) -> tuple[_Box, ...]:
    import pikepdf

    with pikepdf.open(io.BytesIO(blank(form_name, "pdf"))) as pdf:
        return tuple(box for page in pdf.pages for box in _boxes(page))


@cache
def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(_FONT, str(_FONTS / "LiberationSans-Regular.ttf")))


WAYS = (
    Way("flat", "drawn with every letter", ".pdf", drawn(), letters="fitting", short=True),
    Way("flat", "drawn, answers run out of their boxes", ".pdf", drawn(), goal=0.95, most=50),
    Way("flat", "drawn, what does not fit is cut off", ".pdf", drawn(cut=True), goal=0.9, most=50),
)
