"""The pages of a blank form: head, foot, and how the blocks flow onto them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.model.errors import DefinitionError
from pipeline.model.form import Field, Form, Page, Repeat, Section, Slot
from pipeline.papers.making.blank_pdf.blocks import heading, paragraph, question_rows
from pipeline.papers.making.blank_pdf.plan import (
    ACCENT,
    ANSWER_LEADING,
    HINT_SIZE,
    LINE,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    TINT,
    WHITE,
    WIDTH,
    Block,
    Element,
    Measure,
    PlacedPage,
    Role,
    Shape,
    Words,
    fixed,
    moved,
)
from pipeline.papers.making.blank_pdf.tables import repeat_blocks

_TOP = 27.0  # below the marking line
_BOTTOM = PAGE_HEIGHT - 34.0  # above the foot
_TEAR = 13.0  # room for the tear line
_REFERENCE = 132.0  # width of the box for the panel's reference
_TEAR_WORDS = "This sheet can be detached: print on one side of the paper only"


@dataclass(frozen=True)
class _Sheet:
    """The blocks of one printed page, before they are stretched and placed."""

    page: Page
    blocks: tuple[Block, ...]
    first: bool  # of its definition page
    opening: bool  # of the form


def plan_pages(form: Form, measure: Measure) -> tuple[PlacedPage, ...]:
    """Every printed page of the blank. A definition page starts a printed page and flows on where it must.

    Raises DefinitionError when the boxes of a row are wider than the page or a piece is taller than a page.
    """
    sheets = [s for i, page in enumerate(form.pages) for s in _sheets(form, page, i == 0, measure)]
    return tuple(_placed(form, s, n, len(sheets), measure) for n, s in enumerate(sheets, 1))


def count_sheets(form: Form, measure: Measure) -> tuple[int, ...]:
    """How many printed pages each page of the definition takes. Raises DefinitionError like `plan_pages`."""
    return tuple(sum(1 for _ in _sheets(form, page, i == 0, measure)) for i, page in enumerate(form.pages))


def footer(form: Form, number: int, count: int) -> str:
    """What stands at the foot of every page, so that a loose or scanned sheet can be told."""
    return f"{form.id} v{form.version} page {number} of {count}"


def _sheets(form: Form, page: Page, opening: bool, measure: Measure) -> Iterator[_Sheet]:
    rest = [b for section in page.sections for b in _section_blocks(section, measure)]
    first = True
    while rest or first:
        sheet = _Sheet(page, (), first, opening and first)
        room = _room(form, sheet, measure)
        taken, rest = _fill(rest, room, form, page)
        yield _Sheet(page, taken, first, opening and first)
        first = False


def _fill(
    blocks: Sequence[Block], room: float, form: Form, page: Page
) -> tuple[tuple[Block, ...], list[Block]]:
    """The blocks that fit into `room`, and the rest; a heading is not left behind by what it heads."""
    queue = list(blocks)
    if queue and queue[0].again:
        queue.insert(0, queue[0].again)
    taken: list[Block] = []
    used = 0.0
    while queue:
        unit = _unit(queue)
        height = sum(b.height for b in unit)
        if used + height > room:
            break
        taken += unit
        used += height
        del queue[: len(unit)]
    if queue and not taken:
        raise DefinitionError(
            f"{form.name}.yaml: a part of page {page.title!r} is {height:.0f} points tall and the page has room "
            f"for {room:.0f}. Give its boxes fewer `lines:`, or spread its columns over fewer lines."
        )
    return tuple(taken), queue


def _unit(blocks: Sequence[Block]) -> list[Block]:
    """The next block with those that must stand with it."""
    for i, block in enumerate(blocks):
        if not block.keeps:
            return list(blocks[: i + 1])
    return list(blocks)


def _section_blocks(section: Section, measure: Measure) -> Iterator[Block]:
    yield Block(5, lambda extra: (), most=5, keeps=True)
    yield _tinted(heading(section.title, section.help, measure))
    for is_field, items in groupby(section.items, key=lambda i: isinstance(i, Field)):
        if is_field:
            slots = [Slot(i.name, i) for i in items if isinstance(i, Field)]
            yield from map(_tinted, question_rows(slots, measure))
        else:
            for repeat in items:
                if isinstance(repeat, Repeat):
                    yield from map(_tinted, _headed(repeat, measure))


def _headed(repeat: Repeat, measure: Measure) -> Iterator[Block]:
    if repeat.help:
        words = paragraph(repeat.help, measure, 8, WIDTH - 12)
        yield fixed(words.height, *(moved(e, 6, 0) for e in words.draw(0)), keeps=True)
    yield from repeat_blocks(repeat, measure)


def _tinted(block: Block) -> Block:
    """The block on the pale ground of its section."""
    return replace(block, tinted=True, again=_tinted(block.again) if block.again else None)


def _placed(form: Form, sheet: _Sheet, number: int, count: int, measure: Measure) -> PlacedPage:
    head, y = _head(form, sheet, measure)
    grounds: list[Shape] = []
    elements = [*_marking(form, 21.0, measure), *head]
    for block, extra in zip(sheet.blocks, _extras(sheet.blocks, _room(form, sheet, measure)), strict=True):
        height = block.height + extra
        if block.tinted:
            _lay_ground(grounds, y, height)
        elements += [moved(e, MARGIN, y) for e in block.draw(extra)]
        y += height
    elements += _tear(measure) if _detachable(sheet) else []
    elements += _foot(form, number, count, measure)
    return PlacedPage((*grounds, *elements))


def _lay_ground(grounds: list[Shape], y: float, height: float) -> None:
    """Lengthen the ground that ends here, or begin one: all grounds lie under all frames."""
    if grounds and abs(grounds[-1].y + grounds[-1].height - y) < 0.01:
        grounds[-1] = replace(grounds[-1], height=grounds[-1].height + height)
    else:
        grounds.append(Shape(MARGIN, y, WIDTH, height, fill=TINT))


def _extras(blocks: Sequence[Block], room: float) -> list[float]:
    """How much taller each block is drawn so that the page is well filled."""
    spare = max(0.0, room - sum(b.height for b in blocks) - 1)
    most = sum(b.most for b in blocks)
    share = min(1.0, spare / most) if most else 0.0
    left = spare - share * most
    hunger = sum(b.hunger for b in blocks)
    line = min(left / hunger, ANSWER_LEADING) if hunger else 0.0
    return [b.most * share + b.hunger * line for b in blocks]


def _room(form: Form, sheet: _Sheet, measure: Measure) -> float:
    _, top = _head(form, sheet, measure)
    return _BOTTOM - top - (_TEAR if _detachable(sheet) else 0.0)


def _detachable(sheet: _Sheet) -> bool:
    return bool(sheet.page.note)


def _marking(form: Form, y: float, measure: Measure) -> list[Element]:
    if not form.marking:
        return []
    x = (PAGE_WIDTH - measure.width(form.marking, 8.5, bold=True)) / 2
    return [Words(x, y, form.marking, 8.5, bold=True, role=Role.ARTIFACT)]


def _foot(form: Form, number: int, count: int, measure: Measure) -> list[Element]:
    y = PAGE_HEIGHT - 20
    text = footer(form, number, count)
    x = PAGE_WIDTH - MARGIN - measure.width(form.title, HINT_SIZE)
    return [
        Words(MARGIN, y, text, HINT_SIZE, role=Role.ARTIFACT),
        *_marking(form, y, measure),
        Words(x, y, form.title, HINT_SIZE, role=Role.ARTIFACT),
    ]


def _head(form: Form, sheet: _Sheet, measure: Measure) -> tuple[list[Element], float]:
    """What stands above the first section, and where that section may begin."""
    elements, y = _opening(form, measure) if sheet.opening else _running(form, sheet)
    if any(p.note for p in form.pages):
        elements += _reference(measure)
    if sheet.page.note and sheet.first:
        note, height = _note(sheet.page.note, y, measure)
        elements += note
        y += height
    return elements, y


def _opening(form: Form, measure: Measure) -> tuple[list[Element], float]:
    elements: list[Element] = [
        Words(MARGIN, _TOP + 10, form.subtitle, 10, colour=SOFT),
        Words(MARGIN, _TOP + 31, form.title, 21, bold=True, colour=ACCENT, role=Role.TITLE),
    ]
    y = _TOP + 38
    intro = paragraph(form.intro, measure)
    elements += [moved(e, MARGIN, y) for e in intro.draw(0)]
    y += intro.height
    if form.return_to:
        lines = measure.wrap(form.return_to, 8.5, WIDTH, bold=True)
        elements += [Words(MARGIN, y + 8 + i * 10.6, t, 8.5, bold=True) for i, t in enumerate(lines)]
        y += 10.6 * len(lines) + 2
    return elements, y


def _running(form: Form, sheet: _Sheet) -> tuple[list[Element], float]:
    title = sheet.page.title if sheet.first else f"{sheet.page.title} (continued)"
    return [
        Words(MARGIN, _TOP + 10, form.title, 10, colour=SOFT),
        Words(MARGIN, _TOP + 28, title, 16, bold=True, colour=ACCENT, role=Role.HEADING),
    ], _TOP + (34 if sheet.first else 38)


def _reference(measure: Measure) -> list[Element]:
    """A box on every sheet for the panel's reference, so that a detached page finds its fellows again."""
    x, label = PAGE_WIDTH - MARGIN - _REFERENCE, "Panel's reference (we fill this in)"
    return [
        Shape(x, _TOP + 12, _REFERENCE, 18, fill=TINT, stroke=LINE),
        Words(x, _TOP + 9, label, HINT_SIZE, colour=SOFT),
    ]


def _note(text: str, y: float, measure: Measure) -> tuple[list[Element], float]:
    lines = measure.wrap(text, 8.5, WIDTH - 16, bold=True)
    height = len(lines) * 10.6 + 5
    words = [Words(MARGIN + 8, y + 12 + i * 10.6, t, 8.5, bold=True) for i, t in enumerate(lines)]
    return [Shape(MARGIN, y + 2, WIDTH, height, stroke=ACCENT, weight=0.9), *words], height + 3


def _tear(measure: Measure) -> list[Element]:
    y = _BOTTOM - 4
    width = measure.width(_TEAR_WORDS, HINT_SIZE)
    x = (PAGE_WIDTH - width) / 2
    return [
        Shape(12, y, PAGE_WIDTH - 24, 0, stroke=LINE, dashed=True, weight=0.8),
        Shape(x - 5, y - 5, width + 10, 10, fill=WHITE),
        Words(x, y + 2.6, _TEAR_WORDS, HINT_SIZE, colour=SOFT),
    ]
