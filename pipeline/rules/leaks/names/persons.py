"""A word as a family's name ("the Young family"), or beside an initial of the same person ("Mark W.")."""

from __future__ import annotations

from pipeline.model.leaks import Level
from pipeline.rules.leaks.names import sign_words, signs
from pipeline.rules.leaks.names.candidates import Candidate
from pipeline.rules.leaks.names.naming import Entry
from pipeline.rules.leaks.text.words import Text


def family_of(text: Text, candidate: Candidate) -> Level | None:
    """ "the Youngs", "the Young family", "Young household"."""
    index, word = candidate.index, candidate.word
    if not any(e.part == "surname" for e in candidate.entries) or signs.in_heading(text, index):
        return None
    if word.first:
        return Level.REVIEW if candidate.how == "" and signs.household_after(text, index) else None
    if candidate.how == "plural" and signs.determined(text, index):
        return None if word.key in sign_words.INSTITUTIONS else Level.REVIEW
    return Level.STOP if candidate.how == "" and signs.family_after(text, index) else None


def initialled(text: Text, candidate: Candidate) -> bool:
    """ "Mark W." and "F. Young": the initial of the rest of the same name."""
    for step in (1, -1):
        other = text.beside(candidate.index, step)
        if other is None or len(other.key) != 1 or not other.capital:
            continue
        stopped = text.plain.text[other.end : other.end + 1] == "."
        if other.text in ("I", "A") and not stopped:
            continue
        gap = text.plain.text[min(candidate.word.end, other.end) : max(candidate.word.start, other.start)]
        if gap.strip(" .,"):
            continue
        if any(other.key in _initials(e) for e in candidate.entries):
            return True
    return False


def _initials(entry: Entry) -> frozenset[str]:
    """The initials of the rest of a name."""
    person = entry.identifier
    rest = person.forenames if entry.part == "surname" else (person.surname, *person.forenames)
    return frozenset(w[0].casefold() for name in rest for w in name.replace("-", " ").split() if w)
