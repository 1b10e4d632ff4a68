"""What is wrong with a settings file or definition that cannot be parsed, in words for people who write neither.

The parser says where it gave up; the mistake is often lines before: where the key, the quotation mark or the brace
began that was never finished.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import yaml

Lines = Sequence[str]


@dataclass(frozen=True)
class _Spot:
    """Where the parser gave up, and where the thing began that it was reading. Lines and columns from 0."""

    line: int
    column: int
    start: int
    start_column: int


def plain_fault(text: str, err: yaml.YAMLError) -> str:
    """The fault as "line 12: what is wrong and what to do". `text` is what was parsed."""
    lines = text.splitlines() or [""]
    spot = _spot(text, err, len(lines) - 1)
    problem = f"{getattr(err, 'problem', None) or ''} {getattr(err, 'reason', None) or ''}"
    for words, explain in _EXPLAIN.items():
        if words in problem:
            line, message = explain(lines, spot)
            return f"line {line + 1}: {message}"
    return f"line {spot.line + 1}: this line cannot be understood. Compare it with the lines around it."


def _spot(text: str, err: yaml.YAMLError, last: int) -> _Spot:
    position = getattr(err, "position", None)
    if position is not None:  # a character that may not stand in a text at all
        before = text[: text.index("\n", position) if "\n" in text[position:] else len(text)]
        line = before.count("\n")
        return _Spot(line, 0, line, 0)
    mark = getattr(err, "problem_mark", None)
    start = getattr(err, "context_mark", None) or mark
    if mark is None or start is None:
        return _Spot(0, 0, 0, 0)
    return _Spot(min(mark.line, last), mark.column, min(start.line, last), start.column)


def _no_colon(lines: Lines, spot: _Spot) -> tuple[int, str]:
    return _lacks_colon(lines, spot.start)


def _lacks_colon(lines: Lines, line: int) -> tuple[int, str]:
    words = lines[line].split("#")[0].strip()
    key, _, rest = words.partition(" ")
    if ": " in words:
        return _no_dash(lines, _Spot(line, 0, line, 0))
    if ":" in words:
        return line, f"a space is missing after the colon in `{words}`"
    shown = f"{key}: {rest}".strip()
    return line, f"a colon is missing after `{key}`; write `{shown}`"


def _misplaced(lines: Lines, spot: _Spot) -> tuple[int, str]:
    """A colon where none can stand: a second one in a line, or the line before lacks its own."""
    if ": " in lines[spot.line][: spot.column]:
        return spot.line, (
            "there is a second colon in this line; put quotation marks around the words that hold it:"
            ' key: "words: more words"'
        )
    before = next((n for n in range(spot.line - 1, -1, -1) if _content(lines[n])), None)
    if before is None or re.search(r":( |$)", _content(lines[before])):
        return spot.line, "this line begins further right than its neighbours; begin it below theirs"
    return _lacks_colon(lines, before)


def _loose_start(lines: Lines, spot: _Spot) -> tuple[int, str]:
    """The file begins with words that are no key: its first line lacks its colon."""
    return _lacks_colon(lines, next((n for n, line in enumerate(lines) if _content(line)), spot.line))


def _content(line: str) -> str:
    return re.sub(r"(^|\s)#.*$", "", line).strip()


def _no_start(lines: Lines, spot: _Spot) -> tuple[int, str]:
    found = lines[spot.line][spot.column : spot.column + 1]
    if found == "\t":
        return _tab(lines, spot)
    return spot.line, f"words cannot begin with {found}; put quotation marks around them"


def _tab(lines: Lines, spot: _Spot) -> tuple[int, str]:
    return (
        spot.line,
        "there is a tab at the beginning of this line; use spaces, as many as its neighbours have",
    )


def _open_quote(lines: Lines, spot: _Spot) -> tuple[int, str]:
    quote = lines[spot.start][spot.start_column : spot.start_column + 1]
    return spot.start, f"the quotation mark ( {quote} ) that opens in this line is never closed"


def _in_braces(lines: Lines, spot: _Spot) -> tuple[int, str]:
    opens = lines[spot.start][spot.start_column : spot.start_column + 1]
    closes = "}" if opens == "{" else "]"
    odd = next((n for n in range(spot.start, spot.line + 1) if lines[n].count('"') % 2), None)
    if odd is not None:
        return odd, "a quotation mark in this line has no fellow: words begin and end with one"
    if spot.line == spot.start:
        return spot.line, (
            f"between {opens} and {closes} something is not closed or not parted by a comma near"
            f" `{_near(lines, spot)}`; words with , : {{ }} [ ] in them need quotation marks"
        )
    if lines[spot.start].count(opens) > lines[spot.start].count(closes) and _begins_entry(lines, spot):
        return spot.start, f"the {opens} that opens in this line is never closed with {closes}"
    return spot.line, (
        f"near `{_near(lines, spot)}` a comma, a {closes} or a quotation mark is missing (the {opens} opened on line"
        f" {spot.start + 1})"
    )


def _no_content(lines: Lines, spot: _Spot) -> tuple[int, str]:
    return spot.line, (
        f"near `{_near(lines, spot)}` something is missing: each [ needs its ], each {{ its }}, and commas stand"
        " between words"
    )


def _begins_entry(lines: Lines, spot: _Spot) -> bool:
    """Whether the parser gave up where the next entry begins, or at the end of the file."""
    rest = lines[spot.line][: spot.column].strip(" -")
    return not rest


def _near(lines: Lines, spot: _Spot) -> str:
    return lines[spot.line][max(0, spot.column - 12) : spot.column + 12].strip()


def _no_key(lines: Lines, spot: _Spot) -> tuple[int, str]:
    before = lines[spot.line][: spot.column].strip()
    if before:
        return spot.line, (
            f"after `{before[-24:]}` nothing more can stand; put quotation marks around all the words of the value,"
            " and write an apostrophe between double ones"
        )
    return spot.line, "this line begins further left or right than its neighbours; begin it below theirs"


def _no_dash(lines: Lines, spot: _Spot) -> tuple[int, str]:
    return spot.line, "this line is in a list; begin it with a dash and a space, below the dash above it"


def _no_anchor(lines: Lines, spot: _Spot) -> tuple[int, str]:
    return spot.line, "words that begin with * need quotation marks around them"


def _second_document(lines: Lines, spot: _Spot) -> tuple[int, str]:
    return spot.line, "take this line of dashes out"


def _control(lines: Lines, spot: _Spot) -> tuple[int, str]:
    return spot.line, "there is a character in this line that cannot be printed; type the line again"


_EXPLAIN: Mapping[str, Callable[[Lines, _Spot], tuple[int, str]]] = {
    "could not find expected ':'": _no_colon,
    "mapping values are not allowed": _misplaced,
    "cannot start any token": _no_start,
    "tab character": _tab,
    "unexpected end of stream": _open_quote,
    "unexpected document indicator": _open_quote,
    "did not find expected ',' or": _in_braces,
    "expected node content": _no_content,
    "<document start>": _loose_start,
    "did not find expected key": _no_key,
    "did not find expected '-' indicator": _no_dash,
    "undefined alias": _no_anchor,
    "another document": _second_document,
    "control characters": _control,
}
