"""The text of an e-mail as plain pages, for a form that was written into it: nothing else of it can be shown."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.papers.making.blank_pdf.draw import draw_pages
from pipeline.papers.making.blank_pdf.plan import (
    HINT_SIZE,
    MARGIN,
    PAGE_HEIGHT,
    SOFT,
    WIDTH,
    Measure,
    PlacedPage,
    Role,
    Words,
)
from pipeline.papers.making.fonts import register_fonts

_SIZE, _LEADING = 10.0, 13.0
_TOP, _BOTTOM = 62.0, PAGE_HEIGHT - 46.0
_LINES = int((_BOTTOM - _TOP) // _LEADING)


def text_to_pdf(text: str, head: str) -> bytes:
    """A PDF of the text, line by line as it stands, with `head` above each page. Meant to run in the Sandbox."""
    fonts = register_fonts()
    lines = tuple(_wrapped(text, Measure(fonts)))
    sheets = [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)] or [()]
    pages = [_page(sheet, f"{head}, page {n} of {len(sheets)}") for n, sheet in enumerate(sheets, 1)]
    return draw_pages(pages, fonts, head, "")


def _wrapped(text: str, measure: Measure) -> Iterator[str]:
    """The lines no wider than the page; an empty one stays, and several are one."""
    last = ""
    for line in text.splitlines():
        pieces = measure.wrap(line, _SIZE, WIDTH)
        if pieces or last:
            yield from pieces or ("",)
        last = pieces[-1] if pieces else ""


def _page(lines: tuple[str, ...], head: str) -> PlacedPage:
    marks = [Words(MARGIN, _TOP - 22, head, HINT_SIZE, colour=SOFT, role=Role.ARTIFACT)]
    marks += [
        Words(MARGIN, _TOP + n * _LEADING, line, _SIZE, role=Role.ARTIFACT)
        for n, line in enumerate(lines)
        if line
    ]
    return PlacedPage(tuple(marks))


__all__ = ["text_to_pdf"]
