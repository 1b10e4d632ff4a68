"""What a file is, judged by its first and last bytes; the name only decides where the bytes do not."""

from __future__ import annotations

import struct
from enum import StrEnum


class FileKind(StrEnum):
    """What can be dropped into the inbox."""

    PDF = "PDF"
    DOCX = "Word document"
    YAML = "YAML file"
    UNKNOWN = "file of another kind"


_ZIP = b"PK\x03\x04"
_END_OF_ZIP = b"PK\x05\x06"
_OTHER_ZIPS = (
    ".xlsx",
    ".xlsm",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".zip",
    ".jar",
    ".epub",
    ".pages",
    ".numbers",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# first bytes -> what a coordinator would call it
_SIGNATURES = (
    (_OLD_OFFICE, "an old Office file (.doc, .xls, .msg) or a Word file locked with a password"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"%FDF", "a file of form data (FDF)"),
    (b"Rar!", "a packed folder (RAR)"),
    (b"7z\xbc\xaf", "a packed folder (7z)"),
    (b"<?xml", "an XML file"),
)
_ENDINGS = {
    ".eml": "an e-mail",
    ".msg": "an Outlook e-mail",
    ".doc": "an old Word file (.doc)",
    ".rtf": "a rich text file (.rtf)",
    ".odt": "a LibreOffice text (.odt)",
    ".xlsx": "a spreadsheet",
    ".xls": "a spreadsheet",
    ".csv": "a table (CSV)",
    ".pptx": "a presentation",
    ".txt": "a plain text",
    ".html": "a web page",
    ".htm": "a web page",
    ".zip": "a packed folder (ZIP)",
}


def kind_of(head: bytes, name: str) -> FileKind:
    """The kind of a file from its first bytes (1 KiB is enough) and its name."""
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    ending = _ending(name)
    if head.startswith(_ZIP):
        return FileKind.DOCX if _is_word(head, ending) else FileKind.UNKNOWN
    if ending in (".yaml", ".yml") and _is_text(head):
        return FileKind.YAML
    return FileKind.UNKNOWN


def describe(head: bytes, name: str) -> str:
    """What a file seems to be, in words for a coordinator: "a picture (PNG)"."""
    if not head:
        return "an empty file"
    kind = kind_of(head, name)
    if kind is not FileKind.UNKNOWN:
        return f"a {kind}"
    for start, words in _SIGNATURES:
        if head.startswith(start):
            return words
    ending = _ending(name)
    if head.startswith(_ZIP):
        return _ENDINGS.get(ending, "a packed folder (ZIP)")
    if ending in (".pdf", ".docx") or not _is_text(head):
        return f"a damaged file named {ending}" if ending else "a file of an unknown kind"
    return _ENDINGS.get(ending, "a file of an unknown kind")


def ends_well(kind: FileKind, head: bytes, tail: bytes) -> bool:
    """Whether a file ends as its kind should, so is not still being written. `tail`: the last 1 KiB or more.

    A kind without a mark at its end always ends well.
    """
    if not head:
        return False
    if kind is FileKind.PDF:
        return b"%%EOF" in tail
    if kind is FileKind.DOCX:
        return _zip_ends(tail)
    return True


def _zip_ends(tail: bytes) -> bool:
    """The last record of a ZIP is 22 bytes and a comment whose length it states (PKWARE APPNOTE 4.3.16)."""
    at = tail.rfind(_END_OF_ZIP)
    if at < 0 or len(tail) < at + 22:
        return False
    comment = int(struct.unpack_from("<H", tail, at + 20)[0])
    return len(tail) >= at + 22 + comment


def _is_word(head: bytes, ending: str) -> bool:
    if b"mimetypeapplication/vnd.oasis" in head or ending in _OTHER_ZIPS:
        return False
    return (
        ending in (".docx", ".docm", ".dotx", ".dotm") or b"[Content_Types].xml" in head or b"word/" in head
    )


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""
