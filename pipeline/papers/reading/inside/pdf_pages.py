"""The words on a PDF's pages as any program could get at them: drawn, covered, invisible, off the page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.papers.reading.inside.gathering import AS_SEEN, BEHIND, Gathering
from pipeline.papers.reading.inside.pdf_stored import without_marks
from pipeline.papers.reading.inside.seen import lines_as_seen
from pipeline.rules.leaks.text.common_words import is_common

if TYPE_CHECKING:
    import pikepdf

_GOES_ON = re.compile(r"(?<=[\w,;)'’”])\n(?=[a-z])")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST, _SHARE = 20, 0.25  # words of a text that can be judged; share of them that are ordinary ones
_MOST_PAGES = 2000
_MOST_DRAWN = 3000  # drawings beside the pages: appearances of fields, patterns


def read_pages(
    data: bytes, pdf: pikepdf.Pdf, drawn: tuple[Any, ...], gathering: Gathering, *, doubted: bool
) -> None:
    """Take in the text of every page, then of every drawing that no page shows. `drawn`: the streams that draw.

    `doubted`: the pages show other letters than their text says.
    """
    count = len(pdf.pages)
    if not 0 < count <= _MOST_PAGES or len(drawn) > _MOST_DRAWN:
        gathering.fault("the PDF has no pages, or far more than a paper")
        return
    shown: set[str] = set()
    _read(data, gathering, shown, "page {}", judge=True)
    for number in range(1, count + 1) if doubted else ():
        gathering.draws(f"page {number}", data, "page.pdf", number)
    stored = without_marks(pdf, drawn, gathering)
    for text, place in stored.loose:
        if squeezed(text) not in "".join(shown):
            gathering.text(text, place, hidden=True)
    if stored.pdf:
        _read(stored.pdf, gathering, shown, "page {}, " + BEHIND)


def squeezed(text: str) -> str:
    """A text without white space, for comparing."""
    return "".join(text.split())


def _read(data: bytes, gathering: Gathering, shown: set[str], called: str, *, judge: bool = False) -> None:
    """The text of each page of a PDF, where it is not known already."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data))
    except pypdfium2.PdfiumError as err:
        gathering.fault(f"the pages of the PDF cannot be opened ({err})")
        return
    try:
        for number in range(len(document)):
            place = called.format(number + 1)
            if _page(document[number], place, gathering, shown, judge=judge):
                gathering.draws(place, data, "page.pdf", number + 1)
    except pypdfium2.PdfiumError as err:
        gathering.fault(f"a page of the PDF cannot be read ({err})")
    finally:
        document.close()


def _page(page: Any, place: str, gathering: Gathering, shown: set[str], *, judge: bool) -> bool:
    """One page; whether it shows what its text may not tell."""
    words = page.get_textpage()
    text = _tidy(words.get_text_range() if words.count_chars() else "")
    key = squeezed(text)
    if key not in "".join(shown):
        gathering.text(text, place)
        told = " ".join(text.split())
        seen = [line for line in lines_as_seen(words) if line not in told]
        gathering.text("\n".join(seen), f"{place}, {AS_SEEN}")
    shown.add(key)
    untold = judge and _judged(page, words, place, text, gathering)
    words.close()
    page.close()
    return untold


def _judged(page: Any, words: Any, place: str, text: str, gathering: Gathering) -> bool:
    faults = tuple(_unread(page, words, place))
    for fault in faults:
        gathering.fault(fault)
    doubts = []
    if _may_be_letters(page):
        doubts.append(f"{place}: drawn shapes that may be letters")
    if _makes_no_words(text):
        doubts.append(f"{place}: its text makes no English words; it may show others")
    for doubt in doubts:
        gathering.picture(doubt)
    return bool(faults or doubts)


def _makes_no_words(text: str) -> bool:
    """Whether hardly any word of a longer text is an ordinary one, as when each letter stands for another."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return len(words) >= _FEWEST and sum(map(is_common, words)) < _SHARE * len(words)


def _tidy(text: str) -> str:
    """A word broken at a line's end comes with a mark of PDFium's own: a soft hyphen and a new line instead.

    A line that goes on in small letters is joined to the one before, so that sentences stay whole.
    """
    text = text.replace("\ufffe", "\u00ad\n").replace("\x02", "\u00ad\n")
    return _GOES_ON.sub(" ", text.replace("\r\n", "\n"))


def _unread(page: Any, words: Any, place: str) -> Iterator[str]:
    """Letters that no program can tell, and pages that show something without a letter."""
    import pypdfium2.raw as pdfium

    count = words.count_chars()
    lost = sum(_is_lost(pdfium, words.raw, n) for n in range(count))
    if lost:
        yield f"{place}: {lost} letters are drawn in a font that does not say which letters they are"
    if not count and any(True for _ in page.get_objects(max_depth=2)):
        yield f"{place}: it shows something but has no text, as a scan has"


def _is_lost(pdfium: Any, words: Any, n: int) -> bool:
    code = pdfium.FPDFText_GetUnicode(words, n)
    return bool(pdfium.FPDFText_HasUnicodeMapError(words, n) == 1 or code in (0, 0xFFFD))


def _may_be_letters(page: Any) -> bool:
    """Whether shapes with many corners or curves are drawn, as letters are that were turned into outlines."""
    import pypdfium2.raw as pdfium

    shapes = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=4)
    return bool(sum(pdfium.FPDFPath_CountSegments(shape.raw) > 12 for shape in shapes) >= 3)
