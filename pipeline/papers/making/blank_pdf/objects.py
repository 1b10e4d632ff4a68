"""PDF objects written shortly: what the fields, the font and the structure of a blank form are made of."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

_PACKING = {"/Length", "/Filter", "/DecodeParms"}


def number(value: int) -> NumberObject:
    """A whole number."""
    return NumberObject(value)


def text(value: str) -> TextStringObject:
    """A text string."""
    return TextStringObject(value)


def array(*values: float) -> ArrayObject:
    """Numbers, to a thousandth."""
    return ArrayObject(FloatObject(f"{v:.3f}".rstrip("0").rstrip(".") or "0") for v in values)


def dictionary(**entries: Any) -> DictionaryObject:
    """A dictionary; a str that begins with "/" becomes a name, a whole number a number."""
    return DictionaryObject({NameObject(f"/{key}"): _value(value) for key, value in entries.items()})


def put_last(holder: DictionaryObject, key: str, value: Any) -> None:
    """Append to the array that stands under `key`."""
    items = holder[key]
    assert isinstance(items, ArrayObject)
    items.append(value)


def stream(data: bytes, **entries: Any) -> StreamObject:
    """A compressed stream with these entries."""
    plain = StreamObject()
    plain.set_data(data)
    plain.update(dictionary(**entries))
    return plain.flate_encode()


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return NameObject(value) if value.startswith("/") else TextStringObject(value)
    return NumberObject(value) if isinstance(value, int) else value


def contents(pdf: bytes) -> tuple[str, ...] | None:
    """Every object that a PDF's trailer leads to, streams unpacked, however they are numbered and packed.

    Without the file's /ID, which follows the layout to the last digit of its sums: newer Pythons add up more exactly.
    None for what is not a sound PDF.
    """
    try:
        trailer = PdfReader(io.BytesIO(pdf)).trailer
        seen: dict[int, int] = {}
        found: list[str] = []
        for key in ("/Root", "/Info"):
            found.append(_shown(trailer.raw_get(key), seen, found))
    except (PyPdfError, KeyError, ValueError, TypeError):
        return None
    return tuple(found)


def _shown(thing: Any, seen: dict[int, int], found: list[str]) -> str:
    """A thing as text; what it refers to is added to `found` at the first meeting and numbered by that."""
    if isinstance(thing, IndirectObject):
        if thing.idnum not in seen:
            seen[thing.idnum] = len(seen)
            found.append(f"{seen[thing.idnum]}: {_shown(thing.get_object(), seen, found)}")
        return f"({seen[thing.idnum]})"
    if isinstance(thing, DictionaryObject):
        body = hashlib.sha256(thing.get_data()).hexdigest() if isinstance(thing, StreamObject) else ""
        keys = sorted(set(thing) - _PACKING if body else thing)
        return str([f"{key} {_shown(thing.raw_get(key), seen, found)}" for key in keys]) + body
    if isinstance(thing, ArrayObject):
        return str([_shown(item, seen, found) for item in thing])
    return repr(thing)
