"""One page of a scan as a leaf of a printed paper: its words in its ruled rows, whichever way up it lay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.labelled.paper import Leaf
from pipeline.papers.reading.labelled.sheets import rows_with
from pipeline.papers.reading.layout import footer_of
from pipeline.papers.reading.scan.lines import Line, Recogniser
from pipeline.papers.reading.scan.picture import Picture
from pipeline.papers.reading.scan.ruled.level import Level, as_it_lies, laid_level, turned
from pipeline.papers.reading.scan.ruled.rulings import Rulings, rulings_of
from pipeline.papers.reading.scan.ruled.words import Written, pictures_of, spelt, written_on

_TRIED = 6  # lines that tell which way up a page is
_WORDS = 90.0  # points: about as wide as two or three words


@dataclass(frozen=True)
class RuledPage:
    """A page of ruled rows. `places` (3 by 3, row by row) takes its points to points of the page as shown."""

    leaf: Leaf
    places: tuple[float, ...]

    @property
    def number(self) -> int:
        """Which page of the paper it is, from 1."""
        return self.leaf.number


def ruled_page(
    picture: Picture, number: int, reader: Recogniser, *, unruled: bool = False
) -> RuledPage | None:
    """The words and ruled rows found on a page; None when it has no rows of cells, unless `unruled` pages count."""
    import numpy

    upright = picture.grey.shape[0] >= picture.grey.shape[1]
    seen = picture if upright else _quarter(picture)
    level = laid_level(seen) or (as_it_lies(seen) if unruled else None)
    rulings = rulings_of(level) if level else None
    if level is None or rulings is None or not (rulings.ruling.rows or unruled):
        return None
    level, rulings, written = _right_way_up(level, rulings, reader)
    read = reader.lines([line.picture for line in pictures_of(written)])
    cells, outside = spelt(written, read, rulings.ruling)
    rows = rows_with(rulings.ruling, cells, outside, number)
    leaf = Leaf(number, rows, footer_of("\n".join(row.text for row in rows)))
    back = level.matrix if upright else _unquartered(picture) @ level.matrix
    shown = numpy.diag([picture.width / picture.grey.shape[1], picture.height / picture.grey.shape[0], 1.0])
    return RuledPage(leaf, tuple(float(v) for v in (shown @ back).ravel()))


def _quarter(picture: Picture) -> Picture:
    """The page a quarter turn to the right."""
    import numpy

    return Picture(numpy.rot90(picture.grey, -1).copy(), picture.height, picture.width)


def _unquartered(picture: Picture) -> Any:
    """Takes pixels of the turned page to those of the page as it came."""
    import numpy

    return numpy.array([[0, 1, 0], [-1, 0, picture.grey.shape[0]], [0, 0, 1.0]])


def _right_way_up(
    level: Level, rulings: Rulings, reader: Recogniser
) -> tuple[Level, Rulings, Sequence[Written]]:
    """The page with what is written on it, turned when its lines are read better upside down."""
    written = written_on(level, rulings)
    tried = sorted(pictures_of(written), key=lambda line: abs(line.rect.width - _WORDS))[:_TRIED]
    up = reader.lines([line.picture for line in tried])
    down = reader.lines([line.picture[::-1, ::-1].copy() for line in tried])
    if _sure(up) >= _sure(down):
        return level, rulings, written
    level = turned(level)
    rulings = rulings_of(level)
    return level, rulings, written_on(level, rulings)


def _sure(lines: Sequence[Line]) -> float:
    return sum(line.score for line in lines)
