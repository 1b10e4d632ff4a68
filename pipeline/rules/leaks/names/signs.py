"""Signs in a sentence that a word which may be a name is one: what stands before it and after it."""

from __future__ import annotations

import re

from pipeline.rules.leaks.text.wordlists import word_set
from pipeline.rules.leaks.text.words import Sentence, Text, Word

HONORIFICS = word_set(
    "mr mrs ms miss mx dr prof professor rev sir madam pc dc ds di dcs sgt sergeant inspector constable"
)
RELATIVES = word_set(
    "mum mummy mother mam mom dad daddy father stepdad stepmum stepfather stepmother sister brother son daughter "
    "partner boyfriend girlfriend husband wife aunt auntie aunty uncle nan nana nanny gran granny grandma grandad "
    "grandpa grandmother grandfather cousin niece nephew friend neighbour girl boy baby toddler teenager pupil "
    "stepson stepdaughter sibling twin twins fiance ex"
)
_ROLES = word_set(
    "worker nurse teacher officer visitor midwife doctor referrer manager lead head mentor tutor carer"
)
_CALLING = word_set("named called nicknamed")
SINGLE_TITLES = HONORIFICS | RELATIVES | _ROLES | _CALLING
_BEING = word_set(
    "was is isn't wasn't were are has had hasn't hadn't does did didn't doesn't would could should"
)
_ADVERBS = word_set(
    "not never also often always still then later usually sometimes only just clearly recently now once nearly "
    "already rarely first both been being regularly repeatedly frequently quickly quietly openly finally"
)
_STATES = word_set(
    "seen spoken asked told taken moved placed born hurt hit harmed assessed referred visited invited left found "
    "excluded heard injured assaulted bruised arrested removed returned upset frightened scared worried unhappy "
    "tired hungry late absent pregnant ill sick alone living staying sleeping crying afraid sad angry happy unwell "
    "unborn bullied collected dropped picked weighed interviewed observed admitted discharged sent brought given "
    "listened missing attending missed disclosed disengaged anxious withdrawn quiet keen reluctant able unable "
    "aware known struggling doing getting going coming asking saying telling working seeing using drinking hiding "
    "refusing caring playing walking shouting hitting wearing registered home dirty thin underweight distressed "
    "sleepy clingy"
)
_DOING = word_set(
    "said says told tells asked asks wants wanted felt feels thinks thought lives lived moved missed attended "
    "attends refused cried cries hit hits disclosed reported described slept sleeps ate eats went came loves hates "
    "likes liked loved misses worries worried struggled struggles spoke speaks saw sees shouted threatened "
    "assaulted drinks drank smokes smoked stays stayed cares walked walks arrived left returned hid hides witnessed "
    "agreed denied admitted knew knows remembers remembered turned turns smiled smiles played plays enjoys enjoyed "
    "wrote became separated ran runs woke wakes stopped started talked talks gave took got gets goes looks looked "
    "seemed seems sat fell heard tried tries explained explains replied answered rang phoned called texted kept "
    "disengaged cancelled signed drew showed helped helps made makes needed cooked brought found lost broke hurt "
    "kicked bit told trusted trusts feared fears"
)
_WHOSE = word_set("their her his the")
_THEN = word_set("who whose aged")
FAMILY = word_set(
    "family family's household children kids twins siblings boys girls brothers sisters parents home house flat "
    "case"
)
_KIN = word_set(
    "mother mum mummy father dad daddy brother sister brothers sisters siblings school nursery teacher drawings "
    "drawing mornings morning bedroom room views wishes behaviour bed nan gran grandmother grandfather partner "
    "parents family plan case home house flat voice day attendance weight bruises worker story toys clothes lunch "
    "health needs birthday referral"
)
DETERMINERS = word_set("the a an this these those our your each every any no some another all")
_CONJUNCTIONS = word_set(
    "that when because if and while after before since where how what why although but so as"
)
PLACE_BEFORE = word_set("in to at from near into around towards outside through via leaving")
TIME_BEFORE = word_set(
    "in by since until till from of during last next this early late mid each every before after between throughout "
    "through following over"
)
_TIME_LINKS = word_set("and to or until")
TIME_AFTER = word_set(
    "half term bank holiday holidays meeting meetings review reviews panel onwards term plan"
)
MONTHS = word_set("january february march april may june july august september october november december")
TIMES = MONTHS | word_set(
    "winter winters summer summers autumn spring christmas easter day days week weeks weekend"
)
TIMES |= word_set("monday tuesday wednesday thursday friday saturday sunday")
# Words that are written with a capital for what they are: a role, an institution, a part of a place's name.
INSTITUTIONS = word_set(
    "church churches court courts case cases child school nurse nurses judge law house parent head baby mum dad nan "
    "gran leader page pages reading bath stroud welsh french christian islam roma romany west north south east "
    "friend coach driver major minor paris ireland parish ward liberty unity justice"
)
PLACES = word_set(
    "reading bath stroud wells dean ireland paris lake forest ford gloucester cheltenham cotswold tewkesbury"
)
_ABSTRACT = word_set(
    "hope joy faith grace harmony patience charity mercy price love honour comfort promise success gift blessing "
    "speed chance destiny treasure comfort gold silver steel stone snow rain frost storm light life bright kind "
    "moody poor rich sharp small little short long strong quick fast wise young good best happy merry jolly lucky "
    "smart proud dear still true black white brown green blue grey art rice ham wood woods water waters flower "
    "flowers bird fox wolf"
)
_ORGANISED = word_set(
    "fund foundation institute house lodge school street road centre center team group panel project service "
    "services unit close hall college court trust act bill board programme order care hospital surgery clinic "
    "partnership forum network scheme academy nursery park lane way green hill view club foundation charity council "
    "authority district county committee paper guidance policy protocol framework pathway model line report review "
    "inquiry bank holiday term protection plan"
)


_WANTING = word_set("needs likes didnt hasnt hadnt")
_PERHAPS = frozenset(
    (
        ("did", "not"),
        ("has", "a"),
        ("has", "no"),
        ("has", "been"),
        ("had", "a"),
        ("had", "been"),
        ("has", "two"),
    )
)
_COLON = re.compile(
    r" ?(?::|-(?= )) ?(?P<said>(?:did|does|has|had|was|is|not|no|never|seen|absent|attended|invited|apolog\w+|present|"
    r"missing|visited|refused|due|aged?|born|dob|school|lives?)\b)?",
    re.IGNORECASE,
)
_CITED = re.compile(r"(?:,? (?:and|others|et al\.?|&|[A-Z][\w'-]*\.?),?){0,6} ?\((?:19|20)\d\d[a-z]?\)")
_AGE = re.compile(r" ?\((?:aged? )?\d{1,2}(?: ?(?:years?|months?|yrs?|m|y))?\)")
_HELD = ("", ",", ".", ":", '"', "'", "(")  # what may stand between a title and a name


def common_kind(key: str) -> bool:
    """Whether nothing but a clear sign of a person makes this word a name at the start of a sentence."""
    return key in TIMES or key in INSTITUTIONS or key in _ABSTRACT


def titled(text: Text, index: int) -> bool:
    """Whether "Mr", "Mum", "sister", "called" or the like stands right before, perhaps with a comma."""
    before = text.beside(index, -1)
    if before is None or text.between(before, text.words[index]).strip(" ") not in _HELD:
        return False
    return before.key in SINGLE_TITLES and not before.possessive


def honoured(text: Text, index: int) -> bool:
    """Whether "Mr", "Mrs", "Dr" or the like stands right before."""
    before = text.beside(index, -1)
    return (
        before is not None
        and before.key in HONORIFICS
        and text.between(before, text.words[index]).strip(" .") == ""
    )


def acts(text: Text, index: int) -> bool:
    """Whether a verb of a person follows: "said", "was seen", "who", ", aged"."""
    after = text.beside(index, 1)
    if after is None:
        return False
    gap = text.between(text.words[index], after).strip(" ")
    if gap == ",":
        role = text.beside(index + 1, 1)
        named = role is not None and role.key in RELATIVES | _ROLES and after.key in _WHOSE
        return after.key in _THEN or named
    if gap:
        return False
    return after.key in _DOING or after.key in _THEN or (_being(after) and _state(text, index + 1))


def is_subject(text: Text, index: int) -> bool:
    """Whether "was", "is" or "has" follows: no order begins like that."""
    after = text.beside(index, 1)
    return after is not None and _being(after) and not text.between(text.words[index], after).strip(" ")


def _being(word: Word) -> bool:
    return word.text.casefold() in _BEING or word.key in _BEING


def _state(text: Text, index: int) -> bool:
    for place in range(index, index + 3):
        after = text.beside(place, 1)
        if after is None:
            return False
        if after.key in _STATES or after.key in _DOING or (place > index and after.key in ("to", "at")):
            return True
        if after.key not in _ADVERBS:
            return False
    return False


def told_of(text: Text, index: int) -> str:
    """Whether a colon follows ("Rose: did not attend"): "acts" with what is said of a person, else "colon"."""
    found = _COLON.match(text.plain.text, text.words[index].end)
    if found is None:
        return ""
    return "acts" if found["said"] else "colon" if ":" in found[0] else ""


def cited(text: Text, index: int) -> bool:
    """Whether a year in brackets follows, perhaps after other authors: "Dyer, Smith and others (2011)"."""
    return bool(_CITED.match(text.plain.text, text.words[index].end))


def owns(text: Text, index: int) -> bool:
    """Whether it is a possessive."""
    return text.words[index].possessive


def owns_kin(text: Text, index: int) -> bool:
    """Whether it is a possessive before a word of a child's life: "mum", "bedroom", "views"."""
    after = text.beside(index, 1)
    return owns(text, index) and after is not None and after.key in _KIN


def perhaps_acts(text: Text, index: int) -> bool:
    """Whether "needs a", "did not", "has a" or the like follows, which may be said of a person."""
    first, second = text.beside(index, 1), text.beside(index + 1, 1) if index + 1 < len(text.words) else None
    if first is None or text.between(text.words[index], first).strip(" "):
        return False
    return first.key in _WANTING or (second is not None and (first.key, second.key) in _PERHAPS)


def aged(text: Text, index: int) -> bool:
    """Whether an age in brackets follows: "Hope (3)"."""
    return bool(_AGE.match(text.plain.text, text.words[index].end))


def before_kin(text: Text, index: int) -> bool:
    """Whether a word of a child's life follows right after: an s that lost its apostrophe ("Marks bedroom")."""
    after = text.beside(index, 1)
    return after is not None and after.key in _KIN and text.between(text.words[index], after) == " "


def relative_clause(text: Text, index: int) -> bool:
    """Whether ", who" follows."""
    after = text.beside(index, 1)
    return (
        after is not None
        and after.key in ("who", "whose")
        and text.between(text.words[index], after).strip() == ","
    )


def with_kin(text: Text, index: int) -> bool:
    """Whether "and her brother" or "and his mum" follows."""
    after = [text.beside(index + n, 1) if index + n < len(text.words) else None for n in range(3)]
    keys = [w.key if w else "" for w in after]
    return keys[0] == "and" and keys[1] in ("her", "his", "their") and keys[2] in RELATIVES


def family_after(text: Text, index: int) -> bool:
    """Whether "family", "household", "children" or the like follows in small letters."""
    after = text.beside(index, 1)
    return after is not None and after.key in FAMILY and not after.capital


def household_after(text: Text, index: int) -> bool:
    """Whether "family" or "household" follows in small letters."""
    after = text.beside(index, 1)
    return after is not None and after.text in ("family", "household")


def determined(text: Text, index: int) -> bool:
    """Whether an article or the like stands before."""
    before = text.beside(index, -1)
    return before is not None and before.key in DETERMINERS


def of_time(text: Text, index: int) -> bool:
    """Whether a month or season is meant: "in May", "May 2014", "last winter"."""
    word = text.words[index]
    if word.key not in TIMES:
        return False
    before, after = text.beside(index, -1), text.beside(index, 1)
    if any(c.isdigit() for c in text.plain.text[word.end : word.end + 4]):
        return True
    if text.plain.text[max(0, word.start - 6) : word.start].rstrip().endswith(tuple("0123456789")):
        return True
    near = {w.key for w in (before, after) if w}
    if near & MONTHS or (before and before.key in TIME_BEFORE) or (after and after.key in TIME_AFTER):
        return True
    others = (w for n, w in enumerate(text.words) if w.sentence == word.sentence and n != index)
    return bool(before and before.key in _TIME_LINKS and any(w.key in MONTHS for w in others))


def compound(text: Text, index: int) -> bool:
    """Whether it is part of another proper name: "Families Bill", "Holly Lodge"."""
    word, sentence = text.words[index], text.sentences[text.words[index].sentence]
    before, after = text.beside(index, -1), text.beside(index, 1)
    if after and after.capital and text.between(word, after) in (" ", "-") and after.key in _ORGANISED:
        return True
    if before is None or not before.capital or before.first or text.between(before, word) not in (" ", "-"):
        return False
    return before.key not in SINGLE_TITLES and not sentence.heading


def organised_after(text: Text, index: int) -> bool:
    """Whether "House", "Fund", "Street" or the like follows: the word is part of another name."""
    after = text.beside(index, 1)
    return after is not None and after.capital and after.key in _ORGANISED


def small_sign(text: Text, index: int) -> bool:
    """In small letters: whether it is used as a name all the same ("rose told the worker", "grace's mum")."""
    before = text.beside(index, -1)
    if owns_kin(text, index) or (before is not None and before.key in _CALLING):
        return True
    begins = before is None or before.key in _CONJUNCTIONS
    return begins and acts(text, index)


def in_heading(text: Text, index: int) -> Sentence | None:
    """The sentence when it is a heading."""
    sentence = text.sentences[text.words[index].sentence]
    return sentence if sentence.heading else None
