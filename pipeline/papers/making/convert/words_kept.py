"""Whether every word of a Word file is in the text of the PDF made from it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

from pipeline.papers.making.convert.accepted_text import text_characters
from pipeline.papers.making.docx_parts import BODY, MC, W, nearest_paragraph, parse, stories, unzip

_COMPUTED = re.compile(
    r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|DATE|TIME|SAVEDATE|PRINTDATE|STYLEREF)\b", re.I
)
_WORD = re.compile(r"[^\W_]+")


def source_words(docx: bytes) -> Counter[str]:
    """How often each word of the file must be in the PDF at least; words of running heads count once.

    `docx` is an accepted view. Page numbers and other results that are computed anew are left out. Raises
    ValueError when it is no Word file.
    """
    parts = unzip(docx)
    words: Counter[str] = Counter()
    used = _running_heads(parts)
    for name in stories(parts):
        found = Counter(_words(_text(parse(parts[name]))))
        if name == BODY or "notes" in name:
            words += found
        elif name in used:
            words |= Counter(dict.fromkeys(found, 1))
    return words


def rare_characters(docx: bytes) -> tuple[str, int]:
    """The letters outside our own text font, and how many other signs are outside it (tick boxes, emoji)."""
    parts = unzip(docx)
    rare = [
        c for name in stories(parts) for c in _text(parse(parts[name])) if ord(c) not in text_characters()
    ]
    letters = [c for c in rare if c.isalnum()]
    return "".join(dict.fromkeys(letters)), len(rare) - len(letters)


def words_missing(needed: Counter[str], text: str) -> tuple[str, ...]:
    """The words that `text` holds less often than needed, hyphenation and white space aside."""
    there = Counter(_words(text))
    squeezed = ""
    missing = []
    for word, times in needed.items():
        if there[word] >= times:
            continue
        squeezed = squeezed or "".join(_words(text))
        if squeezed.count(word) < times:
            missing.append(word)
    return tuple(missing)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text.replace("\xad", "").replace("\ufffe", ""))
    return _WORD.findall(plain.casefold())


def _running_heads(parts: dict[str, bytes]) -> set[str]:
    """Heads and feet that a page can show: those the body refers to (a first-page one only with w:titlePg)."""
    body = parse(parts[BODY])
    rels = parts.get("word/_rels/document.xml.rels")
    targets = {} if rels is None else {r.get("Id"): f"word/{r.get('Target')}" for r in parse(rels)}
    shown: set[str] = set()
    first = next(body.iter(W + "titlePg"), None) is not None
    for reference in body.iter(W + "headerReference", W + "footerReference"):
        kind = reference.get(W + "type")
        if kind == "first" and first:
            shown.add(targets.get(_rel_id(reference), ""))
    # the default and even ones show only on a second page or later when there is a first-page one
    if not first:
        defaults = (r for r in body.iter(W + "headerReference", W + "footerReference"))
        shown |= {targets.get(_rel_id(r), "") for r in defaults if r.get(W + "type") == "default"}
    return shown


def _rel_id(node: Any) -> str:
    return str(node.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"))


def _text(root: Any) -> str:
    """All text, a space between paragraphs, without the results of fields that are computed anew."""
    pieces: list[str] = []
    paragraph, depth, instruction, skipping = None, 0, "", False
    for node in root.iter(W + "t", W + "fldChar", W + "instrText", W + "tab", W + "br", W + "noBreakHyphen"):
        if nearest_paragraph(node) is not paragraph:
            paragraph = nearest_paragraph(node)
            pieces.append(" ")
        if node.tag == W + "fldChar":
            kind = node.get(W + "fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            instruction = "" if kind == "begin" else instruction
            skipping = (kind == "separate" and bool(_COMPUTED.match(instruction))) or (
                skipping and kind != "end"
            )
        elif node.tag == W + "instrText":
            instruction += node.text or ""
        elif node.tag != W + "t":
            pieces.append(" ")
        elif not skipping and not _in_computed(node):
            pieces.append(node.text or "")
    return "".join(pieces)


def _in_computed(node: Any) -> bool:
    simple = next(node.iterancestors(W + "fldSimple"), None)
    if next(node.iterancestors(MC + "Fallback"), None) is not None:
        return True
    return simple is not None and bool(_COMPUTED.match(simple.get(W + "instr") or ""))
