"""A ready e-mail as a draft: opened in a mail program it waits to be looked over and sent by a person.

One recipient, always. The subject is the caller's and begins with the marking; it never names a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

_BOUNDARY = "=_part-{}"


@dataclass(frozen=True)
class Enclosure:
    """One attached file. `kind` is its media type: "application/pdf", "text/calendar"."""

    name: str
    data: bytes
    kind: str = "application/pdf"


def draft_mail(
    sender: tuple[str, str], to: tuple[str, str], subject: str, text: str, enclosed: Sequence[Enclosure]
) -> bytes:
    """The draft (.eml), the same bytes each time. `sender` and `to` are a name and an address each.

    Raises ValueError for an address that is none or for several in one.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook opens it for sending
    message["From"] = Address(sender[0], addr_spec=sender[1])
    message["To"] = Address(to[0], addr_spec=to[1])
    message["Subject"] = " ".join(subject.split())
    message.set_content(text)
    for one in enclosed:
        main, _, sub = one.kind.partition("/")
        message.add_attachment(one.data, main, sub, filename=one.name)
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(_BOUNDARY.format(number))
    return message.as_bytes()
