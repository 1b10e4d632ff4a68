"""Outlook's squeezed rich text ([MS-OXRTFCP]): a message's body, unsqueezed."""

from __future__ import annotations

import struct
import zlib

_LZFU, _MELA = 0x75465A4C, 0x414C454D  # squeezed, and as it is
_HEAD = struct.Struct("<IIII")  # bytes that follow, bytes unsqueezed, kind, sum
_PAIR = struct.Struct(">H")
_LONGEST = 3 << 20  # bytes of a message's text; its pictures are attachments
_RING = 4096  # bytes that a piece may be repeated from
# What every ring begins with ([MS-OXRTFCP] 2.1.2.1): words that most rich texts hold.
_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unsqueezed(data: bytes) -> bytes:
    """The rich text. Raises ValueError when it is damaged, or far too long."""
    if len(data) < _HEAD.size:
        raise ValueError("the rich text is cut off")
    follows, length, kind, total = _HEAD.unpack_from(data)
    body = data[_HEAD.size : follows + 4]
    if length > _LONGEST or len(body) < follows + 4 - _HEAD.size:
        raise ValueError("the rich text is cut off or far too long")
    if kind == _MELA:
        return body[:length]
    if kind != _LZFU:
        raise ValueError("the rich text is squeezed in an unknown way")
    if zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF != total:
        raise ValueError("the check of the rich text fails")
    try:
        return _expanded(body, length)
    except (struct.error, IndexError) as err:
        raise ValueError("the rich text is cut off") from err


def _expanded(body: bytes, length: int) -> bytes:
    """The bytes: each as it stands, or a piece of those before; a sign for each of eight says which."""
    ring = bytearray(_BEGINNING.ljust(_RING, b"\0"))
    at, place = len(_BEGINNING), 0
    out = bytearray()
    while place < len(body) and len(out) < length:
        signs, place = body[place], place + 1
        for bit in range(8):
            if signs >> bit & 1:
                (pair,) = _PAIR.unpack_from(body, place)
                if pair >> 4 == at:
                    return _whole(out, length)
                starts = range(pair >> 4, (pair >> 4) + (pair & 15) + 2)
                place += 2
            else:
                ring[at] = body[place]
                starts = range(at, at + 1)
                place += 1
            for start in starts:
                ring[at] = ring[start % _RING]
                out.append(ring[at])
                at = (at + 1) % _RING
            if place >= len(body):
                break
    return _whole(out, length)


def _whole(out: bytearray, length: int) -> bytes:
    if len(out) < length:
        raise ValueError("the rich text is cut off")
    return bytes(out[:length])
