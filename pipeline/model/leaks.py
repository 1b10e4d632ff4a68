"""What a paper must not tell: identifiers of a meeting's cases, the places of a paper, what was found there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_SHOWS = "This does not show that the document is anonymous."
CLEAR_WORDS = f"No match found. {_SHOWS}"
SETTLED_WORDS = f"Every finding was settled by a person, and no other match was found. {_SHOWS}"


class Level(StrEnum):
    """STOP: it may not go out like this. REVIEW: a person must say why it may."""

    STOP = "STOP"
    REVIEW = "REVIEW"


class Verdict(StrEnum):
    """What is said of a whole paper."""

    STOP = "STOP"
    REVIEW = "REVIEW"
    CLEAR = "CLEAR"


class IdentifierKind(StrEnum):
    """What an identifier is; decides how it is looked for."""

    CHILD = "child's name"
    ADULT = "adult's name"
    WORKER = "practitioner's name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    BIRTH = "date of birth"
    DATE = "date"
    SETTING = "school or setting"
    PHONE = "telephone number"
    EMAIL = "e-mail address or name on the web"
    NUMBER = "number"
    REFERENCE = "reference"
    MENTIONED = "named in a form's text"  # a place, a house, an employer, whoever else
    FAMILY = "about the family"  # text holds a word of the vocabulary: twins, count 3, step-parent


NAMES = frozenset({IdentifierKind.CHILD, IdentifierKind.ADULT, IdentifierKind.WORKER})


@dataclass(frozen=True)
class Identifier:
    """One thing that a paper must not tell. `whose`: "Child 1 of CRP-2013-014", for the person who checks.

    `forenames` and `surname` are set for names (text is the whole), `day` for dates; `earlier`: of a case of an
    earlier meeting, which counts one level lower.
    """

    kind: IdentifierKind
    text: str
    whose: str
    reference: str
    forenames: tuple[str, ...] = ()
    surname: str = ""
    day: date | None = None
    earlier: bool = False


@dataclass(frozen=True)
class NameLists:
    """Short forms (each group: names that may be one person's) and names that are ordinary words too, lower case."""

    groups: tuple[tuple[str, ...], ...] = ()
    ambiguous: frozenset[str] = frozenset()
    version: str = "none"


@dataclass(frozen=True)
class Known:
    """Everything that the papers of one meeting must not tell. `day`: the meeting, on which ages are counted."""

    identifiers: tuple[Identifier, ...]
    day: date | None = None
    lists: NameLists = NameLists()

    @property
    def empty(self) -> bool:
        """Whether nothing of this meeting's own cases is known; then no paper passes."""
        return all(i.earlier for i in self.identifiers)


@dataclass(frozen=True)
class Allowed:
    """What may stand in this paper: whole phrases (districts, venues, agencies), days, telephone numbers and e-mail
    addresses; `names`, whole names of people of the panel, of which no part may stand alone; and `signed`, what the
    paper prints itself behind a sign and in which no word is a name ("○ Amber:"), letter for letter.
    """

    phrases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextPlace:
    """A piece of text and where it stands ("paragraph 3", "header", "comment 2", "property: author").

    `hidden`: no reader of the paper sees it; what would be a REVIEW elsewhere is a STOP there.
    """

    text: str
    place: str
    hidden: bool = False


@dataclass(frozen=True)
class Finding:
    """One hit. `rule` is a rule of the check (LC3), `matched` the words as they stand, `why` a sentence."""

    level: Level
    rule: str
    place: str
    sentence: str
    matched: str
    identifier: Identifier | None
    why: str
    hidden: bool = False


def verdict(findings: Iterable[Finding]) -> Verdict:
    """STOP when anything is a STOP, REVIEW when anything is a REVIEW, else CLEAR (say it in CLEAR_WORDS)."""
    levels = {f.level for f in findings}
    if Level.STOP in levels:
        return Verdict.STOP
    return Verdict.REVIEW if levels else Verdict.CLEAR
