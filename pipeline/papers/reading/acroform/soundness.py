"""What a PDF tells of itself before it is read: whether it has lost a part, and whether it has fields at all."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.acroform.fields import BROKEN


@dataclass(frozen=True)
class Soundness:
    """`lost`: how many parts (objects) the file refers to but has not. `fieldless`: it surely has no field."""

    lost: int = 0
    fieldless: bool = False


def soundness_of(data: bytes) -> Soundness:
    """How a PDF stands, told by qpdf, many times quicker than mending it and reading it field by field.

    A copy that went wrong can still open, with answers or pages missing. Only a file whose own table of contents (its
    cross-reference table) does not fit is looked at for that: a whole file may refer to an object that never was, which
    means nothing. Nothing is said of a file that cannot be opened: others say why.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if any("reconstruct" in str(warning) for warning in pdf.get_warnings()):
                return Soundness(lost=sum(found is None for found in pdf.objects))
            return Soundness(fieldless=not pdf.get_warnings() and _is_fieldless(pdf))
    except (pikepdf.PdfError, pikepdf.PasswordError, *BROKEN):  # type: ignore[misc]
        return Soundness()


def _is_fieldless(pdf: Any) -> bool:
    """Whether it lists no field, and no page has a box."""
    listed = pdf.Root.get("/AcroForm", {})
    if "/XFA" in listed or len(listed.get("/Fields", ())):
        return False
    notes = (note for page in pdf.pages for note in page.obj.get("/Annots", ()))
    return all(str(note.get("/Subtype", "")) != "/Widget" for note in notes)
