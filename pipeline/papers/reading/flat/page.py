"""One matched page of a flattened form: what stands in each of its boxes, and what gives reason to doubt it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.model.answers import NOT_READABLE, Carrier, Spot, Sureness
from pipeline.model.form import Slot
from pipeline.papers.reading.flat.around import beside, remark_drawn, remarks_around
from pipeline.papers.reading.flat.covers import covers_of
from pipeline.papers.reading.flat.doubting import complete, has_middle, overflow, overlapping, signs_only
from pipeline.papers.reading.flat.elsewhere import drawn_elsewhere
from pipeline.papers.reading.flat.ink import Ink
from pipeline.papers.reading.flat.insides import insides, own_part
from pipeline.papers.reading.flat.looks import Looks
from pipeline.papers.reading.flat.lost import lost_in
from pipeline.papers.reading.flat.marks import drawn_beside, mark_in
from pipeline.papers.reading.flat.pieces import (
    Chain,
    Piece,
    Written,
    joined,
    lines_of,
    may_be_broken,
    unexplained,
)
from pipeline.papers.reading.flat.writing import written_on
from pipeline.papers.reading.gathering import Gathering, Recognised, boxes_of, shown
from pipeline.papers.reading.layout import BoxKind, PageMatch, PrintedBox, Rect, around
from pipeline.papers.reading.layout.words import PageText
from pipeline.papers.reading.pages import PageFound
from pipeline.rules.answers.boxes import TICKED

_STRAY = 1.2  # square points of ink that no letter accounts for
_UNINKED = 0.012  # share of a word's place that its letters must ink
_GAP = 0.75  # of the letters' height: wider than a space
_NAMES = ("name", "child_name")


def read_page(text: PageText, ink: Ink, match: PageMatch, sheet: int) -> PageFound:
    """The answers on page `sheet` of a paper. `text` and `ink`: its words and dots."""
    return _Reading(text, ink, match, sheet).found()


class _Reading:
    """The reading of one page."""

    def __init__(self, text: PageText, ink: Ink, match: PageMatch, sheet: int) -> None:
        self.text, self.ink, self.match, self.sheet = text, ink, match, sheet
        edition = match.layout.edition
        self.version = match.footer.version if match.footer and edition.own else ""
        self.gathering = Gathering(Recognised(edition, self.version or edition.version), Carrier.PRINTED)
        self.known = boxes_of(edition)
        self.covers = covers_of(text.sheet)
        self.written: Written = written_on(text, match, self.covers.groups)
        self.lost = lost_in(text, self.covers, self.written, match)
        self.all_words = tuple(
            piece.paper.grown(0.8) for chain in self.written.chains for piece in chain.pieces
        )
        self.beside = beside(match, self.written)
        self.looks = Looks(text, (piece for chain in self.written.chains for piece in chain.pieces))

    def found(self) -> PageFound:
        """Everything on the page."""
        for box in self.match.page.boxes:
            if box.kind not in (BoxKind.TICK, BoxKind.RADIO):
                self._take_text(box)
        self._take_marks()
        for remark in remarks_around(self.match, self.written, self.known, self.sheet):
            self.gathering.remark(remark)
        place = drawn_elsewhere(self.ink, self.match, self.all_words)
        if place is not None:
            self.gathering.remark(remark_drawn(self.match, self.known, place, self.sheet))
        read = self.gathering.answers()
        return PageFound(
            self.match.layout.edition,
            self.sheet,
            self.match.page.number,
            self.version,
            read.items,
            read.remarks,
            self.match.score,
        )

    def _take_text(self, box: PrintedBox) -> None:
        chains = self.written.inside.get(box, [])
        place = self.match.placing.rect(box.rect)
        stray = self._stray_ink(box)
        if not chains and not stray and box not in self.lost:
            return
        lines = lines_of(chains)
        text = joined(lines, box, self._keeps_spaces(chains)) if chains else NOT_READABLE
        doubts = [*self._doubts(box, chains, lines, text), *self.beside.get(box, ())]
        if stray and chains:
            doubts.append("Something else is drawn in its box, or some of its letters cannot be read.")
        elif not chains:
            doubts = ["Something is drawn or written in this box that cannot be read."]
        rect = around([place, *(piece.paper for chain in chains for piece in chain.pieces)])
        self._add(box, text, doubts, rect)

    def _add(self, box: PrintedBox, text: str, doubts: Sequence[str], rect: Rect) -> None:
        if self.gathering.dropped(box.name, text) or box.name not in self.known:
            return
        slot, code = self.known[box.name]
        part = code if code and slot.field.kind not in TICKED else ""
        self.gathering.add(
            slot,
            text,
            f"page {self.sheet}",
            doubts,
            sureness=Sureness.PRINTED,
            spot=Spot(self.sheet, *rect),
            part=part,
        )

    def _stray_ink(self, box: PrintedBox) -> bool:
        """Whether more is drawn in a box than its letters and the blank's own print."""
        found = 0.0
        for inner in insides(box, self.match.placing):
            left, top, right, bottom = inner
            level = (rect for rect in self.all_words if rect[1] < bottom and rect[3] > top)
            found += self.ink.besides(inner, (rect for rect in level if rect[0] < right and rect[2] > left))
        return found > _STRAY

    def _doubts(
        self, box: PrintedBox, chains: Sequence[Chain], lines: Sequence[Sequence[Piece]], text: str
    ) -> Iterator[str]:
        pieces = [piece for chain in chains for piece in chain.pieces]
        slot = self.known.get(box.name, (None, ""))[0]
        drawing = all(p.group for p in pieces)  # the file keeps the whole answer in a drawing of its own
        if not drawing and not (slot and complete(slot.field, text)):
            yield from overflow(box, lines, chains, self.written.padding)
        if may_be_broken(lines, self._keeps_spaces(chains)):
            yield "A word at the end of a line may go on in the next line."
        yield from self._unseen(box, pieces)
        yield from self._lost(box, pieces, lines, text)

    def _lost(
        self, box: PrintedBox, pieces: Sequence[Piece], lines: Sequence[Sequence[Piece]], text: str
    ) -> Iterator[str]:
        """Doubts about letters that may be missing or others than they seem."""
        if overlapping(pieces):
            yield "Words stand on top of each other in its box."
        if any(p.seam for p in pieces) or self._gaps(box, lines) or self.lost.get(box):
            yield "Letters may have been lost from it when the form was printed or flattened."
        if signs_only(text) or any(self.text.unknown(p.word) or self.looks.misnamed(p) for p in pieces):
            yield "The file does not say for certain which letters these are."
        elif not all(p.group for p in pieces) and any(map(self.looks.foreign, pieces)):
            yield "It is printed in other letters than the form’s own, of which some may be lost or changed on the way."
        slot = self.known.get(box.name, (None, ""))[0]
        if slot and slot.field.validation.check in _NAMES and text[:1].islower():
            yield "A name begins with a small letter: its first letter may have been lost on the way."

    def _unseen(self, box: PrintedBox, pieces: Sequence[Piece]) -> Iterator[str]:
        """Doubts about words that do not look as the file says."""
        words = [p.word for p in pieces]
        seen = [p for p in pieces if box.rect.holds(*p.rect.middle, -0.5)]
        if any(not self.ink.fills(p.paper, _UNINKED) for p in seen) or any(map(self.text.unseen, words)):
            yield "Some of it is in the file, but cannot be seen on the page."
        if any(self._is_covered(p, box) for p in pieces):
            yield "Something is painted over it: the page shows another answer than the file says, or none."
        if any(self.covers.is_renamed(p.source) for p in pieces):
            yield "The file gives other letters for it than those it draws on the page."
        if any(self.ink.struck(p.paper) for p in seen if has_middle(p.text)):
            yield "It is crossed out, or a line runs through it."

    def _is_covered(self, piece: Piece, box: PrintedBox) -> bool:
        paper = own_part(piece, box, self.match.placing)
        return paper is not None and self.covers.hidden(piece.source, paper)

    def _keeps_spaces(self, chains: Sequence[Chain]) -> bool:
        """Whether the file keeps the spaces of this answer, those at the ends of lines too."""
        return self.written.spaced and all(piece.group for chain in chains for piece in chain.pieces)

    def _gaps(self, box: PrintedBox, lines: Sequence[Sequence[Piece]]) -> bool:
        """Whether there are gaps in a text that its spaces do not account for."""
        if self.written.spaced and any(unexplained(*two) for line in lines for two in pairwise(line)):
            return True
        wide = any(
            b.rect.left - a.rect.right > _GAP * b.rect.height for line in lines for a, b in pairwise(line)
        )
        start = lines[0][0].rect if lines else box.rect
        late = start.left - box.rect.left - self.written.padding > _GAP * start.height
        return wide or (late and self.match.layout.edition.own)

    def _take_marks(self) -> None:
        marks = {
            box: mark_in(self.ink, self.match, box)
            for box in self.match.page.boxes
            if box.kind in (BoxKind.TICK, BoxKind.RADIO)
        }
        chosen: dict[str, list[PrintedBox]] = {}
        for box, mark in marks.items():
            if mark:
                chosen.setdefault(box.name, []).append(box)
        near = [b for b, m in marks.items() if not m and b.name in self.known and self._drawn_beside(b)]
        for name, boxes in chosen.items():
            self._take_chosen(name, boxes, marks, near)
        taken = self.gathering.filled
        for box in near:
            slot, code = self.known[box.name]
            if slot.name not in taken:
                doubt = f"The mark stands beside the box {shown(slot.field.shown(code or self._code(box)))}, not in it."
                spot = Spot(self.sheet, *self.match.placing.rect(box.rect))
                self._tick(slot, code or NOT_READABLE, (doubt,), spot)

    def _drawn_beside(self, box: PrintedBox) -> bool:
        return drawn_beside(self.ink, self.match, box, self.all_words)

    def _tick(self, slot: Slot, code: str, doubts: Sequence[str], spot: Spot) -> None:
        place = f"page {self.sheet}"
        self.gathering.tick(slot, code, place, doubts, sureness=Sureness.PRINTED, spot=spot)

    def _take_chosen(
        self,
        name: str,
        boxes: Sequence[PrintedBox],
        marks: Mapping[PrintedBox, float],
        near: Sequence[PrintedBox],
    ) -> None:
        """One tick, or the button chosen of a group."""
        if self.gathering.dropped(name, "ticked") or name not in self.known:
            return
        slot, code = self.known[name]
        box = max(boxes, key=lambda b: marks[b])
        code = code or self._code(box)
        doubts = [] if marks[box] == 1.0 else ["The mark in its box is very faint."]
        if len(boxes) > 1:
            labels = ", ".join(shown(slot.field.shown(self._code(b))) for b in boxes)
            doubts.append(f"More than one button is marked: {labels}.")
        if any(self.known[other.name][0].name == slot.name for other in near):
            doubts.append("Something is drawn beside another box of this question.")
        self._tick(slot, code, doubts, Spot(self.sheet, *self.match.placing.rect(box.rect)))

    def _code(self, box: PrintedBox) -> str:
        return self.match.layout.edition.codes.get(f"{box.name}={box.state}", box.state)
