"""The repeating tables of a form on its case sheet: one line a row where that can be read, else a card a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.form import Field, Repeat
from pipeline.model.record import Row
from pipeline.papers.making.sheet_blocks import CELL, GAP, SMALL, WIDTH, Cell, Column, Setter
from pipeline.papers.making.sheet_flow import Area, Strip, Words, space
from pipeline.papers.making.style import ACCENT, LINE
from pipeline.rules.referrals import shown_value

_NUMBER = 20.0  # room for the row's number
_NARROWEST, _WIDEST_WORD, _WIDEST = 34.0, 165.0, 240.0
_KEEP = 12  # lines; a card of up to so many is not split over pages


@dataclass(frozen=True)
class _Need:
    """What a column needs in points: so that no word is broken, and so that no text is."""

    least: float
    best: float


def repeat_strips(setter: Setter, repeat: Repeat, rows: Sequence[Row]) -> tuple[Strip, ...]:
    """The filled rows of a repeat; every column that has an answer in any row."""
    used = [c for c in repeat.columns if any(c.name in row.values for row in rows)]
    texts = [[shown_value(c, row.values.get(c.name)) for c in used] for row in rows]
    widths = _widths(setter, [c.label for c in used], texts, WIDTH - 12 - _NUMBER - GAP)
    if widths is not None and repeat.layout == "table":
        columns = [Column("", _NUMBER), *(Column(c.label, w) for c, w in zip(used, widths, strict=True))]
        return setter.table(
            columns, [(str(row.number), *text) for row, text in zip(rows, texts, strict=True)]
        )
    strips = [s for row in rows for s in _card(setter, repeat, row)]
    return (*strips, space(4.0))


def _widths(
    setter: Setter, labels: Sequence[str], texts: Sequence[Sequence[str]], whole: float
) -> list[float] | None:
    """Column widths by what stands in them; None when words would have to be broken."""
    room = whole - GAP * (len(labels) - 1)
    needs = [_need(setter, label, [row[n] for row in texts]) for n, label in enumerate(labels)]
    least, best = sum(n.least for n in needs), sum(n.best for n in needs)
    if least > room:
        return None
    if best <= room:
        return [n.best * room / best for n in needs]
    share = (room - least) / (best - least)
    return [n.least + (n.best - n.least) * share for n in needs]


def _need(setter: Setter, label: str, texts: Sequence[str]) -> _Need:
    width = setter.letters.width
    words = [width(w, CELL) for text in texts for w in text.split()]
    heads = [width(w, SMALL, True) for w in label.split()]
    least = max(_NARROWEST, min(_WIDEST_WORD, max((*words, *heads), default=0.0) + 1))
    best = max((width(line, CELL) + 1 for text in texts for line in text.split("\n")), default=0.0)
    return _Need(least, max(least, min(best, _WIDEST)))


def _card(setter: Setter, repeat: Repeat, row: Row) -> tuple[Strip, ...]:
    """One row as a small section of its own: its number, then its answers under their questions."""
    strips: list[Strip] = []
    for line in _lines(setter, repeat, row):
        strips += setter.row(line, pad=3.0)
    if strips:
        number = Words(0, strips[0].height - 2.8, str(row.number), 13.0, True, ACCENT)
        strips[0] = Strip(strips[0].height, (number, *strips[0].marks), strips[0].keeps)
    rule = Strip(1.0, (Area(0, 0, WIDTH, 0, stroke=LINE),))
    whole = [space(4.0), *strips, rule]
    if len(whole) > _KEEP:
        return tuple(whole)
    return (*(Strip(s.height, s.marks, True, s.again, s.space) for s in whole[:-1]), rule)


def _lines(setter: Setter, repeat: Repeat, row: Row) -> Iterator[list[Cell]]:
    """The row's answers, packed into lines; the form's own order."""
    inset = _NUMBER + 4
    room = WIDTH - inset
    line: list[tuple[Field, str, float]] = []
    used = 0.0
    for column in repeat.columns:
        text = shown_value(column, row.values.get(column.name))
        if not text:
            continue
        width = min(room, _need(setter, column.label, [text]).best + 4)
        if line and used + GAP + width > room:
            yield _spread(line, inset, room)
            line, used = [], 0.0
        used += (GAP if line else 0.0) + width
        line.append((column, text, width))
    if line:
        yield _spread(line, inset, room)


def _spread(line: Sequence[tuple[Field, str, float]], left: float, room: float) -> list[Cell]:
    """Cells over the whole width when the line is nearly full, else as wide as they need."""
    natural = sum(w for _, _, w in line) + GAP * (len(line) - 1)
    stretch = room / natural if natural > 0.6 * room else 1.0
    cells, x = [], left
    for column, text, width in line:
        cells.append(Cell(column.label, text, x, min(width * stretch, left + room - x)))
        x += width * stretch + GAP * stretch
    return cells
