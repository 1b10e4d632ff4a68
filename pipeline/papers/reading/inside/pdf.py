"""A PDF to its last byte: every version of it that lies in the file, every object of each, every page as text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.papers.reading.inside.gathering import Gathering
from pipeline.papers.reading.inside.strings import as_text, strings

if TYPE_CHECKING:
    import pikepdf

Opener = Callable[[bytes, str, Gathering], None]

_END = b"%%EOF"
_MOST_VERSIONS = 40
_NUMBERED = re.compile(rb"(?:^|[\s>])(\d{1,8}) (\d{1,5}) obj\b")
_BETWEEN = re.compile(rb"endobj(.*?)(?=\d+ \d+ obj|xref|startxref|trailer)", re.DOTALL)
_HIDDEN_TYPES = (b"/XRef", b"/ObjStm")


def read_pdf(data: bytes, gathering: Gathering, opener: Opener) -> None:
    """Take in everything of a PDF. `opener` reads a file attached to it."""
    ends = [match.end() for match in re.finditer(_END, data)]
    if not ends or len(ends) > _MOST_VERSIONS:
        gathering.fault("the PDF has no end, or far too many")
        return
    listed: set[int] = set()
    for end in _earlier(data, ends):
        gathering.leave("earlier versions of itself: make it anew instead of saving changes into it")
        earlier = gathering.inner("an earlier version inside the file")
        earlier.depth = gathering.depth
        listed |= _read_version(data[:end], earlier, opener)
        gathering.take(earlier)
    listed |= _read_version(data, gathering, opener)
    _around(data, ends[-1], gathering)
    _unlisted(data, listed, len(ends), gathering)


def _earlier(data: bytes, ends: list[int]) -> Iterator[int]:
    """Where earlier versions end. A file that is laid out for the web has a first end that ends nothing."""
    web = b"/Linearized" in data[:2048]
    yield from ends[1 if web else 0 : -1]


def _read_version(data: bytes, gathering: Gathering, opener: Opener) -> set[int]:
    """One version of the file; the numbers of its objects among those that stand in the bytes."""
    import pikepdf

    from pipeline.papers.reading.inside.pdf_fonts import lying_fonts
    from pipeline.papers.reading.inside.pdf_objects import read_objects
    from pipeline.papers.reading.inside.pdf_pages import read_pages

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                gathering.fault("the PDF is encrypted: check it before it is locked")
            contents = read_objects(pdf, gathering, opener)
            lying = tuple(dict.fromkeys(lying_fonts(pdf)))
            for font in lying:
                gathering.fault(f"the font {font} says other letters than it draws; make the PDF anew")
            read_pages(data, pdf, contents, gathering, doubted=bool(lying))
            if pdf.get_warnings():
                gathering.fault("the PDF is damaged, so that parts of it may not have been read")
            return _numbers(data, pdf)
    except (pikepdf.PdfError, pikepdf.PasswordError) as err:
        gathering.fault(f"the PDF cannot be opened ({' '.join(str(err).split())[:100]})")
    return set()


def _numbers(data: bytes, pdf: pikepdf.Pdf) -> set[int]:
    """The numbers under which something stands in this version."""
    found = {(int(match[1]), int(match[2])) for match in _NUMBERED.finditer(data)}
    return {number for number, age in found if pdf.get_object(number, age) is not None}


def _around(data: bytes, end: int, gathering: Gathering) -> None:
    """What lies before the PDF begins, behind its end and between its objects."""
    start = data.find(b"%PDF-")
    for stretch, where in ((data[:start], "before its beginning"), (data[end:], "behind its end")):
        if stretch.strip(b"\0\r\n\t "):
            for text in strings(stretch):
                gathering.text(text, f"bytes {where}", hidden=True)
            gathering.fault(f"the PDF has bytes {where} that belong to nothing")
    for match in _BETWEEN.finditer(data):
        if match[1].strip() and b"endstream" not in match[1]:
            gathering.text(as_text(match[1]), "a remark between the objects of the PDF", hidden=True)
    for match in re.finditer(rb"^%(?!PDF-|%EOF)[\x20-\x7e]{4,}$", data, re.MULTILINE):
        gathering.text(as_text(match[0]), "a remark between the objects of the PDF", hidden=True)


def _unlisted(data: bytes, listed: set[int], versions: int, gathering: Gathering) -> None:
    """Objects that stand in the bytes and that no version's table names."""
    found: dict[int, int] = {}
    for match in _NUMBERED.finditer(data):
        number = int(match[1])
        head = data[match.end() : match.end() + 300].partition(b"stream")[0]
        if not any(kind in head for kind in _HIDDEN_TYPES):
            found[number] = found.get(number, 0) + 1
    if any(number not in listed or count > versions for number, count in found.items()):
        gathering.fault("the PDF holds objects that none of its tables names; make it anew")
