"""Names compared as people write them: accents, case, hyphens and small slips do not make another person."""

from __future__ import annotations

import difflib
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_ALIKE = 0.8  # share of letters in common from which two surnames count as similar
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
