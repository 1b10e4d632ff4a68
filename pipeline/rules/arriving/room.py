"""Whether a meeting has room for a case. A case that is one too many stays with it: the chair decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.rules.answers.dates import british

ROOM = "room"  # the code of the problem
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth"),
)


def too_many(day: date, room: int, number: int) -> str:
    """What is said of a meeting's case of this number, counted from 1; "" when there is room for it."""
    if number <= room:
        return ""
    cases = "1 case" if room == 1 else f"{room} cases"
    nth = f"the {_ORDINALS[number - 1]}" if number <= len(_ORDINALS) else f"case number {number}"
    return f"The meeting on {british(day)} has room for {cases} and this is {nth}; the chair decides."


def without_room(day: date, room: int, references: Sequence[str]) -> Mapping[str, str]:
    """Reference -> that sentence, for the cases that are too many; `references` in the order they are heard."""
    told = {reference: too_many(day, room, number) for number, reference in enumerate(references, 1)}
    return {reference: words for reference, words in told.items() if words}
