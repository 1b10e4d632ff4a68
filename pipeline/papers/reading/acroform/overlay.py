"""Words drawn onto the pages of a PDF form that still has its fields: typed beside the boxes, with a typewriter tool.

A page whose drawing is the blank's, byte by byte, is not looked at; only for others are the words compared.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pypdf import PdfReader

from pipeline.model.edition import Edition
from pipeline.model.form import Kind, Slot
from pipeline.papers.reading.acroform.fields import BROKEN, RawField, resolved, text_of
from pipeline.papers.reading.gathering import Gathering
from pipeline.papers.reading.layout import LayoutPage, PrintedBox, Word, layout_of
from pipeline.papers.reading.layout.shapes import bare
from pipeline.papers.reading.layout.words import Sheet, words_of
from pipeline.rules.boxes import TICKED
from pipeline.rules.text import clean

_NEAR = 3.0  # points that a printed word may have moved
_MOST_PAGES = 12
_LIKE = 0.7  # share of the blank's words that must be there, or it is another drawing
_QUOTED = 300
_LARGEST = 8_000_000  # bytes of one page's drawing

Known = Mapping[str, tuple[Slot, str]]


@dataclass(frozen=True)
class Paper:
    """A filled form whose pages are looked at."""

    data: bytes
    reader: PdfReader
    fields: Sequence[RawField]


def tell_overlay(gathering: Gathering, paper: Paper, known: Known) -> None:
    """Tell the words that stand on a page and are neither printed on the blank nor in a field."""
    edition = gathering.edition
    pages = _differing(edition, paper.reader)
    if not pages:
        return
    blank = layout_of(edition).pages
    for number, words in _words(paper.data, pages):
        page = blank[number]
        extra = _extra(page, words)
        if extra is None:
            gathering.remark(
                f"Page {number + 1} is drawn otherwise than in {edition.form.id}: please compare it."
            )
        elif extra:
            _tell(gathering, page, extra, paper.fields, known)


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


def _differing(edition: Edition, reader: PdfReader) -> tuple[int, ...]:
    """The pages, from 0, whose drawing is not the blank's; none when the pages are not the same in number."""
    blank = _drawings(edition.pdf) if edition.pdf else ()
    try:
        pages = list(reader.pages) if blank else []
        if len(pages) != len(blank):
            return ()
        pairs = enumerate(zip(pages, blank, strict=True))
        return tuple(at for at, (page, drawn) in pairs if _drawing(page) != drawn)[:_MOST_PAGES]
    except BROKEN:
        return ()


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


def _tell(
    gathering: Gathering, page: LayoutPage, extra: Sequence[Word], fields: Sequence[RawField], known: Known
) -> None:
    values = {field.name: field for field in fields}
    inside: dict[PrintedBox, list[Word]] = {}
    outside: list[Word] = []
    for word in extra:
        box = next((b for b in page.boxes if b.name in known and b.rect.holds(*word.rect.middle)), None)
        (inside.setdefault(box, []) if box else outside).append(word)
    for box, words in inside.items():
        _tell_box(gathering, page, _joined(words), values.get(box.name), known[box.name])
    if outside:
        said = _quoted(_joined(outside))
        gathering.remark(f"Words stand on page {page.number} outside the boxes: {said}; they were not read.")


def _tell_box(
    gathering: Gathering, page: LayoutPage, text: str, field: RawField | None, box: tuple[Slot, str]
) -> None:
    """Words drawn in a box: its doubtful answer when it is empty, told when it holds something else."""
    slot, code = box
    value = field.value if field else None
    stored = "" if value is None or isinstance(value, list) else text_of(value).text
    if bare(text) in bare(stored) or bare(text) in bare(slot.field.shown(stored)):
        return
    if not stored.strip() and slot.field.kind not in (*TICKED, Kind.CONST):
        doubt = "It was typed onto the page over the box, not into the box."
        gathering.add(slot, text, f"page {page.number}", (doubt,), part=code)
        return
    label = f"{slot.label}: {slot.field.shown(code)}" if code else slot.label
    gathering.remark(f"{label}: {_quoted(text)} is typed onto the page there; look at the paper.")


def _joined(words: Sequence[Word]) -> str:
    return clean(" ".join(word.text for word in words)).text


def _quoted(text: str) -> str:
    return f"“{text[:_QUOTED]}…”" if len(text) > _QUOTED else f"“{text}”"
