"""The text of one paragraph, run by run: as it reads now, as it read before, with what is hidden and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.papers.reading.word.looks import is_faint, is_hidden, is_on

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNITS = frozenset(("p", "si", "is"))  # a paragraph; a cell's text in a workbook
_TEXTS = frozenset(("t", "delText"))
_CODES = frozenset(("instrText", "delInstrText"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_BEFORE = frozenset(("del", "moveFrom", "delText"))
_AFTER = frozenset(("ins", "moveTo"))
_APART = frozenset(("txbxContent", "txBody"))  # text boxes: their paragraphs stand for themselves


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph. `now`, `before`: whether it is there once changes are accepted, or refused."""

    text: str
    now: bool = True
    before: bool = True
    seen: bool = True
    code: bool = False


def local(tag: object) -> str:
    """An element's name without its namespace; "" for a comment."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def readings(paragraph: Any, hidden_styles: frozenset[str]) -> Iterator[tuple[str, str, bool]]:
    """Each way the paragraph can be read, once: (text, what kind of reading, whether it is hidden)."""
    runs = list(_runs(paragraph, hidden_styles, Run("")))
    ways: tuple[tuple[str, Callable[[Run], bool], bool], ...] = (
        ("", lambda r: r.now and r.seen, False),
        ("hidden, white or tiny text", lambda r: r.now, True),
        ("deleted or moved text", lambda r: r.before, True),
        ("text with changes marked", lambda r: True, True),
    )
    words = [run for run in runs if not run.code]
    told: set[str] = set()
    for kind, wanted, is_hidden_reading in ways:
        text = "".join(run.text for run in words if wanted(run))
        if text not in told:
            told.add(text)
            yield text, kind, is_hidden_reading
    yield "".join(run.text for run in runs if run.code), "field code", True


def _runs(element: Any, styles: frozenset[str], state: Run) -> Iterator[Run]:
    for child in element:
        name = local(child.tag)
        if name in UNITS or name in _APART:
            continue
        if name in _TEXTS or name in _CODES:
            yield _with(state, child.text or "", before_only=name[:3] == "del", code=name in _CODES)
        elif name in _SIGNS and local(element.tag) != "tabs":
            yield _with(state, _SIGNS[name])
        elif name == "sym":
            yield _with(state, _symbol(child))
        else:
            yield from _runs(child, styles, _inside(state, child, name, styles))


def _inside(state: Run, child: Any, name: str, styles: frozenset[str]) -> Run:
    seen = state.seen
    if name == "r":
        look = child.find(f"{W}rPr")
        seen = seen and not (look is not None and _is_unseen(look, styles))
    return Run("", state.now and name not in _BEFORE, state.before and name not in _AFTER, seen)


def _with(state: Run, text: str, *, before_only: bool = False, code: bool = False) -> Run:
    return Run(text, state.now and not before_only, state.before, state.seen, code)


def _is_unseen(look: Any, styles: frozenset[str]) -> bool:
    return is_hidden(look, styles) or is_faint(look) or is_on(look.find(f"{W}webHidden"))


def _symbol(element: Any) -> str:
    code = element.get(f"{W}char", "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number) if 31 < number < 0x110000 else ""
