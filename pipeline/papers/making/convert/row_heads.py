"""Tables whose first column heads their rows: no engine tags those cells as headers, so that is done here.

A table of the Word file is one when its look has a first column and no first row (in Word: Table Design).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.papers.making.docx_parts import BODY, W, parse, unzip

_ON = ("1", "true", "on")


def row_headed(docx: bytes) -> tuple[bool, ...]:
    """For each table of the body, in order, whether its first column heads its rows."""
    return tuple(_heads(table) for table in parse(unzip(docx)[BODY]).iter(W + "tbl"))


def mark_row_heads(document: Any, heads: Sequence[bool]) -> None:
    """Tag the first cell of each row of those tables as the row's header. Nothing where the PDF has other tables."""
    import pikepdf

    tables = [e for e in _elements(document.Root.StructTreeRoot) if e.S == "/Table"]
    if len(tables) != len(heads):
        return
    for table in (t for t, headed in zip(tables, heads, strict=True) if headed):
        for row in (e for e in _elements(table) if e.S == "/TR"):
            first = next((e for e in _elements(row) if e.S in ("/TD", "/TH")), None)
            if first is not None:
                first.S = pikepdf.Name.TH
                first.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)


def _heads(table: Any) -> bool:
    look = table.find(f"{W}tblPr/{W}tblLook")
    return look is not None and look.get(W + "firstColumn") in _ON and look.get(W + "firstRow") not in _ON


def _elements(element: Any) -> Iterator[Any]:
    """Every structure element below one, in order."""
    import pikepdf

    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)
