"""The recogniser that the settings name."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from functools import cache

from pipeline.papers.reading.scan.errors import WholePaperError
from pipeline.papers.reading.scan.lines import Recogniser
from pipeline.papers.reading.scan.picture import INSTALL

_WHAT = "Scan or photograph"
_NEEDED = ("numpy", "cv2")
# of glibc's mallopt: how many heaps there may be, and from which size a block is given back at once
_HEAPS, _GIVEN_BACK = -8, -3


def recogniser(engine: str) -> Recogniser:
    """The recogniser for `engine`: embedded or tesseract. Raises ReadingError: not installed, or switched off."""
    if engine not in ("embedded", "tesseract"):
        why = "reading pictures is switched off in pipeline.yaml (`scan_engine`)."
        remedy = "Send the form itself, filled in on the computer and saved as PDF or Word."
        raise WholePaperError(_WHAT, why, remedy)
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise WholePaperError(_WHAT, "it can be read only with an addition that is not installed.", INSTALL)
    _spare_memory()
    if engine == "tesseract":
        from pipeline.papers.reading.scan.tesseract import Tesseract

        return Tesseract()
    from pipeline.papers.reading.scan.embedded import Embedded

    return Embedded()


@cache
def _spare_memory() -> None:
    """Keep the address space small: a heap for every thread would take 64 MiB of the process's limit each."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is first loaded
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
        if mallopt is not None:
            mallopt(_HEAPS, 1)
            mallopt(_GIVEN_BACK, 1 << 20)
