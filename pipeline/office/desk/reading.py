"""Reading a paper at the desk: every kind in the limited process, by the reader of its kind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model.answers import Answers
from pipeline.model.errors import ReadingError
from pipeline.rules.arriving.filekinds import FileKind, kind_of

if TYPE_CHECKING:
    from pipeline.office.desk import Desk
    from pipeline.papers.reading.pages import Scanned


def read_paper(desk: Desk, data: bytes, name: str) -> Answers:
    """The answers on a paper called `name`. Raises ReadingError, or StorageError (the computer failed)."""
    from pipeline.papers.reading.pages import Scanned
    from pipeline.papers.reading.reader import read_answers

    kind = kind_of(data[:1024], name)
    if kind is FileKind.OFFICE:
        return _read_office(desk, data)
    if kind is FileKind.IMAGE:
        return _read_scan(desk, data, name)
    with called(str(kind)):
        answers: Answers | Scanned = desk.sandbox.call(read_answers, data, name, desk.editions)
    return _read_scan(desk, data, name, answers) if isinstance(answers, Scanned) else answers


def _read_scan(desk: Desk, data: bytes, name: str, scanned: Scanned | None = None) -> Answers:
    from pipeline.office.desk.scans import read_scan

    with called("Scan or photograph"):
        return read_scan(desk, data, name, scanned)


def _read_office(desk: Desk, data: bytes) -> Answers:
    """An old or other text document: made into a Word file by LibreOffice, then read like any other."""
    from pipeline.papers.making.convert.office import office_name, office_to_word
    from pipeline.papers.reading.word import read_word

    word = office_to_word(data, seconds=desk.settings.intake.read_seconds)
    with called(office_name(data)):
        answers = desk.sandbox.call(read_word, word, desk.editions)
    told = f"{office_name(data)}: it was read through LibreOffice, which may lose new lines inside an answer."
    return replace(answers, remarks=(told, *answers.remarks))


@contextlib.contextmanager
def called(what: str) -> Iterator[None]:
    """A failure of the reading process names what was being read, which the process itself cannot know."""
    from pipeline.papers.sandbox import UNNAMED

    try:
        yield
    except ReadingError as err:
        if err.what != UNNAMED:
            raise
        raise ReadingError(what, err.why, err.remedy) from err
