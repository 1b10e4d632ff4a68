"""Reading a paper at the desk: every kind in the limited process, by the reader of its kind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.model.answers import Answers
from pipeline.model.errors import ReadingError
from pipeline.rules.filekinds import kind_of

if TYPE_CHECKING:
    from pipeline.office.desk import Desk


def read_paper(desk: Desk, data: bytes, name: str) -> Answers:
    """The answers on a paper called `name`. Raises ReadingError, or StorageError (the computer failed)."""
    from pipeline.papers.reading.reader import read_answers

    with called(str(kind_of(data[:1024], name))):
        return desk.sandbox.call(read_answers, data, name, desk.editions)


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
