"""Scans and photographs at the desk: page by page in the limited process, then joined to one form's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.model.answers import Answers, Carrier
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.pages import PageFound, Scanned, join_pages

if TYPE_CHECKING:
    from pipeline.office.desk import Desk
    from pipeline.papers.reading.scan import Nearest, RuledPage

_MOST_STRANGE = 6  # pages that are none of a form's before the rest is not looked at
_MOST_FAILED = 3  # pages that cannot be read; each may have taken all the time of a call
_MOST_FOUND = 24  # pages of forms; the longest form, four times over
_MOST_RULED = 16  # pages with tables that are no page of a blank: the longest Word form and more
_REMEDY = (
    "If it is one of the panel's forms, scan it again, flat and whole, at 200 to 300 dots an inch. Better still, ask"
    " for the form itself, filled in on the computer."
)


def read_scan(desk: Desk, data: bytes, name: str, scanned: Scanned | None = None) -> Answers:
    """The answers on a picture file, or on those pages of a PDF that only a picture shows (`scanned`).

    Each page has the whole of the limited process's time. A page that cannot be read is a gap; the others are read.
    Raises ReadingError: none of its pages is a page of a form,
    damaged, nothing to read it with.
    """
    from pipeline.papers.reading.scan import count_pages

    known = scanned or Scanned(tuple(range(1, desk.sandbox.call(count_pages, data, name) + 1)))
    seen = _Seen(list(known.found), list(known.foreign))
    for place, page in enumerate(known.pages):
        if seen.enough:
            seen.gaps.append(_unread(known.pages[place:]))
            break
        seen.take(page, _read_page(desk, data, name, page))
    answers = (
        join_pages(seen.found, Carrier.SCAN, seen.foreign)
        if seen.found
        else _by_labels(desk, seen, data, name)
    )
    if answers is None:
        raise seen.failure(len(known.pages))
    return replace(answers, gaps=(*answers.gaps, *seen.gaps))


def _by_labels(desk: Desk, seen: _Seen, data: bytes, name: str) -> Answers | None:
    """The answers on the pages that may be those of a printed Word form; None when they are none.

    A page without ruled rows may be its end.
    """
    from pipeline.papers.reading.scan import RuledPage, read_ruled

    if not seen.ruled or desk.sandbox.call(read_ruled, seen.ruled, desk.editions) is None:
        return None
    again = {page: _read_page(desk, data, name, page, unruled=True) for page in seen.strange}
    found = {page: read for page, read in again.items() if isinstance(read, RuledPage)}
    pages = sorted((*seen.ruled, *found.values()), key=lambda page: page.number)
    answers: Answers | None = desk.sandbox.call(read_ruled, pages, desk.editions)
    return answers


@dataclass
class _Seen:
    """The pages of a paper as they are read: those of a form, those of none, and what is missing."""

    found: list[PageFound]
    strange: list[int]
    ruled: list[RuledPage] = field(default_factory=list)
    failed: list[ReadingError] = field(default_factory=list)
    nearest: Nearest | None = None
    gaps: list[str] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        """Whether the rest is not looked at."""
        bad = len(self.strange) >= _MOST_STRANGE or len(self.failed) >= _MOST_FAILED
        return bad or len(self.found) >= _MOST_FOUND or len(self.ruled) >= _MOST_RULED

    @property
    def foreign(self) -> list[int]:
        """The pages that are none of the form's, when pages that lie over its blank were found."""
        return [*self.strange, *(page.number for page in self.ruled)]

    def take(self, page: int, read: PageFound | RuledPage | Nearest | ReadingError) -> None:
        """What came of one page."""
        from pipeline.papers.reading.scan import RuledPage

        if isinstance(read, PageFound):
            self.found.append(read)
        elif isinstance(read, RuledPage):
            self.ruled.append(read)
        elif isinstance(read, ReadingError):
            self.failed.append(read)
            self.gaps.append(f"Page {page} of the scan could not be read: {read.why}")
        else:
            self.strange.append(page)
            self.nearest = max((n for n in (self.nearest, read) if n), key=lambda n: n.count)

    def failure(self, count: int) -> ReadingError:
        """Why no page of a form was found among `count` pages: those that failed may have been the form's."""
        if not self.failed:
            return _not_ours(count, self.nearest)
        first = self.failed[0]
        return ReadingError(first.what, " ".join(self.gaps), first.remedy) if count > 1 else first


def _read_page(
    desk: Desk, data: bytes, name: str, page: int, *, unruled: bool = False
) -> PageFound | RuledPage | Nearest | ReadingError:
    """One page; an error that is only this page's own is a value: the others may be read."""
    from pipeline.papers.reading.scan import WholePaperError, read_scanned_page

    try:
        return desk.sandbox.call(
            read_scanned_page, data, name, page, desk.editions, desk.settings.scan_engine, unruled
        )
    except WholePaperError:
        raise
    except ReadingError as err:
        return err


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
