"""A dropped e-mail or packed folder, opened to the bottom: every part, what it is in, and which e-mail it came by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model.errors import ReadingError
from pipeline.model.filing import Origin
from pipeline.office.desk import Desk
from pipeline.office.desk.reading import called
from pipeline.papers.reading.parcel.parts import Letter, Parcel, Part, Role
from pipeline.rules.arriving.filekinds import kind_of

STEP = " › "  # between a container's name and that of what is in it
_DEEPEST = 10  # containers inside each other
_MOST_PARTS = 500  # of one dropped file, at every depth together
_MOST_BYTES = 300 << 20
_TAKE_OUT = "Open it, save the forms that are in it and put those into the inbox."


@dataclass(frozen=True)
class Item:
    """One part of a dropped file. `number` counts from 1; `parent` is the number of the part it is in, 0: the file.

    `inside`: the names of what it is in, outermost first. `letters`: the e-mails on that way. `fault`: why a
    container could not be opened: what it is, why, what to do; a line each.
    """

    number: int
    parent: int
    part: Part
    inside: tuple[str, ...]
    letters: tuple[Letter, ...]
    fault: str = ""

    @property
    def name(self) -> str:
        """Its name in the ledger: "mail.eml › form.pdf"."""
        return STEP.join((*self.inside, self.part.name))

    @property
    def identity(self) -> str:
        """What tells it from another part of its name: bytes and the hash of its content."""
        return f"{len(self.part.data)}:{hashlib.sha256(self.part.data).hexdigest()}"

    def origin(self, came_in: str) -> Origin:
        """How it came, in the dropped file with the hash `came_in`."""
        letter = self.letters[-1] if self.letters else Letter()
        return Origin(self.inside, came_in, letter.sender, letter.subject, letter.sent)


@dataclass(frozen=True)
class Opened:
    """A dropped container: what it is ("E-mail"), its own letter, and every part at every depth, in order."""

    what: str
    letter: Letter | None
    items: tuple[Item, ...]

    def parts_of(self, number: int) -> tuple[Item, ...]:
        """What lies directly in a part; 0: in the dropped file."""
        return tuple(item for item in self.items if item.parent == number)

    def containers(self) -> tuple[int, ...]:
        """The numbers of the containers that were opened, the inner ones first; the dropped file is 0."""
        found = [i.number for i in self.items if i.part.role is Role.CONTAINER and not i.fault]
        return (*reversed(found), 0)


def unpack(desk: Desk, data: bytes, name: str) -> Opened:
    """Open a container and what is in it. Raises ReadingError (it cannot be opened, or holds far too much).

    An inner container that cannot be opened is an item with a fault.
    """
    from pipeline.papers.reading.parcel import open_parcel

    with called(_words(data, name)):
        outer = desk.sandbox.call(open_parcel, data, name)
    letters = (outer.letter,) if outer.letter else ()
    items = list(_items(outer, 0, (name,), letters))
    at = 0
    while at < len(items):
        item = replace(items[at], number=at + 1)
        items[at] = item
        if item.part.role is Role.CONTAINER:
            try:
                inner = _opened(desk, item)
            except ReadingError as err:
                items[at] = replace(item, fault=f"{err.what}\n{err.why}\n{err.remedy}")
            else:
                more = (*item.letters, inner.letter) if inner.letter else item.letters
                items[at + 1 : at + 1] = _items(inner, at + 1, (*item.inside, item.part.name), more)
        at += 1
        _check(outer, items)
    return Opened(outer.what, outer.letter, tuple(items))


def _opened(desk: Desk, item: Item) -> Parcel:
    from pipeline.papers.reading.parcel import open_parcel

    if len(item.inside) >= _DEEPEST:
        why = f"it is packed {len(item.inside)} deep; no more than {_DEEPEST} are opened."
        raise ReadingError("E-mail or packed folder", why, _TAKE_OUT)
    with called(_words(item.part.data, item.part.name)):
        return desk.sandbox.call(open_parcel, item.part.data, item.part.name)


def _words(data: bytes, name: str) -> str:
    """What a container is: "E-mail"."""
    kind = str(kind_of(data[:1024], name))
    return kind[:1].upper() + kind[1:]


def _items(
    parcel: Parcel, parent: int, inside: tuple[str, ...], letters: tuple[Letter, ...]
) -> Iterator[Item]:
    for part in parcel.parts:
        yield Item(0, parent, part, inside, letters)


def _check(outer: Parcel, items: Sequence[Item]) -> None:
    if len(items) > _MOST_PARTS:
        why = f"with what is packed inside what it holds it has more than {_MOST_PARTS} parts."
        raise ReadingError(outer.what, why, _TAKE_OUT)
    if sum(len(item.part.data) for item in items) > _MOST_BYTES:
        why = f"what is packed inside it is larger than {_MOST_BYTES >> 20} MB."
        raise ReadingError(outer.what, why, _TAKE_OUT)
