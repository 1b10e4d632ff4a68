"""Letters in place of a name (LC5): initials of a family, a single letter for a child, letters that are nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.model.leaks import Identifier, IdentifierKind, Known, Level
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.names.naming import PARTICLES
from pipeline.rules.leaks.names.sign_words import HONORIFICS
from pipeline.rules.leaks.text.folding import folded, one_line
from pipeline.rules.leaks.text.wordlists import word_set
from pipeline.rules.leaks.text.words import Text

_DOTTED = re.compile(r"(?<![\w.])(?:[A-Za-z]\.[ -]?){1,3}(?:Ma?c)?[A-Za-z]\b\.?(?!\w)")
_BARE = re.compile(r"(?<![\w.'&/@-])[A-Z](?:[A-Z]{1,3}|(?: [A-Z]){1,2})(?='s|s\b|\b)(?![\w&@]|-\d)")
_LETTER = re.compile(
    r"\b(?i:child|baby|mother|father|mum|dad|brother|sister|sibling|family|pupil|infant|boy|girl|parent|adult)"
    r" ([A-Z])\b(?!\.\w)"
)
_ALONE = re.compile(
    r"(?<![\w.'&/@:#+-])(?P<letter>[A-Z])(?P<stop>\.)?(?P<own>'s)?(?![\w&/@'+-]|\.\w|\)|:| ?\d| (?:or|to) [A-Z]\b)"
)
_CHAINED = re.compile(r"(?:\b[A-Z](?:,| and| or| to) )+$")  # "plan A and B", "A to Z"
_SAID = re.compile(
    r" (?:was|is|has|had|did|does|will|would|could|told|said|says|asked|went|lives?|lived|attended|refused|felt)\b"
)
# What a single letter numbers where it is nobody's name: "plan B", "Annex C".
_LABELS = word_set(
    "plan section level annex appendix part team group type vitamin grade hepatitis option table figure form schedule "
    "class unit zone category point question item paper chapter list stage key band block room site phase tier strand "
    "module step box row column field sheet article clause line area version set model example scenario hall wing ward "
    "letter exhibit document issue theme case priority standard"
)
_ABBREVIATIONS = word_set(
    "ie eg am pm uk eu us usa tv dvd cd it ict id ok nb ps pc dc di ds wc ta pe re rs qa hr cv gp gps hv sw sn la "
    "lac ca caf cp cpp cpc cin cic cse csc da dv dva mh sm ep ew ewo eh fgc iro idva isva lado mash marac mappa nhs "
    "nspcc ngo od ofsted cqc pcc pcso pd ph phn pp pru plo rpc scr sen send senco sgo slt sla ssw st td tac taf tp "
    "ucl yot yp yos ys ad hd asd adhd odd hiv aids iv gcse nvq bt bbc aa na ad cs ct dr ed em er ex fe ff fm fs ft "
    "fw hq ii iii iv vi vii viii ix xi mp md mr mrs ms no ot pa pr qc sa sb sc se ss sub tb tv ok ni nmw dwp cmhs "
    "camhs cyps cafcass gscb lscb scolt crp aic rec rep cps cro ico eo epo po pnd rj sl slp ln lp ap ao as at be by "
    "do go he hi if in is me my of oh on or so to up us we an hr hrs min gl pg bs va vs fc cc bcc asap faq pdf doc "
    "ref tel mob email"
)
_DOTTED_ONES = word_set("ie eg am pm uk us eu gp da cp usa nb ps dob")


@lru_cache(maxsize=8192)
def initials_of(identifier: Identifier) -> frozenset[str]:
    """The sets of initials of a person: first and last, with and without the names between, each part of the last."""
    first = [w[0] for name in identifier.forenames for w in folded(name) if w not in PARTICLES]
    words = folded(identifier.surname)
    last = [w[0] for w in words if w not in PARTICLES]
    last += [m.casefold() for m in re.findall(r"\b[A-Z]['’]([A-Z])", identifier.surname)]
    if not first or not last:
        return frozenset()
    ends = {*last, "".join(last), words[0][0]}
    for before, rest in (m.groups() for w in words if (m := re.fullmatch(r"(ma?c)(\w{3,})", w))):
        ends |= {f"m{rest[0]}", f"{before}{rest[0]}"}
    return frozenset(start + end for start in {first[0], "".join(first)} for end in ends)


def initial_hits(text: Text, known: Known) -> Iterator[Hit]:
    """The hits of all letters that stand in place of a name."""
    plain = one_line(text.plain.text)
    children = [i for i in known.identifiers if i.kind is IdentifierKind.CHILD]
    family = [*children, *(i for i in known.identifiers if i.kind is IdentifierKind.ADULT)]
    hits = [*_sets(text, plain, family)]
    for hit in hits:
        others = [
            h for h in hits if h.identifier and hit.identifier and _same_case(h.identifier, hit.identifier)
        ]
        written = {re.sub(r"\W", "", plain[h.start : h.end]).casefold() for h in others}
        level = (
            Level.STOP if len(written) > 1 and hit.identifier and not hit.identifier.earlier else hit.level
        )
        why = hit.why if level is hit.level else f"{hit.why} Initials of two of one family stand here."
        yield Hit(hit.start, hit.end, level, hit.rule, why, hit.identifier, weak=level is Level.REVIEW)
    yield from _letters(plain, children)
    yield from _alone(text, plain, family)
    yield from _made_up(plain)


def _same_case(one: Identifier, other: Identifier) -> bool:
    return one.reference == other.reference


def _sets(text: Text, plain: str, family: Sequence[Identifier]) -> Iterator[Hit]:
    for pattern in (_DOTTED, _BARE):
        for found in pattern.finditer(plain):
            letters = re.sub(r"[^A-Za-z]", "", found[0]).casefold()
            if letters in (_DOTTED_ONES if pattern is _DOTTED else _ABBREVIATIONS) or (
                pattern is _BARE and _is_shouted(text, found.start())
            ):
                continue
            person = next((i for i in family if letters in initials_of(i)), None)
            level = lowered(Level.REVIEW, person) if person else None
            if person and level:
                why = f"The initials of {person.whose}."
                yield Hit(*found.span(), level, "LC5", why, person, weak=True)


def _is_shouted(text: Text, at: int) -> bool:
    return text.sentences[text.sentence_at(at)].shouted


def _letters_of(identifier: Identifier) -> frozenset[str]:
    """The first letters of all parts of a name."""
    return frozenset(w[0] for name in (*identifier.forenames, identifier.surname) for w in folded(name))


def _letters(plain: str, children: Sequence[Identifier]) -> Iterator[Hit]:
    """ "Child G": a letter for a name; one that is nobody's whom we know may be made up, and still tell."""
    for found in _LETTER.finditer(plain):
        letter = found[1].casefold()
        person = next((i for i in children if letter in _letters_of(i)), None)
        level = lowered(Level.REVIEW, person) if person else None
        if person and level:
            why = f"The initial of {person.whose} stands for a name."
            yield Hit(*found.span(), level, "LC5", why, person, weak=True)
        else:
            yield Hit(*found.span(), Level.REVIEW, "LC5", _INSTEAD)


_INSTEAD = "Letters stand in place of a name; even made-up ones may tell who is meant."


def _alone(text: Text, plain: str, family: Sequence[Identifier]) -> Iterator[Hit]:
    """ "G. was seen", "we saw G": one letter for a person, where it numbers nothing."""
    for found in _ALONE.finditer(plain):
        letter, before = found["letter"], plain[max(0, found.start() - 40) : found.start()]
        before = _CHAINED.sub("", before)
        word = re.search(r"([^\W\d_]+)[ ,]*$", before)
        if (word and word[1].casefold() in _LABELS | HONORIFICS) or _is_shouted(text, found.start()):
            continue
        if re.search(r"\b[A-Z] to $", plain[: found.start()]):
            continue
        if (letter in "AI" and not found["stop"]) or _is_of_a_name(plain, found):
            continue
        begins = not before.strip() or before.rstrip(" \"'(")[-1:] in ".!?:\n•"
        if begins and not (found["own"] or _SAID.match(plain, found.end())):
            continue
        person = next((i for i in family if _forename_letter(i) == letter.casefold()), None)
        level = lowered(Level.REVIEW, person) if person else None
        if person and level:
            why = f"A single letter, the initial of {person.whose}."
            yield Hit(found.start(), found.end("letter"), level, "LC5", why, person, weak=True)


def _forename_letter(person: Identifier) -> str:
    return next((w[0] for name in person.forenames for w in folded(name)), "")


def _is_of_a_name(plain: str, found: re.Match[str]) -> bool:
    """Whether a word with a capital stands right beside the letter: both are one name, which has its own rule."""
    after = re.match(r" ?[A-Z]\w", plain[found.end() :])
    before = re.search(r"[A-Z][\w']+,? $", plain[: found.start()])
    return bool(after or before)


def _made_up(plain: str) -> Iterator[Hit]:
    """ "J.K. was seen": initials with stops that are nobody's whom we know."""
    for found in _DOTTED.finditer(plain):
        letters = re.sub(r"[^A-Za-z]", "", found[0])
        usual = letters.casefold() in _DOTTED_ONES | _ABBREVIATIONS
        around = re.search(r"[A-Z][a-z]+,? $", plain[: found.start()])
        author = around or re.match(r",? [A-Z][a-z]+", plain[found.end() :])
        if letters[0].isupper() and letters[-1].isupper() and not usual and not author:
            yield Hit(*found.span(), Level.REVIEW, "LC5", _INSTEAD)
