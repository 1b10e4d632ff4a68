"""Somebody else's blank form: its boxes, and the words that say what each is for.

A blank whose spaces are no boxes (a table with empty cells, a label with room after it) is given boxes first; this
*prepared* blank is what filled copies are compared with.
"""

from __future__ import annotations

from pipeline.model.errors import ReadingError
from pipeline.model.form import Form
from pipeline.papers.reading.theirs.prepared import Prepared
from pipeline.rules.arriving.filekinds import FileKind, kind_of

__all__ = ["Prepared", "read_blank"]


def read_blank(data: bytes, name: str, form: Form) -> Prepared:
    """The blank called `name`, to be adopted as `form`. Meant for the Sandbox.

    Raises ReadingError when it is neither PDF nor Word, is damaged or locked, or has no room for an answer.
    """
    kind = kind_of(data[:1024], name)
    if kind is FileKind.PDF:
        from pipeline.papers.reading.theirs.pdf import read_pdf_blank

        return _with_boxes(read_pdf_blank(data, form), name)
    if kind is FileKind.DOCX:
        from pipeline.papers.reading.theirs.word import read_word_blank

        return _with_boxes(read_word_blank(data), name)
    raise ReadingError(
        name,
        "only a blank PDF or Word form can be adopted.",
        "Open it, save it as .docx or as PDF and try that.",
    )


def _with_boxes(prepared: Prepared, name: str) -> Prepared:
    if prepared.blank.boxes:
        return prepared
    why = "no place to fill in was found in it: no boxes, no empty cells, no labels with room after them."
    raise ReadingError(name, why, "Check that it is the blank form and not a scan of it.")
