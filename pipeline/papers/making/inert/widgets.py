"""What a PDF form's fields say, and where: read from the stored values, never from their pictures.

Programs that fill forms leave pictures that are missing, stale or without the letters they lack, so a picture is
only trusted for what has no words: the look of a tick in the state that the value names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, PdfError, Stream, String

Rect = tuple[float, float, float, float]

HIDDEN = 1 << 1
NO_VIEW = 1 << 5
_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24
_RADIO, _PUSH = 1 << 15, 1 << 16
_DEEPEST = 32
# Marks that a person may have put on the form by hand; anything else that is not a field stays behind.
_DRAWN_MARKS = {
    *(
        "/FreeText",
        "/Ink",
        "/Stamp",
        "/Highlight",
        "/Underline",
        "/StrikeOut",
        "/Squiggly",
        "/Line",
        "/Square",
    ),
    *("/Circle", "/Polygon", "/PolyLine", "/Caret", "/Text"),
}


@dataclass(frozen=True)
class Words:
    """A text or choice value to be painted. `size` 0: as large as fits. `look` is MK: border and background."""

    text: str
    rect: Rect
    size: float
    colour: str  # the operators of its default appearance: "0 g"
    align: int  # 0 left, 1 centre, 2 right
    multiline: bool
    comb: int  # cells, 0 for none
    turned: int  # degrees
    background: str = ""
    border: str = ""


@dataclass(frozen=True)
class Picture:
    """An appearance stream to be painted into a rectangle."""

    stream: Any
    rect: Rect


@dataclass(frozen=True)
class Tick:
    """A chosen tick box or radio button that has no picture of its own."""

    rect: Rect


Mark = Words | Picture | Tick


def marks(page: Any, default: str) -> Iterator[Mark]:
    """Everything on a page's annotations that a reader should see; `default` is the form's own /DA."""
    annots = page.get("/Annots")
    for annot in annots if isinstance(annots, Array) else ():
        if not isinstance(annot, Dictionary):
            continue
        rect = rectangle(annot.get("/Rect"))
        flags = whole(annot.get("/F"))
        if rect is None or flags & (HIDDEN | NO_VIEW):
            continue
        kind = str(annot.get("/Subtype", ""))
        if kind == "/Widget":
            yield from _widget(annot, rect, default)
        elif kind in _DRAWN_MARKS:
            yield from _picture(_normal(annot), rect)


def _widget(widget: Any, rect: Rect, default: str) -> Iterator[Mark]:
    kind = str(inherited(widget, "/FT") or "")
    flags = whole(inherited(widget, "/Ff"))
    if kind in ("/Tx", "/Ch"):
        yield _words(widget, rect, default, flags, kind)
    elif kind == "/Btn" and not flags & _PUSH:
        yield from _button(widget, rect)
    else:  # a push button, a signature: only what it looks like
        yield from _picture(_normal(widget), rect)


def _button(widget: Any, rect: Rect) -> Iterator[Mark]:
    states = _normal(widget)
    on = _on_state(states)
    chosen = _chosen(widget, on)
    if isinstance(states, Dictionary) and not isinstance(states, Stream):
        stream = states.get(on) if chosen and on else states.get("/Off")
        if isinstance(stream, Stream):
            yield Picture(stream, rect)
            return
    if chosen:
        yield Tick(rect)


def _chosen(widget: Any, on: str) -> bool:
    """Whether this button is the one that the field's value names; without a value, what the button shows."""
    value = inherited(widget, "/V")
    if value is None:
        shown = str(widget.get("/AS", "/Off"))
        return shown != "/Off" and (not on or shown == on)
    wanted = _state(value)
    if wanted == "Off" or not wanted:
        return False
    if not on:
        return str(widget.get("/AS", "/Off")).removeprefix("/") == wanted
    return wanted == on.removeprefix("/") or wanted == _export(widget, on)


def _export(widget: Any, on: str) -> str:
    """The export value of a button whose on-state is its number in the field's /Opt."""
    options = inherited(widget, "/Opt")
    number = on.removeprefix("/")
    if isinstance(options, Array) and number.isdigit() and int(number) < len(options):
        return text_of(options[int(number)])
    return "\0none"


def _on_state(states: Any) -> str:
    if not isinstance(states, Dictionary) or isinstance(states, Stream):
        return ""
    return next((k for k in states.keys() if k != "/Off"), "")  # noqa: SIM118  (a pikepdf object, not a dict)


def _state(value: Any) -> str:
    return str(value).removeprefix("/") if isinstance(value, Name) else text_of(value)


def _words(widget: Any, rect: Rect, default: str, flags: int, kind: str) -> Words:
    text = _value(widget, kind)
    if kind == "/Tx" and flags & _PASSWORD:
        text = "*" * len(text)
    appearance = inherited(widget, "/DA")
    size, colour = _appearance(text_of(appearance) if appearance is not None else default)
    look = widget.get("/MK")
    look = look if isinstance(look, Dictionary) else Dictionary()
    limit = whole(inherited(widget, "/MaxLen"))
    lines = bool(flags & _MULTILINE) if kind == "/Tx" else "\n" in text
    return Words(
        text=text,
        rect=rect,
        size=size,
        colour=colour,
        align=whole(inherited(widget, "/Q")) % 3,
        multiline=lines,
        comb=limit if kind == "/Tx" and flags & _COMB and not lines and 0 < limit <= 100 else 0,
        turned=whole(look.get("/R")) % 360,
        background=_colour(look.get("/BG"), "g", "rg", "k"),
        border=_colour(look.get("/BC"), "G", "RG", "K"),
    )


def _value(widget: Any, kind: str) -> str:
    value = inherited(widget, "/V")
    parts = list(value) if isinstance(value, Array) else [] if value is None else [value]
    words = [_state(part) for part in parts]
    if kind == "/Ch":
        labels = _labels(inherited(widget, "/Opt"))
        words = [labels.get(word, word) for word in words]
    return "\n".join(words).replace("\r\n", "\n").replace("\r", "\n")


def _labels(options: Any) -> dict[str, str]:
    pairs = options if isinstance(options, Array) else ()
    return {text_of(o[0]): text_of(o[1]) for o in pairs if isinstance(o, Array) and len(o) == 2}


def _appearance(da: str) -> tuple[float, str]:
    """Size and colour from a default appearance ("/Helv 9 Tf 0 g"); 0 and black when it cannot be read."""
    size, colour, operands = 0.0, "0 g", [""]
    for token in da.split():
        if token == "Tf":
            size = number(operands[-1])
        elif token in ("g", "rg", "k"):
            count = {"g": 1, "rg": 3, "k": 4}[token]
            colour = " ".join(f"{number(o):g}" for o in operands[-count:]) + f" {token}"
            colour = colour if len(operands) > count else "0 g"
        operands.append(token)
    return (size if 0 < size <= 200 else 0.0), colour


def _colour(parts: Any, *operators: str) -> str:
    values = [number(v) for v in parts] if isinstance(parts, Array) else []
    operator = dict(zip((1, 3, 4), operators, strict=True)).get(len(values))
    return " ".join(f"{v:g}" for v in values) + f" {operator}" if operator else ""


def _picture(stream: Any, rect: Rect) -> Iterator[Mark]:
    if isinstance(stream, Stream):
        yield Picture(stream, rect)


def _normal(annot: Any) -> Any:
    """The normal appearance: a stream, or a dictionary of states."""
    appearances = annot.get("/AP")
    if not isinstance(appearances, Dictionary):
        return None
    normal = appearances.get("/N")
    state = annot.get("/AS")
    is_button = str(inherited(annot, "/FT") or "") == "/Btn"
    if (
        isinstance(normal, Dictionary)
        and not isinstance(normal, Stream)
        and state is not None
        and not is_button
    ):
        return normal.get(str(state))
    return normal


def inherited(node: Any, key: str) -> Any:
    """The entry of a field or page, or of the nearest parent that has it; None when none has."""
    for _ in range(_DEEPEST):
        if not isinstance(node, Dictionary):
            return None
        found = node.get(key)
        if found is not None:
            return found
        node = node.get("/Parent")
    return None


def rectangle(values: Any) -> Rect | None:
    """Four finite numbers put in order, or None; a rectangle without area is None."""
    if not isinstance(values, Array) or len(values) != 4:
        return None
    a, b, c, d = (number(v) for v in values)
    left, right, low, high = min(a, c), max(a, c), min(b, d), max(b, d)
    return (left, low, right, high) if right - left >= 1 and high - low >= 1 else None


def number(value: Any) -> float:
    """A finite number of sensible size; 0 for anything else."""
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return found if -1e6 < found < 1e6 else 0.0


def whole(value: Any) -> int:
    """A whole number; 0 for anything else."""
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else 0


def text_of(value: Any) -> str:
    """A string, name or stream as text; what cannot be decoded is replaced, never dropped."""
    try:
        if isinstance(value, Stream):
            return bytes(value.read_bytes()).decode("utf-8", "replace")
        if isinstance(value, String | Name | Object):
            return str(value)
    except (PdfError, UnicodeError, ValueError):
        return bytes(value).decode("utf-8", "replace") if isinstance(value, String) else ""
    return str(value)
