"""Postcodes, roads, villages, schools and other settings (LC9 to LC11, LC17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.model.leaks import Identifier, IdentifierKind, Known, Level
from pipeline.rules.leaks.facts.mentioned import mention_hits, rare_hits
from pipeline.rules.leaks.facts.schools import saints_of, setting_hits
from pipeline.rules.leaks.hits import Hit
from pipeline.rules.leaks.text.common_words import is_common
from pipeline.rules.leaks.text.folding import key
from pipeline.rules.leaks.text.sequences import Row, place_hit, row_of, sequence
from pipeline.rules.leaks.text.wordlists import pairs, word_set

POSTCODE = re.compile(
    r"\b(GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-Z]?)[ \n.\-]{0,2}(\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)
_GAP = r"[ \n.\-]{0,2}"  # between the letters of a postcode in pieces
_ADDRESS_WORDS = re.compile(
    r"\b(?:postcode|post code|address|area|lives?|lived|living|moved?|moving|home|house|flat|estate|street|road|from|"
    r"near|in)\b",
    re.IGNORECASE,
)
_ROADS = pairs(
    "rd=road ln=lane la=lane cl=close clo=close gdns=gardens gdn=gardens ave=avenue av=avenue st=street str=street "
    "cres=crescent cresc=crescent dr=drive drv=drive ct=court crt=court pl=place sq=square tce=terrace terr=terrace "
    "ter=terrace wk=walk gr=grove grv=grove hts=heights pk=park wy=way hl=hill cotts=cottages cott=cottage "
    "bldgs=buildings pde=parade mdws=meadows mws=mews est=estate vw=view fm=farm mt=mount gn=green"
)
ROAD_TYPES = frozenset(_ROADS.values()) | word_set(
    "row rise mews bank vale end wharf quay yard orchard path drove croft field fields lea mead bridge gate wood "
    "villas mansions flats house cottage lodge circus circle link side meadow hollow brook common"
)
_HOME = re.compile(
    r"\b(flat|plot|pitch|caravan|apartment|bungalow|maisonette) (\d{1,4}[a-z]?)\b", re.IGNORECASE
)
_NEAR = word_set("in at to from near on off around of outside towards along via leaving")


def place_hits(text: str, known: Known, soft: frozenset[str]) -> Iterator[Hit]:
    """The hits of all postcodes, addresses and settings. `soft`: words of allowed phrases (districts)."""
    yield from _postcodes(text, known)
    row = row_of(text)
    saints = saints_of(row)
    for identifier in known.identifiers if row.tokens else ():
        if identifier.kind is IdentifierKind.ADDRESS:
            yield from _address(text, row, identifier, soft)
        elif identifier.kind is IdentifierKind.SETTING:
            yield from setting_hits(row, saints, identifier, soft)
        elif identifier.kind is IdentifierKind.MENTIONED and not identifier.earlier:
            yield from mention_hits(row, identifier, soft)


# -- postcodes ---------------------------------------------------------------------------------------------------


def _postcodes(text: str, known: Known) -> Iterator[Hit]:
    ours = {
        re.sub(r"\W", "", i.text).upper(): i
        for i in reversed(known.identifiers)
        if i.kind is IdentifierKind.POSTCODE
    }
    told: set[int] = set()
    for found in POSTCODE.finditer(text):
        told.update(range(found.start(), found.end()))
        code = (found[1] + found[2]).upper().replace(" ", "")
        if code in ours:
            yield from place_hit(
                found.start(), found.end(), Level.STOP, "LC9", "It is the postcode of", ours[code]
            )
        elif not _ordinary(found[0]):
            yield Hit(
                found.start(), found.end(), Level.REVIEW, "LC17", "A postcode; it may be from another case."
            )
    for code, identifier in ours.items() if any(c.isdigit() for c in text) else ():
        yield from _postcode_in_pieces(text, code, identifier, told)


@lru_cache(maxsize=4096)
def _postcode_patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"(?<!\w){_GAP.join(code)}(?!\w)", re.IGNORECASE),
        re.compile(rf"\b{code[:-3]}(?: ?{code[-3]})?\b", re.IGNORECASE),
    )


def _postcode_in_pieces(text: str, code: str, identifier: Identifier, told: set[int]) -> Iterator[Hit]:
    """A postcode with gaps anywhere, and a part of one. `told`: where whole ones stand."""
    whole, part = _postcode_patterns(code)
    for found in whole.finditer(text):
        if found.start() not in told:
            told.update(range(found.start(), found.end()))
            yield from place_hit(*found.span(), Level.STOP, "LC9", "It is the postcode of", identifier)
    for found in part.finditer(text):
        around = text[max(0, found.start() - 40) : found.end() + 20]
        sector = found[0][-2:-1] == " "  # with the sector's digit it is nothing else
        if found.start() not in told and (sector or _ADDRESS_WORDS.search(around)):
            yield from place_hit(*found.span(), Level.REVIEW, "LC9", "Part of the postcode of", identifier)


def _ordinary(text: str) -> bool:
    """Letters and digits that only look like a postcode: all small letters without a gap."""
    return text.islower() and " " not in text.strip()


# -- addresses ---------------------------------------------------------------------------------------------------


def _address(text: str, row: Row, identifier: Identifier, soft: frozenset[str]) -> Iterator[Hit]:
    for part in _parts_of(identifier.text):
        yield from _plot(text, part, identifier)
        yield from rare_hits(row, part.all, "LC10", "A word of the address of", identifier, soft | ROAD_TYPES)
        if not part.words or all(w in soft for w in part.words):
            continue
        kind = _ROADS.get(part.words[-1], part.words[-1])
        if kind in ROAD_TYPES and len(part.words) > 1:
            yield from _road(row, part.words[:-1], kind, part.numbers, identifier)
        else:
            yield from _village(row, part.words, bool(part.numbers), identifier)


class _Part(NamedTuple):
    """One line of an address: all its words, those that are a name, its numbers, and "flat 4b"."""

    all: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    homes: tuple[str, ...]


@lru_cache(maxsize=8192)
def _parts_of(address: str) -> tuple[_Part, ...]:
    found = []
    for part in re.split(r"[,;\n]+", POSTCODE.sub(" ", address)):
        words = tuple(key(w) for w in re.findall(r"[^\W_]+(?:'[^\W_]+)*", part))
        numbers = tuple(w for w in words if re.fullmatch(r"\d+[a-z]?", w))
        named = tuple(w for w in words if w not in numbers and w not in ("flat", "apartment", "unit", "the"))
        homes = tuple(f"{home[1]} {home[2]}".casefold() for home in _HOME.finditer(part))
        found.append(_Part(words, named, numbers, homes))
    return tuple(found)


def _plot(text: str, part: _Part, identifier: Identifier) -> Iterator[Hit]:
    """ "Flat 4B", "Plot 6": the number of a home with what it is called."""
    for home in part.homes:
        for found in re.finditer(rf"\b{home}\b", text, re.IGNORECASE) if home in text.casefold() else ():
            yield from place_hit(*found.span(), Level.REVIEW, "LC10", "The number of the home of", identifier)


def _road(
    row: Row, name: Sequence[str], kind: str, number: Sequence[str], identifier: Identifier
) -> Iterator[Hit]:
    spelt = [_ROADS.get(w, w) if w != "st" else w for w in name]
    tokens = row.tokens
    for at in (*row.starts(spelt[0]), *(row.starts("saint") if spelt[0] == "st" else ())):
        token = tokens[at]
        count = sequence(tokens, at, spelt) or sequence(
            tokens, at, ["saint" if w == "st" else w for w in spelt]
        )
        if not count:
            continue
        after = tokens[at + count] if at + count < len(tokens) else None
        if after is not None and _ROADS.get(after.key, after.key) == kind:
            numbered = bool(number) and at > 0 and tokens[at - 1].key in number
            if token.capital or numbered or not all(is_common(w) for w in spelt):
                yield from place_hit(
                    token.start, after.end, Level.STOP, "LC10", "It is the road of the address of", identifier
                )
            elif " ".join((*spelt, kind)) != "high street":
                yield from place_hit(
                    token.start,
                    after.end,
                    Level.REVIEW,
                    "LC10",
                    "It may be the road of the address of",
                    identifier,
                )
        elif token.capital and not any(is_common(w) for w in spelt) and len("".join(spelt)) > 4:
            why = "The name of the road, without “road” or the like, of the address of"
            yield from place_hit(
                token.start, tokens[at + count - 1].end, Level.REVIEW, "LC10", why, identifier
            )


def _village(row: Row, words: Sequence[str], numbered: bool, identifier: Identifier) -> Iterator[Hit]:
    level = Level.STOP if len(words) > 1 else Level.REVIEW
    tokens = row.tokens
    for at in row.starts(words[0]):
        token = tokens[at]
        count = sequence(tokens, at, words)
        if not count or (not token.capital and any(is_common(w) for w in words)):
            continue
        before = tokens[at - 1].key if at else ""
        if len(words) == 1 and is_common(words[0]) and before not in _NEAR:
            continue
        why = "A place in the address of" if not numbered else "It is the house or road of the address of"
        yield from place_hit(token.start, tokens[at + count - 1].end, level, "LC10", why, identifier)
