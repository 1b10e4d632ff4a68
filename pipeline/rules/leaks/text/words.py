"""A plain text as sentences and words, with what the spelling of each word tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.rules.leaks.text.folding import Plain, key

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SENTENCE = re.compile(
    r"""(?<=[.!?])["')\]]*[ \n]+(?=["'(\[]*[A-Z0-9])|[ ]*\n[ \n]*|(?<=;)[ ]+|[ ]*[•▪◦●][ ]*"""
)
_NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Prof|Rev|Sgt|vs|etc|e\.g|i\.e|approx|[A-Z])\.)$")
_OPENING = re.compile(r"""(?:^|[:;\-/(\["•*]|[.!?]["')]*)[\s"'(\[]*$""")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
_CARRIES_ON = re.compile(
    r"(?:,|\b(?:a|an|and|as|at|but|by|for|from|her|his|in|of|on|or|that|the|their|to|when|who|with))$"
)
_LOOK_BACK = 200  # letters before a place that tell what begins there
_WRAPPED = 45  # letters from which a line may be wrapped text
_SHARE = 0.6  # of the longer words with a capital: a heading


@dataclass(frozen=True)
class Word:
    """A word of plain text. `key`: as compared, without 's; `bare`: with a final s, where there is one ("" else)."""

    text: str
    start: int
    end: int
    sentence: int
    first: bool  # a capital is nothing special here: start, after a colon, dash, bullet or opening quote
    line_start: bool = False  # a line begins with it inside a sentence: perhaps it is a new one all the same

    @cached_property
    def possessive(self) -> bool:
        """Whether it ends in 's or s'."""
        return bool(_POSSESSIVE.search(self.text))

    @cached_property
    def key(self) -> str:
        """As compared, without a possessive ending."""
        return key(_POSSESSIVE.sub("", self.text))

    @cached_property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @cached_property
    def upper(self) -> bool:
        """Whether it is written in capitals throughout (two letters or more)."""
        letters = self.text.removesuffix("'s").replace("'", "")
        return len(letters) > 1 and letters.isupper()


@dataclass(frozen=True)
class Sentence:
    """A sentence of plain text. `heading`: most of its words have capitals, so that a capital tells nothing."""

    start: int
    end: int
    heading: bool
    shouted: bool  # all in capitals


@dataclass(frozen=True)
class Text:
    """A plain text with its sentences and words, in order."""

    plain: Plain
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...]

    def between(self, one: Word, other: Word) -> str:
        """What stands between two words."""
        return self.plain.text[one.end : other.start]

    def beside(self, index: int, step: int) -> Word | None:
        """The next word in the same sentence (step 1) or the one before (-1); None when there is none."""
        other = index + step
        if not 0 <= other < len(self.words) or self.words[other].sentence != self.words[index].sentence:
            return None
        return self.words[other]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence a place stands in."""
        return min(bisect_right(self._ends, position), len(self.sentences) - 1)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(s.end for s in self.sentences)


def text_of(made: Plain) -> Text:
    """The sentences and words of a plain text."""
    spans = tuple(_spans(made.text))
    sentences = tuple(_sentence(made.text, start, end) for start, end in spans)
    words = tuple(w for n, (start, end) in enumerate(spans) for w in _words(made.text, start, end, n))
    return Text(Plain(_unwrapped(made.text, spans), made.at, made.original), sentences, words)


def _unwrapped(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with a space for each line end inside a sentence; every letter keeps its place."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = text[start:end].replace("\n", " ")
    return "".join(letters)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE.finditer(text):
        before = text[max(start, found.start() - _LOOK_BACK) : found.start()]
        if not before.strip() or _goes_on(before, found[0], text[found.end() : found.end() + 1]):
            continue
        yield start, found.start()
        start = found.end()
    if text[start:].strip() or not start:
        yield start, len(text)


def _goes_on(before: str, gap: str, after: str) -> bool:
    """Whether the sentence goes on: after an abbreviation, or over the end of a line of wrapped text."""
    if "\n" not in gap:
        return bool(_NO_END.search(before))
    return gap.count("\n") == 1 and (
        after.islower() or bool(_CARRIES_ON.search(before)) or (after.isalnum() and _is_wrapped(before))
    )


def _is_wrapped(before: str) -> bool:
    """Whether the line before seems to be one of wrapped text: long, without a full stop, and no heading."""
    line = before.rpartition("\n")[2].strip()
    longer = re.findall(r"[^\W\d_]{4,}", line)
    capitals = sum(w[0].isupper() for w in longer)
    return len(line) >= _WRAPPED and line[-1] not in ".!?:;" and 2 * capitals < len(longer)


def _sentence(text: str, start: int, end: int) -> Sentence:
    said = text[start:end]
    longer = re.findall(r"[^\W\d_]{4,}", said)
    capitals = sum(w[0].isupper() for w in longer)
    titled = len(longer) > 1 and capitals / len(longer) >= _SHARE and longer[-1][0].isupper()
    heading = titled and not said.rstrip().endswith(".")
    letters = [c for c in said if c.isalpha()]
    shouted = len(letters) > 3 and sum(c.isupper() for c in letters) / len(letters) > 0.8
    return Sentence(start, end, heading or shouted, shouted)


def _words(text: str, start: int, end: int, number: int) -> Iterator[Word]:
    for found in _WORD.finditer(text, start, end):
        back = max(start, found.start() - _LOOK_BACK)
        opening = bool(_OPENING.search(("" if back == start else "a") + text[back : found.start()]))
        for place, word in _parts(found[0]):
            at = found.start() + place
            line_start = at > start and "\n" in text[max(start, at - 2) : at]
            yield Word(word, at, at + len(word), number, opening and not place, line_start)


def _parts(word: str) -> Iterator[tuple[int, str]]:
    """The words of a run-together one (GraceYoung); O'Brien, OBrien, McKay and MacKay are one word."""
    found = list(_CAMEL.finditer(word))
    if len(found) < 2 or "'" in word or len(found[0][0]) < 3 or found[0][0].lower() in ("mac", "fitz"):
        yield 0, word
        return
    for part in found:
        yield part.start(), part[0]
