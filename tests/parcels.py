"""Containers for the tests: e-mails made by the standard library, packed folders, winmail.dat. All data is invented."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

SENT = "Mon, 02 Sep 2013 08:40:00 +0100"
TEXT = "Dear colleague,\n\nplease find attached our referral.\n\nKind regards\nMegan Prosser\n"


def png(width: int = 160, height: int = 60, *, noise: int = 0) -> bytes:
    """A picture; with `noise` (bytes) it is as large as a photograph."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(width * 3) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    extra = chunk(b"tEXt", b"Comment\0" + b"x" * noise) if noise else b""
    body = chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def mail(
    *attached: tuple[str, bytes],
    text: str = TEXT,
    html: str = "",
    sent: str = SENT,
    subject: str = "Referral",
    sender: str = "Megan Prosser <megan.prosser@health.example.org>",
    inline: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """An e-mail with attachments; `inline` pictures stand in its web page under their names."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, "panel@board.example.org", subject
    if sent:
        message["Date"] = sent
    message.set_content(text)
    if html or inline:
        shown = "".join(f'<img src="cid:{name}">' for name, _ in inline)
        message.add_alternative(f"<p>{html or text}</p>{shown}", subtype="html")
        for name, data in inline:
            page = message.get_payload()[-1]  # type: ignore[index]
            page.add_related(data, "image", "png", cid=f"<{name}>")  # type: ignore[union-attr]
    for name, data in attached:
        if name.endswith(".eml"):
            message.add_attachment(data, "application", "octet-stream", filename=name)
        else:
            message.add_attachment(data, "application", "octet-stream", filename=name)
    message_bytes = message.as_bytes()
    return message_bytes.replace(message.get_boundary("").encode() or b"\0", b"=_parcel")


def packed(*files: tuple[str, bytes]) -> bytes:
    """A packed folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files:
            package.writestr(zipfile.ZipInfo(name, (2013, 9, 1, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def winmail(*files: tuple[str, bytes], text: str = "") -> bytes:
    """A winmail.dat as Outlook makes it: short names in attributes, long names in properties."""
    out = [struct.pack("<IH", 0x223E9F78, 1), _attribute(1, 0x89006, struct.pack("<I", 0x10000))]
    out.append(_attribute(1, 0x69007, struct.pack("<II", 1252, 0)))
    if text:
        out.append(_attribute(1, 0x2800C, text.encode("cp1252") + b"\0"))
    for name, data in files:
        out.append(_attribute(2, 0x69002, b"\1\0" + bytes(12)))
        out.append(_attribute(2, 0x18010, name[:8].encode("cp1252", "replace") + b"~1\0"))
        out.append(_attribute(2, 0x6800F, data))
        wide = name.encode("utf-16-le") + b"\0\0"
        named = struct.pack("<HH", 0x1F, 0x8001) + bytes(16) + struct.pack("<II", 0, 7) + _value(b"x\0y\0")
        long = struct.pack("<HH", 0x1F, 0x3707) + _value(wide)
        number = struct.pack("<HHI", 3, 0x0E20, len(data))
        out.append(_attribute(2, 0x69005, struct.pack("<I", 3) + number + named + long))
    return b"".join(out)


def _value(data: bytes) -> bytes:
    return struct.pack("<II", 1, len(data)) + data + bytes(-len(data) % 4)


def _attribute(level: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
