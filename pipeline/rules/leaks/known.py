"""What the register holds of a meeting's cases and its papers must not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model.filing import Referral, Submission
from pipeline.model.leaks import NAMES, Identifier, IdentifierKind, Known, NameLists
from pipeline.model.record import Record, Row
from pipeline.rules.answers.names import in_two
from pipeline.rules.leaks import telling
from pipeline.rules.leaks.telling import Whose
from pipeline.rules.leaks.text.folding import folded

_ADULTS = frozenset(("PROTECTED", "UNKNOWN", "UNBORN"))
_ALSO = re.compile(
    r"\s*(?:[,;/()\[\]\n]|\b(?:aka|a\.k\.a\.?|also known as|also called|known as|formerly|previously|née|nee|born)\b|"
    r"\bor\b)\s*",
    re.IGNORECASE,
)
_DATES = ("plan_start", "prev_plan_end", "plan_review_due")
_PRACTITIONERS = ("practitioner", "observer")


def known_of(
    cases: Sequence[Referral | Submission],
    forms: Sequence[Submission] = (),
    *,
    day: date | None = None,
    earlier: Sequence[Referral | Submission] = (),
    again: Mapping[str, str] | None = None,
    lists: NameLists | None = None,
) -> Known:
    """Everything known of the `cases` of a meeting on `day`, and what other filed forms say of them.

    `forms`: agency checks, meeting records, replies. `earlier`: cases of other meetings, which count a level lower,
    but for those of which `again` says to which of the `cases` they belong: an earlier referral of the same child.
    `lists`: short forms and names that are ordinary words, as the workspace has them (records/names). What is not
    confirmed yet counts too: a name that was read wrongly is looked for beside the right one.
    """
    told = [i for case in cases for i in _case(case)]
    told += [i for form in forms for i in _other_form(form)]
    before = [_before(i, again or {}) for case in earlier for i in _case(case)]
    known = (*_not_twice(told, lists or NameLists()), *before)
    return Known(tuple(dict.fromkeys(known)), day, lists or NameLists())


def _before(identifier: Identifier, again: Mapping[str, str]) -> Identifier:
    here = again.get(identifier.reference)
    return replace(identifier, reference=here) if here else replace(identifier, earlier=True)


def _not_twice(told: Sequence[Identifier], lists: NameLists) -> Iterator[Identifier]:
    """Without what a text mentions and the boxes of the form name: names are looked for by their own rules."""
    names = {w for i in told if i.kind in NAMES for w in folded(i.text)} | lists.ambiguous
    for identifier in told:
        if identifier.kind is not IdentifierKind.MENTIONED or not set(folded(identifier.text)) <= names:
            yield identifier


def _case(case: Referral | Submission) -> Iterator[Identifier]:
    filed = case.submission if isinstance(case, Referral) else case
    record, reference = filed.record, filed.reference
    whole = Whose(reference, reference)
    yield Identifier(IdentifierKind.REFERENCE, reference, reference, reference)
    for row in record.table("child"):
        yield from _child(row, Whose(f"Child {row.number} of {reference}", reference))
    for row in record.table("adult"):
        whose = Whose(f"Adult {row.number} of {reference}", reference)
        yield from _named(IdentifierKind.ADULT, row.plain("name"), whose)
        yield from _born(row, whose)
    for row in record.table("cg"):
        whose = Whose(f"Core group member {row.number} of {reference}", reference)
        yield from _named(IdentifierKind.WORKER, row.plain("name"), whose)
        yield from telling.of_text(row.plain("email"), whose)
    referrer = Whose(f"the referrer of {reference}", reference)
    yield from _named(IdentifierKind.WORKER, record.plain("ref_name"), referrer)
    yield from _named(
        IdentifierKind.WORKER,
        record.plain("ref_manager"),
        Whose(f"the manager named in {reference}", reference),
    )
    yield from telling.of_text(record.plain("ref_email") + "\n" + record.plain("ref_phone"), referrer)
    yield from _address(record, Whose(f"the family of {reference}", reference))
    for name in _DATES:
        if found := record.day(name):
            yield Identifier(
                IdentifierKind.DATE, found.isoformat(), f"{_dated(name)} of {reference}", reference, day=found
            )
    yield from _twins(record, whole)
    yield from telling.of_record(record, whole)
    yield from telling.of_answers(filed, whole)


def _dated(name: str) -> str:
    return {"plan_start": "the plan", "prev_plan_end": "the earlier plan"}.get(name, "the review")


def _child(row: Row, whose: Whose) -> Iterator[Identifier]:
    forenames, surname = row.plain("forename"), row.plain("surname")
    if forenames.upper() not in _ADULTS and (forenames or surname):
        yield _name(IdentifierKind.CHILD, tuple(forenames.split()), surname, whose)
    elif surname:
        yield _name(IdentifierKind.CHILD, (), surname, whose)
    for other in _ALSO.split(row.plain("known_as")):
        words = other.split()
        if len(words) > 1:
            yield from _named(IdentifierKind.CHILD, other, whose)
        elif words:
            yield _name(IdentifierKind.CHILD, (other,), surname, whose)
    yield from _born(row, whose)
    yield from _numbers_and_setting(row, whose)


def _numbers_and_setting(row: Row, whose: Whose) -> Iterator[Identifier]:
    for name in ("nhs_no", "case_ref"):
        if number := row.plain(name):
            yield Identifier(
                IdentifierKind.NUMBER,
                number,
                f"{whose.words} ({'NHS' if name == 'nhs_no' else 'case'} number)",
                whose.reference,
            )
    setting = row.plain("setting")
    if setting.casefold() not in ("", "none", "home", "at home", "n/a"):
        yield Identifier(IdentifierKind.SETTING, setting, whose.words, whose.reference)


def _born(row: Row, whose: Whose) -> Iterator[Identifier]:
    if born := row.day("dob"):
        yield Identifier(IdentifierKind.BIRTH, born.isoformat(), whose.words, whose.reference, day=born)


def _name(kind: IdentifierKind, forenames: tuple[str, ...], surname: str, whose: Whose) -> Identifier:
    text = " ".join((*forenames, surname)).strip()
    return Identifier(kind, text, whose.words, whose.reference, forenames, surname)


def _named(kind: IdentifierKind, text: str, whose: Whose) -> Iterator[Identifier]:
    """A whole name with other names beside it: "Rose Young (was Smith), aka Rosie"."""
    for part in _parts(text):
        parts = in_two(re.sub(r"^(?:mr|mrs|ms|miss|dr|pc|dc|ds|sgt)\.?\s+", "", part, flags=re.IGNORECASE))
        if part.upper() in _ADULTS or not part:
            continue
        yield _name(kind, tuple(parts.forenames.split()), parts.surname, whose)


def _parts(text: str) -> tuple[str, ...]:
    """The names in a text; "YOUNG, Rose" is one."""
    turned = re.fullmatch(r"\s*([^\W\d_][\w' -]+),\s*([^\W\d_][\w' -]+)\s*", text)
    if turned and len(turned[1].split()) == 1 and len(turned[2].split()) <= 2 and turned[1].isupper():
        return (text,)
    return tuple(
        re.sub(r"^(?:was|now)\s+", "", p, flags=re.IGNORECASE) for p in _ALSO.split(text) if p.strip()
    )


def _address(record: Record, whose: Whose) -> Iterator[Identifier]:
    for name in ("family_address", "family_postcode"):
        text = record.plain(name)
        if text.upper() in _ADULTS or not text:
            continue
        yield from telling.of_address(text, whose)


def _twins(record: Record, whose: Whose) -> Iterator[Identifier]:
    days = [row.day("dob") for row in record.table("child")]
    if any(d and days.count(d) > 1 for d in days):
        yield Identifier(IdentifierKind.FAMILY, "twins", f"children of {whose.words}", whose.reference)


def _other_form(form: Submission) -> Iterator[Identifier]:
    """Who and what an agency check, a meeting record or a reply to an invitation names."""
    reference = form.record.plain("referral_ref") or form.reference
    whole = Whose(f"{form.reference}", reference)
    for row in form.record.table("person"):
        whose = Whose(f"person {row.number} of {form.reference}", reference)
        yield from _named(IdentifierKind.ADULT, row.plain("name"), whose)
        for other in _ALSO.split(row.plain("known_as")):
            yield from _named(IdentifierKind.ADULT, other, whose)
        yield from _born(row, whose)
        if number := row.plain("nhs_no"):
            yield Identifier(IdentifierKind.NUMBER, number, f"{whose.words} (NHS number)", reference)
        worker = Whose(f"the worker of person {row.number} of {form.reference}", reference)
        yield from _named(IdentifierKind.WORKER, row.plain("worker"), worker)
    if form.record.text("completed_by"):
        yield from _named(
            IdentifierKind.WORKER,
            form.record.plain("completed_by"),
            Whose(f"who completed {form.reference}", reference),
        )
    deputy = Whose(f"the deputy named in {form.reference}", reference)
    yield from _named(IdentifierKind.WORKER, form.record.plain("deputy_name"), deputy)
    yield from telling.of_text(form.record.plain("deputy_email"), deputy)
    for row in form.record.table("att"):
        if row.text("kind") in _PRACTITIONERS:
            yield from _named(
                IdentifierKind.WORKER,
                row.plain("name"),
                Whose(f"a practitioner named in {form.reference}", reference),
            )
    yield from _address(form.record, whole)
    if form.record.table("person"):
        yield from telling.of_record(form.record, whole)
