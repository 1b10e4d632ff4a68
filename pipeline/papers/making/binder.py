"""Binds a pack: lays inert pages into the drawn pages that wait for them, and writes the whole.

The drawn pages bring head, foot, numbers, bookmarks and links; an original's page is added below them as one more
content stream. Parts that are the same in several originals (the blank form, its fonts) are kept once.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from pipeline.model.errors import ConversionError


@dataclass(frozen=True)
class InertForm:
    """An inert original, opened: which of its pages lie on their side."""

    reader: PdfReader
    landscape: tuple[bool, ...]


@dataclass(frozen=True)
class Insert:
    """An inert original and the number of the page that its first page lies on."""

    form: InertForm
    first: int


def open_inert(pdf: bytes) -> InertForm:
    """Open inert pages. Raises ConversionError when they are damaged (a kept copy may be: make it again)."""
    try:
        reader = PdfReader(io.BytesIO(pdf))
        sizes = [page.mediabox for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise ConversionError(f"A kept copy of an original is damaged ({err}).") from err
    if not sizes:
        raise ConversionError("A kept copy of an original has no pages.")
    return InertForm(reader, tuple(box.width > box.height for box in sizes))


def bind(drawn: bytes, inserts: Sequence[Insert], title: str, creator: str, *, first: int = 1) -> bytes:
    """The finished pack; its first page is called `first`. The same input gives the same bytes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn)))
    pages = list(writer.pages)
    carrier = _Carrier(writer)
    for insert in inserts:
        carrier.open(insert.form.reader)
        for number, page in enumerate(insert.form.reader.pages):
            _lay_in(pages[insert.first - first + number], page, carrier)
    _describe(writer, title, creator, first)
    return _written(writer, hashlib.sha256(b"".join((drawn, *carrier.by_content))).digest())


def superseded(pdf: bytes, line: str) -> bytes:
    """The pack with a line in a black bar at the head of each page. `line` in plain letters (ASCII).

    Raises ConversionError when it is no PDF that can be opened.
    """
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as err:
        raise ConversionError(f"The earlier issue cannot be opened ({err}).") from err
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica-Bold"),
        }
    )
    named = writer._add_object(font)
    for page in writer.pages:
        _add_bar(writer, page, named, line)
    writer.metadata = {"/Title": f"{writer.metadata.title if writer.metadata else ''} ({line})"}
    return _written(writer, hashlib.sha256(pdf + line.encode()).digest())


def _add_bar(writer: PdfWriter, page: Any, font: IndirectObject, line: str) -> None:
    wide, tall = float(page.mediabox.width), float(page.mediabox.height)
    safe = line.replace("\\", "").replace("(", "").replace(")", "")
    across = wide - 40
    bar = f"q 0 g 20 {tall - 11.5:.2f} {across:.2f} 10.5 re f 1 g"  # the marking stands below it
    operators = f"{bar} BT /PackOver 8 Tf 28 {tall - 9:.2f} Td ({safe}) Tj ET Q\n"
    stream = StreamObject()
    stream._data = b"Q\n" + operators.encode("ascii", "replace")
    opening = StreamObject()
    opening._data = b"q\n"
    held: Any = page["/Resources"]
    own = DictionaryObject(held)
    there: Any = own["/Font"].get_object() if "/Font" in own else {}
    fonts = DictionaryObject(there)
    fonts[NameObject("/PackOver")] = font
    own[NameObject("/Font")] = fonts
    page[NameObject("/Resources")] = own
    contents = page.raw_get("/Contents")
    inner = list(contents) if isinstance(contents, ArrayObject) else [contents]
    page[NameObject("/Contents")] = ArrayObject(
        [writer._add_object(opening), *inner, writer._add_object(stream)]
    )


def _lay_in(target: Any, page: Any, carrier: _Carrier) -> None:
    """Add an inert page's content and resources to a drawn page; the drawn content stays as it is."""
    own = DictionaryObject({key: value for key, value in target["/Resources"].items() if key != "/ProcSet"})
    for kind, named in page["/Resources"].items():
        mine: Any = own[kind].get_object() if kind in own else {}
        entries = DictionaryObject(mine)
        entries.update({name: carrier.carried(value) for name, value in named.get_object().items()})
        own[NameObject(kind)] = entries
    target[NameObject("/Resources")] = own
    contents = target.raw_get("/Contents")
    below = list(contents) if isinstance(contents, ArrayObject) else [contents]
    target[NameObject("/Contents")] = ArrayObject([*below, carrier.carried(page.raw_get("/Contents"))])


@dataclass
class _Carrier:
    """Carries objects over into the pack; equal objects become one."""

    writer: PdfWriter
    by_content: dict[bytes, IndirectObject] = field(default_factory=dict)
    by_bytes: dict[bytes, IndirectObject] = field(
        default_factory=dict
    )  # as they stand in a file; point nowhere
    known: dict[int, IndirectObject] = field(default_factory=dict)  # of the original being carried over
    pending: set[int] = field(default_factory=set)  # being carried over just now
    raw: _Raw | None = None

    def open(self, reader: PdfReader) -> None:
        """Go on with another original."""
        self.known.clear()
        self.raw = _Raw(reader)

    def carried(self, value: Any) -> Any:
        """The value as it stands in the pack."""
        if not isinstance(value, IndirectObject):
            return self._copied(value)
        number = value.idnum
        if (
            number not in self.known and number in self.pending
        ):  # a loop: it must be pointed to before it is there
            self.known[number] = self.writer._add_object(NullObject())
        elif number not in self.known:
            self.pending.add(number)
            self.known[number] = self._looked_up(value)
            self.pending.discard(number)
        return self.known[number]

    def _looked_up(self, reference: IndirectObject) -> IndirectObject:
        """A font's long tables are the same in every original: known by their bytes, they are not even parsed."""
        digest = self.raw.digest(reference.idnum) if self.raw else None
        if digest in self.by_bytes:
            return self.by_bytes[digest]
        found = reference.get_object()
        copied = self._copied(found)
        promised = self.known.get(reference.idnum)
        if promised is not None:
            self.writer._replace_object(promised, copied)
            return promised
        added = self._added(copied)
        if digest is not None and not _points(found):
            self.by_bytes[digest] = added
        return added

    def _added(self, found: Any) -> IndirectObject:
        written = io.BytesIO()
        found.write_to_stream(written)
        digest = hashlib.sha256(written.getbuffer()).digest()
        if digest not in self.by_content:
            self.by_content[digest] = self.writer._add_object(found)
        return self.by_content[digest]

    def _copied(self, value: Any) -> Any:
        if isinstance(value, ArrayObject):
            return ArrayObject([self.carried(part) for part in value])
        if not isinstance(value, DictionaryObject):
            return value
        entries = {NameObject(key): self.carried(part) for key, part in value.items()}
        if not isinstance(value, StreamObject):
            return DictionaryObject(entries)
        stream = StreamObject()
        stream.update(entries)
        stream._data = value._data
        return stream


class _Raw:
    """Where each object stands in a file with a plain table of contents, as `make_inert` writes it."""

    def __init__(self, reader: PdfReader) -> None:
        self._table = reader.xref.get(0, {})
        ends = sorted(self._table.values())
        self._ends = dict(zip(ends, [*ends[1:], None], strict=True))
        self._bytes = reader.stream.getbuffer() if isinstance(reader.stream, io.BytesIO) else memoryview(b"")

    def digest(self, number: int) -> bytes | None:
        """What an object's bytes are known by; None when it does not stand by itself."""
        start = self._table.get(number)
        if start is None or self._ends[start] is None:
            return None
        whole = self._bytes[start : self._ends[start]]
        return hashlib.sha256(whole[len(b"%d 0 obj" % number) :]).digest()


def _points(found: Any) -> bool:
    """Whether an object points to others."""
    if isinstance(found, IndirectObject):
        return True
    if isinstance(found, DictionaryObject):
        return any(map(_points, found.values()))
    return isinstance(found, ArrayObject) and any(map(_points, found))


def _describe(writer: PdfWriter, title: str, creator: str, first: int) -> None:
    """Title, language, page labels from `first`, and bookmarks shown: what a viewer tells its reader."""
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("en-GB")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    labels = DictionaryObject({NameObject("/S"): NameObject("/D"), NameObject("/St"): NumberObject(first)})
    root[NameObject("/PageLabels")] = DictionaryObject(
        {NameObject("/Nums"): ArrayObject([NumberObject(0), labels])}
    )
    writer.metadata = {"/Title": title, "/Creator": creator, "/Producer": creator}


def _written(writer: PdfWriter, identity: bytes) -> bytes:
    """The bytes, with an identifier made from the content instead of by chance."""
    identifier = ByteStringObject(identity[:16])
    writer._ID = ArrayObject([identifier, identifier])
    writer.pdf_header = "%PDF-1.7"
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
