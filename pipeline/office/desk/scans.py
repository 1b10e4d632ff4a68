"""Scans and photographs at the desk: page by page in the limited process, then joined to one form's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model.answers import Answers, Carrier
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.pages import PageFound, Scanned, join_pages

if TYPE_CHECKING:
    from pipeline.office.desk import Desk
    from pipeline.papers.reading.scan import Nearest

_MOST_STRANGE = 6  # pages that are none of a form's before the rest is not looked at
_MOST_FOUND = 24  # pages of forms; the longest form, four times over
_REMEDY = (
    "If it is one of the panel's forms, scan it again, flat and whole, at 200 to 300 dots an inch. Better still, ask"
    " for the form itself, filled in on the computer."
)


def read_scan(desk: Desk, data: bytes, name: str, scanned: Scanned | None = None) -> Answers:
    """The answers on a picture file, or on those pages of a PDF that only a picture shows (`scanned`).

    Each page has the whole of the limited process's time. Raises ReadingError: none of its pages is a page of a form,
    damaged, nothing to read it with.
    """
    from pipeline.papers.reading.scan import count_pages

    known = scanned or Scanned(tuple(range(1, desk.sandbox.call(count_pages, data, name) + 1)))
    found, strange, gaps = list(known.found), list(known.foreign), []
    nearest: Nearest | None = None
    for place, page in enumerate(known.pages):
        if len(strange) >= _MOST_STRANGE or len(found) >= _MOST_FOUND:
            gaps.append(_unread(known.pages[place:]))
            break
        try:
            read = _read_page(desk, data, name, page)
        except ReadingError as err:
            if not found:
                raise
            gaps.append(f"Page {page} of the scan could not be read: {err.why}")
            continue
        if isinstance(read, PageFound):
            found.append(read)
        else:
            strange.append(page)
            nearest = max((n for n in (nearest, read) if n), key=lambda n: n.count)
    if not found:
        raise _not_ours(len(known.pages), nearest)
    answers = join_pages(found, Carrier.SCAN, strange)
    return replace(answers, gaps=(*answers.gaps, *gaps))


def _read_page(desk: Desk, data: bytes, name: str, page: int) -> PageFound | Nearest:
    from pipeline.papers.reading.scan import read_scanned_page

    return desk.sandbox.call(read_scanned_page, data, name, page, desk.editions, desk.settings.scan_engine)


def _unread(pages: Sequence[int]) -> str:
    return f"The scan goes on for {len(pages)} more pages, from page {pages[0]}; they were not read."


def _not_ours(count: int, nearest: Nearest | None) -> ReadingError:
    pages = "its page does not look" if count == 1 else "none of its first pages looks"
    near = ""
    if nearest and nearest.title:
        near = (
            f"; the nearest is page {nearest.page} of “{nearest.title}”, but only {nearest.count} of {nearest.total}"
            " points of its print were found"
        )
    return ReadingError("Scan or photograph", f"{pages} like one of the panel's forms{near}.", _REMEDY)
