"""The pages of an original as a pack shows them: dead, made once, kept."""

from __future__ import annotations

from pipeline.model.errors import ConversionError, ReadingError
from pipeline.office.desk import Desk
from pipeline.office.desk.reading import called

_CALLED = {"docx": "The Word form", "office": "The document", "image": "The picture", "text": "The e-mail"}


def inert_key(sha256: str) -> str:
    """The key under which an original's inert pages are kept in `Desk.derived`.

    The number is that of the way they are made: raised when what may stay on a page changes, so that copies made
    before are made anew.
    """
    return f"inert2-{sha256}"


def inert_copy(desk: Desk, sha256: str, kind: str, title: str) -> bytes | None:
    """An original as dead pages for a pack, kept once made; None for a typed form.

    Raises ConversionError or ReadingError when it cannot be made: a gap in the pack, never a reason to refuse the
    form. Raises NotFoundError or StorageError when the original is gone or damaged.
    """
    if kind == "yaml":
        return None
    kept = desk.derived.get(inert_key(sha256))
    if kept is not None:
        return kept
    from pipeline.papers.making.inert import make_inert

    data = desk.originals.read(sha256)
    with called(_CALLED.get(kind, "The PDF form")):
        pdf = _as_pdf(desk, data, kind, title)
        inert = desk.sandbox.call(make_inert, pdf)
    desk.derived.put(inert_key(sha256), inert)
    return inert


def _as_pdf(desk: Desk, data: bytes, kind: str, title: str) -> bytes:
    """An original's pages as its own kind gives them, still to be made inert."""
    if kind == "docx":
        return word_pages(desk, data, title)
    if kind == "image":
        from pipeline.papers.making.pictures import pictures_to_pdf

        return desk.sandbox.call(pictures_to_pdf, (data,))
    if kind == "text":
        return _mail_pages(desk, data, title)
    return office_pages(data, title) if kind == "office" else data


def _mail_pages(desk: Desk, data: bytes, title: str) -> bytes:
    """The text of an e-mail that a form was written into; of several the one that tells what is crossed out."""
    from pipeline.papers.making.mail_pages import text_to_pdf
    from pipeline.papers.reading.parcel import Role, open_parcel

    parcel = desk.sandbox.call(open_parcel, data, f"{title}.eml")
    texts = [p.data.decode("utf-8", "replace") for p in parcel.parts if p.role is Role.TEXT]
    if not texts:
        raise ConversionError(f"{title}: there is no text in the e-mail any more.")
    best = max(texts, key=lambda text: ("[crossed out: " in text, len(text)))
    return desk.sandbox.call(text_to_pdf, best, f"{title}: the text of the e-mail")


def office_pages(data: bytes, title: str) -> bytes:
    """An old or other text document as a PDF, by LibreOffice. Raises ConversionError, also where there is none."""
    from pipeline.papers.making.convert import LIBREOFFICE, word_to_pdf
    from pipeline.papers.making.convert.office import office_to_word

    try:
        word = office_to_word(data)
    except ReadingError as err:
        raise ConversionError(f"{title}: {err.what}: {err.why}") from err
    return word_to_pdf(word, engine=LIBREOFFICE, title=title)


def word_pages(desk: Desk, docx: bytes, title: str) -> bytes:
    """A Word document as a PDF: the embedded engine runs in the sandbox, an office suite has its own limits."""
    if desk.settings.word_engine == "embedded":
        return desk.sandbox.call(_embedded_pages, docx, title)
    from pipeline.papers.making.convert import word_to_pdf

    return word_to_pdf(docx, engine=desk.settings.word_engine, title=title)


def _embedded_pages(docx: bytes, title: str) -> bytes:
    """Runs inside the sandbox, so it is a module-level function of plain values."""
    from pipeline.papers.making.convert import word_to_pdf

    return word_to_pdf(docx, engine="embedded", title=title)
