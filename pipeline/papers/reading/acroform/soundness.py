"""Whether a PDF has lost a part of itself: a copy that went wrong can still open, with answers or pages missing."""

from __future__ import annotations

import io

from pipeline.papers.reading.acroform.fields import BROKEN


def lost_parts(data: bytes) -> int:
    """How many parts (objects) the file refers to but has not; 0 for a sound file.

    Only a file whose own table of contents (its cross-reference table) does not fit is looked at: a whole file may
    refer to an object that never was, which means nothing. 0 too for a file that cannot be opened: others say why.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not any("reconstruct" in str(warning) for warning in pdf.get_warnings()):
                return 0
            return sum(found is None for found in pdf.objects)
    except (pikepdf.PdfError, *BROKEN):  # type: ignore[misc]
        return 0
