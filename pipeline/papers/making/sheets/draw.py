"""Draws placed pages with reportlab's canvas: running head and foot, page number, bookmarks, links.

Words are drawn, never parsed: nothing that a person wrote can become markup, a link or a picture. The same pages
give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.papers.making.fonts import FontNames
from pipeline.papers.making.sheets.copy_mark import LARGE_PLACE, Place, leave_place, put_place
from pipeline.papers.making.sheets.flow import Area, Leap, Mark, Words
from pipeline.papers.making.style import (
    A4_HEIGHT,
    A4_WIDTH,
    FAINT,
    INK,
    LINE,
    MARGIN,
    NOTE_BASE,
    NOTE_SIZE,
    SOFT,
    Colour,
)

_RUNNING = 9.0
_MARKING = 10.0
_APART = 14.0  # between the two parts of the running head
_AS_RECEIVED = "The form as it was received; a marking inside the frame is the form's own."


class PrintLetters:
    """The two registered fonts, for measuring. Widths are looked up once for each character: a pack is mostly this."""

    def __init__(self, fonts: FontNames) -> None:
        self.fonts = fonts
        faces = getFont(fonts.regular).face, getFont(fonts.bold).face
        self._regular, self._bold = (_Widths(face).__getitem__ for face in faces)
        self._known = frozenset(map(chr, faces[0].charToGlyph.keys() & faces[1].charToGlyph.keys()))

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width of one line in points."""
        return sum(map(self._bold if bold else self._regular, text)) * size * 0.001

    def can_draw(self, char: str) -> bool:
        """Whether both fonts have this character."""
        return char in self._known


class _Widths(dict[str, float]):
    """Widths of a face's characters in thousandths of the size, as they are asked for."""

    def __init__(self, face: Any) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        width = float(self._face.charWidths.get(ord(char), self._face.defaultWidth))
        self[char] = width
        return width


@dataclass(frozen=True)
class PackPage:
    """A page to draw: its marks, what stands at the right of its head, and its shape.

    `original`: only head and foot are drawn, an inert page is laid in later. `across`: a word in large pale letters
    across the page, beneath all else (REPLACED). `framed`: its marks hold head and foot already.
    """

    marks: tuple[Mark, ...]
    head: str = ""
    landscape: bool = False
    original: bool = False
    across: str = ""
    framed: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return (A4_HEIGHT, A4_WIDTH) if self.landscape else (A4_WIDTH, A4_HEIGHT)


@dataclass(frozen=True)
class Bookmark:
    """A line of the bookmarks: its title, its page from 1, its depth from 0."""

    title: str
    page: int
    depth: int = 0


@dataclass(frozen=True)
class Running:
    """What stands on every page. `issue` is "Issue 2"; `draft` puts DRAFT on every page.

    `panel` is cut where it would run into what stands at the right; `meeting` (date and district) never is.
    """

    marking: str
    panel: str
    meeting: str
    issue: str
    draft: bool = False
    copies: bool = False  # whether copies are made of it: each page has a place for whose copy it is
    large: bool = False  # large print: that place is between the head's lines


def draw_pages(
    pages: Sequence[PackPage],
    bookmarks: Sequence[Bookmark],
    running: Running,
    fonts: FontNames,
    *,
    first: int = 1,
    last: int = 0,
) -> bytes:
    """The pages as a PDF in which page, number printed, bookmark and link agree, from `first`.

    `last`: the last page's number where more follow than are drawn; links to pages that are not here lead nowhere.
    """
    last = last or first + len(pages) - 1
    here = range(first, first + len(pages))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(A4_WIDTH, A4_HEIGHT), invariant=1, pageCompression=1, lang="en-GB")
    pen, heads = _Pen(canvas, fonts), _Heads(running, PrintLetters(fonts))
    place = LARGE_PLACE if running.large else Place(MARGIN, 8.0, heads.room_left, 18.0)
    if running.copies:
        leave_place(canvas, place)
    for number, page in enumerate(pages, first):
        canvas.setPageSize(page.size)
        canvas.bookmarkPage(f"page-{number}")
        for key, bookmark in enumerate(bookmarks):
            if bookmark.page == number:  # each its own key: reportlab keeps one title a key
                canvas.bookmarkPage(f"bookmark-{key}")
                canvas.addOutlineEntry(bookmark.title, f"bookmark-{key}", bookmark.depth)
        marks = [m for m in page.marks if not isinstance(m, Leap) or m.page in here]
        marks += _frame(page, running, heads, number, last)
        pen.page(page, marks, "DRAFT" if running.draft else "")
        if running.copies:
            put_place(canvas, place, page.size[1])
        canvas.showPage()
    with _binary_streams():
        canvas.save()
    return buffer.getvalue()


@contextmanager
def _binary_streams() -> Iterator[None]:
    """Page content as bytes: writing it in letters, reportlab's way, takes longer and a quarter more room."""
    before, rl_config.useA85 = rl_config.useA85, 0
    try:
        yield
    finally:
        rl_config.useA85 = before


class _Heads:
    """The left part of the running head, as much of it as the right part leaves room for."""

    def __init__(self, running: Running, letters: PrintLetters) -> None:
        self.running, self.letters = running, letters
        self._known: dict[tuple[float, str], str] = {}

    @property
    def room_left(self) -> float:
        """Points beside the marking in the head of an upright page."""
        return (A4_WIDTH - self.letters.width(self.running.marking, _MARKING, True)) / 2 - MARGIN - _APART

    def beside(self, head: str, wide: float) -> str:
        """Panel and meeting on a page so wide, the panel cut where `head` would be run into."""
        if (wide, head) not in self._known:
            room = wide - 2 * MARGIN - self.letters.width(head, _RUNNING, True) - (_APART if head else 0)
            self._known[wide, head] = self._cut(room)
        return self._known[wide, head]

    def _cut(self, room: float) -> str:
        panel, rest = self.running.panel, f" · {self.running.meeting}"
        whole, mark = panel, ""
        while panel and self.letters.width(panel + mark + rest, _RUNNING) > room:
            panel, mark = panel[:-1], "…"
        return (whole if not mark else panel.rstrip() + mark) + rest if panel else self.running.meeting


def _frame(page: PackPage, running: Running, heads: _Heads, number: int, last: int) -> list[Mark]:
    """Running head and foot. The head stays within 40 points, the foot within 36: originals begin there."""
    if page.framed:
        return []
    wide, tall = page.size
    middle, right, foot = wide / 2, wide - MARGIN, tall - 22
    marks: list[Mark] = [
        Words(middle, 21, running.marking, _MARKING, True, INK, 1),
        Words(MARGIN, 35, heads.beside(page.head, wide), _RUNNING, False, SOFT),
        Words(right, 35, page.head, _RUNNING, True, INK, 2),
        Words(middle, foot, running.marking, _MARKING, True, INK, 1),
        Words(MARGIN, foot, running.issue, _RUNNING, False, SOFT),
        Words(right, foot, f"Page {number} of {last}", _RUNNING, True, INK, 2),
    ]
    if running.draft:
        marks += [
            Area(MARGIN, 10, 44, 15, fill=INK),
            Words(MARGIN + 22, 21, "DRAFT", 10.5, True, (1, 1, 1), 1),
        ]
        marks += [
            Area(right - 44, 10, 44, 15, fill=INK),
            Words(right - 22, 21, "DRAFT", 10.5, True, (1, 1, 1), 1),
        ]
    if page.original:
        marks.append(Words(MARGIN, tall - NOTE_BASE, _AS_RECEIVED, NOTE_SIZE, False, SOFT))
    else:
        marks.append(Area(MARGIN, 40, wide - 2 * MARGIN, 0, stroke=LINE, weight=0.5))
    return marks


class _Pen:
    """Puts marks on the canvas's current page; skips colour and font changes that change nothing."""

    def __init__(self, canvas: Any, fonts: FontNames) -> None:
        self.canvas, self.fonts = canvas, fonts
        self.tall = A4_HEIGHT
        self._look: tuple[str, float, Colour] | None = None

    def turn(self, tall: float) -> None:
        """Begin a page of this height."""
        self.tall = tall
        self._look = None

    def page(self, page: PackPage, marks: Sequence[Mark], across: str) -> None:
        """A page's marks over the word across it; `across` where the page has none of its own."""
        self.turn(page.size[1])
        word = page.across or across
        if word:
            self.diagonal(page.size, word)
        for mark in marks:
            self.draw(mark)

    def draw(self, mark: Mark) -> None:
        """One mark."""
        if isinstance(mark, Words):
            self._words(mark)
        elif isinstance(mark, Area):
            self._area(mark)
        elif isinstance(mark, Leap):
            self._leap(mark)

    def diagonal(self, size: tuple[float, float], word: str) -> None:
        """A word across the page, pale and beneath everything else."""
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(size[0] / 2, size[1] / 2)
        canvas.rotate(52 if size[0] < size[1] else 32)
        canvas.setFillColorRGB(*FAINT)
        canvas.setFont(self.fonts.bold, 150 if len(word) < 6 else 110)
        canvas.drawCentredString(0, -50, word)
        canvas.restoreState()

    def _words(self, mark: Words) -> None:
        if not mark.text:
            return
        canvas = self.canvas
        look = (self.fonts.bold if mark.bold else self.fonts.regular, mark.size, mark.colour)
        if look != self._look:
            canvas.setFillColorRGB(*mark.colour)
            canvas.setFont(look[0], mark.size)
            self._look = look
        put = (canvas.drawString, canvas.drawCentredString, canvas.drawRightString)[mark.align]
        put(mark.x, self.tall - mark.y, mark.text)

    def _area(self, mark: Area) -> None:
        canvas = self.canvas
        low = self.tall - mark.y - mark.height
        if mark.stroke:
            canvas.setStrokeColorRGB(*mark.stroke)
            canvas.setLineWidth(mark.weight)
        if mark.fill:
            canvas.setFillColorRGB(*mark.fill)
            self._look = None
        if not mark.width or not mark.height:
            canvas.line(mark.x, low, mark.x + mark.width, low + mark.height)
        else:
            canvas.rect(
                mark.x, low, mark.width, mark.height, stroke=int(bool(mark.stroke)), fill=int(bool(mark.fill))
            )

    def _leap(self, mark: Leap) -> None:
        low = self.tall - mark.y - mark.height
        box = (mark.x, low, mark.x + mark.width, low + mark.height)
        self.canvas.linkRect("", f"page-{mark.page}", box, relative=0, thickness=0)
