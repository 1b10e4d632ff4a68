"""What is unusual about a family, and small counts in words (LC14, LC16): always for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.leaks import Identifier, IdentifierKind, Known, Level
from pipeline.rules.leaks.hits import Hit, lowered

TWINS = re.compile(
    r"\b(?:twins?(?![- ]track)|twinned|triplets?|quadruplets?|quads|multiple birth)\b", re.IGNORECASE
)
_VOCABULARY = (
    r"step-?(?: ?)(?:dads?|fathers?|mums?|mothers?|parents?|siblings?|brothers?|sisters?|children|famil(?:y|ies))",
    r"kinship carers?|special guardians?(?:hip)?|adoptive|adoption|adopted (?:child|son",
    r"daughter|brother|sister)s?|surrogate",
    r"same-sex|two mums|two mothers|two dads|two fathers|lesbian|gay couple|transgender|non-binary",
    r"cerebral palsy|cystic fibrosis|epilep(?:sy|tic)|sickle cell|muscular dystrophy|spina bifida|haemophilia",
    r"leukaemia|cancer|cleft (?:lip|palate)|tracheostomy|dialysis|transplant|tube[- ]fed|wheelchair|prosthetic",
    r"f(?:o)?etal alcohol|prader[- ]willi|dwarfism|albin(?:o|ism)|huntington'?s?|tourette'?s?|crohn'?s|narcolepsy",
    r"down'?s syndrome|deaf(?:ness)?|hearing aids?|registered blind|sight[- ]impaired",
    r"selective(?:ly)? mut(?:e|ism)|hiv",
    r"schizophreni[ac]|bipolar|diabet(?:es|ic)|multiple sclerosis|parkinson'?s|brain tumou?r|congenital",
    r"polish|romanian|lithuanian|latvian|bulgarian|hungarian|slovak(?:ian)?|czech|albanian",
    r"kosovan|ukrainian|russian",
    r"portuguese|spanish|italian|greek|turkish|kurdish|iranian|farsi|iraqi|syrian|afghan|pashto",
    r"dari|arabic|egyptian",
    r"somali|ethiopian|eritrean|nigerian|yoruba|ghanaian|twi|kenyan|swahili|zimbabwean|shona",
    r"congolese|lingala|gambian",
    r"pakistani|urdu|punjabi|bangladeshi|bengali|sylheti|gujarati|tamil|nepal(?:i|ese)|filipino",
    r"tagalog|thai|vietnamese",
    r"mandarin|cantonese|chinese|japanese|korean|jamaican|brazilian|colombian|gypsy|roma",
    r"traveller|sign language|bsl",
    r"muslim|mosque|sikh|gurdwara|hindu|jewish|synagogue|jehovah'?s witness(?:es)?|mormon",
    r"pentecostal|amish|buddhist",
    r"soldier|barracks|army|navy|raf|vicar|pastor|imam|rabbi|councillor|footballer|jockey|lorry driver|taxi driver",
    r"prison officer|firefighter|paramedic|farm ?worker|fairground|showm[ae]n|escort|lap dancer",
    r"publican|scrap dealer",
    r"machete|axe|hammer|crossbow|shotgun|air rifle|handgun|samurai|sword|acid attack|arson",
    r"chloroform|scald(?:ed|ing)?",
)
_WORDS = re.compile(rf"\b(?:{'|'.join(_VOCABULARY)})\b", re.IGNORECASE)
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
    """The words of the vocabulary in what a form tells, each once, in small letters."""
    found = [m[0].casefold() for m in _WORDS.finditer(text)]
    return tuple(dict.fromkeys((*found, *(["twins"] if TWINS.search(text) else []))))


def family_hits(text: str, known: Known) -> Iterator[Hit]:
    """Words of the vocabulary that a case's forms use too, twins always, and small counts."""
    ours: dict[str, Identifier] = {}
    for identifier in known.identifiers:
        if identifier.kind is IdentifierKind.FAMILY:
            ours.setdefault(identifier.text, identifier)
    for found in TWINS.finditer(text):
        twins = ours.get("twins")
        whose = f": {twins.whose}" if twins else ""
        why = f"Twins and the like are rare enough to tell who is meant{whose}."
        yield Hit(found.start(), found.end(), Level.REVIEW, "LC14", why, twins, weak=twins is not None)
    for found in _WORDS.finditer(text):
        match = next((i for word, i in ours.items() if _stem(word) == _stem(found[0])), None)
        if match and (level := lowered(Level.REVIEW, match)):
            why = f"It is told of a family, and unusual enough to tell who is meant: {match.whose}."
            yield Hit(found.start(), found.end(), level, "LC14", why, match, weak=True)
    for pattern in _COUNTS:
        for found in pattern.finditer(text):
            why = "A small count may tell which family or child is meant."
            yield Hit(found.start(), found.end(), Level.REVIEW, "LC16", why)


def _stem(word: str) -> str:
    made = re.sub(r"[\W_]", "", word.casefold())
    return made.removesuffix("s")[:9]
