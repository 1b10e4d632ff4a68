"""The drawing operators of a page or form, and nothing beside them.

Marked content draws nothing but may carry words (ActualText, Alt, E) or hide what it marks (OC); comments and
operators that nobody knows may carry anything. None of that goes into a pack.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pipeline.papers.making.inert.unfit import Unfit

_LONGEST = 8 * 2**20  # bytes of one stream, unpacked
_MARKS = frozenset(["BMC", "BDC", "EMC", "MP", "DP", "BX", "EX"])
_WORDS = frozenset(("Tj", "TJ", "'", '"'))
# How many operands each operator takes (ISO 32000-2, annex A).
_COUNTS = {
    0: "b B b* B* BT ET f F f* h n q Q s S T* W W*",
    1: "CS cs Do g G gs i j J M ri sh Tc Tj TJ TL Tr Ts Tw Tz w '",
    2: "d d0 l m Td TD Tf",
    3: 'rg RG "',
    4: "k K re v y",
    6: "c cm d1 Tm",
}
_OPERANDS = {operator: count for count, operators in _COUNTS.items() for operator in operators.split()}
_FREE = frozenset(["SC", "SCN", "sc", "scn"])
_PICTURE = "INLINE IMAGE"


@dataclass(frozen=True)
class Drawn:
    """What a stream draws with: the names of other drawings, and whether it sets words."""

    names: frozenset[str]
    words: bool


def make_bare(stream: Any) -> Drawn:
    """Rewrite a content stream in place without marks, comments and unknown operators.

    Raises Unfit when a mark hides something, or the content is damaged, too long or not what its operators say.
    """
    from pikepdf import PdfError, parse_content_stream, unparse_content_stream

    try:
        content = stream.read_bytes()
        if len(content) > _LONGEST:
            raise Unfit("it draws too much to be looked through")
        steps = [(step, str(step.operator)) for step in parse_content_stream(stream)]
    except PdfError as err:
        raise Unfit("its content is damaged") from err
    kept, names = [], set()
    for step, operator in steps:
        if operator in _OPERANDS:
            _counted(step.operands, operator)
        elif operator in _MARKS:
            _unhidden(step.operands)
            continue
        elif operator not in _FREE and operator != _PICTURE:
            continue
        if operator == "Do":
            names.add(str(step.operands[0]))
        kept.append(step)
    stream.write(unparse_content_stream(kept))
    return Drawn(frozenset(names), any(operator in _WORDS for _, operator in steps))


def _counted(operands: Collection[Any], operator: str) -> None:
    if len(operands) != _OPERANDS[operator]:
        raise Unfit("its content is damaged")


def _unhidden(operands: Any) -> None:
    if len(operands) and str(operands[0]) == "/OC":
        raise Unfit("it has layers that can be hidden")


def drawn_only(resources: Any, names: Collection[str]) -> Any:
    """Resources with no drawing that is never drawn (it could carry words nobody sees); a copy where any goes.

    A drawing without resources of its own may use these, so then they all stay.
    """
    from copy import copy

    from pikepdf import Dictionary, Stream

    known = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if not isinstance(known, Dictionary) or set(known.keys()) <= set(names):
        return resources
    used = {name: known[name] for name in known.keys() if name in names}  # noqa: SIM118
    for found in used.values():
        if isinstance(found, Stream) and found.get("/Subtype") == "/Form" and "/Resources" not in found:
            return resources
    fewer = copy(resources)
    fewer.XObject = Dictionary(used)
    return fewer
