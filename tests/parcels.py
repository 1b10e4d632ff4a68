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


def winmail(*files: tuple[str, bytes], text: str = "", rich: bytes = b"") -> bytes:
    """A winmail.dat as Outlook makes it: short names in attributes, long names in properties; `rich`: its body."""
    out = [struct.pack("<IH", 0x223E9F78, 1), _attribute(1, 0x89006, struct.pack("<I", 0x10000))]
    out.append(_attribute(1, 0x69007, struct.pack("<II", 1252, 0)))
    if text:
        out.append(_attribute(1, 0x2800C, text.encode("cp1252") + b"\0"))
    if rich:
        body = struct.pack("<IHH", 1, 0x102, 0x1009) + _value(squeezed(rich))
        out.append(_attribute(1, 0x69003, body))
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


def squeezed(rich: bytes) -> bytes:
    """Rich text as Outlook keeps it, every byte as it stands but for the repeated beginning."""
    head = b"{\\rtf1\\ansi"
    assert rich.startswith(head)
    body = bytearray(b"\x01" + struct.pack(">H", len(head) - 2))  # the ring's own beginning, place 0
    left = rich[len(head) :]
    signs, count = 0, 1
    for at in range(len(left) + 1):
        if count == 8:
            signs, count = len(body), 0
            body.append(0)
        if at < len(left):
            body.append(left[at])
        else:
            body[signs] |= 1 << count
            body += struct.pack(">H", ((207 + len(rich)) % 4096) << 4)
        count += 1
    total = zlib.crc32(bytes(body), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<IIII", len(body) + 12, len(rich), 0x75465A4C, total) + bytes(body)


def outlook(**properties: str | bytes) -> bytes:
    """A .msg with properties, named as in its streams: `p1000001F="text"`; each under 4096 bytes."""
    streams = {f"__substg1.0_{name[1:]}": _wide(value) for name, value in properties.items()}
    entries = b"".join(
        struct.pack("<IIQ", int(name[1:], 16), 6, len(streams[f"__substg1.0_{name[1:]}"]))
        for name in properties
    )
    streams["__properties_version1.0"] = bytes(32) + entries
    mini, table, held = b"", [], []
    for name, data in sorted(streams.items(), key=lambda item: (len(item[0]), item[0].upper())):
        sectors = -(-len(data) // 64)
        held.append((name, len(table), len(data)))
        table += [*range(len(table) + 1, len(table) + sectors), -2]
        mini += data.ljust(64 * sectors, b"\0")
    return _compound(mini, table, held)


def _wide(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-16-le")


def _compound(mini: bytes, table: Sequence[int], held: Sequence[tuple[str, int, int]]) -> bytes:
    """The file: sector 0 is the table of sectors, then the directory, the small table, the small sectors."""
    entries = [_entry("Root Entry", 5, 0, len(mini), child=1)]
    for number, (name, start, size) in enumerate(held, 1):
        entries.append(_entry(name, 2, start, size, right=number + 1 if number < len(held) else -1))
    parts = [b"".join(entries), struct.pack(f"<{len(table)}i", *table), mini]
    parts[1] = parts[1].ljust(-(-len(parts[1]) // 512) * 512, b"\xff")
    starts, sectors, body = [], [-3], b""
    for part in parts:
        count = -(-len(part) // 512)
        starts.append(len(sectors))
        sectors += [*range(len(sectors) + 1, len(sectors) + count), -2]
        body += part.ljust(512 * count, b"\0")
    body = body.replace(b"ROOT", struct.pack("<i", starts[2]), 1)
    fat = struct.pack(f"<{len(sectors)}i", *sectors).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    small = (starts[1], len(parts[1]) // 512)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<7IiI", 0, 1, starts[0], 0, 4096, *small, -2, 0)
    return (head + struct.pack("<i", 0)).ljust(512, b"\xff") + fat + body


def _entry(name: str, kind: int, start: int, size: int, *, right: int = -1, child: int = -1) -> bytes:
    wide = name.encode("utf-16-le")
    first = b"ROOT" if kind == 5 else struct.pack("<i", start)
    place = wide.ljust(64, b"\0") + struct.pack("<HBBiii", len(wide) + 2, kind, 1, -1, right, child)
    return place + bytes(36) + first + struct.pack("<Q", size)
