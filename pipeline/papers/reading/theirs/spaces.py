"""A PDF blank without fields: boxes put into its ruled cells and where a label has room after it.

Filled copies are then compared with it, box by box.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.gathering import FOREIGN
from pipeline.papers.reading.labelled.ruling import ruling_of
from pipeline.papers.reading.layout import LayoutPage, Rect
from pipeline.papers.reading.layout.words import Sheet
from pipeline.papers.reading.theirs.near import Phrase, Surroundings
from pipeline.papers.reading.theirs.ruled import RuledCell, rooms, ruled_cells

Cells = Sequence[Sequence[RuledCell]]

_LEADER = re.compile(r"^(?P<label>.*?[\w)?:]?)\s*(?P<leader>[_.…\s]{4,})$")
_LABEL = re.compile(r"^\s*\S.{0,70}?[:?]$")
_LEAST = 40.0  # points of room that an answer needs
_MARGIN = 36.0
_TALLEST = 220.0


@dataclass(frozen=True)
class Fielded:
    """A blank with fields put in: `data`, and how many were `added`."""

    data: bytes
    added: int


@dataclass(frozen=True)
class _Space:
    """Room for an answer, and the label it belongs to."""

    page: LayoutPage
    label: str
    rect: Rect


def with_fields(data: bytes, pages: Sequence[LayoutPage]) -> Fielded:
    """The blank with a text field in each space. Raises ReadingError when it cannot be changed."""
    import pikepdf
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as drawn:
            spaces = [s for page in pages for s in _spaces(page, _cells(page, drawn[page.number - 1]))]
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _add(pdf, spaces)
            out = io.BytesIO()
            pdf.save(out, static_id=True)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *FOREIGN) as err:
        why = f"no boxes can be put into this blank (for the helpdesk: {err})."
        raise ReadingError(
            "PDF without form fields", why, "Ask for it as a Word file or with fields."
        ) from err
    return Fielded(out.getvalue(), len(spaces))


def _cells(page: LayoutPage, drawn: Any) -> Cells:
    return ruled_cells(page, ruling_of(Sheet(drawn)).rows)


def _spaces(page: LayoutPage, cells: Cells) -> Iterator[_Space]:
    """The ruled cells that can be written in, and the room behind labels and on leaders elsewhere."""
    ruled = [_Space(page, room.label.strip(" :"), room.rect) for room in rooms(cells)]
    yield from ruled
    phrases = Surroundings(page).phrases
    for phrase in phrases:
        label, room = _after(page, phrase, phrases)
        cell = next((c.rect for row in cells for c in row if c.rect.holds(*phrase.rect.middle)), None)
        room = _within(room, cell) if cell is not None else room
        labels_a_cell = cell is not None and any(space.label == phrase.text.strip(" :") for space in ruled)
        crossed = labels_a_cell or any(room.shared(space.rect) > 0 for space in ruled)
        if room.width >= _LEAST and not crossed:
            yield _Space(page, label.strip(" :"), room)


def _after(page: LayoutPage, phrase: Phrase, phrases: Sequence[Phrase]) -> tuple[str, Rect]:
    """A phrase's label and the place to write behind it; of no width where the phrase is no label."""
    leader = _LEADER.match(phrase.text)
    rect = phrase.rect
    if leader and leader["label"].strip(" :"):
        left = rect.left + len(leader["label"]) / len(phrase.text) * rect.width
        return leader["label"], Rect(left + 2, rect.top - 4, rect.right, rect.bottom + 1)
    if _LABEL.match(phrase.text):
        return phrase.text, _room(page, phrase, phrases)
    return "", Rect(rect.right, rect.top, rect.right, rect.bottom)


def _within(room: Rect, cell: Rect) -> Rect:
    """The part of a place that lies in the cell of its label."""
    return room._replace(right=min(room.right, cell.right - 2), bottom=min(room.bottom, cell.bottom - 1))


def _room(page: LayoutPage, phrase: Phrase, phrases: Sequence[Phrase]) -> Rect:
    """The free place right of a label, down to the next words below it."""
    rect = phrase.rect
    beside = [p.rect.left for p in phrases if p.rect.left > rect.right and _level(p.rect, rect)]
    right = min(beside, default=page.width - _MARGIN) - 3
    below = [
        p.rect.top
        for p in phrases
        if p.rect.top > rect.bottom - 1 and p.rect.right > rect.left and p.rect.left < right
    ]
    bottom = min(*below, rect.bottom + _TALLEST) if below else rect.bottom + _TALLEST
    bottom = bottom - 1 if bottom - rect.bottom > 1.5 * rect.height else rect.bottom + 2
    return Rect(rect.right + 3, rect.top - 2, right, bottom)


def _level(one: Rect, other: Rect) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.4 * min(one.height, other.height)


def _add(pdf: object, spaces: Sequence[_Space]) -> None:
    """Put the fields in: boxes without looks of their own, on pages that are not turned."""
    from pikepdf import Array, Dictionary, Name, Pdf, String

    assert isinstance(pdf, Pdf)
    fields = Array()
    names: set[str] = set()
    for space in spaces:
        page = pdf.pages[space.page.number - 1]
        low = float(page.cropbox[1])
        start, height = float(page.cropbox[0]), space.page.height
        rect = [start + space.rect.left, low + height - space.rect.bottom]
        rect += [start + space.rect.right, low + height - space.rect.top]
        box = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(_unused(space.label, names)),
            Rect=Array([round(edge, 2) for edge in rect]),
            F=4,
            Ff=1 << 12 if space.rect.height > 30 else 0,
            P=page.obj,
        )
        made = pdf.make_indirect(box)
        fields.append(made)
        if "/Annots" not in page.obj:
            page.obj.Annots = Array()
        page.obj.Annots.append(made)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=fields, DA=String("/Helv 0 Tf 0 g")))


def _unused(label: str, names: set[str]) -> str:
    """A field's name from its label; dots would make it a tree."""
    name = plain = label.replace(".", "")[:60]
    number = 1
    while name in names:
        number += 1
        name = f"{plain} {number}"
    names.add(name)
    return name
