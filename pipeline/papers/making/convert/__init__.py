"""Word to PDF: by the embedded engine (rdocx), or by LibreOffice where the settings say so.

Whichever engine draws, the file is made ready first (see accepted.py) and the PDF is checked afterwards: it opens,
has pages, holds every word of the source, is tagged, titled and in British English. Else there is no PDF.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from pipeline.model.errors import ConversionError
from pipeline.papers.making.convert.accepted import accepted_view
from pipeline.papers.making.convert.row_heads import mark_row_heads, row_headed
from pipeline.papers.making.convert.tables_kept import Piece, tables_kept
from pipeline.papers.making.convert.words_kept import rare_characters, source_words, words_missing

EMBEDDED, LIBREOFFICE = "embedded", "libreoffice"
SECONDS = 60.0
LANGUAGE = "en-GB"


def word_to_pdf(
    docx: bytes, *, engine: str = EMBEDDED, title: str, seconds: float = SECONDS, document: str = ""
) -> bytes:
    """The Word file as a PDF. Same bytes in, same bytes out (embedded engine).

    `title` becomes the PDF's title; `document` names the file in messages (the title when ""); `seconds` is
    LibreOffice's time limit. The embedded engine has none of its own: call it inside a Sandbox for files from
    outside. Raises ConversionError naming the document; never gives an empty file.
    """
    named = document or title or "this document"
    try:
        ready = accepted_view(docx)
    except ValueError as err:
        raise ConversionError(f"{named}: the document cannot be drawn: {err}.") from err
    drawn = _by_libreoffice(ready, named, seconds) if engine == LIBREOFFICE else _by_rdocx(ready, named)
    _check_words(ready, drawn, named)
    _check_letters(ready, drawn, named)
    return _finish(drawn, title, named, row_headed(ready))


def _by_rdocx(docx: bytes, named: str) -> bytes:
    import rdocx

    try:
        ready = tables_kept(docx, _pieces)
        return bytes(rdocx.Document.from_bytes(ready).to_pdf())
    except (rdocx.RdocxError, ValueError, TypeError, KeyError, RuntimeError, OSError) as err:
        raise ConversionError(
            f"{named}: the built-in converter could not turn it into a PDF ({err}). Open it in Word, save it again and"
            " retry, or set `word_engine: libreoffice` in pipeline.yaml."
        ) from err


def _pieces(docx: bytes) -> tuple[Piece, ...]:
    """Where the embedded engine puts each block of the body."""
    import rdocx

    found = rdocx.Document.from_bytes(docx).layout()
    return tuple(Piece(f.body_index, f.physical_page, f.bounds.height) for f in found)


def _by_libreoffice(docx: bytes, named: str, seconds: float) -> bytes:
    from pipeline.papers.making.convert.soffice import soffice_pdf

    return soffice_pdf(docx, named, seconds)


def _check_words(docx: bytes, pdf: bytes, named: str) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as err:
        raise ConversionError(f"{named}: the converter made a PDF that does not open ({err}).") from err
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    if not pages:
        raise ConversionError(f"{named}: the converter made a PDF without pages.")
    missing = words_missing(source_words(docx), " \n".join(pages))
    if missing:
        shown = ", ".join(repr(w) for w in missing[:5])
        raise ConversionError(
            f"{named}: words of the document are not in the PDF ({shown}"
            f"{' and others' if len(missing) > 5 else ''}), so it was not used. Set `word_engine: libreoffice` in"
            " pipeline.yaml, or save the document as PDF in Word."
        )


def _check_letters(docx: bytes, pdf: bytes, named: str) -> None:
    """A letter without a font is drawn as an empty box, though its text can still be searched for."""
    letters, others = rare_characters(docx)
    if letters and _boxes(pdf) > others:
        raise ConversionError(
            f"{named}: it has letters for which this computer has no font ({letters[:20]}), so they would be drawn as"
            " boxes. Install a font that has them, or save the document as PDF in Word."
        )


def _boxes(pdf: bytes) -> int:
    """How many empty boxes are drawn: glyph 0 of fonts that are addressed by glyph number."""
    import pikepdf

    boxes = 0
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for step in pikepdf.parse_content_stream(page, "Tj TJ"):
                operands = step.operands[0] if str(step.operator) == "TJ" else step.operands
                texts = [bytes(o) for o in operands if isinstance(o, pikepdf.String)]
                boxes += sum(t[i : i + 2] == b"\0\0" for t in texts for i in range(0, len(t), 2))
    return boxes


def _finish(pdf: bytes, title: str, named: str, heads: Sequence[bool]) -> bytes:
    """Title, language, viewer setting, heads of rows; no dates and no names of programs: equal papers, equal bytes."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            root = document.Root
            if "/StructTreeRoot" not in root:
                raise ConversionError(f"{named}: the converter made a PDF without tags for screen readers.")
            mark_row_heads(document, heads)
            root.MarkInfo = pikepdf.Dictionary(Marked=True)
            root.Lang = pikepdf.String(LANGUAGE)
            root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
            for active in ("/OpenAction", "/AA", "/Names", "/AcroForm", "/Metadata"):
                if active in root:
                    del root[active]
            document.trailer.Info = document.make_indirect(pikepdf.Dictionary())
            with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
                metadata["dc:title"] = title
                metadata["dc:language"] = {LANGUAGE}
            out = io.BytesIO()
            document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except pikepdf.PdfError as err:
        raise ConversionError(f"{named}: the converter made a PDF that does not open ({err}).") from err
    return out.getvalue()
