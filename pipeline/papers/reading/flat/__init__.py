"""Flattened and printed-to-PDF forms: pages of our own blank with the answers drawn on them and no fields left."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from pipeline.model.answers import Answers, Carrier
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.flat.kinship import with_kinship
from pipeline.papers.reading.flat.notes import with_notes
from pipeline.papers.reading.gathering import FOREIGN
from pipeline.papers.reading.layout import Layout, PageMatch, Rect, layouts_of, match_page
from pipeline.papers.reading.layout.words import PageText, Sheet
from pipeline.papers.reading.pages import PageFound, Scanned, join_pages
from pipeline.papers.reading.unlocking import HOW_TO_UNLOCK, LOCKED

_MOST_PAGES = 60
_FITS = 0.6  # share of the blank's words that a page of it shows; less is another paper
_FEW = 12  # words: a page with fewer is a picture when anything is drawn on it
_COVERED = 0.5  # share of a page that pictures cover: a scan, whatever text lies under it
_DRAWN = 20.0  # square points of ink: fewer is an empty page


@dataclass(frozen=True)
class NotOurs:
    """No page is a page of a blank PDF: how near the nearest came. `score` is from 0 to 1."""

    title: str = ""
    form_id: str = ""
    score: float = 0.0


@dataclass(frozen=True)
class _Seen:
    """What one page of the paper turned out to be: a page of a form, a picture, or something else."""

    sheet: int
    found: PageFound | None = None
    picture: bool = False
    empty: bool = False
    nearest: PageMatch | None = None


def read_flat(data: bytes, editions: Sequence[Edition]) -> Answers | Scanned | NotOurs:
    """The answers on a PDF without fields. `Scanned` when pages must be read from their pictures.

    Raises ReadingError: damaged, far too long, pages of two forms.
    """
    seen = _all_seen(data, editions)
    found = with_kinship(data, [s.found for s in seen if s.found])
    pictures = tuple(s.sheet for s in seen if s.picture)
    foreign = tuple(s.sheet for s in seen if not (s.found or s.picture or s.empty))
    if pictures:
        return Scanned(pictures, tuple(found), foreign)
    if found:
        return with_notes(join_pages(found, Carrier.PRINTED, foreign), data)
    near = max((s.nearest for s in seen if s.nearest), key=lambda m: m.score, default=None)
    if near is None:
        return NotOurs()
    return NotOurs(near.layout.edition.title, near.layout.edition.form.id, near.score)


def form_pages(data: bytes, editions: Sequence[Edition], sheets: Collection[int]) -> tuple[PageFound, ...]:
    """Those of some pages of a PDF (`sheets`, from 0) that are a page of a form; nothing of pages past reading."""
    try:
        seen = _all_seen(data, editions, sheets)
    except ReadingError:
        return ()
    return tuple(s.found for s in seen if s.found)


def _all_seen(data: bytes, editions: Sequence[Edition], sheets: Collection[int] | None = None) -> list[_Seen]:
    """What each page of the paper is. Raises ReadingError as `read_flat` does."""
    import pikepdf
    import pypdfium2

    from pipeline.papers.reading.flat.fonts import with_readable_signs

    layouts = layouts_of(editions)
    try:
        readable = with_readable_signs(data)
        with ExitStack() as opened:
            drawn = document = opened.enter_context(pypdfium2.PdfDocument(data))
            if readable is not data:
                document = opened.enter_context(pypdfium2.PdfDocument(readable))
            return list(_pages(document, drawn, layouts, sheets))
    except (pypdfium2.PdfiumError, pikepdf.PdfError, *FOREIGN) as err:
        if "password" in str(err):  # one program opens it, another does not
            raise ReadingError("PDF", LOCKED, HOW_TO_UNLOCK) from err
        why = f"its pages cannot be read (for the helpdesk: {str(err)[:120]})."
        raise ReadingError("PDF", why, "Print it to a new PDF, or send the panel's own form.") from err


def _pages(
    document: Any, drawn: Any, layouts: Sequence[Layout], sheets: Collection[int] | None
) -> Iterator[_Seen]:
    """Every page: its words from `document`, its looks from `drawn`, which nearly always are one."""
    if len(document) > _MOST_PAGES:
        why = f"it has {len(document)} pages, far more than any of the panel's forms."
        raise ReadingError("PDF", why, "Send the form by itself.")
    for opened in (document,) if drawn is document else (document, drawn):
        if opened.get_formtype():
            opened.init_forms()
    for number in range(len(document)) if sheets is None else sheets:
        with (
            _opened(document, number) as page,
            nullcontext(page) if drawn is document else _opened(drawn, number) as looks,
        ):
            yield _page(page, looks, number + 1, layouts)


@contextmanager
def _opened(document: Any, number: int) -> Iterator[Any]:
    """One page; what is typed or drawn over it as a note becomes part of it, so that it is read as well."""
    from pypdfium2 import raw

    page = document[number]
    if raw.FPDFPage_GetAnnotCount(page.raw) > 0:
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)  # page.flatten() refuses a PDF without a form
        page.close()
        page = document[number]
    try:
        yield page
    finally:
        page.close()


def _page(page: Any, looks: Any, number: int, layouts: Sequence[Layout]) -> _Seen:
    from pipeline.papers.reading.flat.corrections import refuse_correction
    from pipeline.papers.reading.flat.ink import Ink
    from pipeline.papers.reading.flat.page import read_page

    sheet = Sheet(page)
    with PageText(sheet) as text:
        refuse_correction(word.text for word in text.words)
        match = match_page(text.words, layouts)
        if match and _fit(match, sheet) >= _FITS and not _under_a_picture(text, match):
            return _Seen(number, read_page(text, Ink(looks), match, number))
        words = tuple(word.rect for word in text.words)
    if len(words) < _FEW and Ink(looks).besides(Rect(0, 0, sheet.width, sheet.height), words) < _DRAWN:
        return _Seen(number, empty=not words)  # nothing is there but its few words
    return _Seen(number, picture=len(words) < _FEW or _covered(page, sheet), nearest=match)


def _fit(match: PageMatch, sheet: Sheet) -> float:
    """The share of the blank's words that are found, of those that fall on the paper: it may be cropped."""
    on_paper = 0
    for name, middle in match.page.bare_words:
        x, y = match.placing.point(*middle)
        on_paper += len(name) > 1 and 0 < x < sheet.width and 0 < y < sheet.height
    return len(match.pairs) / max(1, on_paper)


def _under_a_picture(text: PageText, match: PageMatch) -> bool:
    """Whether the words are only laid under the picture of a page, as scanners do."""
    some = text.words[:: max(1, len(text.words) // 12)]
    return sum(text.unseen(word) for word in some) * 2 > len(some)


def _covered(page: Any, sheet: Sheet) -> bool:
    """Whether pictures cover much of the page."""
    from pypdfium2 import raw

    area = 0.0
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, low, right, high = found.get_bounds()
        area += (right - left) * (high - low)
    return bool(area > _COVERED * sheet.width * sheet.height)
