"""PDF objects written shortly: what the fields, the font and the structure of a blank form are made of."""

from __future__ import annotations

from typing import Any

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)


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
