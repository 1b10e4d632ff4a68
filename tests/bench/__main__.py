"""`python -m tests.bench [--short]`: every benchmark, each a ratio measured side by side in one run.

The leak check prints what it catches instead. Of the readers only the short one; all ways and forms are measured by
`python -m tests.bench.reading`.

Sizes and memory above their limits are failures. Times above theirs are printed as such: a busy machine can break
any of them.
"""

from __future__ import annotations

import sys

from tests.bench import bench_copies, bench_pack, bench_start
from tests.bench.leaks import __main__ as bench_leaks
from tests.bench.reading import __main__ as bench_reading


def main(arguments: list[str]) -> int:
    """Run them all; 1 when one has failed."""
    return max(
        bench_start.main(arguments),
        bench_pack.main(arguments),
        bench_copies.main(arguments),
        bench_leaks.main(["--short"]),
        bench_reading.main(["--short"]),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
