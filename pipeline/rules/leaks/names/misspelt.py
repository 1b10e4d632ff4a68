"""Words that are nearly a name (LC7): a slip of the pen, a spelling that sounds the same, a pet form.

Only capitalised words that are no ordinary words, of five letters or more; one slip, two from eight letters on, or
the same sound. Anything looser floods (domain, section 11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.rules.leaks.names.naming import Entry, NameIndex
from pipeline.rules.leaks.text.common_words import is_common

_SHORTEST = 5
_SHORTEST_PET = 3
_TWO_SLIPS = 8
_SOUND_SLIPS = 3  # letters that may differ between two spellings of one sound
_SOUNDS = (
    *((r"^(?:wr)", "r"), (r"^(?:kn|gn|pn)", "n"), (r"^ps", "s"), (r"sch", "sk"), (r"tch|cz|ch", "tj")),
    *(
        (r"sz|sh|sj", "sj"),
        (r"ph", "f"),
        (r"gh(?=t|$)", ""),
        (r"gh", "g"),
        (r"dh|th", "t"),
        (r"kh|ck|q", "k"),
    ),
    *((r"c(?=[eiy])", "s"), (r"c", "k"), (r"x", "ks"), (r"z", "s"), (r"w", "v"), (r"dj|dz", "j")),
    *((r"(?<=.)h", ""), (r"y|ie|ee|ea|ei|ey|ai|ay", "i"), (r"oo|ou|ow", "u"), (r"(.)\1+", r"\1")),
)
_PET = re.compile(r"(?:y|ie|ey|i|o|s|a|ek|us|ka|ia|cia|sia|zia|usia|ulek|eczek|iek)$")


@dataclass(frozen=True)
class Near:
    """A name that a word is nearly, and how: "slip", "sound", "pet"."""

    entries: tuple[Entry, ...]
    how: str


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """How a folded word sounds, roughly: the first vowel and the consonants."""
    for pattern, by in _SOUNDS:
        word = re.sub(pattern, by, word)
    return word[:1] + re.sub(r"[aeiou]", "", word[1:])


def near(word: str, index: NameIndex) -> Near | None:
    """The name that a folded word is nearly, the likeliest first; None when none."""
    if len(word) < _SHORTEST_PET or word in index.ambiguous or is_common(word):
        return None
    ways = {"slip": _slips, "sound": _sounds, "pet": _pets}
    for how, way in ways.items():
        entries = tuple(e for part in way(word, index) for e in index.parts[part])
        if entries:
            return Near(entries, how)
    return None


def _slips(word: str, index: NameIndex) -> Iterator[str]:
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST:
        return
    for part in index.parts:
        if len(part) < _SHORTEST:
            continue
        most = 2 if min(len(word), len(part)) >= _TWO_SLIPS else 1
        if abs(len(part) - len(word)) <= most and OSA.distance(word, part, score_cutoff=most) <= most:
            yield part


def _sounds(word: str, index: NameIndex) -> Iterator[str]:
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST:
        return
    said = sound(word)
    for part in index.parts:
        if len(part) < _SHORTEST or sound(part) != said or len(said) < 2:
            continue
        most = _SOUND_SLIPS if len(said) > 2 else 2
        if OSA.distance(word, part, score_cutoff=most) <= most:
            yield part


def _pets(word: str, index: NameIndex) -> Iterator[str]:
    """Jacky for Jack, Aleks for Aleksandr, Tomcio for Tomasz: the beginning of a forename, perhaps with an ending."""
    stem = _PET.sub("", word)
    for part in index.parts:
        if not any(e.part == "forename" and e.rule != "LC3" for e in index.parts[part]) or len(part) < 4:
            continue
        shortened = len(word) >= 3 and part.startswith(word)
        ended = (
            len(stem) >= 3 and stem != word and part.startswith((stem, stem[:-1] if _doubled(stem) else stem))
        )
        if word != part and (shortened or ended) and len(word) <= len(part) + 4:
            yield part


def _doubled(stem: str) -> bool:
    return len(stem) > 3 and stem[-1] == stem[-2]
