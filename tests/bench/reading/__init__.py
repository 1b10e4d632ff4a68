"""How exactly and how fast every carrier is read: `python -m tests.bench.reading`; see __main__."""
