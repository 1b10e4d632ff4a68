"""Children who were discussed before: told by name, date of birth and NHS number, as their referrals give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.model.filing import Referral
from pipeline.model.meeting import CaseDiscussed, MeetingRecord
from pipeline.model.people import Child
from pipeline.rules.answers.names import fold


def with_returning(
    records: Sequence[MeetingRecord], known: Mapping[str, Referral]
) -> tuple[MeetingRecord, ...]:
    """The records, earliest first, each case told how many of its children an earlier case discussed had, and which.

    A child that a referral does not name is a first one: nothing says that it is not.
    """
    seen: dict[tuple[object, ...], str] = {}
    return tuple(replace(r, cases=tuple(_case(c, known, seen) for c in r.cases)) for r in records)


def of_the_same_children(cases: Sequence[Referral], others: Iterable[Referral]) -> Mapping[str, str]:
    """The references of those others that are about a child of one of the cases, each with that case's reference."""
    signs = {sign: case.reference for case in cases for child in case.children for sign in _signs(child)}
    told = (
        (o.reference, signs[s]) for o in others for child in o.children for s in _signs(child) if s in signs
    )
    return dict(told)


def _case(
    case: CaseDiscussed, known: Mapping[str, Referral], seen: dict[tuple[object, ...], str]
) -> CaseDiscussed:
    if case.outcome != "discussed" or case.reference not in known:
        return case
    signs = [_signs(child) for child in known[case.reference].children]
    again = sum(any(sign in seen for sign in of_one) for of_one in signs)
    before = {seen[sign] for of_one in signs for sign in of_one if sign in seen} - {case.reference}
    for of_one in signs:
        for sign in of_one:
            seen.setdefault(sign, case.reference)
    return replace(case, again=min(again, case.children), before=tuple(sorted(before)))


def _signs(child: Child) -> list[tuple[object, ...]]:
    """What two referrals must both say to mean one child: of name, date of birth and NHS number any two."""
    name, number = fold(child.name), "".join(c for c in child.nhs_no if c.isdigit())
    told = [
        ("name and birth", name, child.dob),
        ("number and birth", number, child.dob),
        ("both", number, name),
    ]
    return [sign for sign in told if all(sign)]
