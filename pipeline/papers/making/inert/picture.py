"""Pages that can only be shown as a picture of themselves: with layers that may be hidden, with damaged content."""

from __future__ import annotations

import io
from typing import Any

from pipeline.model.errors import ConversionError
from pipeline.papers.making.inert.sheet import Sheet

_DOTS = 200  # an inch


def picture_of(flat: bytes, number: int, longest: float) -> tuple[bytes, dict[str, Any]]:
    """One page as JPEG at 200 dots an inch, and the dictionary of its image. Raises ConversionError."""
    import pikepdf
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(flat) as document:
            bitmap = document[number].render(scale=min(_DOTS / 72, 4000 / longest), rev_byteorder=True)
            image = bitmap.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, OSError) as err:
        raise ConversionError(
            f"Page {number + 1} of this form cannot be shown ({err}). Print it to a new PDF and send that instead."
        ) from err
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=82)
    wide, tall = image.size
    entries = {"Type": "XObject", "Subtype": "Image", "Filter": "DCTDecode", "ColorSpace": "DeviceRGB"}
    named = {f"/{key}": pikepdf.Name(f"/{value}") for key, value in entries.items()}
    return packed.getvalue(), named | {"/BitsPerComponent": 8, "/Width": wide, "/Height": tall}


def flat_copy(source: Any, sheets: list[Sheet]) -> bytes:
    """The document with its pages unturned, the values painted onto them and the annotations gone."""
    import pikepdf

    buffer = io.BytesIO()
    source.save(buffer)
    with pikepdf.open(buffer) as copy:
        for page, sheet in zip(copy.pages, sheets, strict=True):
            _flatten(copy, page, sheet, copy.copy_foreign(_own_resources(source, sheet)))
        again = io.BytesIO()
        copy.save(again)
        return again.getvalue()


def _flatten(copy: Any, page: Any, sheet: Sheet, resources: Any) -> None:
    from pikepdf import Array, Name

    page.obj.Rotate, page.obj.MediaBox, page.obj.CropBox = 0, Array(sheet.box), Array(sheet.box)
    if "/Annots" in page.obj:
        del page.obj["/Annots"]
    overlay = copy.make_stream(b"q\n" + sheet.operators + b"\nQ")
    overlay.Type, overlay.Subtype = Name("/XObject"), Name("/Form")
    overlay.BBox, overlay.Resources = Array(sheet.box), resources
    name = page.add_resource(copy.make_indirect(overlay), Name("/XObject"))
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q {name} Do".encode("ascii"))


def _own_resources(source: Any, sheet: Sheet) -> Any:
    """The font and the pictures that the painted values need."""
    from pikepdf import Dictionary

    from pipeline.papers.making.inert.face import embed

    forms = Dictionary()
    for name, stream in sheet.pictures.items():
        forms[name] = stream
    return source.make_indirect(Dictionary(Font=Dictionary(V=embed(source)), XObject=forms))
