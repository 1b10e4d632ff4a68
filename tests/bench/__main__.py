"""`python -m tests.bench [--short]`: every benchmark, with its limits."""

import sys

from tests.bench.bench_pack import main

sys.exit(main())
