"""Controls bound to a value in a custom XML part: on opening, Word shows that value instead of what stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.papers.reading.gathering import shown
from pipeline.papers.reading.word.controls import Control
from pipeline.papers.reading.word.text import W

# Only plain paths are followed: /ns0:root[1]/ns0:name[1], at the end perhaps an attribute.
_PATH = re.compile(r"(?:/(?:[\w.-]+:)?[\w.-]+(?:\[\d{1,4}\])?){1,20}(?:/@(?:[\w.-]+:)?[\w.-]+)?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=\s*['\"]([^'\"]*)['\"]")


def bound_doubts(control: Control, text: str, stored: Mapping[str, Any]) -> list[str]:
    """A doubt when the value that the control is bound to is not what it shows."""
    binding = control.property(f"{W}dataBinding") if stored else None
    if binding is None:
        return []
    part = stored.get(str(binding.get(f"{W}storeItemID", "")).casefold())
    value = _value(part, binding) if part is not None else None
    if value is None or "".join(value.split()) == "".join(text.split()):
        return []
    return [
        f"The box shows {shown(text)}, but {shown(value) if value.strip() else 'nothing'} is stored for it."
    ]


def _value(part: Any, binding: Any) -> str | None:
    """The bound value; None when its path is not plain or leads nowhere."""
    path = str(binding.get(f"{W}xpath", ""))
    if not _PATH.fullmatch(path):
        return None
    from lxml import etree

    try:
        prefixes = dict(_PREFIX.findall(str(binding.get(f"{W}prefixMappings", ""))))
        found = part.xpath(path, namespaces=prefixes or None)
    except (etree.XPathError, ValueError, TypeError):
        return None
    if not found:
        return None
    return str(found[0]) if isinstance(found[0], str) else "".join(found[0].itertext())
