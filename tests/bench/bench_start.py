"""How long `pipeline --help` takes to start, against `python -c "import click"`: whole process against whole process.

    python -m tests.bench.bench_start            the median of 40 pairs
    python -m tests.bench.bench_start --short    of 15

The two take turns, so that a busy machine slows both. Prints the ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.bench.bench_pack import as_installed

MOST = 1.5
START = (
    "from pipeline.cli.main import main; main(prog_name='pipeline', args=['--help'])"  # what the script does
)
CLICK = "import click"


def seconds(code: str) -> float:
    """One whole process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], env=as_installed(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; always 0, because times on a busy machine are to be read, not raced."""
    parser = argparse.ArgumentParser(description="The start of the command against importing click.")
    parser.add_argument("--short", action="store_true", help="fewer runs")
    pairs = 15 if parser.parse_args(arguments).short else 40
    seconds(START), seconds(CLICK)  # byte code and disk cache
    runs = [(seconds(START), seconds(CLICK)) for _ in range(pairs)]
    ours, click = (statistics.median(r[i] for r in runs) for i in (0, 1))
    ratio = statistics.median(a / b for a, b in runs)
    print(
        f"pipeline --help: {ours * 1000:.0f} ms, import click: {click * 1000:.0f} ms, ratio {ratio:.2f} (limit {MOST})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
