"""Whether the pages of a printed paper were printed in one go, or put together out of several files.

A program that prints a form writes each font once, for all of its pages. Pages that were joined afterwards brought
their fonts with them: page 1 of one family's form then has none in common with pages 2 and 3 of another's.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.papers.reading.gathering import FOREIGN
from pipeline.papers.reading.pages import PageFound, numbered

_MOST_DRAWINGS = 40  # of a page that are looked into, where the page itself has no fonts
_DEEPEST = 3


def with_kinship(data: bytes, found: Sequence[PageFound]) -> list[PageFound]:
    """The pages of a form; the first has a gap when they share nothing. A file too odd to tell has none."""
    parts = _parts(data, [page.sheet for page in found]) if len(found) > 1 else []
    if len(parts) < 2:
        return list(found)
    named = [numbered(sheets) for sheets in parts]
    gap = (
        f"Nothing in the file shows that {', '.join(named[:-1])} and {named[-1]} of the paper belong to one form:"
        " they were printed apart and put together. Compare them with what was sent."
    )
    return [replace(found[0], gaps=(*found[0].gaps, gap)), *found[1:]]


def _parts(data: bytes, sheets: Sequence[int]) -> list[list[int]]:
    """The numbers of the pages that hang together."""
    import pikepdf

    odd: tuple[type[Exception], ...] = (pikepdf.PdfError, *FOREIGN)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _families([(sheet, _fonts(pdf.pages[sheet - 1].obj)) for sheet in sheets])
    except odd:
        return []


def _families(pages: Sequence[tuple[int, frozenset[Any]]]) -> list[list[int]]:
    """The numbers of pages that hang together by a font; those that have none hang on the first."""
    parts: list[tuple[set[Any], list[int]]] = []
    for sheet, fonts in sorted(pages, key=lambda page: not page[1]):
        near = [part for part in parts if part[0] & fonts] if fonts else parts[:1]
        merged = ({*fonts}.union(*(p[0] for p in near)), sorted([sheet, *(s for p in near for s in p[1])]))
        parts = [*(part for part in parts if part not in near), merged]
    return sorted(sheets for _, sheets in parts)


def _fonts(page: Any) -> frozenset[Any]:
    """The fonts of a page, as the file numbers them."""
    for _ in range(_DEEPEST * 10):
        if "/Resources" in page or "/Parent" not in page:
            break
        page = page["/Parent"]
    return frozenset(_named(page.get("/Resources", {}), 0))


def _named(resources: Any, depth: int) -> Iterator[Any]:
    fonts = [font.objgen for font in resources.get("/Font", {}).values() if font.is_indirect]
    yield from fonts
    if not fonts and depth < _DEEPEST:
        drawings = list(resources.get("/XObject", {}).values())[:_MOST_DRAWINGS]
        for drawing in drawings:
            yield from _named(drawing.get("/Resources", {}), depth + 1)
