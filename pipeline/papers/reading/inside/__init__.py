"""Everything a finished paper holds, seen or unseen: the one door of the leak check into Word files and PDFs.

It reads the exact bytes that would be sent. What it cannot read, or does not know, is a fault, never passed over.
Runs in the limited process; needs nothing but the bytes.
"""

from __future__ import annotations

from pipeline.papers.reading.inside.gathering import (
    DEEPEST,
    LARGEST,
    SECOND_LOOKS,
    Contents,
    Drawn,
    Gathering,
)
from pipeline.papers.reading.inside.strings import as_text, strings

__all__ = ["SECOND_LOOKS", "Contents", "Drawn", "inside"]

_PLAIN = (".txt", ".md", ".csv", ".ics", ".html", ".htm", ".yaml", ".yml")


def inside(data: bytes, name: str, own: frozenset[str] = frozenset()) -> Contents:
    """Every text of a paper with its place, and what stood in the way. `name`: the file's name, read as well.

    `own`: the fingerprints of pictures that were drawn from what the paper says in words too (`fingerprint`), so that
    nobody need look at them.
    """
    gathering = Gathering(own=own)
    _read(data, name, gathering)
    return gathering.contents()


def _read(data: bytes, name: str, gathering: Gathering) -> None:
    gathering.text(name, "file name", hidden=True)
    if gathering.depth > DEEPEST or len(data) > LARGEST:
        gathering.fault("it is too large, or too many files stand inside each other")
    elif data[:4] == b"PK\x03\x04":
        from pipeline.papers.reading.inside.package import read_package

        read_package(data, gathering, _read)
    elif b"%PDF-" in data[:1024]:
        from pipeline.papers.reading.inside.pdf import read_pdf

        read_pdf(data, gathering, _read)
    elif name.casefold().endswith(".eml"):
        from pipeline.papers.reading.inside.mail import read_mail

        read_mail(data, gathering, _read)
    elif name.casefold().endswith(_PLAIN):
        gathering.text(as_text(data), "text")
    else:
        _unknown(data, gathering)


def _unknown(data: bytes, gathering: Gathering) -> None:
    for text in strings(data):
        gathering.text(text, "inside the file", hidden=True)
    gathering.fault(
        "the check cannot read a file of this kind; it reads Word files (.docx), PDFs and e-mails (.eml), unlocked"
    )
