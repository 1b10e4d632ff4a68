"""A correction form without its fields: what was corrected and what confirmed can no longer be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model.errors import ReadingError

MARK = re.compile(r"\bCorrection of ([A-Z]{2,5}-\S+), version \d+")  # stands on each of its pages


def refuse_correction(words: Iterable[str]) -> None:
    """Raises ReadingError when these words of a page say that it is one of a correction form."""
    found = MARK.search(" ".join(words))
    if found is not None:
        raise ReadingError(
            "A correction form that was printed to a new PDF",
            f"its boxes are gone, so what was corrected and what was confirmed of {found[1]} cannot be told apart.",
            "Open the correction form in the folder “needs attention”, save it (do not print it) and move the saved"
            " file into the inbox.",
        )
