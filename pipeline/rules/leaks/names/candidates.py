"""Words of a text that may be a name of somebody in the cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.rules.leaks.names.misspelt import near
from pipeline.rules.leaks.names.naming import Entry, NameIndex
from pipeline.rules.leaks.text.words import Text, Word

_PLURAL = ("es", "s")


@dataclass(frozen=True)
class Candidate:
    """A word that may be a name. `how`: "" when it is the name, "plural", else how it is nearly one."""

    index: int
    word: Word
    entries: tuple[Entry, ...]
    how: str
    ambiguous: bool
    public: bool = False  # a district or the like is called so, too: a capital tells nothing

    @property
    def references(self) -> frozenset[str]:
        """The cases whose name it may be."""
        return frozenset(e.identifier.reference for e in self.entries)


def candidates(text: Text, names: NameIndex, blocked: frozenset[int]) -> Iterator[Candidate]:
    """Each word that is a name, or nearly one, whatever is meant by it; `blocked`: words to pass over, by number."""
    for index, word in enumerate(text.words):
        if index in blocked or not word.key:
            continue
        entries, how, key = _entries(word, names)
        if not entries and (pair := _pair(text, index, names)):
            entries, how, key = pair, "", "".join(e.of for e in pair[:1])
        if not entries and word.capital and (like := near(word.key, names)):
            entries, how, key = like.entries, like.how, word.key
        if entries:
            ordinary = names.is_ambiguous(key) or (how == "plural" and names.is_ambiguous(word.key))
            known = how in ("", "plural")
            yield Candidate(index, word, entries, how, known and ordinary, known and key in names.public)


def _entries(word: Word, names: NameIndex) -> tuple[tuple[Entry, ...], str, str]:
    """The name that a word is, as it is or without a plural's or a lost possessive's s."""
    if word.key in names.keys:
        return names.keys[word.key], "", word.key
    for ending in _PLURAL:
        base = word.key.removesuffix(ending)
        if base != word.key and len(base) > 1 and base in names.keys:
            return names.keys[base], "plural", base
    return (), "", ""


def _pair(text: Text, index: int, names: NameIndex) -> tuple[Entry, ...]:
    """The name that a word and the next one are together: "O Brien", "Mc Kay", "Fern Hollow"."""
    word, after = text.words[index], text.beside(index, 1)
    if after is None or not word.capital or text.between(word, after) not in (" ", "-", "\n"):
        return ()
    together = word.key + after.key
    if len(together) < 5 or names.is_ambiguous(together):
        return ()
    return names.keys.get(together) or names.keys.get(together.removesuffix("s"), ())
