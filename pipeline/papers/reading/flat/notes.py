"""Notes that people put onto the pages of a flattened form: no part of the page, told beside its answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model.answers import Answers
from pipeline.papers.reading.gathering import FOREIGN, shown
from pipeline.papers.reading.layout import Rect
from pipeline.rules.answers.text import clean

_SILENT = (
    "/Widget",
    "/Link",
    "/Popup",
    "/PrinterMark",
    "/TrapNet",
    "/Screen",
    "/Movie",
    "/Sound",
    "/3D",
    "/RichMedia",
)
_BESIDE = (
    "/Text",
    "/Highlight",
    "/Underline",
    "/Caret",
    "/FileAttachment",
    "/Watermark",
)  # not over an answer
_HIDDEN = 0b100010  # hidden, or not to be seen
_MOST = 30
_LEAST = 0.2  # of an answer's own place that a note covers


@dataclass(frozen=True)
class _Note:
    """One note: the page from 1, where it stands as shown, its kind and words."""

    sheet: int
    rect: Rect
    kind: str
    text: str

    @property
    def said(self) -> str:
        """Its words, quoted."""
        return f": {shown(self.text)}" if self.text.strip() else ""


def with_notes(answers: Answers, data: bytes) -> Answers:
    """The answers, those under a note doubted and every note told."""
    notes = list(_notes(data))
    if not notes:
        return answers
    items = dict(answers.items)
    for note in notes:
        for name in _under(answers, note) if note.kind not in _BESIDE else ():
            doubt = f"A note or drawing lies over this answer{note.said}."
            items[name] = replace(items[name], doubt=f"{items[name].doubt} {doubt}".strip())
    told = [
        f"A note or drawing on page {n.sheet}{n.said or '; please look at the paper'}." for n in notes[:_MOST]
    ]
    more = [f"There are {len(notes) - _MOST} more notes and drawings on this paper; please look at it."]
    remarks = (*answers.remarks, *dict.fromkeys(told), *(more if len(notes) > _MOST else ()))
    return replace(answers, items=items, remarks=remarks)


def _under(answers: Answers, note: _Note) -> Iterator[str]:
    for name, answer in answers.items.items():
        if answer.spot is None or answer.spot.page != note.sheet:
            continue
        place = Rect(answer.spot.left, answer.spot.top, answer.spot.right, answer.spot.bottom)
        wide = min(place.right, note.rect.right) - max(place.left, note.rect.left)
        level = place.top - 1 <= note.rect.middle[1] <= place.bottom + 1
        level = level or note.rect.top <= place.middle[1] <= note.rect.bottom
        if level and wide > 0 and wide >= _LEAST * min(place.width, max(note.rect.width, 1.0)):
            yield name


def _notes(data: bytes) -> Iterator[_Note]:
    import io

    import pikepdf
    import pypdfium2

    from pipeline.papers.reading.layout.words import Sheet

    try:
        with pikepdf.open(io.BytesIO(data)) as opened, pypdfium2.PdfDocument(data) as drawn:
            for number, page in enumerate(opened.pages):
                found = [a for a in page.obj.get("/Annots", ()) if _is_note(a)]
                sheet = Sheet(drawn[number]) if found else None
                yield from _of_page(found, sheet, number + 1)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *FOREIGN):
        return  # the pages were read; a list of notes that is damaged has nothing to show


def _is_note(annotation: Any) -> bool:
    kind, flags = str(annotation.get("/Subtype", "")), int(annotation.get("/F", 0))
    return bool(kind) and kind not in _SILENT and not flags & _HIDDEN and "/Rect" in annotation


def _of_page(found: Sequence[Any], sheet: Any, number: int) -> Iterator[_Note]:
    for annotation in found:
        left, low, right, high = (float(edge) for edge in annotation.Rect)
        rect = sheet.shown(min(left, right), min(low, high), max(left, right), max(low, high))
        yield _Note(number, rect, str(annotation.Subtype), clean(str(annotation.get("/Contents", ""))).text)
