"""Dates in every writing, and exact ages (LC8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model.leaks import Allowed, Identifier, IdentifierKind, Known, Level
from pipeline.rules.answers.dates import MONTHS, british
from pipeline.rules.leaks.hits import Hit, lowered
from pipeline.rules.leaks.text import numerals

_SHORT = r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_MONTH = rf"(?P<month>{'|'.join(m.lower() for m in MONTHS)}|(?:{_SHORT})\b\.?)"
_DAY = rf"(?P<day>\d{{1,2}} ?(?:st|nd|rd|th)?|{numerals.ORDINAL})"
_YEAR = rf"(?P<year>\d{{4}}|'?\d{{2}}(?![\d:.]?\d)|{numerals.YEAR_WORDS})"
_GAP = r"(?:[ ,.\-/\n]{0,3})"
_SEP = r" ?[./\-–] ?"
_PATTERNS = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"(?<![\d./])\b{_DAY}{_GAP}(?:day )?(?:of )?{_GAP}{_MONTH}(?:{_GAP}(?:in )?{_YEAR})?(?!\w)",
        rf"\b{_MONTH} (?:the )?{_DAY}(?!\w|[:.]\d)(?:{_GAP}{_YEAR}(?!\w))?",
        rf"\b{_MONTH}{_GAP}(?:of )?(?P<year>\d{{4}}|'\d{{2}}|{numerals.YEAR_WORDS})(?!\w)",
        rf"(?<![\d./\-])(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>\d{{4}}|\d{{2}})(?![\d]|[./\-]\d)",
        rf"(?<![\d./\-])(?P<year>(?:19|20)\d{{2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<day>\d{{1,2}})(?![\d]|[./\-]\d)",
        r"(?<![\d./\-])(?P<day>\d{2}) (?P<month>\d{2}) (?P<year>\d{4}|\d{2})(?! ?\d)",
        r"(?<!\w)(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d{2})(?!\w)",
        r"(?<!\w)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\w)",
        r"(?<!\w)(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{2})(?!\w)",
        rf"(?<![\d./\-])(?P<month>\d{{1,2}}){_SEP}(?P<year>(?:19|20)\d{{2}})(?![\d]|[./\-]\d)",
        r"(?<![\d./\-])(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?![\d]|[./\-]\d)",
    )
)
_SURE = frozenset(
    (0, 1, 2, 3, 4)
)  # patterns that are dates whatever is known; the others only when they are known
_ON = re.compile(
    r"\b(?:on|of|since|until|till|by|from|before|after|dated|the|w/e)(?: the)? ?$", re.IGNORECASE
)
_BIRTH = re.compile(
    r"\b(?:birth|born|birthday|birthdays|dob|d\.o\.b|turn(?:s|ed|ing)?|christened|baby|pregnan\w+|unborn)\b",
    re.I,
)
_FEASTS = {
    "christmas eve": (24, 12),
    "christmas day": (25, 12),
    "boxing day": (26, 12),
    "new year's eve": (31, 12),
    "new year's day": (1, 1),
    "valentine's day": (14, 2),
    "halloween": (31, 10),
    "bonfire night": (5, 11),
}
_FEAST = re.compile(
    rf"\b(?P<feast>{'|'.join(_FEASTS)})\b(?:,? (?:in |of )?(?P<year>(?:19|20)\d\d|'\d\d))?", re.IGNORECASE
)
# A month alone tells when somebody was born or is due only right beside such a word.
_BORN_IN = re.compile(
    r"\b(?:born|birthday|baby (?:is |was )?due|due to be born|arriv(?:es|ing)|expected)\b[^.;]{0,30}?"
    rf"\b(?P<month>{'|'.join(MONTHS)})\b(?! ?\d)",
    re.IGNORECASE,
)
_YEAR_BOUNDS = frozenset(
    ((1, 4), (31, 3), (1, 1), (31, 12), (30, 6), (1, 7), (30, 9), (1, 10))
)  # of years, quarters
_BOUND = re.compile(
    r"\b(?:under|over|below|above|than|least|most|to|until|before|by) (?:the age of )?$", re.IGNORECASE
)
_N = rf"(?P<n>\d{{1,2}}|{numerals.CARDINAL})"
_UNIT = r"(?P<unit>years?|yrs?|yo|y/o|months?|mths?|weeks?|wks?|days?)"
_NO_AGE = (
    r"(?! ?(?:or|to|and (?:over|under|above|below|older|younger|up)|-|–|per|%|st|nd|rd|th|minutes|hours|times|"
    r"children|of)\b)"
)
_AGED = r"(?:aged?|age of|turn(?:ed|s|ing)?|just|nearly|is)"
_AGES = tuple(
    re.compile(p, re.IGNORECASE)
    for p in (
        rf"\b(?P<more>nearly |almost |just )?{_N}[- ]{_UNIT}[- ](?:and a half[- ])?(?:old|of age)\b",
        rf"\b{_AGED} (?P<more>nearly |almost |just )?{_N}(?: {_UNIT})?\b{_NO_AGE}",
        rf"\b{_N} ?{_UNIT}\.? (?:old|of age)\b",
        rf"\b(?:child|boy|girl|baby|toddler|infant|son|daughter|teenager) of {_N}(?: {_UNIT})?\b{_NO_AGE}",
        r"\b(?P<n>\d{1,2}) ?(?P<unit>y/?o|yrs)\b",
    )
)
_CALLED_AGED = re.compile(r"^(?:aged?|turn|\w+ of|\w+ (?:nearly|almost|just))", re.I)
_TURNS = re.compile(r"^turns?\b|\b(?:nearly|almost)\b", re.I)  # the age that comes next
_DAYS = {"y": 365.2425, "m": 30.44, "w": 7.0, "d": 1.0}


@dataclass(frozen=True)
class Dated:
    """A date in a text; a part that is not there is 0. `sure`: it is a date whatever is known."""

    start: int
    end: int
    day: int
    month: int
    year: int
    sure: bool


def dates_in(text: str) -> tuple[Dated, ...]:
    """Every date in a text, the longest reading of each place."""
    found: list[Dated] = []
    for number, pattern in enumerate(_PATTERNS):
        for hit in pattern.finditer(text):
            read = _read(hit, sure=number in _SURE)
            if read and not any(d.start <= read.start and read.end <= d.end and d.sure for d in found):
                found.append(read)
    found += _feasts(text)
    return tuple(sorted(found, key=lambda d: (d.start, -d.end)))


def _feasts(text: str) -> Iterator[Dated]:
    """ "Christmas Eve in 2012"; what is known only by its day of the year is not sure to be a date."""
    for hit in _FEAST.finditer(text):
        day, month = _FEASTS[hit["feast"].casefold()]
        yield Dated(
            *hit.span(), day, month, numerals.year(hit["year"]) if hit["year"] else 0, bool(hit["year"])
        )


def _read(hit: re.Match[str], *, sure: bool) -> Dated | None:
    parts = hit.groupdict()
    written = str(parts.get("month") or "").casefold().rstrip(".")
    month = int(written) if written.isdecimal() else _month(written)
    day = (
        numerals.ordinal(parts["day"].replace(" ", "") if parts["day"][0].isdigit() else parts["day"])
        if parts.get("day")
        else 0
    )
    year = numerals.year(parts["year"]) if parts.get("year") else 0
    if not 1 <= month <= 12 or not 0 <= day <= 31 or year < 0 or not (day or year):
        return None
    return Dated(hit.start(), hit.end(), day, month, year, sure)


def _month(word: str) -> int:
    return next((n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(word[:3])), 0)


def as_day(dated: Dated) -> date | None:
    """The day when all three parts are there and make one."""
    try:
        return date(dated.year, dated.month, dated.day)
    except ValueError:
        return None


def date_hits(text: str, known: Known, allowed: Allowed) -> Iterator[Hit]:
    """The hits of all dates; a full date that is nobody's is a REVIEW (LC17)."""
    days = [i for i in known.identifiers if i.day]
    public = {*allowed.days, *((known.day,) if known.day else ())}
    for dated in dates_in(text):
        whole = as_day(dated)
        if whole in public:
            continue
        hit = _best(_of(text, dated, i) for i in days)
        if hit:
            yield hit
        elif whole and _tells(dated):
            why = "A full date that is not one of the panel's own; it may be from another case."
            yield Hit(dated.start, dated.end, Level.REVIEW, "LC17", why)
    yield from _months_alone(text, known)


def _tells(dated: Dated) -> bool:
    """Whether a full date may be somebody's: the first and the last day of a year or a quarter are everybody's."""
    return dated.sure and 1900 < dated.year < 2100 and (dated.day, dated.month) not in _YEAR_BOUNDS


def _months_alone(text: str, known: Known) -> Iterator[Hit]:
    """ "The baby due at the end of June": a month of birth without its year, beside a word that says so."""
    births = [i for i in known.identifiers if i.kind is IdentifierKind.BIRTH and i.day and not i.earlier]
    for found in _BORN_IN.finditer(text):
        month = _month(found["month"].casefold())
        person = next((i for i in births if i.day and i.day.month == month), None)
        if person:
            why = f"The month of birth of somebody: {person.whose}."
            yield Hit(found.start("month"), found.end(), Level.REVIEW, "LC8", why, person, weak=True)


def _best(hits: Iterator[Hit | None]) -> Hit | None:
    there = [h for h in hits if h]
    return min(there, key=lambda h: h.level is not Level.STOP, default=None)


def _of(text: str, dated: Dated, identifier: Identifier) -> Hit | None:
    """What a date is to one known day."""
    day = identifier.day
    if day is None:
        return None
    birth = identifier.kind is IdentifierKind.BIRTH
    near = bool(_BIRTH.search(text[max(0, dated.start - 60) : dated.end + 40]))
    on = bool(_ON.search(text[max(0, dated.start - 12) : dated.start]))
    judged = _judged(dated, day, birth=birth, near=near, on=on)
    level = lowered(judged[0], identifier) if judged else None
    if judged is None or level is None:
        return None
    why = f"{judged[1]} the {identifier.kind} {british(day)}: {identifier.whose}."
    return Hit(dated.start, dated.end, level, "LC8", why, identifier, level is Level.REVIEW)


def _judged(dated: Dated, day: date, *, birth: bool, near: bool, on: bool) -> tuple[Level, str] | None:
    strong = Level.STOP if near else Level.REVIEW
    if dated.day and dated.year:
        return _whole(dated, day, birth=birth, strong=strong)
    if dated.day:
        if (dated.day, dated.month) != (day.day, day.month) or not (dated.sure or (birth and near) or on):
            return None
        return (strong if birth else Level.REVIEW), "Day and month of"
    if birth and (dated.month, dated.year) == (day.month, day.year):
        return strong, "Month and year of"
    return None


def _whole(dated: Dated, day: date, *, birth: bool, strong: Level) -> tuple[Level, str] | None:
    if as_day(dated) == day:
        return Level.STOP, "It is"
    if birth and dated.sure and (dated.day, dated.month) == (day.day, day.month):
        return strong, "Day and month of"
    if (
        dated.sure
        and dated.day != dated.month
        and (dated.month, dated.day, dated.year) == (day.day, day.month, day.year)
    ):
        return Level.REVIEW, "With day and month the other way round it is"
    return None


def age_hits(text: str, known: Known) -> Iterator[Hit]:
    """Exact ages that are somebody's on the day of the meeting."""
    births = [i for i in known.identifiers if i.kind is IdentifierKind.BIRTH and i.day and not i.earlier]
    seen: set[int] = set()
    for pattern in _AGES:
        for found in pattern.finditer(text):
            person = next((i for i in births if known.day and _is_age(found, i, known.day)), None)
            if _BOUND.search(text[max(0, found.start() - 24) : found.start()]):
                continue  # "under one year old" is nobody's age
            if person is None or any(place in seen for place in range(found.start(), found.end())):
                continue
            seen.update(range(found.start(), found.end()))
            why = f"The exact age of somebody on the day of the meeting: {person.whose}."
            yield Hit(found.start(), found.end(), Level.REVIEW, "LC8", why, person, weak=True)


def _is_age(found: re.Match[str], person: Identifier, on: date) -> bool:
    parts = found.groupdict()
    number, unit = numerals.cardinal(parts["n"]), (parts.get("unit") or "y")[0].casefold()
    born = person.day
    if born is None or born > on or number < 0:
        return False
    if not parts.get("unit") and not _CALLED_AGED.match(found[0]):
        return False
    if unit == "y":
        years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        return number == years + bool(_TURNS.search(found[0])) or (
            number == years and "turn" in found[0].casefold()
        )
    old = (on - born).days
    return old < (1100 if unit == "m" else 200) and abs(old / _DAYS[unit] - number) <= 1
