"""The parts of an e-mail or packed folder, and what each is by its bytes, its name and its place."""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.rules.arriving.filekinds import FileKind, kind_of

MOST_PARTS = 500  # of one container
LARGEST_PART = 100 << 20  # bytes; as the inbox
MOST_BYTES = 200 << 20  # of all parts of one container together
_LONGEST_NAME = 200  # letters
_SMALL_FILE = 15 << 10  # bytes; a page of a form that can be read is larger
_SMALL_SIDE = 400  # pixels; the shorter side of a page that can be read is longer
_CONTAINERS = (FileKind.EMAIL, FileKind.OUTLOOK, FileKind.TNEF, FileKind.ZIP)


class Role(StrEnum):
    """What is to be done with a part."""

    FORM = "may be a form"
    PICTURE = "may be the photograph of a page"
    TEXT = "is the text of a message"
    CONTAINER = "holds parts of its own"
    PASSED_OVER = "is no form and needs nobody"


@dataclass(frozen=True)
class Letter:
    """What an e-mail says of itself. Moments have their time zone; `arrived` is when the last server took it."""

    sender: str = ""
    subject: str = ""
    sent: datetime | None = None
    arrived: datetime | None = None


@dataclass(frozen=True)
class Part:
    """One part. `reason` says why it is passed over. The text of a message is in UTF-8, whatever it came in.

    `inline`: a picture that stands in the text of the message, not beside it.
    """

    name: str
    role: Role
    data: bytes = b""
    reason: str = ""
    inline: bool = False


@dataclass(frozen=True)
class Parcel:
    """An opened container: what it is ("E-mail"), its parts in order, and the letter when it is a message."""

    what: str
    parts: tuple[Part, ...]
    letter: Letter | None = None


# how a name ends, or what a mail program calls it -> why nobody needs it
_NEEDLESS = (
    ((".vcf", "text/vcard", "text/x-vcard", "text/directory"), "a contact card"),
    ((".ics", "text/calendar", "application/ics"), "a calendar entry"),
    ((".p7s", "application/pkcs7-signature", "application/x-pkcs7-signature"), "the sender's signature"),
    ((".asc", "application/pgp-signature", "application/pgp-keys"), "the sender's signature"),
    (
        (
            "message/delivery-status",
            "message/disposition-notification",
            "message/feedback-report",
            "text/rfc822-headers",
        ),
        "a delivery report",
    ),
)
_PASSWORD = ".password.txt"
_SYSTEMS = ("thumbs.db", "desktop.ini", ".ds_store")
_OTHER_PICTURES = (b"GIF8", b"BM", b"RIFF", b"<svg", b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a")


def sorted_part(name: str, data: bytes, media: str = "", *, inline: bool = False) -> Part:
    """A part with its role. `media` is its type as the mail program wrote it; `inline`: it stands in the text."""
    name = clean_name(name)
    if not data:
        return Part(name, Role.PASSED_OVER, reason="there is nothing in it")
    needless = _needless(name, media.lower())
    if needless:
        return Part(name, Role.PASSED_OVER, data, needless)
    kind = kind_of(data[:1024], name)
    if kind in _CONTAINERS:
        return Part(name, Role.CONTAINER, data)
    other = kind is FileKind.UNKNOWN and data.startswith(_OTHER_PICTURES) and media.startswith("image/")
    if kind is not FileKind.IMAGE and not other:
        return Part(name, Role.FORM, data)
    reason = _too_small(data)
    if reason or (other and inline):
        return Part(name, Role.PASSED_OVER, data, reason or "a picture in the text of the e-mail")
    return Part(name, Role.FORM if other else Role.PICTURE, data, inline=inline)


def _needless(name: str, media: str) -> str:
    low = name.lower()
    last = low.rsplit("/", 1)[-1]
    if last in _SYSTEMS or last.startswith(("._", "~$")) or low.startswith("__macosx/"):
        return "a file that the sender's computer keeps for itself"
    if last.endswith(_PASSWORD):
        return "a password, which is kept nowhere by itself"
    ending = last[last.rfind(".") :] if "." in last else ""
    return next((words for marks, words in _NEEDLESS if ending in marks or media in marks), "")


def _too_small(data: bytes) -> str:
    """Why a picture cannot be the page of a form; "" when it can."""
    side = min(_pixels(data))
    if 0 < side < _SMALL_SIDE:
        return f"a small picture ({side} points on its shorter side), such as a signature or a logo"
    return "a small picture, such as a signature or a logo" if len(data) < _SMALL_FILE else ""


def _pixels(data: bytes) -> tuple[int, int]:
    """Width and height as the file's head says; (0, 0) where that is not known."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
    elif data.startswith(b"\xff\xd8"):
        return _jpeg_pixels(data)
    else:
        width = height = 0
    return width, height


def _jpeg_pixels(data: bytes) -> tuple[int, int]:
    """From the first frame header (ITU T.81, B.2.2); segments say how long they are."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return 0, 0


def clean_name(text: str) -> str:
    """A part's name as a label: no controls, no marks that turn the direction of writing, no way out of a folder."""
    text = text.replace("\\", "/")
    steps = [step.strip() for step in text.split("/") if step.strip() not in ("", ".", "..")]
    name = one_line("/".join(steps), 10 * _LONGEST_NAME)
    if len(name) > _LONGEST_NAME:
        dot = name.rfind(".")
        ending = name[dot:] if 0 <= len(name) - dot <= 12 and dot > 0 else ""
        name = name[: _LONGEST_NAME - len(ending) - 1] + "…" + ending
    return name or "without a name"


def one_line(text: str, longest: int) -> str:
    """Words from a header: NFC, one line, nothing that cannot be seen; cut at `longest` letters."""
    text = text[: 4 * longest].encode("utf-8", "replace").decode("utf-8")
    shown = "".join(
        " " if unicodedata.category(c) in _HIDDEN else c for c in unicodedata.normalize("NFC", text)
    )
    words = " ".join(shown.split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


_HIDDEN = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
