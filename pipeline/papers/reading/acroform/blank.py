"""A filled PDF form against its blank: whether it is a copy of it, and whether pages are missing.

The blank is read only where a cheap sign shows that something differs; what was read of it is kept.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypdf import PdfReader

from pipeline.model.edition import Edition
from pipeline.model.form import Kind, Slot
from pipeline.papers.reading.acroform.fields import BROKEN, RawField, Read, place_of, read_fields

_NEAR = 2.5  # points that a box may stand from its place
_ALIKE = 0.9  # share of the blank's boxes that a copy must have in place
_SHARED = 0.6  # share of names from which a paper may be a copy
_MISSING = "is missing from this paper"

Known = Mapping[str, tuple[Slot, str]]


@dataclass(frozen=True)
class Likeness:
    """How far a paper's boxes are those of another organisation's blank: how many it has, by name and in place."""

    boxes: int = 0
    named: int = 0
    placed: int = 0

    @property
    def may_be(self) -> bool:
        """Whether the names speak for a copy."""
        return self.boxes > 0 and self.named >= _SHARED * self.boxes

    @property
    def is_copy(self) -> bool:
        """Whether it is a copy: nearly every box has its name and its place."""
        return self.boxes > 0 and self.placed >= _ALIKE * self.boxes


def likeness(edition: Edition, fields: Sequence[RawField]) -> Likeness:
    """How far a paper with these fields is a copy of an adopted edition's blank."""
    names = {f.name for f in fields}
    if len(names & edition.names.keys()) < _SHARED * len(edition.names):
        return Likeness()
    blank = {f.name: f for f in blank_of(edition.pdf).fields}
    paper = {f.name: f for f in fields}
    both = blank.keys() & paper.keys()
    return Likeness(len(blank), len(both), sum(_in_place(blank[name], paper[name]) for name in both))


def _in_place(one: RawField, other: RawField) -> bool:
    first, second = (next(filter(None, map(place_of, f.widgets)), None) for f in (one, other))
    if first is None or second is None:
        return first is second
    return all(abs(a - b) <= _NEAR for a, b in zip(first, second, strict=True))


def page_gaps(edition: Edition, read: Read, known: Known) -> tuple[str, ...]:
    """A sentence for each page of the blank that a paper lacks. Looked for only when something is off its pages."""
    if not edition.pdf:
        return ()
    there = {f.name for f in read.fields if f.page}
    lists = {name for name, (slot, code) in known.items() if slot.field.kind is Kind.MULTICHOICE and not code}
    if known.keys() - lists <= there:
        return ()
    pages: dict[int, list[str]] = {}
    for field in blank_of(edition.pdf).fields:
        if field.page and field.name in known:
            pages.setdefault(field.page, []).append(field.name)
    lacking = {page: names for page, names in pages.items() if there.isdisjoint(names)}
    if len(lacking) == len(pages):
        return ()  # boxes that stand on no page at all are another matter: the program that saved it took them off
    return tuple(_missing(edition, page, names, known) for page, names in sorted(lacking.items()))


def _missing(edition: Edition, page: int, names: Sequence[str], known: Known) -> str:
    first, last = known[names[0]][0].label, known[names[-1]][0].label
    what = f"from “{first}” to “{last}”"
    return f"Page {page} of {edition.form.id} {_MISSING} ({what}); ask for the whole form."


def tells_missing(gap: str) -> bool:
    """Whether a sentence is one of those that tell of a missing page."""
    return _MISSING in gap


def more_pages(edition: Edition, read: Read) -> str:
    """A sentence on pages that the blank does not have; "" when there are none."""
    pages = _page_count(edition.pdf) if edition.pdf else 0
    if not pages or read.pages <= pages:
        return ""
    return f"This paper has {read.pages} pages, {edition.form.id} has {pages}: look at the others, they were not read."


@lru_cache(maxsize=16)
def blank_of(pdf: bytes) -> Read:
    """What the blank holds; nothing when it cannot be read."""
    try:
        return read_fields(PdfReader(io.BytesIO(pdf), strict=False)) if pdf else Read(())
    except BROKEN:
        return Read(())


@lru_cache(maxsize=16)
def _page_count(pdf: bytes) -> int:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return len(opened.pages)
    except (pikepdf.PdfError, *BROKEN):  # type: ignore[misc]
        return 0
