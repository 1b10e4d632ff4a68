"""The names of the people of the cases, by every key under which they are looked for (LC1 to LC4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.model.leaks import NAMES, Identifier, IdentifierKind, Known, NameLists
from pipeline.rules.leaks.text.common_words import is_common, is_listed
from pipeline.rules.leaks.text.folding import folded

PARTICLES = frozenset(
    (
        *(
            "ab",
            "al",
            "ap",
            "bin",
            "bint",
            "binti",
            "da",
            "de",
            "del",
            "della",
            "den",
            "der",
            "di",
            "dos",
            "du",
            "el",
        ),
        *(
            "ferch",
            "ibn",
            "la",
            "le",
            "mac",
            "mc",
            "o",
            "san",
            "st",
            "ter",
            "van",
            "von",
            "y",
            "and",
            "the",
            "ul",
            "ur",
        ),
    )
)
_SHORTEST_JOINED = 6
_LONG_SHORT_FORM = 6  # letters from which a short form is looked for misspelt, too


@dataclass(frozen=True)
class Entry:
    """A key's meaning: whose name, which part ("forename", "surname"), and by which rule it is the name."""

    identifier: Identifier
    part: str
    rule: str
    of: str  # the part of the name as it was given
    far: bool = False  # by way of a third name: "Rita" for Daisy, both of which may be Margaret


@dataclass(frozen=True)
class NameIndex:
    """Keys of names. `joined`: run-together whole names; `parts`: what misspellings are measured against, in order.

    Those of earlier meetings are not looked for misspelt.
    """

    keys: dict[str, tuple[Entry, ...]]
    joined: dict[str, Entry]
    parts: dict[str, tuple[Entry, ...]]
    ambiguous: frozenset[str]
    public: frozenset[str]  # names that stand in the paper on purpose with a capital, such as a district's
    listed: frozenset[str]  # names of the list of short forms: "Casey" is no form of "case"

    def is_ambiguous(self, word: str) -> bool:
        """Whether the key is also an ordinary word, or too short to stand by itself."""
        if len(word) < 3 or word in self.ambiguous or is_listed(word):
            return True
        return word not in self.listed and is_common(word)


@lru_cache(maxsize=8)
def name_index(
    known: Known, soft: frozenset[str] = frozenset(), public: frozenset[str] = frozenset()
) -> NameIndex:
    """The index of everything known. `soft`: words of allowed phrases, which count as ordinary words; `public`: those
    that are a whole phrase.
    """
    shorts = _shorts(known.lists)
    keys: dict[str, list[Entry]] = {}
    joined: dict[str, Entry] = {}
    parts: dict[str, list[Entry]] = {}
    for identifier in known.identifiers:
        if identifier.kind not in NAMES:
            continue
        rule = "LC2" if identifier.kind is IdentifierKind.WORKER else "LC1"
        for entry, word, own in _entries(identifier, rule, shorts):
            _add(keys, word, entry)
            if (own or len(word) >= _LONG_SHORT_FORM) and not identifier.earlier:
                _add(parts, word, entry)
        for whole in _run_together(identifier):
            joined.setdefault(whole, Entry(identifier, "whole", rule, identifier.text))
    return NameIndex(
        {k: tuple(v) for k, v in keys.items()},
        joined,
        {k: tuple(v) for k, v in sorted(parts.items())},
        known.lists.ambiguous | soft,
        public,
        frozenset(shorts),
    )


def _add(into: dict[str, list[Entry]], word: str, entry: Entry) -> None:
    held = into.setdefault(word, [])
    if entry not in held:
        held.append(entry)


def _shorts(lists: NameLists) -> dict[str, dict[str, bool]]:
    """For each name the others of its lines, and whether one is far: not on the line that begins with the name.

    A name that begins no line is short for the one that begins its own: that one and its forms are near.
    """
    found: dict[str, dict[str, bool]] = {}
    heads = {group[0] for group in lists.groups}
    for group in lists.groups:
        for name in group:
            far = name != group[0] and name in heads
            others = found.setdefault(name, {})
            for other in group:
                if other != name:
                    others[other] = far and others.get(other, True)
    return found


def _entries(
    identifier: Identifier, rule: str, shorts: dict[str, dict[str, bool]]
) -> Iterator[tuple[Entry, str, bool]]:
    """Each key with its entry, and whether it is the name as given (not a short form)."""
    for name in identifier.forenames:
        for word in _parts(name):
            yield Entry(identifier, "forename", rule, word), word, True
            for other, far in sorted(shorts.get(word, {}).items()):
                yield Entry(identifier, "forename", "LC3", word, far), other, False
    for one, two in pairwise(identifier.forenames):
        if len(both := "".join(folded(f"{one}{two}"))) >= _SHORTEST_JOINED:
            yield Entry(identifier, "forename", rule, both), both, True
    yield from _surname_entries(identifier, rule)


def _surname_entries(identifier: Identifier, rule: str) -> Iterator[tuple[Entry, str, bool]]:
    for word in _parts(identifier.surname):
        yield Entry(identifier, "surname", rule, word), word, True
        if word.startswith(("mc", "mac")) and len(word) > 5:
            yield Entry(identifier, "surname", rule, word), word.removeprefix("mac").removeprefix("mc"), False
    for bare in _without_particle(identifier.surname):
        yield Entry(identifier, "surname", rule, bare), bare, False


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name, hyphen parts singly, and the whole of several run together."""
    words = folded(name)
    kept = [w for w in words if w not in PARTICLES and len(w) > 1] or [w for w in words if len(w) > 1]
    whole = "".join(words)
    return tuple(dict.fromkeys((*kept, *((whole,) if len(words) > 1 and len(whole) > 4 else ()))))


def _without_particle(surname: str) -> Iterator[str]:
    """The rest of O'Brien and D'Souza."""
    for part in surname.replace("’", "'").replace("-", " ").split():
        before, mark, rest = part.partition("'")
        if mark and len(before) == 1 and len(rest) > 3:
            yield "".join(folded(rest))


def _run_together(identifier: Identifier) -> Iterator[str]:
    surname = "".join(folded(identifier.surname))
    for name in identifier.forenames:
        first = "".join(folded(name))
        for last in dict.fromkeys((surname, *folded(identifier.surname))):
            if first and last and len(first + last) >= _SHORTEST_JOINED:
                yield first + last
                yield last + first
