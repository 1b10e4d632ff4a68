"""A reader's own notes, moved from one issue of a pack to the pages of the same number in another.

Notes are what a reader has put on a page: highlights, comments, drawings. What the pack itself has (links), what could
act (actions, attached files, form fields) and notes on pages whose content is gone are not carried.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model.errors import ReadingError

if TYPE_CHECKING:
    import pikepdf

_CARRIED = frozenset(
    f"/{kind}"
    for kind in (
        *("Text", "FreeText", "Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Stamp"),
        *("Ink", "Line", "Square", "Circle", "Polygon", "PolyLine"),
    )
)
_ACTING = ("/A", "/AA", "/P", "/Popup", "/IRT", "/Parent", "/FS", "/RichMediaContent", "/StructParent", "/OC")
_HOLDER = re.compile(r"\bCopy (\d+)\b")
_SAME = 0.8  # of the words of a page: as much as that makes it the same page, with another number in its foot


class LockedError(ReadingError):
    """The file opens only with another passphrase."""


@dataclass(frozen=True)
class Carried:
    """The new issue with the notes. `moved`: how many; `redrawn`: pages whose words have changed, to be looked at;
    `left`: pages whose notes were not carried, because the page is not there any more or what it held is gone."""

    data: bytes
    moved: int
    redrawn: tuple[str, ...]
    left: tuple[str, ...]


def carry_notes(old: bytes, new: bytes, passphrase: str = "") -> Carried:
    """The notes of `old` on `new`. Locked with the passphrase when either of them is.

    Raises LockedError, and ReadingError when one is no PDF, when they are not two issues of one pack, or are
    copies of two different readers.
    """
    with (
        _opened(old, "The earlier issue", passphrase) as before,
        _opened(new, "The new issue", passphrase) as after,
    ):
        texts = _Texts(old, new, passphrase)
        _alike(before, after, texts)
        found = _Moving(before, after, texts)
        moved = found.all()
        return Carried(
            _written(after, passphrase if before.is_encrypted or after.is_encrypted else ""),
            moved,
            tuple(found.redrawn),
            tuple(found.left),
        )


def _opened(data: bytes, what: str, passphrase: str) -> pikepdf.Pdf:
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(data), password=passphrase)
    except pikepdf.PasswordError as err:
        raise LockedError(what, "It is locked.", "Give the passphrase that opens it.") from err
    except (pikepdf.PdfError, ValueError) as err:
        raise ReadingError(
            what, f"It cannot be opened ({err}).", "Give a briefing pack as it was issued."
        ) from err


class _Texts:
    """The words of both issues' pages, by page label."""

    def __init__(self, old: bytes, new: bytes, passphrase: str) -> None:
        self.old, self.new = _words(old, passphrase), _words(new, passphrase)

    def alike(self, label: str) -> float:
        """What part of the old page's words the new one has."""
        before, after = (set(side.get(label, "").split()) for side in (self.old, self.new))
        return len(before & after) / len(before) if before else 1.0


def _words(data: bytes, passphrase: str) -> dict[str, str]:
    import pypdfium2

    with pypdfium2.PdfDocument(io.BytesIO(data), password=passphrase or None) as document:
        found = {}
        for index in range(len(document)):
            label = document.get_page_label(index) or str(index + 1)
            found[label] = document[index].get_textpage().get_text_range()
        return found


def _alike(before: pikepdf.Pdf, after: pikepdf.Pdf, texts: _Texts) -> None:
    """Raises ReadingError unless both are issues of one pack, and copies of one reader."""
    titles = [_title(before), _title(after)]
    if titles[0] != titles[1]:
        raise ReadingError(
            "These two files",
            f"They are not issues of one pack: {titles[0] or 'no title'}; {titles[1] or 'no title'}.",
            "Name the earlier issue first and the new one second.",
        )
    holders = [_HOLDER.search(next(iter(side.values()), "")) for side in (texts.old, texts.new)]
    numbers = [found[1] if found else "" for found in holders]
    if all(numbers) and numbers[0] != numbers[1]:
        raise ReadingError(
            "These two files",
            f"They belong to two readers: copy {numbers[0]} and copy {numbers[1]}.",
            "Notes are carried only between one reader's own copies.",
        )


def _title(pdf: pikepdf.Pdf) -> str:
    title = str(pdf.docinfo.get("/Title", ""))
    return re.sub(r" \((?:DRAFT|SUPERSEDED)[^)]*\)", "", title)


class _Moving:
    """Moves the notes page by page."""

    def __init__(self, before: pikepdf.Pdf, after: pikepdf.Pdf, texts: _Texts) -> None:
        self.before, self.after, self.texts = before, after, texts
        self.redrawn: list[str] = []
        self.left: list[str] = []

    def all(self) -> int:
        """Move every note; how many there were."""
        pages = {_label(page, n): page for n, page in enumerate(self.after.pages)}
        return sum(self._page(page, n, pages) for n, page in enumerate(self.before.pages))

    def _page(self, page: pikepdf.Page, number: int, pages: Mapping[str, pikepdf.Page]) -> int:
        notes = list(_notes(page))
        if not notes:
            return 0
        label = _label(page, number)
        alike = self.texts.alike(label)
        if label not in pages or alike < 1 - _SAME:
            self.left.append(label)
            return 0
        if alike < _SAME:
            self.redrawn.append(label)
        self._onto(pages[label], notes)
        return len(notes)

    def _onto(self, page: pikepdf.Page, notes: list[Any]) -> None:
        import pikepdf

        made = {note.objgen: self._copied(note, page) for note in notes}
        for note in notes:
            answered = note.get("/IRT")
            if answered is not None and answered.objgen in made:
                made[note.objgen].IRT = made[answered.objgen]
        there = page.obj.get("/Annots")
        page.obj.Annots = pikepdf.Array([*(there if there is not None else ()), *made.values()])

    def _copied(self, note: Any, page: pikepdf.Page) -> Any:
        import pikepdf

        bare = pikepdf.Dictionary({key: value for key, value in note.items() if key not in _ACTING})
        copied = self.after.copy_foreign(self.before.make_indirect(bare))
        copied.P = page.obj
        return copied


def _label(page: pikepdf.Page, number: int) -> str:
    return str(page.label) or str(number + 1)


def _notes(page: pikepdf.Page) -> Iterator[Any]:
    import pikepdf

    for note in page.obj.get("/Annots", ()):
        if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) in _CARRIED:
            yield note


def _written(pdf: pikepdf.Pdf, passphrase: str) -> bytes:
    if passphrase:
        from pipeline.papers.making.copies import locked

        return locked(pdf, passphrase)
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()
