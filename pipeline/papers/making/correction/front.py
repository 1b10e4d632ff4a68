"""The first page of a correction form: how to use it, who corrects, and the table of what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.answers import Carrier
from pipeline.papers.making.blank_pdf.plan import (
    ACCENT,
    DEEP_TINT,
    HINT_SIZE,
    INK,
    LINE,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    TICK,
    TINT,
    WHITE,
    WIDTH,
    Box,
    BoxKind,
    Element,
    Measure,
    PlacedPage,
    Role,
    Shape,
    Words,
    moved,
)
from pipeline.papers.making.correction.marking import CALM, HEAVY, STRONG, THIN, YELLOW
from pipeline.rules.answers.dates import british
from pipeline.rules.correcting.correction_plan import CHECKED, CORRECTED_BY, CorrectionPlan, Mark

_BODY, _LEADING = 9.5, 12.5
_CELL, _CELL_LEADING = 8.5, 10.5
_PAD = 3.5  # above and below the words of a row
_BOTTOM = PAGE_HEIGHT - 46.0
_CHECK_WORDS = "I have compared every marked answer with the original."
_BY = "Corrected by (your name)"
_NOTHING = "(nothing)"
_COLUMNS = (  # heading, left edge, width
    ("No.", 6.0, 22.0),
    ("Page", 34.0, 26.0),
    ("Question", 66.0, 130.0),
    ("What was read", 204.0, 140.0),
    ("Why it is marked", 352.0, WIDTH - 358.0),
)


@dataclass(frozen=True)
class _Piece:
    """Something that is not broken over pages; its elements count from its own top left corner."""

    height: float
    elements: tuple[Element, ...]


def front_pages(
    plan: CorrectionPlan, pages: Mapping[str, int], measure: Measure, *, original: bool
) -> tuple[PlacedPage, ...]:
    """The page “What to correct”, and as many more as its table needs. `pages`: slot -> printed page of the form."""
    head = _head(plan, measure, original)
    table_head = _table_head()
    rows = [_row(mark, pages, measure) for mark in plan.marks]
    sheets: list[list[_Piece]] = [[*head]]
    if plan.marks:
        sheets[-1].append(table_head)
    for row in rows:
        if sum(p.height for p in sheets[-1]) + row.height > _BOTTOM - _TOP:
            sheets.append([_again(plan, measure), table_head])
        sheets[-1].append(row)
    return tuple(_placed(plan, sheet, n, len(sheets), measure) for n, sheet in enumerate(sheets, 1))


_TOP = 28.0


def _placed(
    plan: CorrectionPlan, pieces: Sequence[_Piece], number: int, count: int, measure: Measure
) -> PlacedPage:
    elements: list[Element] = []
    y = _TOP
    for piece in pieces:
        elements += [moved(e, MARGIN, y) for e in piece.elements]
        y += piece.height
    foot = f"Correction of {plan.reference}, version {plan.version}: sheet {number} of {count}"
    return PlacedPage((*elements, *around(plan, foot, measure)))


def around(plan: CorrectionPlan, foot: str, measure: Measure) -> Iterator[Element]:
    """What stands at the foot of a page that the form does not have, and the form's marking at both ends."""
    yield Words(MARGIN, PAGE_HEIGHT - 30, foot, HINT_SIZE, role=Role.ARTIFACT)
    x = (PAGE_WIDTH - measure.width(plan.form.marking, 8.5, bold=True)) / 2
    for base in (21.0, PAGE_HEIGHT - 18) if plan.form.marking else ():
        yield Words(x, base, plan.form.marking, 8.5, bold=True, role=Role.ARTIFACT)


def _head(plan: CorrectionPlan, measure: Measure, original: bool) -> Iterator[_Piece]:
    about = (
        f"{plan.form.title} {plan.reference}, version {plan.version}, received on {british(plan.received)}; "
        f"read from: {plan.carrier}.{f' Open: {plan.open}.' if plan.open else ''}"
    )
    yield _Piece(30.0, (Words(0, 22, "What to correct", 21, bold=True, colour=ACCENT, role=Role.TITLE),))
    yield _words(about, measure, 10.0)
    yield _Piece(4.0, ())
    for number, text in enumerate(_steps(plan, original), 1):
        yield _step(number, text, measure)
    yield _Piece(6.0, ())
    yield _signature()
    yield _Piece(10.0, ())
    if plan.proposed:
        yield _key(plan, measure)
        yield _Piece(6.0, ())


def _steps(plan: CorrectionPlan, original: bool) -> tuple[str, ...]:
    marked = "Each answer on yellow with a heavy frame has a number in the margin; the table below says why."
    if plan.proposed and not plan.marks:
        marked = "Each answer in a thin blue frame was read from a picture of the form and may be wrong."
    where = "The original follows behind the form." if original else _elsewhere(plan)
    return (
        marked,
        f"Compare each marked answer with the original. {where}",
        "Type the right answer over a wrong one; empty the box when there should be no answer.",
        "Fill in your name and the tick below: every marked answer that you leave as it is then counts as right.",
        "Save this file (do not print it to a new PDF) and move it into the inbox. It becomes the next version.",
    )


def _elsewhere(plan: CorrectionPlan) -> str:
    """Where the original is when no pages of it can be shown."""
    what = "typed in as data" if plan.carrier == Carrier.TYPED.value else "not made into pages"
    return (
        f"The original was {what} and does not follow here: `pipeline show {plan.reference}` names the file that it"
        " came as. Have it beside you."
    )


def _step(number: int, text: str, measure: Measure) -> _Piece:
    lines = measure.wrap(text, _BODY, WIDTH - 18)
    marks: list[Element] = [Words(0, _LEADING - 3, f"{number}.", _BODY, bold=True, role=Role.ARTIFACT)]
    marks += [Words(18, _LEADING - 3 + n * _LEADING, line, _BODY) for n, line in enumerate(lines)]
    return _Piece(len(lines) * _LEADING + 1.5, tuple(marks))


def _signature() -> _Piece:
    """The two boxes that make a correction count as complete."""
    tip = "Corrected by: the name of the person who corrects this form. (needed)"
    tick_tip = f"{_CHECK_WORDS} (needed)"
    return _Piece(
        44.0,
        (
            Shape(0, 0, WIDTH, 44, fill=TINT, stroke=ACCENT, weight=0.9),
            Words(10, 13, _BY, 8.5, bold=True),
            Shape(10, 17, 200, 18, fill=WHITE, stroke=LINE),
            Box(BoxKind.TEXT, CORRECTED_BY, 10.8, 17.8, 198.4, 16.4, tip),
            Shape(228, 21, TICK, TICK, fill=WHITE, stroke=LINE, weight=0.7),
            Box(BoxKind.TICK, CHECKED, 228, 21, TICK, TICK, tick_tip, "yes", tick_tip),
            Words(228 + TICK + 5, 29.5, _CHECK_WORDS, 9.5, bold=True),
        ),
    )


def _key(plan: CorrectionPlan, measure: Measure) -> _Piece:
    """What the thin frames mean, with one of them."""
    more = "" if not plan.marks else "more "
    text = (
        f"{len(plan.proposed)} {more}answers were read from a picture and have a thin blue frame and no number: compare"
        " them with the original as well."
    )
    lines = measure.wrap(text, _BODY, WIDTH - 40)
    words = (Words(34, _LEADING - 3 + n * _LEADING, line, _BODY) for n, line in enumerate(lines))
    frame = Shape(4, 2, 22, _LEADING - 3, stroke=CALM, weight=THIN)
    return _Piece(len(lines) * _LEADING + 2, (frame, *words))


def _again(plan: CorrectionPlan, measure: Measure) -> _Piece:
    words = Words(0, 18, "What to correct (continued)", 14, bold=True, colour=ACCENT, role=Role.HEADING)
    return _Piece(28.0, (words,))


def _table_head() -> _Piece:
    labels = (
        Words(x, 11, label, _CELL, bold=True, colour=SOFT, role=Role.HEADING) for label, x, _ in _COLUMNS
    )
    return _Piece(16.0, (Shape(0, 0, WIDTH, 16, fill=DEEP_TINT), *labels))


def _row(mark: Mark, pages: Mapping[str, int], measure: Measure) -> _Piece:
    page = str(pages.get(mark.slot, "")) if mark.slot else "–"
    read = mark.read or (_NOTHING if mark.slot else "–")
    texts = (str(mark.number), page, mark.label or "The paper as a whole", read, " ".join(mark.reasons))
    cells = [
        measure.wrap(text, _CELL, width, bold=n == 2)
        for n, (text, (_, _, width)) in enumerate(zip(texts, _COLUMNS, strict=True))
    ]
    deepest = max(map(len, cells))
    height = deepest * _CELL_LEADING + 2 * _PAD
    elements: list[Element] = [
        Shape(2, _PAD - 1.5, 24, _CELL_LEADING + 2.5, fill=YELLOW, stroke=STRONG, weight=HEAVY / 2),
        Shape(0, height, WIDTH, 0, stroke=LINE),
    ]
    for column, lines in enumerate(cells):
        x = _COLUMNS[column][1]
        elements += [
            Words(x, _PAD + 8 + n * _CELL_LEADING, line, _CELL, bold=column in (0, 2), colour=INK)
            for n, line in enumerate(lines)
        ]
    return _Piece(height, tuple(elements))


def _words(text: str, measure: Measure, size: float) -> _Piece:
    lines = measure.wrap(text, size, WIDTH)
    leading = size * 1.3
    return _Piece(
        len(lines) * leading + 2,
        tuple(Words(0, size + n * leading, line, size, colour=SOFT) for n, line in enumerate(lines)),
    )
