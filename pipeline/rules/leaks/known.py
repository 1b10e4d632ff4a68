"""What the register holds of a meeting's cases and its papers must not tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model.filing import Referral, Submission
from pipeline.model.leaks import Identifier, IdentifierKind, Known, NameLists
from pipeline.rules.answers.names import in_two


def known_of(
    cases: Sequence[Referral],
    forms: Sequence[Submission] = (),
    *,
    day: date | None = None,
    earlier: Sequence[Referral] = (),
    lists: NameLists | None = None,
) -> Known:
    """Everything known of the `cases` of a meeting on `day`, and what other filed forms say of them.

    `forms`: agency checks, meeting records, replies. `earlier`: cases of other meetings, which count a level lower.
    `lists`: short forms and names that are ordinary words, as the workspace has them (records/names).
    """
    told = [i for case in cases for i in _case(case)]
    before = [replace(i, earlier=True) for case in earlier for i in _case(case)]
    return Known(tuple(dict.fromkeys((*told, *before))), day, lists or NameLists())


def _case(case: Referral) -> Iterator[Identifier]:
    for child in case.children:
        yield Identifier(
            IdentifierKind.CHILD,
            child.name,
            f"Child {child.number} of {case.reference}",
            case.reference,
            tuple(in_two(child.name).forenames.split()),
            child.surname,
        )
