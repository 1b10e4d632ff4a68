"""Scans of the printed Word form: its rows grow with their text, so a page is read by its ruled rows and its labels.

A picture is laid level by its own ruling lines (`level`), the lines become rows of cells (`rulings`), the ink in each
cell lines of words (`words`) with tick squares among them (`squares`); one page is a `Leaf` (`leaf`). All the leaves of
a paper are read together (`reading`) as the printed Word form is (`labelled`), only that words need not be alike letter
for letter (`likening`) and every answer is proposed.
"""

from __future__ import annotations

from pipeline.papers.reading.scan.ruled.leaf import RuledPage, ruled_page
from pipeline.papers.reading.scan.ruled.reading import read_ruled

__all__ = ["RuledPage", "read_ruled", "ruled_page"]
