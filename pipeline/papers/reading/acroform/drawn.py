"""What is drawn onto a page of a PDF form that its blank does not show: lines, strokes of a pen, pictures.

Both pages are drawn without their fields and compared dot by dot; only pages whose drawing differs come here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.papers.reading.layout import BoxKind, LayoutPage, PrintedBox, Rect, Word

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.5  # dots a point
_DIFFERS = 48  # of 255: from the blank's shade, to count
_ENOUGH = 1.2  # square points that make a mark in a box for words
_TICKED = 0.06  # share of a tick box that is inked when it is marked
_OTHERWISE = 0.12  # share of the page that differs: another drawing of it, not marks upon it
_CELL = 24  # points: what is drawn outside the boxes is looked for by squares of this size
_LARGEST = 2000.0  # points of a page's longer side


@dataclass(frozen=True)
class Marks:
    """The boxes in which something is drawn, and the squares outside every box where something is."""

    boxes: frozenset[PrintedBox] = frozenset()
    outside: tuple[Rect, ...] = ()
    otherwise: bool = False  # the page is drawn so differently that marks cannot be told


def marks_on(page: Any, blank: bytes, layout: LayoutPage, words: Sequence[Word]) -> Marks:
    """What is drawn on a PDFium page beyond the blank's page `layout`. `words`: written ones, which do not count."""
    width, height = page.get_size()
    alike = abs(width - layout.width) < 1 and abs(height - layout.height) < 1
    if not alike or max(width, height) > _LARGEST:
        return Marks(otherwise=True)
    changed = _changed(_looks(page), *_blank_looks(blank, layout.number))
    if changed.histogram()[255] > _OTHERWISE * changed.width * changed.height:
        return Marks(otherwise=True)
    for word in words:
        changed.paste(0, _dots(word.rect.grown(1.0)))
    hit = frozenset(box for box in layout.boxes if _is_marked(changed, box))
    for box in layout.boxes:
        changed.paste(0, _dots(box.rect.grown(1.0)))
    return Marks(hit, tuple(_squares(changed)))


def _looks(page: Any) -> Image:
    bitmap = page.render(scale=_SCALE, grayscale=True, may_draw_forms=False, draw_annots=False)
    image: Image = bitmap.to_pil().convert("L")
    bitmap.close()
    return image


@lru_cache(maxsize=8)
def _blank_looks(pdf: bytes, number: int) -> tuple[Image, Image]:
    """The blank's page, each dot as dark, and as light, as any next to it: print may stand a hair off its place."""
    import pypdfium2
    from PIL import ImageFilter

    with pypdfium2.PdfDocument(pdf) as document:
        image = _looks(document[number - 1])
    return image.filter(ImageFilter.MinFilter(3)), image.filter(ImageFilter.MaxFilter(3))


def _changed(paper: Image, darkest: Image, lightest: Image) -> Image:
    from PIL import ImageChops

    if paper.size != darkest.size:
        paper = paper.resize(darkest.size)
    off = ImageChops.lighter(ImageChops.subtract(darkest, paper), ImageChops.subtract(paper, lightest))
    return off.point([255 if shade > _DIFFERS else 0 for shade in range(256)])


def _is_marked(changed: Image, box: PrintedBox) -> bool:
    area = changed.crop(_dots(box.rect)).histogram()[255] / (_SCALE * _SCALE)
    if box.kind in (BoxKind.TICK, BoxKind.RADIO):
        return area > _TICKED * box.rect.width * box.rect.height
    return area > _ENOUGH


def _squares(changed: Image) -> Iterator[Rect]:
    side = int(_CELL * _SCALE)
    small = changed.reduce(side)
    for y in range(small.height):
        for x in range(small.width):
            if small.getpixel((x, y)):
                yield Rect(x * _CELL, y * _CELL, (x + 1) * _CELL, (y + 1) * _CELL)


def _dots(rect: Rect) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge * _SCALE) for edge in rect)
    return max(0, left), max(0, top), max(0, left, right), max(0, top, bottom)
