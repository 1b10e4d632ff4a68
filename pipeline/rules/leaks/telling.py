"""What free text on a form tells that a paper must not: dates, postcodes, numbers, what is unusual of a family."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model.filing import Submission
from pipeline.model.leaks import Identifier, IdentifierKind
from pipeline.model.record import Record
from pipeline.rules.leaks.facts.dating import as_day, dates_in
from pipeline.rules.leaks.facts.families import told_of
from pipeline.rules.leaks.facts.mentioned import identifiers_of
from pipeline.rules.leaks.facts.numbering import emails_in, handles_in, numbers_in, phones_in
from pipeline.rules.leaks.facts.placing import POSTCODE
from pipeline.rules.leaks.text.folding import plain

_NOT_OF_THE_FAMILY = frozenset(
    (
        "ref_date",
        "preferred_meeting",
        "meeting_date",
        "due_date",
        "completed_date",
        "referral_ref",
        "meeting_ref",
    )
)
_BOXES_WORDS = """
family_address family_postcode setting name forename surname known_as worker role completed_by email nhs_no case_ref
"""
_BOXES = _NOT_OF_THE_FAMILY | frozenset(_BOXES_WORDS.split())
_YEAR = re.compile(r"\b20\d\d\b")  # of a reference: that of a day written without one
_FAMILY_CODES = {"step_parent": "stepfather", "WIRT": "traveller", "WROM": "gypsy"}


@dataclass(frozen=True)
class Whose:
    """Whose an identifier is, in words, and the reference of the case."""

    words: str
    reference: str


def of_text(text: str, whose: Whose) -> Iterator[Identifier]:
    """Dates, postcodes, telephone numbers and e-mail addresses in a text."""
    said = plain(text).text
    for start, _, digits in phones_in(said):
        if said[start] in "+(0":
            yield Identifier(IdentifierKind.PHONE, digits, whose.words, whose.reference)
    for _, _, address in emails_in(said):
        yield Identifier(IdentifierKind.EMAIL, address, whose.words, whose.reference)
    for handle in handles_in(said):
        yield Identifier(IdentifierKind.EMAIL, handle, whose.words, whose.reference)
    for found in POSTCODE.finditer(said):
        yield Identifier(
            IdentifierKind.POSTCODE, f"{found[1]} {found[2]}".upper(), whose.words, whose.reference
        )
    for number in numbers_in(said):
        yield Identifier(IdentifierKind.NUMBER, number, f"{whose.words} (its text)", whose.reference)
    yield from _dates(said, whose)


def _dates(said: str, whose: Whose) -> Iterator[Identifier]:
    year = _YEAR.search(whose.reference)
    for dated in dates_in(said):
        day = as_day(dated if dated.year or not year else replace(dated, year=int(year[0])))
        if day and dated.sure:
            yield Identifier(
                IdentifierKind.DATE, day.isoformat(), f"{whose.words} (its text)", whose.reference, day=day
            )


def of_address(text: str, whose: Whose) -> Iterator[Identifier]:
    """An address with its postcode."""
    said = plain(text).text
    for found in POSTCODE.finditer(said):
        yield Identifier(
            IdentifierKind.POSTCODE, f"{found[1]} {found[2]}".upper(), whose.words, whose.reference
        )
    rest = POSTCODE.sub(" ", said).strip(" ,;\n")
    if any(c.isalpha() for c in rest):
        yield Identifier(IdentifierKind.ADDRESS, rest, whose.words, whose.reference)


def of_record(record: Record, whose: Whose) -> Iterator[Identifier]:
    """What all texts of a form tell, and what its codes say of the family."""
    texts = [v for k, v in record.values.items() if isinstance(v, str) and k not in _NOT_OF_THE_FAMILY]
    texts += [
        v for rows in record.rows.values() for r in rows for v in r.values.values() if isinstance(v, str)
    ]
    for text in texts:
        yield from of_text(text, whose)
    for text in _free_texts(record):
        yield from identifiers_of(text, whose.words, whose.reference)
    for word in (
        *told_of("\n".join(_free_texts(record))),
        *(_FAMILY_CODES[t] for t in texts if t in _FAMILY_CODES),
    ):
        yield Identifier(IdentifierKind.FAMILY, word, whose.words, whose.reference)


def _free_texts(record: Record) -> Iterator[str]:
    """What was written in sentences, not in a box for a name, a place or a job."""
    told = [
        *record.values.items(),
        *(v for rows in record.rows.values() for r in rows for v in r.values.items()),
    ]
    return (v for k, v in told if isinstance(v, str) and k not in _BOXES and not k.startswith("ref_"))


def of_answers(submission: Submission, whose: Whose) -> Iterator[Identifier]:
    """What stood on the paper but could not be understood, such as a birth date that is no date."""
    if submission.answers is None:
        return
    for slot, answer in submission.answers.items.items():
        if slot not in _NOT_OF_THE_FAMILY:
            yield from of_text(answer.text, whose)
