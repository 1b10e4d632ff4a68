"""Pages of paper as grey pictures: from a PDF of pictures, TIFF, JPEG, PNG or HEIC, upright as a viewer shows them."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model.errors import ReadingError
from pipeline.papers.reading.gathering import FOREIGN
from pipeline.rules.arriving.filekinds import FileKind, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTALL = (
    "Ask whoever looks after this computer to run: python -m pip install 'panel-pipeline[scan]'. Or ask for the form"
    " itself, filled in on the computer and saved as PDF or Word."
)
_WHAT = "scan or photograph"
_MOST_PIXELS = 120_000_000  # a sheet of A3 at 600 dots an inch is 70 million
_WANTED = 300.0  # dots an inch of a page that is drawn; more only costs time
_LEAST = 150.0
_LONGEST = 4200  # pixels of a picture's longer side: A4 at 360 dots an inch
_MOST_PAGES = 2000
# OSError: Pillow's word for damaged bytes; they are in memory, so it tells nothing of a disk
_BROKEN: tuple[type[Exception], ...] = (OSError, SyntaxError, *FOREIGN)
_AGAIN = "Scan or photograph the form again, and save it as PDF or JPEG."


@dataclass(frozen=True)
class Picture:
    """One page: `grey`, an array of rows of 0 (black) to 255, and how many points (1/72 inch) it is wide and tall."""

    grey: Any
    width: float
    height: float


def count_pages(data: bytes, name: str) -> int:
    """How many pages a picture file or PDF has. Raises ReadingError for a damaged one."""
    if kind_of(data[:1024], name) is FileKind.PDF:
        with _opened_pdf(data) as pdf:
            return min(len(pdf), _MOST_PAGES)
    with _opened(data) as image:
        return min(int(getattr(image, "n_frames", 1)), _MOST_PAGES)


def page_picture(data: bytes, name: str, page: int) -> Picture:
    """Page `page` (from 1) as a picture. Raises ReadingError: damaged, too large, needs more software."""
    if kind_of(data[:1024], name) is FileKind.PDF:
        return _from_pdf(data, page)
    with _opened(data) as image:
        image.seek(page - 1)
        return _from_image(image)


def check_size(width: int, height: int) -> None:
    """Refuse what would fill the memory once unpacked, before it is. Raises ReadingError."""
    if width * height > _MOST_PIXELS:
        why = f"it is {width} by {height} dots large, far more than a sheet of paper needs."
        raise ReadingError(_WHAT, why, _AGAIN)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """The picture, not yet unpacked."""
    from PIL import Image

    _know_heif(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = None  # check_size knows better, and speaks plainly
            with Image.open(io.BytesIO(data)) as image:
                check_size(*image.size)
                yield image
    except _BROKEN as err:
        raise _damaged() from err


def _damaged() -> ReadingError:
    return ReadingError(_WHAT, "it is damaged, or not wholly there.", _AGAIN)


def _know_heif(data: bytes) -> None:
    """Pictures of telephones (HEIC) need a library of their own."""
    if data[4:8] != b"ftyp":
        return
    try:
        import pi_heif
    except ImportError as err:
        why = "pictures of this kind (HEIC, from a telephone) need an addition that is not installed."
        raise ReadingError(_WHAT, why, "Save the picture as JPEG and send that. " + INSTALL) from err
    pi_heif.register_heif_opener()


def _from_image(image: Any) -> Picture:
    from PIL import ImageOps

    check_size(*image.size)
    longest = max(image.size)
    if image.format == "JPEG" and longest > 2 * _LONGEST:
        image.draft("L", (image.width * _LONGEST // longest, image.height * _LONGEST // longest))
    dpi = _density(image)
    upright = ImageOps.exif_transpose(image)
    return _picture(upright, upright.width * 72 / dpi, upright.height * 72 / dpi)


def _density(image: Any) -> float:
    """Dots an inch, as the file says or as an A4 page would have; photographs say nonsense."""
    said = image.info.get("dpi", (0, 0))
    first = float(said[0]) if isinstance(said, tuple) and said else 0.0
    as_a4 = max(image.size) / 11.69
    return first if 0.8 * as_a4 < first < 1.25 * as_a4 else as_a4


def _picture(image: Any, width: float, height: float) -> Picture:
    import numpy

    grey = _on_white(image).convert("L")
    grey.thumbnail((_LONGEST, _LONGEST))
    return Picture(numpy.asarray(grey), width, height)


def _on_white(image: Any) -> Any:
    """What is see-through shows white paper."""
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.point(lambda v: v / 256).convert("L") if image.mode != "F" else image.convert("L")
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    return paper


@contextmanager
def _opened_pdf(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            yield pdf
    except (pypdfium2.PdfiumError, *FOREIGN) as err:
        raise ReadingError("PDF of pictures", "it is damaged.", _AGAIN) from err


def _from_pdf(data: bytes, page: int) -> Picture:
    """The page drawn at the resolution of the picture on it, within bounds."""
    import numpy

    with _opened_pdf(data) as pdf:
        sheet = pdf[page - 1]
        width, height = sheet.get_size()
        if not (36 <= width <= 14400 and 36 <= height <= 14400):
            raise ReadingError(
                "PDF of pictures",
                f"page {page} has an impossible size ({width:.0f} by {height:.0f}).",
                _AGAIN,
            )
        scale = min(_wanted(sheet) / 72, _LONGEST / max(width, height))
        pdf.init_forms()
        bitmap = sheet.render(scale=scale, grayscale=True, may_draw_forms=True)
        grey = numpy.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
        return Picture(grey.copy(), width, height)


def _wanted(sheet: Any) -> float:
    """Dots an inch of the largest picture on the page; the usual ones where there is none."""
    import pypdfium2.raw as raw

    best, area = _WANTED, 0.0
    for thing in sheet.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        wide, tall = thing.get_px_size()
        check_size(wide, tall)
        left, low, right, high = thing.get_bounds()
        if (right - left) * (high - low) > area:
            area = (right - left) * (high - low)
            best = max(wide, tall) * 72 / max(right - left, high - low, 1.0)
    return max(_LEAST, min(_WANTED, best))
