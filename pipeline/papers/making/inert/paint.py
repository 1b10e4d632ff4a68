"""Field values as plain page content: the drawing operators, and the pictures and font that they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pipeline.papers.making.inert.face import Face
from pipeline.papers.making.inert.widgets import Mark, Picture, Rect, Tick, Words, number
from pipeline.papers.making.style import legible, wrap

_LARGEST, _SMALLEST = 12.0, 5.5
_NARROWED = 7.5  # below this size letters also get narrower, down to seven tenths
_SMALL = (7.5, 7.0, 6.5, 6.0, _SMALLEST)
_NARROWEST = 0.7
_READABLE = 7.5  # a long answer that is cut anyway is drawn at this size
_LEADING, _TIGHT = 1.16, 1.04  # line to line in a tall box, and in a box for one line
_INSET = 3.0
_MOST = 50_000  # letters; a box as large as the paper shows no more
_REST = "… (in full on the case sheet)"


@dataclass
class Painted:
    """The operators for one page, and the pictures they call by name."""

    operators: list[str] = field(default_factory=list)
    pictures: dict[str, Any] = field(default_factory=dict)
    cut: bool = False  # whether a text did not fit its box

    @property
    def stream(self) -> bytes:
        """The operators as a content stream."""
        return "\n".join(self.operators).encode("latin-1")


def paint(marks: Iterable[Mark], face: Face, font: str) -> Painted:
    """Paint every mark; `font` is the resource name ("/V") under which the page knows the face."""
    painted = Painted()
    for mark in marks:
        if isinstance(mark, Words):
            drawn = _words(mark, face, font)
            painted.operators.extend(drawn.operators)
            painted.cut |= drawn.cut
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


def _words(mark: Words, face: Face, font: str) -> _Set:
    left, low, right, high = mark.rect
    wide, tall = right - left, high - low
    operators = ["q", f"{_matrix(_turned(mark))} cm"]
    if mark.turned in (90, 270):
        wide, tall = tall, wide
    operators += _look(mark, wide, tall)
    text, cut = legible(mark.text, face.can_draw).text, False
    if text.strip():
        operators.append(f"0 0 {wide:.2f} {tall:.2f} re W n {mark.colour}")
        drawn = _set(mark, text, face, font, wide, tall)
        operators += drawn.operators
        cut = drawn.cut
    operators.append("Q")
    return _Set(operators if len(operators) > 3 else [], cut)


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


def _set(mark: Words, text: str, face: Face, font: str, wide: float, tall: float) -> _Set:
    if mark.comb:
        return _Set(_comb(mark, text, face, font, wide, tall), len(text) > mark.comb)
    fit = _fit(mark, text, face, wide - 2 * _INSET, tall)
    size, leading = fit.size, fit.leading
    ascent, descent = face.ascent * size / 1000, face.descent * size / 1000
    block = (len(fit.lines) - 1) * leading
    base = tall - _INSET - ascent if mark.multiline else (tall - ascent - descent + block) / 2
    operators = ["BT", f"{font} {size:.2f} Tf"]
    if fit.squeeze < 1:
        operators.append(f"{100 * fit.squeeze:.1f} Tz")
    for number_, line in enumerate(fit.lines):
        spare = wide - 2 * _INSET - face.width(line, size) * fit.squeeze
        x = _INSET + (0.0, spare / 2, spare)[mark.align]
        operators.append(f"1 0 0 1 {x:.2f} {base - number_ * leading:.2f} Tm {face.shown(line)} Tj")
    operators.append("ET")
    return _Set(operators, fit.cut)


@dataclass(frozen=True)
class _Set:
    """The operators of a text in its box, and whether it was cut short."""

    operators: list[str]
    cut: bool


@dataclass(frozen=True)
class _Fit:
    """A text in lines that fit their box; `squeeze` is how wide its letters are drawn (1: as they are)."""

    size: float
    squeeze: float
    leading: float
    lines: tuple[str, ...]
    cut: bool = False


def _fit(mark: Words, text: str, face: Face, wide: float, tall: float) -> _Fit:
    """The largest letters, from the field's own size downwards, at which all the text fits.

    First they get smaller, then also narrower; a one-line box takes two lines where it is tall enough. What does
    not fit even so is cut, at a size that can be read, and ends in "…".
    """
    own = mark.size or (_LARGEST if mark.multiline else min(_LARGEST, max(_SMALLEST, (tall - 2) / _LEADING)))
    text = text if mark.multiline else " ".join(text.split("\n"))
    lead = _LEADING if mark.multiline else _TIGHT
    tries = _tries(own, 1.0 if mark.multiline else 0.85)
    whole = len(text) <= _MOST
    text = text[
        :_MOST
    ]  # no box shows so much; without an end the tries below would take all the time there is
    for size, squeeze in tries if whole else ():
        room = _room(mark, size, tall)
        lines = wrap(text, partial(_width, face, size, squeeze), wide, room + 1)
        if len(lines) <= room:
            return _Fit(size, squeeze, size * lead, lines)
    size, squeeze = (min(own, _READABLE), 1.0) if mark.multiline else tries[-1]
    measure = partial(_width, face, size, squeeze)
    room = _room(mark, size, tall)
    lines = wrap(text, measure, wide, room + 1)
    if whole and len(lines) <= room:  # the readable size is smaller than the smallest tried
        return _Fit(size, squeeze, size * lead, lines)
    end = _REST if mark.multiline else "…"
    return _Fit(
        size, squeeze, size * lead, (*lines[: room - 1], _cut(lines[:room][-1], end, measure, wide)), True
    )


def _width(face: Face, size: float, squeeze: float, text: str) -> float:
    return face.width(text, size) * squeeze


def _room(mark: Words, size: float, tall: float) -> int:
    """How many lines a box has room for."""
    if mark.multiline:
        return max(1, int((tall - _INSET) / (size * _LEADING)))
    return max(1, int(tall / (size * _TIGHT)))


def _tries(own: float, narrow: float) -> tuple[tuple[float, float], ...]:
    """Sizes, and how wide the letters are, from the field's own downwards."""
    wholes = [own - 0.5 * n for n in range(int((own - _NARROWED) / 0.5) + 1)] if own > _NARROWED else [own]
    small = [(size, part) for size in _SMALL if size <= own for part in (1.0, narrow)]
    last = () if narrow == 1 else ((min(own, _SMALLEST), _NARROWEST),)
    return (*((size, 1.0) for size in wholes), *small, *last)


def _cut(line: str, end: str, measure: Callable[[str], float], wide: float) -> str:
    """The line with `end`, as much of it as fits."""
    while line and measure(line + end) > wide:
        line = line[:-1]
    return line.rstrip() + end


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
