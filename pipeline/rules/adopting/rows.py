"""Which row of a table a box belongs to, and which part of a date: from its words."""

from __future__ import annotations

import re

from pipeline.model.adoption import TheirBox
from pipeline.rules.adopting.words import meaning_of, plain, split_name

_COUNTED = {
    word: number
    for number, words in enumerate(
        (
            ("first", "1st", "one"),
            ("second", "2nd", "two"),
            ("third", "3rd", "three"),
            ("fourth", "4th", "four"),
            ("fifth", "5th", "five"),
            ("sixth", "6th", "six"),
        ),
        1,
    )
    for word in words
}
_PERSON = r"(?:child|young person|yp|person|adult|parent|carer|member|sibling|professional|agency|row)"
_AFTER = re.compile(rf"\b{_PERSON}s?\s*(?:no|number)?\s*(\d{{1,2}})\b")
_BEFORE = re.compile(rf"\b({'|'.join(_COUNTED)})\s+{_PERSON}\b")
_LAST = re.compile(r"\b(\d{1,2})$")
_PARTS = {"day": ("day", "dd"), "month": ("month", "mm"), "year": ("year", "yyyy", "yy")}


def row_of(box: TheirBox) -> int:
    """The row that a box says it is in, from 1; 0 when it says nothing."""
    if box.row:
        return box.row
    for words in (*box.words, box.question, box.heading):
        text = plain(words)
        after, before = _AFTER.search(text), _BEFORE.search(text)
        if after:
            return int(after[1])
        if before:
            return _COUNTED[before[1]]
    named = split_name(box.name)
    after, last = _AFTER.search(named), _LAST.search(named)
    if after:
        return int(after[1])
    return int(last[1]) if last and _says_something(named) else 0


def _says_something(named: str) -> bool:
    """Whether a name is a word of the trade with a number, not Text7."""
    return any(not meaning.startswith("=") for meaning in meaning_of(named))


def date_part(box: TheirBox) -> str:
    """day, month or year, when a box takes only that of a date; else ""."""
    for words in (*box.words, split_name(box.name)):
        said = set(plain(words).split())
        found = [part for part, signs in _PARTS.items() if said & set(signs)]
        if len(found) == 1:
            return found[0]
    return ""
