"""An edition's blank PDF as geometry: each page's printed words and its boxes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.gathering import FOREIGN
from pipeline.papers.reading.layout.shapes import (
    BoxKind,
    Layout,
    LayoutPage,
    PrintedBox,
    footer_of,
)

_RADIO, _PUSH, _MULTILINE = 1 << 15, 1 << 16, 1 << 12
_HIDDEN = 2
_DEEPEST = 32
_SIZE = re.compile(r"([\d.]+)\s+Tf")


def layout_of(edition: Edition) -> Layout:
    """The blank of an edition; without pages when it has no PDF. Raises ReadingError when that is damaged."""
    return Layout(edition, pages_of(edition.pdf) if edition.pdf else ())


def layouts_of(editions: Sequence[Edition]) -> tuple[Layout, ...]:
    """The blanks that a paper can be compared with. Raises ReadingError when one of the panel's own is damaged.

    A damaged blank of a form adopted from others is passed over: the panel's own forms are read without it.
    """
    found = []
    for edition in editions:
        try:
            found.append(layout_of(edition))
        except ReadingError:
            if edition.own:
                raise
    return tuple(layout for layout in found if layout.pages)


@lru_cache(maxsize=32)
def pages_of(pdf: bytes) -> tuple[LayoutPage, ...]:
    """The pages of a blank PDF as geometry, kept. Raises ReadingError when it is damaged."""
    import pikepdf
    import pypdfium2

    from pipeline.papers.reading.layout.words import Sheet, words_of

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened, pypdfium2.PdfDocument(pdf) as drawn:
            found = []
            for number, page in enumerate(opened.pages):
                sheet = Sheet(drawn[number])
                words = words_of(sheet)
                foot = footer_of(" ".join(w.text for w in words))
                boxes = tuple(_boxes(page, sheet))
                found.append(LayoutPage(number + 1, sheet.width, sheet.height, words, boxes, foot))
            return tuple(found)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *FOREIGN) as err:
        why = f"the blank of a form cannot be read ({err})."
        raise ReadingError("Blank PDF", why, "Run `pipeline forms build` or adopt the form again.") from err


def _boxes(page: Any, sheet: Any) -> Iterator[PrintedBox]:
    for widget in page.obj.get("/Annots", ()):
        if str(widget.get("/Subtype", "")) != "/Widget" or int(widget.get("/F", 0)) & _HIDDEN:
            continue
        kind, name = _kind(widget), _name(widget)
        left, low, right, high = (float(edge) for edge in widget.get("/Rect", (0, 0, 0, 0)))
        if kind is None or not name or right - left < 1 or high - low < 1:
            continue
        yield PrintedBox(name, kind, sheet.shown(left, low, right, high), _state(widget, kind), _size(widget))


def _kind(widget: Any) -> BoxKind | None:
    """What is filled in there; None for a push button or a signature."""
    kind, flags = str(_inherited(widget, "/FT") or ""), int(_inherited(widget, "/Ff") or 0)
    if kind == "/Tx":
        return BoxKind.LINES if flags & _MULTILINE else BoxKind.LINE
    if kind == "/Ch":
        return BoxKind.CHOICE
    if kind == "/Btn" and not flags & _PUSH:
        return BoxKind.RADIO if flags & _RADIO else BoxKind.TICK
    return None


def _inherited(node: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _name(widget: Any) -> str:
    parts: list[str] = []
    node = widget
    for _ in range(_DEEPEST):
        if "/T" in node:
            parts.append(str(node["/T"]))
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return ".".join(reversed(parts))


def _state(widget: Any, kind: BoxKind) -> str:
    if kind not in (BoxKind.TICK, BoxKind.RADIO):
        return ""
    looks = widget.get("/AP", {}).get("/N", {})
    return next((str(key).removeprefix("/") for key in looks.keys() if str(key) != "/Off"), "Yes")  # noqa: SIM118


def _size(widget: Any) -> float:
    found = _SIZE.search(str(_inherited(widget, "/DA") or ""))
    return float(found[1]) if found else 0.0
