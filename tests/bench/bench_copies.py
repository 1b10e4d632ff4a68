"""Members' copies against `qpdf` that only encrypts as many, in one run.

    python -m tests.bench.bench_copies            a pack of 60 and one of 300 pages, the best of five runs
    python -m tests.bench.bench_copies --short    60 pages, the best of three

Fifteen copies, each marked on every page with its own number, name and organisation and locked with its own
passphrase (AES-256), against fifteen runs of `qpdf --encrypt`, which marks nothing. Both read the bound pack from the
disk and write fifteen files. What counts is the work of a program that runs; the ratio with its start stands beside
it. Prints the ratios, what a copy costs a page, and the peak memory for 3 and for 15 copies; exits with 1 when memory
grows with their number."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.office.desk import open_desk
from pipeline.office.desk.packs import bound, draft_pack
from pipeline.records.settings import load_settings
from pipeline.records.workspace import workspace_forms
from tests.bench.bench_pack import MEETING, Run, measured, workspace
from tests.pack_helpers import InProcess

COPIES, FEW = 15, 3
CASES = {60: 9, 300: 49}  # pages of the pack: its cases
MOST_TIME = 1.0  # of qpdf's
MOST_GROWTH = 4.0  # MiB more for 15 copies than for 3


@dataclass(frozen=True)
class Figures:
    """One pack: so many pages; best times in seconds, peaks in MiB. `whole`: with starting and loading Python."""

    pages: int
    copies: float
    whole: float
    qpdf: float
    peak: float
    peak_few: float

    @property
    def ratio(self) -> float:
        """How long the copies take, in qpdf's times."""
        return self.copies / self.qpdf

    @property
    def growth(self) -> float:
        """MiB that the further copies take."""
        return self.peak - self.peak_few

    def __str__(self) -> str:
        return (
            f"{self.pages:>3} pages: {COPIES} marked copies {self.copies:.2f} s, qpdf encrypting only "
            f"{self.qpdf:.2f} s: {self.ratio:.2f}x the time ({self.whole / self.qpdf:.2f}x with the "
            f"start of Python and its libraries); peak {self.peak:.0f} MiB "
            f"({self.peak_few:.0f} MiB for {FEW} copies)"
        )


def master(folder: Path, cases: int) -> tuple[Path, int]:
    """The bound pack of so many cases, and its pages."""
    root = folder / "workspace"
    workspace(root, cases)
    settings = load_settings(root)
    clock = datetime(2013, 9, 10, 9, 0, tzinfo=UTC)
    with open_desk(settings, workspace_forms(settings), lambda: clock, sandbox=InProcess()) as desk:
        draft = draft_pack(desk, MEETING)
        path = folder / "pack.pdf"
        path.write_bytes(bound(draft, desk))
        return path, draft.plan.pages


# What is measured: so many copies of a pack as files in a folder; prints the seconds without starting and loading.
WORK = """
import sys, time
from pathlib import Path
from pipeline.papers.making.copies import Copy, copies_of
from pipeline.papers.making.fonts import register_fonts
import pikepdf, pipeline.papers.making.sheets.copy_mark
pack, folder, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
begun = time.perf_counter()
wanted = [
    Copy(n, f"Dr Łukasz Member-{n} · Organisation {n}", f"a passphrase for copy {n}") for n in range(1, count + 1)
]
for copy, data in zip(wanted, copies_of(pack.read_bytes(), wanted, register_fonts()), strict=True):
    (folder / f"{copy.number}.pdf").write_bytes(data)
(folder / "seconds").write_text(str(time.perf_counter() - begun))
"""


def ours(pack: Path, folder: Path, count: int) -> tuple[Run, float]:
    """A process that makes the copies; the seconds of its work alone."""
    command = [sys.executable, "-c", WORK, pack, folder, str(count)]
    run = measured(command, Path(__file__).resolve().parents[2])
    return run, float((folder / "seconds").read_text())


def theirs(pack: Path, folder: Path) -> float:
    """Seconds that qpdf takes to encrypt as many."""
    command = ["qpdf", "--encrypt", "a passphrase of a copy", "an owner's password", "256", "--", pack]
    return sum(measured([*command, folder / f"qpdf-{n}.pdf"], folder).seconds for n in range(1, COPIES + 1))


def compare(pages: int, rounds: int) -> Figures:
    """The two in turns; the best of each counts. A first run of each, which also compiles Python, does not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pack, found = master(folder, CASES[pages])
        mine, other = [], []
        for _ in range(rounds + 1):
            mine.append(ours(pack, folder, COPIES))
            other.append(theirs(pack, folder))
        few, _ = ours(pack, folder, FEW)
        return Figures(
            pages=found,
            copies=min(seconds for _, seconds in mine[1:]),
            whole=min(run.seconds for run, _ in mine[1:]),
            qpdf=min(other[1:]),
            peak=max(run.memory for run, _ in mine),
            peak_few=few.memory,
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when memory grows with the copies."""
    parser = argparse.ArgumentParser(description="Members' copies against qpdf that only encrypts.")
    parser.add_argument("--short", action="store_true", help="60 pages only, three runs")
    short = parser.parse_args(arguments).short
    found = [compare(pages, 3 if short else 5) for pages in ((60,) if short else tuple(CASES))]
    broken = 0
    for figures in found:
        print(figures)
        if figures.ratio > MOST_TIME:
            print(f"    above its limit in this run: time {figures.ratio:.2f}x, at most {MOST_TIME}x")
        if figures.growth > MOST_GROWTH:
            print(f"    broken: {figures.growth:.0f} MiB more for {COPIES} copies than for {FEW}")
            broken = 1
    if len(found) > 1:
        first, last = found[0], found[-1]
        times = (last.copies / last.pages) / (first.copies / first.pages)
        print(f"    a page of {last.pages} costs {times:.2f}x a page of {first.pages}")
    return broken


if __name__ == "__main__":
    sys.exit(main())
