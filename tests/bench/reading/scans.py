"""Filled forms on paper, seen by a scanner or a telephone. Made by pypdfium2, numpy and Pillow; always the same."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.bench.reading.drawn import drawn
from tests.bench.reading.ways import Way
from tests.bench.reading.words import by_rdocx
from tests.filled_forms import FilledForm

_DRAWN = drawn()
Print = Callable[[FilledForm], bytes]  # the form as a PDF that shows what the paper shows
Change = Callable[[Any, Any], Any]  # picture (grey, numpy uint8), random generator -> picture


def pictures(case: FilledForm, dpi: int, changes: Sequence[Change], printed: Print = _DRAWN) -> list[Any]:
    """The pages as grey pictures (PIL)."""
    import numpy as np
    import pypdfium2
    from PIL import Image

    pdf = pypdfium2.PdfDocument(printed(case))
    found = []
    for number in range(len(pdf)):
        picture = np.asarray(pdf[number].render(scale=dpi / 72, grayscale=True).to_pil())
        rng = np.random.default_rng(zlib.crc32(f"{case.name} {number}".encode()))
        for change in changes:
            picture = change(picture, rng)
        found.append(Image.fromarray(picture))
    pdf.close()
    return found


def noise(picture: Any, rng: Any) -> Any:
    """A scanner's grain, and a few specks of dust."""
    import numpy as np

    grainy = picture.astype(np.float32) + rng.normal(0, 6, picture.shape)
    for _ in range(60):
        y, x = rng.integers(0, picture.shape[0] - 3), rng.integers(0, picture.shape[1] - 3)
        grainy[y : y + rng.integers(1, 3), x : x + rng.integers(1, 3)] = 60
    return np.clip(grainy, 0, 255).astype(np.uint8)


def soft(picture: Any, _rng: Any) -> Any:
    import numpy as np
    from PIL import Image, ImageFilter

    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(0.7)))


def skewed(degrees: float) -> Change:
    """Laid on the glass askew, a little more or less on each page."""

    def change(picture: Any, rng: Any) -> Any:
        import numpy as np
        from PIL import Image

        turn = degrees * float(rng.choice((-1, 1))) * float(rng.uniform(0.6, 1))
        turned = Image.fromarray(picture).rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=245)
        return np.asarray(turned)

    return change


def shaded(picture: Any, _rng: Any) -> Any:
    """Darker towards one corner, greyish paper."""
    import numpy as np

    height, width = picture.shape
    down, across = np.mgrid[0:height, 0:width]
    light = 0.95 - 0.4 * (down / height) * (across / width) - 0.1 * (1 - across / width)
    return (picture * light).astype(np.uint8)


def photographed(picture: Any, rng: Any) -> Any:
    """Seen by a telephone from a slant, on a dark table."""
    import numpy as np
    from PIL import Image

    sheet = Image.fromarray(picture)
    width, height = sheet.size
    table = (int(width * 1.12), int(height * 1.1))
    corners = np.array([(0.05, 0.04), (0.95, 0.06), (0.97, 0.97), (0.03, 0.95)]) * table
    corners += rng.uniform(-0.012, 0.012, (4, 2)) * table
    matrix = _homography(corners, np.array([(0, 0), (width, 0), (width, height), (0, height)]))
    seen = sheet.transform(table, Image.Transform.PERSPECTIVE, matrix, Image.Resampling.BICUBIC, fillcolor=70)
    return np.asarray(seen)


def _homography(seen: Any, flat: Any) -> list[float]:
    """The eight coefficients that take a place in the photograph to its place on the sheet."""
    import numpy as np

    rows, right = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(c) for c in np.linalg.solve(np.array(rows), np.array(right))]


def faxed(picture: Any, rng: Any) -> Any:
    """Black and white only."""
    import numpy as np

    return np.where(picture.astype(np.int16) + rng.normal(0, 12, picture.shape) > 150, 255, 0).astype(
        np.uint8
    )


def scan_pdf(
    dpi: int, *changes: Change, quality: int = 80, turn: int = 0, printed: Print = _DRAWN
) -> Callable[[FilledForm], bytes]:
    """A PDF whose pages are JPEG pictures, as office scanners send them."""

    def make(case: FilledForm) -> bytes:
        pages = pictures(case, dpi, changes, printed)
        pages = [p.rotate(turn, expand=True) for p in pages] if turn else pages
        out = io.BytesIO()
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=quality)
        return out.getvalue()

    return make


def scan_tiff(dpi: int, *changes: Change) -> Callable[[FilledForm], bytes]:
    """One TIFF with a picture a page."""

    def make(case: FilledForm) -> bytes:
        pages = [p.convert("1") for p in pictures(case, dpi, changes)]
        out = io.BytesIO()
        pages[0].save(
            out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(dpi, dpi)
        )
        return out.getvalue()

    return make


_FOUND = (
    Way("scan", "300 dpi, clean", ".pdf", scan_pdf(300, noise), 0.99, 6),
    Way("scan", "200 dpi, clean", ".pdf", scan_pdf(200, noise), 0.98, 6, short=True),
    Way("scan", "150 dpi, soft", ".pdf", scan_pdf(150, soft, noise), 0.95, 3),
    Way(
        "scan",
        "200 dpi, askew by 5 degrees",
        ".pdf",
        scan_pdf(200, noise, skewed(5)),
        0.95,
        4,
        letters="fitting",
    ),
    Way(
        "scan",
        "200 dpi, shaded",
        ".pdf",
        scan_pdf(200, shaded, noise, quality=60),
        0.95,
        4,
        letters="fitting",
    ),
    Way(
        "scan",
        "photographed",
        ".pdf",
        scan_pdf(220, shaded, photographed, noise, quality=70),
        0.95,
        4,
        letters="fitting",
    ),
    Way("scan", "upside down", ".pdf", scan_pdf(200, noise, turn=180), 0.95, 2),
    Way("scan", "sideways", ".pdf", scan_pdf(200, noise, turn=90), 0.95, 2),
    Way("scan", "fax, TIFF", ".tif", scan_tiff(204, faxed), 0.95, 3),
)
_WORD = (
    Way("scan", "the printed Word form, 200 dpi", ".pdf", scan_pdf(200, noise, printed=by_rdocx), 0.9, 6),
    Way(
        "scan",
        "the printed Word form, askew by 3 degrees",
        ".pdf",
        scan_pdf(200, noise, skewed(3), printed=by_rdocx),
        0.9,
        3,
    ),
)
WAYS = (*(replace(way, letters="fitting") for way in _FOUND), *_WORD)  # what is cut off cannot be recognised
