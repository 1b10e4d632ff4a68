"""The ruling lines of a level page: long thin strokes, and the rows of cells that they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.labelled.ruling import Ruling, Stroke, merged, ruled
from pipeline.papers.reading.scan.ruled.level import Level

_LEVEL, _UPRIGHT = 26.0, 9.0  # points: no letter has a stroke so long
_SOFT = 1.1  # points along a line over which its grain is evened
_DARK = 216  # of 255, on white paper: what is darker along its whole length is a line
_THICK = 2.4  # points: a line is no thicker
_PIECE = 40.0  # points: a line on bent paper is straight as far as that
_REACH = 3.0  # points: lines that meet end no further apart
_WIDER = 0.5  # points beside a line that are its own soft edge


@dataclass(frozen=True)
class Rulings:
    """The rows that a page's lines make; `lines`: true where lines are drawn."""

    ruling: Ruling
    lines: Any


def rulings_of(level: Level) -> Rulings:
    """The rows of a level page."""
    import cv2
    import numpy

    across = _dark_along(level, _LEVEL)
    down = _dark_along(Level(level.grey.T, level.off.T, level.scale, level.matrix), _UPRIGHT).T
    levels, level_ink = _strokes(across, level.scale)
    uprights, upright_ink = _strokes(numpy.ascontiguousarray(down.T), level.scale)
    uprights = [s for s in merged(uprights) if _is_ruling(s, levels)]
    ink = (level_ink | (upright_ink.T & _around(uprights, level))).astype(numpy.uint8)
    wider = 2 * max(1, round(_WIDER * level.scale)) + 1
    return Rulings(ruled(levels, uprights), cv2.dilate(ink, numpy.ones((wider, wider), numpy.uint8)) > 0)


def _around(uprights: list[Stroke], level: Level) -> Any:
    """True about upright lines: the strokes of tall letters elsewhere are no lines."""
    import numpy

    near = numpy.zeros(level.grey.shape, bool)
    for stroke in uprights:
        left, right = (max(0, round((stroke.at + side * _THICK) * level.scale)) for side in (-1, 1))
        near[max(0, round(stroke.start * level.scale)) : round(stroke.end * level.scale), left:right] = True
    return near


def _is_ruling(upright: Stroke, levels: list[Stroke]) -> bool:
    """Whether a stroke reaches from line to line; at a page's end one line may be missing. Tall letters do not."""
    ends = sum(
        any(abs(s.at - end) <= _REACH and s.covers(upright.at, _REACH) for s in levels)
        for end in (upright.start, upright.end)
    )
    return ends == 2 or (ends == 1 and upright.end - upright.start > _LEVEL)


def _dark_along(level: Level, long: float) -> Any:
    """Where a level stroke of at least this length (points) is dark all along."""
    import cv2
    import numpy

    soft, length = max(1, round(_SOFT * level.scale)), round(long * level.scale)
    grey = cv2.blur(numpy.ascontiguousarray(level.grey), (soft, 1))
    grey[level.off] = 255
    dark = (grey < _DARK).astype(numpy.uint8)
    return cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((1, length), numpy.uint8))


def _strokes(dark: Any, scale: float) -> tuple[list[Stroke], Any]:
    """Level strokes in points, and where they are; what is thick is none."""
    import cv2
    import numpy

    pieces = numpy.ascontiguousarray(dark)
    step = max(2, round(_PIECE * scale))
    pieces[:, step::step] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(pieces, connectivity=8)
    thin = stats[:, cv2.CC_STAT_HEIGHT] <= _THICK * scale
    thin[0] = False
    return list(_in_points(stats[thin], scale)), thin[labels]


def _in_points(stats: Any, scale: float) -> Iterator[Stroke]:
    for x, y, wide, tall, _ in stats.tolist():
        yield Stroke((y + tall / 2) / scale, (x - 1) / scale, (x + wide + 1) / scale)
