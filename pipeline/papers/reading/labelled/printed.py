"""The Word form printed to PDF (carrier 4): its rows grow with their text, so boxes are found by rows and labels.

The printed rows are fitted to the rows of the edition's Word blank, in order; what stands in a cell behind its
label is the answer. Ticks are signs, fitted in order by the words behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model.answers import Answers, Spot
from pipeline.model.edition import Edition
from pipeline.model.form import Slot
from pipeline.papers.prompts import prompt
from pipeline.papers.reading.gathering import Gathering, boxes_of, recognise, shown
from pipeline.papers.reading.labelled.blank import (
    SIGNS,
    BlankCell,
    BlankFlow,
    BlankRow,
    squeezed,
    undigited,
)
from pipeline.papers.reading.labelled.fit import Fit, best_fit, between_rows, is_printed, of_flow
from pipeline.papers.reading.labelled.fitting import cell_pairs, ticks_on
from pipeline.papers.reading.labelled.joining import Column, joined
from pipeline.papers.reading.labelled.paper import Paper, open_paper
from pipeline.papers.reading.labelled.sheets import PaperCell, PaperRow, Printed, TextLine
from pipeline.papers.reading.labelled.spelling import PRINTED, Manner, Spelling

NOT_FOUND = "These questions were not found on the paper"
_STRUCK = "A line is drawn through it."
_UNCLEAR = "The writing is not clear here."
_MOST_QUOTED = 12
_LINE_END = 3  # letters by which the end of a line is a likelier end of a label made out in a picture


def read_printed_word(data: bytes, editions: Sequence[Edition]) -> Answers | None:
    """The answers of a Word form that was printed to PDF; None when it is none of `editions`.

    Raises ReadingError: damaged, or pages of two forms in one file.
    """
    return read_paper(open_paper(data), editions, PRINTED)


def read_paper(paper: Paper, editions: Sequence[Edition], manner: Manner) -> Answers | None:
    """The answers of a paper whose words and ruled rows are known; None when it is none of `editions`."""
    fit = best_fit(paper, editions, manner.spelling)
    if fit is None:
        return None
    found = recognise([fit.edition], paper.form_id, paper.version, fit.names, "Printed form")
    gathering = Gathering(found, manner.carrier)
    for remark in paper.remarks:
        gathering.remark(remark)
    _Reading(gathering, paper, fit, manner).take()
    return gathering.answers()


class _Reading:
    """One reading of a paper that fits an edition, into a gathering."""

    def __init__(self, gathering: Gathering, paper: Paper, fit: Fit, manner: Manner) -> None:
        self.gathering, self.paper, self.fit, self.manner = gathering, paper, fit, manner
        self.boxes = boxes_of(gathering.edition)
        self.seen: set[int] = {n for found in fit.rows.values() for n in found}

    def take(self) -> None:
        """Take every box; tell of those that are not there, and of words in no box."""
        missing: list[str] = []
        for n, row in enumerate(self.fit.blank.rows):
            if n in self.fit.rows:
                self._take_row(row, [self.paper.rows[m] for m in self.fit.rows[n]])
            else:
                missing += row.boxes
        missing += [flow.cell.box for flow in self.fit.blank.flows if not self._take_flow(flow)]
        missing += self._take_ticks()
        self._tell_missing(missing)
        self._tell_strays()

    def _take_row(self, blank: BlankRow, parts: Sequence[PaperRow]) -> None:
        for n, (cell, first) in enumerate(cell_pairs(blank, parts[0])):
            more = [part.cells[n] for part in parts[1:]]
            lines = _behind(first, cell.label, self.manner.spelling)
            every = (*lines, *(line for other in more for line in other.lines))
            if cell.box:
                self._take(cell, every, parts[0], first)
            elif every:
                self._stray(every, parts[0].page)

    def _take(self, cell: BlankCell, lines: Sequence[TextLine], row: PaperRow, box: PaperCell) -> None:
        slot = self.boxes.get(cell.box, (None, ""))[0]
        if slot is None or not lines:
            return
        said = squeezed(" ".join(line.text for line in lines))
        if said in (cell.prompt, squeezed(prompt(slot))):
            return
        pad = max(2.0, min(line.left for line in lines) - box.rect.left)
        column = Column(
            box.rect.left + pad, box.rect.right - pad, self.paper.spaces, self.paper.runs_together
        )
        self._add(slot, lines, column, row.page)

    def _add(self, slot: Slot, lines: Sequence[TextLine], column: Column, page: int) -> None:
        found = joined(lines, column, slot.field)
        words = [word for line in lines for word in line.words]
        score = min(word.score for word in words)
        text, doubt = self.manner.meant(slot.field, found.text)
        doubts = [*found.doubts, *([_STRUCK] if any(word.struck for word in words) else ())]
        doubts += [*filter(None, [doubt]), *([_UNCLEAR] if score < self.manner.unclear else ())]
        self.gathering.add(
            slot,
            text,
            f"page {page}",
            doubts,
            sureness=self.manner.sureness,
            score=score if self.manner.unclear else None,
            spot=_spot(lines, page),
        )

    def _take_flow(self, flow: BlankFlow) -> bool:
        """Take a box that stands in no cell, between the rows before and after it; whether its place was found."""
        found = between_rows(self.fit, flow.row, len(self.paper.rows))
        slot = self.boxes.get(flow.cell.box, (None, ""))[0]
        if found is None or slot is None:
            return False
        inside = [n for n in range(*found) if not self._is_margin(self.paper.rows[n])]
        content = of_flow(flow, [self.paper.rows[n] for n in inside], self.manner.spelling)
        if content is None:
            return False
        self.seen |= set(inside)
        lines = [line for row in content for cell in row.cells for line in cell.lines]
        said = squeezed(" ".join(line.text for line in lines)).lstrip("•")
        if lines and said not in ("", flow.cell.prompt, squeezed(prompt(slot))):
            edges = [row.cells[0].rect for row in self.paper.rows if row.ruled] or [content[0].cells[0].rect]
            column = Column(
                min(line.left for line in lines),
                max(edge.right for edge in edges) - 5.0,
                self.paper.spaces,
                self.paper.runs_together,
            )
            self._add(slot, lines, column, content[0].page)
        return True

    def _take_ticks(self) -> list[str]:
        """Take the ticked boxes; the names of those that were not found."""
        signs = ticks_on(self.paper.rows)
        missing = []
        for n, tick in enumerate(self.fit.blank.ticks):
            if n not in self.fit.ticks:
                missing.append(tick.box)
                continue
            sign = signs[self.fit.ticks[n]]
            slot, code = self.boxes.get(tick.box, (None, ""))
            if slot is not None and sign.ticked:
                doubts = [_STRUCK] if sign.struck else []
                self.gathering.tick(slot, code, f"page {sign.page}", doubts, sureness=self.manner.sureness)
        spare = len(signs) - len(self.fit.ticks)
        if spare and any(s.ticked for n, s in enumerate(signs) if n not in self.fit.ticks.values()):
            self.gathering.remark(f"{spare} tick signs belong to no box of the form.")
        return missing

    def _tell_missing(self, names: Iterable[str]) -> None:
        """Name the questions that are not on the paper, by their printed words."""
        slots = dict.fromkeys(self.boxes[name][0].label for name in names if name in self.boxes)
        if slots:
            self.gathering.remark(f"{NOT_FOUND}: {'; '.join(slots)}.")

    # --- words in no box --------------------------------------------------------------------------------------

    def _is_margin(self, row: PaperRow) -> bool:
        """Whether a line is the head or foot of a page."""
        said = undigited(row.text)
        return not said or any(mark in said for mark in self.fit.blank.margins if len(mark) > 6)

    def _tell_strays(self) -> None:
        quoted = 0
        for n, row in enumerate(self.paper.rows):
            if n in self.seen or not row.text or self._is_margin(row) or self._is_known(row):
                continue
            quoted += 1
            if quoted <= _MOST_QUOTED:
                self._stray([line for cell in row.cells for line in cell.lines], row.page)
        if quoted > _MOST_QUOTED:
            self.gathering.remark(f"{quoted - _MOST_QUOTED} more lines on the paper belong to no box.")

    def _is_known(self, row: PaperRow) -> bool:
        """Whether the blank says all of it; of ticks and their wrapped labels, every word."""
        if is_printed(row, self.fit.blank, self.manner.spelling):
            return True
        words = [w.text for cell in row.cells for w in cell.words]
        if not any(word[0] in SIGNS for word in words):
            return False
        plain = (squeezed(word.lstrip("".join(SIGNS))) for word in words)
        return all(word in self.fit.blank.printed for word in plain)

    def _stray(self, lines: Sequence[TextLine], page: int) -> None:
        said = shown(" ".join(line.text for line in lines))
        self.gathering.remark(f"On page {page} there are words that belong to no box: {said}.")


def _behind(cell: PaperCell, label: str, spelling: Spelling) -> tuple[TextLine, ...]:
    """The lines of a cell behind its label."""
    said = squeezed(" ".join(word.text for word in cell.words))
    if not said.startswith(label) and (letters := spelling.begins(said, label)) > 0:
        return _behind_letters(cell, letters)
    rest = label
    lines: list[TextLine] = []
    for line in cell.lines:
        words: list[Printed] = []
        for word in line.words:
            said = squeezed(word.text)
            if rest and rest.startswith(said):
                rest = rest[len(said) :]
            elif rest and said.startswith(rest):
                words.append(_cut(word, len(rest)))
                rest = ""
            else:
                words.append(word)
        if words:
            lines.append(TextLine(tuple(words)))
    return tuple(lines)


def _behind_letters(cell: PaperCell, letters: int) -> tuple[TextLine, ...]:
    """The lines of a cell behind about so many letters: from the nearest end of a word, or rather of a line."""
    ends, passed = [], 0
    for n, line in enumerate(cell.lines):
        for m, word in enumerate(line.words, 1):
            passed += len(squeezed(word.text))
            last = m == len(line.words)
            ends.append((abs(passed - letters) - (_LINE_END if last else 0), n, m))
    _, n, m = min(ends)
    rest = cell.lines[n].words[m:]
    return (*([TextLine(rest)] if rest else []), *cell.lines[n + 1 :])


def _cut(word: Printed, letters: int) -> Printed:
    """A word without its first letters, which belong to the label before it."""
    text = word.text[letters:]
    wide = word.rect.width * letters / max(len(word.text), 1)
    rect = word.rect._replace(left=word.rect.left + wide)
    return Printed(text or word.text, rect, word.foot, word.spaced, word.struck)


def _spot(lines: Sequence[TextLine], page: int) -> Spot:
    rects = [word.rect for line in lines for word in line.words]
    return Spot(
        page,
        min(r.left for r in rects),
        min(r.top for r in rects),
        max(r.right for r in rects),
        max(r.bottom for r in rects),
    )
