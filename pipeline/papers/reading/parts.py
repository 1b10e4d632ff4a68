"""An answer that stands in several boxes on another organisation's form, put together: a date's day, month and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.model.answers import Answer, Sureness
from pipeline.model.form import Kind, Slot
from pipeline.rules.answers.boxes import DATE_PARTS

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
