"""What one box of a Word form says: a content control, a legacy form field, or words typed where a box was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model.answers import Sureness
from pipeline.model.form import Kind, Slot
from pipeline.papers.prompts import prompt
from pipeline.papers.reading.docx_zip import WordParts
from pipeline.papers.reading.gathering import Gathering, code_of, shown
from pipeline.papers.reading.word.bound import bound_doubts
from pipeline.papers.reading.word.controls import Control
from pipeline.papers.reading.word.dates import shows, stored_date
from pipeline.papers.reading.word.fields import Legacy
from pipeline.papers.reading.word.looks import is_on
from pipeline.papers.reading.word.text import W14, Mark, Seen, W
from pipeline.rules.answers.boxes import TICKED

_PROMPT = f"{W}placeholder/{W}docPart"
_SIGNS_ON = frozenset("☒☑✓✔✗✘⊠🗹🗷")
_SIGNS_OFF = frozenset("☐□◻⬜🞎")
_WORDS_ON = frozenset({"x", "yes", "y", "true", "1", "[x]", "(x)", "v", "ticked"})
_WORDS_OFF = frozenset({"", "no", "n", "false", "0", "[]", "()", "o"})
# The dots and lines on which people write, before and after an answer.
_LEADERS = re.compile(r"^(?:\s|_|…|\.{3,})+|(?:\s|_{2,}|\.{4,}|(?<=[\s_])_)+$")
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


@dataclass(frozen=True)
class Target:
    """A box of the form: its slot, the code it ticks or the part of the answer it is, and its name on the paper."""

    name: str
    slot: Slot
    code: str = ""

    @property
    def is_tick(self) -> bool:
        """Whether it is ticked rather than written in."""
        return bool(self.code) and self.slot.field.kind in TICKED

    @property
    def label(self) -> str:
        """The words printed at it."""
        return f"{self.slot.label}: {self.slot.field.shown(self.code)}" if self.is_tick else self.slot.label


class Values:
    """Takes what boxes say into a gathering. Each method tells whether there was an answer."""

    def __init__(self, gathering: Gathering, parts: WordParts) -> None:
        self.gathering, self.prompts, self.stored = gathering, parts.prompts, parts.stored

    def control(self, control: Control, seen: Seen, target: Target, doubts: Iterable[str] = ()) -> bool:
        """Take a content control; `seen`: its text without that of other boxes in it."""
        doubts = [*seen.doubts, *doubts]
        if target.is_tick:
            return self._tick(target, _tick_state(control), seen, control.place, doubts)
        text = seen.text
        doubts += bound_doubts(control, text, self.stored)
        if is_blank(control, target.slot, text, self.prompts):
            return self.unwritten(seen, target, control.place)
        kind = target.slot.field.kind
        if kind in (Kind.CHOICE, Kind.YESNO):
            text = _chosen(control, target.slot, self._theirs(target, text), doubts)
        elif kind is Kind.DATE and not target.code:
            _compare_date(control, text, doubts)
        return self._add(target, text, control.place, doubts, Sureness.STORED)

    def legacy(self, box: Legacy, target: Target, place: str, doubts: Iterable[str] = ()) -> bool:
        """Take a legacy form field: a tick's state, a list's stored entry, or the text of a text field."""
        doubts = [*box.seen.doubts, *doubts]
        if target.is_tick:
            return self._tick(target, box.ticked, box.seen, place, doubts)
        text, result = box.shown, box.seen.text.strip()
        if box.sort == "tick":
            text = "yes" if box.ticked else ""
        elif box.sort == "list" and box.chosen and result and result != box.chosen:
            doubts.append(f"The list shows {shown(result)}, but {shown(box.chosen)} is stored.")
        if not text or is_prompt(text, target.slot):
            return self.unwritten(box.seen, target, place)
        return self._add(target, text, place, doubts, Sureness.STORED)

    def words(self, seen: Seen, target: Target, place: str, own: str, doubts: Iterable[str] = ()) -> bool:
        """Take words typed where the blank has a box. `own`: the blank's words in that box, its prompt."""
        doubts = [*seen.doubts, *doubts]
        if target.is_tick:
            return self._tick(target, None, seen, place, doubts)
        text, left = _without_prompt(_LEADERS.sub("", seen.text), target.slot, own)
        if left:
            doubts.append(f"The form's own words {shown(left)} still stood beside it.")
        if not text:
            return self.unwritten(seen, target, place)
        return self._add(target, text, place, doubts, Sureness.PRINTED)

    def _add(self, target: Target, text: str, place: str, doubts: Iterable[str], sureness: Sureness) -> bool:
        text, slot = self._theirs(target, text), target.slot
        if slot.field.kind is Kind.MULTICHOICE:
            self.gathering.ticked(slot, text.replace(",", "\n").split("\n"), place, doubts)
        else:
            self.gathering.add(slot, text, place, doubts, sureness=sureness, part=target.code)
        return True

    def _theirs(self, target: Target, text: str) -> str:
        """Our code for a state of another organisation's box."""
        codes = self.gathering.edition.codes
        return codes.get(f"{target.name}={text.strip()}", text) if codes else text

    def unwritten(self, seen: Seen, target: Target, place: str) -> bool:
        """A box without words of its own: words in a text box laid over it are its answer; deleted ones are told."""
        if not seen.marks:
            return False
        laid = seen.words(Mark.BOXED)
        if laid:
            doubt = "It stands in a text box that was laid over the form."
            return self._add(target, laid, place, (doubt,), Sureness.PRINTED)
        for mark, how in ((Mark.DELETED, "deleted with changes tracked"), (Mark.HIDDEN, "hidden")):
            words = seen.words(mark)
            if words and not is_prompt(words, target.slot):
                self.gathering.remark(f"{target.label}: {shown(words)} is {how}; the box was taken as blank.")
        if Mark.PICTURE in seen.marks:
            self.gathering.remark(f"{target.label}: a picture stands in the box; what it shows was not read.")
        return False

    def _tick(self, target: Target, state: bool | None, seen: Seen, place: str, doubts: list[str]) -> bool:
        """One tick box: its state is the answer, its sign is compared."""
        sign = _sign(seen.text)
        if state is None:
            state = self._by_words(target, seen, sign, doubts)
        elif sign is not None and sign != state:
            words = "ticked but drawn empty" if state else "not ticked but drawn as ticked"
            doubts.append(f"{shown(target.slot.field.shown(target.code))} is stored as {words}.")
            if not state:
                self.gathering.remark(f"{target.label}: stored as {words}; taken as not ticked.")
        if state:
            self.gathering.tick(target.slot, target.code, place, doubts)
        return state

    def _by_words(self, target: Target, seen: Seen, sign: bool | None, doubts: list[str]) -> bool:
        """Whether a box that stores no state is ticked, by its sign or the word in its place."""
        text = seen.text
        words = "".join(c for c in text if c not in _SIGNS_ON | _SIGNS_OFF).split()
        said = " ".join(words).casefold()
        if sign is not None and not said:
            if sign and any(c in _SIGNS_OFF for c in text):
                doubts.append("Both an empty and a ticked box are drawn.")
            return sign
        if said in _WORDS_ON or "".join(words).casefold() in _WORDS_ON:
            return True
        if said not in _WORDS_OFF and "".join(words) not in _WORDS_OFF:
            taken = "ticked" if sign else "not ticked"
            self.gathering.remark(
                f"{target.label}: {shown(said)} stands where a tick belongs; taken as {taken}."
            )
        return bool(sign)


def _sign(text: str) -> bool | None:
    """What the tick signs in a text say; None when there is none."""
    if any(c in _SIGNS_ON for c in text) or text.strip() in ("x", "X"):
        return True
    return False if any(c in _SIGNS_OFF for c in text) else None


def _tick_state(control: Control) -> bool | None:
    """The stored state of a tick box (w14:checked); None when the control is not one."""
    box = control.property(f"{W14}checkbox")
    if box is None:
        box = next(control.element.iter(f"{W14}checkbox"), None)  # LibreOffice nests one box in another
    if box is None:
        return None
    checked = box.find(f"{W14}checked")
    return checked is not None and is_on(checked, f"{W14}val")


def shows_prompt(control: Control) -> bool:
    """Whether the control is marked as showing its prompt."""
    return is_on(control.property(f"{W}showingPlcHdr"))


def is_blank(control: Control, slot: Slot, text: str, prompts: Mapping[str, str]) -> bool:
    """Whether a control holds nothing but its prompt: the form's, the document's own, or an office program's.

    A mark "showing the prompt" is not enough (some programs leave it on filled boxes), and neither is its
    absence (some programs lose it); the words decide. A prompt that is a number is only one with the mark.
    """
    said = prompt_words(text)
    if not said:
        return True
    own = {prompt_words(prompt(slot)), prompt_words(prompts.get(control.value(_PROMPT), ""))}
    if said in own and (shows_prompt(control) or not said.isdecimal()):
        return True
    return said in _OFFICE_PROMPTS


def is_prompt(text: str, slot: Slot, own: str = "") -> bool:
    """Whether words typed without a control are only a prompt: the form's, the blank's in this place, or Word's."""
    said = prompt_words(text)
    return not said or said in _OFFICE_PROMPTS or said in {prompt_words(prompt(slot)), prompt_words(own)}


def prompt_words(text: str) -> str:
    """A prompt for comparing: one line, no case, no full stops at its end."""
    words = " ".join(text.split()).casefold()
    return words.rstrip(".…") or words


def _without_prompt(text: str, slot: Slot, own: str) -> tuple[str, str]:
    """The text without a prompt that was left standing before or after it, and that prompt."""
    if is_prompt(text, slot, own):
        return "", ""
    for words in filter(None, (own.strip(), prompt(slot))):
        if len(words.split()) < 2:
            continue  # "Type" may be the beginning of an answer
        if text.startswith(words):
            return text[len(words) :].strip(), words
        if text.endswith(words):
            return text[: -len(words)].strip(), words
    return text, ""


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
        meant = code_of(slot.field, text)
        code = meant or (by_text if code_of(slot.field, by_text) else text)
        if meant and code_of(slot.field, by_text) not in (None, meant):
            doubts.append(f"The list shows {shown(text)}, but {shown(slot.field.shown(by_text))} is stored.")
        last = str(listed.get(f"{W}lastValue", ""))
        if last and code_of(slot.field, last) not in (None, code_of(slot.field, code)):
            doubts.append(f"The list shows {shown(text)}, but {shown(slot.field.shown(last))} is stored.")
        return code
    return code_of(slot.field, text) or text


def _compare_date(control: Control, text: str, doubts: list[str]) -> None:
    picker: Any = control.property(f"{W}date")
    full = str(picker.get(f"{W}fullDate", "")) if picker is not None else ""
    if not full:
        return
    day = stored_date(full)
    if day is None:
        doubts.append(f"The stored date {shown(full)} cannot be read.")
    elif not shows(text, day):
        doubts.append(f"The box shows {shown(text)}, but the date stored with it is {day:%d/%m/%Y}.")
