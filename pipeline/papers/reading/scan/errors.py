"""What ends the reading of a whole paper, whichever page it was met on."""

from __future__ import annotations

from pipeline.model.errors import ReadingError


class WholePaperError(ReadingError):
    """No other page of the paper may be read either: a correction form, or nothing to read pictures with."""
