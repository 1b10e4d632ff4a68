"""The query list: what the referrer is asked, as a plain letter in the words printed on the form."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.filing import Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem
from pipeline.model.settings import PanelNames
from pipeline.rules.confirmed import PROPOSED
from pipeline.rules.dates import british

_WIDTH = 78
_CUT = f"{'-' * 8} the letter to the referrer begins below {'-' * 8}"
_SENDERS = ("ref_name", "completed_by", "coordinator", "chair")  # who filled in each of the forms


def query_list(submission: Submission, form: Form, names: PanelNames) -> str:
    """The text of one submission's query list: a greeting, one numbered query each, where to send the answers.

    What only the coordinator can settle, by comparing with a picture, stands above the letter.
    """
    asked = [p for p in submission.queries if p.code != PROPOSED]
    letter = _letter(submission, form, names, asked) if asked else ""
    proposed = len(submission.queries) - len(asked)
    if not proposed:
        return letter
    note = _wrapped(
        f"For the coordinator: {_read_words(proposed)}; compare {'it' if proposed == 1 else 'them'} on the correction"
        f" form “{submission.reference} correction.pdf” in this folder."
    )
    return f"{note}\n\n{_CUT}\n\n{letter}" if letter else f"{note}\n"


def _letter(submission: Submission, form: Form, names: PanelNames, asked: Sequence[Problem]) -> str:
    what = f"{form.title.lower()} {submission.reference}, received on {british(submission.received)}"
    meeting = f" for the panel meeting on {british(submission.meeting)}" if submission.meeting else ""
    ask = "one answer needs" if len(asked) == 1 else f"{len(asked)} answers need"
    parts = [
        f"Dear {_sender(submission) or 'colleague'},",
        _wrapped(f"Thank you for your {what}{meeting}. Before the papers can go out, {ask} your help:"),
        *(_numbered(n, problem) for n, problem in enumerate(asked, 1)),
        _wrapped(
            "Please correct the form and send it again, whole; it takes the place of the first one. You can also "
            f"reply to {names.email} or ring {names.phone}."
        ),
        f"{names.coordinator}\n{names.panel}\n{names.board}",
    ]
    return "\n\n".join(parts) + "\n"


def open_points(submission: Submission) -> str:
    """How much a person has to settle or to know: "2 queries, 87 answers to compare, 1 note"; "" when nothing."""
    queries = len(submission.queries)
    proposed = sum(p.code == PROPOSED for p in submission.queries)
    counts = (
        counted(queries - proposed, "query", "queries"),
        counted(proposed, "answer to compare", "answers to compare"),
        counted(len(submission.problems) - queries, "note"),
    )
    return ", ".join(words for words in counts if not words.startswith("0 "))


def open_queries(submission: Submission) -> str:
    """How much a person has to settle: "2 queries, 87 answers to compare"."""
    return open_points(replace(submission, problems=submission.queries))


def _read_words(number: int) -> str:
    return f"{number} answer{' was' if number == 1 else 's were'} read from a picture"


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 query", "2 queries"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _sender(submission: Submission) -> str:
    return next((t for t in map(submission.record.text, _SENDERS) if t), "")


def _numbered(number: int, problem: Problem) -> str:
    start = f"{number:>2}. "
    return textwrap.fill(str(problem), _WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH)
