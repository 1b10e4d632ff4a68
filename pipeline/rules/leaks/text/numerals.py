"""Numbers in words: cardinal and ordinal, years, and rows of digits as people dictate them."""

from __future__ import annotations

import re

_ONES = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12} | {
    "twentieth": 20,
    "thirtieth": 30,
}
VALUES = {w: n for n, w in enumerate(_ONES)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_DIGITS = {w: str(n) for n, w in enumerate(_ONES[:10])} | {"oh": "0", "o": "0", "nought": "0"}
_ONE = "|".join(sorted(_ONES, key=len, reverse=True))
_DIGIT = "|".join(_DIGITS)
CARDINAL = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[1:10])}))?|{_ONE})"
ORDINAL = (
    rf"(?:(?:{'|'.join(_TENS[:2])})[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
YEAR_WORDS = (
    rf"(?:two thousand(?: and)?(?: {CARDINAL})?|(?:nineteen|twenty)[ -]{CARDINAL}|"
    rf"(?:nineteen|twenty) (?:hundred|oh {CARDINAL}))"
)
_MULTIPLE = r"(?:(?:double|treble|triple) )?"
_DICTATED = re.compile(rf"\b{_MULTIPLE}(?:{_DIGIT})(?:[ ,\-]+{_MULTIPLE}(?:{_DIGIT})\b){{4,}}", re.IGNORECASE)
_TIMES = {"double": 2, "treble": 3, "triple": 3}


def cardinal(words: str) -> int:
    """The value of digits or of a number in words below a hundred; -1 when it is none."""
    text = words.casefold().replace("-", " ").strip()
    if text.isdecimal():
        return int(text)
    parts = text.split()
    if not parts or any(p not in VALUES for p in parts):
        return -1
    return sum(VALUES[p] for p in parts)


def ordinal(words: str) -> int:
    """The value of "3rd", "third" or "twenty-first"; -1 when it is none."""
    text = words.casefold().replace("-", " ").strip()
    digits = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", text)
    if digits:
        return int(digits[1])
    *tens, last = text.split() or [""]
    base = sum(VALUES.get(t, 0) for t in tens)
    if last in _ORDINALS:
        return base + _ORDINALS[last]
    stem = last.removesuffix("th")
    return base + VALUES[stem] if stem != last and stem in VALUES else -1


def year(words: str) -> int:
    """The year of "2006", "06", "'06", "two thousand and six", "nineteen eighty-six"; -1 when it is none."""
    text = words.casefold().replace("-", " ").strip(" '")
    if text.isdecimal():
        number = int(text)
        return number if len(text) == 4 else number + (2000 if number <= 30 else 1900)
    if text.startswith("two thousand"):
        rest = text.removeprefix("two thousand").removeprefix(" and").strip()
        return 2000 + (cardinal(rest) if rest else 0)
    century, _, rest = text.partition(" ")
    value = cardinal(rest.removeprefix("oh "))
    return {"nineteen": 1900, "twenty": 2000}.get(century, -10000) + value if value >= 0 else -1


def dictated(text: str) -> tuple[tuple[int, int, str], ...]:
    """Rows of five digits or more in words: start, end, the digits ("oh seven double seven ..." -> 0777)."""
    found = []
    for row in _DICTATED.finditer(text):
        digits, times = "", 1
        for word in re.findall(r"[a-z]+", row[0].casefold()):
            if word in _TIMES:
                times = _TIMES[word]
                continue
            digits += _DIGITS.get(word, "") * times
            times = 1
        found.append((row.start(), row.end(), digits))
    return tuple(found)
