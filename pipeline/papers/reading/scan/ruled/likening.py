"""Words made out in a picture beside those of a blank: alike when few letters differ."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

_OFF = 0.2  # share of the letters that may be wrong, missing or too many
_SHORT = 2  # letters: so short a label, a row's number, may be read as anything so short
_ALIKE = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "5": "s", "8": "b", "’": "'", "‘": "'"}
)
_SHARED = 0.5  # share of the pairs of letters that two alike texts have in common
_SLACK = 10  # letters of a text beyond a label's own length that are looked at


class Near:
    """Compares as `labelled.spelling.Spelling` says, as nearly as letters are made out."""

    def begins(self, said: str, label: str) -> int:
        """The letters of a text that are a label; -1 when it does not begin with it."""
        if said.startswith(label):
            return len(label)
        return _begins(_plain(said[: len(label) + len(label) // 5 + _SLACK]), _plain(label))

    def same(self, said: str, words: str) -> bool:
        """Whether two texts are the same but for a few letters."""
        if said == words:
            return True
        if len(words) <= _SHORT:
            return len(said) <= _SHORT
        if abs(len(said) - len(words)) > _OFF * len(words) + 1:
            return False
        return _begins(_plain(said), _plain(words)) >= 0 and _distance(_plain(said), _plain(words)) <= _most(
            words
        )

    def printed(self, said: str, everything: str) -> str:
        """The piece of everything printed that a text is; the text itself when it is like none."""
        if len(said) <= _SHORT or said in everything:
            return said
        return _piece(said, everything)


def _plain(text: str) -> str:
    return text.translate(_ALIKE)


def _most(label: str) -> int:
    """How many letters may differ."""
    return int(_OFF * len(label)) + (len(label) > 2)


@lru_cache(maxsize=100_000)
def _begins(said: str, label: str) -> int:
    wanted = _pairs(label)
    if wanted and len(wanted & _pairs(said)) < _SHARED * len(wanted):
        return -1
    last = _row(said, label, free=False)
    end = min(range(len(last)), key=lambda n: (last[n], abs(n - len(label))))
    return end if last[end] <= _most(label) else -1


def _pairs(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(text))


def _distance(said: str, words: str) -> int:
    return _row(said, words, free=False)[-1]


def _row(text: str, words: str, *, free: bool) -> list[int]:
    """By how many letters `words` differs from the best piece of a text that ends at each place (Levenshtein).

    `free`: the piece may begin anywhere; else at the text's beginning.
    """
    row = [0 if free else n for n in range(len(text) + 1)]
    for n, letter in enumerate(words, 1):
        before, row = row, [n]
        for m, other in enumerate(text, 1):
            row.append(min(before[m] + 1, row[-1] + 1, before[m - 1] + (letter != other)))
    return row


@lru_cache(maxsize=10_000)
def _piece(said: str, everything: str) -> str:
    """The nearest piece of a long text (Sellers); found backwards, so that both its ends are known."""
    if len(_pairs(said) & _pairs(everything)) < _SHARED * len(_pairs(said)):
        return said
    ends = _ends(everything, said)
    end = min(range(len(ends)), key=ends.__getitem__)
    if ends[end] > _most(said):
        return said
    starts = _row(everything[:end][::-1][: len(said) + _SLACK], said[::-1], free=False)
    return everything[end - min(range(len(starts)), key=starts.__getitem__) : end]


def _ends(text: str, words: str) -> list[int]:
    """As `_row` with a free beginning, quickly."""
    import numpy

    letters = numpy.array([ord(c) for c in text])
    steps = numpy.arange(len(text) + 1)
    row = numpy.zeros(len(text) + 1, numpy.int64)
    for n, letter in enumerate(words, 1):
        best = numpy.minimum(row[1:] + 1, row[:-1] + (letters != ord(letter)))
        whole = numpy.concatenate([[n], best]) - steps
        row = numpy.minimum.accumulate(whole) + steps
    return [int(v) for v in row]
