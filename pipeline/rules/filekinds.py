"""What a file is, judged by its first and last bytes; the name only decides where the bytes do not."""

from __future__ import annotations

import re
import struct
import sys
from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """What can be dropped into the inbox."""

    PDF = "PDF"
    DOCX = "Word document"
    YAML = "YAML file"
    IMAGE = "picture"  # PNG, JPEG, TIFF, HEIC: a scan or a photograph
    OFFICE = "old or other text document"  # .doc, .rtf, .odt: read through an office suite
    EMAIL = "e-mail"  # .eml
    OUTLOOK = "Outlook e-mail"  # .msg
    TNEF = "Outlook attachment package"  # winmail.dat
    ZIP = "packed folder"
    UNKNOWN = "file of another kind"


class End(StrEnum):
    """How a file ends."""

    WHOLE = "as its kind should"
    DOUBTFUL = "with something behind its end, as mail programs leave it; perhaps it is still being written"
    CUT = "in the middle"


_ZIP = b"PK\x03\x04"
_END_OF_ZIP = b"PK\x05\x06"
_END_OF_PDF, _STARTXREF = b"%%EOF", b"startxref"
_LINEAR = re.compile(rb"/Linearized\b[^>]*?/L[ \r\n\t]+(\d{1,12})\b")
_PDF_PARTS = re.compile(rb"\d+ \d+ obj\b|\bendobj\b|\bxref\b|\btrailer\b|startxref")
_COMMENT = re.compile(rb"%[^\r\n]*")
_BLANK = b" \t\r\n\f\0\x1a"
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
_SIGNATURES = tuple(
    (re.compile(start, re.DOTALL), words)
    for start, words in (
        (_OLD_OFFICE, "an old Office file (.doc, .xls, .msg) or a Word file locked with a password"),
        (rb"\{\\rtf", "a rich text file (.rtf)"),
        (rb"\x89PNG", "a picture (PNG)"),
        (rb"\xff\xd8\xff", "a picture (JPEG)"),
        (rb"GIF8", "a picture (GIF)"),
        (rb"II\*\0|MM\0\*", "a picture (TIFF)"),
        (rb".{4}ftyp", "a picture or film from a telephone"),
        (rb"MZ|\x7fELF", "a program"),
        (rb"%FDF", "a file of form data (FDF)"),
        (rb"Rar!", "a packed folder (RAR)"),
        (rb"7z\xbc\xaf", "a packed folder (7z)"),
        (rb"<\?xml", "an XML file"),
        (rb"(?:Received|Return-Path|MIME-Version|Delivered-To): ", "an e-mail"),
    )
)
_OLE_KINDS = {".doc": FileKind.OFFICE, ".dot": FileKind.OFFICE, ".msg": FileKind.OUTLOOK}
_STARTS = (
    (re.compile(rb"\{\\rtf"), FileKind.OFFICE),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*"), FileKind.IMAGE),
    (re.compile(rb".{4}ftyp(?:hei[cfms]|hev[cx]|mif1|msf1)", re.DOTALL), FileKind.IMAGE),
    (re.compile(rb"\x78\x9f\x3e\x22"), FileKind.TNEF),
    (
        re.compile(rb"(?:Received|Return-Path|MIME-Version|Delivered-To|Message-ID): ", re.IGNORECASE),
        FileKind.EMAIL,
    ),
)
_OLD_OFFICE_ENDINGS = {
    ".doc": "an old Word file (.doc)",
    ".dot": "an old Word file (.dot)",
    ".msg": "an Outlook e-mail (.msg)",
    ".xls": "an old spreadsheet (.xls)",
    ".docx": "a Word file locked with a password",
}
_ENDINGS = {
    ".eml": "an e-mail",
    ".msg": "an Outlook e-mail (.msg)",
    ".doc": "an old Word file (.doc)",
    ".rtf": "a rich text file (.rtf)",
    ".odt": "a LibreOffice text (.odt)",
    ".pages": "an Apple Pages file",
    ".xlsx": "a spreadsheet",
    ".xls": "a spreadsheet",
    ".csv": "a table (CSV)",
    ".pptx": "a presentation",
    ".txt": "a text file (.txt)",
    ".html": "a web page",
    ".htm": "a web page",
    ".zip": "a packed folder (ZIP)",
}
_OF_TEXT = (".eml", ".csv", ".txt", ".html", ".htm")


@dataclass(frozen=True)
class Advice:
    """Why a file is not taken and what to do about it, for a coordinator. `why` begins in lower case."""

    why: str
    remedy: str


# a word of the description -> what to do; the first that fits
_ADVICE = (
    (
        "e-mail",
        Advice(
            "the form attached to it is read, not the e-mail.",
            "Open the e-mail, save the attached form and put that into the inbox.",
        ),
    ),
    (
        "password",
        Advice(
            "it cannot be opened without its password, or it is in an old format.",
            "Open it, take the password off, save it as .docx and put that into the inbox.",
        ),
    ),
    *(
        (
            word,
            Advice(
                "a Word form is read only when it is saved as .docx.",
                "Open it in Word or LibreOffice, save it as .docx and put that into the inbox.",
            ),
        )
        for word in ("old Word", "rich text", "LibreOffice", "Pages")
    ),
    (
        "picture",
        Advice(
            "a picture has no answers that can be read.",
            "Ask for the form itself: filled in on the computer, saved and sent as PDF or Word.",
        ),
    ),
    (
        "packed",
        Advice(
            "what is packed inside it is not read.", "Unpack it and put the forms inside it into the inbox."
        ),
    ),
    (
        "damaged",
        Advice(
            "it does not begin as such a file does, so it was damaged on its way or is of another kind.",
            "Ask for the file again, and check that it opens.",
        ),
    ),
    (
        "form data",
        Advice("it holds the answers without the form.", "Ask for the whole form, saved as PDF."),
    ),
)
_USUAL = Advice(
    "the panel's forms come as PDF, Word (.docx) or YAML.",
    "Fill in one of the panel's forms and put that into the inbox.",
)


def kind_of(head: bytes, name: str) -> FileKind:
    """The kind of a file from its first bytes (1 KiB is enough) and its name."""
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    ending = _ending(name)
    if head.startswith(_ZIP):
        return _zip_kind(head, ending)
    if ending in (".yaml", ".yml") and _is_text(head):
        return FileKind.YAML
    if head.startswith(_OLD_OFFICE):
        return _OLE_KINDS.get(ending, FileKind.UNKNOWN)
    found = next((kind for start, kind in _STARTS if start.match(head)), FileKind.UNKNOWN)
    if found is FileKind.UNKNOWN and ending == ".eml" and head.strip():
        return FileKind.EMAIL
    return found


def _zip_kind(head: bytes, ending: str) -> FileKind:
    if ending == ".odt" or b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:120]:
        return FileKind.OFFICE
    if _is_word(head, ending):
        return FileKind.DOCX
    return FileKind.ZIP if ending in ("", ".zip") else FileKind.UNKNOWN


def describe(head: bytes, name: str) -> str:
    """What a file seems to be, in words for a coordinator: "a picture (PNG)"."""
    if not head:
        return "an empty file"
    kind = kind_of(head, name)
    if kind in (FileKind.PDF, FileKind.DOCX, FileKind.YAML):
        return f"a {kind}"
    ending = _ending(name)
    if head.startswith(_OLD_OFFICE) and ending in _OLD_OFFICE_ENDINGS:
        return _OLD_OFFICE_ENDINGS[ending]
    signed = next((words for start, words in _SIGNATURES if start.match(head)), "")
    if signed:
        return signed
    if head.startswith(_ZIP):
        return _ENDINGS.get(ending, "a packed folder (ZIP)")
    if ending in _OF_TEXT or (ending in _ENDINGS and _is_text(head)):
        return _ENDINGS[ending]  # also in UTF-16, half of whose bytes are no text
    if ending in (".pdf", ".docx", *_ENDINGS):
        return f"a damaged file named {ending}"
    words = "a text file" if _is_text(head) else "a file of an unknown kind"
    return f"{words} ({ending})" if ending[1:].isalnum() and len(ending) < 8 else words


def advice(head: bytes, name: str) -> Advice:
    """What to do about a file that is none of the kinds forms come in."""
    words = describe(head, name)
    return next((advised for word, advised in _ADVICE if word in words), _USUAL)


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
    return _zip_end(tail) if kind is FileKind.DOCX else End.WHOLE


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
