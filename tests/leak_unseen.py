"""Sentences that no rule was written for: invented meetings and lines about them, in tests/data/leaks.

`meeting-X.yaml` has the cases of a meeting, `leaks-X.txt` lines that tell of them ("LC7 | sentence"), `innocents-X.txt`
lines that tell of nobody and are checked against every meeting. `\\n` and `\\uXXXX` stand for what no text file shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from pipeline.model.leaks import Known, TextPlace, Verdict, verdict
from pipeline.rules.leaks.finding import find
from pipeline.rules.leaks.known import known_of
from tests.leak_helpers import ALLOWED, case, names

MEETINGS, TEXTS = ("a", "b", "c", "d", "e", "f"), ("a", "b", "c")
DATA = Path(__file__).parent / "data" / "leaks"
_ESCAPED = re.compile(r"\\n|\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Line:
    """One sentence: what kind of leak it is (none if innocent), and the meeting that it is about."""

    kind: str
    text: str
    meeting: str


def leaks(name: str) -> tuple[Line, ...]:
    """The leaks of one meeting."""
    split = (line.split(" | ", 1) for line in _lines(f"leaks-{name}.txt"))
    return tuple(Line(kind, text, name) for kind, text in split)


def innocents(name: str, meetings: tuple[str, ...]) -> tuple[Line, ...]:
    """Sentences about nobody, once for each meeting."""
    return tuple(Line("", text, m) for text in _lines(f"innocents-{name}.txt") for m in meetings)


@cache
def meeting(name: str) -> Known:
    """What is known of a meeting."""
    told = yaml.safe_load((DATA / f"meeting-{name}.yaml").read_text(encoding="utf-8"))
    cases = [
        case(c.pop("reference"), **{k: tuple(v) if isinstance(v, list) else v for k, v in c.items()})
        for c in told["cases"]
    ]
    return known_of(cases, day=told["day"], lists=names())


def every_leak() -> tuple[Line, ...]:
    """All leaks of all meetings."""
    return tuple(line for name in MEETINGS for line in leaks(name))


def every_innocent() -> tuple[Line, ...]:
    """All innocent sentences, each about every meeting."""
    return tuple(line for name in TEXTS for line in innocents(name, MEETINGS))


@cache
def judged(line: Line) -> Verdict:
    """The leak check's verdict on one sentence."""
    known = meeting(line.meeting)
    days = (*ALLOWED.days, known.day) if isinstance(known.day, date) else ALLOWED.days
    return verdict(find([TextPlace(line.text, "paragraph 1")], known, replace(ALLOWED, days=days)))


def _lines(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [_unescaped(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _unescaped(line: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else "\n", line)
