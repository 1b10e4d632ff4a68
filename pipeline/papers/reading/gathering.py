"""What the readers of every carrier share: which form it is, which code is meant, and the answers gathered."""

from __future__ import annotations

import binascii
import struct
import zlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.model.answers import Answer, Answers, Carrier, Correction, Spot, Sureness
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.form import Field, Form, Kind, Slot
from pipeline.papers.reading.parts import joined, name_in_two, put_together, shown, twice
from pipeline.rules.answers.boxes import WHOLE_NAME, targets
from pipeline.rules.answers.text import clean, tidy_line

__all__ = [
    "FOREIGN",
    "SEND_THE_FORM",
    "Gathering",
    "NotOursError",
    "Recognised",
    "boxes",
    "boxes_of",
    "code_of",
    "recognise",
    "shown",
]

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
_ENOUGH = 0.6  # share of a form's boxes that makes a paper without a form number that form


def code_of(field: Field, text: str) -> str | None:
    """The code that a code or a printed label stands for, in any case or spacing; None when there is none."""
    said = tidy_line(text).casefold()
    if field.kind is Kind.YESNO:
        said = _YES_NO.get(said, said)
    for choice in field.choices:
        if said in _called(choice.code, choice.label):
            return choice.code
    return None


@lru_cache(maxsize=1 << 12)
def _called(code: str, label: str) -> tuple[str, str]:
    """What a choice may be called, as `code_of` compares it."""
    return tidy_line(code).casefold(), tidy_line(label).casefold()


def boxes(form: Form) -> dict[str, tuple[Slot, str]]:
    """Every box of a form by the name it has in a paper: its slot and, for a tick box, its code."""
    found: dict[str, tuple[Slot, str]] = {}
    for slot in form.slots:
        if slot.field.kind is Kind.MULTICHOICE:
            found |= {f"{slot.name}.{c.code}": (slot, c.code) for c in slot.field.choices}
        else:
            found[slot.name] = (slot, "")
    return found


def boxes_of(edition: Edition) -> dict[str, tuple[Slot, str]]:
    """Every box of an edition by the name it has on that edition; a list of ticks (code "") by its slot's name."""
    every: dict[str, tuple[Slot, str]] = {
        name: (slot, "") for name, slot in edition.form.slot_by_name.items()
    }
    every |= boxes(edition.form)
    if not edition.own:
        known = targets(edition.form)
        named = ((theirs, known.get(ours)) for theirs, ours in edition.names.items())
        return {theirs: (box.slot, box.code) for theirs, box in named if box}
    renamed = {theirs: every[ours] for theirs, ours in edition.names.items() if ours in every}
    gone = {*edition.names.values(), *edition.absent}
    return {name: box for name, box in every.items() if name not in gone} | renamed


class NotOursError(ReadingError):
    """A reader finds no boxes of the panel's forms; what is drawn on the pages may still be one."""


@dataclass(frozen=True)
class Recognised:
    """Which edition of which form a paper is, and remarks about that. `version`: as the paper says it."""

    edition: Edition
    version: str
    remarks: tuple[str, ...] = ()

    @property
    def form(self) -> Form:
        """The form whose record it becomes."""
        return self.edition.form


@dataclass(frozen=True)
class Match:
    """How many of an edition's boxes, or of its printed words, a paper has."""

    edition: Edition
    count: int
    total: int

    @property
    def share(self) -> float:
        """As a share of all of them, from 0 to 1."""
        return self.count / self.total if self.total else 0.0


def recognise(
    editions: Sequence[Edition], form_id: str, version: str, names: Set[str], what: str
) -> Recognised:
    """The edition with this id and version, or, for a paper without an id, the one most of whose boxes it has.

    Raises ReadingError naming the nearest known form. `what`: the paper, e.g. "PDF form".
    """
    said, version = form_id.strip(), version.strip()
    named = (e for e in editions if e.own and e.form.id.casefold() == said.casefold())
    by_id = [match for match in (_match(edition, names) for edition in named) if match.count]
    if by_id:
        exact = [m for m in by_id if m.edition.version == version]
        match = max(exact or by_id, key=lambda m: (m.share, m.edition.present))
        return _with_remarks(match, version)
    matches = (_match(edition, names) for edition in editions)
    nearest = max(matches, key=lambda m: (m.share, m.edition.present), default=None)
    if nearest is None:
        raise ReadingError(what, "no forms are defined.", "Put form definitions into forms/.")
    fits = nearest.share >= _ENOUGH
    if fits and not nearest.edition.own:
        edition = nearest.edition
        told = f"This is “{edition.title}”, another organisation's form, read as {edition.form.id}."
        return Recognised(edition, edition.form.version, (told,))
    if fits and not said:
        known = _with_remarks(nearest, version)
        told = f"The form's number is missing; it was recognised as {nearest.edition.form.id} by its boxes."
        return replace(known, remarks=(told, *known.remarks))
    raise NotOursError(what, _not_ours(editions, said, names, nearest), SEND_THE_FORM)


def _match(edition: Edition, names: Set[str]) -> Match:
    known = boxes_of(edition)
    ticks = {slot.name for slot, code in known.values() if code}
    lists = sum(
        not code and slot.name in ticks for slot, code in known.values()
    )  # they stand instead of the ticks
    total = len(known) - lists
    return Match(edition, len(names & known.keys()), total)


def _not_ours(editions: Sequence[Edition], form_id: str, names: Set[str], nearest: Match) -> str:
    called = f"it calls itself {shown(form_id)}, which" if form_id else "it"
    if nearest.count:
        near = (
            f"the nearest is {nearest.edition.title} ({nearest.edition.form.id}): "
            f"{nearest.count} of its {nearest.total} boxes match"
        )
    else:
        own = ", ".join(shown(name) for name in sorted(filter(None, names))[:3]) or "without names"
        ours = ", ".join(dict.fromkeys(edition.form.id for edition in editions))
        near = f"none of its {len(names)} boxes ({own}) belongs to {ours}"
    return f"{called} is not one of the panel's forms; {near}."


def _with_remarks(match: Match, version: str) -> Recognised:
    """The edition, with a remark when the paper lacks boxes; of an older version that is said as such, once."""
    remarks = []
    form = match.edition.form
    if match.count < match.total and version in ("", match.edition.version):
        remarks.append(f"Only {match.count} of the {match.total} boxes of {form.id} are in this paper.")
    return Recognised(match.edition, version or match.edition.version, tuple(remarks))


class Gathering:
    """The answers of one paper, as they are found."""

    def __init__(self, recognised: Recognised, carrier: Carrier) -> None:
        self.edition, self.form = recognised.edition, recognised.form
        self.version, self.carrier = recognised.version, carrier
        self.correction: Correction | None = None
        self._found: dict[str, Answer] = {}
        self._ticks: dict[str, dict[str, Answer]] = {}
        self._parts: dict[str, dict[str, Answer]] = {}
        self._remarks = list(recognised.remarks)

    def remark(self, sentence: str) -> None:
        """Note something about the paper as a whole, once."""
        if sentence not in self._remarks:
            self._remarks.append(sentence)

    @property
    def filled(self) -> frozenset[str]:
        """The slots that have an answer so far."""
        return frozenset((*self._found, *self._ticks, *self._parts))

    def dropped(self, name: str, text: str) -> bool:
        """Tell what stands in a box that is asked no more; whether `name` is such a box of this edition."""
        label = self.edition.dropped.get(name)
        if label is not None and text.strip():
            asked = f"{label} was asked by version {self.edition.version} and is asked no more"
            self.remark(f"{asked}; the answer was {shown(text)}.")
        return label is not None

    def add(
        self,
        slot: Slot,
        text: str,
        place: str = "",
        doubts: Iterable[str] = (),
        *,
        sureness: Sureness = Sureness.STORED,
        score: float | None = None,
        spot: Spot | None = None,
        part: str = "",
    ) -> None:
        """Take one answer. A choice becomes its code where it is known; blank text is no answer.

        `part`: which part of the answer stands in this box (rules/answers/boxes): the day of a date, a line of an
        address, or a whole name, which is split.
        """
        cleaned = clean(text)
        said = cleaned.text.strip("\n")
        if not said.strip():
            return
        if slot.field.kind in (Kind.CHOICE, Kind.YESNO):
            said = code_of(slot.field, said) or said.strip()
        answer = Answer(said, place, " ".join((*doubts, *cleaned.notes)), sureness, score, spot)
        if part == WHOLE_NAME:
            for name, piece in name_in_two(slot, answer).items():
                self._take(name, piece)
            return
        if part:
            self._parts.setdefault(slot.name, {}).setdefault(part, answer)
            return
        self._take(slot.name, answer)

    def _take(self, name: str, answer: Answer) -> None:
        earlier = self._found.get(name)
        self._found[name] = twice(earlier, answer) if earlier else answer

    def tick(
        self,
        slot: Slot,
        code: str,
        place: str = "",
        doubts: Iterable[str] = (),
        *,
        sureness: Sureness = Sureness.STORED,
        score: float | None = None,
        spot: Spot | None = None,
    ) -> None:
        """Take one ticked box of a multichoice, or of a choice whose answers have boxes of their own."""
        if slot.field.kind is not Kind.MULTICHOICE:
            self.add(slot, code, place, doubts, sureness=sureness, score=score, spot=spot)
            return
        answer = Answer(code, place, " ".join(doubts), sureness, score, spot)
        self._ticks.setdefault(slot.name, {}).setdefault(code, answer)

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
                found[slot.name] = joined(slot, ticks)
            if slot.name in self._parts:
                whole = put_together(slot, self._parts[slot.name])
                found[slot.name] = twice(found[slot.name], whole) if slot.name in found else whole
        items = {s.name: found[s.name] for s in self.form.slots if s.name in found}
        items |= {
            name: answer for name, answer in found.items() if name not in items
        }  # rows past the form's last
        return Answers(self.form.id, self.version, self.carrier, items, tuple(self._remarks), self.correction)
