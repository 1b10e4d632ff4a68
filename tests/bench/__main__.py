"""`python -m tests.bench [--short]`: every benchmark, each a ratio measured side by side in one run.

Sizes and memory above their limits are failures. Times above theirs are printed as such: a busy machine can break
any of them.
"""

from __future__ import annotations

import sys

from tests.bench import bench_pack, bench_start


def main(arguments: list[str]) -> int:
    """Run them all; 1 when one has failed."""
    return max(bench_start.main(arguments), bench_pack.main(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
