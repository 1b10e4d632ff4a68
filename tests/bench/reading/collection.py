"""Real files that nobody here wrote, many of them broken, dropped into the inbox of a new workspace and taken in.

Every file must end accepted, needing attention, opened, passed over or set aside with a reason; nothing may be lost,
hang or stop the rest, and the ledger must balance.
"""

from __future__ import annotations

import hashlib
import re
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.filing import Outcome
from pipeline.office.desk import Desk, open_desk
from pipeline.office.intake import ingest
from pipeline.office.intake.report import Done, SweepReport
from tests import builders

FOLDER = builders.ROOT.parent / "shared" / "corpus"
MOST_SECONDS = 20.0  # a file
_CLOCK = datetime(2026, 9, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Timed:
    """One decision, and how long after the one before it came."""

    done: Done
    seconds: float


@dataclass(frozen=True)
class Taken:
    """What became of some files: every decision, the sweep's report, and whatever must never be (see `_faults`)."""

    timed: tuple[Timed, ...]
    report: SweepReport
    seen: int
    faults: tuple[str, ...]


def every_file() -> list[Path]:
    """The collection's files; none where it is not here."""
    return [p for p in sorted(FOLDER.rglob("*")) if p.is_file()]


def take(paths: Sequence[Path], root: Path) -> Taken:
    """Drop the files into the inbox of a new workspace at `root` and take them in."""
    settings = builders.settings(root)
    settings = replace(settings, intake=replace(settings.intake, incomplete_after_seconds=0.0))
    for number, path in enumerate(paths):
        shutil.copyfile(path, settings.folders.inbox / f"{number:04}-{path.parent.name}-{path.name}"[:120])
    with open_desk(settings, builders.forms(), lambda: _CLOCK) as desk:
        timed: list[Timed] = []
        report = ingest(desk, tell=_clocked(timed))
        return Taken(tuple(timed), report, desk.register.ledger().seen, tuple(_faults(desk, report, paths)))


def main(wanted: str = "") -> int:
    """Take in every file of the collection whose path has `wanted` in it; 1 when something went wrong."""
    paths = [p for p in every_file() if wanted in str(p)]
    if not paths:
        print(f"There are no such files in {FOLDER}.")
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        taken = take(paths, Path(folder))
    _show(taken)
    for fault in taken.faults:
        print(f"FAULT: {fault}")
    return int(bool(taken.faults))


def _clocked(timed: list[Timed]) -> Callable[[Done], None]:
    last = time.perf_counter()

    def tell(done: Done) -> None:
        nonlocal last
        now = time.perf_counter()
        timed.append(Timed(done, now - last))
        last = now

    return tell


def _faults(desk: Desk, report: SweepReport, paths: Sequence[Path]) -> list[str]:
    """What must never be: a file that is nowhere, still waits, has no reason, or a ledger that does not balance."""
    found = list(report.troubles)
    found += [f"{w.name} still waits: {w.reason}" for w in report.waiting]
    found += [
        f"{d.name} has no reason" for d in report.done if d.outcome is Outcome.SET_ASIDE and not d.words
    ]
    if not desk.register.ledger().balances:
        found.append("the ledger does not balance")
    aside = [p for p in desk.settings.folders.inbox.rglob("*") if p.is_file()]
    there = {_digest(p) for p in aside} | {p.name.split(".")[0] for p in _kept(desk)}
    found += [f"{path} is neither kept nor set aside" for path in paths if _digest(path) not in there]
    return found


def _kept(desk: Desk) -> list[Path]:
    return [p for p in (desk.settings.folders.records / "originals").rglob("*") if p.is_file()]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _show(taken: Taken) -> None:
    timed, report = taken.timed, taken.report
    outcomes = Counter(done.outcome.value for done in report.done)
    print(", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()))
    print(f"ledger: {taken.seen} seen")
    for child, who in (
        (resource.RUSAGE_SELF, "the program"),
        (resource.RUSAGE_CHILDREN, "the reading process"),
    ):
        print(f"peak memory of {who}: {resource.getrusage(child).ru_maxrss / 1024:.0f} MiB")
    slowest = sorted(timed, key=lambda t: t.seconds, reverse=True)
    print(f"slower than {MOST_SECONDS:g} s: {sum(t.seconds > MOST_SECONDS for t in timed)}; the slowest:")
    for each in slowest[:5]:
        print(f"  {each.seconds:6.1f} s  {each.done.name}: {each.done.words[:120]}")
    print("reasons:")
    reasons: dict[str, list[str]] = {}
    for done in report.done:
        reasons.setdefault(_shape(done), []).append(done.name)
    for reason, names in sorted(reasons.items(), key=lambda r: -len(r[1])):
        print(f"  {len(names):4}  {reason[:260]}\n        e.g. {names[0]}")


def _shape(done: Done) -> str:
    """The words without what differs from file to file."""
    return f"{done.outcome.value}: {re.sub(r'“[^”]*”|[0-9]+', '…', done.words)}"
