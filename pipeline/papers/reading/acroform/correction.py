"""What a correction form says of itself: the version it was made from, who filled it in, whether they compared."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.answers import Correction
from pipeline.papers.reading.acroform.fields import RawField, text_of
from pipeline.rules.correction_plan import CHECKED, CORRECTED_BY, CORRECTION_OF, CORRECTION_VERSION
from pipeline.rules.text import clean

_OFF = ("", "off", "no", "0", "false")
_OWN = (CORRECTION_OF, CORRECTION_VERSION, CORRECTED_BY, CHECKED)


def correction_of(fields: Sequence[RawField]) -> Correction | None:
    """What the fields of a correction form say; None for any other form."""
    said = {f.name.partition(".")[0]: text_of(f.value).text.strip() for f in fields if _own(f)}
    reference = clean(said.get(CORRECTION_OF, "")).text
    if not reference:
        return None
    version = said.get(CORRECTION_VERSION, "")
    return Correction(
        reference,
        int(version) if version.isascii() and version.isdecimal() else 0,
        " ".join(clean(said.get(CORRECTED_BY, "")).text.split()),
        said.get(CHECKED, "").removeprefix("/").casefold() not in _OFF,
    )


def without_correction(fields: Sequence[RawField]) -> tuple[RawField, ...]:
    """The fields that belong to the form itself."""
    return tuple(f for f in fields if not _own(f))


def _own(field: RawField) -> bool:
    return field.name.partition(".")[0] in _OWN
