"""Tables that begin where there is room: a caption and a heading row never stand alone at the foot of a page.

The embedded engine keeps a caption with the heading row but not the heading row with the rows below (it ignores
"keep with next" inside cells), so where a table begins is measured with the engine's own layout and mended beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.papers.making.docx_parts import BODY, W, parse, rezip, unparse, unzip

_SLIVER = 72.0  # points: a heading row and one row of two lines
_SHORT = 260.0  # points: a table this low is not broken at all
_STYLES = "word/styles.xml"
_ON = (None, "1", "true", "on")


@dataclass(frozen=True)
class Piece:
    """What stands of one block of the body (paragraph, table) on one page. `height` in points."""

    block: int
    page: int
    height: float


Layout = Callable[[bytes], Sequence[Piece]]


def tables_kept(docx: bytes, layout: Layout) -> bytes:
    """The file with a page break before each table (and what leads up to it) that would begin at a page's foot.

    Only tables with a repeating heading row are looked at. Unchanged bytes when nothing has to move.
    """
    parts = unzip(docx)
    root, keeping = parse(parts[BODY]), _keeping_styles(parts)
    blocks = [block for block in root.find(W + "body") if block.tag != W + "sectPr"]
    headed = [n for n, block in enumerate(blocks) if _headed(block)]
    for _ in headed:
        pieces = layout(docx)
        moved = next((n for n in headed if _begins_badly(pieces, n) and _break(blocks, n, keeping)), None)
        if moved is None:
            break
        docx = rezip({**parts, BODY: unparse(root)})
    return docx


def _headed(block: Any) -> bool:
    row = block.find(W + "tr") if block.tag == W + "tbl" else None
    return row is not None and row.find(f"{W}trPr/{W}tblHeader") is not None


def _begins_badly(pieces: Sequence[Piece], block: int) -> bool:
    heights = [piece.height for piece in pieces if piece.block == block]
    return len(heights) > 1 and (heights[0] < _SLIVER or sum(heights) < _SHORT)


def _break(blocks: Sequence[Any], table: int, keeping: frozenset[str]) -> bool:
    """Begin a page at the first of the paragraphs that keep with the table; False when nothing can be done."""
    first = table
    while first and blocks[first - 1].tag == W + "p" and _keeps(blocks[first - 1], keeping):
        first -= 1
    if first in (table, 0) or blocks[first].find(f"{W}pPr/{W}pageBreakBefore") is not None:
        return False
    properties = blocks[first].find(
        W + "pPr"
    )  # there is one: it says "keep with next", or names a style that does
    style = properties.find(W + "pStyle")
    at = 0 if style is None else properties.index(style) + 1
    properties.insert(at, properties.makeelement(W + "pageBreakBefore"))
    return True


def _keeps(paragraph: Any, keeping: frozenset[str]) -> bool:
    own = paragraph.find(f"{W}pPr/{W}keepNext")
    if own is not None:
        return own.get(W + "val") in _ON
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(W + "val") in keeping


def _keeping_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Styles whose paragraphs keep with what follows, by their own word or by that of the style they build on."""
    if _STYLES not in parts:
        return frozenset()
    styles = {s.get(W + "styleId"): s for s in parse(parts[_STYLES]).iter(W + "style")}
    return frozenset(name for name in styles if name and _style_keeps(styles, name))


def _style_keeps(styles: Mapping[str, Any], name: str) -> bool:
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        own = styles[name].find(f"{W}pPr/{W}keepNext")
        if own is not None:
            return own.get(W + "val") in _ON
        base = styles[name].find(W + "basedOn")
        name = "" if base is None else str(base.get(W + "val"))
    return False
