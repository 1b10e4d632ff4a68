"""Help for the tests of intake: a desk in a temporary workspace, forms typed as YAML, clocks that are moved by hand."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from pipeline.model.settings import Settings
from pipeline.office.desk import Desk, open_desk
from pipeline.office.intake.report import SweepReport
from tests import builders

DAY = datetime(2013, 9, 2, 10, 2, tzinfo=UTC)
MULTI = ("reason", "family_factors", "agencies", "views_how", "tried", "sharing_basis")


class Inline:
    """Stands in for the sandbox: calls at once, here; remembers what it called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fail: Callable[[str], None] | None = None

    def call(self, function: Callable[..., Any], *args: object) -> Any:
        self.calls.append(function.__name__)
        if self.fail is not None:
            self.fail(function.__name__)
        return function(*args)


class Ticks:
    """A clock that goes forward only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


@contextlib.contextmanager
def desk_at(root: Path, *, sandbox: Any = None, clock: Any = None, **changes: Any) -> Iterator[Desk]:
    settings: Settings = builders.settings(root, **changes)
    with open_desk(settings, builders.forms(), clock or (lambda: DAY), sandbox=sandbox or Inline()) as desk:
        yield desk


def typed(items: Mapping[str, str] | None = None, form: str = "MACRP-REF", **changes: str) -> bytes:
    """A form as YAML: REFERRAL unless other items are given."""
    chosen = builders.referral_items(**changes) if items is None else {**items, **changes}
    data = {"form": form, **{k: v.split("\n") if k in MULTI else v for k, v in chosen.items() if v != ""}}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def drop(desk: Desk, name: str, data: bytes) -> Path:
    """Put a file into the inbox, whole."""
    path = desk.settings.folders.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def drop_in_order(desk: Desk, *files: tuple[str, bytes]) -> None:
    """Put files into the inbox, each a second younger than the one before."""
    for n, (name, data) in enumerate(files):
        os.utime(drop(desk, name, data), (1_378_100_000 + n, 1_378_100_000 + n))


def inbox_names(desk: Desk) -> list[str]:
    """Every file in the inbox, also in the pipeline's own folders."""
    top = desk.settings.folders.inbox
    return sorted(p.relative_to(top).as_posix() for p in top.rglob("*") if not p.is_dir() or p.is_symlink())


def outcomes(report: SweepReport) -> list[tuple[str, str, str]]:
    return [(d.name, d.outcome.value, d.reference) for d in report.done]
