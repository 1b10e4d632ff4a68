"""What a passphrase must be like so that the member can type it and nobody can guess it."""

from __future__ import annotations

import unicodedata

# What a generated one is made of: no letter that looks like another or like a digit.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 4
LEAST = 12  # characters
_MOST = 127  # bytes: a PDF reader looks at no more (ISO 32000-2, 7.6.4.3.3)


def normal(passphrase: str) -> str:
    """The passphrase as a PDF reader takes it, whatever keyboard it was typed on (NFKC)."""
    return unicodedata.normalize("NFKC", passphrase)


def fault(passphrase: str) -> str:
    """Why a passphrase cannot be used, as a sentence; "" when it can."""
    text = normal(passphrase)
    if len(text) < LEAST:
        return f"It has {len(text)} characters; it needs at least {LEAST}."
    if len(text.encode("utf-8", "replace")) > _MOST:
        return f"It is too long: a PDF reader looks at {_MOST} letters at most."
    if text != text.strip() or any(unicodedata.category(c)[0] == "C" for c in text):
        return "It begins or ends with a space, or has a character that cannot be typed."
    if len(set(text)) < LEAST // 2:
        return f"It has only {len(set(text))} different characters."
    return ""
