"""The original behind a correction form: the picture of each marked spot beside what was read, then every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from pipeline.model.answers import Spot
from pipeline.papers.making.blank_pdf.plan import (
    ACCENT,
    LINE,
    MARGIN,
    PAGE_HEIGHT,
    SOFT,
    WIDTH,
    Element,
    Measure,
    PlacedPage,
    Role,
    Shape,
    Words,
    moved,
)
from pipeline.papers.making.correction.front import around
from pipeline.papers.making.inert.frame import Frame, frame_of
from pipeline.rules.correcting.correction_plan import CorrectionPlan, Mark

_TOP, _BOTTOM = 28.0, PAGE_HEIGHT - 46.0
_ROOM = 7.0  # shown around a spot, in points of the original
_TICK = 20.0  # points; a spot as narrow as this is a tick box
_TEXT = 190.0  # of a row's width for the words
_WIDE, _TALL = WIDTH - _TEXT - 12, 190.0  # the most that a spot's picture takes
_LARGEST = 1.6
_SIZE, _LEADING = 8.5, 10.5
_MOST_LINES = 12


@dataclass(frozen=True)
class Cutting:
    """A part of the original's page `source` (from 0) laid into page `page` (from 0) behind the form.

    `clip`: left, low, wide, tall on the inert page; `x` and `y` (from the foot): where its lower left corner comes.
    """

    page: int
    source: int
    clip: tuple[float, float, float, float]
    x: float
    y: float
    scale: float


@dataclass(frozen=True)
class Behind:
    """Pages with the places for what is laid into them."""

    pages: tuple[PlacedPage, ...] = ()
    cuttings: tuple[Cutting, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A marked spot: its words, counted from the row's top left, and what is cut out."""

    height: float
    elements: tuple[Element, ...]
    source: int
    clip: tuple[float, float, float, float]
    scale: float


def spot_pages(plan: CorrectionPlan, source: PdfReader, measure: Measure) -> Behind:
    """The spots of all marked answers that have one, several a page, in the form's order; none when none has."""
    order = {slot.name: n for n, slot in enumerate(plan.form.slots)}
    marks = sorted((*plan.marks, *plan.proposed), key=lambda m: order.get(m.slot, len(order)))
    frames = [frame_of(_content(page)) for page in source.pages]
    rows = [row for mark in marks if (row := _row(mark, frames, measure)) is not None]
    sheets: list[list[_Row]] = []
    for row in rows:
        if not sheets or sum(r.height for r in sheets[-1]) + row.height > _BOTTOM - _TOP - 28:
            sheets.append([])
        sheets[-1].append(row)
    pages, cuttings = [], []
    for number, sheet in enumerate(sheets):
        page, cut = _sheet(plan, sheet, number, measure)
        pages.append(page)
        cuttings += cut
    return Behind(tuple(pages), tuple(cuttings))


def _sheet(
    plan: CorrectionPlan, rows: Sequence[_Row], number: int, measure: Measure
) -> tuple[PlacedPage, list[Cutting]]:
    title = "As it stands in the original" if number == 0 else "As it stands in the original (continued)"
    elements: list[Element] = [*_titled(plan, title, measure)]
    cuttings = []
    y = _TOP + 28
    for row in rows:
        elements += [moved(e, MARGIN, y) for e in row.elements]
        low = PAGE_HEIGHT - y - 4 - row.clip[3] * row.scale
        cuttings.append(
            Cutting(number, row.source, row.clip, MARGIN + _TEXT + 12, low, row.scale),
        )
        y += row.height
    return PlacedPage(tuple(elements)), cuttings


def _titled(plan: CorrectionPlan, title: str, measure: Measure) -> Iterator[Element]:
    yield Words(MARGIN, _TOP + 16, title, 14, bold=True, colour=ACCENT, role=Role.HEADING)
    foot = f"Correction of {plan.reference}, version {plan.version}: the original"
    yield from around(plan, foot, measure)


def _row(mark: Mark, frames: Sequence[Frame | None], measure: Measure) -> _Row | None:
    """The row of one mark; None when it has no spot, or its page is not there."""
    spot = mark.spot
    frame = frames[spot.page - 1] if spot is not None and 0 < spot.page <= len(frames) else None
    if spot is None or frame is None:
        return None
    clip = _clip(spot, frame)
    scale = min(_WIDE / clip[2], _TALL / clip[3], _LARGEST / frame.scale)
    words = _row_words(mark, measure)
    height = max(clip[3] * scale, len(words) * _LEADING) + 10
    elements: list[Element] = [
        Words(0, 12 + n * _LEADING, text, _SIZE, bold=bold, colour=(0, 0, 0) if bold else SOFT)
        for n, (text, bold) in enumerate(words)
    ]
    picture = Shape(_TEXT + 12, 4, clip[2] * scale, clip[3] * scale, stroke=LINE)
    return _Row(
        height,
        (*elements, picture, Shape(0, height - 2, WIDTH, 0, stroke=LINE)),
        spot.page - 1,
        clip,
        scale,
    )


def _row_words(mark: Mark, measure: Measure) -> list[tuple[str, bool]]:
    label = f"{mark.number}. {mark.label}" if mark.number else mark.label
    bold = [(line, True) for line in measure.wrap(label, _SIZE, _TEXT, bold=True)]
    read = f"Read: {mark.read}" if mark.read else "Read: nothing"
    lines = [(line, False) for line in measure.wrap(read, _SIZE, _TEXT)]
    return [*bold, *lines][:_MOST_LINES]


def _clip(spot: Spot, frame: Frame) -> tuple[float, float, float, float]:
    """The spot with some room around it on the inert page: left, low, wide, tall; never beyond the frame."""
    beside = (
        _ROOM if spot.right - spot.left > _TICK else _ROOM * 14
    )  # a tick is shown with the words beside it
    left = max(frame.left, frame.left + (spot.left - _ROOM) * frame.scale)
    right = min(frame.left + frame.wide, frame.left + (spot.right + beside) * frame.scale)
    top = frame.low + frame.tall
    low = max(frame.low, top - (spot.bottom + _ROOM) * frame.scale)
    high = min(top, top - (spot.top - _ROOM) * frame.scale)
    return left, low, max(1.0, right - left), max(1.0, high - low)


def original_pages(plan: CorrectionPlan, source: PdfReader, measure: Measure) -> Behind:
    """Every page of the original, under a heading that says which it is."""
    pages, cuttings = [], []
    count = len(source.pages)
    for number, page in enumerate(source.pages):
        title = f"The original, page {number + 1} of {count}"
        pages.append(PlacedPage(tuple(_titled(plan, title, measure))))
        frame = frame_of(_content(page))
        clip = (frame.left, frame.low, frame.wide, frame.tall) if frame else _whole(page)
        room = _BOTTOM - _TOP - 24
        scale = min(WIDTH / clip[2], room / clip[3])
        low = _foot(room, clip[3] * scale)
        cuttings.append(Cutting(number, number, clip, MARGIN + (WIDTH - clip[2] * scale) / 2, low, scale))
    return Behind(tuple(pages), tuple(cuttings))


def _foot(room: float, tall: float) -> float:
    """Where a page's foot comes when it hangs from the heading."""
    return PAGE_HEIGHT - _BOTTOM + room - tall


def _whole(page: Any) -> tuple[float, float, float, float]:
    box = page.mediabox
    return float(box.left), float(box.bottom), float(box.width), float(box.height)


def _content(page: Any) -> bytes:
    found = page.get_contents()
    return bytes(found.get_data()) if found is not None else b""


def lay_in(writer: PdfWriter, source: PdfReader, cuttings: Sequence[Cutting], *, first: int) -> None:
    """Draw the cuttings into the pages from `first` on; each page of the original is carried over once."""
    forms: dict[int, IndirectObject] = {}
    for number in sorted({c.page for c in cuttings}):
        mine = [c for c in cuttings if c.page == number]
        for source_page in sorted({c.source for c in mine} - forms.keys()):
            forms[source_page] = _carried(writer, source.pages[source_page])
        page = writer.pages[first + number]
        _draw(writer, page, mine, forms)


def _carried(writer: PdfWriter, page: Any) -> IndirectObject:
    """An inert page as one drawing."""
    form = StreamObject()
    form.set_data(_content(page))
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(FloatObject(v) for v in _corners(page))
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return writer._add_object(form.flate_encode())


def _corners(page: Any) -> tuple[float, float, float, float]:
    left, low, wide, tall = _whole(page)
    return left, low, left + wide, low + tall


def _draw(
    writer: PdfWriter, page: Any, cuttings: Sequence[Cutting], forms: dict[int, IndirectObject]
) -> None:
    own = page["/Resources"]
    named = DictionaryObject(own["/XObject"].get_object() if "/XObject" in own else {})
    operators = []
    for cutting in cuttings:
        name = f"/Original{cutting.source}"
        named[NameObject(name)] = forms[cutting.source]
        operators.append(_operators(cutting, name))
    own[NameObject("/XObject")] = named
    drawn = StreamObject()
    drawn.set_data("\n".join(operators).encode("ascii"))
    contents = page.raw_get("/Contents")
    below = list(contents) if isinstance(contents, ArrayObject) else [contents]
    page[NameObject("/Contents")] = ArrayObject([*below, writer._add_object(drawn.flate_encode())])


def _operators(cutting: Cutting, name: str) -> str:
    left, low, wide, tall = cutting.clip
    scale = cutting.scale
    frame = f"{cutting.x:.2f} {cutting.y:.2f} {wide * scale:.2f} {tall * scale:.2f} re"
    matrix = f"{scale:.5f} 0 0 {scale:.5f} {cutting.x - left * scale:.3f} {cutting.y - low * scale:.3f} cm"
    return f"/Artifact BMC q {frame} W n {matrix} {name} Do Q EMC"
