"""Small builders of WordprocessingML: elements, runs, paragraphs, cells. Lengths are in twips (1/1440 inch)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMESPACES = {"w": W, "w14": W14, "r": R, "mc": MC}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = Any  # lxml has no types of its own
TEXT_WIDTH = 10200  # A4 less margins of 15 mm
TWELFTH = TEXT_WIDTH // 12
LINE = 222  # one typed line of an answer


def w(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element of the main namespace; attributes too; children that are None are left out."""
    return _element(W, tag, children, attributes)


def w14(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element of Word 2010's namespace, where the tick box lives."""
    return _element(W14, tag, children, attributes)


def _element(
    space: str, tag: str, children: Iterable[Element | None], attributes: dict[str, object]
) -> Element:
    made = etree.Element(f"{{{space}}}{tag}", nsmap=NAMESPACES)
    for name, value in attributes.items():
        made.set(f"{{{space}}}{name}", str(value))
    made.extend(c for c in children if c is not None)
    return made


def run(text: str, style: str = "") -> Element:
    """A run of text, in a character style when one is named."""
    words = w("t")
    words.text = text
    words.set(SPACE, "preserve")
    return w("r", w("rPr", w("rStyle", val=style)) if style else None, words)


def tab() -> Element:
    """A run that holds a tab."""
    return w("r", w("tab"))


def field_runs(instruction: str) -> list[Element]:
    """The runs of a computed field (PAGE, NUMPAGES); Word works it out when it draws the page."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(SPACE, "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        run("1"),
        w("r", w("fldChar", fldCharType="end")),
    ]


def paragraph(*content: Element, style: str = "", keep_next: bool = False, new_page: bool = False) -> Element:
    """A paragraph. `keep_next` holds it on the page of what follows; `new_page` starts a page."""
    properties = w(
        "pPr",
        w("pStyle", val=style) if style else None,
        w("keepNext") if keep_next else None,
        w("pageBreakBefore") if new_page else None,
    )
    return w("p", properties if len(properties) else None, *content)


def table(*rows: Element, grid: Iterable[int], description: str) -> Element:
    """A table of fixed widths that spans the text; `description` is read out by screen readers."""
    widths = list(grid)
    properties = w(
        "tblPr",
        w("tblStyle", val="FormTable"),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        w("tblCaption", val=description),
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def row(*cells: Element, height: int = 0, header: bool = False) -> Element:
    """A table row that never breaks over a page; a `header` row is repeated on every page."""
    properties = w(
        "trPr",
        w("cantSplit"),
        w("trHeight", val=height, hRule="atLeast") if height else None,
        w("tblHeader") if header else None,
    )
    return w("tr", properties, *cells)


def cell(*content: Element, width: int, span: int = 1, fill: str = "", open_sides: str = "") -> Element:
    """A table cell. `span` counts grid columns; `open_sides` names the sides without a line ("bottom right")."""
    edges = [w(side, val="nil") for side in ("top", "left", "bottom", "right") if side in open_sides.split()]
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        w("tcBorders", *edges) if edges else None,
        w("shd", val="clear", color="auto", fill=fill) if fill else None,
    )
    return w("tc", properties, *(content or (paragraph(style="Answer"),)))
