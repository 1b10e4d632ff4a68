"""Outlook's winmail.dat (TNEF, [MS-OXTNEF]): the attachments that other mail programs cannot see."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.parcel.eml import message_text
from pipeline.papers.reading.parcel.parts import MOST_PARTS, Parcel, Part, sorted_part
from pipeline.papers.reading.parcel.rich import page_of_squeezed
from pipeline.papers.reading.parcel.texts import decoded

_WHAT = "Outlook attachment package (winmail.dat)"
_AGAIN = "Ask the sender to send the form again, as an ordinary attachment (not in Outlook's rich text)."
_SIGNATURE = 0x223E9F78
_BODY, _PROPERTIES, _CODE_PAGE = 0x2800C, 0x69003, 0x69007
_NEXT, _TITLE, _DATA, _ATTACHMENT = 0x69002, 0x18010, 0x6800F, 0x69005
_LONG_NAME, _SHORT_NAME, _OBJECT, _MEDIA, _PLAIN, _HTML = 0x3707, 0x3704, 0x3701, 0x370E, 0x1000, 0x1013
_RICH = 0x1009
_FIXED = {
    2: 4,
    3: 4,
    4: 4,
    5: 8,
    6: 8,
    7: 8,
    10: 4,
    11: 4,
    20: 8,
    64: 8,
    72: 16,
}  # type -> bytes with padding
_INTERFACE = 16  # bytes that stand before an embedded object


@dataclass
class _Attached:
    """One attachment while it is read."""

    name: str = ""
    data: bytes = b""
    properties: Mapping[int, bytes] = field(default_factory=dict)


def open_tnef(data: bytes) -> Parcel:
    """What a winmail.dat holds. Raises ReadingError when it is damaged."""
    try:
        return Parcel(_WHAT, tuple(_parts(data)))
    except (struct.error, IndexError, ValueError) as err:
        why = f"it is damaged; a part of it was probably lost on its way (for the helpdesk: {err})."
        raise ReadingError(_WHAT, why, _AGAIN) from err


def _parts(data: bytes) -> Iterator[Part]:
    attached: list[_Attached] = []
    charset = "cp1252"
    for kind, value in _attributes(data):
        if kind == _CODE_PAGE and len(value) >= 4:
            charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif kind == _BODY:
            yield message_text(decoded(value.rstrip(b"\0"), charset), html=False)
        elif kind == _PROPERTIES:
            yield from _texts(_properties(value), charset)
        elif kind == _NEXT:
            attached.append(_Attached())
        elif attached:
            _note(attached[-1], kind, value, charset)
    if len(attached) > MOST_PARTS:
        raise ReadingError(_WHAT, f"it holds {len(attached)} files.", _AGAIN)
    yield from (_sorted(one, number, charset) for number, one in enumerate(attached, start=1))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each attribute's number and value; its sum is checked, since a cut or altered one would be half a form."""
    if struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise ValueError("no TNEF")
    at = 6
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at + 1)
        value = data[at + 9 : at + 9 + length]
        (total,) = struct.unpack_from("<H", data, at + 9 + length)
        if sum(value) & 0xFFFF != total:
            raise ValueError(f"the check of attribute {kind:#x} fails")
        yield kind, value
        at += 11 + length


def _note(one: _Attached, kind: int, value: bytes, charset: str) -> None:
    if kind == _TITLE:
        one.name = decoded(value.rstrip(b"\0"), charset)
    elif kind == _DATA:
        one.data = value
    elif kind == _ATTACHMENT:
        one.properties = _properties(value)


def _sorted(one: _Attached, number: int, charset: str) -> Part:
    held = one.properties
    name = next((_string(held[n], charset) for n in (_LONG_NAME, _SHORT_NAME) if held.get(n)), one.name)
    media = _string(held.get(_MEDIA, b""), charset)
    data = one.data or held.get(_OBJECT, b"")
    inner = data[_INTERFACE:]
    if inner[:4] == struct.pack("<I", _SIGNATURE):
        data, name = inner, f"{name or f'message {number}'}.dat"
    return sorted_part(name or f"part {number}", data, media)


def _texts(held: Mapping[int, bytes], charset: str) -> Iterator[Part]:
    if held.get(_PLAIN):
        yield message_text(_string(held[_PLAIN], charset), html=False)
    if held.get(_HTML):
        yield message_text(decoded(held[_HTML]), html=True)
    elif held.get(_RICH):
        yield _rich(held[_RICH])


def _rich(squeezed: bytes) -> Part:
    """A body that is rich text; what cannot be read is a part by itself, so that a person is told."""
    try:
        return message_text(page_of_squeezed(squeezed), html=True)
    except ValueError:
        return sorted_part("text of the message.rtf", squeezed, "application/rtf")


def _string(value: bytes, charset: str) -> str:
    """A string property: UTF-16 was marked by the reader of properties, the rest is in the code page."""
    if value.startswith(b"\xff\xfe"):
        return value.decode("utf-16", "replace").rstrip("\0")
    return decoded(value.rstrip(b"\0"), charset)


def _properties(data: bytes) -> dict[int, bytes]:
    """MAPI properties by number ([MS-OXTNEF] 2.1.3.4): the first value of each; texts in UTF-16 bear its mark."""
    (count,) = struct.unpack_from("<I", data)
    found: dict[int, bytes] = {}
    at = 4
    for _ in range(min(count, 10_000)):
        kind, number = struct.unpack_from("<HH", data, at)
        at += 4
        if number >= 0x8000:
            at = _after_name(data, at)
        values, at = _values(data, at, kind)
        if values:
            mark = b"\xff\xfe" if kind & 0xFFF == 0x1F else b""
            found.setdefault(number, mark + values[0])
    return found


def _after_name(data: bytes, at: int) -> int:
    """Behind the name of a named property: a GUID, then a number or a text."""
    (kind, length) = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (_padded(length) if kind == 1 else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """The values of one property, and the place behind them."""
    basic, several = kind & 0xFFF, bool(kind & 0x1000)
    variable = basic in (0x1E, 0x1F, 0x0D, 0x102)
    count = 1
    if several or variable:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    values = []
    for _ in range(count):
        if variable:
            (length,) = struct.unpack_from("<I", data, at)
            at += 4
        elif basic in _FIXED:
            length = _FIXED[basic]
        else:
            raise ValueError(f"a property of the unknown type {basic:#x}")
        if at + length > len(data):
            raise ValueError("a property is cut off")
        values.append(data[at : at + length])
        at += _padded(length)
    return values, at


def _padded(length: int) -> int:
    return length + -length % 4
