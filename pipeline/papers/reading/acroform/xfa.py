"""XFA (Adobe LiveCycle) in a PDF form: the data that such a form keeps a second time, beside its fields.

A static XFA form is read through its fields; what the two copies of an answer do not agree on is doubted. A dynamic
one has no page but "Please wait", and only Adobe Reader can show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pypdf import PdfReader

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.acroform.fields import BROKEN, RawField, resolved, text_of
from pipeline.papers.reading.gathering import shown
from pipeline.rules.answers.text import clean

_LARGEST = 4_000_000  # bytes of the data part
_DATA = "http://www.xfa.org/schema/xfa-data/1.0/"
_INDEX = re.compile(r"\[(\d+)\]$")
_OFF = ("", "0", "off", "no", "false")

ADVICE = (
    "Open it in Adobe Reader, print it to PDF (as Microsoft Print to PDF or Adobe PDF) and send that; "
    "or fill in the panel's own form."
)


@dataclass(frozen=True)
class XfaData:
    """The second copy of the answers: path of a value (`form1.name`) -> each text under it, in order."""

    values: dict[str, list[str]]

    def of(self, field: RawField) -> str | None:
        """What the second copy says of a field; None when it says nothing, or when it is not clear which it is."""
        parts = [p for p in field.name.split(".") if not p.startswith("#")]
        path = ".".join(_INDEX.sub("", p) for p in parts)
        found = self.values.get(path)
        if found is None:
            ends = [v for key, v in self.values.items() if key.endswith(f".{path}")]
            found = ends[0] if len(ends) == 1 else None
        index = _INDEX.search(parts[-1]) if parts else None
        at = int(index[1]) if index and len(index[1]) < 6 else 0
        return found[at] if found and at < len(found) else None


def is_xfa(reader: PdfReader) -> bool:
    """Whether the file has an XFA part."""
    return _packets(reader) is not None


def is_dynamic(reader: PdfReader) -> bool:
    """Whether its pages are made by Adobe Reader only when it is opened; the file itself has none."""
    flag = resolved(reader.trailer["/Root"], "/NeedsRendering")
    return is_xfa(reader) and flag is not None and bool(getattr(flag, "value", flag))


def no_pages_error() -> ReadingError:
    """For a form of which only Adobe Reader can show the pages."""
    why = "it is an Adobe LiveCycle (XFA) form, whose pages only Adobe Reader can show."
    return ReadingError("PDF with an XFA form", why, ADVICE)


def xfa_data(reader: PdfReader) -> XfaData | None:
    """The second copy of the answers; None when there is none, or when it cannot be read."""
    packets = _packets(reader)
    if packets is None:
        return None
    try:
        parts = list(_parts(packets))
        data = next((data for name, data in parts if name == "datasets"), b"")
        return _parsed(data or b"".join(data for _, data in parts))
    except BROKEN:
        return None


def _packets(reader: PdfReader) -> Any:
    return resolved(resolved(reader.trailer["/Root"], "/AcroForm"), "/XFA")


def _parts(packets: Any) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each packet: a list of both in turn, or one stream of all."""
    if not isinstance(packets, list):
        yield "", _bytes(packets)
        return
    items = list(list.__iter__(packets))
    for name, data in zip(items[::2], items[1::2], strict=False):
        yield text_of(name.get_object()).text, _bytes(data.get_object())


def _bytes(stream: Any) -> bytes:
    found = stream.get_data() if hasattr(stream, "get_data") else b""
    return bytes(found) if len(found) <= _LARGEST else b""


def _parsed(data: bytes) -> XfaData | None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.getroottree().docinfo.doctype:
        return None
    top = root if root.tag == f"{{{_DATA}}}data" else next(root.iter(f"{{{_DATA}}}data"), None)
    if top is None:
        return None
    values: dict[str, list[str]] = {}
    _gather(top, "", values)
    return XfaData(values)


def _gather(element: Any, path: str, values: dict[str, list[str]]) -> None:
    """Every text under an element, by its path; lxml lets nothing be nested deeper than 256."""
    for child in element.iterchildren("{*}*", "*"):
        here = f"{path}.{child.tag.rpartition('}')[2]}" if path else child.tag.rpartition("}")[2]
        if len(child):
            _gather(child, here, values)
        else:
            values.setdefault(here, []).append(child.text or "")


def with_xfa(fields: Sequence[RawField], data: XfaData) -> tuple[RawField, ...]:
    """The fields, each with a doubt where the second copy of its answer says something else."""
    return tuple(_compared(field, data.of(field)) for field in fields)


def _compared(field: RawField, other: str | None) -> RawField:
    if other is None or isinstance(field.value, list) or field.broken:
        return field
    stored = text_of(field.value).text
    if field.kind == "Btn":
        agree = (stored.casefold() in _OFF) == (other.strip().casefold() in _OFF)
    else:
        labels = [label for export, label in field.options if export == stored]
        agree = _bare(other) in {_bare(stored), *map(_bare, labels)}
    if agree:
        return field
    said = shown(other) if other.strip() else "nothing"
    return replace(field, over=(*field.over, f"The form's second copy of this answer (XFA) holds {said}."))


def _bare(text: str) -> str:
    return " ".join(clean(text).text.split())
