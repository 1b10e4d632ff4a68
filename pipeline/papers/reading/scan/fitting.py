"""The map from a flat page to its picture, from pairs of points many of which are wrong.

Done with numpy alone: OpenCV's own way takes 128 MiB of the process's address space for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_TRIES = 1200
_AT_ONCE = 200
_SETTLED = 0.999  # how sure to be that a better map was not missed


@dataclass(frozen=True)
class Fitted:
    """A map (3 by 3, points of the page -> pixels) and how many pairs agree with it."""

    matrix: Any
    count: int


def fitted(source: Any, target: Any, reach: float) -> Fitted | None:
    """The map that most pairs agree with, no further off than `reach` pixels; the same pairs give the same map."""
    import numpy

    chance = numpy.random.default_rng(0)
    best, most, tried = None, 7, 0
    while tried < _TRIES:
        picks = chance.integers(0, len(source), (_AT_ONCE, 4))
        maps = _through_four(source[picks], target[picks])
        counts = (_off(maps, source, target) < reach).sum(axis=1)
        tried += _AT_ONCE
        if counts.max() > most:
            best, most = maps[int(counts.argmax())], int(counts.max())
        if tried >= _enough(most / len(source)):
            break
    return _refined(best, source, target, reach) if best is not None else None


def _enough(share: float) -> float:
    """After how many tries four right pairs have almost surely been met, when this share of the pairs is right."""
    import math

    return math.log(1 - _SETTLED) / math.log(max(1e-12, 1 - min(0.99, share) ** 4))


def _through_four(source: Any, target: Any) -> Any:
    """The maps through four pairs each; one that cannot be told puts nothing anywhere."""
    import numpy

    system, right = _equations(source, target)
    whole = numpy.abs(numpy.linalg.det(system)) > 1e-3
    system[~whole] = numpy.eye(8)
    right[~whole] = 0
    found = numpy.linalg.solve(system, right[:, :, None])[:, :, 0]
    ones = numpy.ones((len(found), 1))
    return numpy.concatenate([found, ones], axis=1).reshape(-1, 3, 3)


def _equations(source: Any, target: Any) -> tuple[Any, Any]:
    """Two linear equations for each pair, in the eight numbers of a map whose ninth is 1."""
    import numpy

    x, y, u, v = source[..., 0], source[..., 1], target[..., 0], target[..., 1]
    one, none = numpy.ones_like(x), numpy.zeros_like(x)
    across = numpy.stack([x, y, one, none, none, none, -u * x, -u * y], axis=-1)
    down = numpy.stack([none, none, none, x, y, one, -v * x, -v * y], axis=-1)
    system = numpy.concatenate([across, down], axis=-2).astype(numpy.float64)
    return system, numpy.concatenate([u, v], axis=-1).astype(numpy.float64)


def _off(maps: Any, source: Any, target: Any) -> Any:
    """How far each map puts each point from where it should be, in pixels."""
    import numpy

    points = numpy.concatenate([source, numpy.ones((len(source), 1))], axis=1)
    placed = numpy.einsum("mij,nj->mni", maps, points)
    depth = placed[..., 2:]
    depth = numpy.where(numpy.abs(depth) < 1e-9, 1e-9, depth)
    return numpy.linalg.norm(placed[..., :2] / depth - target, axis=2)


def _refined(matrix: Any, source: Any, target: Any, reach: float) -> Fitted:
    """The map with the least squares over all pairs that agree."""
    import numpy

    best = matrix
    for _ in range(3):
        near = _off(best[None], source, target)[0] < reach
        if near.sum() < 8:
            break
        system, right = _equations(source[near], target[near])
        found = numpy.linalg.lstsq(system, right, rcond=None)[0]
        better = numpy.append(found, 1.0).reshape(3, 3)
        if (_off(better[None], source, target)[0] < reach).sum() < near.sum():
            break
        best = better
    return Fitted(best, int((_off(best[None], source, target)[0] < reach).sum()))
