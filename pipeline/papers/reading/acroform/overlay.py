"""What is put onto the pages of a PDF form that still has its fields: words typed beside the boxes, strokes, pictures.

A page whose drawing is the blank's, byte by byte, is not looked at; only others are compared.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from pypdf import PdfReader

from pipeline.model.answers import NOT_READABLE
from pipeline.model.edition import Edition
from pipeline.model.form import Kind, Slot
from pipeline.papers.reading.acroform.drawn import Marks, marks_on
from pipeline.papers.reading.acroform.fields import BROKEN, RawField, resolved, text_of
from pipeline.papers.reading.acroform.sheets import sheets_of
from pipeline.papers.reading.acroform.taking import is_filled
from pipeline.papers.reading.gathering import Gathering
from pipeline.papers.reading.layout import BoxKind, LayoutPage, PrintedBox, Rect, Word, layout_of
from pipeline.papers.reading.layout.shapes import bare
from pipeline.papers.reading.layout.words import Sheet, words_of
from pipeline.rules.answers.boxes import TICKED
from pipeline.rules.answers.text import clean

_NEAR = 3.0  # points that a printed word may have moved
_MOST_PAGES = 12
_LIKE = 0.7  # share of the blank's words that must be there, or it is another drawing
_QUOTED = 300
_MOST_LABELS = 5
_OVER = "Something is drawn onto the page over it; it may be crossed out."
_LARGEST = 8_000_000  # bytes of one page's drawing

Known = Mapping[str, tuple[Slot, str]]


@dataclass(frozen=True)
class Paper:
    """A filled form whose pages are looked at."""

    data: bytes
    reader: PdfReader
    fields: Sequence[RawField]


@dataclass(frozen=True)
class Seen:
    """One page whose drawing is not the blank's: `page` of the blank, the words it has not, and what is drawn."""

    page: LayoutPage
    sheet: int
    extra: tuple[Word, ...] | None = None
    marks: Marks = field(default_factory=Marks)

    def inside(self, known: Known) -> Mapping[PrintedBox, str]:
        """The words that begin in a box, by the box."""
        found: dict[PrintedBox, list[Word]] = {}
        for word in self.extra or ():
            box = self.box_of(word, known)
            if box is not None:
                found.setdefault(box, []).append(word)
        return {box: _joined(words) for box, words in found.items()}

    def box_of(self, word: Word, known: Known) -> PrintedBox | None:
        """The box in whose place a word stands."""
        return next((b for b in self.page.boxes if b.name in known and b.rect.holds(*word.rect.middle)), None)


def look_over(edition: Edition, paper: Paper) -> tuple[Seen, ...]:
    """Every page whose drawing is not that of its page of the blank."""
    pages = _differing(edition, paper)
    if not pages:
        return ()
    blank = layout_of(edition).pages
    return tuple(_look(paper.data, edition.pdf, [(sheet, blank[at]) for sheet, at in pages]))


def _look(data: bytes, blank: bytes, pages: Sequence[tuple[int, LayoutPage]]) -> Iterator[Seen]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as opened:
            for sheet, page in pages:
                drawn = opened[sheet]
                extra = _extra(page, words_of(Sheet(drawn)))
                if extra is None:
                    yield Seen(page, sheet + 1, None)
                else:
                    yield Seen(page, sheet + 1, tuple(extra), marks_on(drawn, blank, page, extra))
    except (pypdfium2.PdfiumError, *BROKEN):
        return


def with_overlay(fields: Sequence[RawField], seen: Sequence[Seen], known: Known) -> tuple[RawField, ...]:
    """The fields, each that is filled in with what is drawn or typed onto the page over it."""
    over: dict[str, list[str]] = {}
    values = {field.name: field for field in fields if field.name in known}
    for page in seen:
        for box, text in page.inside(known).items():
            if _differs(text, values.get(box.name), known[box.name][0]):
                over.setdefault(box.name, []).append(f"{_quoted(text)} is typed onto the page over it.")
        for box in page.marks.boxes:
            over.setdefault(box.name, []).append(_OVER)
    filled = {name for name in over if name in values and is_filled(values[name])}
    return tuple(
        replace(f, over=(*f.over, *dict.fromkeys(over[f.name]))) if f.name in filled else f for f in fields
    )


def tell_overlay(
    gathering: Gathering, seen: Sequence[Seen], fields: Sequence[RawField], known: Known
) -> tuple[str, ...]:
    """Tell what is written and drawn on the pages and is in no field; what a person must see to is given back."""
    values = {field.name: field for field in fields}
    gaps: list[str] = []
    for page in seen:
        if page.extra is None or page.marks.otherwise:
            told = f"Page {page.sheet} is drawn otherwise than in {gathering.form.id}: please compare it."
            gathering.remark(told)
        inside = page.inside(known)
        for box, text in inside.items():
            _tell_box(gathering, page, text, values.get(box.name), known[box.name])
        outside = [word for word in page.extra or () if page.box_of(word, known) is None]
        if outside:
            said = _quoted(_joined(outside))
            gathering.remark(
                f"Words stand on page {page.sheet} outside the boxes: {said}; they were not read."
            )
        for box in page.marks.boxes:
            field = values.get(box.name)
            if box.name in known and box not in inside and not (field and is_filled(field)):
                _take_drawn(gathering, page, box, *known[box.name])
        gaps += _drawn_outside(page, known)
    return tuple(gaps)


def _take_drawn(gathering: Gathering, page: Seen, box: PrintedBox, slot: Slot, code: str) -> None:
    """Something is drawn in an empty box: its doubtful answer."""
    place = f"page {page.sheet}"
    if box.kind in (BoxKind.TICK, BoxKind.RADIO):
        state = gathering.edition.codes.get(f"{box.name}={box.state}", box.state)
        gathering.tick(
            slot, code or state, place, ("It was marked on the page by drawing, not in the form.",)
        )
        return
    doubt = "Something is drawn or written in this box that cannot be read; nothing is stored in it."
    gathering.add(slot, NOT_READABLE, place, (doubt,), part=code)


def _drawn_outside(page: Seen, known: Known) -> Iterator[str]:
    boxes = [box for box in page.page.boxes if box.name in known]
    labels = []
    for square in page.marks.outside:
        nearest = min(boxes, key=lambda box: _off(box.rect, *square.middle), default=None)
        labels.append(f"“{known[nearest.name][0].label}”" if nearest else "")
    near = list(dict.fromkeys(filter(None, labels)))
    if labels:
        some = f" near {', '.join(near[:_MOST_LABELS])}" if near else ""
        yield f"Something is drawn on page {page.sheet}{some}, outside the boxes: please look at the paper."


def _off(rect: Rect, x: float, y: float) -> float:
    return max(rect.left - x, 0.0, x - rect.right) + max(rect.top - y, 0.0, y - rect.bottom)


def page_words(data: bytes, most: int = 3) -> tuple[str, ...]:
    """The words printed on a paper's first pages."""
    return tuple(word.text for _, words in _words(data, range(most)) for word in words)


def as_printed(edition: Edition, reader: PdfReader) -> bool:
    """Whether a paper's pages are drawn as the blank's, all of them and no others."""
    blank = _drawings(edition.pdf) if edition.pdf else ()
    try:
        return tuple(_drawing(page) for page in reader.pages) == blank
    except BROKEN:
        return False


def _differing(edition: Edition, paper: Paper) -> tuple[tuple[int, int], ...]:
    """The pages whose drawing is not the blank's, each with its page of the blank; both from 0."""
    blank = _drawings(edition.pdf) if edition.pdf else ()
    try:
        drawn = [_drawing(page) for page in paper.reader.pages[: _MOST_PAGES * 2]] if blank else []
    except BROKEN:
        return ()
    if len(drawn) == len(blank) and all(one == other for one, other in zip(drawn, blank, strict=True)):
        return ()
    pairs = sheets_of(edition, paper.fields) or {at: at for at in range(min(len(drawn), len(blank)))}
    return tuple(
        (sheet, at)
        for sheet, at in sorted(pairs.items())
        if sheet < len(drawn) and at < len(blank) and drawn[sheet] != blank[at]
    )[:_MOST_PAGES]


@lru_cache(maxsize=16)
def _drawings(pdf: bytes) -> tuple[bytes, ...]:
    try:
        return tuple(_drawing(page) for page in PdfReader(io.BytesIO(pdf), strict=False).pages)
    except BROKEN:
        return ()


def _drawing(page: Any) -> bytes:
    """The drawing of a page, unpacked."""
    contents = resolved(page, "/Contents")
    parts = list(list.__iter__(contents)) if isinstance(contents, list) else [contents]
    found = (part.get_object() for part in parts if part is not None)
    return b"\n".join(part.get_data()[:_LARGEST].strip() for part in found if hasattr(part, "get_data"))


def _words(data: bytes, pages: Sequence[int]) -> Iterator[tuple[int, tuple[Word, ...]]]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as opened:
            for number in pages[: len(opened)]:
                yield number, words_of(Sheet(opened[number]))
    except (pypdfium2.PdfiumError, *BROKEN):
        return


def _extra(page: LayoutPage, words: Sequence[Word]) -> list[Word] | None:
    """The words that the blank's page does not have; None when it is not that page at all."""
    printed: dict[str, list[tuple[float, float]]] = {}
    for word in page.words:
        printed.setdefault(bare(word.text), []).append(word.rect.middle)
    extra = [word for word in words if bare(word.text) and not _is_printed(word, printed)]
    found = len(words) - len(extra)
    return extra if found >= _LIKE * len(page.words) else None


def _is_printed(word: Word, printed: Mapping[str, Sequence[tuple[float, float]]]) -> bool:
    x, y = word.rect.middle
    return any(abs(x - a) <= _NEAR and abs(y - b) <= _NEAR for a, b in printed.get(bare(word.text), ()))


def _tell_box(
    gathering: Gathering, page: Seen, text: str, field: RawField | None, box: tuple[Slot, str]
) -> None:
    """Words drawn in a box: its doubtful answer when it is empty, told when it holds something else."""
    slot, code = box
    if not _differs(text, field, slot):
        return
    if not _stored(field).strip() and slot.field.kind not in (*TICKED, Kind.CONST):
        doubt = "It was typed onto the page over the box, not into the box."
        gathering.add(slot, text, f"page {page.sheet}", (doubt,), part=code)
        return
    label = f"{slot.label}: {slot.field.shown(code)}" if code else slot.label
    gathering.remark(f"{label}: {_quoted(text)} is typed onto the page there; look at the paper.")


def _differs(text: str, field: RawField | None, slot: Slot) -> bool:
    """Whether words drawn in a box are none of its own answer's."""
    stored = _stored(field)
    return bare(text) not in bare(stored) and bare(text) not in bare(slot.field.shown(stored))


def _stored(field: RawField | None) -> str:
    value = field.value if field else None
    return "" if value is None or isinstance(value, list) else text_of(value).text


def _joined(words: Sequence[Word]) -> str:
    return clean(" ".join(word.text for word in words)).text


def _quoted(text: str) -> str:
    return f"“{text[:_QUOTED]}…”" if len(text) > _QUOTED else f"“{text}”"
