"""Scans and photographs of filled forms: each page laid over its blank, its boxes read by their ink.

A page is found by its print (`finding`), laid over its blank (`sheet`), and then only what the blank has not is looked
at: ticks by their ink (`ticks`), writing line by line (`boxes`) by a recogniser (`engine`), and what stands beside the
boxes (`outside`). A page that lies over no blank may be one of the printed Word form (`ruled`). Everything read here is
proposed: a person confirms it.
"""

from __future__ import annotations

from pipeline.papers.reading.scan.errors import WholePaperError
from pipeline.papers.reading.scan.page import Nearest, read_scanned_page
from pipeline.papers.reading.scan.picture import count_pages
from pipeline.papers.reading.scan.ruled import RuledPage, read_ruled

__all__ = ["Nearest", "RuledPage", "WholePaperError", "count_pages", "read_ruled", "read_scanned_page"]
