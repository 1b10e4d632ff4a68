"""The blocks that papers are set from: headings, paragraphs, boxes, rows of answers, tables. Each gives strips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.papers.making.sheets.flow import Area, Letters, Mark, Spot, Strip, Words, kept, space
from pipeline.papers.making.sheets.prints import BODY as BODY
from pipeline.papers.making.sheets.prints import LEADING, STANDARD, Print
from pipeline.papers.making.sheets.prints import WIDTH as WIDTH
from pipeline.papers.making.style import ACCENT, INK, LINE, SOFT, TINT, Colour, legible, wrap

SMALL, SMALL_LEADING = 9.0, 11.5
CELL, CELL_LEADING = 11.0, 14.0
GAP = 10.0  # between columns
_SHORT_ROW = 8  # lines; a table row of up to so many is not split over pages
_SHORT_TABLE = 200.0  # points; a table of up to this height is not split over pages

Shape = Callable[["Cell", str], Words]  # how one line of a cell looks


@dataclass(frozen=True)
class Cell:
    """A label above its answer; `width` in points from `x`."""

    label: str
    text: str
    x: float
    width: float
    bold: bool = False
    strong: int = 0  # so many of its first lines are bold


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and what part of the width it takes."""

    label: str
    width: float


@dataclass
class Setter:
    """Sets text in one typeface and one size of print; remembers the characters that a box stands for.

    `elsewhere`: heading -> what is said below it, such as the page of another edition that it stands on.
    """

    letters: Letters
    print: Print = STANDARD
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    strange: dict[str, None] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """The width of the text."""
        return self.print.width

    @property
    def cell(self) -> float:
        """The size of an answer in a row or table."""
        return self.print.size(CELL)

    @property
    def small(self) -> float:
        """The size of the labels of a row or table."""
        return self.print.size(SMALL)

    def clean(self, text: str) -> str:
        """The text as it can be drawn."""
        found = legible(text, self.letters.can_draw)
        self.strange.update(dict.fromkeys(found.strange))
        return found.text

    def lines(self, text: str, size: float, width: float, bold: bool = False) -> tuple[str, ...]:
        """The text in lines that fit, in letters of this size of the standard print."""
        measure = partial(self.letters.width, size=self.print.size(size), bold=bold)
        return wrap(self.clean(text), measure, width)

    def paragraph(
        self,
        text: str,
        *,
        size: float = BODY,
        leading: float = LEADING,
        bold: bool = False,
        colour: Colour = INK,
        x: float = 0.0,
        width: float = 0.0,
        apart: float = 5.0,
    ) -> tuple[Strip, ...]:
        """Running text, its paragraphs `apart` points apart; no single first or last line is left alone on a page.

        It goes from `x` to `width`; 0: the whole width.
        """
        parts = text.split("\n")
        if len(parts) > 1:
            style = {"size": size, "leading": leading, "x": x, "width": width}
            made = [self.paragraph(part, **style, bold=bold, colour=colour) for part in parts if part.strip()]
            return tuple(s for n, part in enumerate(made) for s in ((space(apart),) if n else ()) + part)
        lines = self.lines(text, size, (width or self.width) - x, bold)
        last = len(lines) - 1
        size, leading = self.print.size(size), self.print.leading(size, leading)
        return tuple(
            Strip(
                leading,
                (Words(x, leading - size * 0.32, line, size, bold, colour),),
                keeps=number != last and number in (0, last - 1),
            )
            for number, line in enumerate(lines)
        )

    def title(self, text: str, size: float = 22.0, colour: Colour = ACCENT) -> tuple[Strip, ...]:
        """The title of a paper."""
        return kept(self.paragraph(text, size=size, leading=size * 1.25, bold=True, colour=colour))

    def heading(self, text: str) -> tuple[Strip, ...]:
        """A section's heading over a rule; stays with what follows."""
        lines = self.paragraph(text, size=14.0, leading=18.0, bold=True, colour=ACCENT)
        rule = Strip(7.0, (Area(0, 2.5, self.width, 0, stroke=ACCENT, weight=1.2),))
        spot = Strip(0.0, (Spot(0, 0, text),))
        return kept((space(16.0), spot, *lines, rule, *self.told(text)), with_next=True)

    def told(self, heading: str) -> tuple[Strip, ...]:
        """What is said below a heading, if anything is."""
        words = self.elsewhere.get(heading)
        return self.paragraph(words, size=10.0, leading=13.5, colour=SOFT) if words else ()

    def label(self, text: str) -> tuple[Strip, ...]:
        """The question above a long answer; stays with its answer."""
        return kept(self.paragraph(text, size=11.5, leading=16.0, bold=True), with_next=True)

    def points(self, items: Sequence[str]) -> tuple[Strip, ...]:
        """Short points in two columns; in one when any of them is too long for that."""
        columns = 2
        if any(self.letters.width(self.clean(item), BODY) + GAP > self.width / columns for item in items):
            return self.paragraph("\n".join(items), apart=0.0)
        lines = [items[n : n + columns] for n in range(0, len(items), columns)]
        strips = [
            Strip(
                LEADING,
                tuple(
                    Words(n * self.width / columns, LEADING - BODY * 0.32, self.clean(item), BODY)
                    for n, item in enumerate(line)
                ),
            )
            for line in lines
        ]
        return kept(strips) if len(strips) <= _SHORT_ROW else tuple(strips)

    def box(self, strips: Sequence[Strip], *, fill: Colour = TINT, bar: Colour = ACCENT) -> tuple[Strip, ...]:
        """The strips on a tinted ground with a bold edge at the left. Their text must leave 12 points free there."""
        return tuple(replace(s, marks=(*self._ground(s.height, fill, bar), *s.marks)) for s in strips)

    def row(self, cells: Sequence[Cell], *, pad: float = 6.0) -> tuple[Strip, ...]:
        """Labels above answers, side by side. Splits after any line of the answers."""
        labels = [self.lines(c.label, SMALL, c.width, True) if c.label else () for c in cells]
        texts = [self.lines(c.text, CELL, c.width, c.bold) for c in cells]
        strips = [self._small(cells, labels, n) for n in range(max(map(len, labels)))]
        strips += [self._answer(cells, texts, n) for n in range(max(map(len, texts)))]
        whole = (*kept(strips[:-1], with_next=True), *strips[-1:]) if len(strips) <= _SHORT_ROW else strips
        return (*_first_kept(whole), space(pad))

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        strong: int = -1,
        even: bool = False,
    ) -> tuple[Strip, ...]:
        """A ruled table; its heading is printed again on each page, a long row goes on overleaf.

        In column `strong` (from 0) what stands before the first line break is bold. `even`: every row is as high as
        the highest and has room for a signature.
        """
        places = _places(columns, self.width)
        head = self._head(columns, places)
        strips: list[Strip] = list(kept(head, with_next=True))
        least = self._deepest(rows, places) if even else 1
        for row in rows:
            cells = [
                Cell("", text, x, width, strong=self._first_lines(text, width) if n == strong else 0)
                for n, (text, (x, width)) in enumerate(zip(row, places, strict=True))
            ]
            strips += [replace(s, again=head) for s in self._table_row(cells, least)]
        whole = kept(strips) if sum(s.height for s in strips) < _SHORT_TABLE else strips
        return (*whole, space(8.0))

    def _deepest(self, rows: Sequence[Sequence[str]], places: Sequence[tuple[float, float]]) -> int:
        """How many lines the highest row has, at least two."""
        cells = ((text, width) for row in rows for text, (_, width) in zip(row, places, strict=True))
        return max(2, *(len(self.lines(text, CELL, width)) for text, width in cells))

    def _first_lines(self, text: str, width: float) -> int:
        return len(self.lines(text.partition("\n")[0], CELL, width, True))

    def _in_lines(self, cell: Cell) -> tuple[str, ...]:
        """A cell's lines; what is bold is measured bold."""
        if not cell.strong:
            return self.lines(cell.text, CELL, cell.width, cell.bold)
        first, more, rest = cell.text.partition("\n")
        lines = self.lines(first, CELL, cell.width, True)
        return (*lines, *self.lines(rest, CELL, cell.width)) if more else lines

    def _head(self, columns: Sequence[Column], places: Sequence[tuple[float, float]]) -> tuple[Strip, ...]:
        labels = [self.lines(c.label, SMALL, w, True) for c, (_, w) in zip(columns, places, strict=True)]
        cells = [Cell("", "", x, w) for x, w in places]
        deep = max(map(len, labels))
        strips = [self._small(cells, labels, n) for n in range(deep)]
        padded = _padded(strips, 4.0, 3.0)
        grounded = [
            replace(s, marks=(Area(0, 0, self.width, s.height + 0.2, fill=TINT), *s.marks)) for s in padded
        ]
        edge = Area(0, grounded[-1].height, self.width, 0, stroke=ACCENT, weight=1.0)
        return (*grounded[:-1], replace(grounded[-1], marks=(*grounded[-1].marks, edge)))

    def _table_row(self, cells: Sequence[Cell], least: int) -> tuple[Strip, ...]:
        texts = [self._in_lines(c) for c in cells]
        deep = max(least, *map(len, texts))
        strips = _padded([self._answer(cells, texts, n) for n in range(deep)], 4.0, 5.0)
        rule = Area(0, strips[-1].height, self.width, 0, stroke=LINE, weight=0.6)
        strips[-1] = replace(strips[-1], marks=(*strips[-1].marks, rule))
        return kept(strips) if deep <= _SHORT_ROW else _first_kept(strips)

    def _ground(self, height: float, fill: Colour, bar: Colour) -> tuple[Mark, ...]:
        return (Area(0, 0, self.width, height + 0.2, fill=fill), Area(0, 0, 4, height + 0.2, fill=bar))

    def _small(self, cells: Sequence[Cell], labels: Sequence[Sequence[str]], number: int) -> Strip:
        """Line `number` of the labels."""
        leading, size = self.print.leading(SMALL, SMALL_LEADING), self.small
        return _line(
            cells, labels, number, leading, lambda c, t: Words(c.x, leading - 2.8, t, size, True, SOFT)
        )

    def _answer(self, cells: Sequence[Cell], texts: Sequence[Sequence[str]], number: int) -> Strip:
        """Line `number` of the answers."""
        leading, size = self.print.leading(CELL, CELL_LEADING), self.cell
        return _line(
            cells,
            texts,
            number,
            leading,
            lambda c, t: Words(c.x, leading - 3.6, t, size, c.bold or number < c.strong),
        )


def _line(
    cells: Sequence[Cell],
    texts: Sequence[Sequence[str]],
    number: int,
    height: float,
    shape: Shape,
) -> Strip:
    """Line `number` of every cell that has so many."""
    marks = [
        shape(cell, text[number])
        for cell, text in zip(cells, texts, strict=True)
        if number < len(text) and text[number].strip()
    ]
    return Strip(height, tuple(marks))


def _first_kept(strips: Sequence[Strip]) -> tuple[Strip, ...]:
    """The first two lines and the last two held together."""
    last = len(strips) - 1
    return tuple(
        replace(s, keeps=True) if s.keeps or (n != last and n in (0, last - 1)) else s
        for n, s in enumerate(strips)
    )


def _padded(strips: Sequence[Strip], above: float, below: float) -> list[Strip]:
    """Room inside the first strip's top and the last one's foot."""
    out = list(strips)
    moved = tuple(replace(m, y=m.y + above) for m in out[0].marks)
    out[0] = replace(out[0], height=out[0].height + above, marks=moved)
    out[-1] = replace(out[-1], height=out[-1].height + below)
    return out


def _places(columns: Sequence[Column], wide: float) -> list[tuple[float, float]]:
    """Left edge and usable width of each column; widths are shares of the whole."""
    inset, whole = 6.0, sum(c.width for c in columns)
    room = wide - 2 * inset - GAP * (len(columns) - 1)
    places, x = [], inset
    for column in columns:
        width = room * column.width / whole
        places.append((x, width))
        x += width + GAP
    return places
