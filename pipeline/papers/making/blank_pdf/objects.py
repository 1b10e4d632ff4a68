"""PDF objects written shortly: what the fields, the font and the structure of a blank form are made of."""

from __future__ import annotations

import io
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


def contents(pdf: bytes) -> bytes | None:
    """Every object that a PDF's trailer leads to, streams unpacked, however they are numbered and packed.

    Without the file's /ID, which follows the layout to the last digit of its sums: newer Pythons add up more exactly.
    None for what is not a sound PDF.
    """
    import pikepdf

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if opened.get_warnings():
                return None
            if "/ID" in opened.trailer:
                del opened.trailer["/ID"]
            # qpdf numbers objects by their first meeting and sorts what stands in each
            opened.save(
                out,
                static_id=True,
                force_version="2.0",
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
    except pikepdf.PdfError:
        return None
    return out.getvalue()
