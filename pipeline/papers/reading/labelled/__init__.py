"""Forms known by their labels: the Word form printed to PDF or scanned, a form pasted into the text of an e-mail."""

from __future__ import annotations

from pipeline.papers.reading.labelled.printed import read_printed_word
from pipeline.papers.reading.labelled.written import read_written

__all__ = ["read_printed_word", "read_written"]
