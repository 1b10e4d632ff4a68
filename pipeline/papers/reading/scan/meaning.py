"""What recognised letters most likely mean in the box they stand in: a date's digits, an address's signs, a choice."""

from __future__ import annotations

import difflib
import re
import unicodedata

from pipeline.model.form import Choice, Field, Kind

UNSURE = 0.85  # the mean score of the letters below which the reading itself is doubted
_ALIKE = 0.7  # how like a choice's printed words a text must be to be taken for it
_AHEAD = 0.08  # by how much more than any other choice
_DIGITS = str.maketrans("OoQDIl|iSsBZ", "000011115582")
_NUMBERS = {"nhs_number", "phone"}
_DAY = re.compile(r"[\dOoQDIl|iSsBZ]{1,4}(?:[./\-][\dOoQDIl|iSsBZ]{1,4}){1,2}")
# two capitals and then small letters: a letter that is two in one, as in Œuvrard and Ærø
_TWINS = ((re.compile(r"\b[CO]E(?=[a-zà-ÿ])"), "Œ"), (re.compile(r"\bAE(?=[a-zà-ÿ])"), "Æ"))
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")  # of the web or of e-mail: these have no accents
_ROUND_MARKS = re.compile(r"\s*([@._])\s*")


def likely(field: Field, text: str) -> tuple[str, str]:
    """The text as it is most likely meant, and a doubt (a sentence, or "") about that."""
    for twins, letter in _TWINS:
        text = twins.sub(letter, text)
    text = _ADDRESS.sub(lambda m: _without_accents(m.group()), text)
    if field.kind in (Kind.CHOICE, Kind.YESNO):
        return _choice(field, text)
    if field.kind in (Kind.DATE, Kind.MONTH):
        return _DAY.sub(lambda m: m.group().translate(_DIGITS), text), ""
    if field.kind is Kind.NUMBER or field.validation.check == "nhs_number":
        return _number(text), ""
    if field.validation.check == "email" and text.count("@") == 1:
        return _ROUND_MARKS.sub(r"\1", text), ""
    return text, ""


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def likely_part(field: Field, text: str) -> tuple[str, str]:
    """As `likely`, of a box that holds only a part of the answer: a date's day, one line of an address."""
    digits = text.strip().translate(_DIGITS)
    if field.kind is Kind.DATE and digits.isdigit():
        return digits, ""
    return text, ""


def _number(text: str) -> str:
    """Letters that look like digits become digits, when most of the text is digits already."""
    digits = sum(c.isdigit() for c in text)
    letters = sum(c.isalpha() for c in text)
    return text.translate(_DIGITS) if digits >= letters else text


def _choice(field: Field, text: str) -> tuple[str, str]:
    """The printed words of the choice that the text is most like; the text itself when it is like none."""
    said = _plain(text)
    ranked = sorted(
        ((_likeness(said, choice), n) for n, choice in enumerate(field.choices)), key=lambda r: -r[0]
    )
    if not said or not ranked or ranked[0][0] < _ALIKE:
        return text, "It is none of the choices of this question." if field.choices else ""
    best, number = ranked[0]
    doubt = ""
    if len(ranked) > 1 and best - ranked[1][0] < _AHEAD:
        other = field.choices[ranked[1][1]].label
        doubt = f"It may also be “{other}”."
    return field.choices[number].label, doubt


def _likeness(said: str, choice: Choice) -> float:
    """How like a choice's words a text is; what the box cuts off at its end does not count much."""
    label = _plain(choice.label)
    whole = difflib.SequenceMatcher(None, said, label, autojunk=False).ratio()
    if len(label) > len(said) >= 6 and whole > 0.45:
        start = difflib.SequenceMatcher(None, said, label[: len(said)], autojunk=False).ratio()
        return max(whole, start - 0.12)
    return whole


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in spread if c.isalnum())
