"""The large-print edition: the same papers set anew in 16 points, with page numbers of their own.

In the meeting people name the pages of the standard copy, so each heading says which page that is. Pages of original
forms cannot be set anew and are left out: what was answered on them stands on the case sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.papers.making.sheets.blocks import Setter
from pipeline.papers.making.sheets.draw import Bookmark, PackPage, Running
from pipeline.papers.making.sheets.flow import (
    Area,
    Letters,
    Mark,
    PlacedPage,
    Spot,
    Strip,
    Words,
    enlarged,
    kept,
    paginate,
)
from pipeline.papers.making.sheets.front import ContentsLine, contents_strips
from pipeline.papers.making.sheets.prints import LARGE
from pipeline.papers.making.style import A4_HEIGHT, A4_WIDTH, INK, LINE, MARGIN, SOFT

_SIZE = 16.0
_TOP, _BOTTOM = 96.0, 54.0  # kept free for running head and foot
_ROOM = A4_HEIGHT - _TOP - _BOTTOM


@dataclass(frozen=True)
class LargePart:
    """A part of the edition, on pages of its own. `standard`: its first page in the standard copy, 0: on none.

    `told`: its headings say themselves which page they are. `head`: what stands at the right of the running head.
    """

    title: str
    strips: tuple[Strip, ...]
    standard: int
    level: int = 1
    head: str = ""
    told: bool = False


def standard_page(number: int) -> str:
    """What is said below a heading."""
    return f"Page {number} of the standard copy"


def standard_pages(pages: Sequence[PlacedPage], first: int) -> Mapping[str, str]:
    """Heading -> which page of the standard copy it stands on, from its pages; the first of them is page `first`."""
    found: dict[str, str] = {}
    for number, page in enumerate(pages, first):
        for mark in page.marks:
            if isinstance(mark, Spot):
                found.setdefault(mark.name, standard_page(number))
    return found


def large_pages(
    parts: Sequence[LargePart], contents: int, running: Running, letters: Letters
) -> tuple[tuple[PackPage, ...], tuple[Bookmark, ...]]:
    """Every page in order with its bookmarks; the contents stand before part number `contents` (from 0)."""
    laid = [_laid(part, letters) for part in parts]
    listed = [part for n, part in enumerate(parts) if n != 0]
    found = _contents(listed, [100] * len(listed), letters)  # page numbers as long as any
    starts = _starts(laid, contents, len(found))
    found = _contents(listed, starts[1:], letters)
    whole: list[tuple[PlacedPage, str]] = []
    for n, (part, pages) in enumerate(zip(parts, laid, strict=True)):
        if n == contents:
            whole += [(page, "") for page in found]
        whole += [(page, part.head) for page in pages]
    marks = [Bookmark(p.title, at, p.level - 1) for p, at in zip(parts, starts, strict=True)]
    marks.insert(contents, Bookmark("Contents", starts[contents] - len(found)))
    return _framed(whole, running, letters), tuple(marks)


def _laid(part: LargePart, letters: Letters) -> tuple[PlacedPage, ...]:
    lead: tuple[Strip, ...] = ()
    if part.standard and not part.told:
        setter = Setter(letters, LARGE)
        lead = kept(
            setter.paragraph(standard_page(part.standard), size=10.0, leading=16.0, colour=SOFT),
            with_next=True,
        )
    return _paged((*lead, *part.strips))


def _paged(strips: Sequence[Strip]) -> tuple[PlacedPage, ...]:
    scale = LARGE.scale
    pages = paginate(strips, MARGIN / scale, _TOP / scale, _ROOM / scale)
    return tuple(enlarged(page, scale) for page in pages)


def _contents(parts: Sequence[LargePart], starts: Sequence[int], letters: Letters) -> tuple[PlacedPage, ...]:
    lines = [ContentsLine(_listed(p), at, p.level) for p, at in zip(parts, starts, strict=True)]
    return _paged(contents_strips(lines, letters, LARGE))


def _listed(part: LargePart) -> str:
    return f"{part.title} (page {part.standard} of the standard copy)" if part.standard else part.title


def _starts(laid: Sequence[Sequence[PlacedPage]], contents: int, length: int) -> list[int]:
    starts, at = [], 1
    for n, pages in enumerate(laid):
        at += length if n == contents else 0
        starts.append(at)
        at += len(pages)
    return starts


def _framed(
    pages: Sequence[tuple[PlacedPage, str]], running: Running, letters: Letters
) -> tuple[PackPage, ...]:
    last = len(pages)
    return tuple(
        PackPage((*page.marks, *_frame(running, head, number, last)), framed=True)
        for number, (page, head) in enumerate(pages, 1)
    )


def _frame(running: Running, head: str, number: int, last: int) -> tuple[Mark, ...]:
    """Running head and foot, in letters as large as the text; between the head's lines is room for whose copy it is."""
    middle, right, foot = A4_WIDTH / 2, A4_WIDTH - MARGIN, A4_HEIGHT - 24
    return (
        Words(middle, 28, running.marking, _SIZE, True, INK, 1),
        Words(MARGIN, 50, running.meeting, _SIZE, False, SOFT),
        Words(right, 50, head, _SIZE, True, INK, 2),
        Area(MARGIN, 84, A4_WIDTH - 2 * MARGIN, 0, stroke=LINE, weight=0.8),
        Words(MARGIN, foot, running.issue, _SIZE, False, SOFT),
        Words(middle, foot, running.marking, _SIZE, True, INK, 1),
        Words(right, foot, f"Page {number} of {last}", _SIZE, True, INK, 2),
    )
