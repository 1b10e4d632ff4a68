"""Words that a paper shows and its text does not hold: read by the recogniser of the scans, where it is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.model.errors import ReadingError
from pipeline.model.leaks import TextPlace
from pipeline.office.desk import Desk

if TYPE_CHECKING:
    from pipeline.papers.reading.inside import Drawn

_MOST = 12  # pictures and pages of one paper; a person looks at all of them
_AS_READ = "as a machine reads what is drawn"


def words_drawn(desk: Desk, drawn: Sequence[Drawn]) -> Mapping[str, str]:
    """Place -> the words that a machine read there, "" for none; a place is missing where nothing could read it.

    A paper without such things costs nothing: the recogniser is not even loaded.
    """
    from pipeline.papers.reading.scan.errors import WholePaperError

    found: dict[str, str] = {}
    for one in drawn[:_MOST]:
        try:
            lines = _read(desk, one)
        except WholePaperError:
            break  # not installed, or switched off
        except ReadingError:
            continue  # damaged, or too hard: a person must look at it anyway
        found[one.place] = "\n".join(lines)
    return found


def as_places(read: Mapping[str, str]) -> tuple[TextPlace, ...]:
    """What was read, to be checked like any other text."""
    return tuple(TextPlace(text, f"{place}, {_AS_READ}") for place, text in read.items() if text)


def _read(desk: Desk, one: Drawn) -> tuple[str, ...]:
    from pipeline.papers.reading.scan.anywhere import words_anywhere

    return desk.sandbox.call(words_anywhere, one.data, one.name, one.page, desk.settings.scan_engine)
