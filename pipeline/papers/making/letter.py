"""An e-mail as people send one: a covering text, a form attached, a small picture in the signature."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

_BOUNDARY = "=_part-{}"
_BLUE = b"\x1f\x4e\x79"


@dataclass(frozen=True)
class Attachment:
    """One attached file."""

    name: str
    data: bytes


def letter(
    sender: str, to: str, subject: str, text: str, sent: datetime, attached: Sequence[Attachment]
) -> bytes:
    """The e-mail (.eml); the same bytes each time. `sent` has its time zone."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(sent)
    message.set_content(text)
    for one in attached:
        message.add_attachment(one.data, "application", "octet-stream", filename=one.name)
    message.add_attachment(_logo(), "image", "png", filename="image001.png", disposition="inline")
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(_BOUNDARY.format(number))
    return message.as_bytes()


def _logo(width: int = 120, height: int = 24) -> bytes:
    """A plain bar, as a PNG (ISO 15948)."""
    rows = (b"\0" + _BLUE * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
