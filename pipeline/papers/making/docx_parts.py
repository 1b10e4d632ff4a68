"""A Word file as its parts: opened safely, written the same way every time, and its places in words."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
BODY = "word/document.xml"
_STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LARGEST = 64 * 1024 * 1024


def unzip(docx: bytes) -> dict[str, bytes]:
    """Every part of a Word file by name. Raises ValueError when it is none, or is unreasonably large."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            infos = archive.infolist()
            if len({i.filename for i in infos}) != len(infos):
                raise ValueError("it holds two parts of one name")
            if sum(i.file_size for i in infos) > _LARGEST:
                raise ValueError("it unpacks to more than 64 MiB")
            parts = {i.filename: archive.read(i) for i in infos if not i.is_dir()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as err:
        raise ValueError("it is not a Word file (.docx)") from err
    _name_body(parts)
    if BODY not in parts:
        raise ValueError("it is not a Word file (.docx)")
    return parts


def _name_body(parts: dict[str, bytes]) -> None:
    """Call the body word/document.xml, as nearly every program does; some call it document2.xml."""
    main = re.search(rb'<[^>]*/officeDocument"[^>]*>', parts.get("_rels/.rels", b""))
    target = re.search(rb'Target="/?(word/(\w+)\.xml)"', main[0]) if main else None
    if target is None or target[1].decode() == BODY or BODY in parts:
        return
    old, new = target[1].decode(), BODY
    for before, after in ((old, new), (_rels_of(old), _rels_of(new))):
        if before in parts:
            parts[after] = parts.pop(before)
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = parts.get(name, b"").replace(old.encode(), new.encode())


def _rels_of(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def rezip(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one Word file; equal parts give equal bytes (no clock, one order, one compression)."""
    names = sorted(parts, key=lambda n: (n != "[Content_Types].xml", not n.startswith("_rels/"), n))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def parse(xml: bytes) -> Any:
    """The root element of a part; no entities, no network. Raises ValueError when it is not well formed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        raise ValueError(f"a part of it is not well formed ({err})") from err
    if root.getroottree().docinfo.doctype:
        raise ValueError("it declares entities, which Word files never do")
    return root


def unparse(root: Any) -> bytes:
    """A part's bytes."""
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def stories(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Names of the parts that hold running text, the body first."""
    yield BODY
    yield from sorted(n for n in parts if _STORIES.fullmatch(n) and n != BODY)


def paragraph_text(paragraph: Any) -> str:
    """The text of one paragraph without that of text boxes in it; tabs and breaks as themselves."""
    pieces = []
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr"):
        if nearest_paragraph(node) is not paragraph or node.getparent().tag == W + "tabs":
            continue
        pieces.append(node.text or "" if node.tag == W + "t" else "\t" if node.tag == W + "tab" else "\n")
    return "".join(pieces)


def nearest_paragraph(node: Any) -> Any:
    """The paragraph a node stands in (None outside one)."""
    return next(node.iterancestors(W + "p"), None)


def places(part: str, root: Any) -> Iterator[tuple[Any, str]]:
    """Every paragraph of a part with its place in words: "paragraph 4", "table 2, row 3", "header"."""
    paragraphs = 0
    tables = {t: n for n, t in enumerate(root.iter(W + "tbl"), 1)}
    for paragraph in root.iter(W + "p"):
        row = next(paragraph.iterancestors(W + "tr"), None)
        if row is not None:
            table = row.getparent()
            inside = f"table {tables.get(table, 1)}, row {list(table.iter(W + 'tr')).index(row) + 1}"
        else:
            paragraphs += 1
            inside = f"paragraph {paragraphs}"
        yield paragraph, _in_story(part, inside)


def _in_story(part: str, inside: str) -> str:
    story = re.sub(r"\d|\.xml|word/", "", part)
    return inside if story == "document" else f"{story}, {inside}"
