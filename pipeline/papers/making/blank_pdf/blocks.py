"""The pieces of a blank form: headings, paragraphs, rows of questions, ticks and radio buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from pipeline.model.form import Field, Kind, Slot
from pipeline.papers.making.blank_pdf.answers import Spot, answer_box, ticks, yes_no
from pipeline.papers.making.blank_pdf.plan import (
    ACCENT,
    ANSWER_LEADING,
    BOX_HEIGHT,
    HINT_SIZE,
    INK,
    LABEL_SIZE,
    SOFT,
    TWELFTHS,
    WHITE,
    WIDTH,
    Block,
    Element,
    Measure,
    Role,
    Shape,
    Words,
    fixed,
    moved,
    span,
)

PAD = 6.0  # between the edge of a section and what stands in it
INNER = WIDTH - 2 * PAD
HEAD_LEADING = 10.5
HINT_LEADING = 9.3
_EMPTY_WORDS = {"the", "a", "an", "it", "date", "day", "of", "say"}  # a hint of these alone says nothing new


def heading(title: str, help_text: str, measure: Measure) -> Block:
    """The bar that opens a section, with the section's help under it."""
    bar = 16.0
    elements: list[Element] = [
        Shape(0, 0, WIDTH, bar, fill=ACCENT),
        Words(PAD, 11.6, title, 10, bold=True, colour=WHITE, role=Role.HEADING),
    ]
    lines = measure.wrap(help_text, 8, INNER)
    elements += [Words(PAD, bar + 10.5 + i * 10, line, 8, colour=SOFT) for i, line in enumerate(lines)]
    return fixed(bar + 4 + 10 * len(lines) + (2 if lines else 0), *elements, keeps=True)


def paragraph(text: str, measure: Measure, size: float = 8.5, width: float = WIDTH) -> Block:
    """Running text over the whole width."""
    leading = size * 1.25
    lines = measure.wrap(text, size, width)
    words = [Words(0, size + i * leading, line, size) for i, line in enumerate(lines)]
    return fixed(len(lines) * leading + 3, *words)


def question_rows(slots: Iterable[Slot], measure: Measure) -> list[Block]:
    """Questions side by side while they fit in twelve twelfths, then on the next row."""
    rows: list[list[Slot]] = []
    for slot in slots:
        if not rows or _twelfths(rows[-1]) + slot.field.width > TWELFTHS:
            rows.append([])
        rows[-1].append(slot)
    return [_question_row(row, measure) for row in rows]


def printed_label(field: Field) -> str:
    """The label with the mark of what is needed."""
    return f"{field.label}\N{NO-BREAK SPACE}*" if field.required.always else field.label


def stacked(blocks: Sequence[Block]) -> Block:
    """Several blocks as one that is never broken; spare room goes to each in its share."""
    heights = [b.height for b in blocks]
    hunger, most = sum(b.hunger for b in blocks), sum(b.most for b in blocks)

    def draw(extra: float) -> tuple[Element, ...]:
        weights = [b.hunger for b in blocks] if hunger else [b.most for b in blocks]
        shares = [extra * w / (sum(weights) or 1) for w in weights]
        tops = accumulate((h + s for h, s in zip(heights, shares, strict=True)), initial=0.0)
        return tuple(
            moved(e, 0, top)
            for block, share, top in zip(blocks, shares, tops, strict=False)
            for e in block.draw(share)
        )

    return Block(sum(heights), draw, most=most, hunger=hunger)


def _question_row(slots: Sequence[Slot], measure: Measure) -> Block:
    starts = accumulate((s.field.width for s in slots), initial=0)
    spans = [span(start, s.field.width, INNER) for start, s in zip(starts, slots, strict=False)]
    heads, head = _heads(slots, spans, measure)
    bodies = [_body_height(s, w, measure) for s, (_, w) in zip(slots, spans, strict=True)]
    long = any(s.field.kind is Kind.LONGTEXT for s in slots)
    height = head + max(bodies) + 6

    def draw(extra: float) -> tuple[Element, ...]:
        elements: list[Element] = []
        for slot, words, (x, width) in zip(slots, heads, spans, strict=True):
            elements += words
            elements += _body(slot, Spot(x, head, width, max(bodies)), extra if long else 0.0, measure)
        return tuple(moved(e, PAD, 0) for e in elements)

    return Block(
        height,
        draw,
        most=0.0 if long else 3.0,
        hunger=float(max(s.field.lines for s in slots)) if long else 0,
    )


def _body(slot: Slot, spot: Spot, extra: float, measure: Measure) -> list[Element]:
    kind = slot.field.kind
    if kind is Kind.MULTICHOICE:
        return [moved(e, 0, spot.y) for e in ticks(slot, spot.x, spot.width, measure)[0]]
    if kind is Kind.YESNO:
        return yes_no(slot, Spot(spot.x, spot.y, spot.width, BOX_HEIGHT))
    tall = _body_height(slot, spot.width, measure) + (extra if kind is Kind.LONGTEXT else 0.0)
    return answer_box(slot, Spot(spot.x, spot.y, spot.width, tall), measure)


def _body_height(slot: Slot, width: float, measure: Measure) -> float:
    if slot.field.kind is Kind.MULTICHOICE:
        return ticks(slot, 0, width, measure)[1] - 2
    if slot.field.kind is Kind.LONGTEXT:
        return slot.field.lines * ANSWER_LEADING + 6
    return BOX_HEIGHT


def _heads(
    slots: Sequence[Slot], spans: Sequence[tuple[float, float]], measure: Measure
) -> tuple[list[list[Element]], float]:
    """Labels and hints above the boxes of a row, and their height: on one line where all of them fit."""
    labels = [
        measure.wrap(printed_label(s.field), LABEL_SIZE, w, bold=True)
        for s, (_, w) in zip(slots, spans, strict=True)
    ]
    beside = [measure.width(label[0], LABEL_SIZE, bold=True) + 5 for label in labels]
    hints = [_hint(s.field) for s in slots]
    if all(len(label) == 1 for label in labels) and all(
        not hint or start + measure.width(hint, HINT_SIZE) <= w
        for start, hint, (_, w) in zip(beside, hints, spans, strict=True)
    ):
        rows = [
            [*_label(label, x), *([Words(x + start, 8.5, hint, HINT_SIZE, colour=SOFT)] if hint else [])]
            for label, start, hint, (x, _) in zip(labels, beside, hints, spans, strict=True)
        ]
        return rows, HEAD_LEADING + 1.5
    return _tall_heads(
        labels, [measure.wrap(h, HINT_SIZE, w) for h, (_, w) in zip(hints, spans, strict=True)], spans
    )


def _tall_heads(
    labels: Sequence[Sequence[str]], hints: Sequence[Sequence[str]], spans: Sequence[tuple[float, float]]
) -> tuple[list[list[Element]], float]:
    rows: list[list[Element]] = []
    for label, hint, (x, _) in zip(labels, hints, spans, strict=True):
        top = len(label) * HEAD_LEADING + 7.2
        words = [Words(x, top + i * HINT_LEADING, t, HINT_SIZE, colour=SOFT) for i, t in enumerate(hint)]
        rows.append([*_label(label, x), *words])
    height = max(
        len(label) * HEAD_LEADING + len(hint) * HINT_LEADING
        for label, hint in zip(labels, hints, strict=True)
    )
    return rows, height + 1.5


def _label(lines: Sequence[str], x: float) -> list[Element]:
    return [
        Words(x, 8.5 + i * HEAD_LEADING, t, LABEL_SIZE, bold=True, colour=INK) for i, t in enumerate(lines)
    ]


def _hint(field: Field) -> str:
    """The help, unless the label says the same already."""
    new = _telling(field.help) - _telling(field.label)
    return field.help if new else ""


def _telling(text: str) -> set[str]:
    return {w.rstrip("s") for w in re.findall(r"\w+", text.lower())} - _EMPTY_WORDS


def _twelfths(slots: Sequence[Slot]) -> int:
    return sum(s.field.width for s in slots)
