"""Field values as plain page content: the drawing operators, and the pictures and font that they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.papers.making.inert.face import Face
from pipeline.papers.making.inert.widgets import Mark, Picture, Rect, Tick, Words, number
from pipeline.papers.making.style import legible, wrap

_LARGEST, _SMALLEST = 12.0, 5.0
_LEADING = 1.16
_INSET = 3.0
_REST = "… (all of it is on the case sheet)"


@dataclass
class Painted:
    """The operators for one page, and the pictures they call by name."""

    operators: list[str] = field(default_factory=list)
    pictures: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> bytes:
        """The operators as a content stream."""
        return "\n".join(self.operators).encode("latin-1")


def paint(marks: Iterable[Mark], face: Face, font: str) -> Painted:
    """Paint every mark; `font` is the resource name ("/V") under which the page knows the face."""
    painted = Painted()
    for mark in marks:
        if isinstance(mark, Words):
            painted.operators.extend(_words(mark, face, font))
        elif isinstance(mark, Tick):
            painted.operators.append(_tick(mark.rect))
        else:
            _picture(mark, painted)
    return painted


def _picture(mark: Picture, painted: Painted) -> None:
    placed = _fitted(mark.stream, mark.rect)
    if placed is None:
        return
    known = {id_of(stream): name for name, stream in painted.pictures.items()}
    name = known.get(id_of(mark.stream)) or f"/A{len(painted.pictures)}"
    painted.pictures[name] = mark.stream
    painted.operators.append(f"q {_matrix(placed)} cm {name} Do Q")


def id_of(stream: Any) -> tuple[bytes, bytes]:
    """What makes two pictures the same: their content and their dictionary."""
    entries = {k: stream.stream_dict[k] for k in sorted(stream.keys()) if k not in ("/Length", "/Filter")}
    shape = b"".join(k.encode() + _unparsed(v) for k, v in entries.items() if k != "/DecodeParms")
    return stream.read_bytes(), shape


def _unparsed(value: Any) -> bytes:
    return value.unparse() if hasattr(value, "unparse") else str(value).encode()


def _fitted(stream: Any, rect: Rect) -> tuple[float, ...] | None:
    """The matrix that brings an appearance's box, turned by its own matrix, onto the rectangle (ISO 32000 12.5.5)."""
    box = [number(v) for v in stream.get("/BBox", ())]
    a, b, c, d, e, f = [number(v) for v in stream.get("/Matrix", ())] or (1, 0, 0, 1, 0, 0)
    if len(box) != 4:
        return None
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, low = min(x for x, _ in corners), min(y for _, y in corners)
    wide, high = max(x for x, _ in corners) - left, max(y for _, y in corners) - low
    if wide <= 0 or high <= 0:
        return None
    across, up = (rect[2] - rect[0]) / wide, (rect[3] - rect[1]) / high
    return (across, 0, 0, up, rect[0] - left * across, rect[1] - low * up)


def _tick(rect: Rect) -> str:
    left, low, right, high = rect
    pad = min(right - left, high - low) * 0.22
    x0, y0, x1, y1 = left + pad, low + pad, right - pad, high - pad
    return f"q 0 G 1.4 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l {x0:.2f} {y1:.2f} m {x1:.2f} {y0:.2f} l S Q"


def _words(mark: Words, face: Face, font: str) -> list[str]:
    left, low, right, high = mark.rect
    wide, tall = right - left, high - low
    operators = ["q", f"{_matrix(_turned(mark))} cm"]
    if mark.turned in (90, 270):
        wide, tall = tall, wide
    operators += _look(mark, wide, tall)
    text = legible(mark.text, face.can_draw).text
    if text.strip():
        operators.append(f"0 0 {wide:.2f} {tall:.2f} re W n {mark.colour}")
        operators += _set(mark, text, face, font, wide, tall)
    operators.append("Q")
    return operators if len(operators) > 3 else []


def _turned(mark: Words) -> tuple[float, ...]:
    left, low, right, high = mark.rect
    return {
        90: (0, 1, -1, 0, right, low),
        180: (-1, 0, 0, -1, right, high),
        270: (0, -1, 1, 0, left, high),
    }.get(mark.turned, (1, 0, 0, 1, left, low))


def _look(mark: Words, wide: float, tall: float) -> list[str]:
    look = []
    if mark.background:
        look.append(f"{mark.background} 0 0 {wide:.2f} {tall:.2f} re f")
    if mark.border:
        look.append(f"{mark.border} 0.8 w 0.4 0.4 {wide - 0.8:.2f} {tall - 0.8:.2f} re S")
    return look


def _set(mark: Words, text: str, face: Face, font: str, wide: float, tall: float) -> list[str]:
    if mark.comb:
        return _comb(mark, text, face, font, wide, tall)
    size, lines = _fit(mark, text, face, wide - 2 * _INSET, tall)
    leading = size * _LEADING
    ascent, descent = face.ascent * size / 1000, face.descent * size / 1000
    base = tall - _INSET - ascent if mark.multiline else (tall - ascent - descent) / 2
    operators = ["BT", f"{font} {size:.2f} Tf"]
    for number_, line in enumerate(lines):
        spare = wide - 2 * _INSET - face.width(line, size)
        x = _INSET + (0.0, spare / 2, spare)[mark.align]
        operators.append(f"1 0 0 1 {x:.2f} {base - number_ * leading:.2f} Tm {face.shown(line)} Tj")
    operators.append("ET")
    return operators


def _fit(mark: Words, text: str, face: Face, wide: float, tall: float) -> tuple[float, tuple[str, ...]]:
    """The largest size, from the field's own downwards, at which all the text fits; below 5 points it is cut short."""
    size = mark.size or (_LARGEST if mark.multiline else min(_LARGEST, max(_SMALLEST, (tall - 2) / _LEADING)))
    text = text if mark.multiline else " ".join(text.split("\n"))
    floor = min(size, _SMALLEST)
    while True:
        measure = partial(face.width, size=size)
        lines = wrap(text, measure, wide) if mark.multiline else (text,)
        room = max(1, int((tall - _INSET) / (size * _LEADING))) if mark.multiline else 1
        if len(lines) <= room and (mark.multiline or measure(text) <= wide):
            return size, lines
        if size <= floor:
            return size, _cut(wrap(text, measure, wide), room)
        size = max(floor, size - 0.5)


def _cut(lines: tuple[str, ...], room: int) -> tuple[str, ...]:
    if len(lines) <= room:
        return lines
    if room == 1:
        return (lines[0][: max(0, len(lines[0]) - 2)] + "…",)
    return (*lines[: room - 1], _REST)


def _comb(mark: Words, text: str, face: Face, font: str, wide: float, tall: float) -> list[str]:
    cell = wide / mark.comb
    size = mark.size or min(_LARGEST, tall / _LEADING, cell * 1.3)
    base = (tall - (face.ascent + face.descent) * size / 1000) / 2
    operators = ["BT", f"{font} {size:.2f} Tf"]
    for place, char in enumerate(text[: mark.comb]):
        x = place * cell + (cell - face.width(char, size)) / 2
        operators.append(f"1 0 0 1 {x:.2f} {base:.2f} Tm {face.shown(char)} Tj")
    operators.append("ET")
    return operators


def _matrix(values: tuple[float, ...]) -> str:
    return " ".join(f"{v:.4f}".rstrip("0").rstrip(".") for v in values)
