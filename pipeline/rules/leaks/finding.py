"""The leak check: where a text tells something that is known. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.leaks import Allowed, Finding, Known, Level, TextPlace

RULES_VERSION = "1"
_NOTHING_KNOWN = (
    "Nothing is known of this meeting's cases, so nothing could be looked for. A paper is only checked against "
    "the referrals of its meeting: file them first."
)


def versions(known: Known) -> str:
    """The versions of rules and lists, printed with every result: the same ones find the same."""
    return f"rules {RULES_VERSION}, names {known.lists.version}"


def find(places: Sequence[TextPlace], known: Known, allowed: Allowed | None = None) -> tuple[Finding, ...]:
    """Every finding, in the order of the places. An empty list of identifiers is a STOP (LC31)."""
    if known.empty:
        return (Finding(Level.STOP, "LC31", "the whole paper", "", "", None, _NOTHING_KNOWN),)
    return ()
