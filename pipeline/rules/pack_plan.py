"""What a briefing pack holds, in what order, on which pages: worked out before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.filing import Referral
from pipeline.model.meeting import Meeting
from pipeline.model.pack import Gap, Section
from pipeline.model.record import Problem
from pipeline.rules.dates import british

_SHOWN_QUERIES = 3


@dataclass(frozen=True)
class CasePages:
    """How many pages a case has: its sheet, and its original (0: there is none to show)."""

    sheet: int
    original: int


@dataclass(frozen=True)
class FrontPages:
    """How many pages the front has."""

    cover: int
    confidentiality: int
    agenda: int
    contents: int


def pack_sections(
    front: FrontPages, cases: Sequence[tuple[Referral, CasePages]], *, on_the_right: bool
) -> tuple[Section, ...]:
    """Every section with its first page, from 1 on the cover.

    A case is a section of its own that spans its sheet and its original; with `on_the_right` it starts on an odd
    page, which lies on the right when printed on both sides.
    """
    return tuple(_sections(front, cases, on_the_right))


def _sections(
    front: FrontPages, cases: Sequence[tuple[Referral, CasePages]], on_the_right: bool
) -> Iterator[Section]:
    at = 1
    for section in _front(front):
        yield replace(section, first=at)
        at += section.pages
    for number, (referral, pages) in enumerate(cases, 1):
        blank = on_the_right and at % 2 == 0
        at += blank
        reference = referral.reference
        title = f"Case {number}: {reference}"
        yield Section("case", title, pages.sheet + pages.original, at, reference, blank)
        yield Section("sheet", "Case sheet", pages.sheet, at, reference, level=2)
        at += pages.sheet
        if pages.original:
            yield Section("original", "Referral form as received", pages.original, at, reference, level=2)
            at += pages.original


def _front(front: FrontPages) -> tuple[Section, ...]:
    return (
        Section("cover", "Cover", front.cover, 1),
        Section("confidentiality", "Confidentiality statement", front.confidentiality, 1),
        Section("agenda", "Agenda", front.agenda, 1),
        Section("contents", "Contents", front.contents, 1),
    )


def said(problem: Problem) -> str:
    """A problem as a sentence after the question it is about."""
    label = problem.label
    if not label or label[-1] not in "?.!:":
        return str(problem)
    return f"{label} {problem.message[:1].upper()}{problem.message[1:]}"


def pack_gaps(meeting: Meeting, cases: Sequence[Referral], unconverted: Mapping[str, str]) -> tuple[Gap, ...]:
    """What a person has to mend before the pack is final. `unconverted`: reference -> why its form is not shown."""
    return tuple(_gaps(meeting, cases, unconverted))


def _gaps(meeting: Meeting, cases: Sequence[Referral], unconverted: Mapping[str, str]) -> Iterator[Gap]:
    if not meeting.chair:
        yield Gap("meeting", "no chair is named in pipeline.yaml.")
    if not meeting.venue:
        yield Gap("meeting", "no venue is named in pipeline.yaml.")
    if not cases:
        yield Gap("meeting", "no case has been filed for this meeting.")
    for case in cases:
        why = unconverted.get(case.reference)
        if why is not None:
            yield Gap(case.reference, f"its form could not be made into pages. {why}")
        queries = case.submission.queries
        if queries:
            many = f"{len(queries)} open queries" if len(queries) > 1 else "1 open query"
            shown = " ".join(said(q) for q in queries[:_SHOWN_QUERIES])
            more = " The rest stand on its case sheet." if len(queries) > _SHOWN_QUERIES else ""
            yield Gap(case.reference, f"{many}. {shown}{more}")


def pack_notes(cases: Sequence[Referral], written_out: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What a reader should know and nobody has to mend. `written_out`: characters that the font lacks."""
    return tuple(_notes(cases, written_out))


def _notes(cases: Sequence[Referral], written_out: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for case in cases:
        submission = case.submission
        if submission.late:
            yield f"{case.reference} came late, on {british(submission.received)}; the chair decides."
        if submission.version > 1:
            yield f"{case.reference} is version {submission.version}; its sheet shows what has changed."
        if submission.kind == "yaml":
            yield f"{case.reference} was typed in; there is no form to show."
        strange = written_out.get(case.reference, ())
        if strange:
            many = f"{len(strange)} characters" if len(strange) > 1 else "1 character"
            yield f"{case.reference} has {many} that cannot be printed, written out in square brackets."


def counts_sentence(cases: Sequence[Referral]) -> str:
    """ "2 cases, 5 children"."""
    children = sum(len(case.children) for case in cases)
    words = f"{len(cases)} case{'' if len(cases) == 1 else 's'}"
    return f"{words}, {children} child{'' if children == 1 else 'ren'}"
