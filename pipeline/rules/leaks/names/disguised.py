"""Names in disguise: letters spaced out, run together, or put as digits and signs (LC6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.leaks import Level
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.names.naming import NameIndex
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.folding import folded, one_line
from pipeline.rules.leaks.text.words import Text

_LONG_JOINED = 8  # letters from which a run-together name is found inside other words, too
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*·|/]{1,3}[^\W\d_]){2,}(?![^\W_])")
_MIXED = re.compile(r"(?<![\w@])(?=[\w@$*!€]*[A-Za-z])(?=[\w@$*!€]*[\d@$*!€])[A-Za-z0-9@$*!€]{4,}(?![\w@])")
_SIGNS = (str.maketrans("0134578@$!€", "oieastbasie"), str.maketrans("0134578@$!€", "oleastbasle"))


def disguised_hits(text: Text, names: NameIndex) -> Iterator[Hit]:
    """The hits of names in disguise."""
    plain = one_line(text.plain.text)
    yield from _joined(plain, names)
    for found in _SPACED.finditer(plain):
        letters = "".join(folded(re.sub(r"[\W_]", "", found[0])))
        yield from _whole(found, letters, names, "its letters are spaced out")
    for found in _MIXED.finditer(plain):
        yield from _signed(found, names)


def _joined(plain: str, names: NameIndex) -> Iterator[Hit]:
    small = plain.lower()
    for whole, entry in names.joined.items():
        at = _place_of(whole, small)
        level = lowered(Level.STOP, entry.identifier)
        if at >= 0 and level:
            why = f"It is the name of {entry.identifier.whose}, run together."
            yield Hit(at, at + len(whole), level, "LC6", why, entry.identifier)


def _place_of(whole: str, small: str) -> int:
    """Where a run-together name stands, -1 when nowhere; a short one only as a word that is no ordinary one."""
    if len(whole) >= _LONG_JOINED:
        return small.find(whole)
    found = re.search(rf"(?<![^\W\d_]){whole}(?![^\W\d_])", small)
    return -1 if found is None or is_common(whole) else found.start()


def _whole(found: re.Match[str], letters: str, names: NameIndex, how: str) -> Iterator[Hit]:
    entry = names.joined.get(letters) or next(iter(names.keys.get(letters, ())), None)
    if entry is None and len(letters) > 3:
        inside = [
            k for k in sorted(names.keys) if len(k) > 3 and (letters.startswith(k) or letters.endswith(k))
        ]
        entry = names.keys[inside[0]][0] if inside else None
    level = lowered(Level.STOP, entry.identifier) if entry else None
    if entry and level:
        why = f"It is a name of {entry.identifier.whose}; {how}."
        yield Hit(found.start(), found.end(), level, "LC6", why, entry.identifier)


def _signed(found: re.Match[str], names: NameIndex) -> Iterator[Hit]:
    word = found[0].casefold()
    keys = [word.translate(table) for table in _SIGNS]
    match = next((k for k in keys if len(k) > 3 and k in names.keys), "")
    if not match and "*" in word and sum(c.isalpha() for c in word) > 1:
        pattern = re.compile(re.escape(word).replace(r"\*", "[a-z]?"))
        match = next((k for k in sorted(names.keys) if pattern.fullmatch(k)), "")
    if match:
        yield from _whole(found, match, names, "signs stand for some of its letters")
