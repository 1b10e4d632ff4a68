"""What a name or an address must look like to be one. Odd ones are kept as typed, with a fault in words."""

from __future__ import annotations

import re
import unicodedata

from pipeline.rules.answers.identifiers import Identifier
from pipeline.rules.answers.names import two_alphabets

PROTECTED = "PROTECTED"
UNBORN = "UNBORN"

_CHILD_MARKS = frozenset(" -'’")
_PERSON_MARKS = _CHILD_MARKS | frozenset(".,()/&")


def child_name(text: str) -> Identifier:
    """A child's forename or surname: letters, accents, spaces, hyphens, apostrophes. UNBORN is allowed."""
    if text.casefold() in ("unborn", "unborn child", "unborn baby", "baby unborn"):
        return Identifier(UNBORN)
    return _name(text, _CHILD_MARKS)


def person_name(text: str) -> Identifier:
    """The name of an adult; titles and brackets may stand in it, figures and addresses may not."""
    return _name(text, _PERSON_MARKS)


def _name(text: str, marks: frozenset[str]) -> Identifier:
    odd = dict.fromkeys(c for c in text if c not in marks and unicodedata.category(c)[0] not in "LM")
    if odd:
        shown = "".join(list(odd)[:5])
        return Identifier(fault=f"a name does not usually hold “{shown}”; please check it.")
    mixed = two_alphabets(text)
    if mixed:
        why = "is written with letters of two alphabets that look alike; please type it again."
        return Identifier(fault=f"“{mixed}” {why}")
    if not any(unicodedata.category(c)[0] == "L" for c in text):
        return Identifier(fault="there is no letter in this name; please check it.")
    return Identifier(text)


def address(text: str) -> Identifier:
    """An address, or PROTECTED alone. PROTECTED beside other words is a fault: the address must not be there."""
    if re.fullmatch(r"(?i)protected(?: address)?[.!]?|address (?:is )?protected[.!]?", text):
        return Identifier(PROTECTED)
    if re.search(r"\bPROTECTED\b", text):
        return Identifier(fault="it says PROTECTED and more; take out whatever must not be circulated.")
    return Identifier(text)
