"""Telephone numbers, e-mail addresses, NHS and case numbers, our references (LC12, LC13, LC17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.model.leaks import Allowed, Identifier, IdentifierKind, Known, Level
from pipeline.rules.answers.identifiers import nhs_number
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.text import numerals
from pipeline.rules.leaks.text.common_words import is_common

_GAP = r"[ \n.\-/_,()]{0,3}"
_SHORTEST = 5  # digits of a number that is looked for by itself
_LOCAL = 6  # letters of an address before the @ from which it is looked for alone
_MIXED = 7  # letters and digits of one that has fewer digits: a number plate
_FEWEST = 3  # digits of a number that a text speaks of
_NAMED = (
    r"\b(?:case|file|log|incident|custody|ref(?:erence)?|no|number|lcs|crime|id|upn|nhs|ics)\b[ .:#]{0,3}"
)
_PHONE = re.compile(r"(?<![\w])(?:\+|00)?\(?\d[\d ()./\-\n]{7,18}\d(?!\w)")
_AT = r"(?: ?@ ?| ?[\[({]? ?\bat\b ?[\])}]? ?)"
_DOT = r"(?: ?\. ?| ?[\[({]? ?\bdot\b ?[\])}]? ?)"
_EMAIL = re.compile(
    rf"(?P<local>[\w+\-]+(?:{_DOT}[\w+\-]+){{0,3}}?){_AT}(?P<domain>[\w\-]+(?:{_DOT}[\w\-]{{2,}}){{1,4}})",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"07\d{9}")
_TEN = re.compile(r"(?<![\d])\d{3}[ .\-]?\d{3}[ .\-]?\d{4}(?!\d)")
_OURS = re.compile(r"\b(?:CRP|AIC|REC|REP)[ \-_/]?\d{4}[ \-_/]?\d{1,3}(?:-\d{2})*\b", re.IGNORECASE)
_VEHICLE = re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)")
_INSURANCE = re.compile(r"(?<!\w)[A-CEGHJ-PQR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")
_PUPIL = re.compile(r"(?<!\w)[A-Z]\d{12}(?!\w)")
_GENERIC = (
    (_OURS, "A reference of the panel"),
    (_VEHICLE, "A vehicle's number plate"),
    (_INSURANCE, "A National Insurance number"),
    (_PUPIL, "A pupil's number (UPN)"),
)
_SPOKEN_OF = re.compile(
    r"\b(?:crime|case|file|log|incident|custody|ref(?:erence)?|UPN|NI|LCS|ICS|court)\b"
    r"(?: (?:no|num|number|ref|reference|record|log)\b)?[ .:#]{0,3}(?P<number>[A-Z]{0,4}[ \-/]?\d[\w/\-]{2,20})",
    re.IGNORECASE,
)


def handles_in(text: str) -> Iterator[str]:
    """Names that somebody uses on the web: "@joybirdie", "joybirdie91 on Instagram"."""
    for found in _HANDLE.finditer(text):
        yield (found["at"] or found["on"]).casefold()


def numbers_in(text: str) -> Iterator[str]:
    """Numbers that a text gives as those of a crime, a case, a file or a person, and number plates."""
    for found in _SPOKEN_OF.finditer(text):
        if sum(c.isdigit() for c in found["number"]) >= _FEWEST:
            yield found["number"]
    for pattern in (_VEHICLE, _INSURANCE, _PUPIL):
        yield from (found[0] for found in pattern.finditer(text))


_HANDLE = re.compile(
    r"(?<![\w.])@(?P<at>[A-Za-z][\w.]{3,28}\w)|"
    r"\b(?P<on>(?=\w*[\d_])[A-Za-z]\w{4,28}) on (?:instagram|snapchat|facebook|twitter|tiktok|xbox)",
    re.IGNORECASE,
)


def digits_of(text: str) -> str:
    """The last ten digits of a telephone number, so that 0 and +44 are alike."""
    return re.sub(r"\D", "", text)[-10:]


def phones_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and last ten digits of what may be a telephone number, also dictated in words."""
    for found in _PHONE.finditer(text):
        if len(re.sub(r"\D", "", found[0])) >= 9:
            yield found.start(), found.end(), digits_of(found[0])
    for start, end, digits in numerals.dictated(text):
        yield start, end, digits[-10:]


def emails_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and the address in its usual writing, also written with "at" and "dot"."""
    for found in _EMAIL.finditer(text):
        if "@" not in found[0] and not re.search(r"\bdot\b", found["domain"], re.IGNORECASE):
            continue
        address = "@".join(
            re.sub(_DOT, ".", part, flags=re.IGNORECASE) for part in (found["local"], found["domain"])
        )
        yield found.start(), found.end(), address.casefold()


def number_hits(text: str, known: Known, allowed: Allowed) -> Iterator[Hit]:
    """The hits of all numbers and addresses, then what looks like one and is nobody's that is known."""
    hits = [*_phones(text, known, allowed), *_emails(text, known, allowed), *_numbers(text, known)]
    yield from hits
    yield from (
        h for h in _unknown(text, allowed) if not any(h.start < o.end and o.start < h.end for o in hits)
    )


def _hit(start: int, end: int, rule: str, identifier: Identifier) -> Iterator[Hit]:
    level = lowered(Level.STOP, identifier)
    if level:
        yield Hit(start, end, level, rule, f"It is the {identifier.kind} of {identifier.whose}.", identifier)


def _phones(text: str, known: Known, allowed: Allowed) -> Iterator[Hit]:
    ours = {digits_of(i.text): i for i in reversed(known.identifiers) if i.kind is IdentifierKind.PHONE}
    public = {digits_of(p) for p in allowed.phones}
    for start, end, digits in phones_in(text):
        if digits in ours and digits not in public:
            yield from _hit(start, end, "LC12", ours[digits])


def _emails(text: str, known: Known, allowed: Allowed) -> Iterator[Hit]:
    public = {m.casefold() for m in allowed.emails}
    mails = (i for i in reversed(known.identifiers) if i.kind is IdentifierKind.EMAIL)
    ours = {i.text.casefold(): i for i in mails if i.text.casefold() not in public}
    for start, end, address in emails_in(text):
        match = next((i for mail, i in ours.items() if address == mail or address.endswith("." + mail)), None)
        if match or (match := _tail(address, ours)):
            yield from _hit(start, end, "LC12", match)
    for mail, identifier in ours.items():
        local = mail.partition("@")[0]
        if len(local) < _LOCAL or not (re.search(r"[\d._]", local) or _is_own_word(local)):
            continue
        spelt = re.escape(local).replace(r"\.", _DOT)
        for found in re.finditer(rf"(?<![\w.]){spelt}(?!\w)", text, re.IGNORECASE):
            yield from _hit(found.start(), found.end(), "LC12", identifier)


def _is_own_word(local: str) -> bool:
    return len(local) > _LOCAL and local.isalpha() and not is_common(local)


def _tail(address: str, ours: dict[str, Identifier]) -> Identifier | None:
    """An address whose local part was read with words before it ("went to rose.young86 at ...")."""
    return next(
        (
            i
            for mail, i in ours.items()
            if address.endswith(mail) and not address[: -len(mail)][-1:].isalnum()
        ),
        None,
    )


def _numbers(text: str, known: Known) -> Iterator[Hit]:
    in_figures, dictated = any(c.isdigit() for c in text), numerals.dictated(text)
    if not in_figures and not dictated:
        return
    for identifier in known.identifiers:
        if identifier.kind not in (IdentifierKind.NUMBER, IdentifierKind.REFERENCE):
            continue
        letters = re.sub(r"[^0-9A-Za-z]", "", identifier.text)
        digits = re.sub(r"\D", "", letters)
        if not digits or len(letters) < 3:
            continue
        alone = len(digits) >= _SHORTEST or len(letters) >= _MIXED
        for found in _pattern(identifier.text, alone=alone).finditer(text) if in_figures else ():
            yield from _hit(found.start(), found.end(), "LC13", identifier)
        for start, end, row in dictated:
            if len(digits) >= _SHORTEST and digits == row:
                yield from _hit(start, end, "LC13", identifier)


def _unknown(text: str, allowed: Allowed) -> Iterator[Hit]:
    """What looks like a number or an address, though nobody's that is known: it may be from another case."""
    public = {digits_of(p) for p in allowed.phones}
    for start, end, digits in phones_in(text):
        if _MOBILE.fullmatch("0" + digits) and digits not in public:
            yield Hit(start, end, Level.REVIEW, "LC17", "A mobile number; it may be from another case.")
    yield from _unknown_mails(text, allowed)
    for found in _TEN.finditer(text):
        if nhs_number(found[0]).value and digits_of(found[0]) not in public:
            yield Hit(*found.span(), Level.REVIEW, "LC17", "An NHS number; it may be from another case.")
    for pattern, what in _GENERIC:
        for found in pattern.finditer(text):
            yield Hit(*found.span(), Level.REVIEW, "LC17", f"{what}; it may be from another case.")


def _unknown_mails(text: str, allowed: Allowed) -> Iterator[Hit]:
    mails = {m.casefold() for m in allowed.emails}
    for start, end, address in emails_in(text):
        if not any(address == m or address.endswith((f" {m}", f".{m}")) for m in mails):
            yield Hit(start, end, Level.REVIEW, "LC17", "An e-mail address; it may be from another case.")


@lru_cache(maxsize=8192)
def _pattern(number: str, *, alone: bool) -> re.Pattern[str]:
    spelt = _spelt(number)
    named = rf"(?<!\d){spelt}(?!\d)" if alone else rf"{_NAMED}{spelt}(?!\w)"
    return re.compile(named, re.IGNORECASE)


def _spelt(number: str) -> str:
    """A pattern of a number with gaps anywhere; the noughts that a later part begins with may be missing (014, 14)."""
    first, *rest = re.findall(r"[0-9A-Za-z]+", number)
    parts = [_GAP.join(first)]
    for part in rest:
        told = part.lstrip("0") or "0"
        parts.append(f"(?:0{_GAP})?" * (len(part) - len(told)) + _GAP.join(told))
    return _GAP.join(parts)
