"""What the drawing instructions of a PDF hold beside what they draw, and the same pages without their marks.

Marks can put other words over drawn ones (ActualText) or take them out of sight (layers). The copy made here has no
marks, and shows each drawing that no page shows on a page of its own, so that a reader of pages gets at all letters.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.papers.reading.inside.gathering import AS_STORED, READ_OUT, Gathering
from pipeline.papers.reading.inside.pdf_names import may_be_words
from pipeline.papers.reading.inside.strings import as_text

if TYPE_CHECKING:
    import pikepdf

_MARKS = frozenset(("BDC", "BMC", "EMC", "DP", "MP"))
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_DRAWN_WORDS = re.compile(rb"\((?:\\.|[^()\\])*\)", re.DOTALL)
_REMARK = re.compile(rb"%[^\r\n]{3,}")
_LARGE = 14_400  # points; the largest page there is


@dataclass(frozen=True)
class Stored:
    """`pdf`: the copy without marks. `loose`: strings of the instructions themselves, with their places."""

    pdf: bytes
    loose: tuple[tuple[str, str], ...]


def without_marks(pdf: pikepdf.Pdf, drawn: tuple[Any, ...], gathering: Gathering) -> Stored:
    """The copy, and what the marks said. A stream that is no drawing is a fault. Changes `pdf`."""
    import pikepdf

    loose: list[tuple[str, str]] = []
    try:
        for page in pdf.pages:
            page.contents_coalesce()
        for number, page in enumerate(pdf.pages, 1):
            if "/Contents" in page.obj:
                _clean(pdf, page.obj.Contents, page, f"page {number}, inside its drawing", loose, gathering)
        for stream in drawn:
            _clean(pdf, stream, stream, "a drawing inside the PDF", loose, gathering)
        _show_all(pdf, drawn)
        if "/OCProperties" in pdf.Root:
            del pdf.Root.OCProperties
        out = io.BytesIO()
        with warnings.catch_warnings(action="ignore"):  # of fields that no form lists; they are read as well
            pdf.save(out)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as err:
        gathering.fault(f"the drawing of a page cannot be read ({' '.join(str(err).split())[:80]})")
        return Stored(b"", tuple(loose))
    return Stored(out.getvalue(), tuple(loose))


def _clean(pdf: Any, stream: Any, holder: Any, place: str, loose: list[Any], gathering: Gathering) -> None:
    """Take the marks out of one stream; keep their strings, and the strings it draws."""
    import pikepdf

    try:
        steps = pikepdf.parse_content_stream(holder)
    except (pikepdf.PdfError, TypeError):
        gathering.fault(f"{place}: it cannot be read")
        return
    kept = []
    for step in steps:
        if str(step.operator) in _MARKS:
            for text in _strings(list(step.operands)):
                gathering.text(text, f"{place}, {READ_OUT}")
            for name in _names(list(step.operands)):
                gathering.text(name, f"{place}, name of a mark", hidden=True)
        else:
            kept.append(step)
            _note(step, place, loose, gathering)
    for remark in _remarks(bytes(stream.read_bytes())):
        gathering.text(remark, f"{place}, a remark", hidden=True)
    stream.write(pikepdf.unparse_content_stream(kept))


def _note(step: Any, place: str, loose: list[Any], gathering: Gathering) -> None:
    """The letters that a step draws, as they are stored; a picture that stands in the instructions."""
    import pikepdf

    if isinstance(step, pikepdf.ContentStreamInlineImage):
        gathering.picture(f"{place}: a picture among its instructions")
    elif str(step.operator) in _SHOWS:
        shown = "".join(_strings(list(step.operands)))
        if shown.isprintable():
            loose.append((shown, f"{place}, {AS_STORED}"))


def _strings(found: Any) -> Iterator[str]:
    import pikepdf

    if isinstance(found, pikepdf.String):
        yield str(found)
    elif isinstance(found, pikepdf.Array | list):
        for item in found:  # type: ignore[union-attr,unused-ignore]
            yield from _strings(item)
    elif isinstance(found, pikepdf.Dictionary):
        for item in found.values():
            yield from _strings(item)


def _names(found: Any) -> Iterator[str]:
    """Names that may be somebody's word: a mark is called Span, P or MC0, and not like a child."""
    import pikepdf

    if isinstance(found, pikepdf.Name):
        if may_be_words(str(found)[1:], "Properties"):
            yield str(found)[1:]
    elif isinstance(found, pikepdf.Array | list):
        for item in found:  # type: ignore[union-attr,unused-ignore]
            yield from _names(item)
    elif isinstance(found, pikepdf.Dictionary):
        for key, item in found.items():
            yield from _names(pikepdf.Name(key))
            yield from _names(item)


def _remarks(steps: bytes) -> Iterator[str]:
    """What stands behind a per cent sign in the instructions, outside of drawn words."""
    for match in _REMARK.finditer(_DRAWN_WORDS.sub(b"()", steps)):
        text = as_text(match[0])
        if text.isprintable():
            yield text


def _show_all(pdf: Any, drawn: tuple[Any, ...]) -> None:
    """A page for each drawing, so that its letters are found wherever it hangs."""
    import pikepdf

    for stream in drawn:
        if str(stream.get("/Type", "")) == "/Page" or "/BBox" not in stream:
            continue
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[-_LARGE / 2, -_LARGE / 2, _LARGE / 2, _LARGE / 2],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=stream)),
            Contents=pdf.make_stream(b"/X Do"),
        )
        with warnings.catch_warnings(action="ignore"):  # the same
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
