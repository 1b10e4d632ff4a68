"""What is wrong with a Word template: each tag is read where it stands, against a sample of what it may print.

The template language is Jinja's, cut down to what a paper needs and sandboxed. Messages name the tag, its place
and the nearest right name, because the person who reads them edits the template in Word.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.papers.making.docx_parts import W, paragraph_text, parse, places, stories
from pipeline.papers.making.word.beside import SMART, TAG, TAKES, WHOLE, beside_tags
from pipeline.papers.making.word.fault import TemplateFault
from pipeline.papers.making.word.language import (
    FILTERS,
    TESTS,
    listed,
    nearest,
    outermost,
    template_language,
)
from pipeline.papers.making.word.values import cannot_print
from pipeline.papers.making.word.whole import faults_of_the_file, opened

_CLOSERS = {"endfor": "for", "endif": "if"}
_KNOWN_STEPS = ("for", "endfor", "if", "elif", "else", "endif", "set")
_LOOP = ("index", "index0", "first", "last", "length", "revindex", "previtem", "nextitem", "cycle", "changed")


@dataclass
class _Open:
    """A loop or condition that has begun: its tag, where, and the names it brought in."""

    word: str
    tag: str
    place: str
    whole: str
    holder: Any
    names: dict[str, object]
    known: bool = True


_UNKNOWN = object()  # a value that the sample cannot show: nothing below it is checked


def find_faults(source: bytes, sample: Mapping[str, object]) -> tuple[TemplateFault, ...]:
    """Every fault found by reading, part by part. Raises TemplateError when the file is no Word document."""
    parts = opened(source)
    faults = list(dict.fromkeys(faults_of_the_file(parts)))
    for name in stories(parts):
        faults += _Reader(sample).part(name, parse(parts[name]))
    return tuple(faults)


class _Reader:
    """Reads one part's tags in order and keeps the loops and conditions that are open."""

    def __init__(self, sample: Mapping[str, object]) -> None:
        self.env = template_language()
        self.scope: dict[str, object] = dict(sample)
        self.open: list[_Open] = []
        self.faults: list[TemplateFault] = []

    def part(self, name: str, root: Any) -> list[TemplateFault]:
        for paragraph, place in places(name, root):
            text = paragraph_text(paragraph)
            for match in TAG.finditer(text):
                self._tag(match, place, paragraph)
            for shown, message in beside_tags(paragraph, text, self.scope):
                self._fault(shown, place, message)
        for left in reversed(self.open):
            closer = "end" + left.word
            self._fault(
                left.tag, left.place, f"this is never closed: write {{% {closer} %}} where it should end"
            )
        return self.faults

    def _tag(self, match: re.Match[str], place: str, paragraph: Any) -> None:
        shown = match[0].translate(SMART)
        body = match["value"] if match["value"] is not None else match["step"]
        if body is None:
            return
        whole, text = WHOLE.match(body.translate(SMART).strip("-")).groups()  # type: ignore[union-attr]
        text = text.strip()
        if whole in ("tr", "tc") and next(paragraph.iterancestors(W + "tc"), None) is None:
            self._fault(shown, place, f"{{%{whole} repeats a table row or cell, but this is not in a table")
        if match["value"] is not None:
            self._value(shown, text, place)
        else:
            self._step(shown, text, whole or "", place, paragraph)

    def _value(self, shown: str, text: str, place: str) -> object:
        if not text:
            self._fault(shown, place, f"the tag is empty; known names: {listed(sorted(self.scope))}")
            return _UNKNOWN
        before = len(self.faults)
        value = self._expression(shown, text, place)
        if len(self.faults) == before:
            wrong = cannot_print(self.env, text, self.scope, _UNKNOWN)
            if wrong:
                self._fault(shown, place, wrong)
        return value

    def _step(self, shown: str, text: str, whole: str, place: str, paragraph: Any) -> None:
        word, _, rest = text.partition(" ")
        if word in _CLOSERS:
            self._close(shown, word, whole, place, paragraph)
        elif word in ("for", "if"):
            names = self._loop(shown, rest, place) if word == "for" else {}
            if word == "if":
                self._expression(shown, rest, place)
            self.open.append(
                _Open(
                    word,
                    shown,
                    place,
                    whole,
                    _holder(paragraph, whole),
                    {k: self.scope.get(k, _UNKNOWN) for k in names},
                )
            )
            self.scope.update(names)
        elif word in ("elif", "else"):
            self._middle(shown, word, rest, place)
        elif word == "set":
            self._set(shown, rest, place)
        else:
            meant = _meant(word, rest)
            hint = f"; did you mean {meant!r}?" if meant else nearest(word, _KNOWN_STEPS)
            self._fault(shown, place, f"no such step {word!r}{hint}")

    def _close(self, shown: str, word: str, whole: str, place: str, paragraph: Any) -> None:
        wanted = _CLOSERS[word]
        if not self.open or self.open[-1].word != wanted:
            opened = (
                f"the open one is {self.open[-1].tag} in {self.open[-1].place}"
                if self.open
                else "none is open"
            )
            words = f"this closes a {{% {wanted} %}}, but {opened}: put that back, or take this out"
            self._fault(shown, place, words)
            return
        begun = self.open.pop()
        self._restore(begun)
        if begun.whole != whole or (whole and begun.holder is not _holder(paragraph, whole)):
            first = "{%" + begun.whole
            self._fault(
                shown,
                place,
                f"{begun.tag} in {begun.place} begins with {first!r} and must end with {first!r} in the same"
                f" {'table' if begun.whole == 'tr' else 'text'}, not inside another table or cell",
            )

    def _restore(self, begun: _Open) -> None:
        for name, before in begun.names.items():
            if before is _UNKNOWN:
                self.scope.pop(name, None)
            else:
                self.scope[name] = before

    def _middle(self, shown: str, word: str, rest: str, place: str) -> None:
        if not self.open:
            self._fault(shown, place, f"{word!r} stands outside every {{% if %}}")
        if word == "elif":
            self._expression(shown, rest, place)

    def _set(self, shown: str, rest: str, place: str) -> None:
        name, equals, value = rest.partition("=")
        if not equals or not name.strip().isidentifier():
            self._fault(shown, place, "write {% set name = value %}")
            return
        self.scope[name.strip()] = self._expression(shown, value, place)

    def _loop(self, shown: str, rest: str, place: str) -> dict[str, object]:
        found = re.fullmatch(r"\s*(\w+(?:\s*,\s*\w+)*)\s+in\s+(.+)", rest, re.DOTALL)
        if not found:
            self._fault(shown, place, "write {% for one in many %}")
            return {}
        many = self._expression(shown, found[2], place)
        names = [n.strip() for n in found[1].split(",")]
        one: object = _UNKNOWN
        if isinstance(many, Sequence) and not isinstance(many, str):
            one = many[0] if many else _UNKNOWN
        elif many is not _UNKNOWN:
            self._fault(shown, place, f"{found[2].strip()!r} is not a list, so it cannot be gone through")
        loop = dict.fromkeys(_LOOP, _UNKNOWN)
        return {**{n: one if len(names) == 1 else _UNKNOWN for n in names}, "loop": loop}

    def _expression(self, shown: str, text: str, place: str) -> object:
        """Check an expression; give the sample's value when it is a plain name, else _UNKNOWN."""
        import jinja2
        from jinja2 import nodes

        try:
            tree = self.env.parse("{{ " + text + " }}")
        except jinja2.TemplateSyntaxError as err:
            self._fault(shown, place, f"this cannot be read: {_in_words(str(err.message), text)}")
            return _UNKNOWN
        for kind, known, what in ((nodes.Filter, FILTERS, "filter"), (nodes.Test, TESTS, "test")):
            for node in tree.find_all(kind):
                if node.name not in known:
                    self._fault(shown, place, f"no such {what} {node.name!r}{nearest(node.name, known)}")
        output = next(tree.find_all(nodes.Output), None)
        value = output.nodes[0] if output is not None and output.nodes else None
        for node in outermost(tree, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            resolved = self._resolve(node, shown, place)
            if node is value:
                return resolved
        return _UNKNOWN

    def _resolve(self, node: Any, shown: str, place: str) -> object:
        from jinja2 import nodes

        if isinstance(node, nodes.Name):
            if node.name in self.scope:
                return self.scope[node.name]
            self._fault(shown, place, f"no such name {node.name!r}{nearest(node.name, sorted(self.scope))}")
            return _UNKNOWN
        if isinstance(node, nodes.Getattr):
            owner = self._resolve(node.node, shown, place)
            return _UNKNOWN if owner is _UNKNOWN else self._member(owner, node, shown, place)
        for inner in outermost(node, (nodes.Name, nodes.Getattr)):
            self._resolve(inner, shown, place)
        return _UNKNOWN

    def _member(self, owner: object, node: Any, shown: str, place: str) -> object:
        if dataclasses.is_dataclass(owner) or isinstance(owner, Mapping):
            names = list(owner) if isinstance(owner, Mapping) else [f.name for f in dataclasses.fields(owner)]
            if node.attr in names:
                return owner[node.attr] if isinstance(owner, Mapping) else getattr(owner, node.attr)
            self._fault(shown, place, f"no such name {node.attr!r}{nearest(node.attr, names)}")
        elif not hasattr(owner, node.attr):
            self._fault(
                shown, place, f"{_written(node.node)!r} has no parts, so {node.attr!r} is not one of them"
            )
        return _UNKNOWN

    def _fault(self, tag: str, place: str, message: str) -> None:
        fault = TemplateFault(tag, place, message)
        if fault not in self.faults:
            self.faults.append(fault)


def _in_words(fault: str, text: str) -> str:
    """What the template language finds wrong, for somebody who does not know it."""
    if "\n" in text:
        return "there is a new line inside the tag; write it in one line"
    found = re.fullmatch(r"expected token .*, got '(.*)'", fault)
    if found and not found[1].startswith("end of"):
        return f"“{found[1]}” does not belong there"
    return "something is missing in it, such as a bracket, a quotation mark or a name"


def _meant(word: str, rest: str) -> str:
    """What was meant by a step that is parted by a space: "end for", "{% p for"."""
    first = rest.partition(" ")[0]
    if word == "end" and first in _CLOSERS.values():
        return f"end{first}"
    return f"{{%{word} {first}" if word in TAKES and first in _KNOWN_STEPS else ""


def _holder(paragraph: Any, whole: str) -> Any:
    """What the beginning and the end of a repeated paragraph or row must share."""
    if whole == "tr":
        return next(paragraph.iterancestors(W + "tbl"), None)
    if whole == "tc":
        return next(paragraph.iterancestors(W + "tr"), None)
    return paragraph.getparent() if whole == "p" else None


def _written(node: Any) -> str:
    return str(getattr(node, "name", None) or getattr(node, "attr", "it"))
