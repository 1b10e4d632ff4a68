"""The query list: what the referrer is asked, as a plain letter in the words printed on the form."""

from __future__ import annotations

import textwrap

from pipeline.model.filing import Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem
from pipeline.model.settings import PanelNames
from pipeline.rules.dates import british

_WIDTH = 78
_SENDERS = ("ref_name", "completed_by", "coordinator", "chair")  # who filled in each of the forms


def query_list(submission: Submission, form: Form, names: PanelNames) -> str:
    """The text of one submission's query list: a greeting, one numbered query each, where to send the answers."""
    what = f"{form.title.lower()} {submission.reference}, received on {british(submission.received)}"
    meeting = f" for the panel meeting on {british(submission.meeting)}" if submission.meeting else ""
    count = len(submission.queries)
    ask = "one answer needs" if count == 1 else f"{count} answers need"
    parts = [
        f"Dear {_sender(submission) or 'colleague'},",
        _wrapped(f"Thank you for your {what}{meeting}. Before the papers can go out, {ask} your help:"),
        *(_numbered(n, problem) for n, problem in enumerate(submission.queries, 1)),
        _wrapped(
            "Please correct the form and send it again, whole; it takes the place of the first one. You can also "
            f"reply to {names.email} or ring {names.phone}."
        ),
        f"{names.coordinator}\n{names.panel}\n{names.board}",
    ]
    return "\n\n".join(parts) + "\n"


def open_points(submission: Submission) -> str:
    """How much a person has to settle or to know: "2 queries, 1 note"; "" when nothing."""
    queries = len(submission.queries)
    counts = (counted(queries, "query", "queries"), counted(len(submission.problems) - queries, "note"))
    return ", ".join(words for words in counts if words[0] != "0")


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
