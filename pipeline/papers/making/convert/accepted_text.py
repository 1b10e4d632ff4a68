"""The text of a Word part as a reader sees it: changes accepted, controls opened, letters that can be drawn."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from pipeline.papers.making.docx_parts import MC, W14, W, parse, unparse
from pipeline.papers.making.fonts import drawable

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TICKED, UNTICKED = "☒", "☐"
SYMBOLS = "Noto Sans Symbols 2"
# Metric twins that the embedded engine carries with it, so that a paper does not depend on the machine's fonts.
_TWINS = {
    **dict.fromkeys(("Arial", "Helvetica", "Segoe UI", "Verdana", "Tahoma"), "Liberation Sans"),
    **dict.fromkeys(("Calibri", "Calibri Light", "Aptos", "Aptos Display"), "Carlito"),
    "Cambria": "Caladea",
    "Times New Roman": "Liberation Serif",
    "Courier New": "Liberation Mono",
}
_DROPPED = (
    *("del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "proofErr"),
    *(
        "permStart",
        "permEnd",
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "sectPrChange",
    ),
    *("tblGridChange", "tblPrExChange", "numberingChange", "cellDel", "cellIns", "control"),
)
_UNWRAPPED = ("ins", "moveTo", "hyperlink", "smartTag", "customXml")
_ALT_CHUNK = (
    "it holds another document inside itself, which cannot be shown. Open it in Word, save it and use that"
)


def settle(root: Any) -> None:
    """Tracked changes accepted, comments and hidden text out, controls replaced by what they hold (in place).

    Raises ValueError when the part holds another document.
    """
    if next(root.iter(W + "altChunk"), None) is not None:
        raise ValueError(_ALT_CHUNK)
    _accept_rows(root)
    for node in list(root.iter(*(W + tag for tag in _DROPPED), MC + "Fallback")):
        remove(node)
    _drop_hidden(root)
    for control in reversed(list(root.iter(W + "sdt"))):
        _open_control(control)
    for node in reversed(list(root.iter(*(W + tag for tag in _UNWRAPPED)))):
        _unwrap(node)
    _name_twins(root)
    for run in list(root.iter(W + "r")):
        _part_symbols(run)


def _drop_hidden(root: Any) -> None:
    for hidden in list(root.iter(W + "vanish")):
        run = hidden.getparent().getparent()
        if hidden.get(W + "val") not in ("0", "false", "off") and run is not None and run.tag == W + "r":
            remove(run)


def _accept_rows(root: Any) -> None:
    """A deleted table row goes; the mark of an inserted one goes."""
    for row in list(root.iter(W + "tr")):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            remove(row)
    for mark in [*root.iter(W + "ins"), *root.iter(W + "del")]:
        if mark.getparent() is not None and mark.getparent().tag in (W + "trPr", W + "rPr"):
            remove(mark)


def _open_control(control: Any) -> None:
    """Put a content control's text in its place; a tick is drawn as its state says; an untouched prompt is blank."""
    properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
    if content is None:
        remove(control)
        return
    box = None if properties is None else properties.find(W14 + "checkbox")
    if box is not None:
        state = box.find(W14 + "checked")
        ticked = state is not None and state.get(W14 + "val", "1") in ("1", "true", "on")
        _draw_tick(content, TICKED if ticked else UNTICKED)
    elif properties is not None and properties.find(W + "showingPlcHdr") is not None:
        for text in content.iter(W + "t"):
            if next(text.iterancestors(W + "sdtContent")) is content:
                text.text = ""
    _replace_by(control, list(content))


def _draw_tick(content: Any, glyph: str) -> None:
    texts = list(content.iter(W + "t"))
    for text in texts:
        text.text = ""
    for symbol in list(content.iter(W + "sym")):
        remove(symbol)
    if texts:
        texts[0].text = glyph
        return
    run = next(content.iter(W + "r"), None)
    if run is not None:
        run.append(_new(run, "t", glyph))


def _part_symbols(run: Any) -> None:
    """Give each stretch of characters outside the text font a run of its own, in a symbol font."""
    texts = [t for t in run.findall(W + "t") if t.text and not _covered(t.text)]
    if not texts:
        return
    pieces: list[Any] = []
    properties = run.find(W + "rPr")
    for child in [c for c in run if c is not properties]:
        if child in texts:
            pieces += [
                _new_run(run, properties, _new(run, "t", s), not _covered(s)) for s in _stretches(child.text)
            ]
        else:
            pieces.append(_new_run(run, properties, child, False))
    _replace_by(run, pieces)


def _stretches(text: str) -> list[str]:
    known = text_characters()
    stretches: list[str] = []
    for char in text:
        if stretches and (ord(char) in known) == (ord(stretches[-1][-1]) in known):
            stretches[-1] += char
        else:
            stretches.append(char)
    return stretches


def _new_run(like: Any, properties: Any, child: Any, symbol: bool) -> Any:
    run = like.makeelement(W + "r")
    kept = deepcopy(properties) if properties is not None else like.makeelement(W + "rPr")
    if symbol:
        for fonts in kept.findall(W + "rFonts"):
            kept.remove(fonts)
        names = dict.fromkeys((W + "ascii", W + "hAnsi", W + "cs", W + "eastAsia"), SYMBOLS)
        kept.insert(0, like.makeelement(W + "rFonts", names))
    run.append(kept)
    run.append(child)
    return run


def _new(like: Any, tag: str, text: str) -> Any:
    node = like.makeelement(W + tag, {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    node.text = text
    return node


def _covered(text: str) -> bool:
    return all(ord(c) in text_characters() for c in text)


@cache
def text_characters() -> frozenset[int]:
    """Every character of the text font (Liberation Sans, carried by the program), and those that need no shape."""
    return drawable() | {9, 10, 0xAD, 0x200B, 0x200C, 0x200D, 0x2011, 0xFEFF}


def with_twins(xml: bytes) -> bytes:
    """A part (styles, numbering, theme) that names the fonts the engine carries with it."""
    root = parse(xml)
    _name_twins(root)
    return unparse(root)


def _name_twins(root: Any) -> None:
    for fonts in root.iter(W + "rFonts"):
        for key, value in fonts.items():
            if value in _TWINS:
                fonts.set(key, _TWINS[value])
    for face in root.iter(_A + "latin"):
        if face.get("typeface") in _TWINS:
            face.set("typeface", _TWINS[face.get("typeface")])


def _unwrap(node: Any) -> None:
    _replace_by(node, [c for c in node if not str(c.tag).endswith("Pr")])


def _replace_by(node: Any, children: list[Any]) -> None:
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    parent.remove(node)
    for offset, child in enumerate(children):
        parent.insert(at + offset, child)


def remove(node: Any) -> None:
    """Take a node out, with all it holds."""
    if node.getparent() is not None:
        node.getparent().remove(node)
