"""Words in bytes that have no structure we know: what a person with a text editor would find there."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NARROW = re.compile(rb"[\x20-\x7e\xa0-\xff\t\r\n]{4,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\t\r\n]\x00){4,}")
_WORDY = re.compile(r"[^\W\d_]{3}|\d{5}")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def strings(data: bytes) -> Iterator[str]:
    """Runs of readable letters, as UTF-8 or Latin and as UTF-16; each with three letters or five digits in a row."""
    for match in _NARROW.finditer(data):
        yield from _worth(as_text(match[0]))
    for offset in (0, 1):
        for match in _WIDE.finditer(data[offset:]):
            yield from _worth(match[0].decode("utf-16-le", "replace"))


def as_text(data: bytes) -> str:
    """Bytes as the text they most likely are."""
    if data[:2] in _UTF16:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _worth(text: str) -> Iterator[str]:
    if _WORDY.search(text):
        yield text
