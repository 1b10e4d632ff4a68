"""How a file ends, judged by its last bytes: whole, cut off in the middle, or in doubt."""

from __future__ import annotations

import re
import struct
import sys
from enum import StrEnum

from pipeline.rules.arriving.filekinds import FileKind


class End(StrEnum):
    """How a file ends."""

    WHOLE = "as its kind should"
    DOUBTFUL = "with something behind its end, as mail programs leave it; perhaps it is still being written"
    CUT = "in the middle"


# kinds whose end bears no mark, or not always: what has only just stopped growing may not be all
UNMARKED = frozenset(FileKind) - {FileKind.PDF, FileKind.DOCX, FileKind.ZIP, FileKind.UNKNOWN}

_END_OF_ZIP = b"PK\x05\x06"
_END_OF_PDF, _STARTXREF = b"%%EOF", b"startxref"
_LINEAR = re.compile(rb"/Linearized\b[^>]*?/L[ \r\n\t]+(\d{1,12})\b")
_PDF_PARTS = re.compile(rb"\d+ \d+ obj\b|\bendobj\b|\bxref\b|\btrailer\b|startxref")
_COMMENT = re.compile(rb"%[^\r\n]*")
_BLANK = b" \t\r\n\f\0\x1a"
_PNG, _END_OF_PNG = b"\x89PNG", b"IEND\xaeB`\x82"
_JPEG, _END_OF_JPEG = b"\xff\xd8", b"\xff\xd9"
_BOUNDARY = re.compile(rb'(?i)\bboundary=(?:"([^"\r\n]{1,200})"|([^\s";]{1,200}))')


def ends_well(kind: FileKind, head: bytes, tail: bytes, size: int = sys.maxsize) -> bool:
    """Whether a file certainly ends as its kind should: see `end_of`."""
    return end_of(kind, head, tail, size) is End.WHOLE


def end_of(kind: FileKind, head: bytes, tail: bytes, size: int = sys.maxsize) -> End:
    """How a file of `size` bytes ends. `tail`: its last bytes; 66 KiB hold any ZIP's last record and comment.

    A kind without a mark at its end is always whole.
    """
    if not head:
        return End.CUT
    if kind is FileKind.PDF:
        return _pdf_end(head, tail, size)
    if kind in (FileKind.DOCX, FileKind.ZIP) or (kind is FileKind.OFFICE and head.startswith(b"PK")):
        return _zip_end(tail)
    if kind is FileKind.OFFICE and head.startswith(b"{"):
        return End.WHOLE if tail.rstrip(_BLANK).endswith(b"}") else End.CUT
    if kind is FileKind.IMAGE:
        return _picture_end(head, tail)
    return _email_end(head, tail) if kind is FileKind.EMAIL else End.WHOLE


def _picture_end(head: bytes, tail: bytes) -> End:
    """A PNG ends with IEND (ISO 15948, 11.2.5); telephones write more behind a JPEG's end, so it is never cut."""
    if head.startswith(_PNG):
        _, mark, after = tail.rpartition(_END_OF_PNG)
        return End.CUT if not mark else End.DOUBTFUL if after.strip(_BLANK) else End.WHOLE
    if head.startswith(_JPEG):
        return End.WHOLE if tail.rstrip(_BLANK).endswith(_END_OF_JPEG) else End.DOUBTFUL
    return End.WHOLE


def _email_end(head: bytes, tail: bytes) -> End:
    """An e-mail of several parts ends with its boundary and two hyphens (RFC 2046, 5.1.1); some lack it."""
    found = _BOUNDARY.search(head)
    if found is None:
        return End.WHOLE
    return End.WHOLE if b"--" + (found[1] or found[2]) + b"--" in tail else End.DOUBTFUL


def _pdf_end(head: bytes, tail: bytes, size: int) -> End:
    """A PDF ends with startxref, a place inside the file, %%EOF (ISO 32000-1, 7.5.5).

    A saved change is written behind the old end (7.5.6): after an %%EOF the parts of a PDF are a change that is
    still being written. One made for the web has an %%EOF near its beginning and says how long it is (/L, annex F).
    """
    promised = _LINEAR.search(head)
    if promised is not None and size < int(promised[1]):
        return End.CUT
    before, mark, after = tail.rpartition(_END_OF_PDF)
    if not mark or _PDF_PARTS.search(after):
        return End.CUT
    place = _COMMENT.sub(b"", before[before.rfind(_STARTXREF) :]).split()
    sound = len(place) == 2 and place[0] == _STARTXREF and place[1].isdigit() and 0 < int(place[1]) < size
    return End.WHOLE if sound and not after.strip(_BLANK) else End.DOUBTFUL


def _zip_end(tail: bytes) -> End:
    """The last record of a ZIP is 22 bytes and a comment whose length it states (PKWARE APPNOTE 4.3.16)."""
    at = tail.rfind(_END_OF_ZIP)
    if at < 0 or len(tail) < at + 22:
        return End.CUT
    end = at + 22 + int(struct.unpack_from("<H", tail, at + 20)[0])
    if len(tail) < end:
        return End.CUT
    return End.WHOLE if len(tail) == end else End.DOUBTFUL
