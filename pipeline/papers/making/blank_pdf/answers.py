"""What is filled in on a blank form: boxes, drop-downs, tick boxes and radio buttons, with their printed frames."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from pipeline.model.form import Field, Kind, Slot
from pipeline.papers.making.blank_pdf.plan import (
    ANSWER_SIZE,
    AUTO_HEIGHT,
    GAP,
    LABEL_SIZE,
    LINE,
    TICK,
    WHITE,
    Box,
    BoxKind,
    Element,
    Measure,
    Role,
    Shape,
    Words,
)

INSET = 0.8  # between the printed frame of a box and the box that is typed into
_ARROW = 15.0  # what Chromium's button takes of a drop-down
_SMALLEST = 7.5
_SMALLER = 8.0
_LIKELY = 30  # letters of a long but likely answer
_NARROW = 50.0  # a drop-down that has no room for its triangle
_LETTER = 4.6  # average width of a letter of 9 points


@dataclass(frozen=True)
class Spot:
    """Where a box stands inside its block."""

    x: float
    y: float
    width: float
    height: float


def tooltip(slot: Slot, state: str = "") -> str:
    """What a viewer shows and a screen reader says for a box: label, choice, help, whether it is needed."""
    words = [_sentence(slot.label), _sentence(state), slot.field.help]
    if slot.field.required.always:
        words.append("(needed)")
    return " ".join(w for w in words if w)


def answer_box(slot: Slot, spot: Spot, measure: Measure, *, framed: bool = True) -> list[Element]:
    """The printed frame and the box in it, for every kind that is one box."""
    field = slot.field
    kind = {Kind.LONGTEXT: BoxKind.LINES, Kind.CHOICE: BoxKind.CHOICE}.get(field.kind, BoxKind.TEXT)
    elements: list[Element] = []
    if framed:
        elements.append(Shape(spot.x, spot.y, spot.width, spot.height, fill=WHITE, stroke=LINE))
    size = _answer_size(field, spot.width, measure)
    if kind is BoxKind.CHOICE and spot.width > _NARROW:
        bottom = spot.y + spot.height / 2 + 2
        elements.append(Words(spot.x + spot.width - 8, bottom, "▼", 5.5, colour=LINE, role=Role.ARTIFACT))
    high = spot.height - 2 * INSET if size else min(AUTO_HEIGHT, spot.height - 2 * INSET)
    top = spot.y + (spot.height - high) / 2
    options = tuple((c.code, c.label) for c in field.choices) if kind is BoxKind.CHOICE else ()
    wide = spot.width - 2 * INSET
    box = Box(kind, slot.name, spot.x + INSET, top, wide, high, tooltip(slot), size=size, options=options)
    return [*elements, box]


def yes_no(slot: Slot, spot: Spot, *, words: bool = True) -> list[Element]:
    """Two radio buttons; their words beside them, or none where a heading above says them."""
    if not words:
        middle = spot.x + spot.width / 2
        places = [middle - TICK - 3.5, middle + 3.5]
    else:
        places = [spot.x, spot.x + 40]
    top = spot.y + (spot.height - TICK) / 2
    elements: list[Element] = []
    for x, choice in zip(places, slot.field.choices, strict=False):
        tip = tooltip(slot, choice.label)
        elements.append(Shape(x, top, TICK, TICK, fill=WHITE, stroke=LINE, weight=0.7, round=True))
        elements.append(Box(BoxKind.RADIO, slot.name, x, top, TICK, TICK, tip, choice.code, tooltip(slot)))
        if words:
            elements.append(Words(x + TICK + 3.5, top + 8, choice.label, LABEL_SIZE))
    return elements


def ticks(slot: Slot, x: float, width: float, measure: Measure) -> tuple[list[Element], float]:
    """Tick boxes in the field's columns, left to right, and the height that they take."""
    columns = max(1, slot.field.columns)
    lefts, rooms = _tick_columns(slot.field, columns, width, measure)
    elements: list[Element] = []
    top = 0.0
    for start in range(0, len(slot.field.choices), columns):
        tallest = 1
        for i, choice in enumerate(slot.field.choices[start : start + columns]):
            left = x + lefts[i]
            tip = tooltip(slot, choice.label)
            elements.append(Shape(left, top + 1, TICK, TICK, fill=WHITE, stroke=LINE, weight=0.7))
            elements.append(
                Box(BoxKind.TICK, slot.name, left, top + 1, TICK, TICK, tip, choice.code, tooltip(slot))
            )
            lines = measure.wrap(choice.label, LABEL_SIZE, rooms[i])
            tallest = max(tallest, len(lines))
            elements += [
                Words(left + TICK + 4, top + 9 + n * 9.5, line, LABEL_SIZE) for n, line in enumerate(lines)
            ]
        top += tallest * 9.5 + 4.5
    return elements, top


def _tick_columns(
    field: Field, columns: int, width: float, measure: Measure
) -> tuple[list[float], list[float]]:
    """Where each column of ticks starts and how wide its words may be: equal columns, unless words would wrap
    that need not."""
    beside = TICK + 4 + GAP
    equal = (width + GAP) / columns
    needs = [
        max((measure.width(c.label, LABEL_SIZE) for c in field.choices[i::columns]), default=0.0)
        for i in range(columns)
    ]
    spare = width + GAP - sum(needs) - columns * beside
    if spare < 0 or all(need <= equal - beside for need in needs):
        return [i * equal for i in range(columns)], [equal - beside] * columns
    widths = [need + beside + spare / columns for need in needs]
    return list(accumulate(widths[:-1], initial=0.0)), [w - beside + 0.01 for w in widths]


def _answer_size(field: Field, width: float, measure: Measure) -> float:
    """9 points; less where a likely answer would not be read whole; 0, to fit, for e-mail addresses."""
    if field.kind is Kind.CHOICE:
        return _choice_size(field, width - _ARROW - 3, measure)
    if field.kind is not Kind.TEXT:
        return ANSWER_SIZE
    if field.validation.check == "email":
        return 0.0
    likely = min(_LIKELY, field.validation.max_length or 0) * _LETTER
    return ANSWER_SIZE if likely <= width else _SMALLER


def _choice_size(field: Field, room: float, measure: Measure) -> float:
    """The largest size at which all choices fit; one in eight may be too long, or all would be small."""
    widths = sorted(measure.width(c.label, 1) for c in field.choices)
    widest = widths[-1 - len(widths) // 8] if widths else 0.0
    return next((s for s in (ANSWER_SIZE, 8.5, 8.0) if widest * s <= room), _SMALLEST)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."
