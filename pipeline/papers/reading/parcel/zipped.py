"""A packed folder (ZIP): every file in it, within limits; nothing is ever written under a name from inside."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.parcel.parts import (
    LARGEST_PART,
    MOST_BYTES,
    MOST_PARTS,
    Parcel,
    Part,
    sorted_part,
)

_WHAT = "Packed folder"
_UNPACK = "Unpack it yourself and put the forms inside it into the inbox."
_END = b"PK\x05\x06"
_DOCUMENTS = ("[content_types].xml", "meta-inf/manifest.xml", "mimetype")


def open_zip(data: bytes) -> Parcel:
    """The files in a ZIP. Raises ReadingError: damaged, locked, far too large, or a document of another kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [info for info in package.infolist() if not info.is_dir()]
            _check(data, package.infolist(), entries)
            return Parcel(_WHAT, tuple(_parts(package, entries)))
    except NotImplementedError as err:
        raise ReadingError(_WHAT, "it is packed in a way that only newer programs know.", _UNPACK) from err
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError, struct.error) as err:
        said = " ".join(str(err).split())[:100]
        why = f"it is damaged; a part of it was probably lost on its way (for the helpdesk: {said})."
        raise ReadingError(_WHAT, why, "Ask for it again, or for the forms one by one.") from err


def _check(data: bytes, everything: list[zipfile.ZipInfo], entries: list[zipfile.ZipInfo]) -> None:
    """Raises ReadingError for what is refused before anything is unpacked."""
    if any(info.flag_bits & 1 for info in entries):
        why = "the files in it are locked with a password."
        raise ReadingError(
            _WHAT, why, "Unpack it with its password and put the forms inside it into the inbox."
        )
    if len(entries) > MOST_PARTS:
        raise ReadingError(
            _WHAT, f"it holds {len(entries)} files; at most {MOST_PARTS} are taken from one.", _UNPACK
        )
    if any(info.filename.lower() in _DOCUMENTS for info in entries):
        why = "it is no folder of files but a document that was given the name of one."
        raise ReadingError(_WHAT, why, "Ask for the form itself, saved as PDF or Word (.docx).")
    if _has_more(data, everything):
        why = "there is more in the file than its list of contents shows, so two programs could show different forms."
        raise ReadingError(_WHAT, why, "Ask for the forms one by one.")
    total = sum(info.file_size for info in entries)
    if total > MOST_BYTES or any(info.file_size > LARGEST_PART for info in entries):
        raise ReadingError(_WHAT, f"unpacked it has {total >> 20} MB, far more than forms have.", _UNPACK)


def _has_more(data: bytes, everything: list[zipfile.ZipInfo]) -> bool:
    """Whether something stands before the first file, where a second folder can hide (PKWARE APPNOTE 4.3.6)."""
    at = data.rfind(_END)
    if not everything:
        return at != 0
    size, offset = struct.unpack("<II", data[at + 12 : at + 20])
    zip64 = 0xFFFFFFFF in (size, offset)
    moved = 0 if zip64 else at - size - offset
    return moved != 0 or min(info.header_offset for info in everything) != 0


def _parts(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> list[Part]:
    parts, left = [], MOST_BYTES
    for info in entries:
        with package.open(info) as file:
            data = file.read(min(left, LARGEST_PART) + 1)  # whatever size it says it has
        left -= len(data)
        if left < 0 or len(data) > LARGEST_PART:
            raise ReadingError(_WHAT, "unpacked it is far larger than it says.", _UNPACK)
        if len(data) != info.file_size:
            raise ValueError(f"{info.file_size} bytes are promised, {len(data)} are there")
        parts.append(sorted_part(_name(info), data))
    return parts


def _name(info: zipfile.ZipInfo) -> str:
    """The name; where the mark for UTF-8 is missing, UTF-8 is meant all the same when it fits."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
