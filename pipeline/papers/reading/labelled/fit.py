"""How a printed paper fits an edition's Word blank: which of its rows is which, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.edition import Edition
from pipeline.papers.reading.labelled.blank import Blank, BlankFlow, blank_of, squeezed
from pipeline.papers.reading.labelled.fitting import fit_rows, fit_ticks, ticks_on
from pipeline.papers.reading.labelled.paper import Paper
from pipeline.papers.reading.labelled.sheets import PaperRow
from pipeline.papers.reading.labelled.spelling import EXACT, Spelling

_ENOUGH = 0.5  # share of a blank's boxes that makes a printed paper that form


@dataclass(frozen=True)
class Fit:
    """How a paper fits one edition's blank: blank row -> rows of the paper (several when a page ends inside it)."""

    edition: Edition
    blank: Blank
    rows: dict[int, tuple[int, ...]]
    ticks: dict[int, int]
    spelling: Spelling = EXACT

    @property
    def names(self) -> frozenset[str]:
        """The boxes that were found."""
        found = {box for n in self.rows for box in self.blank.rows[n].boxes}
        found |= {self.blank.ticks[n].box for n in self.ticks}
        return frozenset(found | {flow.cell.box for flow in self.blank.flows})

    @property
    def share(self) -> float:
        """The share of the blank's boxes that were found."""
        return len(self.names) / self.blank.boxes if self.blank.boxes and self.rows else 0.0


def best_fit(paper: Paper, editions: Sequence[Edition], spelling: Spelling) -> Fit | None:
    """The edition that the paper fits best; first those that it names."""
    named = [e for e in editions if e.own and e.form.id.casefold() == paper.form_id.casefold()]
    for some in (named, [e for e in editions if e not in named and (not paper.form_id or not e.own)]):
        fits = [_fit(paper, edition, spelling) for edition in some if edition.word]
        best = max(fits, key=lambda fit: (fit.share, fit.edition.present), default=None)
        if best is not None and best.share >= _ENOUGH:
            return best
    return None


def _fit(paper: Paper, edition: Edition, spelling: Spelling) -> Fit:
    blank = blank_of(edition.word)
    ruled = [n for n, row in enumerate(paper.rows) if row.ruled and not _is_head(row, blank, spelling)]
    pairs = fit_rows(blank.rows, [paper.rows[n] for n in ruled], spelling)
    rows: dict[int, tuple[int, ...]] = {b: (ruled[p],) for b, p in pairs.items()}
    ticks = fit_ticks(blank.ticks, ticks_on(paper.rows), spelling)
    return Fit(edition, blank, _with_continued(rows, paper, blank, spelling), ticks, spelling)


def _with_continued(
    rows: dict[int, tuple[int, ...]], paper: Paper, blank: Blank, spelling: Spelling
) -> dict[int, tuple[int, ...]]:
    """Rows that go on at the top of the next page, with both their parts."""
    taken = {n for found in rows.values() for n in found}
    whole = dict(rows)
    for b in rows:
        while (more := _continuing(paper, whole[b][-1], blank, taken, spelling)) is not None:
            whole[b] = (*whole[b], more)
            taken.add(more)
    return whole


def _continuing(paper: Paper, last: int, blank: Blank, taken: set[int], spelling: Spelling) -> int | None:
    """The row at the top of the next page in which a row goes on; None when it does not."""
    for n in _next_page(paper, last):
        if _is_head(paper.rows[n], blank, spelling):
            continue  # printed again on every page
        return n if n not in taken and _same_columns(paper.rows[n], paper.rows[last]) else None
    return None


def _next_page(paper: Paper, row: int) -> Iterator[int]:
    """The ruled rows of the page after a row, when the row is the last ruled one of its own page."""
    page = paper.rows[row].page
    following = [n for n in range(row + 1, len(paper.rows)) if paper.rows[n].ruled]
    if following and paper.rows[following[0]].page != page:
        on = paper.rows[following[0]].page
        yield from (n for n in following if paper.rows[n].page == on)


def _same_columns(row: PaperRow, other: PaperRow) -> bool:
    return len(row.cells) == len(other.cells) and all(
        abs(a.rect.left - b.rect.left) < 3 and abs(a.rect.right - b.rect.right) < 3
        for a, b in zip(row.cells, other.cells, strict=True)
    )


def _is_head(row: PaperRow, blank: Blank, spelling: Spelling) -> bool:
    """Whether a row is the head of a table, word for word."""
    said = tuple(squeezed(" ".join(w.text for w in cell.words)) for cell in row.cells)
    return said in blank.heads or any(
        len(head) == len(said) and all(map(spelling.same, said, head)) for head in blank.heads
    )


def is_printed(row: PaperRow, blank: Blank, spelling: Spelling) -> bool:
    """Whether every cell says only what the blank says somewhere."""
    said = (squeezed(" ".join(line.text for line in cell.lines)) for cell in row.cells)
    return all(spelling.printed(words, blank.printed) in blank.printed for words in said)


def between_rows(fit: Fit, row: int, end: int) -> tuple[int, int] | None:
    """The rows of the paper between those that fit the blank's rows before and after a place."""
    before, after = fit.rows.get(row - 1), fit.rows.get(row)
    if (row and before is None) or (row < len(fit.blank.rows) and after is None):
        return None
    return (before[-1] + 1 if before else 0), (after[0] if after else end)


def of_flow(flow: BlankFlow, rows: Sequence[PaperRow], spelling: Spelling) -> Sequence[PaperRow] | None:
    """The rows of a box in no cell: behind the words before it, up to the words after it; None when unclear."""
    beside = f"{flow.before}\n{flow.after}"
    said = [spelling.printed(squeezed(row.text), beside) for row in rows]
    start = _after(said, flow.before)
    ends = [n for n in range(start, len(rows) + 1) if "".join(said[n:]) == flow.after]
    if not ends:
        return None
    return rows[start : ends[-1]]


def _after(said: Sequence[str], label: str) -> int:
    """The first row behind the words before a box, which take the first rows; 0 when they are not there."""
    together = ""
    for n, words in enumerate(said, 1):
        together += words
        if together.endswith(label) and label:
            return n
    return 0
