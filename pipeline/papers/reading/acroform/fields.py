"""The fields of a PDF form as they are stored: full names, kinds, values, buttons and where they stand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ByteStringObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.acroform.text import Decoded, decode
from pipeline.papers.reading.gathering import FOREIGN, SEND_THE_FORM

BROKEN: tuple[type[Exception], ...] = (PyPdfError, DependencyError, *FOREIGN)

_MOST_FIELDS = 5000
_DEEPEST = 32
_MOST_PAGES = 200
_SHORT = 200  # letters of a name that is kept
_LONGEST = 2_000_000  # bytes of one value


@dataclass(frozen=True)
class RawField:
    """One field. `value` and `widgets` are pypdf objects; `page` counts from 1, 0 where it is on no page.

    `options` are (export value, printed label) of a choice, or of buttons whose states are numbers.
    """

    name: str = ""
    kind: str = ""  # Tx, Btn, Ch, Sig
    value: Any = None
    options: tuple[tuple[str, str], ...] = ()
    widgets: tuple[Any, ...] = field(default=(), compare=False)
    page: int = 0
    broken: bool = False
    over: tuple[str, ...] = ()  # what was drawn or typed over it, a sentence each
    pages: frozenset[int] = frozenset()  # every page on which it has a box

    @property
    def states(self) -> frozenset[str]:
        """The names of the buttons' on-states."""
        return frozenset(state for widget in self.widgets for state in on_states(widget))

    @property
    def drawn(self) -> tuple[str, ...]:
        """The states the buttons are drawn in: "Off" or the name of an on-state."""
        states = (resolved(widget, "/AS") for widget in self.widgets)
        return tuple(plain(state) for state in states if isinstance(state, NameObject))


@dataclass(frozen=True)
class Note:
    """Something put onto a page that is no box: a note, a stamp, a line. `page` counts from 1."""

    node: Any
    page: int


@dataclass(frozen=True)
class Read:
    """What a file holds: its fields, what was put onto its pages beside them, and how many pages it has."""

    fields: tuple[RawField, ...]
    notes: tuple[Note, ...] = ()
    pages: int = 0


def read_fields(reader: PdfReader) -> Read:
    """Every field of the form, and boxes that stand on a page but were left out of the form's list.

    Raises ReadingError when there are far more than any of our forms has.
    """
    acroform = resolved(reader.trailer["/Root"], "/AcroForm")
    listed = resolved(acroform, "/Fields") if hasattr(acroform, "get") else None
    seen = _Pages()
    seen.look(reader)
    walk = _Walk(seen.widgets)
    fields = [f for node in _items(listed) for f in walk.down(node, RawField(), 0)]
    for reference in walk.pages.values():
        if _key(reference[0]) not in walk.seen:
            fields += walk.down(reference[0], _from_parents(reference[0]), 0)
    return Read(tuple(f for f in fields if f.name), tuple(seen.notes), seen.count)


class _Walk:
    """One walk through the tree of fields; remembers where it has been, so loops end."""

    def __init__(self, pages: dict[int, tuple[Any, int]]) -> None:
        self.pages = pages
        self.seen: set[int] = set()

    def down(self, reference: Any, above: RawField, depth: int) -> Iterator[RawField]:
        if _key(reference) in self.seen or depth > _DEEPEST:
            return
        self.seen.add(_key(reference))
        if len(self.seen) > _MOST_FIELDS:
            why = f"it has more than {_MOST_FIELDS} fields, far more than any of the panel's forms."
            raise ReadingError("PDF form", why, SEND_THE_FORM)
        node = _object(reference)
        if not hasattr(node, "get"):
            return
        here = _below(above, node)
        kids = list(_items(resolved(node, "/Kids")))
        found = [(kid, _object(kid) or ()) for kid in kids]
        fields = [kid for kid, held in found if "/T" in held or "/Kids" in held]
        widgets = [kid for kid in kids if kid not in fields]
        self.seen.update(map(_key, widgets))
        if widgets or not kids:
            yield self._leaf(here, widgets or [reference])
        for kid in fields:
            yield from self.down(kid, here, depth + 1)

    def _leaf(self, here: RawField, references: list[Any]) -> RawField:
        pages = [self.pages[_key(r)][1] for r in references if _key(r) in self.pages]
        widgets = tuple(o for o in map(_object, references) if hasattr(o, "get"))
        if here.value is None and not here.broken:
            own = [o for o in map(_value, widgets) if o[0] is not None or o[1]]
            here = replace(here, value=own[0][0], broken=own[0][1]) if own else here
        if not here.kind and widgets:
            here = replace(here, kind=plain(resolved(widgets[0], "/FT")))
        return replace(here, widgets=widgets, page=pages[0] if pages else 0, pages=frozenset(pages))


def _below(above: RawField, node: Any) -> RawField:
    """What a node adds to, or changes of, what it inherits."""
    part = _name_of(resolved(node, "/T")) if "/T" in node else ""
    name = ".".join(filter(None, (above.name, part)))
    kind = plain(resolved(node, "/FT")) or above.kind
    stored, broken = _value(node)
    value = above.value if stored is None else stored
    options = (_options(resolved(node, "/Opt")) if "/Opt" in node else ()) or above.options
    return RawField(name, kind, value, options, broken=above.broken or broken)


def _value(node: Any) -> tuple[Any, bool]:
    """The value stored in one node, and whether it cannot be followed (a value that refers to itself)."""
    try:
        return _object(node.raw_get("/V")) if "/V" in node else None, False
    except BROKEN:
        return None, True


def _from_parents(reference: Any) -> RawField:
    """What a box inherits, read upwards from the box itself."""
    chain: list[Any] = []
    node = resolved(_object(reference), "/Parent")
    while hasattr(node, "get") and len(chain) < _DEEPEST:
        chain.append(node)
        node = resolved(node, "/Parent")
    found = RawField()
    for node in reversed(chain):
        found = _below(found, node)
    return found


class _Pages:
    """What stands on the pages: boxes by their object number (the reference and the page), and notes."""

    def __init__(self) -> None:
        self.widgets: dict[int, tuple[Any, int]] = {}
        self.notes: list[Note] = []
        self.count = 0

    def look(self, reader: PdfReader) -> None:
        """Look at every page; where they are damaged the fields may still be readable."""
        with contextlib.suppress(*BROKEN):
            for number, page in enumerate(reader.pages, 1):
                if number > _MOST_PAGES:
                    break
                self.count = number
                for reference in _items(resolved(page, "/Annots")):
                    self._take(reference, number)

    def _take(self, reference: Any, number: int) -> None:
        annotation = _object(reference)
        if not hasattr(annotation, "get"):
            return
        if plain(resolved(annotation, "/Subtype")) == "Widget":
            self.widgets.setdefault(_key(reference), (reference, number))
        elif len(self.notes) < _MOST_FIELDS:
            self.notes.append(Note(annotation, number))


def _options(found: Any) -> tuple[tuple[str, str], ...]:
    options = []
    for item in map(_object, _items(found)):
        pair = [*map(_name_of, _items(item))] or [_name_of(item)]
        options.append((pair[0], pair[-1]))
    return tuple(options)


def on_states(widget: Any) -> tuple[str, ...]:
    """The names under which a button has a picture, without Off."""
    pictures = resolved(resolved(widget, "/AP"), "/N")
    if isinstance(pictures, StreamObject) or not hasattr(pictures, "keys"):
        return ()
    return tuple(plain(key) for key in pictures if plain(key) != "Off")


def place_of(node: Any) -> tuple[float, float, float, float] | None:
    """Where an annotation stands on its page: left, low, right, high in points; None when that cannot be known."""
    try:
        edges = [float(_object(edge)) for edge in _items(resolved(node, "/Rect"))]
    except BROKEN:
        return None
    if len(edges) != 4 or not -1e6 < min(edges) <= max(edges) < 1e6:
        return None
    left, low, right, high = edges
    return min(left, right), min(low, high), max(left, right), max(low, high)


def text_of(value: Any) -> Decoded:
    """The text of a string, name, number, stream; "" for nothing."""
    if isinstance(value, (TextStringObject, ByteStringObject)):
        return decode(value.original_bytes[:_LONGEST])
    if isinstance(value, NameObject):
        return Decoded(plain(value))
    if isinstance(value, StreamObject):
        return decode(value.get_data()[:_LONGEST])
    if value is None or isinstance(value, NullObject) or hasattr(value, "keys"):
        return Decoded("")
    return Decoded(str(value))


def _name_of(value: Any) -> str:
    """The text of a field's name or of a choice, which are the same in every copy of a form."""
    if isinstance(value, TextStringObject) and len(value) < _SHORT:
        return _decoded(value.original_bytes)
    return text_of(value).text


@lru_cache(maxsize=1 << 12)
def _decoded(data: bytes) -> str:
    return decode(data).text


def plain(name: Any) -> str:
    """A name without its slash; "" for anything else."""
    return str(name).removeprefix("/") if isinstance(name, NameObject) else ""


def resolved(node: Any, key: str) -> Any:
    """An entry of a dictionary, references followed; None when it is not there or cannot be followed."""
    if not hasattr(node, "raw_get") or key not in node:
        return None
    try:
        return _object(node.raw_get(key))
    except BROKEN:
        return None


def _object(reference: Any) -> Any:
    if isinstance(reference, IndirectObject):
        reference = reference.get_object()
    return None if isinstance(reference, NullObject) else reference


def _items(found: Any) -> Iterator[Any]:
    """The unresolved items of an array; nothing for anything else."""
    return iter(list.__iter__(found)) if isinstance(found, list) else iter(())


def _key(reference: Any) -> int:
    """What tells one object from another: its number in the file, or, for one written in place, its identity."""
    return int(getattr(reference, "idnum", None) or -id(reference))
