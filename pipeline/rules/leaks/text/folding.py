"""Text made plain before anything is looked for in it (LC6), with the way back to where each letter stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.rules.leaks.text.wordlists import pairs

# Letters of other alphabets that look like Latin ones, and letters that Unicode does not take apart.
_ALIKE = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕкмтвнԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοιρκντυ",
        "ABEKMHOPCTYXIJSaeopcyxijskmtbhdqwhABEZHIKMNOPTYXaoipkvtu",
        strict=True,
    )
)
_APART = pairs("ł=l Ł=L ø=o Ø=O đ=d Đ=D ð=d Ð=D ı=i ħ=h ŧ=t ß=ss æ=ae Æ=Ae œ=oe Œ=Oe þ=th Þ=Th ə=e ɡ=g ɑ=a")
_MARKS = (
    dict.fromkeys("’‘‛`´ʼʹ′＇ʻ", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t", " ")
    | dict.fromkeys("\r\v\f\u2028\u2029\x85", "\n")
)
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ ]*\n[ ]*(?=[a-z])")


@dataclass(frozen=True)
class Plain:
    """`text` without accents, invisible characters and look-alikes, case kept; `at[i]`: where its i-th letter stood."""

    text: str
    at: tuple[int, ...]
    original: str

    def slice(self, start: int, end: int) -> str:
        """What stood there in the original."""
        if start >= end:
            return ""
        return self.original[self.at[start] : self.at[end - 1] + 1]


def plain(text: str) -> Plain:
    """The text made plain; words broken over lines with a hyphen are joined."""
    letters: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        for letter in char if char.isascii() and char not in "\t\r\v\f`" else _plain_char(char):
            if letter == " " and letters and letters[-1] == " ":
                continue  # one space for several
            letters.append(letter)
            at.append(index)
    return _joined("".join(letters), at, text)


def _plain_char(char: str) -> str:
    if char in _MARKS:
        return _MARKS[char]
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    made = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return "".join(_APART.get(c) or _ALIKE.get(c) or _MARKS.get(c, c) for c in made)


def _joined(text: str, at: list[int], original: str) -> Plain:
    kept: list[str] = []
    places: list[int] = []
    last = 0
    for broken in _BROKEN.finditer(text):
        kept.append(text[last : broken.start()])
        places += at[last : broken.start()]
        last = broken.end()
    kept.append(text[last:])
    return Plain("".join(kept), (*places, *at[last:]), original)


def one_line(text: str) -> str:
    """The text with a space for each single line end, as long as before; empty lines stay."""
    return _LINE_END.sub(" ", text)


def key(word: str) -> str:
    """A word of plain text as it is compared: lower case, letters and digits only."""
    return "".join(c for c in word.casefold() if c.isalnum())


@lru_cache(maxsize=4096)  # the same few hundred phrases for every text of a paper
def folded(text: str) -> tuple[str, ...]:
    """The words of any text as they are compared: "Zoë O’Brien-Shah" -> ("zoe", "obrien", "shah")."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain(text).text)
    return tuple(k for w in words if (k := key(w)))
