"""A picture of a filled page laid exactly over its blank: shading taken off, what was added told from the print.

The picture is brought to the blank's shape as a whole, then tile by tile, for paper is never quite flat. From then on
a place of the blank is the same place in the picture, `scale` pixels to the point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.layout import Rect
from pipeline.papers.reading.scan.finding import Sighting, blank_picture

_DPI = (150.0, 300.0)  # the picture's own resolution, within these
_TILE = 42.0  # points; paper bends no quicker than that
_SEARCH = 4.0  # points that a tile is looked for
_ALIKE = 0.5  # correlation from which a tile's place is believed
_INK = 196  # of 255: what is darker than that, on paper made white, is ink
_PRINT = 215  # the same of the blank, which has no noise
_SPREAD = 0.75  # points by which the blank's print may be off, blurred or thicker
_DIRT = 0.35  # points: what is smaller both ways is noise
_STROKE = 2.5  # points: half the width of what is a stroke, not an area
_SHADE = 150  # of 255: a darker area is print
_THIN = 1.2  # points: a line no thicker may be the blank's own, left over where it lies a little off
_BESIDE = 1.6  # points: when it is no further from the blank's print


@dataclass(frozen=True)
class Sheet:
    """The picture over its blank. `grey`: paper white; `added`: 255 where ink is that the blank has not.

    `printed`: 255 where the blank prints, a little widened. `matrix`: points of the blank -> pixels of the picture.
    """

    grey: Any
    added: Any
    printed: Any
    scale: float
    matrix: Any

    def cut(self, rect: Rect, array: Any) -> Any:
        """The part of one of the arrays under a rectangle of the blank (points)."""
        tall, wide = array.shape[:2]
        left, top = max(0, round(rect.left * self.scale)), max(0, round(rect.top * self.scale))
        right, bottom = min(wide, round(rect.right * self.scale)), min(tall, round(rect.bottom * self.scale))
        return array[top : max(top, bottom), left : max(left, right)]


def lay(picture: Any, sighting: Sighting) -> Sheet:
    """The picture (grey) laid over the blank that it shows."""
    import cv2
    import numpy

    page, matrix = sighting.page, sighting.matrix
    scale = _scale(sighting)
    size = (round(page.width * scale), round(page.height * scale))
    edition = sighting.layout.edition
    blank = cv2.resize(blank_picture(edition, page.number, scale * 72), size)
    down = matrix @ numpy.diag([1 / scale, 1 / scale, 1.0])
    flat = evened(_warped(picture, down, size), scale)
    flat = _pressed(flat, blank, scale)
    if not edition.own:
        flat, blank = _unshaded(flat, blank, scale)
    spread = _disc(_SPREAD * scale)
    printed = cv2.dilate((blank < _PRINT).astype(numpy.uint8) * 255, spread)
    ink = (cv2.GaussianBlur(flat, (0, 0), 0.6) < _INK).astype(numpy.uint8) * 255
    ink[_outside(picture.shape, down, size)] = 0
    added = _without_dirt(cv2.bitwise_and(ink, cv2.bitwise_not(printed)), blank, scale)
    return Sheet(flat, added, printed, scale, matrix)


def _unshaded(flat: Any, blank: Any, scale: float) -> tuple[Any, Any]:
    """The picture and its blank with the shades of fields made white: they are paper to write on."""
    import cv2
    import numpy

    shade = numpy.maximum(cv2.morphologyEx(blank, cv2.MORPH_CLOSE, _disc(_STROKE * scale)), _SHADE)
    return cv2.divide(flat, shade, scale=255), cv2.divide(blank, shade, scale=255)


def _scale(sighting: Sighting) -> float:
    """Pixels to the point of the picture where it is laid, within bounds."""
    import numpy

    x, y = sighting.page.width / 2, sighting.page.height / 2
    places = [sighting.matrix @ numpy.array([*p, 1.0]) for p in ((x, y), (x + 1, y), (x, y + 1))]
    one, right, below = (p[:2] / p[2] for p in places)
    own = float(max(numpy.linalg.norm(right - one), numpy.linalg.norm(below - one)))
    return min(_DPI[1], max(_DPI[0], own * 72)) / 72


def _warped(picture: Any, down: Any, size: tuple[int, int]) -> Any:
    import cv2

    return cv2.warpPerspective(
        picture, down, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )


def _outside(shape: tuple[int, ...], down: Any, size: tuple[int, int]) -> Any:
    """True where the blank reaches beyond the picture: a cut edge is no ink."""
    import cv2
    import numpy

    inner = numpy.zeros(shape[:2], numpy.uint8)
    inner[2:-2, 2:-2] = 255
    there = cv2.warpPerspective(inner, down, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    return there == 0


def evened(grey: Any, scale: float) -> Any:
    """The picture with its paper white everywhere: divided by the paper's own brightness around."""
    import cv2
    import numpy

    small = cv2.resize(grey, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(cv2.medianBlur(small, 3), numpy.ones((9, 9), numpy.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 31), (0, 0), 6)
    wide = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, numpy.maximum(wide, 40), scale=250)


def _pressed(flat: Any, blank: Any, scale: float) -> Any:
    """The picture pressed flat: each tile moved to where the blank has the same print."""
    import cv2
    import numpy

    half = scale / 2
    small = cv2.resize(flat, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    model = cv2.resize(blank, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
    tile, reach = round(_TILE * half), round(_SEARCH * half)
    rows, columns = -(-model.shape[0] // tile), -(-model.shape[1] // tile)
    moves = numpy.full((rows, columns, 2), numpy.nan, numpy.float32)
    for row in range(rows):
        for column in range(columns):
            found = _move(small, model, (row * tile, column * tile), tile, reach)
            if found is not None:
                moves[row, column] = found
    if numpy.isnan(moves[:, :, 0]).all():
        return flat
    field = cv2.resize(_smooth(moves), (flat.shape[1], flat.shape[0]), interpolation=cv2.INTER_LINEAR) * 2
    down, across = numpy.mgrid[0 : flat.shape[0], 0 : flat.shape[1]].astype(numpy.float32)
    return cv2.remap(
        flat, across + field[:, :, 0], down + field[:, :, 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _move(
    small: Any, model: Any, corner: tuple[int, int], tile: int, reach: int
) -> tuple[float, float] | None:
    """By how many pixels a tile of the blank lies off in the picture (across, down); None when that cannot be told."""
    import cv2

    top, left = corner
    part = model[top : top + tile, left : left + tile]
    if part.size == 0 or float(part.std()) < 12 or min(part.shape) < reach:
        return None
    y, x = max(0, top - reach), max(0, left - reach)
    around = small[y : top + part.shape[0] + reach, x : left + part.shape[1] + reach]
    scores = cv2.matchTemplate(around, part, cv2.TM_CCOEFF_NORMED)
    _, best, _, (across, down) = cv2.minMaxLoc(scores)
    edge = across in (0, scores.shape[1] - 1) or down in (0, scores.shape[0] - 1)
    if best < _ALIKE or edge:
        return None
    return across - (left - x) + _peak(scores[down], across), down - (top - y) + _peak(
        scores[:, across], down
    )


def _peak(line: Any, at: int) -> float:
    """How far the top of a curve lies from its highest point, by the parabola through its neighbours."""
    before, here, after = float(line[at - 1]), float(line[at]), float(line[at + 1])
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < -1e-6 else 0.0


def _smooth(moves: Any) -> Any:
    """Each tile's move as the median of those around it, so that one tile mistaken for its neighbour does no harm."""
    import numpy

    rows, columns = moves.shape[:2]
    whole = numpy.nanmedian(moves.reshape(-1, 2), axis=0)
    smooth = numpy.empty_like(moves)
    for row in range(rows):
        for column in range(columns):
            near = moves[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2].reshape(-1, 2)
            known = near[~numpy.isnan(near[:, 0])]
            smooth[row, column] = numpy.median(known, axis=0) if len(known) >= 3 else whole
    return smooth


def _disc(radius: float) -> Any:
    import cv2

    size = 2 * max(1, round(radius)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))


def _without_dirt(ink: Any, blank: Any, scale: float) -> Any:
    """The ink without specks of noise, and without what is left of the blank's own lines beside them."""
    import cv2
    import numpy

    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    least = max(2.0, _DIRT * scale)
    near = cv2.dilate((blank < _PRINT).astype(numpy.uint8), _disc(_BESIDE * scale))
    beside = numpy.bincount(labels.ravel(), near.ravel(), count) > 0.6 * stats[:, cv2.CC_STAT_AREA]
    thin = numpy.minimum(wide, tall) <= _THIN * scale
    sliver = beside & thin & (numpy.maximum(wide, tall) > 2.5 * numpy.minimum(wide, tall))
    keep = ((wide > least) | (tall > least)) & ~sliver
    keep[0] = False
    return numpy.where(keep[labels], 255, 0).astype(numpy.uint8)
