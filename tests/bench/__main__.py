"""`python -m tests.bench [--short]`: every benchmark, one after another; exits with 1 when a limit is broken."""

from __future__ import annotations

import sys

from tests.bench import bench_pack, bench_start

if __name__ == "__main__":
    sys.exit(max(bench_start.main(sys.argv[1:]), bench_pack.main(sys.argv[1:])))
