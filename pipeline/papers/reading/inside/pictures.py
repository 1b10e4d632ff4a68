"""What a picture file says beside its picture: camera and author notes, captions, comments, thumbnails."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pipeline.papers.reading.inside.gathering import LARGEST, Gathering
from pipeline.papers.reading.inside.strings import as_text, strings

_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWN = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD", b"sBIT")
_SCAN = 0xDA  # of a JPEG: from here on only the picture


def picture_notes(data: bytes, place: str, gathering: Gathering) -> None:
    """Take in what a picture says in words; the picture itself is for a person to look at, but for our own."""
    if not (gathering.own and fingerprint(data) in gathering.own):
        gathering.picture(place)
        gathering.draws(place, data)
    notes = _png(data) if data.startswith(_PNG) else _jpeg(data) if data[:2] == b"\xff\xd8" else strings(data)
    for note in notes:
        gathering.text(note, f"{place}, notes inside the picture file", hidden=True)


def fingerprint(data: bytes) -> str:
    """What a picture file shows, whatever it is packed in; "" for one that cannot be drawn."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return drawn(picture)
    except (OSError, ValueError, Image.DecompressionBombError):
        return ""


def drawn(picture: Any) -> str:
    """The same for an open picture: of its colours, point by point."""
    points = picture.convert("RGB")
    return hashlib.sha256(f"{points.size}".encode() + points.tobytes()).hexdigest()


def as_png(picture: Any) -> bytes:
    """An open picture as a file."""
    out = io.BytesIO()
    (picture if picture.mode in ("1", "L", "RGB") else picture.convert("RGB")).save(out, "PNG")
    return out.getvalue()


def _png(data: bytes) -> Iterator[str]:
    at = len(_PNG)
    while at + 12 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if kind not in _DRAWN:
            yield from _chunk(kind, body)
        at += 12 + size
        if kind == b"IEND":
            break
    yield from strings(data[at:])


def _chunk(kind: bytes, body: bytes) -> Iterator[str]:
    yield from strings(body)
    for start in _squeezed(kind, body):
        try:
            yield as_text(zlib.decompressobj().decompress(body[start:], LARGEST))
        except zlib.error:
            continue


def _squeezed(kind: bytes, body: bytes) -> Iterator[int]:
    """Where squeezed text may begin: after the keyword, its end and the method (and two more texts of an iTXt)."""
    if kind == b"zTXt":
        yield body.find(b"\0") + 2
    elif kind == b"iTXt":
        key = body.find(b"\0") + 3
        language = body.find(b"\0", key) + 1
        yield body.find(b"\0", language) + 1


def _jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        if data[at + 1] == 0xFE or 0xE0 <= data[at + 1] <= 0xEF:
            yield from strings(data[at + 4 : at + 2 + size])
        at += 2 + size
    end = data.rfind(b"\xff\xd9")
    if end >= 0:
        yield from strings(data[end + 2 :])
