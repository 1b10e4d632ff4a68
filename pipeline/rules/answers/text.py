"""The one place that cleans text from outside. Every answer passes here once, when it is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MARK = "\N{REPLACEMENT CHARACTER}"

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f]")
_HALVES = re.compile("[\ud800-\udfff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# They turn the order of letters round: what is read would not be what is there.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LAST_TWO = "".join(chr(0x10000 * plane + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NEVER = re.compile(f"[\ufdd0-\ufdef{_LAST_TWO}]")
_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")

_MENDED = (
    (_CONTROLS, "control characters"),
    (_HALVES, "half characters (broken emoji or rare letters)"),
    (_PRIVATE, "characters that no font knows (often a lost emoji or symbol)"),
    (_TURNS, "hidden marks that turn the direction of the text"),
    (_NEVER, "characters that may not be in a text"),
)

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)


@dataclass(frozen=True)
class Cleaned:
    """A text fit to be kept and printed; `notes` are plain sentences about what had to be mended."""

    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """NFC, line ends as LF; what cannot be printed becomes U+FFFD, with a note. TAB and LF stay.

    Cleaning a cleaned text changes nothing.
    """
    notes = []
    if MARK in text:
        notes.append(f"Characters had already been lost; they are marked {MARK}.")
    text = _PAIRS.sub(lambda m: m.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
    text = _LINE_ENDS.sub("\n", text).replace("\ufeff", "")
    for pattern, what in _MENDED:
        text, count = pattern.subn(MARK, text)
        if count:
            notes.append(f"It held {what}: {count} replaced by {MARK}.")
    return Cleaned(unicodedata.normalize("NFC", text), tuple(notes))


def tidy_line(text: str) -> str:
    """One line: trimmed, spaces and line ends collapsed, curly quotes and dashes straightened."""
    return " ".join(text.translate(_QUOTES).split())


def tidy_block(text: str) -> str:
    """Several lines: empty lines and spaces off both ends, trailing spaces off every line, words untouched."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()
