"""A pack without the cases that are withheld from its reader: the same pages, and not one word of those cases.

Each of their pages becomes a placeholder, so every page number stays; titles, agenda, gaps and notes say that a case
is withheld and not which.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from pipeline.model.filing import Referral
from pipeline.model.pack import AgendaItem, PackPlan, Section, Shown
from pipeline.rules.arriving.matching import shared_children

WITHHELD = "withheld"  # the kind of a section whose pages are placeholders
_INSTEAD = "[withheld]"  # no wider than a reference, so that no line grows
_REASON = "it stands in the full pack"
Thing = TypeVar("Thing")


def without(plan: PackPlan, references: Collection[str], also_telling: Collection[str] = ()) -> PackPlan:
    """The plan as somebody sees it from whom these cases are withheld. The page numbers are those of the plan.

    Whatever else names such a case (another case's note, an answer that quotes its reference) says "[withheld]";
    the pages of a form on which its reference stands are placeholders as well; `also_telling`: cases of which an
    earlier form did.
    """
    hidden = {s.reference: s.shown.number for s in plan.sections if s.reference in references}
    if not hidden:
        return plan
    telling = {*also_telling, *(c.reference for c in plan.cases if _quotes(c, hidden))}
    kept = replace(
        plan,
        cases=tuple(c for c in plan.cases if c.reference not in hidden),
        agenda=tuple(_item(item, hidden) for item in plan.agenda),
        sections=tuple(_section(s, hidden, telling) for s in plan.sections),
        gaps=tuple(g for g in plan.gaps if g.subject not in hidden),
        notes=tuple(n for n in plan.notes if not _pattern(hidden).match(n)),
        accepted_gaps=plan.accepted_gaps and _REASON,  # somebody's own words, maybe about the withheld case
        withheld=sum(c.reference in hidden for c in plan.cases),
    )
    return scrubbed(kept, hidden)


def _title(number: int) -> str:
    return f"Case {number}: withheld from this copy"


def _quotes(case: Referral, references: Collection[str]) -> bool:
    """Whether a reference stands on a case's own form."""
    submission = case.submission
    written = (submission.record, submission.answers)
    return scrubbed(written, references) != written


def _section(section: Section, hidden: Mapping[str, int], telling: Collection[str]) -> Section:
    number = hidden.get(section.reference)
    if number is None and section.kind == "original" and section.reference in telling:
        return replace(section, kind=WITHHELD)
    if number is None:
        return section
    blind = replace(section, reference="", shown=Shown(number), replaced_by=0, gone="")
    if section.kind == "case":  # it only spans its parts
        return replace(blind, title=_title(number))
    return replace(blind, kind=WITHHELD, title="Withheld")


def _item(item: AgendaItem, hidden: Mapping[str, int]) -> AgendaItem:
    for reference, number in hidden.items():
        if _names(item.title, [reference]):
            return replace(item, title=_title(number))
    return item


def _names(text: str, references: Collection[str]) -> bool:
    return scrubbed(text, references) != text


def scrubbed(value: Thing, references: Collection[str]) -> Thing:
    """The value with "[withheld]" for each of these references, however deep it stands in it."""
    found: Thing = _scrubbed(value, _pattern(references))
    return found


def _pattern(references: Collection[str]) -> re.Pattern[str]:
    """Any of these references, however people write it, and no longer one that begins like it."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_written, references))})(?!\d)", re.IGNORECASE)


def _written(reference: str) -> str:
    """CRP-2013-002 as a pattern that also finds "crp 2013 2", "CRP/2013/02" and one with other hyphens."""
    *before, number = reference.split("-")
    if not number.isdigit():
        return re.escape(reference)
    return "".join(rf"{re.escape(part)}[\W_]{{0,3}}" for part in before) + f"0*{int(number)}"


def _scrubbed(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return pattern.sub(_INSTEAD, value)
    if isinstance(value, tuple):
        return tuple(_scrubbed(part, pattern) for part in value)
    if isinstance(value, Mapping):
        return {key: _scrubbed(part, pattern) for key, part in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    own = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
    changed = {name: new for name, old in own.items() if (new := _scrubbed(old, pattern)) != old}
    return replace(value, **changed) if changed else value


def shared_elsewhere(plan: PackPlan, references: Collection[str]) -> tuple[str, ...]:
    """What a person has to decide before a copy is handed over: another case is about the same child.

    `plan` is the whole one.
    """
    hidden = [c for c in plan.cases if c.reference in references]
    rest = [c for c in plan.cases if c.reference not in references]
    return tuple(
        f"{case.reference} is about a child of {other.reference}, which is withheld: withhold both?"
        for case in rest
        for other in hidden
        if shared_children(other.submission.record, case.submission.record)
    )
