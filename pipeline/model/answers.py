"""What stands on a filled form, exactly as filled in, before any rule has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# the text of an answer that something stands for on the paper which could not be made out at all; always doubted
NOT_READABLE = "[not readable]"

# how a doubt begins of which only the person who filled in the form can say what is right
BOX_TWICE = "This box stands twice in the paper, with different answers"


class Carrier(StrEnum):
    """What the answers came in."""

    ACROFORM = "PDF form"
    WORD = "Word form"
    TYPED = "YAML file"
    PRINTED = "form printed to PDF"
    WORD_PRINTED = "Word form printed to PDF"
    SCAN = "scan or photograph"
    WRITTEN = "form in the text of an e-mail"


class Sureness(StrEnum):
    """How sure an answer is by its nature. A person must confirm what is RECOGNISED, and whatever has a `doubt`."""

    STORED = "stored"  # the value that a program keeps in the form's own field
    PRINTED = "printed"  # letters that stand in the answer's box
    RECOGNISED = "recognised"  # made out in a picture: proposed, until a person confirms it
    CONFIRMED = "confirmed"  # typed or confirmed by a person on a correction form


@dataclass(frozen=True)
class Spot:
    """Where on the paper an answer stands: page from 1, points (1/72 inch) from the top left of the page as shown."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Answer:
    """One answer. Ticks of a multichoice are its codes, one a line; a yes/no is "yes" or "no".

    `place` says where it was read (page 1; table 2, row 3), `spot` exactly where when that is known. A `doubt` (a
    sentence) marks a value that a person must confirm: the reader saw two values, an unknown state, or mended
    text. `score`: how sure a recogniser of pictures was, from 0 to 1.
    """

    text: str
    place: str = ""
    doubt: str = ""
    sureness: Sureness = Sureness.STORED
    score: float | None = None
    spot: Spot | None = None

    @property
    def settled(self) -> bool:
        """Whether it may be used as it is, without a person's word."""
        return not self.doubt and self.sureness is not Sureness.RECOGNISED


@dataclass(frozen=True)
class Correction:
    """What a correction form says of itself: the version it was made from, who filled it in, and whether they compared.

    `checked`: they have ticked that every highlighted answer was compared with the original. `base`: the mark of the
    very paper it was made from; references alone are alike in every workspace.
    """

    reference: str
    version: int
    by: str = ""
    checked: bool = False
    base: str = ""


@dataclass(frozen=True)
class Answers:
    """All answers of one paper: slot name (`child_1_surname`) -> Answer; blanks and prompts are absent.

    `remarks` are plain sentences about the paper as a whole (fields of another form, tracked changes); `gaps` those
    that a person must settle before the record counts as whole (a page that is missing).
    """

    form_id: str
    form_version: str
    carrier: Carrier
    items: Mapping[str, Answer] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    correction: Correction | None = None
    gaps: tuple[str, ...] = ()


def answers_to_json(answers: Answers) -> dict[str, Any]:
    """The answers as plain JSON types, defaults left out; `answers_from_json` gives the equal answers back."""
    correction = answers.correction
    data: dict[str, Any] = {
        "form_id": answers.form_id,
        "form_version": answers.form_version,
        "carrier": answers.carrier.value,
        "items": {name: _packed(answer) for name, answer in answers.items.items()},
        "remarks": list(answers.remarks),
    }
    if answers.gaps:
        data["gaps"] = list(answers.gaps)
    if correction is not None:
        data["correction"] = [
            correction.reference,
            correction.version,
            correction.by,
            correction.checked,
            correction.base,
        ]
    return data


def answers_from_json(data: Mapping[str, Any]) -> Answers:
    """The inverse of `answers_to_json`. Raises KeyError, TypeError or ValueError on other JSON."""
    return Answers(
        data["form_id"],
        data["form_version"],
        Carrier(data["carrier"]),
        {name: _unpacked(item) for name, item in data["items"].items()},
        tuple(data["remarks"]),
        Correction(*data["correction"]) if "correction" in data else None,
        tuple(data.get("gaps", ())),
    )


def _packed(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {"text": answer.text}
    found |= {k: v for k, v in (("place", answer.place), ("doubt", answer.doubt)) if v}
    if answer.sureness is not Sureness.STORED:
        found["sureness"] = answer.sureness.value
    if answer.score is not None:
        found["score"] = round(answer.score, 3)
    if answer.spot is not None:
        spot = answer.spot
        edges = (spot.left, spot.top, spot.right, spot.bottom)
        found["spot"] = [spot.page, *(round(edge, 1) for edge in edges)]
    return found


def _unpacked(item: Mapping[str, Any]) -> Answer:
    return Answer(
        item["text"],
        item.get("place", ""),
        item.get("doubt", ""),
        Sureness(item.get("sureness", Sureness.STORED.value)),
        item.get("score"),
        Spot(*item["spot"]) if "spot" in item else None,
    )
