"""Laid-out pages as data: kept beside an issue, so that a later one can show the same pages again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pipeline.papers.making.sheets.flow import Area, Leap, Mark, PlacedPage, Spot, Words

_KINDS = {"w": Words, "a": Area, "l": Leap, "s": Spot}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


def pages_to_bytes(pages: Iterable[PlacedPage]) -> bytes:
    """The pages as JSON; the same pages give the same bytes."""
    data = [[_packed(mark) for mark in page.marks] for page in pages]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def pages_from_bytes(data: bytes) -> tuple[PlacedPage, ...]:
    """The inverse of `pages_to_bytes`. Raises ValueError, KeyError or TypeError on other bytes."""
    found = json.loads(data.decode("utf-8", "surrogatepass"))
    return tuple(PlacedPage(tuple(_unpacked(mark) for mark in page)) for page in found)


def made_of(data: bytes) -> str:
    """What pages are known by: a digest of them as `pages_to_bytes` gives them."""
    return hashlib.sha256(data).hexdigest()


def _packed(mark: Mark) -> list[Any]:
    return [_LETTERS[type(mark)], *vars(mark).values()]


def _unpacked(data: list[Any]) -> Mark:
    letter, *values = data
    made: Mark = _KINDS[letter](*(tuple(v) if isinstance(v, list) else v for v in values))
    return made
