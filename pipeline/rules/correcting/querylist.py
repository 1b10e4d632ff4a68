"""The query list: what the referrer is asked, as a plain letter in the words printed on the form."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from pipeline.model.filing import Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem
from pipeline.model.settings import PanelNames
from pipeline.rules.answers.dates import british
from pipeline.rules.correcting.confirmed import to_compare

_WIDTH = 78
_CUT = f"{'-' * 8} the letter to the referrer begins below {'-' * 8}"
_FIRST = (
    " Compare them first: the letter does not ask about them, and it is written anew when they are settled."
)
_SENDERS = ("ref_name", "completed_by", "name", "coordinator", "chair")  # who filled in each of the forms


def query_list(submission: Submission, form: Form, names: PanelNames, first: str = "") -> str:
    """The text of one submission's query list: a greeting, one numbered query each, where to send the answers.

    What only the coordinator can settle, by comparing with the original, stands above the letter and not in it; so
    does `first`, what the coordinator should know before anything is sent.
    """
    asked = _asked(submission)
    letter = _letter(submission, form, names, asked) if asked else ""
    compared = _compared(submission)
    notes = [_wrapped(f"For the coordinator: {first}")] if first else []
    if compared:
        answers = counted(compared, "answer is", "answers are")
        where = f"the correction form “{submission.reference} correction.pdf” in this folder."
        told = f"For the coordinator: {answers} to be compared with the original on {where}"
        notes.append(_wrapped(f"{told}{_FIRST if letter else ''}"))
    if not notes:
        return letter
    note = "\n\n".join(notes)
    return f"{note}\n\n{_CUT}\n\n{letter}" if letter else f"{note}\n"


def _letter(submission: Submission, form: Form, names: PanelNames, asked: Sequence[_Asked]) -> str:
    what = f"{form.title.lower()} {submission.reference}, received on {british(submission.received)}"
    meeting = f" for the panel meeting on {british(submission.meeting)}" if submission.meeting else ""
    ask = "one answer needs" if len(asked) == 1 else f"{len(asked)} answers need"
    parts = [
        f"Dear {_sender(submission) or 'colleague'},",
        _wrapped(f"Thank you for your {what}{meeting}. Before the papers can go out, {ask} your help:"),
        *(_numbered(n, box) for n, box in enumerate(asked, 1)),
        _wrapped(
            "Please correct the form and send it again, whole; it takes the place of the first one. You can also "
            f"reply to {names.email} or ring {names.phone}."
        ),
        f"{names.coordinator}\n{names.panel}\n{names.board}",
    ]
    return "\n\n".join(parts) + "\n"


def asked_in_words(submission: Submission) -> tuple[str, ...]:
    """What the referrer is asked, a sentence or several for each box, in the words printed on the form."""
    return tuple(map(_said, _asked(submission)))


def open_points(submission: Submission) -> str:
    """How much a person has to settle or to know: "2 queries, 87 answers to compare, 1 note"; "" when nothing."""
    notes = counted(len(submission.problems) - len(submission.queries), "note")
    return ", ".join(
        words for words in (open_queries(submission), notes) if words and not words.startswith("0 ")
    )


def open_queries(submission: Submission) -> str:
    """How much a person has to settle: "2 queries, 87 answers to compare"; "" when nothing.

    Queries are what the letter asks the referrer; the rest is the coordinator's, on the correction form. A box
    counts once, whatever there is to say about it.
    """
    counts = (
        counted(len(_asked(submission)), "query", "queries"),
        counted(_compared(submission), "answer to compare", "answers to compare"),
    )
    return ", ".join(words for words in counts if not words.startswith("0 "))


_Asked = tuple[Problem, ...]  # all that is asked about one box, or about the paper as a whole


def _asked(submission: Submission) -> tuple[_Asked, ...]:
    """What the referrer is asked, box by box, in the form's order."""
    theirs = frozenset(to_compare(submission))
    boxes: dict[tuple[str, int], list[Problem]] = {}
    for number, problem in enumerate(submission.queries):
        if problem not in theirs:
            boxes.setdefault((problem.slot, 0 if problem.slot else number), []).append(problem)
    return tuple(map(tuple, boxes.values()))


def _compared(submission: Submission) -> int:
    """How many boxes the coordinator compares and the referrer is not asked about."""
    asked = {box[0].slot for box in _asked(submission)}
    mine = to_compare(submission)
    return len({p.slot for p in mine if p.slot} - asked) + sum(not p.slot for p in mine)


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 query", "2 queries"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _sender(submission: Submission) -> str:
    return next((t for t in map(submission.record.text, _SENDERS) if t), "")


def _numbered(number: int, box: _Asked) -> str:
    start = f"{number:>2}. "
    return textwrap.fill(_said(box), _WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _said(box: _Asked) -> str:
    """All that is asked about one box."""
    first, *more = box
    return " ".join((str(first), *(f"Also: {_after(first, problem)}" for problem in more)))


def _after(first: Problem, problem: Problem) -> str:
    """A second sentence about the same box, under the same label."""
    return problem.message if problem.label == first.label else str(problem)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH)
