"""The recogniser that the settings name."""

from __future__ import annotations

import importlib.util

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.scan.lines import Recogniser
from pipeline.papers.reading.scan.picture import INSTALL

_WHAT = "Scan or photograph"
_NEEDED = ("numpy", "cv2")


def recogniser(engine: str) -> Recogniser:
    """The recogniser for `engine`: embedded or tesseract. Raises ReadingError: not installed, or switched off."""
    if engine not in ("embedded", "tesseract"):
        why = "reading pictures is switched off in pipeline.yaml (`scan_engine`)."
        remedy = "Send the form itself, filled in on the computer and saved as PDF or Word."
        raise ReadingError(_WHAT, why, remedy)
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise ReadingError(_WHAT, "it can be read only with an addition that is not installed.", INSTALL)
    if engine == "tesseract":
        from pipeline.papers.reading.scan.tesseract import Tesseract

        return Tesseract()
    from pipeline.papers.reading.scan.embedded import Embedded

    return Embedded()
