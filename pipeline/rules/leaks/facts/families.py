"""What is unusual about a family, and small counts in words (LC14, LC16): always for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.leaks import Identifier, IdentifierKind, Known, Level
from pipeline.rules.leaks.facts.vocabulary import (
    NATIONS,
    is_vocabulary,
    meaning,
    own_words,
    telling_words,
    words_like,
)
from pipeline.rules.leaks.hits import Hit

TWINS = re.compile(
    r"\b(?:twins?(?![- ]track)|twinned|triplets?|quadruplets?|quads|multiple birth)\b", re.IGNORECASE
)
_TWO = 2
_OF_CASES = re.compile(r"^both .*cases$", re.IGNORECASE)  # tells of each case only where there are two
_SMALL = r"two|three|four|five|six|seven|eight|nine|ten|2|3|4|5|6|7|8|9|10"
_KIDS = (
    r"(?:young |small |older |younger |little |other |eldest |youngest |school-age |pre-school )?"
    r"(?:children|kids|siblings|brothers|sisters|sons|daughters|boys|girls|babies|toddlers|infants|teenagers|half-siblings)"
)
_ONE_KID = r"(?:child|boy|girl|son|daughter|brother|sister|sibling|baby|twin)"
_WHOSE = r"(?:her|his|their|the)"
_BEFORE = r"(?:her|his|their|these|those|all|the|whose|with|has|have|had|of|between|against|for|and)"
_THINGS = r"families|mothers|fathers|homes|schools|cases"
_FAMILIES = r"(?:families|children|cases|siblings|mothers|fathers|parents|referrals|boys|girls|households)"
_PLACE = r"(?:eldest|oldest|youngest|middle|second|third|fourth|fifth|older|younger|only|half-?)"
_ONE_FAMILY = (
    r"(?:family|household|mother|mum|father|dad|couple|parents|boy|girl|child|baby|teenager|woman|man)"
)
_FAITHFUL = r"muslim|sikh|hindu|jewish|traveller|gypsy|roma"
# What tells of one family whatever its forms say (house rules: no nationality, no unusual household).
_ALWAYS = tuple(
    (re.compile(pattern, re.IGNORECASE), why)
    for pattern, why in (
        (
            rf"\b(?:an?|the|this|one|her|his|their|with an?) (?:{NATIONS}|{_FAITHFUL})"
            rf"(?:[- ]speaking)? {_ONE_FAMILY}\b",
            "A nationality, language or faith beside one family may tell who is meant.",
        ),
        (
            rf"\b(?:an?|the|this|one|her|his|their) family of (?:\w+ )?(?:{NATIONS}|travellers|gypsies|refugees)",
            "A nationality or way of life beside one family may tell who is meant.",
        ),
        (
            r"\b(?:her|his|their|the|with) two (?:mothers|mums|dads|fathers)\b|\bsame-sex (?:couple|parents)\b",
            "An unusual household may tell who is meant.",
        ),
    )
)
_COUNTS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"\b{_BEFORE} (?:{_SMALL}) {_KIDS}\b",
        rf"\bboth (?:of )?(?:{_WHOSE} )?(?:young |older |younger )?(?:{_KIDS}|{_THINGS})\b",
        rf"\b(?:{_SMALL}) of {_WHOSE} (?:{_SMALL} )?{_KIDS}\b",
        rf"\b(?:one|two|three|1|2|3|none|neither|either|only one|all) of the (?:{_SMALL}) {_FAMILIES}\b",
        rf"\b(?:the|her|his|their) {_PLACE}[- ]{_ONE_KID}\b(?! who\b| or\b)",
        rf"\b(?:mother|father) of (?:{_SMALL}|one)\b|\b(?:eldest|youngest|oldest) of (?:{_SMALL})\b",
        rf"\bsibling (?:group|set)s? of (?:{_SMALL})\b|\b(?:a|the) family of (?:{_SMALL})\b",
        rf"\bthe (?:{_SMALL}) families\b",
        rf"\b(?:{_SMALL}) {_KIDS} (?:in the|from the|of the|of one|from one|in one|aged|under one)\b",
        rf"\b(?:{_SMALL}) {_KIDS} and (?:one|two|three|an?|her|his|their)\b",
    )
)


def told_of(text: str) -> tuple[str, ...]:
    """The words of the vocabulary in what a form tells, and its own for what somebody does, each once."""
    found = [*(m[0].casefold() for m in telling_words(text)), *own_words(text)]
    return tuple(dict.fromkeys((*found, *(["twins"] if TWINS.search(text) else []))))


def family_hits(text: str, known: Known) -> Iterator[Hit]:
    """Words of the vocabulary that a case's forms use too, twins always, and small counts."""
    ours: dict[str, Identifier] = {}
    for identifier in known.identifiers:
        if identifier.kind is IdentifierKind.FAMILY and not identifier.earlier:
            ours.setdefault(identifier.text, identifier)
    for found in TWINS.finditer(text):
        twins = ours.get("twins")
        whose = f": {twins.whose}" if twins else ""
        why = f"Twins and the like are rare enough to tell who is meant{whose}."
        yield Hit(found.start(), found.end(), Level.REVIEW, "LC14", why, twins, weak=twins is not None)
    for found in telling_words(text):
        match = next((i for word, i in ours.items() if meaning(word) == meaning(found[0])), None)
        if match:
            yield _told(found, match)
    for word, identifier in ours.items():
        if not is_vocabulary(word) and word != "twins":
            yield from (_told(found, identifier) for found in words_like(word, text))
    yield from _always(text)
    yield from _counts(text, known)


def _told(found: re.Match[str], identifier: Identifier) -> Hit:
    why = f"It is told of a family, and unusual enough to tell who is meant: {identifier.whose}."
    return Hit(*found.span(), Level.REVIEW, "LC14", why, identifier, weak=True)


def _always(text: str) -> Iterator[Hit]:
    for pattern, why in _ALWAYS:
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), Level.REVIEW, "LC14", why)


def _counts(text: str, known: Known) -> Iterator[Hit]:
    cases = {i.reference for i in known.identifiers if i.kind is IdentifierKind.REFERENCE and not i.earlier}
    two = len(cases) == _TWO
    for pattern in _COUNTS:
        for found in pattern.finditer(text):
            if two or not _OF_CASES.search(found[0]):
                why = "A small count may tell which family or child is meant."
                yield Hit(found.start(), found.end(), Level.REVIEW, "LC16", why)
