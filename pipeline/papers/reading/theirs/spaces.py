"""A PDF blank without fields: boxes put where a label has room after it, so that filled copies can be compared."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.gathering import FOREIGN
from pipeline.papers.reading.layout import LayoutPage, Rect
from pipeline.papers.reading.theirs.near import Phrase, Surroundings

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

    spaces = [space for page in pages for space in _spaces(page)]
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _add(pdf, spaces)
            out = io.BytesIO()
            pdf.save(out, static_id=True)
    except (pikepdf.PdfError, *FOREIGN) as err:  # type: ignore[misc]
        why = f"no boxes can be put into this blank (for the helpdesk: {err})."
        raise ReadingError(
            "PDF without form fields", why, "Ask for it as a Word file or with fields."
        ) from err
    return Fielded(out.getvalue(), len(spaces))


def _spaces(page: LayoutPage) -> Iterator[_Space]:
    phrases = Surroundings(page).phrases
    for phrase in phrases:
        leader = _LEADER.match(phrase.text)
        if leader and leader["label"].strip(" :"):
            share = len(leader["label"]) / len(phrase.text)
            left = phrase.rect.left + share * phrase.rect.width
            room = Rect(left + 2, phrase.rect.top - 4, phrase.rect.right, phrase.rect.bottom + 1)
            label = leader["label"]
        elif _LABEL.match(phrase.text):
            label, room = phrase.text, _room(page, phrase, phrases)
        else:
            continue
        if room.width >= _LEAST:
            yield _Space(page, label.strip(" :"), room)


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
