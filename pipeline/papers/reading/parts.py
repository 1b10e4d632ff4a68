"""One answer from several boxes (ticks, the day, month and year of a date), and two answers from one (a whole name)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.model.answers import BOX_TWICE, Answer, Sureness
from pipeline.model.form import Kind, Slot
from pipeline.rules.answers.boxes import DATE_PARTS, SURNAME
from pipeline.rules.answers.names import in_two
from pipeline.rules.answers.text import clean

_NAMES = ("name", "child_name")


def put_together(slot: Slot, parts: Mapping[str, Answer]) -> Answer:
    """One answer from its parts (see rules/answers/boxes.targets); as doubtful, and as little sure, as any of them."""
    order = [p for p in (*DATE_PARTS, *map(str, range(1, 10))) if p in parts]
    answers = [parts[p] for p in order]
    texts = [answer.text.strip() for answer in answers]
    doubts = list(dict.fromkeys(a.doubt for a in answers if a.doubt))
    if slot.field.kind is Kind.DATE and len(order) < len(DATE_PARTS):
        missing = " and the ".join(p for p in DATE_PARTS if p not in parts)
        doubts.append(f"The {missing} of this date was left blank.")
    scores = [a.score for a in answers if a.score is not None]
    unsure = next((a.sureness for a in answers if a.sureness is Sureness.RECOGNISED), answers[0].sureness)
    return replace(
        answers[0],
        text=_joint(slot).join(texts),
        doubt=" ".join(doubts),
        sureness=unsure,
        score=min(scores, default=None),
    )


def _joint(slot: Slot) -> str:
    if slot.field.kind is Kind.DATE:
        return "/"
    if slot.field.kind is Kind.LONGTEXT:
        return "\n"
    return " " if slot.field.validation.check in _NAMES else ", "


def name_in_two(slot: Slot, answer: Answer) -> dict[str, Answer]:
    """The forenames (`slot`) and the surname from a box for the whole name, by slot; a person must look at both."""
    found = in_two(answer.text)
    asked = f"The whole name {shown(answer.text)} stood in one box"
    if found.several:
        doubt = f"{asked} and seems to be that of several people: give each a row of their own."
    else:
        doubt = f"{asked}; please check which part of it is the surname."
    doubted = replace(answer, doubt=f"{answer.doubt} {doubt}".strip())
    split = {slot.name: replace(doubted, text=found.forenames)}
    if found.surname and slot.repeat is not None:
        split[slot.repeat.slot(slot.row, SURNAME)] = replace(doubted, text=found.surname)
    return split


def twice(first: Answer, second: Answer) -> Answer:
    """One answer from two boxes of one name: the first, doubted where they differ."""
    if first.text == second.text or BOX_TWICE in first.doubt:
        return first
    doubt = f"{BOX_TWICE}; the other says {shown(second.text)}."
    return replace(first, doubt=f"{first.doubt} {doubt}".strip())


def joined(slot: Slot, ticks: dict[str, Answer]) -> Answer:
    """The ticks of a question as one answer, in the order in which they are printed."""
    order = [c.code for c in slot.field.choices]
    codes = sorted(ticks, key=lambda code: order.index(code) if code in order else len(order))
    doubts = dict.fromkeys(ticks[code].doubt for code in codes if ticks[code].doubt)
    text = clean("\n".join(codes))
    first = ticks[codes[0]]
    scores = [ticks[code].score for code in codes]
    known = [score for score in scores if score is not None]
    return replace(
        first, text=text.text, doubt=" ".join((*doubts, *text.notes)), score=min(known, default=None)
    )


def shown(text: str) -> str:
    """A value quoted in a sentence, cleaned and cut to 60 characters."""
    line = " ".join(clean(text).text.split())
    return f"“{line[:60]}…”" if len(line) > 60 else f"“{line}”"
