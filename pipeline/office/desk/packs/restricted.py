"""A pack for somebody from whom cases are withheld: drawn anew without them, so that nothing of them is in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from pipeline.model.filing import Referral
from pipeline.model.pack import Section
from pipeline.office.desk import Desk
from pipeline.office.desk.checks import case_checks_of
from pipeline.office.desk.packs.cases import PackCase, laid_case
from pipeline.office.desk.packs.planning import Draft
from pipeline.rules.pack.withholding import scrubbed, without


def restricted(draft: Draft, desk: Desk, references: Collection[str]) -> Draft:
    """The draft without these cases; its pages have the same numbers."""
    if not references:
        return draft
    plan = without(draft.plan, references, _telling(draft, desk, references))
    shown = {case.reference: case for case in plan.cases}
    kept = [case for case in draft.cases if case.referral.reference in shown]
    cases = tuple(_case(draft, desk, case, shown, references) for case in kept)
    made = {
        old.made: new.made
        for before, after in zip(kept, cases, strict=True)
        for old, new in ((before.sheet, after.sheet), (before.checks, after.checks))
        if old is not None and new is not None
    }
    sections = tuple(_shown_as(section, made) for section in plan.sections)
    hidden = frozenset(references)
    return replace(draft, plan=replace(plan, sections=sections), cases=cases, hidden=hidden)


def _telling(draft: Draft, desk: Desk, references: Collection[str]) -> frozenset[str]:
    """The cases on whose own form, in whatever version, the reference of a withheld one stands."""
    shown = {s.reference for s in draft.plan.sections if s.reference} - set(references)
    return frozenset(
        reference
        for reference in shown
        for version in desk.register.history(reference)
        if scrubbed((version.record, version.answers), references) != (version.record, version.answers)
    )


def _case(
    draft: Draft, desk: Desk, case: PackCase, shown: Mapping[str, Referral], references: Collection[str]
) -> PackCase:
    """A case that is not withheld; laid out anew where it named one that is."""
    referral = shown[case.referral.reference]
    checks = case_checks_of(desk, case.referral.submission)
    clean = scrubbed(checks, references)
    if referral == case.referral and clean == checks:
        return case
    return laid_case(desk, referral, clean, case.number, draft.plan.meeting, draft.letters)


def _shown_as(section: Section, made: Mapping[str, str]) -> Section:
    shown = section.shown
    return replace(section, shown=replace(shown, made=made.get(shown.made, shown.made)))
