"""Every text of an XML part: paragraphs joined over their runs, then what stands anywhere else, then settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.papers.reading.inside.gathering import AS_A_ROW, Gathering
from pipeline.papers.reading.inside.looks_only import is_moment, is_words
from pipeline.papers.reading.inside.runs import UNITS, local, readings
from pipeline.papers.reading.word.looks import hidden_styles

_ROOTS = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_MOST = 2_000_000  # elements and texts of one part
_BOXES = {"txbxContent": "text box", "txBody": "shape", "comment": "comment", "footnote": "footnote"}
_BOXES |= {"endnote": "endnote", "docPart": "building block", "tc": "table"}
_LEFT = {
    "attachedTemplate": "the template it was made from",
    "rsids": "revision marks (rsids), which tell which drafts belong together",
    "rsid": "revision marks (rsids), which tell which drafts belong together",
    "docVars": "document variables",
    "mailMerge": "the source of a mail merge",
}
_READ_OUT = frozenset(("descr", "alt"))
_TEXTS = frozenset(("t", "delText", "instrText", "delInstrText"))
_CHANGES = frozenset(
    ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange")
)
_SCHEMAS = ("http://schemas.", "http://purl.o", "urn:schemas-microsoft-com", "http://www.w3.org/")
_NUMBER = re.compile(r"[-+0-9.,eE\s]{1,24}")


class NotReadError(Exception):
    """A part is not the XML it should be; the words say how."""


def parsed(data: bytes) -> Any:
    """The root element of a part, with its comments. Raises NotReadError."""
    from lxml import etree

    if _ROOTS.search(data[:4096]):
        raise NotReadError("it defines entities of its own")
    if data.count(b"<") > _MOST:
        raise NotReadError("it has far more in it than a paper")
    try:
        root = etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        )
    except (etree.XMLSyntaxError, ValueError, LookupError) as err:
        raise NotReadError(" ".join(str(err).split())[:100]) from err
    if root.getroottree().docinfo.doctype:  # in letters of another code
        raise NotReadError("it defines entities of its own")
    return root


def styles_that_hide(root: Any) -> frozenset[str]:
    """The names of the styles that hide text."""
    return hidden_styles(root)


def read_markup(root: Any, part: str, gathering: Gathering, styles: frozenset[str] = frozenset()) -> None:
    """Take in every text of a part. `part`: what a person would call it."""
    count = 0
    for remark in (*root.itersiblings(preceding=True), *root.itersiblings()):
        gathering.text(remark.text or "", f"{part}, a remark around the file's data", hidden=True)
    for element in root.iter():
        name = local(element.tag)
        if not name:
            gathering.text(element.text or "", f"{part}, a remark inside the file", hidden=True)
            continue
        if name in UNITS:
            count += 1
            _paragraph(element, f"{part}{_box(element)}, paragraph {count}", gathering, styles)
        elif name == "tr":
            _row(element, f"{part}, table at paragraph {count + 1}, {AS_A_ROW}", gathering, styles)
        _own_text(element, name, part, gathering)
        _settings(element, name, part, gathering)
        _marks(element, name, gathering)


def _paragraph(element: Any, place: str, gathering: Gathering, styles: frozenset[str]) -> None:
    for text, kind, hidden in readings(element, styles):
        gathering.text(text, f"{place}, {kind}" if kind else place, hidden=hidden)


def _row(row: Any, place: str, gathering: Gathering, styles: frozenset[str]) -> None:
    """A row as one line: forename and surname may stand in two cells."""
    cells = [[next(readings(p, styles))[0] for p in _units(cell)] for cell in row if local(cell.tag) == "tc"]
    if len(cells) > 1:
        gathering.text(" ".join(" ".join(words) for words in cells), place)


def _units(cell: Any) -> Iterator[Any]:
    return (p for p in cell.iter() if local(p.tag) == "p")


def _box(element: Any) -> str:
    for above in element.iterancestors():
        kind = _BOXES.get(local(above.tag))
        if kind is not None:
            return f", {kind}"
    return ""


def _own_text(element: Any, name: str, part: str, gathering: Gathering) -> None:
    """Text that stands in no paragraph's runs: properties, chart caches, custom XML, and between elements."""
    inside = name in _TEXTS and any(local(a.tag) in UNITS for a in element.iterancestors())
    for text in (None if inside else element.text, element.tail):
        if text and text.strip() and not _is_measure(name, text):
            gathering.text(text, f"{part}, {name}", hidden=name not in _TEXTS and not _is_title(element))


def _is_title(element: Any) -> bool:
    """Whether it is the paper's title, which programs show in their frame."""
    return local(element.tag) == "title" or any(local(a.tag) == "title" for a in element.iterancestors())


def _is_measure(name: str, text: str) -> bool:
    measures = name.startswith(("pos", "pct", "width", "height", "off"))
    return is_moment(text) or (measures and bool(_NUMBER.fullmatch(text)))


def _settings(element: Any, name: str, part: str, gathering: Gathering) -> None:
    for key, value in element.attrib.items():
        if is_words(name, local(key), value):
            gathering.text(value, f"{part}, {name} {local(key)}", hidden=local(key) not in _READ_OUT)
    for prefix, address in element.nsmap.items() if element.getparent() is None else ():
        if not address.startswith(_SCHEMAS):
            gathering.text(f"{prefix or ''} {address}", f"{part}, namespace", hidden=True)


def _marks(element: Any, name: str, gathering: Gathering) -> None:
    """What must not be there, or should be taken out."""
    if name == "comment" or name == "threadedComment":
        gathering.refuse("there are comments: settle and delete them all")
    if "wordprocessingml" not in element.tag:
        return
    if name in _CHANGES or name.endswith("PrChange"):
        gathering.refuse("there are tracked changes: accept or reject them all")
    elif name in _LEFT:
        gathering.leave(_LEFT[name])
    elif any(local(key).startswith("rsid") for key in element.attrib):
        gathering.leave(_LEFT["rsids"])
