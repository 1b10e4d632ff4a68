"""A picture of a page laid level by its own ruling lines: turned back, and straightened when seen from a slant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.scan.picture import Picture
from pipeline.papers.reading.scan.sheet import evened

_SMALL = 100.0  # dots an inch of the picture in which lines are looked for
_LONG = 30.0  # points: shorter strokes may be letters
_FEWEST = 4  # lines without which nothing can be told
_OFF = (8.0, 1.5, 0.5)  # degrees that a line may be off its direction, ever less
_SLANT = 0.1  # how little the lines must tell of a slant for the page to be taken as seen from right above
_DPI = (150.0, 300.0)
_TABLE = 0.45  # of the paper's brightness: what is darker over an area is not paper
_EDGE = 4.0  # points of the paper's edge that are not looked at


@dataclass(frozen=True)
class Level:
    """A page whose lines are level and upright. `grey`: paper white; `off`: true where there is no paper.

    `scale`: pixels to the point; `matrix` (3 by 3) takes its points to pixels of the picture.
    """

    grey: Any
    off: Any
    scale: float
    matrix: Any


def laid_level(picture: Picture) -> Level | None:
    """The page level; None when it has hardly any lines."""
    grey = picture.grey
    tall, wide = grey.shape
    own = max(wide / picture.width, tall / picture.height)
    lines = _lines(grey, own)
    if len(lines) < _FEWEST:
        return None
    return _straightened(grey, own, _directions(lines, grey.shape))


def as_it_lies(picture: Picture) -> Level:
    """A page without lines, as it came."""
    import numpy

    own = max(picture.grey.shape[1] / picture.width, picture.grey.shape[0] / picture.height)
    return _straightened(picture.grey, own, (numpy.array([1.0, 0, 0]), numpy.array([0, 1.0, 0])))


def _straightened(grey: Any, own: float, directions: tuple[Any, Any]) -> Level:
    import numpy

    (tall, wide), (across, down) = grey.shape, directions
    half = max(wide, tall) / 2
    outward = numpy.array([[half, 0, wide / 2], [0, half, tall / 2], [0, 0, 1]])
    straight = outward @ numpy.column_stack([across, down, [0, 0, 1]]) @ numpy.diag([1 / half, 1 / half, 1.0])
    left, top, right, bottom = _bounds(straight, grey.shape)
    scale = min(_DPI[1] / 72, max(_DPI[0] / 72, own))
    pixel = own / scale
    place = numpy.array([[pixel, 0, left], [0, pixel, top], [0, 0, 1]])
    size = (round((right - left) / pixel), round((bottom - top) / pixel))
    return _laid(grey, straight @ place, size, scale)


def _laid(grey: Any, down: Any, size: tuple[int, int], scale: float) -> Level:
    import cv2
    import numpy

    flags = cv2.WARP_INVERSE_MAP | cv2.INTER_CUBIC
    flat = cv2.warpPerspective(grey, down, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    paper = cv2.warpPerspective(_paper(grey), down, size, flags=cv2.WARP_INVERSE_MAP | cv2.INTER_NEAREST)
    edge = 2 * round(_EDGE * scale) + 1
    framed = cv2.copyMakeBorder(paper, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    off = cv2.erode(framed, numpy.ones((edge, edge), numpy.uint8))[1:-1, 1:-1] == 0
    return Level(evened(flat, scale), off, scale, down @ numpy.diag([scale, scale, 1.0]))


def _paper(grey: Any) -> Any:
    """255 where the sheet is, and not the table under it."""
    import cv2
    import numpy

    small = cv2.resize(grey, None, fx=0.1, fy=0.1, interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(cv2.medianBlur(small, 3), numpy.ones((7, 7), numpy.uint8))
    mask = (bright > _TABLE * numpy.percentile(bright, 90)).astype(numpy.uint8)
    found, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sheet = numpy.zeros_like(mask)
    cv2.fillConvexPoly(sheet, cv2.convexHull(max(found, key=cv2.contourArea)), 255)
    return cv2.resize(sheet, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)


def _lines(grey: Any, own: float) -> Any:
    """Long straight strokes, as rows of x, y, x2, y2 in pixels."""
    import cv2
    import numpy

    shrunk = min(1.0, _SMALL / 72 / own)
    small = cv2.resize(grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector().detect(small)[0]
    if found is None:
        return numpy.zeros((0, 4))
    found = found.reshape(-1, 4).astype(numpy.float64)
    long = numpy.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]) > _LONG * own * shrunk
    return found[long] / shrunk


def _directions(lines: Any, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Where level and upright lines run: the points where they meet, in homogeneous numbers from the middle.

    A length of 1 is half the picture's longer side. The third number is 0 when they never meet.
    """
    import numpy

    half = max(shape) / 2
    ends = (lines.reshape(-1, 2, 2) - [shape[1] / 2, shape[0] / 2]) / half
    steps = ends[:, 1] - ends[:, 0]
    angles, lengths = numpy.arctan2(steps[:, 1], steps[:, 0]), numpy.hypot(steps[:, 0], steps[:, 1])
    turn = numpy.angle((lengths * numpy.exp(4j * angles)).sum()) / 4  # modulo a quarter turn
    level = numpy.array([numpy.cos(turn), numpy.sin(turn), 0.0])
    upright = numpy.array([-numpy.sin(turn), numpy.cos(turn), 0.0])
    return _meeting(ends, lengths, level), _meeting(ends, lengths, upright)


def _meeting(ends: Any, lengths: Any, guess: Any) -> Any:
    import numpy

    found = guess
    ones = numpy.ones((len(ends), 1))
    through = numpy.cross(numpy.hstack([ends[:, 0], ones]), numpy.hstack([ends[:, 1], ones]))
    through /= numpy.hypot(through[:, 0], through[:, 1])[:, None]
    middles = ends.mean(axis=1)
    for most in _OFF:
        toward = found[:2] - middles * found[2]  # from each line's middle to where the lines meet
        off = abs((through[:, :2] * toward).sum(axis=1)) / numpy.hypot(toward[:, 0], toward[:, 1])
        near = off < numpy.sin(numpy.radians(most))
        if near.sum() < 2:
            return found
        weights = lengths[near][:, None]
        prior = _SLANT * weights.sum() ** 0.5 * numpy.array([[0, 0, 1.0]])
        system = numpy.vstack([through[near] * weights**0.5, prior])
        best = numpy.linalg.svd(system)[2][-1]
        best = best * numpy.sign(best[:2] @ guess[:2])
        found = best / numpy.hypot(best[0], best[1])
    return found


def _bounds(straight: Any, shape: tuple[int, ...]) -> tuple[float, float, float, float]:
    """The picture's edges in the level page, no further out than half the picture again."""
    import cv2
    import numpy

    tall, wide = shape
    corners = numpy.array([[[0, 0], [wide, 0], [wide, tall], [0, tall]]], numpy.float64)
    placed = cv2.perspectiveTransform(corners, numpy.linalg.inv(straight))[0]
    most = 0.75 * max(shape)
    (left, top), (right, bottom) = placed.min(axis=0).clip(-most, 0), placed.max(axis=0).clip(0, most)
    return float(left), float(top), float(right), float(bottom)


def turned(level: Level) -> Level:
    """The page upside down."""
    import numpy

    tall, wide = level.grey.shape
    size = numpy.array([[-1, 0, wide / level.scale], [0, -1, tall / level.scale], [0, 0, 1]])
    return Level(
        level.grey[::-1, ::-1].copy(), level.off[::-1, ::-1].copy(), level.scale, level.matrix @ size
    )
