"""What papers may use of a submission: no value that the reader doubted or only proposed, until a person confirms it.

Inside the register a doubtful value still helps to find the same referral and the same child. On paper its words
stand nowhere but on the pages of the original: not in its own place, and not quoted by a query or a change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model.filing import Difference, Referral, Submission
from pipeline.model.form import Form
from pipeline.model.record import Problem, Record, Row, Severity, Value, as_text
from pipeline.rules.answers.dates import british
from pipeline.rules.answers.text import tidy_line
from pipeline.rules.arriving.matching import differences
from pipeline.rules.arriving.referrals import as_referral, shown_value

CONFIRM, PROPOSED = "confirm", "proposed"  # codes of the queries that hold a value back
EITHER = (
    "either"  # such a query, too: of two answers, and only who filled in the form knows which one is meant
)
DEPENDS = "depends"  # on paper: the code of a query that may go away with an unconfirmed answer
TO_COMPARE = (CONFIRM, PROPOSED, DEPENDS)  # codes that stand on papers for what the coordinator compares
TO_CONFIRM = "[to be confirmed]"  # it stands in the original
_HOLDING = (CONFIRM, PROPOSED, EITHER)
_SHORT = 3  # letters; shorter answers stand in too many sentences by chance
_CUTS = (59, 60, 199)  # letters after which a query cuts what it quotes
_COMPARE = "to be confirmed: compare it with the original."
_WHICH = "two different answers stand on the form; the referrer is asked which one is meant."
_DEPENDS = "there is a question about it that depends on an answer still to be confirmed."


def unconfirmed(submission: Submission) -> frozenset[str]:
    """The slots whose values a person has not confirmed yet."""
    return frozenset(
        p.slot for p in submission.problems if p.code in _HOLDING and p.severity is Severity.QUERY
    )


def to_compare(submission: Submission) -> tuple[Problem, ...]:
    """The queries that the coordinator settles by comparing with the original, or that may go away with those.

    They are about an unconfirmed answer, about a row in which nothing is confirmed, or they quote such an answer.
    """
    either = {p.slot for p in submission.queries if p.code == EITHER}
    held = unconfirmed(submission) - either
    if not held:
        return ()
    told = _unsure_words(submission)
    unsure = tuple(f"{table}_{number}_" for table, number in _unsure_rows(submission.record, held))
    return tuple(
        p
        for p in submission.queries
        if p.slot in held
        or (p.slot.startswith(unsure) and p.slot not in either)
        or (p.slot not in either and _quoted(p.message, told))
    )


def _unsure_rows(record: Record, held: Collection[str]) -> Iterator[tuple[str, int]]:
    """The rows in which no answer is confirmed."""
    for table, lines in record.rows.items():
        for row in lines:
            if all(f"{table}_{row.number}_{name}" in held for name in row.values):
                yield table, row.number


def _unsure_words(submission: Submission) -> frozenset[str]:
    """What is not sure in the ways in which a query quotes it; a very short answer only in quotation marks."""
    items = submission.answers.items.values() if submission.answers else ()
    texts = {a.text for a in items if not a.settled}
    held = unconfirmed(submission)

    def gather(slot: str, value: Value) -> Value:
        if slot in held:
            texts.update((as_text(value), british(value) if isinstance(value, date) else ""))
        return value

    _mapped(submission.record, gather)
    pieces = {piece for text in texts for piece in _pieces(text) if piece}
    return frozenset(piece if len(piece) >= _SHORT else f"“{piece}”" for piece in pieces)


def for_papers(form: Form, submission: Submission, earlier: Submission | None = None) -> Submission:
    """The submission as papers show it: words in the place of each unconfirmed value, wherever it would stand.

    `earlier`: the version before it, whose unconfirmed values are not shown as what was changed either.
    """
    held = unconfirmed(submission)
    before = unconfirmed(earlier) if earlier else frozenset()
    told = _told(form, submission, held)
    changed = told | _told(form, earlier, before) if earlier is not None else told
    if not (held or before or changed):
        return submission
    waits = frozenset(to_compare(submission))
    return replace(
        submission,
        record=_mapped(submission.record, lambda slot, value: TO_CONFIRM if slot in held else value),
        problems=tuple(_problems(submission.problems, held, told, waits)),
        differences=tuple(_differences(submission.differences, held, before, changed)),
    )


def grouped(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems with one line for all the answers only read from a picture, and one for what depends on answers."""
    for code, words in _TOGETHER:
        problems = _together(problems, code, words)
    return tuple(problems)


_TOGETHER = (
    (PROPOSED, "{} answers were read from a picture; compare them with it on the correction form."),
    (DEPENDS, "{} questions depend on answers still to be confirmed."),
)


def _together(problems: Sequence[Problem], code: str, words: str) -> Sequence[Problem]:
    alike = [p for p in problems if p.code == code]
    if len(alike) < 2:
        return problems
    one = Problem("", "", words.format(len(alike)), Severity.QUERY, code)
    first = problems.index(alike[0])
    return (*problems[:first], one, *(p for p in problems[first:] if p.code != code))


def referral_for_papers(form: Form, submission: Submission, versions: Sequence[Submission]) -> Referral:
    """The referral with its people, as papers show it, for the meeting it was filed for. `versions`: all it has.

    Its changes are those since version 1: what an intermediate version had wrong may never have been on paper.
    """
    first = next((s for s in versions if s.version == 1 and s.version != submission.version), None)
    if first is not None and first.version != submission.version - 1:
        submission = replace(submission, differences=differences(form, first.record, submission.record))
    return as_referral(for_papers(form, submission, first), submission.meeting)


def confirmed_only(submission: Submission) -> Submission:
    """The submission without its unconfirmed values, for figures: a row with nothing confirmed is no row."""
    held = unconfirmed(submission)
    if not held:
        return submission
    return replace(
        submission, record=_mapped(submission.record, lambda slot, value: None if slot in held else value)
    )


def left_out(submission: Submission) -> str:
    """What is said of a submission whose unconfirmed answers are in no figure; "" when all are confirmed."""
    count = len(unconfirmed(submission))
    if not count:
        return ""
    answers = "1 answer is" if count == 1 else f"{count} answers are"
    return (
        f"{submission.reference}: {answers} not confirmed yet and in no figure; finish its correction form in the"
        " folder “needs attention” and run this again."
    )


def _mapped(record: Record, keep: Callable[[str, Value], Value | None]) -> Record:
    """The record with each value as `keep(slot, value)` gives it; None leaves it out."""
    kept = {name: found for name, value in record.values.items() if (found := keep(name, value)) is not None}
    rows = {table: tuple(_rows(table, lines, keep)) for table, lines in record.rows.items()}
    return replace(record, values=kept, rows={table: lines for table, lines in rows.items() if lines})


def _rows(table: str, lines: Collection[Row], keep: Callable[[str, Value], Value | None]) -> Iterator[Row]:
    for row in lines:
        cells = {
            name: found
            for name, value in row.values.items()
            if (found := keep(f"{table}_{row.number}_{name}", value)) is not None
        }
        if cells:
            yield replace(row, values=cells)


def _told(form: Form, submission: Submission, held: Collection[str]) -> frozenset[str]:
    """Every way in which the unconfirmed values could be quoted: as filled in, as stored, as printed, cut short."""
    words: set[str] = set()

    def gather(slot: str, value: Value) -> Value:
        known = form.slot_by_name.get(slot)
        if slot in held and known is not None:
            for part in value if isinstance(value, tuple) else (value,):
                words.update((as_text(part), shown_value(known.field, part)))
        return value

    _mapped(submission.record, gather)
    items = submission.answers.items if submission.answers else {}
    words |= {a.text for n, a in items.items() if n in held or (n not in form.slot_by_name and not a.settled)}
    return frozenset(piece for text in words for piece in _pieces(text) if piece)


def _pieces(text: str) -> Iterator[str]:
    """A value in the ways in which sentences quote it: whole, on one line, each line, cut where quotations are cut."""
    line = tidy_line(text)
    yield from (text.strip(), " ".join(text.split()), line, *(part.strip() for part in text.split("\n")))
    yield from (
        part for cut in _CUTS if len(line) > cut for part in (line[:cut], " ".join(text.split())[:cut])
    )


def _quoted(text: str, told: Collection[str]) -> bool:
    folded = text.casefold()
    return any(re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", folded) for words in told)


def _problems(
    problems: Collection[Problem], held: Collection[str], told: Collection[str], waits: Collection[Problem]
) -> Iterator[Problem]:
    """One line for each unconfirmed answer; what quotes such an answer elsewhere says no more than that it does."""
    said: set[str] = set()
    for problem in problems:
        if problem.slot in held:
            if problem.slot not in said:
                said.add(problem.slot)
                code = next(p.code for p in problems if p.slot == problem.slot and p.code in _HOLDING)
                words = _WHICH if code == EITHER else _COMPARE
                yield Problem(problem.slot, problem.label, words, Severity.QUERY, code)
        elif problem in waits:
            yield replace(problem, message=_DEPENDS, code=DEPENDS)
        elif _quoted(problem.message, told):
            yield replace(problem, message=_DEPENDS)
        else:
            yield problem


def _differences(
    differences: Collection[Difference], held: Collection[str], before: Collection[str], told: Collection[str]
) -> Iterator[Difference]:
    for change in differences:
        hides = _covers(change.slot, before) or _quoted(change.before, told)
        was = TO_CONFIRM if change.before and hides else change.before
        now = TO_CONFIRM if change.after and _covers(change.slot, held) else change.after
        if was != now:
            yield replace(change, before=was, after=now)


def _covers(slot: str, held: Collection[str]) -> bool:
    """Whether a change of this slot, or of this whole row (`child_2`), shows one of these answers."""
    return any(name == slot or name.startswith(f"{slot}_") for name in held)
