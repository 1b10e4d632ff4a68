"""How printed words are compared with the blank's: letter for letter, or as nearly as a picture shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pipeline.model.answers import Carrier, Sureness
from pipeline.model.form import Field


class Spelling(Protocol):
    """Compares squeezed texts (see `blank.squeezed`) of a paper with those of a blank."""

    def begins(self, said: str, label: str) -> int:
        """How many letters of a text are the label at its beginning; -1 when it does not begin with it."""
        ...

    def same(self, said: str, words: str) -> bool:
        """Whether a text is these words and no more."""
        ...

    def printed(self, said: str, everything: str) -> str:
        """The piece of everything that the blank says that a text is; the text itself when it is none."""
        ...


class Exact:
    """Letter for letter."""

    def begins(self, said: str, label: str) -> int:
        """See `Spelling`."""
        return len(label) if said.startswith(label) else -1

    def same(self, said: str, words: str) -> bool:
        """See `Spelling`."""
        return said == words

    def printed(self, said: str, everything: str) -> str:
        """See `Spelling`."""
        del everything
        return said


EXACT = Exact()


def as_written(field: Field, text: str) -> tuple[str, str]:
    """The text as it stands, and no doubt about it."""
    del field
    return text, ""


@dataclass(frozen=True)
class Manner:
    """How the words of a paper came to be known, and what that makes of its answers.

    `meant`: what letters most likely mean as the answer to a question, and a doubt. `unclear`: the score below which
    an answer is doubted for its letters alone.
    """

    carrier: Carrier = Carrier.WORD_PRINTED
    sureness: Sureness = Sureness.PRINTED
    spelling: Spelling = EXACT
    meant: Callable[[Field, str], tuple[str, str]] = as_written
    unclear: float = 0.0


PRINTED = Manner()
