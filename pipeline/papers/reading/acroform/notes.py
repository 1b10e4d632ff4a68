"""What people put onto the pages of a PDF form beside its boxes: notes, stamps, lines through an answer.

Nothing of it is an answer that can be trusted; all of it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.form import Kind, Slot
from pipeline.papers.reading.acroform.fields import Note, RawField, place_of, plain, resolved, text_of
from pipeline.papers.reading.gathering import Gathering
from pipeline.rules.answers.boxes import TICKED
from pipeline.rules.answers.text import clean

_SILENT = ("Link", "Popup", "PrinterMark", "TrapNet", "Screen", "Movie", "Sound", "3D", "RichMedia", "")
_CALLED = {
    "FreeText": "Words typed onto the page",
    "Text": "A note",
    "Stamp": "A stamp",
    "Ink": "Something drawn by hand",
    "FileAttachment": "An attached file",
    "Caret": "A mark that something is to be put in",
}
_THROUGH = ("StrikeOut", "Ink", "Line", "Squiggly", "Redact", "PolyLine")
_AROUND = ("Square", "Circle", "Polygon")
_ANYWHERE = (
    "Text",
    "Highlight",
    "Underline",
    "Caret",
    "FileAttachment",
    "Watermark",
)  # beside, not over, an answer
_MOST = 30
_QUOTED = 300  # characters of a note that a remark quotes
_HIDDEN = 0b100010  # hidden, or not to be seen

Place = tuple[float, float, float, float]
Known = Mapping[str, tuple[Slot, str]]


@dataclass(frozen=True)
class _Mark:
    """One note: its kind, its words, where it stands."""

    kind: str
    text: str
    page: int
    place: Place


def with_notes(fields: Sequence[RawField], notes: Sequence[Note]) -> tuple[RawField, ...]:
    """The fields, each with what was put over it."""
    over: dict[str, list[str]] = {}
    for mark in _marks(notes):
        for field in fields:
            if mark.kind not in _ANYWHERE and _covers(mark, field):
                over.setdefault(field.name, []).append(_sentence(mark))
    return tuple(replace(f, over=tuple(over[f.name])) if f.name in over else f for f in fields)


def tell_notes(gathering: Gathering, fields: Sequence[RawField], notes: Sequence[Note], known: Known) -> None:
    """Tell every note; words typed over an empty box are taken as its doubtful answer."""
    for count, mark in enumerate(_marks(notes)):
        if count == _MOST:
            gathering.remark(
                f"There are more than {_MOST} notes and drawings on this paper; please look at it."
            )
            break
        hit = [f for f in fields if f.name in known and mark.kind not in _ANYWHERE and _covers(mark, f)]
        if mark.kind == "FreeText" and mark.text.strip() and _typed_into(gathering, mark, hit, known):
            continue
        gathering.remark(_told(mark, fields, known))


def _typed_into(gathering: Gathering, mark: _Mark, hit: Sequence[RawField], known: Known) -> bool:
    """Whether the words stood over one empty text box, whose answer they then are, with a doubt."""
    if len(hit) != 1 or hit[0].kind == "Btn" or text_of(hit[0].value).text.strip():
        return False
    slot, code = known[hit[0].name]
    if slot.field.kind is Kind.MULTICHOICE:
        return False
    doubt = "It was typed onto the page over the box, not into the box."
    part = "" if slot.field.kind in TICKED else code
    gathering.add(slot, mark.text, f"page {mark.page}", (doubt,), part=part)
    return True


def _marks(notes: Sequence[Note]) -> Iterator[_Mark]:
    for note in notes:
        kind = plain(resolved(note.node, "/Subtype"))
        place = place_of(note.node)
        flags = resolved(note.node, "/F")
        hidden = isinstance(flags, int) and flags & _HIDDEN
        if kind not in _SILENT and place and not hidden:
            text = clean(text_of(resolved(note.node, "/Contents")).text).text
            yield _Mark(kind, text, note.page, place)


def _covers(mark: _Mark, field: RawField) -> bool:
    """Whether a mark lies over one of a field's boxes: over a good part of its width, at its height."""
    if field.page != mark.page:
        return False
    left, low, right, high = mark.place
    for box in filter(None, map(place_of, field.widgets)):
        wide = min(right, box[2]) - max(left, box[0])
        middle = (low + high) / 2
        level = box[1] - 1 <= middle <= box[3] + 1 or low <= (box[1] + box[3]) / 2 <= high
        if level and wide > 0 and wide >= 0.2 * min(box[2] - box[0], max(right - left, 1.0)):
            return True
    return False


def _sentence(mark: _Mark) -> str:
    if mark.kind in _THROUGH:
        return "A line is drawn over this answer; it may be crossed out."
    if mark.kind in _AROUND:
        return "Something is drawn around this answer."
    words = f": {_quoted(mark.text)}" if mark.text.strip() else ""
    called = "Words typed onto the page lie" if mark.kind == "FreeText" else "A stamp or drawing lies"
    return f"{called} over this answer{words}."


def _told(mark: _Mark, fields: Sequence[RawField], known: Known) -> str:
    called = _CALLED.get(mark.kind, "A line or mark" if mark.kind in (*_THROUGH, *_AROUND) else "A mark")
    label = _nearest(mark, fields, known)
    near = f" near “{label}”" if label else ""
    said = f": {_quoted(mark.text)}" if mark.text.strip() else "; please look at the paper"
    return f"{called} on page {mark.page}{near}{said}."


def _nearest(mark: _Mark, fields: Sequence[RawField], known: Known) -> str:
    """The printed words of the box nearest to a mark, "" when no box is on that page."""
    x, y = (mark.place[0] + mark.place[2]) / 2, (mark.place[1] + mark.place[3]) / 2
    best: tuple[float, str] | None = None
    for field in fields:
        if field.page != mark.page or field.name not in known:
            continue
        for left, low, right, high in filter(None, map(place_of, field.widgets)):
            off = max(left - x, 0, x - right) + max(low - y, 0, y - high)
            if best is None or off < best[0]:
                best = (off, known[field.name][0].label)
    return best[1] if best else ""


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:_QUOTED]}…”" if len(line) > _QUOTED else f"“{line}”"
