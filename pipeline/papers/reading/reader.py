"""One door for everything that is read: what kind of file it is, then the reader of that kind."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.answers import Answers
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.pages import Scanned
from pipeline.rules.arriving.filekinds import FileKind, advice, describe, kind_of


def read_answers(data: bytes, name: str, editions: Sequence[Edition]) -> Answers | Scanned:
    """The answers on a filled form, whatever it came in.

    `name` is the file's name. `Scanned`: a PDF some of whose pages are pictures (see `pages`).
    Raises ReadingError(what, why, remedy) for everything that is not a readable form.
    Meant to run in the Sandbox: hostile files may still take all the time and memory there is.
    """
    if not data:
        raise ReadingError("Empty file", "there is nothing in it.", "Send it again; the copy went wrong.")
    kind = kind_of(data[:1024], name)
    if kind is FileKind.PDF:
        from pipeline.papers.reading.pdf import read_pdf

        return read_pdf(data, editions)
    if kind is FileKind.DOCX:
        from pipeline.papers.reading.word import read_word

        return read_word(data, editions)
    if kind is FileKind.YAML:
        from pipeline.papers.reading.typed import read_typed

        return read_typed(data, editions)
    what, advised = describe(data[:1024], name), advice(data[:1024], name)
    raise ReadingError(what[:1].upper() + what[1:], advised.why, advised.remedy)
