"""An e-mail that is to be sent: its subject, its addresses, its text, and every file it carries."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage

from pipeline.papers.reading.inside.gathering import Gathering
from pipeline.papers.reading.inside.strings import as_text

Opener = Callable[[bytes, str, Gathering], None]

_ADDRESSES = frozenset(("from", "to", "cc", "bcc", "reply-to", "sender", "return-path"))
_STAMPS = frozenset(("date", "message-id", "mime-version", "content-type", "content-transfer-encoding"))


def read_mail(data: bytes, gathering: Gathering, opener: Opener) -> None:
    """Take in an e-mail; whom it goes to is no secret to them, and is not read. `opener` reads what is attached."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for name, value in message.items():
        if name.casefold() not in _ADDRESSES | _STAMPS:
            gathering.text(str(value), f"e-mail, {name.casefold()}", hidden=name.casefold() != "subject")
    for part in message.walk():
        if not part.is_multipart():
            _part(part, gathering, opener)
        if part.defects:
            gathering.fault("the e-mail is damaged, so that parts of it may not have been read")


def _part(part: EmailMessage, gathering: Gathering, opener: Opener) -> None:
    body = part.get_payload(decode=True)
    data = body if isinstance(body, bytes) else b""
    name = part.get_filename()
    if name is None and part.get_content_maintype() == "text":
        gathering.text(as_text(data), "text of the e-mail")
        return
    inner = gathering.inner(f"attached file, {name or 'without a name'}")
    opener(data, name or "attachment", inner)
    gathering.take(inner)
