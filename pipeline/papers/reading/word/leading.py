"""Lines whose kind is said by their style in Word: they are read with the style's name in front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from pipeline.model.edition import Edition
from pipeline.papers.reading.docx_zip import WordParts
from pipeline.papers.reading.word.text import W, words_of
from pipeline.rules.answers.names import fold

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def lead_by_style(parts: WordParts, editions: Sequence[Edition]) -> None:
    """Put its style's name in front of each paragraph that has one of the forms' own, unless it stands there."""
    fields = (slot.field for edition in editions for slot in edition.form.slots)
    wanted = {fold(name): name for field in fields for name in field.styles}
    named = {
        style.get(f"{W}styleId"): wanted[name]
        for style in (parts.styles.iter(f"{W}style") if parts.styles is not None and wanted else ())
        if (name := _name(style)) in wanted
    }
    for paragraph in parts.document.iter(f"{W}p") if named else ():
        said = paragraph.find(f"{W}pPr/{W}pStyle")
        lead = named.get(said.get(f"{W}val"), "") if said is not None else ""
        words = words_of(paragraph)
        if lead and words and not _is_prompt(paragraph) and not fold(words).startswith(fold(lead)):
            _lead(paragraph, f"{lead}: ")


def _name(style: Any) -> str:
    found = style.find(f"{W}name")
    return "" if found is None else fold(str(found.get(f"{W}val", "")))


def _is_prompt(paragraph: Any) -> bool:
    """Whether its words are those that the form shows while nothing has been typed."""
    box = next(paragraph.iterancestors(f"{W}sdt"), None)
    return box is not None and box.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _lead(paragraph: Any, words: str) -> None:
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = words
    text.set(_SPACE, "preserve")
    first = next(r for r in paragraph.iter(f"{W}r") if words_of(r))
    first.addprevious(run)  # where the line's own words begin: they may stand in a box inside it
