"""Answers that a person has corrected and that the same paper, sent once more, would set back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model.filing import Difference, Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem, Severity
from pipeline.office.desk import Desk


@dataclass(frozen=True)
class _Correction:
    """What a person made of an answer, in which version."""

    made: Difference
    by: str
    version: int


def with_set_back(desk: Desk, form: Form, filed: Submission) -> Submission:
    """A later version with a query for each answer that it sets back to what stood there before a correction."""
    if filed.version < 3 or filed.origin.corrected_by:
        return filed
    again = tuple(_problems(form, filed, _corrections(desk, filed.reference)))
    return replace(filed, problems=(*filed.problems, *again)) if again else filed


def _corrections(desk: Desk, reference: str) -> dict[str, _Correction]:
    """The last correction of each answer, unless a later version of the sender's own has changed it since."""
    found: dict[str, _Correction] = {}
    for version in desk.register.history(reference):
        for made in version.differences:
            found.pop(made.slot, None)
            if version.origin.corrected_by:
                found[made.slot] = _Correction(made, version.origin.corrected_by, version.version)
    return found


def _problems(form: Form, filed: Submission, corrected: dict[str, _Correction]) -> Iterator[Problem]:
    for now in filed.differences:
        before = corrected.get(now.slot)
        if before is None or (now.before, now.after) != (before.made.after, before.made.before):
            continue
        words = (
            f"{before.by} corrected it to “{before.made.after}” in version {before.version}; this version says"
            f" “{now.after}” again. Which is right?"
        )
        slot = form.slot_by_name.get(now.slot)
        yield Problem(now.slot if slot else "", now.label, words, Severity.QUERY, "set back")
