"""The likeliest code for a theme's heading, by its words. Only a suggestion: a theme counts by the code in the record.

The signs were drawn from the panel's own papers and the words that practitioners use for the same things. A sign is
one or more beginnings of words that must all stand in the heading; "word." is the whole word. Codes that the form has
and this table has not are known by the words of their labels.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.form import Choice
from pipeline.rules.answers.names import fold
from pipeline.rules.counting.tallies import OTHER_THEME

_SIGNS: dict[str, str] = {
    "DA_EMOTIONAL": "domestic abus, domestic violen, emotional abus, emotional harm, coerc, controlling behav,"
    " perpetrat, violen home, violen relationship",
    "CORE_GROUPS": "core group, core membership",
    "INFO_SHARING_TRANSFER": "inform shar, inform pass, transfer, communicat, handover, hand over, shar know,"
    " shar histor, moves. area, between district, between team",
    "CHILD_CENTRED": "child centr, child focus, child voice, child listen, child view, child wish, child heard,"
    " child experien, child perspective, day life, lived experien, young voice",
    "CP_TO_PROCEEDINGS": "care proceed, legal proceed, plan proceed, court, legal plan, public law, drift",
    "DISENGAGEMENT": "disengag, non engag, not engag, nonengag, parent engag, famil engag, mother engag,"
    " disguised complian, parent resist, famil resist, parent cooperat, parent avoid, hard reach",
    "FATHERS_PARTNERS": "father, stepfather, dad., dads., both parent, parent partner, mother partner, mum partner,"
    " new partner, hidden men., male carer, absent men.",
    "THRESHOLDS": "threshold, level need, level interven",
    "REQUESTS_FOR_SERVICE": "request service, refer service, making refer, refer specialist, additional service,"
    " access service",
    "CONFIDENCE_TO_CHALLENGE": "challeng, confidence., confident., profession curio, scepticism, healthy sceptic,"
    "question other",
    "REFLECTIVE_MEETING": "reflect, profession meeting, peer supervis",
    "RESOLUTION_OF_CONCERN": "resol concern, escalat, profession disagree, resol disagree, resol differ",
}
_STOP = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "approach",
    )
)
_WEAK = frozenset(  # stems that stand in too many headings
    (
        *(
            "child",
            "children",
            "plan",
            "parent",
            "partn",
            "famil",
            "servic",
            "group",
            "meet",
            "inform",
            "shar",
        ),
        *("need", "work", "profess", "practition", "agenc", "concern", "emotion", "abus"),
    )
)
_ENDINGS = (
    *("ness", "ations", "ation", "ments", "ment", "ings", "ing", "ence", "ions", "ion", "ives", "ive", "ies"),
    *("ers", "er", "ed", "es", "al", "s", "e"),
)
_SHORTEST = 4  # letters that are left of a word
_LONGER = 5  # letters that an ending has at most
_LEAST = 2  # points from which a code is suggested: one telling word


def suggested(heading: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice that a heading looks like most; None when none does, or two do alike."""
    words = fold(heading).split()
    points = {choice: _points(words, choice) for choice in choices if choice.code != OTHER_THEME}
    ranked = sorted(points.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _LEAST or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def _points(words: Sequence[str], choice: Choice) -> int:
    """A sign of one word has two points and each further word one; a label's word two, a common one one."""
    signs = (sign.split() for sign in _SIGNS.get(choice.code, "").split(","))
    by_signs = sum(len(sign) + 1 for sign in signs if sign and all(_begins(words, part) for part in sign))
    stems = {_stem(word) for word in fold(choice.label).split() if word not in _STOP}
    by_label = sum(1 if stem in _WEAK else 2 for stem in stems if _has(words, stem))
    return by_signs + by_label


def _begins(words: Sequence[str], part: str) -> bool:
    if part.endswith("."):
        return part[:-1] in words
    return any(word.startswith(part) for word in words)


def _has(words: Sequence[str], stem: str) -> bool:
    return any(word.startswith(stem) and len(word) - len(stem) <= _LONGER for word in words)


def _stem(word: str) -> str:
    """A word without its endings: "engagement" and "engaging" are "engag"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return _stem(word[: -len(ending)])
    return word
