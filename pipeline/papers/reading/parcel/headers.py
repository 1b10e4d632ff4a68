"""What the headers of a message say: names and subjects in whatever encoding, moments with their zone."""

from __future__ import annotations

import binascii
import email.errors
import email.header
import email.utils
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.policy import Compat32
from typing import Any

from pipeline.papers.reading.parcel.parts import Letter, one_line
from pipeline.papers.reading.parcel.texts import decoded

_LONGEST = 10_000  # letters of one header that are looked at; an honest one has a few hundred
_SUBJECT, _SENDER = 300, 200


class Lenient(Compat32):
    """Headers as they stand: 8-bit letters are read as UTF-8 or Windows Western, and an endless one is cut."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The header's words, whatever bytes they were written in."""
        return raw_text(value[:_LONGEST])


def raw_text(value: str) -> str:
    """Text whose undecodable bytes were kept as surrogates, decoded."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return decoded(value.encode("utf-8", "surrogateescape"))
    return value


def words(value: object, longest: int = _LONGEST) -> str:
    """A header's words with encoded ones (RFC 2047) decoded, as one line."""
    text = str(value or "")[:_LONGEST]
    try:
        chunks: Iterable[Any] = email.header.decode_header(text)
        text = "".join(
            chunk if isinstance(chunk, str) else decoded(chunk, charset or "") for chunk, charset in chunks
        )
    except (email.errors.HeaderParseError, binascii.Error, ValueError):
        pass  # shown as it stands
    return one_line(text, longest)


def moment(value: object) -> datetime | None:
    """A Date header as a moment; one without a zone counts as UTC (RFC 5322, 3.3). None when it is none."""
    text = str(value or "")[:200].strip()
    for read in (email.utils.parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
            found = found if found.tzinfo else found.replace(tzinfo=UTC)
            found.astimezone(UTC)  # a year 1 with a zone is no moment
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        else:
            return found
    return None


def letter_of(message: Message) -> Letter:
    """Who sent a message, about what, when, and when the last server on its way took it."""
    received = str(message.get("Received", ""))
    return Letter(
        words(message.get("From") or message.get("Sender"), _SENDER),
        words(message.get("Subject"), _SUBJECT),
        moment(message.get("Date")),
        moment(received.rpartition(";")[2]),
    )
