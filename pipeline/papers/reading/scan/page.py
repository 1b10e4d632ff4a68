"""One page of a scan: which page of a form it is, and what is filled in on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model.answers import NOT_READABLE, Carrier, Spot, Sureness
from pipeline.model.edition import Edition
from pipeline.model.form import Field, Slot
from pipeline.papers.reading.gathering import Gathering, Recognised, boxes_of, shown
from pipeline.papers.reading.layout import BoxKind, Footer, LayoutPage, Rect, footer_of, layouts_of
from pipeline.papers.reading.pages import PageFound
from pipeline.papers.reading.scan.boxes import Writing, joined, writing_in
from pipeline.papers.reading.scan.engine import recogniser
from pipeline.papers.reading.scan.errors import WholePaperError
from pipeline.papers.reading.scan.finding import Sighting, find_page
from pipeline.papers.reading.scan.lines import Line, Recogniser
from pipeline.papers.reading.scan.meaning import UNSURE, likely, likely_part
from pipeline.papers.reading.scan.outside import nearest_label, words_at_head, words_outside
from pipeline.papers.reading.scan.picture import Picture, page_picture
from pipeline.papers.reading.scan.ruled import RuledPage, ruled_page
from pipeline.papers.reading.scan.sheet import Sheet, lay
from pipeline.papers.reading.scan.ticks import Mark, marks_in
from pipeline.rules.answers.boxes import TICKED

_CORRECTION = re.compile(r"Correction\s*of\s*([\w-]+)", re.IGNORECASE)
_HOPELESS = 0.35
# Share of a page's print in place below which its foot has to say that it is that page: a print of the Word form of a
# form with few questions has 0.05 to 0.08 of it in place, the weakest page of a PDF form 0.06.
_WEAK = 0.09
_STRUCK = "A stroke goes through what is written here; it may be crossed out."
_UNCLEAR = "The writing is not clear here."
_FULL = "It fills its box to the edge; perhaps it went on."
_MARKS = ("x", "v", "/", "\\", "y", "yes", "✓", "×")  # what a tick is read as
_DASHES = "-–—"


@dataclass(frozen=True)
class Nearest:
    """A page that is none of a form's: the page of a form that it is most like, "" when like none."""

    title: str = ""
    page: int = 0
    count: int = 0
    total: int = 0


def read_scanned_page(
    data: bytes, name: str, page: int, editions: Sequence[Edition], engine: str, unruled: bool = False
) -> PageFound | RuledPage | Nearest:
    """What stands on page `page` (from 1) of a picture file or a PDF of pictures. Runs in the sandbox.

    A page of no blank that has ruled rows may be one of the printed Word form (`RuledPage`); with `unruled` one
    without may. `engine`: the setting (see engine.recogniser). Raises ReadingError: damaged, or nothing to read it
    with.
    """
    reader = recogniser(engine)
    picture = page_picture(data, name, page)
    return read_picture(picture, page, editions, reader, unruled=unruled)


def read_picture(
    picture: Picture, number: int, editions: Sequence[Edition], reader: Recogniser, *, unruled: bool = False
) -> PageFound | RuledPage | Nearest:
    """What stands on one page. `number`: which page of the paper it is, from 1."""
    layouts = layouts_of(editions)
    sighting = find_page(picture.grey, layouts)
    if sighting is None or not sighting.certain:
        return ruled_page(picture, number, reader, unruled=unruled) or _nearest(sighting)
    sheet = lay(picture.grey, sighting)
    foot = _footer(sheet, sighting.page, reader)
    if foot is None and sighting.count < _WEAK * sighting.total:
        ruled = ruled_page(picture, number, reader)  # a print of the Word form has much of the blank's print
        if ruled is not None:
            return ruled
    chosen = _by_footer(sighting, foot)
    if chosen is not sighting:
        sighting, sheet = chosen, lay(picture.grey, chosen)
    return _Page(picture, number, sighting, sheet, foot).read(reader)


def _nearest(sighting: Sighting | None) -> Nearest:
    if sighting is None:
        return Nearest()
    return Nearest(sighting.layout.edition.title, sighting.page.number, sighting.count, sighting.total)


def _footer(sheet: Sheet, page: LayoutPage, reader: Recogniser) -> Footer | None:
    """What the foot of the page says, read from the picture."""
    if page.footer is None:
        return None
    first = next((w.rect for w in reversed(page.words) if page.footer.form_id in w.text), None)
    if first is None:
        return None
    level = [w.rect for w in page.words if abs(w.rect.middle[1] - first.middle[1]) < 3]
    right = max(r.right for r in level if first.left <= r.left < first.left + 150)
    cut = sheet.cut(Rect(first.left, first.top, right, first.bottom).grown(2), sheet.grey)
    return footer_of(reader.lines([cut])[0].text)


def _by_footer(sighting: Sighting, foot: Footer | None) -> Sighting:
    """Of pages that look alike (two versions of a form), the one that the foot names."""
    alike = (sighting, *sighting.rivals)
    return next((s for s in alike if foot is not None and s.page.footer == foot), sighting)


@dataclass(frozen=True)
class _Page:
    """A page in its place."""

    picture: Picture
    number: int
    sighting: Sighting
    sheet: Sheet
    foot: Footer | None

    def read(self, reader: Recogniser) -> PageFound:
        """Everything filled in on it."""
        edition, page = self.sighting.layout.edition, self.sighting.page
        known = boxes_of(edition)
        gathering = Gathering(Recognised(edition, edition.version), Carrier.SCAN)
        for mark in marks_in(self.sheet, page.boxes):
            if not gathering.dropped(mark.box.name, "ticked") and mark.box.name in known:
                self._tick(gathering, *known[mark.box.name], mark)
        written = [w for w in (writing_in(self.sheet, b) for b in self._text_boxes()) if w]
        lines = iter(reader.lines([line.picture for w in written for line in w.lines]))
        for writing in written:
            read = [next(lines) for _ in writing.lines]
            said = joined(writing.lines, [line.text for line in read], writing.box)
            if not gathering.dropped(writing.box.name, said) and writing.box.name in known:
                self._write(gathering, *known[writing.box.name], writing, read)
        labels = {name: slot.label for name, (slot, _) in known.items()}
        for text, rect in words_outside(self.sheet, page, reader):
            gathering.remark(self._beside(text, nearest_label(page, rect, labels)))
        _refuse_correction(words_at_head(self.sheet, page, reader))
        answers = gathering.answers()
        version = self.foot.version if self.foot else ""
        score = self.sighting.count / max(1, self.sighting.total)
        return PageFound(edition, self.number, page.number, version, answers.items, answers.remarks, score)

    def _text_boxes(self) -> list[Any]:
        return [b for b in self.sighting.page.boxes if b.kind not in (BoxKind.TICK, BoxKind.RADIO)]

    def _tick(self, gathering: Gathering, slot: Slot, code: str, mark: Mark) -> None:
        state = self.sighting.layout.edition.codes.get(f"{mark.box.name}={mark.box.state}", mark.box.state)
        spot, doubts = self._spot(mark.box.rect), (mark.doubt,) if mark.doubt else ()
        take = gathering.tick if code else gathering.add
        take(
            slot,
            code or state,
            self._place,
            doubts,
            sureness=Sureness.RECOGNISED,
            score=mark.score,
            spot=spot,
        )

    def _write(
        self, gathering: Gathering, slot: Slot, code: str, writing: Writing, lines: Sequence[Line]
    ) -> None:
        if writing.faint and not writing.dashed:
            self._speck(gathering, slot)
            return
        ticked = bool(code) and slot.field.kind in TICKED
        part = "" if ticked else code
        meant, doubts = _meant(slot.field, part, writing, lines)
        score = _score(lines)
        spot = self._spot(_around(writing))
        if ticked:
            unlike = [] if meant.strip().casefold() in _MARKS else [f"In its box stands {shown(meant)}."]
            gathering.tick(
                slot,
                code,
                self._place,
                [*unlike, *(d for d in doubts if d != _FULL)],
                sureness=Sureness.RECOGNISED,
                score=score,
                spot=spot,
            )
            return
        gathering.add(
            slot,
            meant,
            self._place,
            doubts,
            sureness=Sureness.RECOGNISED,
            score=score,
            spot=spot,
            part=part,
        )

    def _speck(self, gathering: Gathering, slot: Slot) -> None:
        """Nothing so small is a letter: the box is blank, but a person is told."""
        gathering.remark(
            f"Page {self.number}: there is only a speck in the box “{slot.label}”; it may be dirt."
        )

    @property
    def _place(self) -> str:
        return f"page {self.number}"

    def _beside(self, text: str, label: str) -> str:
        near = f", near “{label}”" if label else ""
        said = shown(text) if text else "something that could not be read"
        return f"Page {self.number}: {said} is written outside the boxes{near}."

    def _spot(self, rect: Rect) -> Spot:
        """A place of the blank on the paper as shown."""
        import numpy

        corners = [(x, y) for x in (rect.left, rect.right) for y in (rect.top, rect.bottom)]
        placed = [self.sheet.matrix @ numpy.array([x, y, 1.0]) for x, y in corners]
        tall, wide = self.picture.grey.shape[:2]
        xs = [float(p[0] / p[2]) * self.picture.width / wide for p in placed]
        ys = [float(p[1] / p[2]) * self.picture.height / tall for p in placed]
        spot = Spot(self.number, min(xs), min(ys), max(xs), max(ys))
        return replace(spot, left=max(0.0, spot.left), top=max(0.0, spot.top))


def _score(lines: Sequence[Line]) -> float:
    """Of the least sure line."""
    return min((line.score for line in lines if line.text), default=0.0)


def _meant(field: Field, part: str, writing: Writing, lines: Sequence[Line]) -> tuple[str, list[str]]:
    """What the lines in a box most likely say, and the doubts about it. `part`: of an answer in several boxes."""
    text = joined(writing.lines, [line.text for line in lines], writing.box)
    score = _score(lines)
    if writing.faint:  # nothing in it is as tall as a letter
        text = next((c for c in text if c in _DASHES), "-")
    meant, doubt = likely_part(field, text) if part else likely(field, text)
    doubts = [doubt] if doubt else []
    if not text.strip() or (score < _HOPELESS and not writing.faint):
        meant, doubts = NOT_READABLE, [f"Something is written here, perhaps {shown(text)}."]
    elif score < UNSURE:
        doubts.append(_UNCLEAR)
    doubts += [_FULL] if writing.full else []
    doubts += [_STRUCK] if any(line.struck for line in writing.lines) else []
    return meant, doubts


def _refuse_correction(head: str) -> None:
    """Raises WholePaperError for a correction form on paper: its changes and confirmations cannot be told apart."""
    found = _CORRECTION.search(head)
    if found:
        why = (
            f"it is a picture of a correction form ({found[1]}), and what was corrected on it cannot be told."
        )
        remedy = (
            "Open the correction form in the folder “needs attention”, put the corrections into its boxes, save it and"
            " move it into the inbox."
        )
        raise WholePaperError("Scan or photograph", why, remedy)


def _around(writing: Writing) -> Rect:
    """The box and what is written in it."""
    rect = writing.box.rect
    for line in writing.lines:
        rect = rect.joined(line.rect)
    return rect
