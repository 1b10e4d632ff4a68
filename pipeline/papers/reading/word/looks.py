"""How a run of a Word document looks: crossed out, hidden, or so white or small that nobody sees it."""

from __future__ import annotations

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHITE = 0xE6  # red, green and blue from here on: nothing that is seen on paper
_SMALLEST = 8  # half points; 4 points are still read with good eyes
_NARROWEST = 20  # per cent of a letter's width
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(pt|%)?")


def is_struck(properties: Any) -> bool:
    """Whether a run's properties cross it out, once or twice."""
    return any(is_on(properties.find(f"{_W}{name}")) for name in ("strike", "dstrike"))


def is_blacked(properties: Any) -> bool:
    """Whether a run's properties black it out."""
    shading = properties.find(f"{_W}shd")
    fill = str(shading.get(f"{_W}fill", "")) if shading is not None else ""
    return _said(properties, "highlight") == "black" or fill == "000000"


def is_hidden(properties: Any, hidden: frozenset[str]) -> bool:
    """Whether a run's properties hide it, by themselves or by a character style."""
    vanish = properties.find(f"{_W}vanish")
    if vanish is not None:
        return is_on(vanish)
    style = properties.find(f"{_W}rStyle")
    return style is not None and style.get(f"{_W}val") in hidden


def is_faint(properties: Any) -> bool:
    """Whether a run's properties make it white, or smaller or narrower than anyone can read."""
    return (
        _is_white(_said(properties, "color"))
        or _is_below(_said(properties, "sz"), _SMALLEST)
        or _is_below(_said(properties, "w"), _NARROWEST)
    )


def _said(properties: Any, name: str) -> str:
    found = properties.find(f"{_W}{name}")
    return str(found.get(f"{_W}val", "")) if found is not None else ""


def _is_white(colour: str) -> bool:
    return bool(_COLOUR.fullmatch(colour)) and min(bytes.fromhex(colour)) >= _WHITE


def _is_below(size: str, least: int) -> bool:
    """Sizes with a unit ("1pt") are those of newer files; per cent may carry their sign."""
    found = _SIZE.fullmatch(size)
    return found is not None and float(found[1]) * (2 if found[2] == "pt" else 1) < least


def is_on(flag: Any, name: str = f"{_W}val") -> bool:
    """Whether an on/off element is on: there, and not said to be off."""
    return flag is not None and str(flag.get(name, "1")).lower() not in ("0", "false", "off")


def hidden_styles(styles: Any) -> frozenset[str]:
    """The names of the character styles whose text is hidden, white or too small to be seen."""
    found = styles.iter(f"{_W}style") if styles is not None else ()
    looks = ((str(style.get(f"{_W}styleId")), style.find(f"{_W}rPr")) for style in found)
    return frozenset(
        name
        for name, look in looks
        if look is not None and (is_on(look.find(f"{_W}vanish")) or is_faint(look))
    )
