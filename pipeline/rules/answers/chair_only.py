"""Answers for the chair alone: on the chair's sheet and nowhere else, not even quoted by a question about them.

The correction form shows them, because somebody must compare them with the original.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.model.form import Form
from pipeline.model.record import Problem, Severity

DO_NOT_SHARE = "do_not_share"  # on the agency check
CHAIR_ONLY = frozenset((DO_NOT_SHARE,))
HIDDEN = "(for the chair only)"  # stands in its place
_ASK = "there is a question about this answer, which is for the chair only; compare it with the original."


def quiet(form: Form, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems without a word of what is for the chair alone, also where the paper as a whole is spoken of."""
    labels = tuple(slot.label for name, slot in form.slot_by_name.items() if name in CHAIR_ONLY)
    for problem in problems:
        about = problem.slot in CHAIR_ONLY or any(label in problem.message for label in labels)
        if about and problem.severity is Severity.QUERY:
            yield replace(problem, message=_ASK)
        else:
            yield replace(problem, message=HIDDEN) if about else problem
