"""The marks on a correction form's pages: under the boxes that are doubted, and beside them in the margin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.papers.making.blank_pdf.plan import (
    INK,
    MARGIN,
    Box,
    Colour,
    Element,
    Measure,
    PlacedPage,
    Role,
    Shape,
    Words,
)
from pipeline.rules.correcting.correction_plan import CorrectionPlan, Mark

YELLOW: Colour = (1.0, 0.93, 0.55)
STRONG: Colour = (0.5, 0.16, 0.0)  # 9:1 against white, 8:1 against the yellow
CALM: Colour = (0.1, 0.32, 0.6)
HEAVY, THIN = 1.8, 0.9
_SIZE = 8.5
_LINE = 9.0  # points; boxes whose tops are no further apart stand on one line
_ROOM = MARGIN - 6  # for the numbers in the margin


def pages_of_slots(pages: Sequence[PlacedPage]) -> dict[str, int]:
    """The printed page, from 1, on which each slot's (first) box stands."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        for box in page.boxes:
            found.setdefault(box.group, number)
    return found


def marked_pages(
    plan: CorrectionPlan, pages: Sequence[PlacedPage], measure: Measure
) -> tuple[PlacedPage, ...]:
    """The form's pages with their marks; each says in its head whose correction it is."""
    marks = {m.slot: m for m in (*plan.proposed, *plan.marks) if m.slot}
    return tuple(_marked(plan, page, marks, measure) for page in pages)


def _marked(
    plan: CorrectionPlan, page: PlacedPage, marks: Mapping[str, Mark], measure: Measure
) -> PlacedPage:
    said = f"Correction of {plan.reference}, version {plan.version}"
    head = Words(MARGIN, 11.5, said, _SIZE, bold=True, colour=STRONG, role=Role.ARTIFACT)
    elements: list[Element] = [head]
    for element in page.elements:
        mark = marks.get(element.group) if isinstance(element, Box) else None
        if isinstance(element, Box) and mark is not None:
            elements += [_ground(element, mark), replace(element, tip=_tip(element, mark))]
        else:
            elements.append(element)
    return PlacedPage((*elements, *_numbers(page, marks, measure)))


def _ground(box: Box, mark: Mark) -> Shape:
    """A filled rectangle in a heavy frame; a thin frame alone for what was only read from a picture."""
    out = 0.6
    x, y = box.x - out, box.y - out
    width, height = box.width + 2 * out, box.height + 2 * out
    if mark.number:
        return Shape(x, y, width, height, fill=YELLOW, stroke=STRONG, weight=HEAVY)
    return Shape(x, y, width, height, stroke=CALM, weight=THIN)


def _tip(box: Box, mark: Mark) -> str:
    if not mark.number:
        return f"{box.tip} (Read from a picture: compare it.)"
    return f"{box.tip} (To correct, number {mark.number}: {' '.join(mark.reasons)})"


def _numbers(page: PlacedPage, marks: Mapping[str, Mark], measure: Measure) -> Iterator[Element]:
    """The numbers of the marks in the margin, one tag for all that stand on one line of the form."""
    first: dict[int, Box] = {}
    for box in page.boxes:
        number = marks[box.group].number if box.group in marks else 0
        if number:
            first.setdefault(number, box)
    lines: list[tuple[float, list[int]]] = []
    for number, box in sorted(first.items(), key=lambda item: (item[1].y, item[0])):
        if lines and box.y - lines[-1][0] < _LINE:
            lines[-1][1].append(number)
        else:
            lines.append((box.y, [number]))
    for y, numbers in lines:
        yield from _tag(y, ranges(sorted(numbers)), measure)


def _tag(y: float, text: str, measure: Measure) -> Iterator[Element]:
    size = _SIZE
    while measure.width(text, size, bold=True) > _ROOM - 6 and size > 5:
        size -= 0.5
    width = measure.width(text, size, bold=True) + 6
    x = max(1.0, MARGIN - 3 - width)
    yield Shape(x, y, width, 11.5, fill=YELLOW, stroke=STRONG, weight=THIN)
    yield Words(x + 3, y + 8.8, text, size, bold=True, colour=INK, role=Role.ARTIFACT)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers shortly: "3", "3, 4", "3–9"."""
    parts: list[str] = []
    start = 0
    for n in range(1, len(numbers) + 1):
        if n == len(numbers) or numbers[n] != numbers[n - 1] + 1:
            run = numbers[start:n]
            parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)
            start = n
    return ", ".join(parts)
