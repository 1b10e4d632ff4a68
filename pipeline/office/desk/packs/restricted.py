"""A pack for somebody from whom cases are withheld: drawn anew without them, so that nothing of them is in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from pipeline.model.filing import Referral
from pipeline.office.desk import Desk
from pipeline.office.desk.packs.cases import PackCase, pack_case
from pipeline.office.desk.packs.planning import Draft
from pipeline.rules.meeting.withholding import without


def restricted(draft: Draft, desk: Desk, references: Collection[str]) -> Draft:
    """The draft without these cases; its pages have the same numbers."""
    plan = without(draft.plan, references)
    shown = {case.reference: case for case in plan.cases}
    numbered = enumerate(draft.cases, 1)
    cases = [(n, case) for n, case in numbered if case.referral.reference in shown]
    return replace(draft, plan=plan, cases=tuple(_case(draft, desk, n, c, shown) for n, c in cases))


def _case(draft: Draft, desk: Desk, number: int, case: PackCase, shown: Mapping[str, Referral]) -> PackCase:
    """A case that is not withheld; laid out anew where it named one that is."""
    referral = shown[case.referral.reference]
    if referral == case.referral:
        return case
    return pack_case(desk, referral, number, draft.plan.meeting, draft.letters)
