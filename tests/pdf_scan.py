"""A small reachability check of our own: everything in a PDF that acts, hides, links out or carries something along."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

_ACTIONS = {
    *(
        "/JavaScript",
        "/Launch",
        "/URI",
        "/GoToR",
        "/GoToE",
        "/SubmitForm",
        "/ImportData",
        "/ResetForm",
        "/Hide",
    ),
    *("/Named", "/Rendition", "/Movie", "/Sound", "/SetOCGState", "/Thread", "/RichMediaExecute"),
}
_KEYS = {
    *(
        "/OpenAction",
        "/AA",
        "/XFA",
        "/EF",
        "/AF",
        "/Collection",
        "/Ref",
        "/OCProperties",
        "/PieceInfo",
        "/JS",
    ),
    *("/AcroForm", "/Metadata", "/NeedAppearances", "/OC", "/Names"),
}
_KINDS = {"/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound", "/Widget", "/Popup", "/PS"}


def alive(pdf: bytes) -> set[str]:
    """What is found, in short words; an empty set when the document is dead."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return set(_found(document))


def _found(document: pikepdf.Pdf) -> Iterator[str]:
    for value in everything(document):
        if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            continue
        action = value.get("/S")
        if isinstance(action, pikepdf.Name) and str(action) in _ACTIONS:
            yield f"action {action}"
        for key in _KEYS & set(value.keys()):
            if not (key == "/Metadata" and isinstance(value, pikepdf.Stream)):
                yield f"key {key}"
        if str(value.get("/Subtype", "")) in _KINDS:
            yield f"kind {value.Subtype}"
        if isinstance(value, pikepdf.Stream) and "/F" in value:
            yield "content in another file"


def everything(document: pikepdf.Pdf) -> Iterator[Any]:
    seen: set[tuple[int, int]] = set()
    todo: list[Any] = [document.trailer]
    while todo:
        value = todo.pop()
        if getattr(value, "is_indirect", False):
            if value.objgen in seen:
                continue
            seen.add(value.objgen)
        yield value
        if isinstance(value, pikepdf.Array):
            todo.extend(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            todo.extend(value[key] for key in value.keys())  # noqa: SIM118


def all_text(pdf: bytes) -> str:
    """Every byte of every reachable string and unpacked stream, for canaries."""
    parts: list[bytes] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for value in everything(document):
            if isinstance(value, pikepdf.Stream):
                try:
                    parts.append(value.read_bytes())
                except pikepdf.PdfError:
                    parts.append(value.read_raw_bytes())
            elif isinstance(value, pikepdf.String):
                parts.append(bytes(value))
    return b"\n".join(parts).decode("latin-1")


def seen_text(pdf: bytes) -> list[str]:
    """What stands on each page, as PDFium reads it."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
