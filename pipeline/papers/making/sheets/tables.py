"""The repeating tables of a form on its case sheet: one line a row where that can be read, else a card a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model.form import Kind, Repeat
from pipeline.model.record import Row
from pipeline.papers.making.sheets.blocks import CELL, GAP, Cell, Column, Setter
from pipeline.papers.making.sheets.flow import Area, Strip, Words, kept, space
from pipeline.papers.making.style import ACCENT, LINE
from pipeline.rules.arriving.referrals import shown_value

_NUMBER = 20.0  # room for the row's number
_NARROWEST, _WIDEST = 30.0, 240.0
_NONE = "–"
_WHOLE = (Kind.DATE, Kind.MONTH, Kind.TIME, Kind.NUMBER, Kind.YESNO)  # never broken over lines
_DEEPEST = 3  # lines; a table with a deeper cell is set as cards, which are read more easily
_KEEP = 12  # lines; a card of up to so many is not split over pages


@dataclass(frozen=True)
class _Place:
    """Where a column of a card stands, in points from the left."""

    column: int
    label: str
    x: float
    width: float


@dataclass(frozen=True)
class _Care:
    """What is not to be broken: texts up to `short` points, words up to `word` points, the label."""

    short: float
    word: float
    label: bool = False


_CARES = (_Care(100.0, 200.0), _Care(0.0, 200.0), _Care(0.0, 120.0))
_CARD = _Care(200.0, 240.0, label=True)


@dataclass(frozen=True)
class _Need:
    """What a column needs in points: so that no word is broken, and so that no text is."""

    least: float
    best: float


def repeat_strips(setter: Setter, repeat: Repeat, rows: Sequence[Row]) -> tuple[Strip, ...]:
    """The filled rows of a repeat; every column that has an answer in any row."""
    used = [c for c in repeat.columns if any(c.name in row.values for row in rows)]
    texts = [[shown_value(c, row.values.get(c.name)) or _NONE for c in used] for row in rows]
    numbers = [row.number for row in rows]
    labels = [c.sheet_label for c in used]
    one_line = all(c.row_line == 1 for c in repeat.columns)
    whole = [c.kind in _WHOLE for c in used]
    widths = _widths(setter, labels, texts, whole, one_line)
    if widths is not None and repeat.layout == "table":
        columns = [Column("", _NUMBER), *map(Column, labels, widths)]
        return setter.table(columns, [(str(n), *text) for n, text in zip(numbers, texts, strict=True)])
    lines = _lines(setter, labels, texts)
    cards = [_card(setter, n, lines, text) for n, text in zip(numbers, texts, strict=True)]
    return (*(strip for card in cards for strip in card), space(4.0))


def _widths(
    setter: Setter,
    labels: Sequence[str],
    texts: Sequence[Sequence[str]],
    whole: Sequence[bool],
    one_line: bool,
) -> list[float] | None:
    """Column widths by what stands in them; None when the columns cannot stand side by side. `whole`: never broken."""
    room = setter.width - 12 - _NUMBER - GAP * len(labels)
    for care in _CARES if one_line else _CARES[:-1]:
        needs = [
            _need(setter, label, [row[n] for row in texts], care, whole[n]) for n, label in enumerate(labels)
        ]
        least, best = sum(n.least for n in needs), sum(n.best for n in needs)
        if best <= room:
            return [n.best * room / best for n in needs]
        if least <= room:
            share = (room - least) / (best - least)
            widths = [n.least + (n.best - n.least) * share for n in needs]
            return widths if _shallow(setter, texts, widths) else None
    return None


def _shallow(setter: Setter, texts: Sequence[Sequence[str]], widths: Sequence[float]) -> bool:
    cells = ((text, width) for row in texts for text, width in zip(row, widths, strict=True))
    return all(len(setter.lines(text, CELL, width)) <= _DEEPEST for text, width in cells)


def _need(setter: Setter, label: str, texts: Sequence[str], care: _Care, whole: bool = False) -> _Need:
    width = setter.letters.width
    lines = [width(line, setter.cell) + 1 for text in texts for line in text.split("\n")]
    words = [min(care.word, width(w, setter.cell) + 1) for text in texts for w in text.split()]
    heads = [width(w, setter.small, True) + 1 for w in ([label] if care.label else label.split())]
    short = [line for line in lines if whole or line <= care.short]
    least = max(_NARROWEST, *words, *short, *heads)
    return _Need(least, max(least, min(max(lines), _WIDEST)))


def _card(
    setter: Setter, number: int, lines: Sequence[Sequence[_Place]], texts: Sequence[str]
) -> tuple[Strip, ...]:
    """One row as a small section of its own: its number, then its answers under their questions."""
    strips: list[Strip] = []
    for line in lines:
        strips += setter.row([Cell(p.label, texts[p.column], p.x, p.width) for p in line], pad=3.0)
    sign = Words(0, strips[0].height - 2.8, str(number), 13.0, True, ACCENT)
    strips[0] = replace(strips[0], marks=(sign, *strips[0].marks))
    rule = Strip(1.0, (Area(0, 0, setter.width, 0, stroke=LINE),))
    whole = (space(4.0), *strips, rule)
    return kept(whole) if len(whole) <= _KEEP else whole


def _lines(
    setter: Setter, labels: Sequence[str], texts: Sequence[Sequence[str]]
) -> tuple[tuple[_Place, ...], ...]:
    """Where each column stands: in the form's order, on as many lines as the widest answers need."""
    inset = _NUMBER + 4
    room = setter.width - inset
    lines: list[list[tuple[int, float]]] = [[]]
    for column, label in enumerate(labels):
        width = min(room, _need(setter, label, [row[column] for row in texts], _CARD).best + 4)
        if lines[-1] and sum(w + GAP for _, w in lines[-1]) + width > room:
            lines.append([])
        lines[-1].append((column, width))
    return tuple(_spread(line, labels, inset, room) for line in lines)


def _spread(
    line: Sequence[tuple[int, float]], labels: Sequence[str], left: float, room: float
) -> tuple[_Place, ...]:
    """Columns over the whole width; the last one may use the room that is left."""
    natural = sum(w for _, w in line) + GAP * (len(line) - 1)
    stretch = room / natural if natural > 0.6 * room else 1.0
    places, x = [], left
    for number, (column, width) in enumerate(line):
        wide = width * stretch if number < len(line) - 1 else left + room - x
        places.append(_Place(column, labels[column], x, wide))
        x += (width + GAP) * stretch
    return tuple(places)
