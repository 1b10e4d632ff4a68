"""Words anywhere in a picture, whatever it shows: a screenshot, a photographed note, a page whose letters lie.

Where writing is, the model tells that comes in rapidocr's package beside the one for lines; each place is cut out, laid
level and read by the recogniser that reads forms.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.papers.reading.scan.embedded import session_of
from pipeline.papers.reading.scan.engine import recogniser
from pipeline.papers.reading.scan.picture import page_picture

_SHORTER = 736  # pixels of the picture's shorter side, as the model was taught
_LONGEST = 1600
_STEP = 32
_INK, _SURE = 0.3, 0.5  # of a place: from where it counts, and on the whole
_GROWN = 1.6  # times its size that a place is larger than the model's core of it
_LEAST = 4.0  # pixels
_MOST = 300  # lines of one picture
_READABLE = 0.5  # sureness of a line's letters
_LEVEL = 0.6  # of a line's height: places that far apart are one line


class _Place(NamedTuple):
    top: float
    left: float
    high: float
    picture: Any


def words_anywhere(data: bytes, name: str, page: int, engine: str) -> tuple[str, ...]:
    """The lines of writing of a picture, or of a page of a PDF as it is drawn, from top to bottom.

    Runs in the sandbox. `engine`: the setting (see engine.recogniser). Raises ReadingError: damaged, nothing to read
    it with.
    """
    reader = recogniser(engine)
    places = sorted(_places(page_picture(data, name, page).grey), key=lambda p: (p.top, p.left))[:_MOST]
    read = reader.lines([place.picture for place in places])
    lines: list[list[tuple[_Place, str]]] = []
    for place, line in zip(places, read, strict=True):
        if line.score < _READABLE or not any(c.isalnum() for c in line.text):
            continue
        if lines and abs(lines[-1][0][0].top - place.top) < _LEVEL * place.high:
            lines[-1].append((place, line.text))
        else:
            lines.append([(place, line.text)])
    return tuple(" ".join(text for _, text in sorted(line, key=lambda p: p[0].left)) for line in lines)


def _places(grey: Any) -> Iterator[_Place]:
    """Where writing is, each place cut out and laid level, dark on light."""
    import cv2
    import numpy

    seen = _likeliness(grey)
    ink = cv2.dilate((seen > _INK).astype(numpy.uint8), numpy.ones((2, 2), numpy.uint8))
    across, down = grey.shape[1] / seen.shape[1], grey.shape[0] / seen.shape[0]
    for outline in cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
        middle, size, turned = cv2.minAreaRect(outline)
        if min(size) < _LEAST or _mean(seen, outline) < _SURE:
            continue
        spread = size[0] * size[1] * _GROWN / (size[0] + size[1])  # as the model was taught to shrink them
        corners = cv2.boxPoints((middle, (size[0] + spread, size[1] + spread), turned))
        yield _cut(grey, corners * numpy.array([across, down], numpy.float32))


def _mean(seen: Any, outline: Any) -> float:
    import cv2
    import numpy

    left, top, wide, high = cv2.boundingRect(outline)
    mask = numpy.zeros((high, wide), numpy.uint8)
    cv2.fillPoly(mask, [outline - numpy.array([left, top])], 1)
    return float(cv2.mean(seen[top : top + high, left : left + wide], mask)[0])


def _likeliness(grey: Any) -> Any:
    """How likely each place of the picture is writing, a good deal smaller than the picture."""
    import cv2
    import numpy

    high, wide = grey.shape
    scale = min(max(1.0, _SHORTER / min(high, wide)), _LONGEST / max(high, wide))
    size = [max(_STEP, round(side * scale / _STEP) * _STEP) for side in (wide, high)]
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(numpy.float32) / 127.5 - 1
    model = _model()
    asked = numpy.ascontiguousarray(numpy.broadcast_to(small, (1, 3, *small.shape)))
    return model.run(None, {model.get_inputs()[0].name: asked})[0][0, 0]


def _cut(grey: Any, corners: Any) -> _Place:
    """The place level: its corners in the order of the eye, the longer side across."""
    import cv2
    import numpy

    by_left = corners[numpy.argsort(corners[:, 0])]
    left, right = (side[numpy.argsort(side[:, 1])] for side in (by_left[:2], by_left[2:]))
    top_left, low_left, top_right, low_right = left[0], left[1], right[0], right[1]
    wide = max(2, round(math.dist(top_left, top_right)))
    high = max(2, round(math.dist(top_left, low_left)))
    source = numpy.array([top_left, top_right, low_right, low_left], numpy.float32)
    target = numpy.array([[0, 0], [wide, 0], [wide, high], [0, high]], numpy.float32)
    line = cv2.warpPerspective(
        grey, cv2.getPerspectiveTransform(source, target), (wide, high), borderMode=cv2.BORDER_REPLICATE
    )
    if high > 1.5 * wide:
        line = cv2.rotate(line, cv2.ROTATE_90_CLOCKWISE)
    return _Place(float(top_left[1] + low_left[1]) / 2, float(top_left[0]), float(high), _dark_on_light(line))


def _dark_on_light(line: Any) -> Any:
    """Light writing turned into dark: what is at the edges is the paper."""
    import numpy

    edge = numpy.concatenate((line[0], line[-1], line[:, 0], line[:, -1]))
    return 255 - line if float(numpy.median(edge)) < float(line.mean()) - 1 else line


@lru_cache(maxsize=1)
def _model() -> Any:
    return session_of("*_det_*.onnx")
