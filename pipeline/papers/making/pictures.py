"""Photographs and scans as the pages of a PDF: what is seen of them and nothing else that came in the file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.model.errors import ReadingError

_MOST_PAGES = 200
_MOST_PIXELS = 120_000_000  # of one picture; a sheet of A3 at 600 dots an inch is 70 million
_LONGEST = 3300  # pixels of a page's longer side: A4 at 280 dots an inch
_QUALITY = 85  # of the JPEG that each page becomes
_A4 = 841.89  # points of its longer side
_WHAT = "scan or photograph"
_AGAIN = "Scan or photograph it again, and save it as PDF or JPEG."
# OSError: Pillow's word for damaged bytes; they are in memory, so it tells nothing of a disk
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError)


def pictures_to_pdf(pictures: Sequence[bytes]) -> bytes:
    """A PDF of all pages of all pictures (PNG, JPEG, TIFF of many pages, HEIC), upright, each on a page of A4's height.

    Raises ReadingError: none, damaged, of a kind that needs more software, or too large to be paper. Meant to run
    in the Sandbox.
    """
    import pikepdf

    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for page in (page for data in pictures for page in _pages(data)):
            if len(pdf.pages) >= _MOST_PAGES:
                why = f"it has more than {_MOST_PAGES} pages."
                raise ReadingError(_WHAT, why, "Send each form as a file of its own.")
            _add(pdf, page)
        if not len(pdf.pages):
            raise ReadingError(_WHAT, "there is no picture in it.", _AGAIN)
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _add(pdf: Any, page: Any) -> None:
    """One more page with this picture on it, the longer side as long as that of A4."""
    import pikepdf

    jpeg = io.BytesIO()
    page.save(jpeg, "JPEG", quality=_QUALITY)
    shown = pdf.make_stream(
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=page.width,
        Height=page.height,
        ColorSpace=pikepdf.Name.DeviceGray if page.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    size = _A4 / max(page.size)
    wide, tall = round(page.width * size, 2), round(page.height * size, 2)
    sheet = pdf.add_blank_page(page_size=(wide, tall))
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=shown))
    sheet.Contents = pdf.make_stream(f"q {wide} 0 0 {tall} 0 0 cm /Picture Do Q".encode())


def _pages(data: bytes) -> Iterator[Any]:
    """The pages of one picture file, each small enough for a pack."""
    from PIL import Image, ImageOps, ImageSequence

    _know_heif(data)
    Image.MAX_IMAGE_PIXELS = None  # _check_size knows better, and speaks plainly
    try:
        with Image.open(io.BytesIO(data)) as opened:
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                _check_size(*frame.size)
                if number >= _MOST_PAGES:
                    return
                if frame.format == "JPEG":
                    frame.draft("RGB", (_LONGEST, _LONGEST))
                yield _flat(ImageOps.exif_transpose(frame))
    except _BROKEN as err:
        raise ReadingError(_WHAT, "it is damaged, or not wholly there.", _AGAIN) from err


def _flat(image: Any) -> Any:
    """The picture on white, in colour or grey, no larger than a page needs."""
    from PIL import Image

    if image.mode in ("1", "L"):
        page = image.convert("L")
    elif image.mode.startswith("I"):
        page = image.point(lambda value: value / 256).convert("L")
    elif image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        page = Image.new("RGB", seen.size, "white")
        page.paste(seen, mask=seen.getchannel("A"))
    else:
        page = image.convert("RGB")
    page.thumbnail((_LONGEST, _LONGEST))
    page.info.clear()
    return page


def _check_size(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        why = f"it is {width} by {height} dots large, far more than a sheet of paper needs."
        raise ReadingError(_WHAT, why, _AGAIN)


def _know_heif(data: bytes) -> None:
    """Pictures of telephones (HEIC) need a library of their own."""
    if data[4:8] != b"ftyp":
        return
    try:
        import pi_heif
    except ImportError as err:
        why = "pictures of this kind (HEIC, from a telephone) need an addition that is not installed."
        raise ReadingError(_WHAT, why, "Save the picture as JPEG and send that.") from err
    pi_heif.register_heif_opener()
