"""Names compared as people write them: accents, case, hyphens and small slips do not make another person."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_ALIKE = 0.8  # share of letters in common from which two surnames count as similar
_BEFORE_SURNAME = frozenset(  # words that begin a surname of several
    (
        *("ab", "al", "ap", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el"),
        *("ibn", "la", "le", "mac", "mc", "san", "st", "ter", "van", "von"),
    )
)
_SEVERAL = re.compile(r"[\n;&+/]|\b(?:and|und|et)\b", re.IGNORECASE)  # signs of more than one person
_SHORTEST = 3  # shorter parts of a surname are never matched by themselves ("De", "O")


def fold(text: str) -> str:
    """Lower-case words of letters and digits, without accents and punctuation: "Zoë O’Brien" -> "zoe obrien"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c)).translate(_LETTERS)
    for mark in "'’‘`":
        kept = kept.replace(mark, "")
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case, accents and punctuation. Blanks are never the same."""
    return fold(one) == fold(other) != ""


def similar_surnames(one: str, other: str) -> bool:
    """Whether two surnames may be one family's: alike, a slip apart, or one part of a double name shared."""
    first, second = fold(one), fold(other)
    if not first or not second:
        return False
    parts = {p for p in first.split() if len(p) >= _SHORTEST} & set(second.split())
    together = difflib.SequenceMatcher(None, first.replace(" ", ""), second.replace(" ", ""), autojunk=False)
    return bool(parts) or together.ratio() >= _ALIKE


@dataclass(frozen=True)
class NameParts:
    """A whole name as forenames and surname. `several`: it seems to name more than one person and was left whole."""

    forenames: str
    surname: str = ""
    several: bool = False


def in_two(text: str) -> NameParts:
    """A whole name split as it most likely is; a guess that a person must look at.

    "SMITH, Jane" and "Jane van der Berg" are understood; else the last word is the surname. A single word is
    a forename. What may be several people's names is not split.
    """
    before, comma, after = (side.strip() for side in text.partition(","))
    words = text.split()
    turned = bool(comma and before and after)
    if _SEVERAL.search(text.strip()) or text.count(",") > 1 or (turned and _is_whole(before, after)):
        return NameParts(text.strip(), several=True)
    if turned:
        return NameParts(after, before)
    if len(words) < 2:
        return NameParts(text.strip(" ,"))
    first, last = _capitals(words) or (_surname_at(words), len(words))
    return NameParts(" ".join((*words[:first], *words[last:])), " ".join(words[first:last]))


def _is_whole(before: str, after: str) -> bool:
    """Whether both sides of a comma are whole names: two people."""
    sides = before.split(), after.split()
    plain = all(len(words) > 1 and words[0].casefold() not in _BEFORE_SURNAME for words in sides)
    return plain and not before.isupper()


def _capitals(words: list[str]) -> tuple[int, int] | None:
    """Where the surname stands that is written in capitals, as "JONES Ann" or "Ann JONES"; None without one."""
    large = [word.isupper() and len(word) > _SHORTEST - 1 for word in words]
    if all(large) or not any(large):
        return None
    at, end = large.index(True), len(large) - large[::-1].index(True)
    return (at, end) if all(large[at:end]) and (at == 0 or end == len(words)) else None


def _surname_at(words: list[str]) -> int:
    """At which word the surname begins: the last one, with the small words before it; never at the first."""
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _BEFORE_SURNAME:
        at -= 1
    return at


def two_alphabets(text: str) -> str:
    """The first word in which Latin letters stand beside Greek or Cyrillic ones; "" when there is none.

    To the eye it is the same name; to a comparison it is another child's.
    """
    for word in text.split():
        alphabets = {unicodedata.name(c, "").partition(" ")[0] for c in word}
        if "LATIN" in alphabets and alphabets & {"GREEK", "CYRILLIC"}:
            return word
    return ""
