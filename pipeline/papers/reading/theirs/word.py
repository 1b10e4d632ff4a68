"""A Word blank of somebody else: its controls, form fields and drawn ticks, empty cells, labels with room after them.

Places without a box get a content control with a name; filled copies do not have it, but stand compared with a blank
that has, like a copy of our own form whose controls were deleted.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.model.adoption import TheirBlank, TheirBox, TheirKind
from pipeline.papers.reading.docx_zip import open_word
from pipeline.papers.reading.theirs.prepared import Prepared
from pipeline.papers.reading.theirs.word_ticks import add_tick_controls, tick_words
from pipeline.papers.reading.word.fields import Legacy
from pipeline.papers.reading.word.outline import Box, Cell, Line, Sort, outline_of_parts
from pipeline.papers.reading.word.text import W

_DOCUMENT = "word/document.xml"
_KINDS = {Sort.TICK: TheirKind.TICK, Sort.LIST: TheirKind.CHOICE}
_OPEN = re.compile(r"[:?]\s*[_.…\s]*$")
_LONGEST = 160  # characters; what is longer explains and asks nothing


def read_word_blank(data: bytes) -> Prepared:
    """The blank's boxes, those added included. Raises ReadingError when it cannot be read."""
    parts = open_word(data)
    added = add_tick_controls(parts.document) + _add_controls(parts.document)
    named = _name_controls(parts.document)
    from lxml import etree

    document = etree.tostring(parts.document, xml_declaration=True, encoding="UTF-8", standalone=True)
    kept = _repacked(data, document) if added or named else data
    outline = outline_of_parts(parts.document, parts.styles, keep=True)
    boxes = tuple(_boxes(outline.lines))
    title = next(
        (" ".join(c.text.split()) for line in outline.lines for c in line.cells if c.text.strip()), ""
    )
    return Prepared(TheirBlank(title[:100], boxes), kept, ".docx", added)


# --- putting boxes where there are none ----------------------------------------------------------------------


def _add_controls(document: Any) -> int:
    """Put a control into each empty cell that has a label, and after each label that has only room after it."""
    added = 0
    for number, table in enumerate(document.iter(f"{W}tbl"), 1):
        rows = [list(row.iterchildren(f"{W}tc")) for row in table.iterchildren(f"{W}tr")]
        for at, cells in enumerate(rows):
            for place in _empty_places(rows, at):
                _put_control(cells[place], f"cell_{number}_{at + 1}_{place + 1}")
                added += 1
    return added


def _empty_places(rows: list[list[Any]], at: int) -> Iterator[int]:
    """The cells of a row to be filled in: empty beside or below words, or a label that ends with a colon."""
    cells = rows[at]
    texts = [_text(cell) for cell in cells]
    for place, cell in enumerate(cells):
        if _has_control(cell) or next(cell.iter(f"{W}tbl"), None) is not None:
            continue
        beside = place + 1 < len(cells) and (not texts[place + 1] or _has_control(cells[place + 1]))
        asks = _OPEN.search(texts[place]) and not beside and len(texts[place]) <= _LONGEST
        if asks or (not texts[place] and _has_label(rows, at, place, texts)):
            yield place


def _has_control(cell: Any) -> bool:
    return next(cell.iter(f"{W}sdt", f"{W}fldChar"), None) is not None


def _has_label(rows: list[list[Any]], at: int, place: int, texts: list[str]) -> bool:
    heads = [_text(row[place]) for row in rows[:at] if len(row) == len(rows[at])]
    return any(texts[:place]) or any(heads)


def _text(element: Any) -> str:
    return " ".join("".join(t.text or "" for t in element.iter(f"{W}t")).split())


def _put_control(cell: Any, name: str) -> None:
    """A plain text control at the end of the cell's last paragraph, showing nothing."""
    from lxml import etree

    paragraphs = list(cell.iterchildren(f"{W}p"))
    paragraph = paragraphs[-1] if paragraphs else etree.SubElement(cell, f"{W}p")
    control = etree.SubElement(paragraph, f"{W}sdt")
    properties = etree.SubElement(control, f"{W}sdtPr")
    etree.SubElement(properties, f"{W}tag").set(f"{W}val", name)
    etree.SubElement(properties, f"{W}showingPlcHdr")
    etree.SubElement(properties, f"{W}text")
    content = etree.SubElement(control, f"{W}sdtContent")
    etree.SubElement(etree.SubElement(content, f"{W}r"), f"{W}t").text = ""


def _name_controls(document: Any) -> int:
    """Give a name to each control that has neither tag nor title, or whose name stands twice."""
    from lxml import etree

    named = 0
    seen: set[str] = set()
    for control in document.iter(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        if properties is None or control.find(f".//{W}sdtContent//{W}sdt") is not None:
            continue
        tag = properties.find(f"{W}tag")
        alias = properties.find(f"{W}alias")
        name = next(
            (str(e.get(f"{W}val", "")) for e in (tag, alias) if e is not None and e.get(f"{W}val")), ""
        )
        if not name or name in seen:
            named += 1
            name = f"box_{named}"
            tag = tag if tag is not None else etree.SubElement(properties, f"{W}tag")
            tag.set(f"{W}val", name)
        seen.add(name)
    return named


def _repacked(data: bytes, document: bytes) -> bytes:
    """The same package with another main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = document if item.filename == _DOCUMENT else old.read(item)
            new.writestr(copy.copy(item), content)
    return out.getvalue()


# --- what the boxes are for ----------------------------------------------------------------------------------


def _boxes(lines: tuple[Line, ...]) -> Iterator[TheirBox]:
    heading = ""
    seen: set[str] = set()
    for at, line in enumerate(lines):
        if not line.boxes and (not line.table or sum(bool(c.text.strip()) for c in line.cells) == 1):
            heading = next((" ".join(c.text.split()) for c in line.cells if c.text.strip()), heading)
        for place, cell in enumerate(line.cells):
            for box in cell.boxes:
                name = box.name or box.label
                if name and name not in seen:
                    seen.add(name)
                    yield _box(box, name, lines, at, place, heading)


def _box(box: Box, name: str, lines: tuple[Line, ...], at: int, place: int, heading: str) -> TheirBox:
    cell = lines[at].cells[place]
    kind = _KINDS.get(box.sort, TheirKind.TEXT)
    left = _left(lines[at], place)
    head, row = _head(lines, at, place)
    if kind is TheirKind.TICK:
        own, asked = tick_words(cell, box)
        asked = asked or left or head or _asking(heading)
    else:
        own, asked = _before(cell, box), ""
    words = [own] if own else []
    in_column = bool(head) and (row > 1 or not left or _is_box_row(lines[at], place))
    words += [head] if in_column and not own else [left, head] if not own else []
    words += [box.label] if box.label and box.label != name else []
    states = _entries(box) if kind is TheirKind.CHOICE else {}
    used = tuple(" ".join(w.split()).rstrip(" :_") for w in words if w.strip())
    return TheirBox(name, kind, used, states, heading, asked, row if in_column and not own else 0)


def _before(cell: Cell, box: Box) -> str:
    """The words of its own cell before a box, down from the box before it; the last line of them."""
    before = ""
    for piece in cell.pieces:
        if piece is box:
            break
        before = "" if isinstance(piece, Box) else before + piece.text
    lines = [line for line in before.split("\n") if line.strip()]
    return lines[-1] if lines else ""


def _asking(heading: str) -> str:
    """The words above, when they ask something."""
    return heading if heading.endswith(("?", ":")) else ""


def _left(line: Line, place: int) -> str:
    """The words of the nearest cell to the left that has no box."""
    for cell in reversed(line.cells[:place]):
        if cell.text.strip() and not cell.boxes:
            return cell.text.strip()
        if cell.boxes:
            return ""
    return ""


def _is_box_row(line: Line, place: int) -> bool:
    """Whether the row's first cell is a number or a box: a table of rows, not of labels."""
    first = line.cells[0]
    return bool(first.boxes) or first.text.strip().rstrip(".").isdecimal()


def _head(lines: tuple[Line, ...], at: int, place: int) -> tuple[str, int]:
    """The words at the head of a box's column, and its row below that from 1; ("", 0) when there is no head."""
    line, start = lines[at], lines[at].cells[place].start
    row = 1
    for above in reversed(lines[:at]):
        if not above.table or above.table != line.table:
            break
        cell = next((c for c in above.cells if c.start == start), None)
        if cell is None:
            break
        if cell.boxes:
            row += 1
        elif cell.text.strip():
            whole = not above.boxes and len([c for c in above.cells if c.text.strip()]) > 1
            return (cell.text.strip(), row) if whole else ("", 0)
    return "", 0


def _entries(box: Box) -> dict[str, str]:
    """What a list offers: the value that is stored -> the words shown."""
    if isinstance(box.source, Legacy):
        return {entry: entry for entry in box.source.entries if entry.strip()}
    if box.source is None:
        return {}
    items = box.source.iter(f"{W}listItem")
    pairs = ((str(i.get(f"{W}value") or ""), str(i.get(f"{W}displayText") or "")) for i in items)
    return {(value or label): (label or value) for value, label in pairs if value or label}
