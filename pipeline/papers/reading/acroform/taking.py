"""One field of a PDF form taken as an answer: its stored value, against how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.form import Kind, Slot
from pipeline.papers.reading.acroform import picture as acroform_picture
from pipeline.papers.reading.acroform.fields import BROKEN, RawField, text_of
from pipeline.papers.reading.gathering import Gathering, code_of, shown
from pipeline.rules.answers.boxes import TICKED

_OFF = ("", "Off")
_USUAL_TICKS = ("yes", "on", "1", "true", "x")
_NOTHING = ("no", "off", "0", "false")


def take(gathering: Gathering, raw: RawField, slot: Slot, code: str) -> None:
    """Take one field into the gathering: a tick, a button, a list or a text; `code` as in gathering.boxes_of."""
    if raw.over and not is_filled(raw):
        label = f"{slot.label}: {slot.field.shown(code)}" if code else slot.label
        gathering.remark(f"{label}: nothing is filled in, but look at the paper. {' '.join(raw.over)}")
    if raw.broken:
        gathering.add(slot, "\N{REPLACEMENT CHARACTER}", _place(raw), ("The stored answer is damaged.",))
    elif code and slot.field.kind in TICKED:
        _take_tick(gathering, raw, slot, code)
    elif slot.field.kind is Kind.MULTICHOICE:
        _take_list(gathering, raw, slot)
    elif raw.kind == "Btn" or (slot.field.kind is Kind.YESNO and raw.states):
        _take_button(gathering, raw, slot)
    else:
        _take_text(gathering, raw, slot, code)


def _their_code(gathering: Gathering, raw: RawField, text: str) -> str:
    """Our code for what a choice on another organisation's form stores; "" when the edition does not say."""
    return gathering.edition.codes.get(f"{raw.name}={text}", "")


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
    others = sorted({state for state in drawn if state != stored}) if stored in drawn else []
    if others:
        return _State(stored, f"Stored as {shown(stored)}, but {', '.join(others)} is drawn as chosen too.")
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
    doubts = [state.doubt, *raw.over] if state.doubt else list(raw.over)
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
    theirs = _their_code(gathering, raw, state.text)
    code = theirs or next(filter(None, (code_of(slot.field, text) for text in meant)), None)
    doubts = [state.doubt, *raw.over] if state.doubt else list(raw.over)
    if code is None:
        printed = ", ".join(c.label for c in slot.field.choices)
        doubts.append(f"The button chosen is called {shown(state.text)}, which is none of: {printed}.")
    gathering.add(slot, code or meant[0], _place(raw), doubts)


def _take_text(gathering: Gathering, raw: RawField, slot: Slot, part: str) -> None:
    parts = raw.value if isinstance(raw.value, list) else [raw.value]
    try:
        decoded = [text_of(part.get_object() if hasattr(part, "get_object") else part) for part in parts]
    except BROKEN:
        gathering.add(slot, "\N{REPLACEMENT CHARACTER}", _place(raw), ("The stored answer is damaged.",))
        return
    doubts = [*(d.doubt for d in decoded if d.doubt), *raw.over]
    text = "\n".join(d.text for d in decoded)
    if hasattr(raw.value, "keys") and not text:
        gathering.remark(f"{slot.label}: what is stored is not a text; taken as blank.")
    doubts += _picture_doubts(gathering, raw, slot, text)
    export = next((e for e, label in raw.options if label == text and e), text)
    theirs = _their_code(gathering, raw, export) or _their_code(gathering, raw, text)
    said = theirs or (export if code_of(slot.field, export) else text)
    doubts += _relabelled(raw, slot, said, export)
    gathering.add(slot, said, _place(raw), doubts, part=part)


def _relabelled(raw: RawField, slot: Slot, said: str, export: str) -> list[str]:
    """A list of the file's own that shows the words of one answer and stores another."""
    label = next((label for stored, label in raw.options if stored == export), "")
    meant, code = code_of(slot.field, label), code_of(slot.field, said)
    if slot.field.kind is not Kind.CHOICE or None in (meant, code) or meant == code:
        return []
    return [f"The list shows {shown(label)}, but {shown(slot.field.shown(said))} is stored."]


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
    gathering.ticked(
        slot, (d.text for d in decoded), _place(raw), [*(d.doubt for d in decoded if d.doubt), *raw.over]
    )


def is_filled(raw: RawField) -> bool:
    """Whether anything is stored in a field."""
    if raw.kind == "Btn":
        return bool(_state(raw).text)
    return isinstance(raw.value, list) or bool(text_of(raw.value).text.strip())


def _place(raw: RawField) -> str:
    return f"page {raw.page}" if raw.page else ""
