"""Names in a text: each word that is or may be a name, and whether it is meant as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.leaks import Level
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.names import sign_words, signs
from pipeline.rules.leaks.names.candidates import Candidate, candidates
from pipeline.rules.leaks.names.naming import Entry, NameIndex
from pipeline.rules.leaks.names.persons import family_of, initialled
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.words import Text

_HELD_TOGETHER = re.compile(r"[\s,\-_.&/+|:()]*")
_HYPHENED = re.compile(r"[\-_.+]")
_LINKS = frozenset(("and", "or"))
_LONG = 6  # letters from which one slip inside a sentence is enough for a STOP
_SHORT = 4  # letters below which a pet form needs a capital inside a sentence


@dataclass(frozen=True)
class Judged:
    """A level with its reason; level None: an ordinary word here."""

    level: Level | None
    why: str = ""


_NOT = Judged(None)


def name_hits(text: Text, names: NameIndex, blocked: frozenset[int]) -> Iterator[Hit]:
    """The hits of all names; `blocked`: words inside allowed phrases, by number."""
    found = {c.index: c for c in candidates(text, names, blocked)}
    for candidate in found.values():
        judged = _judge(text, candidate, found)
        if judged.level is None:
            continue
        entry = _likeliest(candidate, found)
        level = lowered(judged.level, entry.identifier)
        if level is not None:
            weak = level is Level.REVIEW and not candidate.ambiguous
            rule = _rule(candidate, entry)
            yield Hit(
                candidate.word.start,
                candidate.word.end,
                level,
                rule,
                _why(candidate, entry, judged),
                entry.identifier,
                weak,
            )


def _neighbour(text: Text, candidate: Candidate, found: dict[int, Candidate]) -> Candidate | None:
    """Another name of the same case right beside it, or with "and" or one word between."""
    for step in (-1, 1, -2, 2):
        other = found.get(candidate.index + step)
        if (
            other is None
            or other.word.sentence != candidate.word.sentence
            or not _apart(text, candidate, other)
        ):
            continue
        if other.word.key != candidate.word.key and other.references & candidate.references:
            return other
    return None


def _apart(text: Text, one: Candidate, other: Candidate) -> bool:
    """Whether nothing but a link, an initial or a middle name stands between two words."""
    first, last = sorted((one, other), key=lambda c: c.index)
    gap = text.between(first.word, last.word)
    if first.word.sentence != last.word.sentence and (gap.count("\n") != 1 or gap.strip()):
        return False
    if last.index - first.index == 1:
        return bool(_HELD_TOGETHER.fullmatch(gap)) and ". " not in gap
    middle = text.words[first.index + 1]
    around = gap.replace(middle.text, "", 1)
    return bool(_HELD_TOGETHER.fullmatch(around)) and (middle.key in _LINKS or middle.capital)


def _judge(text: Text, candidate: Candidate, found: dict[int, Candidate]) -> Judged:
    word, other = candidate.word, _neighbour(text, candidate, found)
    if other is not None and (beside := _beside(text, candidate, other)):
        return beside
    if candidate.how in ("slip", "sound", "pet"):
        return _nearly(text, candidate)
    if not candidate.ambiguous and (word.capital or len(word.key) >= _SHORT):
        return _plainly(text, candidate)
    return _ambiguous(text, candidate) if word.capital else _small(text, candidate)


def _beside(text: Text, candidate: Candidate, other: Candidate) -> Judged | None:
    """Another name of the same case stands beside it."""
    word = candidate.word
    if (word.capital and other.word.capital) or not (candidate.ambiguous and other.ambiguous):
        return Judged(Level.STOP, f"“{other.word.text}” of the same case stands beside it")
    if not _whole_name(candidate, other):
        return None
    first, last = sorted((word, other.word), key=lambda w: w.start)
    if _HYPHENED.fullmatch(text.between(first, last)):
        return Judged(Level.STOP, f"“{other.word.text}” of the same person is joined to it")
    if signs.acts(text, max(candidate.index, other.index)):
        return Judged(Level.STOP, f"“{other.word.text}” of the same person stands beside it")
    return Judged(Level.REVIEW, f"“{other.word.text}” of the same person stands beside it")


def _plainly(text: Text, candidate: Candidate) -> Judged:
    """A name that is no ordinary word."""
    if all(entry.far for entry in candidate.entries):
        return Judged(Level.REVIEW, "both names may be short for one")
    if signs.cited(text, candidate.index):
        return Judged(Level.REVIEW, "it may be the author of what is cited")
    return Judged(Level.STOP, "the word means nothing else")


def _whole_name(one: Candidate, other: Candidate) -> bool:
    """Whether two words side by side are the forename and the surname of one person, in this order."""
    first, last = sorted((one, other), key=lambda c: c.index)
    if first.how or last.how or last.index - first.index != 1:
        return False
    given = {e.identifier for e in first.entries if e.part == "forename"}
    return bool(given & {e.identifier for e in last.entries if e.part == "surname"})


def _nearly(text: Text, candidate: Candidate) -> Judged:
    index, word = candidate.index, candidate.word
    if signs.titled(text, index) or signs.acts(text, index) or signs.owns(text, index):
        return Judged(Level.STOP, "it is used as a person's name")
    if len(word.key) < _SHORT and (word.first or word.upper or signs.in_heading(text, index)):
        return _NOT
    if (
        candidate.how == "slip"
        and not word.first
        and not signs.in_heading(text, index)
        and len(word.key) >= _LONG
    ):
        return Judged(Level.STOP, "it has a capital inside a sentence")
    return Judged(Level.REVIEW, "the word means nothing else")


def _small(text: Text, candidate: Candidate) -> Judged:
    key = candidate.word.key
    if len(key) < 3 or signs.of_time(text, candidate.index) or key in sign_words.INSTITUTIONS:
        return _NOT
    if candidate.how == "" and signs.small_sign(text, candidate.index):
        return Judged(Level.REVIEW, "it is used as a person's name, though in small letters")
    return _NOT


def _ambiguous(text: Text, candidate: Candidate) -> Judged:
    """A word that may be a name, with a capital."""
    index, word = candidate.index, candidate.word
    clear = _clear_sign(text, candidate)
    if clear is not None:
        return clear
    if signs.of_time(text, index):
        told = signs.owns_kin(text, index) or (word.key in sign_words.MONTHS and signs.acts(text, index))
        return Judged(Level.REVIEW, "what follows may be said of a person") if told else _NOT
    if signs.determined(text, index) or (
        word.key in sign_words.INSTITUTIONS and not _person_for_sure(text, index)
    ):
        return _NOT
    if word.first or candidate.public or signs.in_heading(text, index):
        return _first(text, candidate)
    return _inside(text, candidate)


def _clear_sign(text: Text, candidate: Candidate) -> Judged | None:
    """A sign that holds wherever the word stands; None when there is none."""
    index = candidate.index
    if initialled(text, candidate):
        return Judged(Level.STOP, "an initial of the same person stands beside it")
    if signs.honoured(text, index) or (signs.titled(text, index) and not signs.of_time(text, index)):
        return Judged(Level.STOP, "a title or “mum”, “sister” or the like stands before it")
    if (family := family_of(text, candidate)) and not (candidate.public and candidate.how == "plural"):
        return Judged(family, "it is used as a family's name")
    if signs.aged(text, index):
        return Judged(Level.STOP, "an age stands behind it")
    lost = candidate.how == "plural" and not text.sentences[candidate.word.sentence].heading
    if lost and not signs.determined(text, index) and signs.before_kin(text, index):
        return Judged(Level.STOP, "a possessive without its apostrophe")
    return None


def _person_for_sure(text: Text, index: int) -> bool:
    return signs.owns_kin(text, index) or signs.with_kin(text, index) or signs.relative_clause(text, index)


def _first(text: Text, candidate: Candidate) -> Judged:
    """At the start of a sentence or in a heading a capital tells nothing."""
    index = candidate.index
    kind = candidate.public or signs.common_kind(candidate.word.key)
    if candidate.how == "plural" or signs.organised_after(text, index):
        return _NOT
    if signs.acts(text, index) or signs.with_kin(text, index) or signs.owns_kin(text, index):
        return Judged(Level.STOP, "what follows is said of a person")
    if (said := signs.told_of(text, index)) and (said == "acts" or (_is_given(candidate) and not kind)):
        return Judged(Level.REVIEW, "a colon stands behind it, as behind the name of whom a line is about")
    if signs.owns(text, index) and not kind:
        return Judged(Level.STOP, "it is a possessive")
    if signs.is_subject(text, index) and not kind and not signs.in_heading(text, index):
        return Judged(Level.STOP, "what follows is said of a person")
    if signs.perhaps_acts(text, index) and candidate.word.key not in sign_words.TIMES:
        return Judged(Level.REVIEW, "what follows may be said of a person")
    if candidate.word.upper and not text.sentences[candidate.word.sentence].shouted:
        return Judged(Level.REVIEW, "it is written in capitals")
    return _NOT


def _is_given(candidate: Candidate) -> bool:
    return any(entry.part == "forename" for entry in candidate.entries)


def _inside(text: Text, candidate: Candidate) -> Judged:
    """Inside a sentence an ordinary word has no capital."""
    index, word = candidate.index, candidate.word
    if signs.acts(text, index) or signs.owns_kin(text, index):
        return Judged(Level.STOP, "what follows is said of a person")
    before = text.beside(index, -1)
    if word.key in sign_words.PLACES and before is not None and before.key in sign_words.PLACE_BEFORE:
        return _NOT
    if signs.compound(text, index):
        return _NOT if _organised(text, index) else Judged(Level.REVIEW, "it stands beside another name")
    after = text.beside(index, 1)
    if after is not None and after.capital and text.between(word, after) == " ":
        return Judged(Level.REVIEW, "it stands beside another name")
    if word.key in sign_words.TIMES:
        return Judged(Level.REVIEW, "it has a capital and no date stands beside it")
    if word.line_start:
        return Judged(Level.REVIEW, "it has a capital, perhaps inside a sentence")
    return Judged(Level.STOP, "it has a capital inside a sentence")


def _organised(text: Text, index: int) -> bool:
    word, before, after = text.words[index], text.beside(index, -1), text.beside(index, 1)
    if after and after.capital and text.between(word, after) in (" ", "-"):
        return True
    return before is not None and is_common(before.key)


def _likeliest(candidate: Candidate, found: dict[int, Candidate]) -> Entry:
    """The entry of the person whose other name stands beside it, else the first; this meeting's before earlier ones."""
    beside = [found[candidate.index + s] for s in (-1, 1, -2, 2) if candidate.index + s in found]
    people = {e.identifier for other in beside for e in other.entries}
    return min(candidate.entries, key=lambda e: (e.identifier.earlier, e.identifier not in people))


def _rule(candidate: Candidate, entry: Entry) -> str:
    if candidate.how in ("slip", "sound"):
        return "LC7"
    if candidate.how == "pet":
        return "LC3"
    return "LC4" if candidate.how == "plural" else entry.rule


_WORDS = {
    "": "is the {part} “{of}”",
    "plural": "is the {part} “{of}” with an s",
    "slip": "is a letter or two from the {part} “{of}”",
    "sound": "sounds like the {part} “{of}”",
    "pet": "may be short for the {part} “{of}”",
}


def _why(candidate: Candidate, entry: Entry, judged: Judged) -> str:
    how = _WORDS[candidate.how].format(part=entry.part, of=entry.of.capitalize())
    if entry.rule == "LC3" and candidate.how == "":
        how = f"is another form of the {entry.part} “{entry.of.capitalize()}”"
    return f"“{candidate.word.text}” {how} of {entry.identifier.whose}; {judged.why}."
