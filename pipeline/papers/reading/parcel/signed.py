"""The content of a signed message in one piece (CMS SignedData, RFC 5652), without judging the signature."""

from __future__ import annotations

from dataclasses import dataclass

_SIGNED = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_SEQUENCE, _OBJECT, _OCTETS, _OCTETS_IN_PIECES, _CONTENT = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 8


@dataclass(frozen=True)
class _Item:
    """One value of BER: its tag, where its content begins and ends, and where the next begins."""

    tag: int
    start: int
    end: int
    next: int


def signed_content(data: bytes) -> bytes | None:
    """The signed MIME entity; None when the message is encrypted or not to be understood."""
    try:
        outer = _children(data, _item(data, 0, 0))
        if data[outer[0].start : outer[0].end] != _SIGNED:
            return None
        signed = _children(data, _children(data, outer[1])[0])
        content = next(item for item in signed[1:] if item.tag == _SEQUENCE)
        holder = _children(data, content)[1]
        return _octets(data, _children(data, holder)[0], 0)
    except (IndexError, StopIteration, ValueError):
        return None


def _octets(data: bytes, item: _Item, depth: int) -> bytes:
    if item.tag == _OCTETS:
        return data[item.start : item.end]
    if item.tag != _OCTETS_IN_PIECES or depth > _DEEPEST:
        raise ValueError("no octets")
    return b"".join(_octets(data, piece, depth + 1) for piece in _children(data, item))


def _children(data: bytes, item: _Item) -> list[_Item]:
    found, at = [], item.start
    while at < item.end:
        child = _item(data, at, 0)
        found.append(child)
        at = child.next
    return found


def _item(data: bytes, at: int, depth: int) -> _Item:
    """The value at a place (X.690, 8.1); a length that is not stated is found by the end mark."""
    tag, first = data[at], data[at + 1]
    start = at + 2
    if first == 0x80:
        if depth > _DEEPEST * 2:
            raise ValueError("too deep")
        end = start
        while data[end : end + 2] != b"\0\0":
            end = _item(data, end, depth + 1).next
        return _Item(tag, start, end, end + 2)
    length = first
    if first & 0x80:
        count = first & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    if start + length > len(data):
        raise ValueError("cut off")
    return _Item(tag, start, start + length, start + length)
