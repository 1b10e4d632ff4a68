"""Stretches of a packed file that belong to none of its parts: unpackers pass over them, the curious do not."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from pipeline.papers.reading.inside.strings import as_text, strings

_HEAD = 30  # bytes of a part's local header, before its name
_AFTER = (12, 16, 20, 24)  # sizes of what may follow a part that was written as a stream
_MARK = b"PK\x07\x08"


def unread_stretches(data: bytes, package: zipfile.ZipFile) -> Iterator[str]:
    """A sentence for each stretch before, between or behind the parts."""
    at = 0
    for info in sorted(package.infolist(), key=lambda i: i.header_offset):
        if info.header_offset != at and not _is_descriptor(data[at : info.header_offset]):
            yield f"there are bytes before the part {info.filename} that belong to no part"
        at = _end_of(data, info)
    if at != package.start_dir and not _is_descriptor(data[at : package.start_dir]):
        yield "there are bytes behind the last part that belong to no part"
    tail = data.rfind(b"PK\x05\x06")
    if tail < 0 or len(data) != tail + 22 + len(package.comment):
        yield "there are bytes behind the end of the packed file"


def heads(data: bytes, package: zipfile.ZipFile) -> Iterator[str]:
    """What the heads of the parts say and the table of the file does not: another name, a field more."""
    for info in package.infolist():
        head = data[info.header_offset : info.header_offset + _HEAD]
        if len(head) < _HEAD:
            continue
        name, extra = struct.unpack("<HH", head[26:30])
        start = info.header_offset + _HEAD
        if (told := as_text(data[start : start + name])) != info.orig_filename:
            yield told
        field = data[start + name : start + name + extra]
        if field != info.extra:
            yield from strings(field)


def _end_of(data: bytes, info: zipfile.ZipInfo) -> int:
    head = data[info.header_offset : info.header_offset + _HEAD]
    if len(head) < _HEAD:
        return info.header_offset
    name, extra = struct.unpack("<HH", head[26:30])
    return info.header_offset + _HEAD + int(name) + int(extra) + info.compress_size


def _is_descriptor(gap: bytes) -> bool:
    return not gap or (len(gap) in _AFTER and (gap.startswith(_MARK) or len(gap) in (12, 20)))
