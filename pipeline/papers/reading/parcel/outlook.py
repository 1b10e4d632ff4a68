"""An Outlook message (.msg, [MS-OXMSG]): its letter, text and attachments; an attached message becomes an e-mail."""

from __future__ import annotations

import base64
import email.header
import email.parser
import email.utils
import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.parcel.eml import message_text, pictures_in, pkcs7_parts
from pipeline.papers.reading.parcel.headers import Lenient, letter_of, words
from pipeline.papers.reading.parcel.parts import Letter, Parcel, Part, Role, clean_name, sorted_part
from pipeline.papers.reading.parcel.rich import page_of_squeezed
from pipeline.papers.reading.parcel.texts import decoded

if TYPE_CHECKING:
    from oxmsg.properties import Properties
    from oxmsg.storage import Storage

_WHAT = "Outlook e-mail"
_SAVE = "Open it in Outlook, save the attached form and put that into the inbox."
_ROOT, _INNER, _BESIDE = 32, 24, 8  # where properties begin: of a message, one inside another, an attachment
_EMBEDDED = "__substg1.0_3701000D"  # the storage of an attached message or object
_BODY, _HTML, _RICH, _HEADERS, _SUBJECT = 0x1000, 0x1013, 0x1009, 0x007D, 0x0037
_SENDER, _ADDRESS, _SMTP, _SUBMITTED, _DELIVERED = 0x0C1A, 0x0C1F, 0x5D01, 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _DATA, _MEDIA, _CONTENT_ID = (
    0x3707,
    0x3704,
    0x3001,
    0x3701,
    0x370E,
    0x3712,
)
_DEEPEST = 40
# what the library or the system raises on a damaged file
_DAMAGE = (OSError, ValueError, KeyError, IndexError, AssertionError, TypeError, AttributeError, struct.error)


@dataclass(frozen=True)
class _Leaf:
    """One attachment as it came. `content_id`: the number under which the web page may show it."""

    name: str
    data: bytes
    media: str = ""
    content_id: str = ""


@dataclass(frozen=True)
class _Message:
    """One message: its letter, its text and web page as they are, what is attached."""

    letter: Letter
    text: str
    html: str
    leaves: tuple[_Leaf, ...]


def open_outlook(data: bytes) -> Parcel:
    """The parts of a .msg. Raises ReadingError: damaged, or encrypted."""
    from oxmsg import Message

    try:
        message = _message(cast("Storage", Message.load(data)._storage), _ROOT, 0)
    except (*_DAMAGE, RecursionError, LookupError) as err:
        said = f"{type(err).__name__} {' '.join(str(err).split())[:80]}"
        raise ReadingError(_WHAT, f"it is damaged (for the helpdesk: {said}).", _SAVE) from err
    return Parcel(_WHAT, tuple(_parts(message)), message.letter)


def _parts(message: _Message) -> Iterator[Part]:
    if message.text.strip() or not message.html.strip():
        yield message_text(message.text, html=False)
    if message.html.strip():
        yield message_text(message.html, html=True)
    shown = frozenset(pictures_in(message.html))
    for leaf in message.leaves:
        if leaf.name.lower().endswith(".p7m") and leaf.data:
            yield from pkcs7_parts(leaf.data)
        elif not leaf.data and leaf.media == "link":
            reason = "a link to a file that is kept elsewhere, not the file"
            yield Part(clean_name(leaf.name), Role.PASSED_OVER, reason=reason)
        else:
            yield sorted_part(leaf.name, leaf.data, leaf.media, inline=leaf.content_id.casefold() in shown)


def _message(storage: Storage, offset: int, depth: int) -> _Message:
    from oxmsg.properties import Properties

    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    held = Properties(storage, offset)
    leaves = tuple(
        _leaf(inner, number, depth)
        for number, inner in enumerate(storage.iter_attachment_storages(), start=1)
    )
    text, html = _text(held, _BODY), _html(held)
    if not html.strip():
        html, unread = _rich(held)
        leaves += unread if not text.strip() else ()
    return _Message(_letter(held), text, html, leaves)


def _letter(held: Properties) -> Letter:
    """From the headers that came with it, else from Outlook's own notes."""
    parser = email.parser.HeaderParser(policy=Lenient())
    written = letter_of(parser.parsestr(_text(held, _HEADERS)))
    name, address = _text(held, _SENDER), _text(held, _SMTP) or _text(held, _ADDRESS)
    known = f"{name} <{address}>" if "@" in address and address != name else name or address
    return Letter(
        written.sender or words(known, 200),
        written.subject or words(_text(held, _SUBJECT), 300),
        written.sent or _moment(held, _SUBMITTED),
        written.arrived or _moment(held, _DELIVERED),
    )


def _leaf(storage: Storage, number: int, depth: int) -> _Leaf:
    from oxmsg.properties import Properties

    held = Properties(storage, _BESIDE)
    names = (_text(held, one) for one in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    name = next((one for one in names if one.strip()), f"part {number}")
    media = _text(held, _MEDIA)
    inner = next((s for s in storage.storages if s.name == _EMBEDDED), None)
    if inner is None:
        data = held.binary_prop_value(_DATA)
        content_id = _text(held, _CONTENT_ID).strip(" <>")[:200]
        return _Leaf(name, data or b"", media if data is not None else "link", content_id)
    if any(s.name == "__properties_version1.0" for s in inner.streams):
        return _Leaf(f"{name}.eml", _as_email(_message(inner, _INNER, depth + 1)), "message/rfc822")
    streams = [s.bytes_ for s in inner.streams]
    return _Leaf(name, max(streams, key=len, default=b""), media)  # an object drawn in the text


def _text(held: Properties, number: int) -> str:
    try:
        return held.str_prop_value(number) or ""
    except (
        KeyError,
        ValueError,
        LookupError,
    ):  # a text that is announced and missing, or in no known letters
        return ""


def _html(held: Properties) -> str:
    try:
        found = held.binary_prop_value(_HTML)
        charset = held.body_encoding
    except (KeyError, LookupError, ValueError):
        return ""
    return decoded(found, charset) if found else _text(held, _HTML)


def _rich(held: Properties) -> tuple[str, tuple[_Leaf, ...]]:
    """The body that is only rich text, as a web page; what cannot be read is a leaf, so that a person is told."""
    try:
        squeezed = held.binary_prop_value(_RICH) or b""
        return (page_of_squeezed(squeezed) if squeezed else ""), ()
    except KeyError:
        return "", ()
    except ValueError:
        return "", (_Leaf("text of the message.rtf", squeezed, "application/rtf"),)


def _moment(held: Properties, number: int) -> datetime | None:
    try:
        found: Any = held.date_prop_value(number)
    except (ValueError, OverflowError, KeyError):
        return None
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _as_email(message: _Message) -> bytes:
    """An attached message written as an e-mail: the same bytes each time, so that it is known again."""
    letter = message.letter
    leaves = [_Leaf("", message.text.encode("utf-8", "replace"), 'text/plain; charset="utf-8"')]
    if message.html.strip():
        leaves.append(_Leaf("", message.html.encode("utf-8", "replace"), 'text/html; charset="utf-8"'))
    pieces = [_piece(leaf) for leaf in (*leaves, *message.leaves)]
    mark = "=_" + hashlib.sha256(b"".join(pieces)).hexdigest()[:32]
    head = [f"From: {_encoded(letter.sender)}", f"Subject: {_encoded(letter.subject)}"]
    if letter.sent is not None:
        head.append(f"Date: {email.utils.format_datetime(letter.sent)}")
    head += ["MIME-Version: 1.0", f'Content-Type: multipart/mixed; boundary="{mark}"', "", ""]
    boundary = f"--{mark}\r\n".encode()
    return "\r\n".join(head).encode() + b"".join(boundary + p for p in pieces) + f"--{mark}--\r\n".encode()


def _piece(leaf: _Leaf) -> bytes:
    head = [f"Content-Type: {leaf.media if '/' in leaf.media else 'application/octet-stream'}"]
    head.append("Content-Transfer-Encoding: base64")
    if leaf.name:
        head.append(f'Content-Disposition: attachment; filename="{_encoded(clean_name(leaf.name))}"')
    if leaf.content_id:
        head.append(f"Content-ID: <{_encoded(clean_name(leaf.content_id))}>")
    return "\r\n".join([*head, "", ""]).encode() + base64.encodebytes(leaf.data).replace(b"\n", b"\r\n")


def _encoded(text: str) -> str:
    return email.header.Header(text, "utf-8", maxlinelen=10_000).encode() if not text.isascii() else text
