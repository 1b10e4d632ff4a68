"""Initials (LC5), and names in disguise: letters spaced out, run together, or put as digits and signs (LC6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model.leaks import Identifier, IdentifierKind, Known, Level
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.names.naming import PARTICLES, NameIndex
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.folding import folded, one_line
from pipeline.rules.leaks.text.wordlists import word_set
from pipeline.rules.leaks.text.words import Text

_DOTTED = re.compile(r"(?<![\w.])(?:[A-Za-z]\. ?){1,3}[A-Za-z]\b\.?(?!\w)")
_BARE = re.compile(r"(?<![\w.'&/@-])[A-Z](?:[A-Z]{1,3}|(?: [A-Z]){1,2})(?='s|s\b|\b)(?![\w&@]|-\d)")
_LETTER = re.compile(
    r"\b(?i:child|baby|mother|father|mum|dad|brother|sister|sibling|family|pupil|infant|boy|girl|parent|adult)"
    r" ([A-Z])\b(?!\.\w)"
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
_LONG_JOINED = 8  # letters from which a run-together name is found inside other words, too
_DOTTED_ONES = word_set("ie eg am pm uk us eu gp da cp")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*·|/]{1,3}[^\W\d_]){2,}(?![^\W_])")
_MIXED = re.compile(r"(?<![\w@])(?=[\w@$*!€]*[A-Za-z])(?=[\w@$*!€]*[\d@$*!€])[A-Za-z0-9@$*!€]{4,}(?![\w@])")
_SIGNS = (str.maketrans("0134578@$!€", "oieastbasie"), str.maketrans("0134578@$!€", "oleastbasle"))


def disguised_hits(text: Text, known: Known, names: NameIndex) -> Iterator[Hit]:
    """The hits of initials and of names in disguise."""
    plain = one_line(text.plain.text)
    yield from _initial_hits(text, known)
    yield from _joined(plain, names)
    for found in _SPACED.finditer(plain):
        letters = "".join(folded(re.sub(r"[\W_]", "", found[0])))
        yield from _whole(found, letters, names, "its letters are spaced out")
    for found in _MIXED.finditer(plain):
        yield from _signed(found, names)


def _joined(plain: str, names: NameIndex) -> Iterator[Hit]:
    small = plain.lower()
    for whole, entry in names.joined.items():
        at = _place_of(whole, small)
        level = lowered(Level.STOP, entry.identifier)
        if at >= 0 and level:
            why = f"It is the name of {entry.identifier.whose}, run together."
            yield Hit(at, at + len(whole), level, "LC6", why, entry.identifier)


def _place_of(whole: str, small: str) -> int:
    """Where a run-together name stands, -1 when nowhere; a short one only as a word that is no ordinary one."""
    if len(whole) >= _LONG_JOINED:
        return small.find(whole)
    found = re.search(rf"(?<![^\W\d_]){whole}(?![^\W\d_])", small)
    return -1 if found is None or is_common(whole) else found.start()


def _whole(found: re.Match[str], letters: str, names: NameIndex, how: str) -> Iterator[Hit]:
    entry = names.joined.get(letters) or next(iter(names.keys.get(letters, ())), None)
    if entry is None and len(letters) > 3:
        inside = [
            k for k in sorted(names.keys) if len(k) > 3 and (letters.startswith(k) or letters.endswith(k))
        ]
        entry = names.keys[inside[0]][0] if inside else None
    level = lowered(Level.STOP, entry.identifier) if entry else None
    if entry and level:
        why = f"It is a name of {entry.identifier.whose}; {how}."
        yield Hit(found.start(), found.end(), level, "LC6", why, entry.identifier)


def _signed(found: re.Match[str], names: NameIndex) -> Iterator[Hit]:
    word = found[0].casefold()
    keys = [word.translate(table) for table in _SIGNS]
    match = next((k for k in keys if len(k) > 3 and k in names.keys), "")
    if not match and "*" in word and sum(c.isalpha() for c in word) > 1:
        pattern = re.compile(re.escape(word).replace(r"\*", "[a-z]?"))
        match = next((k for k in sorted(names.keys) if pattern.fullmatch(k)), "")
    if match:
        yield from _whole(found, match, names, "signs stand for some of its letters")


# -- initials ----------------------------------------------------------------------------------------------------


def initials_of(identifier: Identifier) -> frozenset[str]:
    """The sets of initials of a person: first and last, with and without the names between, each part of the last."""
    first = [w[0] for name in identifier.forenames for w in folded(name) if w not in PARTICLES]
    words = folded(identifier.surname)
    last = [w[0] for w in words if w not in PARTICLES]
    last += [m.casefold() for m in re.findall(r"\b[A-Z]['’]([A-Z])", identifier.surname)]
    if not first or not last:
        return frozenset()
    ends = {*last, "".join(last), words[0][0]}
    return frozenset(start + end for start in {first[0], "".join(first)} for end in ends)


def _initial_hits(text: Text, known: Known) -> Iterator[Hit]:
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


def _same_case(one: Identifier, other: Identifier) -> bool:
    return one.reference == other.reference


def _sets(text: Text, plain: str, family: Sequence[Identifier]) -> Iterator[Hit]:
    for pattern in (_DOTTED, _BARE):
        for found in pattern.finditer(plain):
            letters = re.sub(r"[^A-Za-z]", "", found[0]).casefold()
            if letters in (_DOTTED_ONES if pattern is _DOTTED else _ABBREVIATIONS) or _is_shouted(
                text, found.start(), pattern is _BARE
            ):
                continue
            person = next((i for i in family if letters in initials_of(i)), None)
            level = lowered(Level.REVIEW, person) if person else None
            if person and level:
                yield Hit(
                    found.start(),
                    found.end(),
                    level,
                    "LC5",
                    f"The initials of {person.whose}.",
                    person,
                    weak=True,
                )


def _is_shouted(text: Text, at: int, bare: bool) -> bool:
    return bare and text.sentences[text.sentence_at(at)].shouted


def _letters_of(identifier: Identifier) -> frozenset[str]:
    """The first letters of all parts of a name."""
    return frozenset(w[0] for name in (*identifier.forenames, identifier.surname) for w in folded(name))


def _letters(plain: str, children: Sequence[Identifier]) -> Iterator[Hit]:
    """ "Child G": a letter for a name."""
    for found in _LETTER.finditer(plain):
        letter = found[1].casefold()
        person = next((i for i in children if letter in _letters_of(i)), None)
        level = lowered(Level.REVIEW, person) if person else None
        if person and level:
            why = f"The initial of {person.whose} stands for a name."
            yield Hit(found.start(), found.end(), level, "LC5", why, person, weak=True)
