"""Help for the tests of scans: filled forms as a printer and a scanner, or a telephone, would make pictures of them.

Everything is made from numbers that are always the same; nothing is a picture of real paper.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from typing import Any

import cv2
import numpy
import pypdfium2
from PIL import Image

from pipeline.model.edition import Edition
from pipeline.papers.reading.scan.engine import recogniser
from pipeline.papers.reading.scan.lines import Recogniser
from pipeline.papers.reading.scan.picture import Picture
from tests import builders
from tests.bench.reading.drawn import drawn
from tests.filled_forms import FilledForm

# with addresses short enough for their boxes: print stops at a box's edge
FILLED = builders.referral_items(cg_1_email="mp@health.example.org", cg_2_email="ot@council.example.org")


@cache
def reader() -> Recogniser:
    """The embedded recogniser, loaded once."""
    return recogniser("embedded")


@cache
def editions() -> tuple[Edition, ...]:
    return builders.editions()


@cache
def referral_pages(dpi: int = 200) -> tuple[Any, ...]:
    """The everyday referral, printed: a grey picture of each page."""
    return pages(FILLED, dpi)


def pages(items: Mapping[str, str], dpi: int = 200, form: str = "referral") -> tuple[Any, ...]:
    """A filled form, printed: a grey picture of each page."""
    case = FilledForm(form, builders.forms()[form], items)
    with pypdfium2.PdfDocument(drawn()(case)) as pdf:
        return tuple(
            numpy.array(pdf[n].render(scale=dpi / 72).to_pil().convert("L")) for n in range(len(pdf))
        )


def scanned(
    page: Any,
    *,
    skew: float = 0.0,
    noise: float = 6.0,
    shade: float = 0.0,
    slant: float = 0.0,
    turns: int = 0,
    seed: int = 1,
) -> Any:
    """A page after the scanner: turned by `skew` degrees, grey paper, noise; `shade` and `slant` of a photograph."""
    tall, wide = page.shape
    turn = numpy.vstack([cv2.getRotationMatrix2D((wide / 2, tall / 2), skew, 1.0), [0, 0, 1]])
    corners = numpy.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], numpy.float32)
    away = numpy.array([[1, 0.7], [-0.4, 0.2], [-0.1, -0.6], [0.6, -0.3]], numpy.float32) * slant * wide
    seen = cv2.getPerspectiveTransform(corners, corners + away) @ turn
    picture = cv2.warpPerspective(
        page.astype(numpy.float32),
        seen,
        (wide, tall),
        flags=cv2.INTER_CUBIC,
        borderValue=90 if slant else 255,
    )
    down, across = numpy.mgrid[0:tall, 0:wide]
    picture *= (238 / 255) * (1 - shade * (0.5 * across / wide + 0.5 * (down / tall) ** 2))
    picture = cv2.GaussianBlur(picture, (0, 0), 0.6)
    picture += numpy.random.default_rng(seed).normal(0, noise, picture.shape)
    return numpy.rot90(numpy.clip(picture, 0, 255).astype(numpy.uint8), turns).copy()


def picture(grey: Any) -> Picture:
    """A whole sheet of A4."""
    return Picture(grey, 595.3, 841.9)


def encoded(grey: Any, kind: str = "PNG", **how: Any) -> bytes:
    """A grey picture as a file of this kind."""
    made = io.BytesIO()
    Image.fromarray(grey).save(made, kind, **how)
    return made.getvalue()


def tiff(*greys: Any) -> bytes:
    """A fax-like file of several pages."""
    made = io.BytesIO()
    first, *others = (Image.fromarray(grey) for grey in greys)
    first.save(made, "TIFF", save_all=True, append_images=others, compression="tiff_lzw", dpi=(200, 200))
    return made.getvalue()
