"""Where an original's page lies on its inert page, so that a spot on the original can be found on the copy."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = rb"(-?[0-9.]+)"
_START = re.compile(
    rb"q " + rb" ".join([_NUMBER] * 4) + rb" re W n " + rb" ".join([_NUMBER] * 6) + rb" cm /B Do"
)


@dataclass(frozen=True)
class Frame:
    """The rectangle that the original's page fills, in points from the inert page's lower left, and its scale."""

    left: float
    low: float
    wide: float
    tall: float
    scale: float


def frame_of(content: bytes) -> Frame | None:
    """The frame that an inert page's content begins with; None for the content of any other page."""
    found = _START.match(content)
    if found is None:
        return None
    left, low, wide, tall, a, b, *_ = map(float, found.groups())
    return Frame(left, low, wide, tall, math.hypot(a, b))
