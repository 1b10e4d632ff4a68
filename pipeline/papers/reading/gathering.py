"""What the readers of every carrier share: which form it is, which code is meant, and the answers gathered."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.model.answers import Answer, Answers, Carrier
from pipeline.model.errors import ReadingError
from pipeline.model.form import Field, Form, Kind, Slot
from pipeline.rules.text import clean, tidy_line

# What the libraries were seen to raise on damaged files, besides their own errors. No OSError: papers are read from
# memory, so those tell of the computer and must reach the sandbox's wall as they are.
FOREIGN: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    binascii.Error,
    struct.error,
    zlib.error,
)

SEND_THE_FORM = "Send the panel's own form, filled in on the computer and saved."
_YES_NO = {"y": "yes", "true": "yes", "n": "no", "false": "no"}
_TWICE = "This box stands twice in the paper, with different answers"
_ENOUGH = 0.6  # share of a form's boxes that makes a paper without a form number that form


def code_of(field: Field, text: str) -> str | None:
    """The code that a code or a printed label stands for, in any case or spacing; None when there is none."""
    said = tidy_line(text).casefold()
    if field.kind is Kind.YESNO:
        said = _YES_NO.get(said, said)
    for choice in field.choices:
        if said in (tidy_line(choice.code).casefold(), tidy_line(choice.label).casefold()):
            return choice.code
    return None


def boxes(form: Form) -> dict[str, tuple[Slot, str]]:
    """Every box of a form by the name it has in a paper: its slot and, for a tick box, its code."""
    found: dict[str, tuple[Slot, str]] = {}
    for slot in form.slots:
        if slot.field.kind is Kind.MULTICHOICE:
            found |= {f"{slot.name}.{c.code}": (slot, c.code) for c in slot.field.choices}
        else:
            found[slot.name] = (slot, "")
    return found


@dataclass(frozen=True)
class Recognised:
    """Which form a paper is, and remarks about that."""

    form: Form
    version: str
    remarks: tuple[str, ...] = ()


def recognise(forms: Sequence[Form], form_id: str, version: str, names: Set[str], what: str) -> Recognised:
    """The form with this id, or, for a paper without one, the form most of whose boxes it has.

    Raises ReadingError naming the nearest known form. `what`: the paper, e.g. "PDF form".
    """
    matches = [(len(names & (boxes(form).keys() | form.slot_by_name.keys())), form) for form in forms]
    by_id = next((m for m in matches if m[1].id.casefold() == form_id.strip().casefold()), None)
    if by_id and by_id[0]:
        return _with_remarks(by_id[1], version.strip(), by_id[0])
    count, nearest = max(matches, key=lambda m: m[0] / len(boxes(m[1])), default=(0, None))
    if nearest is None:
        raise ReadingError(what, "no forms are defined.", "Put form definitions into forms/.")
    if not form_id.strip() and count >= _ENOUGH * len(boxes(nearest)):
        known = _with_remarks(nearest, version.strip(), count)
        told = f"The form's number is missing; it was recognised as {nearest.id} by its boxes."
        return replace(known, remarks=(told, *known.remarks))
    raise ReadingError(what, _not_ours(forms, form_id.strip(), names, nearest, count), SEND_THE_FORM)


def _not_ours(forms: Sequence[Form], form_id: str, names: Set[str], nearest: Form, count: int) -> str:
    called = f"it calls itself {shown(form_id)}, which" if form_id else "it"
    if count:
        total = len(boxes(nearest))
        near = f"the nearest is {nearest.title} ({nearest.id}): {count} of its {total} boxes match"
    else:
        own = ", ".join(shown(name) for name in sorted(filter(None, names))[:3]) or "without names"
        ours = ", ".join(form.id for form in forms)
        near = f"none of its {len(names)} boxes ({own}) belongs to {ours}"
    return f"{called} is not one of the panel's forms; {near}."


def _with_remarks(form: Form, version: str, count: int) -> Recognised:
    """The form, with a remark when the paper lacks boxes; of an older version that is said as such, once."""
    remarks = []
    total = len(boxes(form))
    if count < total and version in ("", form.version):
        remarks.append(f"Only {count} of the {total} boxes of {form.id} are in this paper.")
    return Recognised(form, version or form.version, tuple(remarks))


class Gathering:
    """The answers of one paper, as they are found."""

    def __init__(self, recognised: Recognised, carrier: Carrier) -> None:
        self.form, self.version, self.carrier = recognised.form, recognised.version, carrier
        self._found: dict[str, Answer] = {}
        self._ticks: dict[str, dict[str, Answer]] = {}
        self._remarks = list(recognised.remarks)

    def remark(self, sentence: str) -> None:
        """Note something about the paper as a whole, once."""
        if sentence not in self._remarks:
            self._remarks.append(sentence)

    def add(self, slot: Slot, text: str, place: str = "", doubts: Iterable[str] = ()) -> None:
        """Take one answer. A choice becomes its code where it is known; blank text is no answer."""
        cleaned = clean(text)
        said = cleaned.text.strip("\n")
        if not said.strip():
            return
        if slot.field.kind in (Kind.CHOICE, Kind.YESNO):
            said = code_of(slot.field, said) or said.strip()
        answer = Answer(said, place, " ".join((*doubts, *cleaned.notes)))
        earlier = self._found.get(slot.name)
        self._found[slot.name] = _twice(earlier, answer) if earlier else answer

    def tick(self, slot: Slot, code: str, place: str = "", doubts: Iterable[str] = ()) -> None:
        """Take one ticked box of a multichoice."""
        self._ticks.setdefault(slot.name, {}).setdefault(code, Answer(code, place, " ".join(doubts)))

    def ticked(self, slot: Slot, texts: Iterable[str], place: str = "", doubts: Iterable[str] = ()) -> None:
        """Take the ticks of a multichoice that come as codes or labels; an unknown one is kept and doubted."""
        for text in filter(None, (t.strip() for t in texts)):
            code = code_of(slot.field, text)
            unknown = () if code else (f"{text!r} is not one of the boxes of this question.",)
            self.tick(slot, code or text, place, (*doubts, *unknown))

    def answers(self) -> Answers:
        """Everything gathered, in the form's order."""
        found = dict(self._found)
        for slot in self.form.slots:
            ticks = self._ticks.get(slot.name)
            if ticks:
                found[slot.name] = _joined(slot, ticks)
        items = {s.name: found[s.name] for s in self.form.slots if s.name in found}
        return Answers(self.form.id, self.version, self.carrier, items, tuple(self._remarks))


def _twice(first: Answer, second: Answer) -> Answer:
    if first.text == second.text or _TWICE in first.doubt:
        return first
    doubt = f"{_TWICE}; the other says {shown(second.text)}."
    return replace(first, doubt=f"{first.doubt} {doubt}".strip())


def _joined(slot: Slot, ticks: dict[str, Answer]) -> Answer:
    order = [c.code for c in slot.field.choices]
    codes = sorted(ticks, key=lambda code: order.index(code) if code in order else len(order))
    doubts = dict.fromkeys(ticks[code].doubt for code in codes if ticks[code].doubt)
    text = clean("\n".join(codes))
    return Answer(text.text, ticks[codes[0]].place, " ".join((*doubts, *text.notes)))


def shown(text: str) -> str:
    """A value quoted in a sentence, cleaned and cut to 60 characters."""
    line = " ".join(clean(text).text.split())
    return f"“{line[:60]}…”" if len(line) > 60 else f"“{line}”"
