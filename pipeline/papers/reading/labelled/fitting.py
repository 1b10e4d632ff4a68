"""Which printed row is which row of the blank, and which tick sign is which box: both keep the form's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.papers.reading.labelled.blank import SIGNS, BlankCell, BlankRow, BlankTick, squeezed
from pipeline.papers.reading.labelled.sheets import PaperCell, PaperRow
from pipeline.papers.reading.labelled.spelling import EXACT, Spelling

_NEXT = 1  # what it is worth that two rows follow each other on the paper as on the blank
_MOST_PAIRS = 400_000  # far more rows than a form


@dataclass(frozen=True)
class PaperTick:
    """A tick sign on the paper, and the words behind it on its line."""

    ticked: bool
    words: tuple[str, ...]
    page: int
    struck: bool = False


def likeness(blank: BlankRow, paper: PaperRow, spelling: Spelling) -> int:
    """How surely a printed row is a row of the blank: the printed letters they share; 0 when it cannot be."""
    pairs = cell_pairs(blank, paper)
    score = 1 if pairs else 0
    for cell, found in pairs:
        if not cell.label:
            continue
        said = squeezed(" ".join(word.text for word in found.words))
        if not (spelling.begins(said, cell.label) >= 0 if cell.box else spelling.same(said, cell.label)):
            return 0
        score += (2 if said.startswith(cell.label) else 1) * len(cell.label)
    return score


def cell_pairs(blank: BlankRow, paper: PaperRow) -> tuple[tuple[BlankCell, PaperCell], ...]:
    """The cells of both, side by side; none when they are not as many. Empty cells may lack their lines."""
    for cells in (blank.cells, tuple(cell for cell in blank.cells if cell.box or cell.label)):
        if len(cells) == len(paper.cells):
            return tuple(zip(cells, paper.cells, strict=True))
    return ()


def fit_rows(
    blank: Sequence[BlankRow], paper: Sequence[PaperRow], spelling: Spelling = EXACT
) -> dict[int, int]:
    """Blank row -> printed row, in order, so that as much as possible fits."""
    if len(blank) * len(paper) > _MOST_PAIRS:
        return {}
    likes = [[likeness(b, p, spelling) for p in paper] for b in blank]
    best, came = _best(likes, [b.table for b in blank], [p.page for p in paper])
    return _traced(best, came)


def _best(
    likes: list[list[int]], tables: Sequence[int], pages: Sequence[int]
) -> tuple[list[list[int]], list[list[int]]]:
    """Best scores of the first i blank and j printed rows; and how each came: 0 left, 1 up, 2 both."""
    rows, columns = len(tables), len(pages)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    came = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            left, up = best[i][j - 1], best[i - 1][j]
            best[i][j], came[i][j] = (left, 0) if left > up else (up, 1)
            if not likes[i - 1][j - 1]:
                continue
            follows = i > 1 and came[i - 1][j - 1] == 2 and tables[i - 1] == tables[i - 2]
            both = best[i - 1][j - 1] + likes[i - 1][j - 1] + (_NEXT if follows else 0)
            if both >= best[i][j]:
                best[i][j], came[i][j] = both, 2
    return best, came


def _traced(best: list[list[int]], came: list[list[int]]) -> dict[int, int]:
    i, j = len(best) - 1, len(best[0]) - 1
    pairs: dict[int, int] = {}
    while i and j:
        step = came[i][j]
        if step == 2:
            pairs[i - 1] = j - 1
        i, j = i - (step > 0), j - (step != 1)
    return pairs


def ticks_on(rows: Sequence[PaperRow]) -> tuple[PaperTick, ...]:
    """Every tick sign of the paper in reading order."""
    return tuple(tick for row in rows for cell in row.cells for tick in _ticks_in(cell, row.page))


def _ticks_in(cell: PaperCell, page: int) -> list[PaperTick]:
    found: list[PaperTick] = []
    for line in cell.lines:
        sign, struck = "", False
        words: list[str] = []
        for word in line.words:
            if word.text[0] in SIGNS:
                if sign:
                    found.append(PaperTick(SIGNS[sign], tuple(words), page, struck))
                sign, words, struck = word.text[0], [], False
                words += [word.text[1:]] if word.text[1:] else []
            elif sign:
                words.append(word.text)
                struck = struck or word.struck
        if sign:
            found.append(PaperTick(SIGNS[sign], tuple(words), page, struck))
    return found


def fit_ticks(
    blank: Sequence[BlankTick], paper: Sequence[PaperTick], spelling: Spelling = EXACT
) -> dict[int, int]:
    """Tick box of the blank -> sign on the paper, in order."""
    if len(blank) * len(paper) > _MOST_PAIRS:
        return {}
    likes = [[_same_words(b, p, spelling) for p in paper] for b in blank]
    return _traced(*_best(likes, list(range(len(blank))), [p.page for p in paper]))


def _same_words(blank: BlankTick, paper: PaperTick, spelling: Spelling) -> int:
    """How many words of a box's label stand behind a sign; a label that goes on below shows only its beginning."""
    said = [squeezed(word) for word in paper.words]
    wanted = [squeezed(word) for word in blank.words]
    shorter = min(len(said), len(wanted))
    if not shorter:
        return 0
    if said[:shorter] == wanted[:shorter]:
        return 2 * shorter
    whole, asked = "".join(said), "".join(wanted)
    return 1 if spelling.same(whole, asked[: len(whole)]) else 0
