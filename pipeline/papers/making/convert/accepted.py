"""A Word file as a reader sees it, made ready to be drawn: nothing active, nothing fetched, nothing hidden.

External relationships, macros, embedded objects, comments and tracked deletions go; content controls give way to
what they hold; symbols stand in runs of their own, because an engine that lacks one draws the whole run as boxes.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.papers.making.convert.accepted_text import remove, settle, with_twins
from pipeline.papers.making.docx_parts import BODY, REL, R, W, parse, rezip, stories, unparse, unzip

_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_UNWANTED_RELS = {
    *("attachedTemplate", "vbaProject", "wordVbaData", "oleObject", "package", "control", "comments"),
    *("commentsExtended", "commentsIds", "commentsExtensible", "people", "keyMapCustomizations", "aFChunk"),
    *("frame", "subDocument", "mailMergeSource", "mailMergeHeaderSource", "recipientData"),
}


def accepted_view(docx: bytes) -> bytes:
    """The file made ready to be drawn; equal bytes in, equal bytes out.

    Raises ValueError (a reason that reads after "the document cannot be drawn:") when it cannot be made ready.
    """
    parts = unzip(docx)
    for name in [n for n in parts if n.endswith(".rels")]:
        parts[name] = _local_rels(parts[name])
    for name in stories(parts):
        root = parse(parts[name])
        settle(root)
        _link_nothing(root, _kept_ids(parts, name))
        parts[name] = unparse(root)
    for name in [n for n in parts if re.fullmatch(r"word/(styles|numbering|theme/theme\d*)\.xml", n)]:
        parts[name] = with_twins(parts[name])
    _quiet_settings(parts)
    _drop_unlinked(parts)
    return rezip(parts)


def _local_rels(xml: bytes) -> bytes:
    rels = parse(xml)
    for rel in list(rels):
        kind = (rel.get("Type") or "").rsplit("/", 1)[-1]
        if rel.get("TargetMode") == "External" or kind in _UNWANTED_RELS:
            rels.remove(rel)
    return unparse(rels)


def _kept_ids(parts: dict[str, bytes], name: str) -> set[str]:
    folder, _, file = name.rpartition("/")
    rels = parts.get(f"{folder}/_rels/{file}.rels")
    return set() if rels is None else {str(r.get("Id")) for r in parse(rels).iter(REL + "Relationship")}


def _link_nothing(root: Any, kept: set[str]) -> None:
    """Pictures and objects whose relationship is gone go too; what an object shows stays."""
    for tag in (W + "object", W + "pict"):
        for holder in root.iter(tag):
            for active in holder.findall(_O + "OLEObject"):
                holder.remove(active)
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        for key in (R + "embed", R + "link", R + "id", R + "pict", R + "href"):
            if node.get(key) is not None and node.get(key) not in kept:
                _unlink(node, key)


def _unlink(node: Any, key: str) -> None:
    if node.tag == _A + "blip" and key == R + "link" and node.get(R + "embed") is not None:
        del node.attrib[key]
        return
    holder = next(node.iterancestors(W + "drawing", W + "pict", W + "object"), None)
    if holder is not None and node.tag in (_A + "blip", _V + "imagedata"):
        remove(holder)
    elif node.getparent() is not None and node.tag.startswith((W, _V, _A)):
        del node.attrib[key]


def _quiet_settings(parts: dict[str, bytes]) -> None:
    name = "word/settings.xml"
    if name in parts:
        root = parse(parts[name])
        for tag in ("attachedTemplate", "mailMerge", "trackRevisions", "documentProtection", "updateFields"):
            for node in list(root.iter(W + tag)):
                remove(node)
        parts[name] = unparse(root)


def _drop_unlinked(parts: dict[str, bytes]) -> None:
    """Macros, objects and comments themselves, and their lines in the list of content types."""
    gone = re.compile(
        r"word/(vbaProject\.bin|vbaData\.xml|embeddings/.*|activeX/.*|comments.*\.xml|people\.xml|afchunk.*)"
    )
    for name in [n for n in parts if gone.fullmatch(n)]:
        del parts[name]
    types = parse(parts["[Content_Types].xml"])
    for entry in list(types):
        part = entry.get("PartName")
        if part is not None and part.lstrip("/") not in parts:
            types.remove(entry)
        elif part == f"/{BODY}":  # also of what was a template or a file with macros
            main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            entry.set("ContentType", main)
    parts["[Content_Types].xml"] = unparse(types)
