"""What Word leaves in a file about how it was written: taken out of every paper that is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pipeline.papers.making.docx_parts import BODY, R, W, parse, unparse

_PEOPLE = "word/people.xml"
_TRACES = frozenset(W + name for name in ("rsids", "rsid", "attachedTemplate", "docVars", "mailMerge"))
_STORIES = re.compile(r"word/(?:glossary/)?\w+\.xml")


def without_traces(parts: dict[str, bytes]) -> None:
    """Take revision ids, the template's path, document variables, mail merge sources and who has written it out."""
    if parts.pop(_PEOPLE, None) is not None:
        _drop_links(parts, BODY, lambda link: str(link.get("Target", "")).endswith("people.xml"))
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
    if links:
        _drop_links(parts, name, lambda link: link.get("Id") in links)
    return unparse(root)


def _drop_links(parts: dict[str, bytes], name: str, unwanted: Callable[[Any], bool]) -> None:
    """Take out the links of a part that lead to what was removed."""
    folder, _, file = name.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in parts:
        return
    root = parse(parts[relations])
    for link in [one for one in root if unwanted(one)]:
        root.remove(link)
    parts[relations] = unparse(root)
