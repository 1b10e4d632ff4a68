"""Printed blanks as geometry, and which page of which blank a sheet of paper is.

`layout_of(edition)` gives the pages of an edition's blank PDF: its printed words and its boxes, each with its place.
`match_page(words, layouts)` takes the words of one paper, from a PDF's text or from a recogniser of pictures, and
says which page of which blank it is and how the blank's places become the paper's. Every place is in points (1/72
inch) from the top left of the page as it is shown, downwards.
"""

from pipeline.papers.reading.layout.blank import layout_of, layouts_of
from pipeline.papers.reading.layout.matching import PageMatch, match_page
from pipeline.papers.reading.layout.placing import Placing
from pipeline.papers.reading.layout.shapes import (
    BoxKind,
    Footer,
    Layout,
    LayoutPage,
    PrintedBox,
    Rect,
    Word,
    around,
    footer_of,
)

__all__ = [
    "BoxKind",
    "Footer",
    "Layout",
    "LayoutPage",
    "PageMatch",
    "Placing",
    "PrintedBox",
    "Rect",
    "Word",
    "around",
    "footer_of",
    "layout_of",
    "layouts_of",
    "match_page",
]
