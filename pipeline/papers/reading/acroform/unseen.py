"""Answers that are stored but not shown as the form shows them: hidden, white, off the page, at another question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pypdf import PdfReader

from pipeline.model.edition import Edition
from pipeline.papers.reading.acroform.blank import Known, blank_of
from pipeline.papers.reading.acroform.fields import BROKEN, RawField, on_states, place_of, resolved, text_of
from pipeline.papers.reading.acroform.taking import is_filled
from pipeline.papers.reading.gathering import shown
from pipeline.papers.reading.layout import Rect

_INVISIBLE = 2 | 32  # flags of a box: hidden; not for the screen
_COLOUR = re.compile(r"((?:[\d.]+\s+){1,4})(g|rg|k)\b")
_PALE = 0.9  # of white
_TAG, _SPACES = re.compile(r"<[^>]*>"), re.compile(r"\s+")
_HIDDEN = "It is stored in a box that is not shown on the page."
_WHITE = "It is written in white, so that it cannot be seen on the page."


def with_unseen(
    fields: Sequence[RawField], reader: PdfReader, edition: Edition, known: Known
) -> tuple[RawField, ...]:
    """The fields, each filled one with a sentence on what hides it, or moves it to another question, if anything does.

    `edition`: whose blank says where each box stands; without one only what hides an answer is looked for.
    """
    on_pages = any(raw.page for raw in fields if raw.name in known)
    off = _switched_off(reader)
    places = _places(edition.pdf)
    found = []
    for raw in fields:
        doubts: list[str] = []
        if raw.name in known and is_filled(raw):
            doubts = [*_hidden(raw, reader, off, on_pages=on_pages), *_told_otherwise(raw)]
            doubts += [] if doubts else _elsewhere(raw, places, known)
        found.append(replace(raw, over=(*raw.over, *doubts)) if doubts else raw)
    return tuple(found)


def _hidden(raw: RawField, reader: PdfReader, off: frozenset[int], *, on_pages: bool) -> Iterator[str]:
    if (on_pages and not raw.page) or all(_is_hidden(w, raw, reader, off) for w in raw.widgets):
        yield _HIDDEN
    elif raw.kind != "Btn" and all(map(_is_white, raw.widgets)):
        yield _WHITE


def _is_hidden(widget: Any, raw: RawField, reader: PdfReader, off: frozenset[int]) -> bool:
    flags = resolved(widget, "/F")
    layer = widget.raw_get("/OC") if "/OC" in widget else None
    if (isinstance(flags, int) and flags & _INVISIBLE) or getattr(layer, "idnum", None) in off:
        return True
    place = place_of(widget)
    if place is None or not raw.page:
        return False
    left, low, right, high = place
    try:
        box = reader.pages[raw.page - 1].mediabox
        edges = [float(edge) for edge in box]
    except BROKEN:
        return False
    outside = right < edges[0] or left > edges[2] or high < edges[1] or low > edges[3]
    return right - left < 1 or high - low < 1 or outside


def _switched_off(reader: PdfReader) -> frozenset[int]:
    """The numbers of the layers that are not shown."""
    layers = resolved(resolved(reader.trailer["/Root"], "/OCProperties"), "/D")
    listed = resolved(layers, "/OFF")
    return frozenset(
        getattr(o, "idnum", 0) for o in (list.__iter__(listed) if isinstance(listed, list) else ())
    )


def _is_white(widget: Any) -> bool:
    """Whether its letters are white on a page that is."""
    if resolved(resolved(widget, "/MK"), "/BG") is not None:
        return False
    colours = _COLOUR.findall(text_of(resolved(widget, "/DA")).text)
    if not colours:
        return False
    numbers, kind = colours[-1]
    parts = [float(n) for n in numbers.split() if n.count(".") <= 1 and n != "."]
    return all(part >= _PALE for part in parts) if kind != "k" else all(part <= 1 - _PALE for part in parts)


def _told_otherwise(raw: RawField) -> Iterator[str]:
    """A text that is stored a second time with its looks: some programs show that one."""
    rich = next((t for t in (text_of(resolved(w, "/RV")).text for w in raw.widgets) if t.strip()), "")
    said = _bare(_TAG.sub("", rich))
    if said and said != _bare(text_of(raw.value).text):
        yield f"Stored with its looks it says something else: {shown(_TAG.sub(' ', rich))}."


def _bare(text: str) -> str:
    import html

    return _SPACES.sub("", html.unescape(text)).casefold()


@lru_cache(maxsize=16)
def _places(pdf: bytes) -> Mapping[str, tuple[int, Rect]]:
    """The page and the place of each of the blank's boxes; of buttons of one field by `name=state`."""
    found = {}
    for raw in blank_of(pdf).fields if pdf else ():
        for widget in raw.widgets:
            place = place_of(widget) if raw.page else None
            if place is not None:
                found[_box(raw, widget)] = (raw.page, Rect(*place))
    return found


def _box(raw: RawField, widget: Any) -> str:
    return raw.name if len(raw.widgets) == 1 else "=".join((raw.name, *on_states(widget)))


def _elsewhere(raw: RawField, places: Mapping[str, tuple[int, Rect]], known: Known) -> list[str]:
    """A sentence when a box, or the button that is chosen, stands where the form asks another question."""
    chosen = text_of(raw.value).text.removeprefix("/")
    for widget in raw.widgets:
        own, place = places.get(_box(raw, widget)), place_of(widget)
        if own is None or place is None or Rect(*place).shared(own[1]) > 0:
            continue
        if len(raw.widgets) > 1 and chosen not in on_states(widget):
            continue
        beside = {name: rect.shared(Rect(*place)) for name, (page, rect) in places.items() if page == own[0]}
        other = max(beside, key=lambda name: beside[name])
        return [_stands(other if beside[other] else "", known)]
    return []


def _stands(box: str, known: Known) -> str:
    name, _, state = box.partition("=")
    if name not in known:
        return "Its box stands at another place than where the form asks for it."
    slot, code = known[name]
    answer = f": {slot.field.shown(code or state)}" if code or state else ""
    return f"Its box stands where the form asks for “{slot.label}{answer}”."
