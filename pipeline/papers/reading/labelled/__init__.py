"""Forms known by their labels: the Word form printed to PDF, and a form pasted into the text of an e-mail."""

from __future__ import annotations

from pipeline.papers.reading.labelled.printed import read_printed_word

__all__ = ["read_printed_word"]
