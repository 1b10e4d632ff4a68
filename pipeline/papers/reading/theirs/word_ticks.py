"""Ticks of a Word blank: those drawn as a sign only are given a control; what is printed for each, and its question."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.papers.reading.word.outline import Box, Cell, Sort
from pipeline.papers.reading.word.text import W14, W, symbol

_EMPTY = frozenset("☐□◻⬜🞎❏❑❒○")
_HELD = (f"{W}sdt", f"{W}del", f"{W}moveFrom", f"{W}txbxContent")


def add_tick_controls(document: Any) -> int:
    """Put a tick box around each sign of an empty box that is only drawn; how many."""
    added = 0
    for run in list(document.iter(f"{W}r")):
        if next(run.iterancestors(*_HELD), None) is not None:
            continue
        for piece in _apart(run):
            if _is_empty_box(piece):
                added += 1
                _wrap(piece, f"tick_{added}")
    return added


def _apart(run: Any) -> list[Any]:
    """The runs that a run becomes when each sign in it stands alone; itself when there is none beside other text."""
    if not any(map(_holds_box, run)) or _is_empty_box(run):
        return [run]
    pieces = []
    for child in list(run):
        if child.tag == f"{W}rPr":
            continue
        for text in _split(child.text or "") if child.tag == f"{W}t" else [""]:
            piece = copy.deepcopy(run)
            for old in [old for old in piece if old.tag != f"{W}rPr"]:
                piece.remove(old)
            kept = copy.deepcopy(child)
            piece.append(kept)
            if text:
                kept.text = text
                kept.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addprevious(piece)
            pieces.append(piece)
    run.getparent().remove(run)
    return pieces


def _split(text: str) -> Iterator[str]:
    """A text with each sign by itself."""
    words = ""
    for letter in text:
        if letter in _EMPTY:
            if words:
                yield words
            yield letter
            words = ""
        else:
            words += letter
    if words:
        yield words


def _holds_box(element: Any) -> bool:
    if element.tag == f"{W}sym":
        return symbol(element) in _EMPTY
    return element.tag == f"{W}t" and any(letter in _EMPTY for letter in element.text or "")


def _is_empty_box(run: Any) -> bool:
    """Whether a run is the sign of an empty box and nothing else."""
    inside = [child for child in run if child.tag != f"{W}rPr"]
    if len(inside) != 1 or not _holds_box(inside[0]):
        return False
    return inside[0].tag == f"{W}sym" or (inside[0].text or "").strip() in _EMPTY


def _wrap(run: Any, name: str) -> None:
    """A tick box control around a run."""
    from lxml import etree

    control = etree.Element(f"{W}sdt")
    properties = etree.SubElement(control, f"{W}sdtPr")
    etree.SubElement(properties, f"{W}tag").set(f"{W}val", name)
    box = etree.SubElement(properties, f"{W14}checkbox", nsmap={"w14": W14.strip("{}")})
    etree.SubElement(box, f"{W14}checked").set(f"{W14}val", "0")
    run.addprevious(control)
    etree.SubElement(control, f"{W}sdtContent").append(run)


# --- what a tick is for --------------------------------------------------------------------------------------


def tick_words(cell: Cell, box: Box) -> tuple[str, str]:
    """The words printed for a tick box, and the question its cell asks before the first; "" for what is not there.

    The words stand behind the boxes ("☐ Yes ☐ No") unless a line of them ends with a box ("Yes ☐ No ☐").
    """
    asked = ""
    for line in _lines(cell):
        places = [n for n, piece in enumerate(line) if isinstance(piece, Box) and piece.sort is Sort.TICK]
        texts = _between(line, places)
        if not places:
            asked = texts[0] or asked
            continue
        if not any(piece is box for piece in line):
            continue
        at = [line[n] is box for n in places].index(True)
        if texts[-1] or not any(texts):
            return texts[at + 1], texts[0] or asked
        question, label = _question_and_label(texts[0])
        return (label if at == 0 else texts[at]), question or asked
    return "", asked


def _question_and_label(text: str) -> tuple[str, str]:
    """ "Sex: Male" before the first box is its question and the box's words."""
    for sign in ("?", ":"):
        question, found, label = text.rpartition(sign)
        if found and label.strip():
            return (question + sign).strip(), label.strip()
    return "", text


def _lines(cell: Cell) -> Iterator[list[object]]:
    """A cell's paragraphs and lines: boxes, and texts without line ends."""
    line: list[object] = []
    for piece in cell.pieces:
        if isinstance(piece, Box):
            line.append(piece)
            continue
        first, *others = piece.text.split("\n")
        line.append(first)
        for text in others:
            yield line
            line = [text]
    if line:
        yield line


def _between(line: Sequence[object], places: Sequence[int]) -> list[str]:
    """The texts before, between and behind the boxes at `places`, on one line each."""
    edges = [-1, *places, len(line)]
    pairs = itertools.pairwise(edges)
    found = ("".join(p for p in line[a + 1 : b] if isinstance(p, str)) for a, b in pairs)
    return [" ".join(text.split()) for text in found]
