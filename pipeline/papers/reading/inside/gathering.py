"""What is collected while a finished paper is looked through: texts with their places, and what stood in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model.leaks import TextPlace

LARGEST = 64 * 1024 * 1024  # bytes unpacked, of one part or of one file inside the paper
AS_A_ROW, AS_SEEN, AS_STORED = "as one row", "as the eye reads it", "letters as stored"
BEHIND, READ_OUT = "text behind what the page shows", "text for screen readers or layers"
# How places end that show words a second time, put together in another way.
SECOND_LOOKS = (AS_A_ROW, AS_SEEN, AS_STORED, BEHIND, READ_OUT)
DEEPEST = 4  # papers inside papers


@dataclass(frozen=True)
class Drawn:
    """Something that shows words which are in no text: a picture file, or page `page` (from 1) of a PDF."""

    place: str
    data: bytes
    name: str = "picture"
    page: int = 1


@dataclass(frozen=True)
class Contents:
    """All that a paper holds.

    `places`: each text with where it stands. `faults`: what could not be read, a sentence each; with one the paper
    has not been checked. `refused`: what no paper that is sent out may hold (tracked changes, comments). `left`:
    what a program or a person left in it that readers do not need (authors, revision marks, thumbnails).
    `pictures`: pictures whose words only a person can see. `drawn`: the same and pages whose text tells not what they
    show, for a machine to read.
    """

    places: tuple[TextPlace, ...]
    faults: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    drawn: tuple[Drawn, ...] = ()


@dataclass
class Gathering:
    """Contents in the making. Each text is kept once a place; `where` is put before every place."""

    where: str = ""
    depth: int = 0
    own: frozenset[str] = frozenset()
    places: dict[tuple[str, str], TextPlace] = field(default_factory=dict)
    faults: dict[str, None] = field(default_factory=dict)
    refused: dict[str, None] = field(default_factory=dict)
    left: dict[str, None] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    drawn: dict[Drawn, None] = field(default_factory=dict)

    def text(self, text: str, place: str, *, hidden: bool = False) -> None:
        """A text and where it stands; blank ones are not kept. `hidden`: who reads the paper does not see it."""
        text = text.replace("\0", "")
        if text.strip():
            self.places.setdefault((text, place), TextPlace(text, self._at(place), hidden))

    def fault(self, said: str) -> None:
        """Something that could not be read."""
        self.faults.setdefault(self._at(said))

    def refuse(self, said: str) -> None:
        """Something no paper may hold."""
        self.refused.setdefault(self._at(said))

    def leave(self, said: str) -> None:
        """Something that should be taken out."""
        self.left.setdefault(self._at(said))

    def picture(self, said: str) -> None:
        """A picture a person must look at."""
        self.pictures.setdefault(self._at(said))

    def draws(self, place: str, data: bytes, name: str = "picture", page: int = 1) -> None:
        """Something that shows words, for a machine to read."""
        self.drawn.setdefault(Drawn(self._at(place), data, name, page))

    def inner(self, where: str) -> Gathering:
        """For a paper inside this one; take it in again with `take`."""
        return Gathering(self._at(where), self.depth + 1, self.own)

    def take(self, inner: Gathering) -> None:
        """What was found in a paper inside this one."""
        self.places |= {(p.text, p.place): p for p in inner.places.values()}
        for mine, theirs in (
            (self.faults, inner.faults),
            (self.refused, inner.refused),
            (self.left, inner.left),
            (self.pictures, inner.pictures),
        ):
            mine.update(theirs)
        self.drawn.update(inner.drawn)

    def contents(self) -> Contents:
        """All of it, in the order in which it was met."""
        return Contents(
            tuple(self.places.values()),
            tuple(self.faults),
            tuple(self.refused),
            tuple(self.left),
            tuple(self.pictures),
            tuple(self.drawn),
        )

    def _at(self, said: str) -> str:
        return f"{self.where}: {said}" if self.where else said
