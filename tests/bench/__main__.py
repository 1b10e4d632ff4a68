"""`python -m tests.bench [--short] [--strict]`: every benchmark, each a ratio measured side by side in one run.

A ratio above its limit is printed as such; only --strict makes it the command's failure, because a busy machine can
break any limit and a figure is to be read, not raced.
"""

from __future__ import annotations

import sys

from tests.bench import bench_pack, bench_start


def main(arguments: list[str]) -> int:
    """Run them all."""
    passed = [a for a in arguments if a != "--strict"]
    broken = [bench_start.main(passed), bench_pack.main(passed)]
    return int(any(broken)) if "--strict" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
