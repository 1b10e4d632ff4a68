"""An e-mail (RFC 5322, MIME): its letter, its text and whatever is attached, however the headers are spelt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from email.message import Message
from email.parser import BytesFeedParser

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.parcel.headers import Lenient, letter_of, words
from pipeline.papers.reading.parcel.parts import MOST_PARTS, Parcel, Part, Role, sorted_part
from pipeline.papers.reading.parcel.signed import signed_content
from pipeline.papers.reading.parcel.texts import decoded, text_of_html, tidy
from pipeline.papers.reading.parcel.uuencoded import files_in

_WHAT = "E-mail"
_PIECE = 64 << 10  # bytes
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_KNOWN = re.compile(
    r"(?i)from|to|date|subject|received|mime-version|content-type|message-id|return-path|sender"
)
_SPLIT_OFF = re.compile(r"(?i)att\d+\.(?:txt|html?)")  # the text after an attachment, as Exchange names it
_ENDINGS = {
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "application/vnd.ms-outlook": ".msg",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/ms-tnef": ".dat",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    "text/plain": ".txt",
    "text/html": ".html",
}
_PICTURE = re.compile(r"""(?i)\bcid:([^\s"'<>)]{1,200})""")
_MESSAGE_TEXT = {"text/plain": "text of the e-mail", "text/html": "text of the e-mail, as a web page"}


class _Opaque(Message):
    """A message whose attached messages stay the bytes they are, so that each can be kept and opened by itself."""

    def get_content_maintype(self) -> str:
        """As usual, but never "message": the parser would take what is attached to pieces."""
        kind = super().get_content_maintype()
        return "attached" if kind == "message" else kind

    def get_content_type(self) -> str:
        """As above."""
        kind = super().get_content_type()
        return "attached" + kind[len("message") :] if kind.startswith("message/") else kind

    @property
    def media(self) -> str:
        """Its type as written."""
        return super().get_content_type()


def open_email(data: bytes) -> Parcel:
    """The parts of an e-mail. Raises ReadingError: no e-mail, encrypted, or nested beyond sense."""
    message = _parsed(_in_bytes(data))
    if not any(_KNOWN.fullmatch(name) for name in message):
        why = "it does not begin as an e-mail does, so it was damaged on its way or is of another kind."
        raise ReadingError(
            "File named .eml", why, "Save the e-mail again, or the form that is attached to it."
        )
    return Parcel(_WHAT, tuple(parts_of(message)), letter_of(message))


def _in_bytes(data: bytes) -> bytes:
    """The message as it travels; one that a program saved in UTF-16 or with a mark in front is put back."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return decoded(data).encode("utf-8", "replace")
    head = data[:400]
    if head.count(0) > len(head) // 3:
        return decoded(data, "utf-16-be" if head.startswith(b"\0") else "utf-16-le").encode(
            "utf-8", "replace"
        )
    return data


def _parsed(data: bytes) -> Message:
    parser = BytesFeedParser(_Opaque, policy=Lenient())
    try:
        for at in range(0, len(data), _PIECE):  # given whole, it would be held several times over
            parser.feed(data[at : at + _PIECE])
        return parser.close()
    except RecursionError as err:
        raise _too_deep() from err


def _too_deep() -> ReadingError:
    why = "its parts stand inside each other far more deeply than in any e-mail."
    return ReadingError(_WHAT, why, "Open it, save the attached form and put that into the inbox.")


def parts_of(message: Message) -> Iterator[Part]:
    """The leaves of a message, in order. Raises ReadingError when there are too many, or one is encrypted."""
    leaves = list(_leaves(message))
    if len(leaves) > MOST_PARTS:
        why = f"it has {len(leaves)} parts; at most {MOST_PARTS} are taken from one."
        raise ReadingError(_WHAT, why, "Open it, save the attached forms and put those into the inbox.")
    shown = frozenset(number for leaf in leaves for number in _shown_in(leaf))
    for number, leaf in enumerate(leaves, start=1):
        media = leaf.media if isinstance(leaf, _Opaque) else leaf.get_content_type()
        if media == "multipart/encrypted":
            raise encrypted()
        if media in _ENCRYPTED:
            yield from pkcs7_parts(_payload(leaf))
        else:
            yield from _part(leaf, media, number, shown)


def pkcs7_parts(data: bytes) -> Iterator[Part]:
    """What a signed message in one piece (S/MIME, RFC 8551 3.5.2) holds. Raises ReadingError: it is encrypted."""
    inner = signed_content(data)
    if inner is None:
        raise encrypted()
    yield from parts_of(_parsed(inner))


def encrypted() -> ReadingError:
    """What to say of an e-mail that only the person it was sent to can read."""
    why = "it is encrypted: only the person it was sent to can open it."
    remedy = "Open it in your e-mail program, save the attached form and put that into the inbox."
    return ReadingError("Encrypted e-mail", why, remedy)


def _leaves(message: Message) -> Iterator[Message]:
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_type() == "multipart/encrypted" or not isinstance(payload, list):
            yield part
        else:
            waiting.extend(reversed([p for p in payload if isinstance(p, Message)]))


def _payload(leaf: Message) -> bytes:
    """The bytes, decoded from how they were sent; as they stand where that cannot be done."""
    found = leaf.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _shown_in(leaf: Message) -> list[str]:
    """The numbers (Content-ID) of the pictures that a text shows."""
    if leaf.get_content_type() != "text/html":
        return []
    return pictures_in(_payload(leaf).decode("latin-1"))


def pictures_in(html: str) -> list[str]:
    """The numbers of the pictures that a web page shows from its own e-mail (RFC 2392)."""
    return [number.casefold() for number in _PICTURE.findall(html)]


def _part(leaf: Message, media: str, number: int, shown: Collection[str]) -> Iterator[Part]:
    data, name = _payload(leaf), words(leaf.get_filename())
    inline = str(leaf.get("Content-ID", "")).strip(" <>").casefold() in shown
    beside = leaf.get_content_disposition() == "attachment" or bool(name)
    if media in _MESSAGE_TEXT and (not beside or _SPLIT_OFF.fullmatch(name)):
        text = decoded(data, str(leaf.get_content_charset() or ""))
        text, files = files_in(text) if media == "text/plain" else (text, ())
        yield message_text(text, html=media == "text/html")
        yield from (sorted_part(words(inner), held) for inner, held in files)
        return
    yield sorted_part(name or f"part {number}{_ENDINGS.get(media, '')}", data, media, inline=inline)


def message_text(text: str, *, html: bool) -> Part:
    """The text of a message as a part."""
    name = _MESSAGE_TEXT["text/html" if html else "text/plain"]
    said = tidy(text_of_html(text) if html else text)
    if not said.strip():
        return Part(name, Role.PASSED_OVER, reason="there is nothing in it")
    return Part(name, Role.TEXT, said.encode("utf-8", "replace"))
