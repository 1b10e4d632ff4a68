"""The text a person sees in a piece of a Word document, run by run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_SKIPPED = frozenset(
    {f"{_MC}Fallback"}
    | {f"{W}{name}" for name in ("delText", "delInstrText", "instrText", "rPr", "pPr", "sdtPr", "sdtEndPr")}
    | {
        f"{W}{name}"
        for name in ("tblPr", "trPr", "tcPr", "tblGrid", "softHyphen", "txbxContent", "commentReference")
    }
    | {f"{W}{name}" for name in ("rubyPr", "rt", "footnoteReference", "endnoteReference", "annotationRef")}
)
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})


@dataclass
class Seen:
    """A text, and what was met on the way to it."""

    pieces: list[str] = field(default_factory=list)
    tracked: bool = False
    hidden: bool = False

    @property
    def text(self) -> str:
        """The text; the line end after its last paragraph is not part of it."""
        return "".join(self.pieces).strip("\n")

    @property
    def doubts(self) -> tuple[str, ...]:
        """Sentences about what a person should confirm."""
        found = []
        if self.tracked:
            found.append("It holds tracked changes; insertions were taken and deletions left out.")
        if self.hidden:
            found.append("Hidden text in the box was left out.")
        return tuple(found)


def read_text(element: Any, hidden_styles: frozenset[str], skip: Callable[[Any], bool]) -> Seen:
    """The visible text of `element`; elements for which `skip` is true are left out."""
    seen = Seen()
    _walk(element, seen, hidden_styles, skip)
    return seen


def _walk(element: Any, seen: Seen, hidden: frozenset[str], skip: Callable[[Any], bool]) -> None:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or skip(child):
            continue
        if tag in _DELETED:
            seen.tracked = seen.tracked or _has_text(child)
        elif tag == f"{W}r" and _is_hidden(child, hidden):
            seen.hidden = seen.hidden or _has_text(child)
        elif not _take_letters(child, seen):
            seen.tracked = seen.tracked or tag in _INSERTED
            _walk(child, seen, hidden, skip)
            if tag == f"{W}p" and not _mark_deleted(child):
                seen.pieces.append("\n")


def _take_letters(element: Any, seen: Seen) -> bool:
    """Take an element that is text itself; whether it was."""
    if element.tag == f"{W}t":
        seen.pieces.append(element.text or "")
    elif element.tag in _SIGNS:
        seen.pieces.append(_SIGNS[element.tag])
    elif element.tag == f"{W}sym":
        seen.pieces.append(_symbol(element))
    else:
        return False
    return True


def _has_text(element: Any) -> bool:
    return any((t.text or "").strip() for t in element.iter(f"{W}t", f"{W}delText"))


def _symbol(element: Any) -> str:
    """A character of a symbol font; what it looks like is only known for ticks and crosses."""
    code = str(element.get(f"{W}char", "")).upper()
    ticks = {
        "F0FE": "\N{BALLOT BOX WITH X}",
        "F0FC": "\N{CHECK MARK}",
        "F0A8": "\N{BALLOT BOX}",
        "F06F": "\N{BALLOT BOX}",
    }
    return ticks.get(code, "\N{REPLACEMENT CHARACTER}")


def _is_hidden(run: Any, hidden: frozenset[str]) -> bool:
    look = run.find(f"{W}rPr")
    if look is None:
        return False
    vanish = look.find(f"{W}vanish")
    if vanish is not None:
        return is_on(vanish)
    style = look.find(f"{W}rStyle")
    return style is not None and style.get(f"{W}val") in hidden


def _mark_deleted(paragraph: Any) -> bool:
    """Whether the paragraph's end was deleted with changes tracked, so that the next one joins it."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def is_on(flag: Any, name: str = f"{W}val") -> bool:
    """Whether an on/off element is on: there, and not said to be off."""
    return flag is not None and str(flag.get(name, "1")).lower() not in ("0", "false", "off")


def hidden_styles(styles: Any) -> frozenset[str]:
    """The names of the character styles whose text is hidden."""
    found = styles.iter(f"{W}style") if styles is not None else ()
    return frozenset(
        str(style.get(f"{W}styleId")) for style in found if is_on(style.find(f"{W}rPr/{W}vanish"))
    )
