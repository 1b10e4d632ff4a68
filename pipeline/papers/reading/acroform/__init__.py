"""PDF forms (AcroForm): the stored values, matched to a form's boxes.

The stored value is the truth, not the index and not the picture; where they differ the answer is doubted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader

from pipeline.model.answers import Answers, Carrier
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.form import Kind, Slot
from pipeline.papers.reading.acroform import picture as acroform_picture
from pipeline.papers.reading.acroform.fields import BROKEN, RawField, plain, read_fields, resolved, text_of
from pipeline.papers.reading.acroform.soundness import lost_parts
from pipeline.papers.reading.gathering import (
    SEND_THE_FORM,
    Gathering,
    boxes_of,
    code_of,
    recognise,
    shown,
)

_LOST = "The copy probably went wrong on its way."
_SEND_AGAIN = (
    "Ask for the file again; or open it in the program it was filled in with, save it again and send that."
)
_OFF = ("", "Off")
_USUAL_TICKS = ("yes", "on", "1", "true", "x")
_NOTHING = ("no", "off", "0", "false")


def read_acroform(data: bytes, editions: Sequence[Edition]) -> Answers:
    """The answers of a filled PDF form.

    Raises ReadingError: damaged, locked with a password, without fields, or not one of `editions`.
    """
    opened = open_fields(data)
    fields = opened.fields
    lost = lost_parts(data)
    if lost:
        why = f"it is damaged: {lost} of its parts are missing, so pages or answers may be gone. {_LOST}"
        raise ReadingError("PDF", why, _SEND_AGAIN)
    if not fields:
        raise _no_fields(opened.reader)
    texts = {f.name: text_of(f.value).text for f in fields if f.name in ("form_id", "form_version")}
    names = frozenset(f.name for f in fields)
    found = recognise(editions, texts.get("form_id", ""), texts.get("form_version", ""), names, "PDF form")
    gathering = Gathering(found, Carrier.ACROFORM)
    known = boxes_of(found.edition)
    for raw in fields:
        if raw.name in known:
            slot, code = known[raw.name]
            if slot.field.kind is Kind.MULTICHOICE and not code:
                _take_list(gathering, raw, slot)
            else:
                _take(gathering, raw, slot, code)
    _remark_strangers(gathering, fields, set(known))
    return gathering.answers()


@dataclass(frozen=True)
class Opened:
    """An opened file and its fields."""

    reader: PdfReader
    fields: tuple[RawField, ...]


def open_fields(data: bytes) -> Opened:
    """The file's fields; a damaged or encrypted file is mended first, and so is one that shows none.

    Raises ReadingError: damaged past mending, or locked with a password.
    """
    opened = None
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if not reader.is_encrypted:
            opened = Opened(reader, read_fields(reader))
            if opened.fields:
                return opened
    except BROKEN:
        pass  # qpdf mends files that pypdf refuses
    try:
        reader = PdfReader(io.BytesIO(_mended(data)), strict=False)
        return Opened(reader, read_fields(reader))
    except BROKEN as err:
        raise _damaged(err) from err


def _mended(data: bytes) -> bytes:
    """The file written anew by qpdf: cross-references rebuilt, encryption with an empty password taken off."""
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out, static_id=True)
    except pikepdf.PasswordError as err:
        why = "it is locked with a password that is needed to open it."
        raise ReadingError("PDF", why, "Take the password off (save without one) and drop it again.") from err
    except pikepdf.PdfError as err:
        raise _damaged(err) from err
    except BROKEN as err:
        raise _damaged(err) from err
    return out.getvalue()


def _damaged(err: Exception) -> ReadingError:
    said = re.sub(r"(stream )?<[^>]*>:?", "", str(err))  # how Python calls the file in memory helps nobody
    reason = " ".join(said.split())[:120] or type(err).__name__
    return ReadingError(
        "PDF",
        f"it is damaged; a part of it was probably lost on its way (for the helpdesk: {reason}).",
        _SEND_AGAIN,
    )


def _no_fields(reader: PdfReader) -> ReadingError:
    if resolved(resolved(reader.trailer["/Root"], "/AcroForm"), "/XFA") is not None:
        why = "it is an Adobe LiveCycle (XFA) form, which only Adobe Reader can show."
        return ReadingError("PDF with an XFA form", why, SEND_THE_FORM)
    why = "this PDF has no form fields (it was printed, scanned or saved without them)."
    return ReadingError(
        "PDF without form fields", why, "Send the form itself: filled in, saved, not printed or scanned."
    )


def _take(gathering: Gathering, raw: RawField, slot: Slot, code: str) -> None:
    """Take one field into the gathering: a tick, a button or a text."""
    if raw.broken:
        gathering.add(slot, "\N{REPLACEMENT CHARACTER}", _place(raw), ("The stored answer is damaged.",))
    elif code:
        _take_tick(gathering, raw, slot, code)
    elif raw.kind == "Btn" or (slot.field.kind is Kind.YESNO and raw.states):
        _take_button(gathering, raw, slot)
    else:
        _take_text(gathering, raw, slot)


@dataclass(frozen=True)
class _State:
    """What a button field stores ("" when nothing is chosen) and what is odd about it."""

    text: str
    doubt: str = ""


def _state(raw: RawField) -> _State:
    """The stored state of a button against the way it is drawn."""
    stored = text_of(raw.value).text.removeprefix("/")
    drawn = [state for state in raw.drawn if state not in _OFF]
    if raw.value is None and drawn:
        return _State(drawn[0], "It is drawn as chosen, but no answer is stored.")
    if stored in _OFF:
        odd = f"It is drawn as chosen ({', '.join(drawn)}), but stored as not chosen." if drawn else ""
        return _State("", odd)
    if raw.drawn and stored not in drawn and stored in raw.states:
        return _State(stored, f"Stored as {shown(stored)}, but drawn as {', '.join(drawn) or 'not chosen'}.")
    return _State(stored)


def _take_tick(gathering: Gathering, raw: RawField, slot: Slot, code: str) -> None:
    state = _state(raw)
    label = f"{slot.label}: {slot.field.shown(code)}"
    known = raw.states or _USUAL_TICKS
    if not state.text:
        if state.doubt:
            gathering.remark(f"{label}: {state.doubt} Taken as not ticked.")
        return
    doubts = [state.doubt] if state.doubt else []
    if state.text not in known and state.text.casefold() not in (*_USUAL_TICKS, code.casefold()):
        if state.text.casefold() in _NOTHING:
            gathering.remark(f"{label}: stored as {shown(state.text)}. Taken as not ticked.")
            return
        doubts.append(
            f"The tick at {shown(slot.field.shown(code))} is stored as {shown(state.text)}, "
            "which this box does not know; it was taken as ticked."
        )
    gathering.tick(slot, code, _place(raw), doubts)


def _take_button(gathering: Gathering, raw: RawField, slot: Slot) -> None:
    """A radio group (or a tick box used as one): its state is a code, a label, or a number into its options."""
    state = _state(raw)
    if not state.text:
        if state.doubt:
            gathering.remark(f"{slot.label}: {state.doubt} Taken as not answered.")
        return
    meant = [state.text]
    if state.text.isdecimal() and int(state.text) < len(raw.options):
        meant = [*raw.options[int(state.text)], state.text]
    code = next(filter(None, (code_of(slot.field, text) for text in meant)), None)
    doubts = [state.doubt] if state.doubt else []
    if code is None:
        printed = ", ".join(c.label for c in slot.field.choices)
        doubts.append(f"The button chosen is called {shown(state.text)}, which is none of: {printed}.")
    gathering.add(slot, code or meant[0], _place(raw), doubts)


def _take_text(gathering: Gathering, raw: RawField, slot: Slot) -> None:
    parts = raw.value if isinstance(raw.value, list) else [raw.value]
    try:
        decoded = [text_of(part.get_object() if hasattr(part, "get_object") else part) for part in parts]
    except BROKEN:
        gathering.add(slot, "\N{REPLACEMENT CHARACTER}", _place(raw), ("The stored answer is damaged.",))
        return
    doubts = [d.doubt for d in decoded if d.doubt]
    text = "\n".join(d.text for d in decoded)
    if hasattr(raw.value, "keys") and not text:
        gathering.remark(f"{slot.label}: what is stored is not a text; taken as blank.")
    doubts += _picture_doubts(gathering, raw, slot, text)
    export = next((e for e, label in raw.options if label == text and e), text)
    gathering.add(slot, export if code_of(slot.field, export) else text, _place(raw), doubts)


def _picture_doubts(gathering: Gathering, raw: RawField, slot: Slot, text: str) -> list[str]:
    """What a text box shows against what is stored; of a blank, which is no answer, the paper is remarked on."""
    labels = [label for export, label in raw.options if export == text]
    expected = (text, *labels, slot.field.shown(text))
    pictured = acroform_picture.differing(raw.widgets, expected)
    if not pictured:
        return []
    if text.strip():
        kept = shown(slot.field.shown(text))
        return [f"The box shows {shown(pictured)}, but the form holds {kept}, which was taken."]
    seen = f"The box shows {shown(pictured)}, but nothing is stored"
    gathering.remark(f"{slot.label}: {seen}, so it was taken as blank; ask what was meant.")
    return []


def _take_list(gathering: Gathering, raw: RawField, slot: Slot) -> None:
    """A multichoice that came as one list field instead of boxes."""
    if raw.value is None:
        return
    parts = raw.value if isinstance(raw.value, list) else [raw.value]
    decoded = [text_of(part.get_object()) for part in parts]
    gathering.ticked(slot, (d.text for d in decoded), _place(raw), [d.doubt for d in decoded if d.doubt])


def _remark_strangers(gathering: Gathering, fields: Sequence[RawField], known: set[str]) -> None:
    """Filled fields that the form does not have are told, not dropped in silence."""
    hidden = {f.name for f in gathering.form.hidden} | {"form_id", "form_version"}
    filled = (f for f in fields if f.name not in known | hidden and f.kind != "Sig" and _filled(f))
    strangers = [f.name for f in filled if not gathering.dropped(f.name, text_of(f.value).text)]
    if strangers:
        names = ", ".join(shown(name) for name in strangers[:8])
        gathering.remark(f"{len(strangers)} filled fields do not belong to {gathering.form.id}: {names}.")


def _filled(raw: RawField) -> bool:
    if plain(raw.value) == "Off":
        return False
    return raw.broken or isinstance(raw.value, list) or bool(text_of(raw.value).text.strip())


def _place(raw: RawField) -> str:
    return f"page {raw.page}" if raw.page else ""
