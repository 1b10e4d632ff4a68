"""What a briefing pack says of itself: what is missing, what is worth knowing, how much it holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.model.filing import Referral, Ruling, Submission
from pipeline.model.meeting import Meeting
from pipeline.model.pack import Gap
from pipeline.model.record import Problem, Row
from pipeline.rules.answers.dates import british
from pipeline.rules.arriving.standing import decision_words
from pipeline.rules.correcting.confirmed import TO_CONFIRM

OF_THE_MEETING = "Meeting"  # the subject of a gap that no case has
_HELP = " The form says:"  # what follows explains the question to the referrer
_NAMED = 4
_SCRIPTS = {
    **dict.fromkeys(("cjk", "hiragana", "katakana", "bopomofo"), "Chinese or Japanese"),
    **{s: s.capitalize() for s in ("arabic", "bengali", "devanagari", "gujarati", "gurmukhi", "hebrew")},
    "hangul": "Korean",
    "tamil": "Tamil",
    "thai": "Thai",
    "yi": "Yi",
}


def said(problem: Problem) -> str:
    """A problem as a sentence after the question it is about, for the panel: without the help for the referrer."""
    label, message = problem.label, problem.message.partition(_HELP)[0]
    if not label:
        return message
    if label[-1] in "?.!:":
        return f"{label} {message[:1].upper()}{message[1:]}"
    return f"{label}: {message}"


def closed(text: str) -> str:
    """The text as a sentence: with a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def pack_gaps(
    meeting: Meeting,
    cases: Sequence[Referral],
    unconverted: Mapping[str, str],
    sheets: Mapping[str, int],
) -> tuple[Gap, ...]:
    """What a person has to mend before the pack is final.

    `unconverted`: reference -> why its form is not shown; `sheets`: reference -> first page of its case sheet.
    """
    return tuple(_gaps(meeting, cases, unconverted, sheets))


def _gaps(
    meeting: Meeting, cases: Sequence[Referral], unconverted: Mapping[str, str], sheets: Mapping[str, int]
) -> Iterator[Gap]:
    if not meeting.chair:
        yield Gap(OF_THE_MEETING, "no chair is named yet.")
    if not meeting.venue:
        yield Gap(OF_THE_MEETING, "no venue is named yet.")
    if not cases:
        yield Gap(OF_THE_MEETING, "no case has been filed for it yet.")
    for case in cases:
        why = unconverted.get(case.reference)
        if why is not None:
            yield Gap(case.reference, f"its form could not be made into pages. {why}")
        if case.submission.to_be_accepted:
            came = british(case.submission.first_received)
            yield Gap(case.reference, f"it came late, on {came}, and the chair has not decided about it yet.")
        if case.open:
            yield Gap(case.reference, f"still open: {case.open}; see page {sheets[case.reference]}.")


def pack_notes(
    cases: Sequence[Referral], shapeless: Mapping[str, Sequence[str]], unasked: Collection[str] = ()
) -> tuple[str, ...]:
    """What a reader should know and nobody has to mend.

    `shapeless`: characters that the font lacks; `unasked`: cases about which no agency has been asked.
    """
    silent = [c.reference for c in cases if c.reference in unasked]
    asked = [f"{reference}: no agency has been asked yet about its own records." for reference in silent]
    return (*_notes(cases, shapeless), *asked)


def _notes(cases: Sequence[Referral], shapeless: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for case in cases:
        submission = case.submission
        if submission.late or submission.decision:
            yield closed(f"{case.reference} {_decided(submission)}")
        if submission.version > 1:
            yield f"{case.reference} is version {submission.version}; its sheet shows what has changed since version 1."
        if submission.pages[1] == "yaml":
            yield f"{case.reference} was typed in; there is no form to show."
        if submission.pages[1] == "text":
            yield f"{case.reference} was written into the text of an e-mail, which follows its sheet."
        strange = shapeless.get(case.reference, ())
        if strange:
            yield f"{case.reference}: {shapeless_note(strange)}"


def _decided(submission: Submission) -> str:
    """How a case came late, and what was decided about its meeting."""
    decision, came = submission.decision, british(submission.first_received)
    if decision is None:
        return f"came late, on {came}; the chair decides"
    late = f"came late, on {came}; " if submission.late else ""
    if decision.ruling is Ruling.ACCEPTED_LATE:
        reason = f": {decision.reason}" if decision.reason else ""
        return f"{late}the chair accepted it on {british(decision.day)}{reason}"
    return f"{late}{'it ' if late else ''}was {decision_words(decision)}"


def shapeless_note(characters: Sequence[str]) -> str:
    """What stands behind the □ of a paper, in plain words."""
    names = tuple(dict.fromkeys(map(_called, characters)))
    more = len(names) - _NAMED
    listed = "; ".join(names[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
    return f"□ stands for what cannot be printed here: {listed}."


def _called(char: str) -> str:
    """A character's name as a person would say it."""
    name = unicodedata.name(char, "").lower()
    script = name.partition(" ")[0]
    if script in _SCRIPTS:
        article = "an" if _SCRIPTS[script][0] in "AEIOU" else "a"
        return f"{article} {_SCRIPTS[script]} character"
    if unicodedata.category(char)[0] == "L":
        return f"the letter {name}"
    return f"the sign “{name}”" if name else f"a character without a name (U+{ord(char):04X})"


def counts_sentence(cases: Sequence[Referral], withheld: int = 0) -> str:
    """ "2 cases, 5 children"; only confirmed children, and it is said where there may be more.

    `withheld`: so many other cases are left out of this copy.
    """
    if withheld:
        left_out = f"{withheld} case{' is' if withheld == 1 else 's are'} withheld from this copy"
        return f"{counts_sentence(cases)}; {left_out}"
    children = sum(child_count(case) for case in cases)
    words = f"{len(cases)} case{'' if len(cases) == 1 else 's'}"
    counted = f"{words}, {children} child{'' if children == 1 else 'ren'}"
    unsure = sum(_more_children(case) for case in cases)
    if not unsure:
        return counted
    where = "1 case" if unsure == 1 else f"{unsure} cases"
    return f"{counted}; the number of children in {where} is to be confirmed"


def child_count(case: Referral) -> int:
    """How many children of a referral, as papers show it, are confirmed: one answer about the child at least."""
    return sum(map(_is_confirmed, case.submission.record.table("child")))


def children_words(case: Referral) -> str:
    """ "3", "None", "1; more to be confirmed", "To be confirmed"."""
    number = child_count(case)
    if not _more_children(case):
        return str(number or "None")
    return f"{number}; more to be confirmed" if number else "To be confirmed"


def _more_children(case: Referral) -> bool:
    return not all(map(_is_confirmed, case.submission.record.table("child")))


def _is_confirmed(row: Row) -> bool:
    return any(value != TO_CONFIRM for value in row.values.values())
