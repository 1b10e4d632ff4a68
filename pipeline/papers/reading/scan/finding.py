"""Which page of which blank a picture shows, and how it lies there: by the print itself, whichever way up it is.

Corners and strokes of the blank's print are looked for in the picture (SIFT, which does not mind turning, scale, light
or a slanting camera); the page whose print falls into place in one piece is the right one. No letter is read for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.model.edition import Edition
from pipeline.papers.reading.layout import Layout, LayoutPage
from pipeline.papers.reading.scan.fitting import fitted

_DPI = 72  # of the blanks' features
_LONGEST = 850  # pixels of the picture in which they are looked for
_FEATURES = 1600
_FIRST = 450  # strongest features of each page, which tell the likely pages from the others
_LIKELY = 3
_RATIO = 0.8  # a feature counts when its best match is that much nearer than its second best (Lowe)
_REACH = 3.0  # pixels of the small picture that a feature may be off
ENOUGH = 60  # features in place; papers that are not ours reach none that make a page
_SHARE = 0.05  # of a page's features that must be in place
_NEAR = 0.6  # a second page with that share of the first's features is a rival


@dataclass(frozen=True)
class Sighting:
    """A page of a blank in a picture. `matrix` (3 by 3) takes points of the blank to pixels of the picture.

    `count` of the blank's `total` features are in place. `rivals`: other pages that fit nearly as well.
    """

    layout: Layout
    page: LayoutPage
    matrix: Any
    count: int
    total: int
    rivals: tuple[Sighting, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether it is that page and not just a paper with a few words like it."""
        return self.count >= max(ENOUGH, int(_SHARE * self.total))


@dataclass(frozen=True)
class _Features:
    points: Any
    signs: Any


def find_page(grey: Any, layouts: Sequence[Layout]) -> Sighting | None:
    """The page of a blank that a picture shows, or the nearest (not `certain`); None when nothing is alike at all."""
    import cv2

    shrunk = min(1.0, _LONGEST / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    seen = _features(small)
    if seen.signs is None or len(seen.points) < 8:
        return None
    counted = []
    for layout in layouts:
        for page in layout.pages:
            counted.append(
                (len(_alike(_strongest(features_of(layout.edition, page.number)), seen)), layout, page)
            )
    counted.sort(key=lambda c: c[0], reverse=True)
    found = [s for _, layout, page in counted[:_LIKELY] if (s := _sighting(layout, page, seen, shrunk))]
    found.sort(key=lambda s: (s.count, s.layout.edition.present), reverse=True)
    if not found:
        return None
    best = found[0]
    rivals = tuple(s for s in found[1:] if s.count > _NEAR * best.count)
    return Sighting(best.layout, best.page, best.matrix, best.count, best.total, rivals)


def _sighting(layout: Layout, page: LayoutPage, seen: _Features, shrunk: float) -> Sighting | None:
    import numpy

    blank = features_of(layout.edition, page.number)
    pairs = _alike(blank, seen)
    if len(pairs) < 8:
        return None
    source = blank.points[[p[0] for p in pairs]]
    target = seen.points[[p[1] for p in pairs]]
    found = fitted(source, target, _REACH)
    if found is None or not _sensible(found.matrix, page):
        return None
    grow = numpy.diag([1 / shrunk, 1 / shrunk, 1.0])
    points = numpy.diag([_DPI / 72, _DPI / 72, 1.0])
    return Sighting(layout, page, grow @ found.matrix @ points, found.count, len(blank.points))


def _sensible(matrix: Any, page: LayoutPage) -> bool:
    """Whether the page lies there like paper: convex, not mirrored, not squeezed to a sliver."""
    import cv2
    import numpy

    wide, tall = page.width * _DPI / 72, page.height * _DPI / 72
    corners = numpy.array([[[0, 0], [wide, 0], [wide, tall], [0, tall]]], numpy.float32)
    shown = cv2.perspectiveTransform(corners, matrix)[0].astype(numpy.float32)
    if not cv2.isContourConvex(shown) or cv2.contourArea(shown, oriented=True) <= 0:
        return False
    sides = [float(numpy.linalg.norm(shown[i] - shown[(i + 1) % 4])) for i in range(4)]
    return min(sides) > 0.35 * max(sides) * min(wide, tall) / max(wide, tall) and min(sides) > 100


def _alike(blank: _Features, seen: _Features) -> list[tuple[int, int]]:
    """Pairs of features that are alike and not like others."""
    import cv2

    if blank.signs is None or len(blank.points) < 2:
        return []
    matches = cv2.BFMatcher(cv2.NORM_L2).knnMatch(blank.signs, seen.signs, k=2)
    return [
        (m[0].queryIdx, m[0].trainIdx)
        for m in matches
        if len(m) == 2 and m[0].distance < _RATIO * m[1].distance
    ]


def _strongest(blank: _Features) -> _Features:
    return _Features(blank.points[:_FIRST], blank.signs[:_FIRST] if blank.signs is not None else None)


def _features(grey: Any) -> _Features:
    """Features, the strongest first."""
    import cv2
    import numpy

    points, signs = cv2.SIFT.create(nfeatures=_FEATURES).detectAndCompute(grey, None)
    order = sorted(range(len(points)), key=lambda i: -points[i].response)
    places = numpy.array([points[i].pt for i in order], numpy.float32).reshape(-1, 2)
    return _Features(places, signs[order] if signs is not None else None)


def features_of(edition: Edition, number: int) -> _Features:
    """The features of a page of an edition's blank."""
    return _blank_features(edition.pdf, number, not edition.own)


@lru_cache(maxsize=64)
def _blank_features(pdf: bytes, number: int, fields: bool) -> _Features:
    """Kept, for they are the same for every paper."""
    return _features(_drawn(pdf, number, _DPI, fields))


def blank_picture(edition: Edition, number: int, dpi: float) -> Any:
    """A blank's page as it prints: grey, at so many dots an inch.

    Our own boxes are drawn on the page itself; those of others often by their fields alone, which print with it.
    """
    return _drawn(edition.pdf, number, dpi, not edition.own)


def _drawn(pdf: bytes, number: int, dpi: float, fields: bool) -> Any:
    import numpy
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened:
        if fields:
            opened.init_forms()
        bitmap = opened[number - 1].render(scale=dpi / 72, grayscale=True, may_draw_forms=fields)
        grey = numpy.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
        return grey.copy()
