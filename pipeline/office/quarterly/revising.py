"""What the report says of figures that have changed: in words, with what was, what is now, and what made it so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model.filing import Event, Submission
from pipeline.office.desk import Desk
from pipeline.office.quarterly.editions import Edition
from pipeline.office.quarterly.ledger import RELEASED
from pipeline.office.quarterly.material import Count, Material, material_at
from pipeline.office.quarterly.naming import Names
from pipeline.office.quarterly.paper import BOARD, CauseRow, RevisionRow
from pipeline.records.register import AGENCY_CHECK, MEETING_RECORD
from pipeline.rules.answers.dates import british
from pipeline.rules.asking.involvement import AGENCY
from pipeline.rules.counting.disclosure import HIDDEN
from pipeline.rules.counting.figures import OPENING, SINCE, counted_with, figure_of, name_of
from pipeline.rules.counting.quarters import short_words
from pipeline.rules.counting.revisions import Printed, Revision, printed_before
from pipeline.rules.counting.traces import Part

NO_FORM = "No form has changed: a setting has, or the way in which the figure is counted"
_SHORT = {MEETING_RECORD: "the record of the meeting of {}", AGENCY_CHECK: "a check for the meeting of {}"}


@dataclass(frozen=True)
class Cause:
    """What made a figure another one: a form that came, was corrected or decided about; `reference` "" for a setting.

    `words` name no reference, so that they can stand in a paper.
    """

    reference: str
    words: str


@dataclass(frozen=True)
class Revised:
    """A revision with its causes."""

    revision: Revision
    causes: tuple[Cause, ...]


def revised(desk: Desk, count: Count, edition: Edition, names: Names) -> tuple[Revised, ...]:
    """The revisions of an edition, as the report lists figures, each with what has changed since it was printed."""
    told = {e.number: e for e in desk.register.facts(RELEASED)} if edition.revised else {}
    then: dict[int, Count] = {}
    found = []
    for one in sorted(edition.revised, key=lambda r: (r.printed.report, names.order(r.printed.name))):
        event = told[one.printed.event]
        if event.number not in then:
            then[event.number] = Count(material_at(desk, event))
        found.append(Revised(one, tuple(_causes(desk, one, event, then[event.number], count))))
    return tuple(found)


def revision_rows(
    edition: Edition, found: Sequence[Revised], names: Names
) -> tuple[tuple[RevisionRow, ...], tuple[CauseRow, ...]]:
    """The table of revisions and, in the board's edition, the causes that its numbers name: single letters
    would be initials to the leak check.

    A figure that changed alike in several periods has one row.
    """
    causes = list(dict.fromkeys(cause.words for one in found for cause in one.causes))
    numbers = {cause: n for n, cause in enumerate(causes, 1)} if edition.name == BOARD else {}
    told: dict[RevisionRow, list[str]] = {}
    for one in found:
        printed = one.revision.printed
        row = RevisionRow(
            figure=names.figure(printed.name),
            period="",
            report=report_words(printed, edition),
            was=printed.text or "not listed",
            now=one.revision.now or "given no more",
            because=", ".join(
                f"note {n}" for n in sorted({numbers[c.words] for c in one.causes if c.words in numbers})
            ),
        )
        told.setdefault(row, []).append(names.span(printed.name, printed.report))
    rows = tuple(replace(row, period="; ".join(periods)) for row, periods in told.items())
    return rows, tuple(
        CauseRow(f"Note {number}", text[:1].upper() + text[1:]) for text, number in numbers.items()
    )


def report_words(printed: Printed, edition: Edition) -> str:
    """Which report printed it: "Q1 2013/14", or the issue before of the same."""
    quarter = edition.tallies.quarter
    if printed.report == quarter:
        return "the issue before this one"
    return short_words(printed.report)


def nothing_revised(edition: Edition, releases: Sequence[Event]) -> str:
    """What stands in the place of the table when it has no row; "" when it has. `releases`: what it told before."""
    if edition.revised:
        return ""
    if not printed_before(releases, edition.tallies.quarter):
        return "There is no earlier report of this edition whose figures could have changed."
    return "No figure of an earlier report has changed."


def _causes(desk: Desk, one: Revision, event: Event, then: Count, now: Count) -> Iterator[Cause]:
    name, found = one.printed.name, 0
    parts: Counter[Part] = Counter()
    for part_of in counted_with(name):
        before, after = Counter(then.parts(part_of) or ()), Counter(now.parts(part_of) or ())
        parts += (before - after) + (after - before)
    for reference in dict.fromkeys(r for part in parts for r in part.references):
        if words_ := _changed(desk, reference, then.material, now.material):
            yield Cause(reference, words_)
            found += 1
    if _other_opening(name, event, now):
        yield Cause("", "the opening balance in pipeline.yaml")
    elif not found:
        yield Cause("", NO_FORM)


def _other_opening(name: str, event: Event, now: Count) -> bool:
    """Whether a figure has the opening balance in it, and that is not what it was; a hidden one cannot tell."""
    figure, told = figure_of(name), event.said.get("figures", {})
    if figure is None or figure.span not in (SINCE, OPENING):
        return False
    opening = name_of(figure.what, OPENING, now.material.opening.up_to)
    return told.get(opening) not in (HIDDEN, str(now.value(opening)))


def _changed(desk: Desk, reference: str, then: Material, now: Material) -> str:
    """What has become of a form between two looks at it, in words; "" when nothing has."""
    was, is_now = then.filed.get(reference), now.filed.get(reference)
    if is_now is None or was == is_now:
        return ""
    about = _named(is_now, desk)
    if was is None:
        return f"{about}: it came on {_filed(desk, is_now)}, after that report"
    if was.version != is_now.version:
        return f"{about}: version {is_now.version} came on {_filed(desk, is_now)}"
    decision = is_now.decision
    if decision is None:
        return f"{about}: a decision about it no longer stands"
    where = f" to the meeting of {british(decision.meeting)}" if decision.meeting else ""
    return f"{about}: {decision.ruling.value} on {british(decision.day)}{where}"


def _named(form: Submission, desk: Desk) -> str:
    day = british(form.meeting) if form.meeting else "no day"
    said = _SHORT.get(form.form_name, "a referral for the meeting of {}").format(day)
    agency = form.record.text(AGENCY) if form.form_name == AGENCY_CHECK else ""
    return f"{said} ({desk.settings.agency_name(agency)})" if agency else said


def _filed(desk: Desk, form: Submission) -> str:
    """The day on which a version was filed."""
    day: date = form.received
    for event in desk.register.facts("filed", subject=form.reference):
        if event.number == form.event:
            day = event.day
    return british(day)
