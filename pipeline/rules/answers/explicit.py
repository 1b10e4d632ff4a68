"""Answers that say there is none: "NK", "not known", "-", "n/a" are answers, never the same as a blank."""

from __future__ import annotations

import re
import unicodedata

from pipeline.model.record import Explicit

_NOT_KNOWN = frozenset(
    (
        *("nk", "n k", "not known", "unknown", "not yet known", "unk", "not sure"),
        *("dont know", "do not know", "dk", "not known yet"),
    )
)
_NOT_APPLICABLE = frozenset(("na", "n a", "not applicable", "not appl", "does not apply", "doesnt apply"))
_NOTHING = frozenset(
    (
        *("none", "nil", "no preference", "any", "any date", "any meeting", "either", "no date"),
        *("next", "next meeting", "next one", "the next one", "asap", "as soon as possible"),
    )
)
_DASHES = re.compile(r"[-‐‑‒–—―−_]+")


def explicit_of(text: str, *, none_counts: bool = False) -> Explicit | None:
    """NOT_KNOWN or NOT_APPLICABLE when the whole answer says so in a usual way, else None.

    `none_counts` takes "none" and "no preference" for not applicable: right for a date or a number, wrong for a
    question to which "none" is an answer of its own (school, nursery or none).
    """
    tidy = " ".join(unicodedata.normalize("NFKC", text).split())
    if tidy and _DASHES.fullmatch(tidy):
        return Explicit.NOT_APPLICABLE
    plain = " ".join(re.sub(r"[./\\_]", " ", re.sub(r"['’‘]", "", tidy.casefold())).split())
    if plain in _NOT_KNOWN:
        return Explicit.NOT_KNOWN
    if plain in _NOT_APPLICABLE or (none_counts and plain in _NOTHING):
        return Explicit.NOT_APPLICABLE
    return None
