"""The pack against `qpdf` merging the same originals: whole process against whole process, in one run.

    python -m tests.bench.bench_pack            8 and 60 cases, the best of nine and of five runs
    python -m tests.bench.bench_pack --short    8 cases, the best of five

Prints the ratios and exits with 1 when a limit of size or memory is broken. The forms are filed as intake files
them (their inert pages are kept); everything else is done in the time measured: start, settings, register,
planning, drawing of every case sheet, binding, writing. The two programs take turns and the best time of each
counts, so that other work on the machine disturbs the comparison least; a first run of each, which also
compiles Python, is not counted."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.office.desk import open_desk
from pipeline.office.desk.pages import inert_copy
from pipeline.records.settings import load_settings
from pipeline.records.workspace import init_workspace, workspace_forms
from tests import builders
from tests.pack_helpers import InProcess, file_bytes, referral

MEETING = date(2013, 9, 27)
MOST_TIME = {8: 1.0, 60: 0.6}  # of qpdf's
MOST_MEMORY = 150.0  # MiB, with 60 cases
MOST_BYTES = 0.4  # of the originals'


@dataclass(frozen=True)
class Run:
    """One process: seconds on the clock, peak memory in MiB."""

    seconds: float
    memory: float


@dataclass(frozen=True)
class Figures:
    """The pack against qpdf for one number of cases. Times are the best of several runs."""

    cases: int
    pack: float
    qpdf: float
    memory: float
    pack_bytes: int
    original_bytes: int

    @property
    def time_ratio(self) -> float:
        """How long the pack takes, in qpdf's times."""
        return self.pack / self.qpdf

    @property
    def byte_ratio(self) -> float:
        """How large the pack is, in its originals' sizes."""
        return self.pack_bytes / self.original_bytes

    def slow(self) -> str:
        """In words, when it took too long; a busy machine can do that, so it is told and is no failure."""
        most = MOST_TIME[self.cases]
        return f"time {self.time_ratio:.2f}x, at most {most}x" if self.time_ratio > most else ""

    def faults(self) -> tuple[str, ...]:
        """The limits of size and memory that are broken, in words: no other work on the machine changes those."""
        found = []
        if self.memory > MOST_MEMORY:
            found.append(f"memory {self.memory:.0f} MiB, at most {MOST_MEMORY:.0f}")
        if self.byte_ratio > MOST_BYTES:
            found.append(f"bytes {self.byte_ratio:.2f}x, at most {MOST_BYTES}x")
        return tuple(found)

    def __str__(self) -> str:
        return (
            f"{self.cases:>3} cases: pack {self.pack:.2f} s, qpdf {self.qpdf:.2f} s: {self.time_ratio:.2f}x the time; "
            f"{self.byte_ratio:.2f}x the bytes; peak {self.memory:.0f} MiB"
        )


def workspace(root: Path, cases: int) -> list[Path]:
    """A workspace with so many filed referrals for one meeting; the paths of their originals."""
    init_workspace(root)
    settings = load_settings(root)
    forms = workspace_forms(settings)
    clock = datetime(2013, 9, 10, 9, 0, tzinfo=UTC)
    paths = []
    with open_desk(settings, forms, lambda: clock, sandbox=InProcess()) as desk:
        for number in range(cases):
            items = referral(number)
            filed = file_bytes(desk, builders.pdf_form(forms["referral"], items), items)
            if filed.meeting != MEETING:
                raise SystemExit(
                    f"The benchmark's referral {number} went to {filed.meeting}, not to {MEETING}."
                )
            inert_copy(desk, filed.sha256, filed.kind, filed.reference)
            paths.append(desk.originals.path(filed.sha256))
    return paths


def as_installed() -> dict[str, str]:
    """The environment with byte code kept between runs, as it is where the program has been installed."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def measured(command: Sequence[str | Path], cwd: Path) -> Run:
    """Run a command to its end. Its own output goes nowhere; a failure ends the benchmark."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=as_installed(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, said = process.communicate() if not hasattr(os, "wait4") else (None, _drain(process))
    if not hasattr(os, "wait4"):
        status, memory = process.returncode, 0.0
    else:
        _, waited, usage = os.wait4(process.pid, 0)
        status, memory = os.waitstatus_to_exitcode(waited), usage.ru_maxrss / 1024
        process.returncode = status
    if status != 0:
        raise SystemExit(f"{command[0]} ended with {status}: {said.decode(errors='replace')}")
    return Run(time.perf_counter() - begun, memory)


def _drain(process: subprocess.Popen[bytes]) -> bytes:
    assert process.stderr is not None
    with process.stderr as stream:
        return stream.read()


def compare(cases: int, rounds: int) -> Figures:
    """The pack and qpdf in turns."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        originals = workspace(root, cases)
        merged = Path(folder) / "merged.pdf"
        build = [sys.executable, "-m", "pipeline", "build-pack", "--meeting", MEETING.isoformat()]
        merge = ["qpdf", "--empty", "--pages", *originals, "--", merged]
        packs, merges = [], []
        for _ in range(rounds + 1):
            shutil.rmtree(root / "outbox")
            (root / "outbox").mkdir()
            packs.append(measured(build, root))
            merges.append(measured(merge, root))
        pack = next((root / "outbox").rglob("*.pdf"))
        return Figures(
            cases=cases,
            pack=min(r.seconds for r in packs[1:]),
            qpdf=min(r.seconds for r in merges[1:]),
            memory=max(r.memory for r in packs),
            pack_bytes=pack.stat().st_size,
            original_bytes=sum(p.stat().st_size for p in originals),
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when a limit of size or memory is broken."""
    parser = argparse.ArgumentParser(description="The pack against qpdf merging the same originals.")
    parser.add_argument("--short", action="store_true", help="8 cases only, three runs")
    short = parser.parse_args(arguments).short
    broken = 0
    for cases in (8,) if short else (8, 60):
        figures = compare(cases, 9 if cases == 8 and not short else 5)
        print(figures)
        if figures.slow():
            print(f"    above its limit in this run: {figures.slow()}")
        for fault in figures.faults():
            print(f"    broken: {fault}")
            broken = 1
    return broken


if __name__ == "__main__":
    sys.exit(main())
