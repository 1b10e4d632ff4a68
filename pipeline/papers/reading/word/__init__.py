"""Word forms: the content controls, wherever they stand, matched to a form's boxes.

What the control shows is the answer. Where a tick's sign and state, a date's text and stored day, or a
drop-down's text and stored choice differ, the answer is doubted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model.answers import Answers, Carrier
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.form import Kind, Slot
from pipeline.papers.prompts import prompt
from pipeline.papers.reading.docx_zip import WordParts, open_word
from pipeline.papers.reading.gathering import SEND_THE_FORM, Gathering, boxes_of, code_of, recognise, shown
from pipeline.papers.reading.word.controls import Control, find_controls, name_controls
from pipeline.papers.reading.word.dates import shows, stored_date
from pipeline.papers.reading.word.text import LEFT_OUT, W14, Seen, W, hidden_styles, is_on, read_text

_PROMPT = f"{W}placeholder/{W}docPart"
_TICKED = frozenset("☒☑✓✔✗✘⊠🗹🗷xX")
_UNTICKED = frozenset("☐□◻⬜🞎")
# What Word and LibreOffice write of their own accord in an empty control.
_OFFICE_PROMPTS = frozenset(
    {
        "click or tap here to enter text",
        "click here to enter text",
        "click or tap to enter a date",
        "click here to enter a date",
        "click to enter a date",
        "choose an item",
        "choose a date",
    }
)


def read_word(data: bytes, editions: Sequence[Edition]) -> Answers:
    """The answers of a filled Word form.

    Raises ReadingError: damaged, hostile, without content controls, or not one of `editions`.
    """
    parts = open_word(data)
    controls = find_controls(parts.document)
    if not controls:
        why = "it has no boxes to fill in (content controls); perhaps it was retyped or saved by another program."
        raise ReadingError("Word file without form boxes", why, SEND_THE_FORM)
    form_id, version = parts.properties.get("form_id", ""), parts.properties.get("form_version", "")
    named = name_controls(controls, [edition.form for edition in editions], form_id)
    controls = named.controls
    found = recognise(editions, form_id, version, frozenset(c.name for c in controls), "Word form")
    gathering = Gathering(found, Carrier.WORD)
    for remark in named.remarks:
        gathering.remark(remark)
    if next(parts.document.iter(f"{W}altChunk"), None) is not None:
        gathering.remark("Another document was inserted into this one; it could not be read.")
    _Reading(gathering, parts).take(controls)
    return gathering.answers()


class _Reading:
    """One reading of a document's controls into a gathering."""

    def __init__(self, gathering: Gathering, parts: WordParts) -> None:
        self.gathering, self.prompts = gathering, parts.prompts
        self.hidden = hidden_styles(parts.styles)
        self.boxes = boxes_of(gathering.edition)

    def take(self, controls: Sequence[Control]) -> None:
        """Take every control that is a box of the form; tell of filled ones that are not."""
        self.names = {id(c.element): c.name for c in controls}
        strangers = []
        for control in controls:
            if control.name in self.boxes:
                slot, code = self.boxes[control.name]
                self._take_box(control, slot, code) if code else self._take(control, slot)
            elif control.name and self._seen(control).text and not _shows_prompt(control):
                strangers.append(control.name)
        if strangers:
            names = ", ".join(shown(name) for name in strangers[:8])
            self.gathering.remark(
                f"{len(strangers)} filled boxes do not belong to {self.gathering.form.id}: {names}."
            )

    def _seen(self, control: Control) -> Seen:
        """The control's text, without that of other boxes of the form inside it."""

        def other_box(element: Any) -> Any:
            if element.tag != f"{W}sdt":
                return None
            name = self.names.get(id(element), "")
            return LEFT_OUT if name != control.name and name in self.boxes else None

        return read_text(control.content, self.hidden, other_box)

    def _take(self, control: Control, slot: Slot) -> None:
        seen = self._seen(control)
        if _is_blank(control, slot, seen.text, self.prompts):
            return
        doubts = list(seen.doubts)
        text = seen.text
        if slot.field.kind is Kind.MULTICHOICE:
            self.gathering.ticked(slot, text.replace(",", "\n").split("\n"), control.place, doubts)
            return
        if slot.field.kind in (Kind.CHOICE, Kind.YESNO):
            text = _chosen(control, slot, text, doubts)
        elif slot.field.kind is Kind.DATE:
            _compare_date(control, text, doubts)
        self.gathering.add(slot, text, control.place, doubts)

    def _take_box(self, control: Control, slot: Slot, code: str) -> None:
        """One tick box: its state is the answer, its sign is compared."""
        seen = self._seen(control)
        signs = set(seen.text)
        sign = True if signs & _TICKED else False if signs & _UNTICKED else None
        state = _tick_state(control)
        doubts = list(seen.doubts)
        label = f"{slot.label}: {slot.field.shown(code)}"
        if state is None:
            words = seen.text.strip().casefold()
            state = bool(sign) or words in ("yes", "true", "1")
            if not state and words not in ("", "no") and sign is None:
                self.gathering.remark(
                    f"{label}: {shown(seen.text)} stands where a tick belongs; taken as not ticked."
                )
        elif sign is not None and sign != state:
            words = "ticked but drawn empty" if state else "not ticked but drawn as ticked"
            doubts.append(f"{shown(slot.field.shown(code))} is stored as {words}.")
            if not state:
                self.gathering.remark(f"{label}: stored as {words}; taken as not ticked.")
        if state:
            self.gathering.tick(slot, code, control.place, doubts)


def _tick_state(control: Control) -> bool | None:
    """The stored state of a tick box (w14:checked); None when the control is not one."""
    box = control.property(f"{W14}checkbox")
    if box is None:
        box = next(control.element.iter(f"{W14}checkbox"), None)  # LibreOffice nests one box in another
    if box is None:
        return None
    checked = box.find(f"{W14}checked")
    return checked is not None and is_on(checked, f"{W14}val")


def _shows_prompt(control: Control) -> bool:
    return is_on(control.property(f"{W}showingPlcHdr"))


def _is_blank(control: Control, slot: Slot, text: str, prompts: Mapping[str, str]) -> bool:
    """Whether a control holds nothing but its prompt: the form's, the document's own, or an office program's.

    A mark "showing the prompt" is not enough (some programs leave it on filled boxes), and neither is its
    absence (some programs lose it); the words decide. A prompt that is a number is only one with the mark.
    """
    said = _prompt_words(text)
    if not said:
        return True
    own = {_prompt_words(prompt(slot)), _prompt_words(prompts.get(control.value(_PROMPT), ""))}
    if said in own and (_shows_prompt(control) or not said.isdecimal()):
        return True
    return said in _OFFICE_PROMPTS


def _prompt_words(text: str) -> str:
    return " ".join(text.split()).rstrip(".…").casefold()


def _chosen(control: Control, slot: Slot, text: str, doubts: list[str]) -> str:
    """The code of a drop-down: through the list the control carries, else by code or printed label."""
    for kind in (f"{W}dropDownList", f"{W}comboBox"):
        listed = control.property(kind)
        if listed is None:
            continue
        codes = {
            " ".join(str(item.get(f"{W}displayText", "")).split()): str(item.get(f"{W}value", ""))
            for item in listed.iter(f"{W}listItem")
        }
        by_text = codes.get(" ".join(text.split()), "")
        code = by_text if code_of(slot.field, by_text) else (code_of(slot.field, text) or text)
        last = str(listed.get(f"{W}lastValue", ""))
        if last and code_of(slot.field, last) not in (None, code_of(slot.field, code)):
            doubts.append(f"The list shows {shown(text)}, but {shown(slot.field.shown(last))} is stored.")
        return code
    return code_of(slot.field, text) or text


def _compare_date(control: Control, text: str, doubts: list[str]) -> None:
    picker = control.property(f"{W}date")
    full = str(picker.get(f"{W}fullDate", "")) if picker is not None else ""
    if not full:
        return
    day = stored_date(full)
    if day is None:
        doubts.append(f"The stored date {shown(full)} cannot be read.")
    elif not shows(text, day):
        doubts.append(f"The box shows {shown(text)}, but the date stored with it is {day:%d/%m/%Y}.")
