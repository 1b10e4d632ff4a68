"""The text a person sees in a piece of a Word document, run by run, with what was met on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.papers.reading.word.looks import is_blacked, is_faint, is_hidden, is_struck

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_SKIPPED = frozenset(
    {f"{_MC}Fallback"}
    | {f"{W}{name}" for name in ("delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr")}
    | {f"{W}{name}" for name in ("tblPr", "trPr", "tcPr", "tblGrid", "softHyphen", "commentReference")}
    | {f"{W}{name}" for name in ("rubyPr", "rt", "annotationRef", "ffData", "txbxContent")}
)
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_NOTES = frozenset({f"{W}footnoteReference", f"{W}endnoteReference"})
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", _MATHS})
# Fields that show what was typed or where it stands.
_LASTING = (
    "FORMTEXT",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "HYPERLINK",
    "PAGE",
    "NUMPAGES",
    "ADVANCE",
    "SYMBOL",
    "FILLIN",
    "XE",
)
_TICKS = {
    "F0FE": "\N{BALLOT BOX WITH X}",
    "F0FC": "\N{CHECK MARK}",
    "F0FB": "\N{BALLOT X}",
    "F0FD": "\N{BALLOT BOX WITH X}",
    "F052": "\N{BALLOT BOX WITH CHECK}",  # Wingdings 2
    "F053": "\N{BALLOT BOX WITH X}",
    "F050": "\N{CHECK MARK}",
    "F0A8": "\N{BALLOT BOX}",
    "F06F": "\N{BALLOT BOX}",
    "F0A3": "\N{BALLOT BOX}",
}
_LIST_SHOWN = 40
_LOOSE = "//w:t[not(ancestor::w:sdt)]/text()"
_LOOSE_DRAWN = "count(//w:drawing[not(ancestor::w:sdt)] | //w:pict[not(ancestor::w:sdt)])"


class Mark(StrEnum):
    """What is special about a piece of text. A deleted or hidden piece has no text; its words are `lost`."""

    PLAIN = ""
    INSERTED = "inserted"
    DELETED = "deleted"
    STRUCK = "struck"
    BLACKED = "blacked"
    COMPUTED = "computed"  # a field that Word works out
    FAINT = "faint"  # white, or too small to be seen
    HIDDEN = "hidden"
    NOTE = "note"
    TABLE = "table"
    PICTURE = "picture"
    BOXED = "boxed"  # in a text box laid over the paper
    INSIDE = "inside"  # another box of the form, left out
    END = "end"  # of a paragraph


_LEFT_OUT = {
    Mark.STRUCK: "crossed out",
    Mark.BLACKED: "blacked out",
    Mark.FAINT: "white or too small to be seen",
}
_DOUBTS = (
    (Mark.HIDDEN, "Hidden text in the box was left out."),
    (Mark.NOTE, "A footnote hangs on it; its words are not part of the answer."),
    (Mark.TABLE, "It holds a table, whose cells were read one after the other."),
    (Mark.INSIDE, "Another box with words of its own stands in it; they were left out."),
    (Mark.COMPUTED, "Word works it out anew when the form is opened; it may have shown something else."),
    (Mark.PICTURE, "A picture stands in the box; what it shows was not read."),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one look."""

    text: str
    mark: Mark = Mark.PLAIN
    lost: str = ""


@dataclass
class Seen:
    """A text, and what was met on the way to it. Only of an outline are boxes and field marks among the pieces."""

    pieces: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, without words crossed out or unseen unless all are; the last line end is not part of it."""
        kept = "".join(p.text for p in self.pieces if p.mark not in _LEFT_OUT)
        if not kept.strip():
            kept = "".join(p.text for p in self.pieces)
        return kept.strip("\n")

    def words(self, *marks: Mark) -> str:
        """The words of these marks, on one line."""
        found = (p.lost or p.text for p in self.pieces if p.mark in marks)
        return " ".join("".join(f"{words} " for words in found).split())

    @property
    def leading_breaks(self) -> int:
        """Line breaks (not ends of paragraphs) before its first word."""
        count = 0
        for piece in self.pieces:
            if piece.text.strip():
                break
            count += piece.text.count("\n") if piece.mark is not Mark.END else 0
        return count

    @property
    def marks(self) -> frozenset[Mark]:
        """Every mark that some words carry."""
        if len(self.pieces) == 1 and self.pieces[0].mark is Mark.PLAIN:
            return frozenset()
        return frozenset(p.mark for p in self.pieces if p.mark and (p.text + p.lost).strip())

    @property
    def doubts(self) -> tuple[str, ...]:
        """Sentences about what a person should confirm."""
        marks = self.marks
        if not marks:
            return ()
        found = [sentence for mark, sentence in _DOUBTS if mark in marks]
        if marks & {Mark.INSERTED, Mark.DELETED}:
            found.insert(0, "It holds tracked changes; insertions were taken and deletions left out.")
        only = not any(p.text.strip() for p in self.pieces if p.mark not in _LEFT_OUT)
        for mark, how in _LEFT_OUT.items():
            if mark in marks:
                words = _cut(self.words(mark))
                found.append(f"“{words}” is {how}{'' if only else ' and was left out'}.")
        if Mark.BOXED in marks and self.text.strip():
            found.append(f"A text box laid over the form beside it says “{_cut(self.words(Mark.BOXED))}”.")
        return tuple(found)


def _cut(words: str) -> str:
    return words if len(words) <= _LIST_SHOWN else words[: _LIST_SHOWN - 1] + "…"


def read_text(
    element: Iterable[Any],
    hidden_styles: frozenset[str],
    taken: Callable[[Any], Any],
    mark: Mark = Mark.PLAIN,
) -> Seen:
    """The visible text of `element` (or of several elements).

    `taken` is asked about every element: None means to go on into it; anything else that it gives (a box) takes the
    element's place, and `LEFT_OUT` leaves it out.
    """
    seen = Seen()
    _walk(element, seen, _Look(hidden_styles, taken), mark)
    return seen


LEFT_OUT = object()


@dataclass(frozen=True)
class _Look:
    hidden: frozenset[str]
    taken: Callable[[Any], Any]


def _walk(element: Iterable[Any], seen: Seen, look: _Look, mark: Mark) -> None:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        instead = look.taken(child)
        if instead is None:
            _take(child, seen, look, mark)
        elif instead is not LEFT_OUT:
            seen.pieces.append(instead)


def _take(element: Any, seen: Seen, look: _Look, mark: Mark) -> None:
    tag = element.tag
    if tag == f"{W}r":
        _take_run(element, seen, look, mark)
    elif tag in _DELETED:
        seen.pieces.append(Piece("", Mark.DELETED, words_of(element)))
    elif not _take_letters(element, seen, mark):
        if tag == f"{W}fldSimple":
            seen.pieces += computed(str(element.get(f"{W}instr", "")))
        if tag == f"{W}tbl":
            seen.pieces.append(Piece("", Mark.TABLE, "table"))
        _walk(element, seen, look, Mark.INSERTED if tag in _INSERTED else mark)
        if tag == f"{W}p" and not mark_deleted(element):
            seen.pieces.append(Piece("\n", Mark.END))


def _take_run(run: Any, seen: Seen, look: _Look, mark: Mark) -> None:
    """A run, with its own look: hidden words are left out, crossed-out and unseen ones marked."""
    properties = run.find(f"{W}rPr")
    if properties is not None and is_hidden(properties, look.hidden):
        seen.pieces.append(Piece("", Mark.HIDDEN, words_of(run)))
        return
    if properties is not None and is_struck(properties):
        mark = Mark.STRUCK
    elif properties is not None and is_blacked(properties):
        mark = Mark.BLACKED
    elif properties is not None and is_faint(properties):
        mark = Mark.FAINT
    _walk(run, seen, look, mark)


def _take_letters(element: Any, seen: Seen, mark: Mark) -> bool:
    """Take an element that is text itself; whether it was."""
    tag = element.tag
    if tag == f"{W}t":
        seen.pieces.append(Piece(element.text or "", mark))
    elif tag == f"{W}delText":
        seen.pieces.append(Piece("", Mark.DELETED, element.text or ""))
    elif tag in _SIGNS:
        seen.pieces.append(Piece(_SIGNS[tag], mark))
    elif tag == f"{W}sym":
        seen.pieces.append(Piece(symbol(element), mark))
    elif tag in _NOTES:
        seen.pieces.append(Piece("", Mark.NOTE, "note"))
    elif tag in _DRAWN:
        _take_drawing(element, seen)
    elif tag == f"{W}instrText":
        seen.pieces += computed(element.text or "")
    else:
        return False
    return True


def computed(code: str) -> tuple[Piece, ...]:
    """A mark for a field's code when Word works out what the field shows: a date, a condition, a property."""
    first = code.split()[:1]
    known = not first or not first[0].isalpha() or first[0].upper() in _LASTING
    return () if known else (Piece("", Mark.COMPUTED, first[0]),)


def _take_drawing(element: Any, seen: Seen) -> None:
    """A picture is told of; of a text box laid over the paper the words, unless it has boxes of its own."""
    laid = [
        box
        for box in element.iter(f"{W}txbxContent")
        if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors())
    ]
    if not laid:
        seen.pieces.append(Piece("", Mark.PICTURE, "picture"))
    for box in laid:
        if next(box.iter(f"{W}sdt"), None) is None:
            seen.pieces.append(Piece("", Mark.BOXED, words_of(box)))


def words_of(element: Any) -> str:
    """All words in an element, deleted ones too, on one line."""
    return " ".join("".join(t.text or "" for t in element.iter(f"{W}t", f"{W}delText")).split())


def symbol(element: Any) -> str:
    """A character of a symbol font; what it looks like is only known for ticks and crosses."""
    return _TICKS.get(str(element.get(f"{W}char", "")).upper(), "\N{REPLACEMENT CHARACTER}")


def mark_deleted(paragraph: Any) -> bool:
    """Whether the paragraph's end was deleted with changes tracked, so that the next one joins it."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def loose_words(document: Any) -> str:
    """All words outside content controls, without spaces."""
    found = document.xpath(_LOOSE, namespaces={"w": W.strip("{}")})
    return "".join("".join(found).split())


def loose_pictures(document: Any) -> int:
    """How many pictures and drawings stand outside content controls."""
    return int(document.xpath(_LOOSE_DRAWN, namespaces={"w": W.strip("{}")}))
