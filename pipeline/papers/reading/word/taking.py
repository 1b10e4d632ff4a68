"""The answers of one Word file, taken from its boxes by name, or by comparing it with its blank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Any

from pipeline.model.form import Kind
from pipeline.papers.reading.docx_zip import WordParts
from pipeline.papers.reading.gathering import Gathering, boxes_of, shown
from pipeline.papers.reading.word.cells import fold, says
from pipeline.papers.reading.word.comparing import Comparison, Found, Outside, compare
from pipeline.papers.reading.word.controls import Control
from pipeline.papers.reading.word.fields import Legacy
from pipeline.papers.reading.word.looks import hidden_styles
from pipeline.papers.reading.word.lost_lines import mended, perhaps_lost, run_together, touching
from pipeline.papers.reading.word.outline import outline_of
from pipeline.papers.reading.word.rows import added_rows
from pipeline.papers.reading.word.shape import Box, Outline
from pipeline.papers.reading.word.text import LEFT_OUT, Mark, Piece, Seen, W, read_text, words_of
from pipeline.papers.reading.word.values import Target, Values, is_prompt, shows_prompt

_MOST = 8  # remarks of one kind
_SQUEEZED = "Spaces in it may have been lost when the form was saved by another program."
_AFTER = "Paragraphs that stand outside the box were taken as part of it."
_PICTURED = "picture"  # the words of a piece that is one
_PICTURE = "a picture; what it shows was not read"
_END = Piece("\n", Mark.END)
_RESAVED = (
    "The form was saved by a program that drops parts of it; its answers were matched by the questions printed beside "
    "them. New lines inside them may be lost: please compare them with the form."
)
_ELSEWHERE = "Its box stands at another place than where the form asks for it."
_BESIDE = "It was typed beside the box, not in it."


class Taking:
    """Takes the answers of one document into a gathering."""

    def __init__(self, gathering: Gathering, parts: WordParts, controls: Sequence[Control]) -> None:
        self.gathering, self.controls = gathering, controls
        self.values = Values(gathering, parts)
        self.hidden = hidden_styles(parts.styles)
        self.boxes = boxes_of(gathering.edition)
        self.names = {id(c.element): c.name for c in controls}
        self.resaved = any(not c.name for c in controls)
        self.traced = (
            False  # the copy's program keeps line ends, or leaves those it takes out in front of the box
        )
        self.squeezed = False  # the copy's program has made one space of two everywhere

    def by_names(self, done: Set[int] = frozenset(), placed: Set[str] = frozenset()) -> None:
        """Take every control that is a box of the form, without those `done`; tell of filled ones that are not.

        `placed`: the boxes that the blank has a place for, where these controls do not stand.
        """
        strangers = []
        for control in self.controls:
            if id(control.element) in done:
                continue
            if control.name in self.boxes:
                doubts = (_ELSEWHERE,) if control.name in placed else ()
                self.values.control(control, self._seen(control), self._target(control.name), doubts)
            elif control.name and not shows_prompt(control):
                text = self._seen(control).text
                if text and not self.gathering.dropped(control.name, text):
                    strangers.append(control.name)
        self._tell_strangers(strangers)

    def _tell_strangers(self, strangers: Sequence[str]) -> None:
        if strangers:
            names = ", ".join(shown(name) for name in strangers[:8])
            count = len(strangers)
            self.gathering.remark(f"{count} filled boxes do not belong to {self.gathering.form.id}: {names}.")

    def _target(self, name: str) -> Target:
        slot, code = self.boxes[name]
        return Target(name, slot, code)

    def _seen(self, control: Control) -> Seen:
        """The control's text, without that of other boxes of the form inside it, which is doubted."""
        inside: list[Any] = []

        def other_box(element: Any) -> Any:
            if element.tag != f"{W}sdt":
                return None
            name = self.names.get(id(element), "")
            if name == control.name or name not in self.boxes:
                return None
            inside.append(element)
            return LEFT_OUT

        seen = read_text(control.content, self.hidden, other_box)
        if any(words_of(element) for element in inside):
            seen.pieces.append(Piece("", Mark.INSIDE, "box"))
        return seen

    def by_comparing(self, copy: Outline) -> None:
        """Take the answers by comparing the copy with its blank."""
        blank = outline_of(self.gathering.edition.word)
        comparison = compare(blank, copy, frozenset(self.boxes))
        if comparison is None:
            self.gathering.remark("The document is far too long to be compared with the blank form.")
            self.by_names()
            return
        kept = any("\n" in box.shown.strip() for box in copy.boxes)
        self.traced = kept or any(found.before for found in comparison.found)
        self.squeezed = "  " in blank.text and "  " not in copy.text
        done: set[int] = set()
        for found in comparison.found:
            if found.name in self.boxes:
                self._take(found, done)
        self._take_added(comparison, done)
        self._take_strays(copy, done)
        self.by_names(done, {box.name for box in blank.boxes})
        if self.resaved:
            self.gathering.remark(_RESAVED)
        self._tell_outside(comparison, blank, copy)
        self._tell_missing(comparison, copy)

    def _take(self, found: Found, done: set[int]) -> None:
        target = self._target(found.name)
        if found.source is None:
            doubts = (*found.doubts, *self._saved_elsewhere(target, found))
            self.values.words(found.words, target, found.place, found.prompt, doubts)
            return
        going_on = found.goes_on and says(found.words) and not is_prompt(found.source.shown, target.slot)
        doubts = (*found.doubts, _AFTER) if going_on and found.source.name else found.doubts
        after = found.words if going_on else None
        taken = self.take_box(found.source, target, found.place, doubts, found.before, after)
        done.add(id(found.source.source))
        if going_on or not says(found.words):
            return
        if not taken and not target.is_tick:
            doubts = (_BESIDE, *found.doubts)
            self.values.words(found.words, target, found.place, found.prompt, doubts)
        else:
            words = " ".join("".join(p.text or p.lost for p in found.words.pieces).split())
            stands = _PICTURE if words == _PICTURED else f"{shown(words)}; it was not read as an answer"
            self.gathering.remark(f"{target.label}: beside the box stands {stands}.")

    def _saved_elsewhere(self, target: Target, found: Found) -> tuple[str, ...]:
        """What a program that has dissolved the box may have done to a long answer."""
        if target.slot.field.kind is not Kind.LONGTEXT or target.is_tick or not found.words.text.strip():
            return ()
        lost = found.words.leading_breaks
        if lost and touching(found.words):
            return mended(found.words, lost)
        return (_SQUEEZED,) if self.squeezed else ()

    def take_box(
        self,
        box: Box,
        target: Target,
        place: str,
        doubts: Iterable[str] = (),
        lost_lines: int = 0,
        after: Seen | None = None,
    ) -> bool:
        """Take a box of the copy as `target`, with the paragraphs `after` it; whether it had an answer."""
        control = Control(target.name, box.source, place, None)
        if not isinstance(box.source, Legacy):
            control = replace(control, properties=box.source.find(f"{W}sdtPr"))
        seen = box.source.seen if isinstance(box.source, Legacy) else self._seen(control)
        if after is not None:
            ended = bool(seen.pieces) and seen.pieces[-1].mark is Mark.END
            seen.pieces += after.pieces if ended else [_END, *after.pieces]
        if lost_lines and target.slot.field.kind in (Kind.TEXT, Kind.LONGTEXT):
            doubts = (*doubts, *mended(seen, lost_lines))
        elif self.resaved and target.slot.field.kind is Kind.LONGTEXT:
            doubts = (*doubts, *(run_together(seen) or (() if self.traced else perhaps_lost(seen))))
        if isinstance(box.source, Legacy):
            return self.values.legacy(box.source, target, place, doubts)
        return self.values.control(control, seen, target, doubts)

    def _take_added(self, comparison: Comparison, done: set[int]) -> None:
        """Rows that the blank lacks: each as the next free row of its table, whatever its number is."""
        filled = frozenset(self.gathering.filled)
        for cell in added_rows(comparison.added, self.boxes, filled):
            target = Target(cell.slot.name, cell.slot, cell.code)
            if cell.source is not None:
                done.add(id(cell.source.source))
                self.take_box(cell.source, target, cell.place, cell.doubts)
            else:
                self.values.words(cell.words, target, cell.place, cell.prompt, cell.doubts)

    def _take_strays(self, copy: Outline, done: set[int]) -> None:
        """Legacy fields that stand at no box of the blank: by name, else told."""
        strangers = []
        for line in copy.lines:
            for box in line.boxes:
                if not isinstance(box.source, Legacy) or id(box.source) in done:
                    continue
                if box.name in self.boxes:
                    self.values.legacy(box.source, self._target(box.name), line.place)
                elif box.shown:
                    strangers.append(box.name or box.shown)
        self._tell_strangers(strangers)

    def _tell_outside(self, comparison: Comparison, blank: Outline, copy: Outline) -> None:
        printed = {*map(fold, blank.printed), *map(fold, blank.captions), ""}
        told = [
            self._outside(o) for o in comparison.outside if fold(o.words) not in printed and _matters(o.words)
        ]
        for sentence in told[:_MOST]:
            self.gathering.remark(sentence)
        if len(told) > _MOST:
            self.gathering.remark(f"{len(told) - _MOST} more texts stand outside the boxes of the form.")
        for words in copy.deleted[:_MOST]:
            self.gathering.remark(f"A row was deleted with changes tracked: {shown(words)}; it was left out.")

    def _outside(self, outside: Outside) -> str:
        place = f" ({outside.place})" if outside.place else ""
        near = self.boxes.get(outside.near)
        if near is not None:
            words = f"{shown(outside.words)} stands beside the printed words{place}"
            return f"{near[0].label}: {words}; it was not read as an answer."
        beside = f", at {shown(outside.beside)}" if outside.beside else ""
        if outside.words == _PICTURED:
            return f"Outside the boxes{place}{beside}, the document has {_PICTURE}."
        return f"Outside the boxes{place}{beside}, the document says {shown(outside.words)}."

    def _tell_missing(self, comparison: Comparison, copy: Outline) -> None:
        there = {box.name for box in copy.boxes} | {found.name for found in comparison.found}
        known = {box.name for box in outline_of(self.gathering.edition.word).boxes} & self.boxes.keys()
        count = len(known & there)
        if count < len(known):
            form_id = self.gathering.form.id
            self.gathering.remark(f"Only {count} of the {len(known)} boxes of {form_id} are in this paper.")


def _matters(words: str) -> bool:
    return any(c.isalnum() or c in "☒☑✓✔✗✘" for c in words)


def names_of(controls: Iterable[Control], outline: Outline | None) -> frozenset[str]:
    """The names that a file's boxes have."""
    legacy = (box.name for box in outline.boxes) if outline is not None else ()
    return frozenset(filter(None, (*(c.name for c in controls), *legacy)))
