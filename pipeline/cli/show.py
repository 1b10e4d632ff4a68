"""`pipeline show`: everything that is on record under one reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Session, pass_session

if TYPE_CHECKING:
    from pipeline.model.answers import Answer
    from pipeline.model.filing import Event, Submission
    from pipeline.model.form import Field, Form, Repeat
    from pipeline.model.record import Record
    from pipeline.records.register.arrivals import Arrival


_KINDS = {
    "pdf": "PDF",
    "docx": "Word file",
    "yaml": "typed data (YAML)",
    "image": "picture",
    "office": "text document (not of Word's present kind)",
    "text": "text of an e-mail",
}
_SURENESS = {"printed": "from the printed letters", "recognised": "made out in a picture"}
_HARD = 0.6  # below this score of the recogniser


@click.command("show")
@click.argument("reference")
@click.option("--version", type=click.IntRange(min=1), help="An earlier version instead of the latest.")
@pass_session
def command(session: Session, reference: str, version: int | None) -> None:
    """Show what is on record under REFERENCE: problems, answers, differences and history.

    \b
    Example:
      pipeline show CRP-2013-014
    """
    from pipeline.office.desk.meetings import overfull
    from pipeline.rules.arriving.standing import RULED

    with session.desk() as desk:
        history = desk.register.history(reference.upper())
        submission = desk.register.submission(reference.upper(), version)
        form = desk.forms[submission.form_name]
        full = overfull(desk, submission.meeting) if submission.meeting and version is None else {}
        decided = desk.register.facts(*RULED, subject=submission.reference)
        arrivals = [a for a in desk.register.arrivals() if a.reference == submission.reference]
    room = full.get(submission.reference, "")
    for line in (*_head(submission), *_problems(submission, room), *_answers(form, submission)):
        click.echo(line)
    for line in (*_history(history, arrivals), *_decided(decided)):
        click.echo(line)


def _head(submission: Submission) -> Iterator[str]:
    meeting = f"meeting {submission.meeting:%d/%m/%Y}" if submission.meeting else "no meeting yet"
    late = ", LATE" if submission.late else ""
    from pipeline.rules.arriving.standing import decision_words, late_words
    from pipeline.rules.correcting.querylist import open_points

    points = open_points(submission) or "complete"
    yield (
        f"{submission.reference}, version {submission.version}: {submission.form_name}, {submission.outcome}; {points}"
    )
    came = _KINDS.get(submission.pages[1], submission.pages[1])
    yield f"received {submission.received:%d/%m/%Y} as {came}, {meeting}{late}"
    if submission.decision:
        words = decision_words(submission.decision)
        yield words[:1].upper() + words[1:]
    if submission.to_be_accepted:
        yield late_words(submission.reference)
    if submission.origin.corrected_by:
        yield _by(submission)


def _by(submission: Submission) -> str:
    """Who corrected, or only confirmed, this version."""
    by = submission.origin.corrected_by
    return (
        f"corrected by {by}"
        if submission.differences
        else f"compared and confirmed by {by}, no answer changed"
    )


def _problems(submission: Submission, room: str) -> Iterator[str]:
    """What is open or to be known; `room`: a sentence when its meeting has no room for it."""
    from pipeline.rules.correcting.confirmed import grouped

    yield ""
    yield "Problems" if submission.problems or room else "No problems"
    for problem in grouped(submission.problems):
        yield f"  {problem.severity}: {problem}"
    if room:
        yield f"  warning: {room}"


def _answers(form: Form, submission: Submission) -> Iterator[str]:
    answers = submission.answers
    if answers is not None:
        yield ""
        yield f"Read from: {answers.carrier}. In brackets: where each answer was read, and how surely."
    items = answers.items if answers else {}
    for page in form.pages:
        for section in page.sections:
            yield ""
            yield section.title
            for item in section.items:
                yield from _item(item, submission.record, items)


def _item(item: Field | Repeat, record: Record, items: Mapping[str, Answer]) -> Iterator[str]:
    from pipeline.model.form import Repeat
    from pipeline.rules.answers.chair_only import CHAIR_ONLY, HIDDEN
    from pipeline.rules.arriving.referrals import shown_value

    if isinstance(item, Repeat):
        for row in record.table(item.name):
            yield f"  {item.row_label} {row.number}"
            for column in item.columns:
                if column.name in row.values:
                    how = _how(items.get(item.slot(row.number, column.name)))
                    yield from _line(column.label, shown_value(column, row.values[column.name]) + how, 4)
    elif item.name in record.values:
        hidden = item.name in CHAIR_ONLY
        words = HIDDEN if hidden else shown_value(item, record.values[item.name]) + _how(items.get(item.name))
        yield from _line(item.label, words, 2)


def _how(answer: Answer | None) -> str:
    """Where an answer was read and how sure it is, in brackets; "" when nothing is known of that."""
    from pipeline.model.answers import Sureness

    if answer is None:
        return ""
    parts = [answer.place] if answer.place else []
    if answer.sureness in (Sureness.PRINTED, Sureness.RECOGNISED):
        parts.append(_SURENESS[answer.sureness.value])
    if answer.score is not None and answer.score < _HARD:
        parts.append("hard to read")
    if not answer.settled:
        parts.append("to be confirmed")
    return f"  [{'; '.join(parts)}]" if parts else ""


def _line(label: str, value: str, indent: int) -> Iterator[str]:
    first, *more = value.split("\n")
    yield f"{' ' * indent}{label}{'' if label.endswith('?') else ':'} {first}"
    for line in more:
        yield f"{' ' * (indent + 2)}{line}"


def _letter(submission: Submission) -> Iterator[str]:
    """The e-mail that a version came by."""
    origin = submission.origin
    if origin.sender or origin.subject:
        day = f" of {origin.sent:%d/%m/%Y}" if origin.sent else ""
        yield f"    by the e-mail{day} from {origin.sender or 'an unnamed sender'}: “{origin.subject}”"


def _history(history: tuple[Submission, ...], arrivals: Sequence[Arrival]) -> Iterator[str]:
    """Each version with the files that brought it (a later one is a copy of the first) and what it changed."""
    from pipeline.model.filing import Outcome
    from pipeline.records.files import shown_name

    yield ""
    yield "History"
    for submission in history:
        by = f", {_by(submission)}" if submission.origin.corrected_by else ""
        yield f"  version {submission.version}: received {submission.received:%d/%m/%Y}, {submission.outcome}{by}"
        for arrival in (a for a in arrivals if a.version == submission.version):
            again = ", the same file again" if arrival.outcome is Outcome.DUPLICATE else ""
            yield f"    from “{shown_name(arrival.name)}”{again}"
        yield from _letter(submission)
        for difference in submission.differences:
            yield f"    {difference}"


def _decided(events: Sequence[Event]) -> Iterator[str]:
    """Every decision there was about it, oldest first."""
    from pipeline.rules.arriving.standing import decision_words, decisions

    for event in events:
        (decision,) = decisions([event]).values()
        yield f"  {decision_words(decision)}"
