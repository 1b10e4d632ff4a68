"""The case sheet: a referral as the panel reads it, every answer in full, drawn from the record and its form.

Sections, order and labels are those of the form's definition, so a field added there appears here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from pipeline.model.filing import Referral
from pipeline.model.form import Field, Form, Kind, Repeat, Section
from pipeline.model.record import Problem, Record, Severity
from pipeline.papers.making.sheets.blocks import BODY, GAP, Cell, Column, Setter
from pipeline.papers.making.sheets.flow import Letters, Strip, Words, kept, space
from pipeline.papers.making.sheets.prints import STANDARD, Print
from pipeline.papers.making.sheets.tables import repeat_strips
from pipeline.papers.making.style import INK, SOFT, TINT, Colour
from pipeline.rules.answers.dates import british, deadline
from pipeline.rules.arriving.referrals import shown_value
from pipeline.rules.correcting.confirmed import TO_COMPARE, TO_CONFIRM, grouped
from pipeline.rules.pack.pack_plan import children_words, closed, said, shapeless_note

_PALE: Colour = (0.96, 0.96, 0.96)
_KINDS = ("Open query", "To compare", "Note")
_TWELFTHS = 12
_SHORT_SECTION = 200.0  # points


@dataclass(frozen=True)
class CaseSheet:
    """A case sheet before it is broken into pages. `strange`: characters that the font lacks."""

    strips: tuple[Strip, ...]
    strange: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Short:
    """A short answer that waits for others to stand beside it; `share` in twelfths of the page."""

    label: str
    text: str
    share: int


@dataclass(frozen=True)
class CaseFacts:
    """What the sheet says about a case beside its answers. `number`: its place on the agenda, from 1."""

    number: int
    meeting: date
    deadline_days: int
    district: str  # printed name
    original: str  # "The PDF form follows this sheet."


def case_sheet(
    form: Form,
    referral: Referral,
    facts: CaseFacts,
    letters: Letters,
    *,
    print_: Print = STANDARD,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
) -> CaseSheet:
    """The sheet of one case: facts, what is open, what has changed, then every answer.

    `elsewhere`: what is said below a heading or the reference, such as where it stands in another edition.
    """
    setter = Setter(letters, print_, elsewhere)
    strips = [
        *setter.paragraph(f"Case {facts.number}", size=12.0, leading=15.0, bold=True, colour=SOFT),
        *setter.title(referral.reference),
        *setter.told(referral.reference),
        space(4.0),
        *_facts(setter, form, referral, facts),
        *_problems(setter, form, referral),
        *_changes(setter, referral),
    ]
    for section in (s for page in form.pages for s in page.sections):
        strips += _whole(tuple(_section(setter, section, referral.submission.record)))
    if setter.strange:
        strips += setter.paragraph(
            shapeless_note(tuple(setter.strange)), size=10.0, leading=13.5, colour=SOFT
        )
    return CaseSheet(tuple(strips), tuple(setter.strange))


def _facts(setter: Setter, form: Form, referral: Referral, facts: CaseFacts) -> tuple[Strip, ...]:
    reason = next((f for f in form.singles if f.name == "reason"), None)
    reasons = "; ".join(reason.shown(c) for c in referral.reasons) if reason else ""
    reasons = reasons or referral.submission.record.plain("reason")
    columns = (
        (("Meeting", british(facts.meeting)), ("District", facts.district)),
        (("Received", _received(referral, facts)), ("Version", _version(referral))),
        (
            ("On the plan at the meeting", _on_plan(referral)),
            ("Children", children_words(referral)),
        ),
    )
    wide = (setter.width - 24 - 2 * GAP) / 3
    rows = [
        [
            Cell(label, text, 12 + n * (wide + GAP), wide, bold=True)
            for n, (label, text) in enumerate(column[line] for column in columns)
        ]
        for line in range(2)
    ]
    whole = [
        Cell("Why the case comes", reasons or "Not answered", 12, setter.width - 24, bold=True),
    ]
    body = [space(0.1), Strip(8.0), *setter.row(rows[0]), *setter.row(rows[1]), *setter.row([whole[0]])]
    note = setter.paragraph(facts.original, size=10.0, leading=14.0, colour=SOFT, x=12)
    return (*setter.box(kept([Strip(s.height, s.marks) for s in (*body, *note, Strip(4.0))])), space(6.0))


def _on_plan(referral: Referral) -> str:
    months = referral.months_on_plan
    if months is not None:
        return f"{months} month{'' if months == 1 else 's'}"
    held = referral.submission.record.text("plan_start") == TO_CONFIRM
    return "Not known: plan date to be confirmed" if held else "Not known: no plan date"


def _received(referral: Referral, facts: CaseFacts) -> str:
    submission = referral.submission
    first = submission.first_received
    if not submission.late:
        return f"{british(first)}, in time"
    last = deadline(facts.meeting, facts.deadline_days)
    days = (first - last).days
    return f"{british(first)}: LATE, {days} day{'' if days == 1 else 's'} after {british(last)}"


def _version(referral: Referral) -> str:
    version = referral.submission.version
    if version == 1:
        return "1"
    return f"{version}, received {british(referral.submission.received)} (changes below)"


def _problems(setter: Setter, form: Form, referral: Referral) -> tuple[Strip, ...]:
    """What a person has to settle first, then what is only worth knowing."""
    found = sorted(grouped(referral.submission.problems), key=_rank)
    if not found:
        return ()
    strips = [Strip(6.0), *setter.paragraph("To settle or to know", size=12.0, bold=True, x=12)]
    for problem in found:
        kind = _KINDS[_rank(problem)]
        text = setter.paragraph(
            said(_for_the_panel(form, problem)), size=11.0, leading=14.5, x=84, width=setter.width - 10
        )
        strips += kept(_led(setter, text, kind))
    strips.append(Strip(6.0))
    return (*setter.box(strips, fill=_PALE, bar=INK), space(6.0))


def _rank(problem: Problem) -> int:
    """What the referrer is asked comes first, then what the coordinator compares, then what is only worth knowing."""
    if problem.severity is not Severity.QUERY:
        return 2
    return 1 if problem.code in TO_COMPARE else 0


def _for_the_panel(form: Form, problem: Problem) -> Problem:
    """A problem under the label of the sheet instead of the one that is printed for the referrer."""
    slot = form.slot_by_name.get(problem.slot)
    if slot is None or problem.label != slot.label:
        return problem
    return replace(
        problem, label=replace(slot, field=replace(slot.field, label=slot.field.sheet_label)).label
    )


def _led(setter: Setter, text: Sequence[Strip], word: str) -> Iterator[Strip]:
    """The lines with a bold word in the margin of the first."""
    for number, strip in enumerate(text):
        base = strip.height - setter.print.size(11.0) * 0.32
        lead = Words(12, base, word, setter.print.size(10.0), True)
        yield Strip(strip.height, (lead, *strip.marks)) if number == 0 else strip


def _changes(setter: Setter, referral: Referral) -> tuple[Strip, ...]:
    differences = referral.submission.differences
    if not differences:
        return ()
    rows = [(d.label, d.before or "blank", d.after or "blank") for d in differences]
    columns = (Column("Question", 3), Column("Before", 4), Column("Now", 4))
    return (*setter.heading("Changed since version 1"), *setter.table(columns, rows))


def _whole(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """A short section stays on one page."""
    return kept(strips) if sum(s.height for s in strips) <= _SHORT_SECTION else strips


def _section(setter: Setter, section: Section, record: Record) -> Iterator[Strip]:
    """A section of the form: answers in the form's order, then which questions were left blank."""
    yield from setter.heading(section.sheet_title)
    pending: list[_Short] = []
    blank: list[str] = []
    for item in section.items:
        if isinstance(item, Repeat):
            yield from _flush(setter, pending)
            yield from _repeat(setter, item, record)
            continue
        text = _answer(item, record)
        if not text:
            blank += [item.sheet_label] if _asked(item, record) else []
        elif _long(setter, item, text):
            yield from _flush(setter, pending)
            yield from _narrative(setter, item, text)
        else:
            share = _share(setter, item, text)
            if sum(p.share for p in pending) + share > _TWELFTHS:
                yield from _flush(setter, pending)
            pending.append(_Short(item.sheet_label, text, share))
    yield from _flush(setter, pending)
    if blank:
        yield from setter.paragraph(
            closed("Left blank: " + "; ".join(blank)), size=10.0, leading=13.5, colour=SOFT
        )


def _answer(field: Field, record: Record) -> str:
    value = record.values.get(field.name)
    if isinstance(value, tuple):
        return "\n".join(f"•  {field.shown(code)}" for code in value)
    return shown_value(field, value)


def _asked(field: Field, record: Record) -> bool:
    """Whether the question was one to answer: not "if other, say why" when other was not ticked."""
    rule = field.required
    if rule.when is None:
        return True
    given = record.codes(rule.when) or (record.text(rule.when),)
    return any(code in rule.values for code in given) != rule.negated


def _long(setter: Setter, field: Field, text: str) -> bool:
    """Whether an answer needs the whole width of the page."""
    wide = setter.letters.width(text, setter.cell) > 3.0 * setter.width * field.width / _TWELFTHS
    return field.kind in (Kind.LONGTEXT, Kind.MULTICHOICE) or wide


def _narrative(setter: Setter, field: Field, text: str) -> tuple[Strip, ...]:
    if field.kind is Kind.MULTICHOICE:
        return (*setter.label(field.sheet_label), *setter.points(text.split("\n")), space(8.0))
    return (*setter.label(field.sheet_label), *setter.paragraph(text, size=BODY), space(10.0))


def _repeat(setter: Setter, repeat: Repeat, record: Record) -> Iterator[Strip]:
    rows = record.table(repeat.name)
    if rows:
        yield from repeat_strips(setter, repeat, rows)
    else:
        yield from setter.paragraph(f"{repeat.label}: none entered.", size=11.0, colour=SOFT)


def _share(setter: Setter, field: Field, text: str) -> int:
    """Twelfths that an answer stands in: as on the form, at least a quarter, and no word broken."""
    longest = max(setter.letters.width(word, setter.cell) for word in text.split())
    return min(_TWELFTHS, max(3, field.width, math.ceil((longest + 1 + GAP) / _unit(setter))))


def _unit(setter: Setter) -> float:
    """A twelfth of the page with its gap."""
    return (setter.width + GAP) / _TWELFTHS


def _flush(setter: Setter, pending: list[_Short]) -> tuple[Strip, ...]:
    """The waiting short answers side by side; the last one may use the room that is left."""
    cells, x = [], 0.0
    for number, short in enumerate(pending):
        width = short.share * _unit(setter) - GAP if number < len(pending) - 1 else setter.width - x
        cells.append(Cell(short.label, short.text, x, width))
        x += width + GAP
    pending.clear()
    return setter.row(cells) if cells else ()


__all__ = ["TINT", "CaseFacts", "CaseSheet", "case_sheet"]
