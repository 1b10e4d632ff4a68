"""The leak check: where a text tells something that is known. Pure and deterministic (LC32)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model.leaks import Allowed, Finding, Identifier, Known, Level, TextPlace
from pipeline.rules.leaks.facts.dating import age_hits, date_hits
from pipeline.rules.leaks.facts.families import family_hits
from pipeline.rules.leaks.facts.numbering import number_hits
from pipeline.rules.leaks.facts.placing import place_hits
from pipeline.rules.leaks.hits import Hit
from pipeline.rules.leaks.names.disguised import disguised_hits
from pipeline.rules.leaks.names.initials import initial_hits
from pipeline.rules.leaks.names.judging import name_hits
from pipeline.rules.leaks.names.naming import name_index
from pipeline.rules.leaks.text.folding import Plain, folded, one_line, plain
from pipeline.rules.leaks.text.wordlists import word_set
from pipeline.rules.leaks.text.words import Text, text_of

RULES_VERSION = "2"
_NOTHING_KNOWN = (
    "Nothing is known of this meeting's cases, so nothing could be looked for. A paper is only checked against "
    "the referrals of its meeting: file them first."
)
_NEAR = 1  # sentences between two weak hits that together are a strong one (LC15: within two sentences)
_SHOWN = 300  # letters of a sentence that a finding quotes
_YOUNG = word_set(
    "people peoples person persons carer carers parent parents mother mothers mum mums father fathers dad dads "
    "adult adults child children woman women man men offender offenders girl girls boy boys baby babies infant "
    "infants minds victim victims lives life voices"
)
# Titles, bodies and turns of phrase in which names stand for nobody of a case (LC30); each from two words on.
_PHRASES = (
    "Church of England",
    "Church hall",
    "Forest of Dean",
    "Victoria Climbié",
    "Daniel Pelka",
    "Peter Connelly",
    "Baby Peter",
    "Clare's Law",
    "Sarah's Law",
    "Lord Laming",
    "Eileen Munro",
    "Munro Review",
    "Graded Care Profile",
    "Working Together",
    "Early Help",
    "Winter Pressures",
    "Children and Families Bill",
    "Care Bill",
    "Royal Mail",
    "Good Friday",
    "Child Protection",
    "Child in Need",
    "Looked After",
)


def versions(known: Known) -> str:
    """The versions of rules and lists, printed with every result: the same ones find the same."""
    return f"rules {RULES_VERSION}, names {known.lists.version}"


def find(places: Sequence[TextPlace], known: Known, allowed: Allowed | None = None) -> tuple[Finding, ...]:
    """Every finding, in the order of the places. An empty list of identifiers is a STOP (LC31)."""
    if known.empty:
        return (Finding(Level.STOP, "LC31", "the whole paper", "", "", None, _NOTHING_KNOWN),)
    allowance = allowed or Allowed()
    return tuple(f for place in places for f in _in_place(place, known, allowance))


def _in_place(place: TextPlace, known: Known, allowed: Allowed) -> Iterator[Finding]:
    text = text_of(plain(place.text))
    hits = _kept(_raised(text, _kept(_hits(text, known, allowed))))
    for hit in hits:
        yield _finding(place, text, hit)


def _finding(place: TextPlace, text: Text, hit: Hit) -> Finding:
    sentence = text.sentences[text.sentence_at(hit.start)]
    level = Level.STOP if place.hidden else hit.level
    why = f"{hit.why} No reader of the paper sees this text." if place.hidden else hit.why
    return Finding(
        level,
        hit.rule,
        place.place,
        _quoted(text.plain, sentence.start, sentence.end),
        text.plain.slice(hit.start, hit.end),
        hit.identifier,
        why,
        place.hidden,
    )


def _quoted(made: Plain, start: int, end: int) -> str:
    said = " ".join(made.slice(start, end).split())
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"


def _hits(text: Text, known: Known, allowed: Allowed) -> list[Hit]:
    soft = frozenset(w for phrase in allowed.phrases for w in folded(phrase))
    public = frozenset(words[0] for phrase in allowed.phrases if len(words := folded(phrase)) == 1)
    names = name_index(known, soft, public)
    said = one_line(text.plain.text)
    blocked = _blocked(text, (*allowed.phrases, *allowed.names, *_PHRASES)) | _signed(text, allowed.signed)
    return [
        *name_hits(text, names, blocked),
        *disguised_hits(text, names),
        *initial_hits(text, known),
        *date_hits(said, known, allowed),
        *age_hits(said, known),
        *place_hits(said, known, soft),
        *number_hits(said, known, allowed),
        *family_hits(said, known),
    ]


def _blocked(text: Text, phrases: Sequence[str]) -> frozenset[int]:
    """The words, by number, that stand inside an allowed phrase of two words or more, and "young people"."""
    keys = [w.key for w in text.words]
    wanted: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = folded(phrase)
        if len(words) > 1:
            wanted.setdefault(words[0].removesuffix("s"), []).append(words)
    found: set[int] = set()
    for at, word in enumerate(keys):
        for words in wanted.get(word.removesuffix("s"), ()):
            if tuple(k.removesuffix("s") for k in keys[at : at + len(words)]) == tuple(
                w.removesuffix("s") for w in words
            ):
                found.update(range(at, at + len(words)))
        if word == "young" and at + 1 < len(keys) and keys[at + 1] in _YOUNG and not _family_of(text, at):
            found.add(at)
    return frozenset(found)


def _signed(text: Text, printed: Sequence[str]) -> frozenset[int]:
    """The words, by number, of what stands there letter for letter with its sign; a line may end at any space."""
    whole = text.plain.text
    forms = (r"\s+".join(map(re.escape, plain(said).text.split())) for said in printed)
    found = [m.span() for form in forms for m in re.finditer(form, whole)]
    return frozenset(n for n, w in enumerate(text.words) for start, end in found if start <= w.start < end)


def _family_of(text: Text, at: int) -> bool:
    """ "the Young children": with a capital inside a sentence it is a family's name."""
    word, after = text.words[at], text.words[at + 1]
    heading = text.sentences[word.sentence].heading
    return (
        word.capital
        and not word.first
        and not heading
        and after.text.islower()
        and not after.key.startswith("p")
    )


def _raised(text: Text, hits: Sequence[Hit]) -> list[Hit]:
    """Two weak hits of one case within two sentences are raised one level (LC15)."""
    made = []
    for hit in hits:
        other = next((o for o in hits if _together(text, hit, o)), None)
        if other is None:
            made.append(hit)
            continue
        why = f"{hit.why} “{text.plain.slice(other.start, other.end)}” of the same case stands near (LC15)."
        made.append(replace(hit, level=Level.STOP, rule=f"{hit.rule}, LC15", why=why))
    return made


def _together(text: Text, one: Hit, other: Hit) -> bool:
    if one.identifier is None or other.identifier is None or one.start == other.start:
        return False
    if not (_joins(one, one.identifier) and _joins(other, other.identifier)):
        return False
    same = one.identifier.reference == other.identifier.reference
    told = (
        text.plain.text[one.start : one.end].casefold() != text.plain.text[other.start : other.end].casefold()
    )
    return same and told and abs(text.sentence_at(one.start) - text.sentence_at(other.start)) <= _NEAR


def _joins(hit: Hit, identifier: Identifier) -> bool:
    """What is weak by itself, and what is only lowered because it is of another meeting's case: text that was pasted
    from that meeting's papers tells more than one thing of it.
    """
    return hit.weak or (identifier.earlier and hit.level is Level.REVIEW)


def _kept(hits: Sequence[Hit]) -> list[Hit]:
    """In order of place; of hits that overlap the worse, then the longer."""
    order = sorted(
        hits, key=lambda h: (h.level is not Level.STOP, h.rule == "LC17", h.start - h.end, h.start)
    )
    kept: list[Hit] = []
    for hit in order:
        if not any(hit.start < k.end and k.start < hit.end for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)
