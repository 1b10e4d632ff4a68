"""What Word leaves in a file about how it was written: taken out of every paper that is sent."""

from __future__ import annotations

import re

from pipeline.papers.making.docx_parts import R, W, parse, unparse

_TRACES = frozenset(
    W + name
    for name in ("rsids", "attachedTemplate", "docVars", "mailMerge", "documentProtection", "writeProtection")
)
_STORIES = re.compile(r"word/(?:glossary/)?\w+\.xml")


def without_traces(parts: dict[str, bytes]) -> None:
    """Take revision ids, the template's path, document variables and mail merge sources out of a Word file's parts."""
    for name in [n for n in parts if _STORIES.fullmatch(n)]:
        if b"rsid" in parts[name] or name.endswith("settings.xml"):
            parts[name] = _clean(parts, name)


def _clean(parts: dict[str, bytes], name: str) -> bytes:
    root = parse(parts[name])
    links = set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        for key in [k for k in element.attrib if k.startswith(f"{W}rsid")]:
            del element.attrib[key]
        if element.tag in _TRACES and element.getparent() is not None:
            links |= {e.get(f"{R}id") for e in element.iter() if e.get(f"{R}id")}
            element.getparent().remove(element)
    _drop_links(parts, name, links)
    return unparse(root)


def _drop_links(parts: dict[str, bytes], name: str, links: set[str]) -> None:
    """Take out the paths that a removed setting pointed to."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if not links or relations not in parts:
        return
    root = parse(parts[relations])
    for link in [one for one in root if one.get("Id") in links]:
        root.remove(link)
    parts[relations] = unparse(root)
