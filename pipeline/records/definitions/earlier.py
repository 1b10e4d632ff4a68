"""`earlier:` in a definition: the versions of which filled copies may still come in, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model.form import Change, Earlier
from pipeline.records.definitions.lines import LINE

_KEYS = {"version", "renamed", "dropped", "added", "blank"}

Fault = Callable[[Mapping[str, Any], str], None]


def known_keys() -> set[str]:
    """The keys that one earlier version may have."""
    return set(_KEYS)


@dataclass(frozen=True)
class _Entry:
    """One earlier version as it stands in the file, and what takes note of its faults."""

    raw: Mapping[str, Any]
    fault: Fault

    def build(self) -> Earlier:
        version = str(self.raw.get("version") or "")
        if not version:
            self.fault(self.raw, "an earlier version needs `version:`, as it is printed on that form")
        renamed = (Change(then, now) for then, now in self._pairs("renamed") if now)
        dropped = (Change(then, "", label) for then, label in self._pairs("dropped"))
        return Earlier(version, (*renamed, *dropped), self._words("added"), self._words("blank"))

    def _pairs(self, key: str) -> Iterator[tuple[str, str]]:
        """Name and word of each line; a bare list gives names alone."""
        found = self.raw.get(key) or {}
        if isinstance(found, list) and key == "dropped":
            yield from ((str(name), "") for name in found)
        elif isinstance(found, dict):
            yield from ((str(k), "" if v is None else str(v)) for k, v in found.items() if k != LINE)
        else:
            self.fault(self.raw, f"`{key}:` must be a list of `name then: name now` lines")

    def _words(self, key: str) -> tuple[str, ...]:
        found = self.raw.get(key) or []
        found = found if isinstance(found, list) else [found]
        return tuple(map(str, found))


def read_earlier(raw: Mapping[str, Any], fault: Fault) -> Earlier:
    """One earlier version from its lines; what is wrong with it is told to `fault`."""
    return _Entry(raw, fault).build()
