"""Signs in a sentence that a word which may be a name is one: what stands before it and after it."""

from __future__ import annotations

import re

from pipeline.rules.leaks.names.sign_words import (
    ABSTRACT,
    ADVERBS,
    BEING,
    CALLING,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    DOING,
    FAMILY,
    HONORIFICS,
    INSTITUTIONS,
    KIN,
    MONTHS,
    ORGANISED,
    RELATIVES,
    ROLES,
    SINGLE_TITLES,
    STATES,
    THEN,
    TIME_AFTER,
    TIME_BEFORE,
    TIME_LINKS,
    TIMES,
    WANTING,
    WHOSE,
)
from pipeline.rules.leaks.text.words import Sentence, Text, Word

_PERHAPS = frozenset(
    (
        ("did", "not"),
        ("has", "a"),
        ("has", "no"),
        ("has", "been"),
        ("had", "a"),
        ("had", "been"),
        ("has", "two"),
    )
)
_COLON = re.compile(
    r" ?(?::|-(?= )) ?(?P<said>(?:did|does|has|had|was|is|not|no|never|seen|absent|attended|invited|apolog\w+|present|"
    r"missing|visited|refused|due|aged?|born|dob|school|lives?)\b)?",
    re.IGNORECASE,
)
_CITED = re.compile(r"(?:,? (?:and|others|et al\.?|&|[A-Z][\w'-]*\.?),?){0,6} ?\((?:19|20)\d\d[a-z]?\)")
_AGE = re.compile(r" ?\((?:aged? )?\d{1,2}(?: ?(?:years?|months?|yrs?|m|y))?\)")
_HELD = ("", ",", ".", ":", '"', "'", "(")  # what may stand between a title and a name


def common_kind(key: str) -> bool:
    """Whether nothing but a clear sign of a person makes this word a name at the start of a sentence."""
    return key in TIMES or key in INSTITUTIONS or key in ABSTRACT


def titled(text: Text, index: int) -> bool:
    """Whether "Mr", "Mum", "sister", "called" or the like stands right before, perhaps with a comma."""
    before = text.beside(index, -1)
    if before is None or text.between(before, text.words[index]).strip(" ") not in _HELD:
        return False
    return before.key in SINGLE_TITLES and not before.possessive


def honoured(text: Text, index: int) -> bool:
    """Whether "Mr", "Mrs", "Dr" or the like stands right before."""
    before = text.beside(index, -1)
    return (
        before is not None
        and before.key in HONORIFICS
        and text.between(before, text.words[index]).strip(" .") == ""
    )


def acts(text: Text, index: int) -> bool:
    """Whether a verb of a person follows: "said", "was seen", "who", ", aged"."""
    after = text.beside(index, 1)
    if after is None:
        return False
    gap = text.between(text.words[index], after).strip(" ")
    if gap == ",":
        role = text.beside(index + 1, 1)
        named = role is not None and role.key in RELATIVES | ROLES and after.key in WHOSE
        return after.key in THEN or named
    if gap:
        return False
    return after.key in DOING or after.key in THEN or (_being(after) and _state(text, index + 1))


def is_subject(text: Text, index: int) -> bool:
    """Whether "was", "is" or "has" follows: no order begins like that."""
    after = text.beside(index, 1)
    return after is not None and _being(after) and not text.between(text.words[index], after).strip(" ")


def _being(word: Word) -> bool:
    return word.text.casefold() in BEING or word.key in BEING


def _state(text: Text, index: int) -> bool:
    for place in range(index, index + 3):
        after = text.beside(place, 1)
        if after is None:
            return False
        if (
            after.key in STATES | DOING
            or (place > index and after.key in DO)
            or (place > index and after.key in ("to", "at"))
        ):
            return True
        if after.key not in ADVERBS:
            return False
    return False


def told_of(text: Text, index: int) -> str:
    """Whether a colon follows ("Rose: did not attend"): "acts" with what is said of a person, else "colon"."""
    found = _COLON.match(text.plain.text, text.words[index].end)
    if found is None:
        return ""
    return "acts" if found["said"] else "colon" if ":" in found[0] else ""


def cited(text: Text, index: int) -> bool:
    """Whether a year in brackets follows, perhaps after other authors: "Dyer, Smith and others (2011)"."""
    return bool(_CITED.match(text.plain.text, text.words[index].end))


def owns(text: Text, index: int) -> bool:
    """Whether it is a possessive."""
    return text.words[index].possessive


def owns_kin(text: Text, index: int) -> bool:
    """Whether it is a possessive before a word of a child's life: "mum", "bedroom", "views"."""
    after = text.beside(index, 1)
    return owns(text, index) and after is not None and after.key in KIN


def perhaps_acts(text: Text, index: int) -> bool:
    """Whether "needs a", "did not", "has a" or the like follows, which may be said of a person."""
    first, second = text.beside(index, 1), text.beside(index + 1, 1) if index + 1 < len(text.words) else None
    if first is None or text.between(text.words[index], first).strip(" "):
        return False
    return first.key in WANTING or (second is not None and (first.key, second.key) in _PERHAPS)


def aged(text: Text, index: int) -> bool:
    """Whether an age in brackets follows: "Hope (3)"."""
    return bool(_AGE.match(text.plain.text, text.words[index].end))


def before_kin(text: Text, index: int) -> bool:
    """Whether a word of a child's life follows right after: an s that lost its apostrophe ("Marks bedroom")."""
    after = text.beside(index, 1)
    return after is not None and after.key in KIN and text.between(text.words[index], after) == " "


def relative_clause(text: Text, index: int) -> bool:
    """Whether ", who" follows."""
    after = text.beside(index, 1)
    return (
        after is not None
        and after.key in ("who", "whose")
        and text.between(text.words[index], after).strip() == ","
    )


def with_kin(text: Text, index: int) -> bool:
    """Whether "and her brother" or "and his mum" follows."""
    after = [text.beside(index + n, 1) if index + n < len(text.words) else None for n in range(3)]
    keys = [w.key if w else "" for w in after]
    return keys[0] == "and" and keys[1] in ("her", "his", "their") and keys[2] in RELATIVES


def family_after(text: Text, index: int) -> bool:
    """Whether "family", "household", "children" or the like follows in small letters."""
    after = text.beside(index, 1)
    return after is not None and after.key in FAMILY and not after.capital


def household_after(text: Text, index: int) -> bool:
    """Whether "family" or "household" follows in small letters."""
    after = text.beside(index, 1)
    return after is not None and after.text in ("family", "household")


def determined(text: Text, index: int) -> bool:
    """Whether an article or the like stands before."""
    before = text.beside(index, -1)
    return before is not None and before.key in DETERMINERS


def of_time(text: Text, index: int) -> bool:
    """Whether a month or season is meant: "in May", "May 2014", "last winter"."""
    word = text.words[index]
    if word.key not in TIMES:
        return False
    before, after = text.beside(index, -1), text.beside(index, 1)
    if any(c.isdigit() for c in text.plain.text[word.end : word.end + 4]):
        return True
    if text.plain.text[max(0, word.start - 6) : word.start].rstrip().endswith(tuple("0123456789")):
        return True
    near = {w.key for w in (before, after) if w}
    if near & MONTHS or (before and before.key in TIME_BEFORE) or (after and after.key in TIME_AFTER):
        return True
    others = (w for n, w in enumerate(text.words) if w.sentence == word.sentence and n != index)
    return bool(before and before.key in TIME_LINKS and any(w.key in MONTHS for w in others))


def compound(text: Text, index: int) -> bool:
    """Whether it is part of another proper name: "Families Bill", "Holly Lodge"."""
    word, sentence = text.words[index], text.sentences[text.words[index].sentence]
    before, after = text.beside(index, -1), text.beside(index, 1)
    if after and after.capital and text.between(word, after) in (" ", "-") and after.key in ORGANISED:
        return True
    if before is None or not before.capital or before.first or text.between(before, word) not in (" ", "-"):
        return False
    return before.key not in SINGLE_TITLES and not sentence.heading


def organised_after(text: Text, index: int) -> bool:
    """Whether "House", "Fund", "Street" or the like follows: the word is part of another name."""
    after = text.beside(index, 1)
    return after is not None and after.capital and after.key in ORGANISED


def small_sign(text: Text, index: int) -> bool:
    """In small letters: whether it is used as a name all the same ("rose told the worker", "grace's mum")."""
    before = text.beside(index, -1)
    if owns_kin(text, index) or (before is not None and before.key in CALLING):
        return True
    begins = before is None or before.key in CONJUNCTIONS
    return begins and acts(text, index)


def in_heading(text: Text, index: int) -> Sentence | None:
    """The sentence when it is a heading."""
    sentence = text.sentences[text.words[index].sentence]
    return sentence if sentence.heading else None
