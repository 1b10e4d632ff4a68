"""What a file is, judged by its first bytes; the name only decides where the bytes do not."""

from __future__ import annotations

import re
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


_ZIP = b"PK\x03\x04"
_OTHER_ZIPS = (
    ".xlsx",
    ".xlsm",
    ".pptx",
    ".odt",
    ".ott",
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
    ("empty", Advice("there is nothing in it.", "Ask for the file again; it was lost on its way.")),
    (
        "e-mail",
        Advice(
            "what is attached to it is not opened here.",
            "Open it, save the attached form and put that into the inbox.",
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
            "no page of a form can be read in it.",
            "Ask for the form itself, filled in on the computer and saved as PDF or Word; or scan the pages to PDF.",
        ),
    ),
    (
        "packed",
        Advice("it is not opened here.", "Unpack it and put the forms inside it into the inbox."),
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
    ending = _ending(name)
    if head.startswith(_ZIP):
        return _zip_kind(head, ending)
    signed = next((kind for start, kind in _STARTS if start.match(head)), FileKind.UNKNOWN)
    if signed is not FileKind.UNKNOWN:
        return signed
    if b"%PDF-" in head[:1024] and (ending != ".eml" or head.startswith(b"%PDF-")):
        return FileKind.PDF  # what stands in front of it is rubbish; in an e-mail it is what is attached
    if ending in (".yaml", ".yml") and _is_text(head):
        return FileKind.YAML
    if head.startswith(_OLD_OFFICE):
        return _OLE_KINDS.get(ending, FileKind.UNKNOWN)
    return FileKind.EMAIL if ending == ".eml" and head.strip() else FileKind.UNKNOWN


def _zip_kind(head: bytes, ending: str) -> FileKind:
    if ending == ".odt" or b"mimetypeapplication/vnd.oasis.opendocument.text" in head[:120]:
        return FileKind.OFFICE
    if _is_word(head, ending):
        return FileKind.DOCX
    return FileKind.ZIP if ending in ("", ".zip") else FileKind.UNKNOWN


def describe(head: bytes, name: str) -> str:
    """What a file seems to be, in words for a coordinator: "a picture (PNG)"."""
    if not head.strip():
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
