"""Word lists written as running text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def pairs(text: str) -> dict[str, str]:
    """ "rd=road ln=lane" as a mapping; an underscore in a value stands for a space."""
    return {one: other for one, _, other in (pair.partition("=") for pair in text.split())}
