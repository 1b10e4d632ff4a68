"""Legacy form fields (FORMTEXT, FORMCHECKBOX, FORMDROPDOWN): boxes that older Word forms and some programs use.

Such a field is a chain of runs: begin (with its settings), code, separator, result, end. Other fields of that make
(links, page numbers) are only what they show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.papers.reading.word.looks import is_on
from pipeline.papers.reading.word.text import LEFT_OUT, Piece, Seen, W, computed

_SPACES = "\N{EN SPACE}\N{NO-BREAK SPACE} \t"  # what Word shows in an empty field


@dataclass(frozen=True)
class FieldMark:
    """One mark of the chain: begin, separate or end; `settings`: the form field's own, of a begin."""

    kind: str
    settings: Any = None


@dataclass(frozen=True)
class FieldCode:
    """A stretch of a field's code: FORMTEXT, HYPERLINK ..."""

    words: str


@dataclass(frozen=True)
class Legacy:
    """A form field: its bookmark's name, what it shows, and what it stores.

    `sort`: text, tick or list. `ticked`: of a tick box. `chosen`: the entry that a list's stored number means.
    """

    name: str
    sort: str
    seen: Seen
    ticked: bool | None = None
    chosen: str = ""
    entries: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The words it shows: its result, or the chosen entry of a list that shows none."""
        return self.seen.text.strip(_SPACES) or self.chosen


@dataclass
class _Open:
    """A field whose end has not come yet."""

    settings: Any
    code: str = ""
    result: list[Any] = field(default_factory=list)
    in_result: bool = False


def field_mark(element: Any) -> Any:
    """What an outline keeps of a field's parts: its marks and its code; None for every other element."""
    if element.tag == f"{W}instrText":
        return FieldCode(element.text or "")
    if element.tag != f"{W}fldChar":
        return None
    kind = str(element.get(f"{W}fldCharType", ""))
    if kind not in ("begin", "separate", "end"):
        return LEFT_OUT
    return FieldMark(kind, element.find(f"{W}ffData"))


def fold_fields(pieces: Sequence[Any]) -> list[Any]:
    """The pieces with every form field folded into one `Legacy`; of other fields only the results stay."""
    out: list[Any] = []
    chain: list[_Open] = []
    for piece in pieces:
        if isinstance(piece, FieldCode):
            _take_code(piece, chain)
        elif not isinstance(piece, FieldMark):
            _put(piece, out, chain)
        elif piece.kind == "begin":
            chain.append(_Open(piece.settings))
        elif chain and piece.kind == "separate":
            chain[-1].in_result = True
        elif chain:
            _put_all(_closed(chain.pop()), out, chain)
    while chain:  # the end of the field is missing
        _put_all(_closed(chain.pop()), out, chain)
    return out


def _take_code(code: FieldCode, chain: Sequence[_Open]) -> None:
    if chain and not chain[-1].in_result:
        chain[-1].code += code.words


def _put_all(pieces: Sequence[Any], out: list[Any], chain: Sequence[_Open]) -> None:
    for piece in pieces:
        _put(piece, out, chain)


def _put(piece: Any, out: list[Any], chain: Sequence[_Open]) -> None:
    if not chain:
        out.append(piece)
    elif chain[-1].in_result or not isinstance(piece, Piece):
        chain[-1].result.append(piece)


def _closed(opened: _Open) -> list[Any]:
    seen = Seen([p for p in opened.result if isinstance(p, Piece)])
    if opened.settings is not None:
        return [legacy_of(opened.settings, seen)]
    asks = opened.code.split()[:1] in (["FILLIN"], ["FORMTEXT"], ["FORMDROPDOWN"])
    return [Legacy("", "text", seen)] if asks else [*computed(opened.code), *opened.result]


def legacy_of(settings: Any, seen: Seen) -> Legacy:
    """A form field by its settings (w:ffData) and the result it shows."""
    named = settings.find(f"{W}name")
    name = str(named.get(f"{W}val", "")).strip() if named is not None else ""
    box, listed = settings.find(f"{W}checkBox"), settings.find(f"{W}ddList")
    if box is not None:
        return Legacy(name, "tick", seen, _ticked(box))
    if listed is not None:
        entries = tuple(str(e.get(f"{W}val", "")) for e in listed.iter(f"{W}listEntry"))
        return Legacy(name, "list", seen, None, _chosen(listed, entries), entries)
    return Legacy(name, "text", seen)


def _ticked(box: Any) -> bool:
    """The state of a tick box: w:checked (without a value it is ticked), else its default."""
    for state in (box.find(f"{W}checked"), box.find(f"{W}default")):
        if state is not None:
            return is_on(state)
    return False


def _chosen(listed: Any, entries: Sequence[str]) -> str:
    """The entry whose number is stored; "" when none is stored, so that the list shows its first."""
    for name in ("result", "default"):
        stored = listed.find(f"{W}{name}")
        said = str(stored.get(f"{W}val", "")) if stored is not None else ""
        if said.isdecimal() and len(said) < 6 and int(said) < len(entries):
            return entries[int(said)]
    return ""
