"""Words that make a family unlike others (LC14): kin, illness, language, faith, work, incident, weapon.

They are looked for in what a form tells; what a form of the meeting's cases uses is then looked for in the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.rules.leaks.text.common_words import is_common

NATIONS = (
    r"polish|romanian|lithuanian|latvian|estonian|bulgarian|hungarian|slovak(?:ian)?|czech|albanian|serbian|croatian|"
    r"bosnian|kosovan|ukrainian|russian|moldovan|portuguese|spanish|italian|greek|cypriot|turkish|kurdish|iranian|"
    r"iraqi|syrian|lebanese|palestinian|afghan|egyptian|moroccan|algerian|tunisian|libyan|sudanese|yemeni|somali(?:an)?|"
    r"ethiopian|eritrean|nigerian|ghanaian|kenyan|ugandan|zimbabwean|congolese|gambian|cameroonian|malawian|"
    r"pakistani|bangladeshi|bengali|nepal(?:i|ese)|sri lankan|filipino|thai|vietnamese|chinese|japanese|korean|"
    r"malaysian|jamaican|trinidadian|brazilian|colombian|american|australian"
)
_LANGUAGES = (
    r"farsi|pashto|dari|arabic|yoruba|igbo|hausa|twi|swahili|shona|lingala|amharic|tigrinya|oromo|urdu|punjabi|"
    r"sylheti|gujarati|hindi|tamil|tagalog|mandarin|cantonese|hakka|mirpuri|romani|shelta|sign language|bsl"
)
_FAITHS = (
    r"muslim|mosque|sikh|gurdwara|hindu|jewish|synagogue|jehovah'?s witness(?:es)?|kingdom hall|mormon|amish|"
    r"pentecostal|buddhist|roman catholics?|plymouth brethren|scientolog(?:y|ist)|traveller|gypsy|gypsies|roma|"
    r"showm[ae]n"
)
_KIN = (
    r"step-?(?: ?)(?:dads?|fathers?|mums?|mothers?|parents?|siblings?|brothers?|sisters?|children|famil(?:y|ies))",
    r"kinship carers?|special guardians?(?:hip)?|surrogate|same-sex|lesbian|gay couple|transgender|non-binary",
    r"adoptive|adoption(?! (?:act|and children|order|panel|team|service|agency))|adopted|second wife|two wives",
    r"(?:first )?cousins|half-?(?:brothers?|sisters?|siblings?)",
    r"(?:maternal|paternal|great) ?-?(?:grand\w+|aunts?|uncles?)",
    r"arranged marriage|forced marriage|forced to marry|forced into marriage",
    r"two (?:mums|mothers|dads|fathers|women|men)|both (?:women|men)",
)
_ILLNESS = (
    r"cerebral palsy|cystic fibrosis|epilep(?:sy|tic)|sickle cell|thalassaemia|muscular dystrophy|spina bifida",
    r"haemophilia|leukaemia|cancer|lymphoma|cleft (?:lip|palate)|tracheostomy|dialysis|transplant|tube[- ]fed",
    r"feeding tube|gastrostomy|stoma|wheelchair|prosthetic|amput(?:ee|ated|ation)|f(?:o)?etal alcohol|prader[- ]willi",
    r"dwarfism|albin(?:o|ism)|huntington'?s?|tourette'?s?|tics|crohn'?s|colitis|coeliac|narcolepsy|lupus|ichthyosis",
    r"down'?s syndrome|deaf(?:ness)?|hearing aids?|cochlear|registered blind|sight[- ]impaired",
    r"selective(?:ly)? mut(?:e|ism)",
    r"hiv|hepatitis|tuberculosis|tb|meningitis|schizophreni[ac]|bipolar|psychosis|psychotic|anorexi[ac]|bulimi[ac]",
    r"diabet(?:es|ic)|multiple sclerosis|motor neurone|parkinson'?s|fibromyalgia|arthritis|brain tumou?r|brain injury",
    r"congenital|heart defect|pacemaker|hydrocephalus|alopecia|vitiligo|birthmark|eczema",
)
_WORK = (
    r"soldiers?|barracks|army|navy|raf|marines?|veteran|vicar|pastor|imam|rabbi|priest|nun|councillor|magistrate",
    r"footballer|jockey|boxer|musician|actor|actress|dancer|lap dancer|escort|sex work(?:er)?|prison officer",
    r"firefighter|fireman|paramedic|farm(?:er|ers|hand)?|farm ?worker|gamekeeper|farriers?|blacksmith|groom|fairground",
    r"circus|publican|landlady|bar(?:maid|man)|doorman|bouncer|croupier|bak(?:er|ery|eries)|butchers?|chefs?|waitress",
    r"waiter|take-?away|chip shop|restaurant|caf[eé]|hairdress(?:er|ing)|barbers?|nail bar|beautician|tattooists?",
    r"lorr(?:y|ies)(?: drivers?)?|hgv|haulage|taxis?(?: drivers?)?|minicab|bus driver|train driver|courier|postman",
    r"pilot|cabin crew|sailor|trawler|fisherm[ae]n|scaffold(?:er|ing)|roof(?:er|ing)|bricklayer|plasterer|carpenter",
    r"plumber|electrician|welder|miner|quarry|tarmac|tree surgeon|scrap (?:dealer|metal|yard)|dentist|pharmacist|vet",
    r"surgeon|optician|solicitor|barrister|journalist|photographer|undertaker|gravedigger|childminder|lecturer",
    r"abattoir|slaughterhouse|security guard|traffic warden",
)
_INCIDENT = (
    r"machete|axe|hammer|crossbow|shotgun|air rifle|handgun|samurai|sword|acid attack|arson|house fire|chloroform",
    r"scald(?:ed|ing)?|stabb(?:ed|ing)|strangl(?:ed|ing)|drown(?:ed|ing)|hang(?:ed|ing) (?:him|her)self|kidnap(?:ped)?",
    r"abduct(?:ed|ion)|trafficked|fgm|female genital mutilation|overdose|self-immolat\w+|siege|manslaughter",
    r"murder(?:ed)?",
)
_WORDS = re.compile(
    rf"\b(?:{'|'.join((NATIONS, _LANGUAGES, _FAITHS, *_KIN, *_ILLNESS, *_WORK, *_INCIDENT))})\b",
    re.IGNORECASE,
)
# Different words for the same thing.
_SAME = tuple(
    re.compile(pattern)
    for pattern in (
        r"bak.*",
        r"butcher.*",
        r"(?:lorr(?:y|ies).*|hgv|haulage)",
        r"(?:taxi.*|minicab)",
        r"farm.*",
        r"(?:first )?cousins",
        r"(?:adopt.*)",
        r"(?:gyps.*|roma|romani|traveller|shelta)",
        r"(?:two (?:mums|mothers|women)|both women|lesbian|same-sex|two (?:dads|fathers|men)|both men|gay couple)",
        r"(?:(?:maternal|paternal|great).*)",
        r"(?:soldier.*|army|barracks|veteran)",
        r"(?:tourette.*|tics)",
        r"(?:hairdress.*|barbers?)",
        r"(?:take-?away|restaurant|chip shop|caf[eé])",
        r"(?:muslim|mosque|imam)",
        r"(?:sikh|gurdwara)",
        r"(?:jewish|synagogue|rabbi)",
        r"(?:psychosis|psychotic|schizophreni.)",
        r"(?:forced .*|arranged marriage)",
        r"(?:jehovah.*|kingdom hall)",
        r"(?:tuberculosis|tb)",
        r"(?:fgm|female genital mutilation)",
        r"(?:kidnap.*|abduct.*)",
        r"(?:dancer|lap dancer)",
        r"(?:hydrocephalus|shunt)",
        r"(?:chinese|cantonese|mandarin|hakka)",
        r"(?:pakistani|urdu|mirpuri)",
        r"(?:iranian|farsi)",
        r"(?:afghan|pashto|dari)",
        r"(?:bangladeshi|bengali|sylheti)",
    )
)


# What somebody is or does, in words that few others would be told of in: "is a charcoal burner", "keeps reptiles".
_DOES = re.compile(
    r"\b(?:(?:is|was|became) an?|(?:works?|worked|trained|employed|qualified) (?:as|in) (?:an? |the )?|"
    r"(?:keeps?|breeds?|drives?|drove|teaches|taught|plays?|sells?|collects?|races|rides?|runs?|repairs?|trains?)"
    r"(?: the| an?| his| her)?)"
    r" ?(?:[A-Z][a-z]+ )?(?P<what>[a-z]+(?:[ -][a-z]+)?)\b"
)
_SHORTEST = 4  # letters of such a word


def own_words(text: str) -> Iterator[str]:
    """Words for what somebody is or does that are neither ordinary words nor of the vocabulary."""
    for found in _DOES.finditer(text):
        for word in re.findall(r"[a-z]+", found["what"]):
            if len(word) >= _SHORTEST and not is_common(word) and not _WORDS.fullmatch(word):
                yield word


def words_like(word: str, text: str) -> Iterator[re.Match[str]]:
    """Where a word of `own_words` stands, also with another ending."""
    stem = word if word.endswith("ss") else word.removesuffix("s")
    return re.finditer(rf"\b{re.escape(stem)}(?:e?s|e?r|ers|ing|ed)?\b", text, re.IGNORECASE)


def is_vocabulary(word: str) -> bool:
    """Whether a word is one of the vocabulary."""
    return _WORDS.fullmatch(word) is not None


def telling_words(text: str) -> Iterator[re.Match[str]]:
    """Each word of the vocabulary in a text."""
    return _WORDS.finditer(text)


@cache
def meaning(word: str) -> str:
    """What a word of the vocabulary is compared by: the same for "bakery" and "baker"."""
    small = " ".join(word.casefold().split())
    number = next((n for n, pattern in enumerate(_SAME) if pattern.fullmatch(small)), None)
    return f"same {number}" if number is not None else re.sub(r"[\W_]", "", small).removesuffix("s")[:9]
