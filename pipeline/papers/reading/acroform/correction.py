"""What a correction form says of itself: the version it was made from, who filled it in, whether they compared."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.answers import Correction
from pipeline.model.errors import ReadingError
from pipeline.papers.reading.acroform.fields import RawField, text_of
from pipeline.papers.reading.flat.corrections import MARK
from pipeline.rules.answers.text import clean
from pipeline.rules.correcting.correction_plan import (
    CHECKED,
    CORRECTED_BY,
    CORRECTION_BASE,
    CORRECTION_OF,
    CORRECTION_VERSION,
)

_OFF = ("", "off", "no", "0", "false")
_OWN = (CORRECTION_OF, CORRECTION_VERSION, CORRECTION_BASE, CORRECTED_BY, CHECKED)


def correction_of(fields: Sequence[RawField]) -> Correction | None:
    """What the fields of a correction form say; None for a form that has none of them.

    Raises ReadingError when it does not say which form it corrects: taken for a form of its own, all that was only
    proposed on it would count as filled in.
    """
    own = [f for f in fields if _own(f)]
    if not own:
        return None
    said = {f.name.partition(".")[0]: text_of(f.value).text.strip() for f in own}
    reference = clean(said.get(CORRECTION_OF, "")).text
    if not reference:
        raise _lost()
    version = said.get(CORRECTION_VERSION, "")
    return Correction(
        reference,
        int(version) if version.isascii() and version.isdecimal() else 0,
        " ".join(clean(said.get(CORRECTED_BY, "")).text.split()),
        said.get(CHECKED, "").removeprefix("/").casefold() not in _OFF,
        clean(said.get(CORRECTION_BASE, "")).text,
    )


def refuse_lost(words: Sequence[str]) -> None:
    """Raises ReadingError when the words of a page are those of a correction form: one whose own fields are gone."""
    if MARK.search(" ".join(words)):
        raise _lost()


def _lost() -> ReadingError:
    return ReadingError(
        "A correction form that was changed by a program",
        "what it says of itself is gone, so that what was corrected and what was confirmed cannot be told apart.",
        "Open the correction form in the folder “needs attention” with another program (Adobe Reader or a web browser),"
        " save it and move the saved file into the inbox.",
    )


def without_correction(fields: Sequence[RawField]) -> tuple[RawField, ...]:
    """The fields that belong to the form itself."""
    return tuple(f for f in fields if not _own(f))


def _own(field: RawField) -> bool:
    return field.name.partition(".")[0] in _OWN
