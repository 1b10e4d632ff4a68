"""Another organisation's form that the panel has adopted: `forms/<name>.yaml` with `adopts:` instead of questions.

Such a file says which box of theirs is which of ours; `pipeline forms adopt` writes it, a person finishes it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.model.errors import DefinitionError
from pipeline.model.form import Form
from pipeline.records.broken_yaml import plain_fault
from pipeline.records.definitions.builder import nearest
from pipeline.rules.answers.boxes import TICKED, filled_by, targets

_KEYS = ("adopts", "title", "blank", "names", "labels", "codes")
_SAID = re.compile(r"^adopts\b", re.MULTILINE)
_THEIRS = re.compile(r"^(blank|names|labels|codes)\b", re.MULTILINE)  # on no line of a definition of our own
_OURS = re.compile(r"^(form|pages)\b", re.MULTILINE)
_BLANKS = (".pdf", ".docx")


@dataclass(frozen=True)
class Adopted:
    """An adopted form as its file says it. `names`, `labels` and `codes` as in Edition.

    `lines`: where each box or label of `names` and `labels` stands, for faults that only the blank shows.
    """

    name: str  # the file's name without its end
    form: Form
    title: str
    blank: str  # the file in forms/ that is their blank
    names: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftOut:
    """An adopted form that is not used: its file has `faults`, each with the file's name and a line."""

    faults: tuple[str, ...]

    @property
    def words(self) -> str:
        """What a person should know of it in the daily work, in one line."""
        many = len(self.faults) - 1
        told = f"{self.faults[0]} (and {many} more, see: pipeline forms check)" if many else self.faults[0]
        end = "" if told.endswith("?") else "."
        return f"{told}{end} Until it is mended, filled copies of this adopted form are not read."


@dataclass(frozen=True)
class AdoptedForms:
    """The adopted forms that can be used, and those that are left out: they must not hold up the daily work."""

    ready: tuple[Adopted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def is_adopted(text: str) -> bool:
    """Whether a definition's text is that of an adopted form, also of one whose `adopts:` was mistyped."""
    return bool(_SAID.search(text) or (_THEIRS.search(text) and not _OURS.search(text)))


def parse_adopted(path: Path, text: str, forms: Mapping[str, Form]) -> Adopted:
    """The adopted form in a file's text. Raises DefinitionError listing every fault with its line."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CBaseLoader)  # every word as it stands: Yes is no truth value here
    except yaml.YAMLError as err:
        raise DefinitionError(f"{path.name}: {plain_fault(text, err)}") from err
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        raise DefinitionError(f"{path.name}: line 1: this file must be `key: value` lines")
    reader = _Reader(path, data, _Lines(node), forms)
    faults = [*reader.key_faults(), *reader.form_faults()] or [*reader.map_faults(), *reader.blank_faults()]
    if faults:
        raise DefinitionError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return reader.build()


class _Lines:
    """The lines of a file's keys, and of the keys of its lists; keys that stand twice."""

    def __init__(self, node: yaml.MappingNode) -> None:
        self.of: dict[tuple[str, str], int] = {}
        self.twice: list[tuple[str, str, int]] = []
        for key, value in node.value:
            self._note("", key)
            if isinstance(value, yaml.MappingNode):
                for inner, _ in value.value:
                    self._note(str(key.value), inner)

    def _note(self, group: str, key: yaml.Node) -> None:
        at = (group, str(key.value))
        line = key.start_mark.line + 1
        if at in self.of:
            self.twice.append((*at, line))
        self.of.setdefault(at, line)


def _whole(blank: Path) -> bool:
    """Whether a blank is what its name says, as far as one can see without taking it apart."""
    try:
        if blank.suffix.lower() == ".docx":
            with zipfile.ZipFile(blank) as packed:
                return "word/document.xml" in packed.namelist()
        with blank.open("rb") as opened:
            return b"%PDF-" in opened.read(1024)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


@dataclass(frozen=True)
class _Reader:
    """One adopted form's file: its faults, and the value it gives."""

    path: Path
    data: Mapping[Any, Any]
    lines: _Lines
    forms: Mapping[str, Form]

    def _map(self, key: str) -> dict[str, str]:
        found = self.data.get(key) or {}
        pairs = found.items() if isinstance(found, dict) else ()
        return {k: v for k, v in pairs if isinstance(v, str) and v}

    def _codes(self) -> dict[str, str]:
        """`codes:` has a list for each box; a pair is written as `box=state`."""
        found = self.data.get("codes") or {}
        pairs = found.items() if isinstance(found, dict) else ()
        return {
            f"{box}={state}": str(code)
            for box, states in pairs
            if isinstance(states, dict)
            for state, code in states.items()
        }

    def build(self) -> Adopted:
        lines = {key: line for (group, key), line in self.lines.of.items() if group in ("names", "labels")}
        return Adopted(
            self.path.stem,
            self.forms[str(self.data["adopts"])],
            str(self.data.get("title") or self.path.stem),
            str(self.data["blank"]),
            self._map("names"),
            self._map("labels"),
            self._codes(),
            lines,
        )

    def key_faults(self) -> Iterator[str]:
        for key in self.data:
            if key not in _KEYS:
                yield f"{self._at('', key)}: no key {key!r} in an adopted form{nearest(str(key), _KEYS)}"
        for group, key, line in self.lines.twice:
            yield f"line {line}: {key!r} stands twice{f' under `{group}:`' if group else ''}"
        for key in ("names", "labels", "codes"):
            if not isinstance(self.data.get(key) or {}, dict):
                yield f"{self._at('', key)}: `{key}:` must be `their box: our field` lines"

    def form_faults(self) -> Iterator[str]:
        if str(self.data.get("adopts")) not in self.forms:
            near = nearest(str(self.data.get("adopts")), list(self.forms))
            yield f"{self._at('', 'adopts')}: there is no form {str(self.data.get('adopts'))!r}{near}"
        if not self._map("names") and not self._map("labels"):
            what = "not finished yet: no box is mapped"
            yield f"{self._at('', 'names')}: {what}; write `their box: our field` lines under `names:`"

    def map_faults(self) -> Iterator[str]:
        form = self.forms[str(self.data["adopts"])]
        known = targets(form)
        taken: dict[str, str] = {}
        for group in ("names", "labels"):
            for theirs, ours in self._map(group).items():
                at = f"{self._at(group, theirs)}: `{theirs}`:"
                if ours not in known:
                    yield f"{at} {form.title} has no field {ours!r}{nearest(ours, list(known))}"
                    continue
                filled = filled_by(ours, known[ours])
                other = next((taken[name] for name in filled if name in taken), "")
                if other:
                    yield f"{at} {ours} is already taken by `{other}`"
                taken |= dict.fromkeys(filled, theirs)
        yield from self._code_faults(form)

    def _code_faults(self, form: Form) -> Iterator[str]:
        names, known = self._map("names"), targets(form)
        for pair, code in self._codes().items():
            box, _, state = pair.rpartition("=")
            target = known.get(names.get(box, ""))
            slot = target.slot if target else None
            if slot is None or slot.field.kind not in TICKED or slot.field.choice(code) is None:
                at = self._at("codes", box)
                yield f"{at}: `{box}`: {state!r} cannot be {code!r}, which is no answer of its field"

    def blank_faults(self) -> Iterator[str]:
        name = str(self.data.get("blank") or "")
        at = self._at("", "blank")
        if not name or Path(name).name != name or not name.lower().endswith(_BLANKS):
            yield f"{at}: `blank:` must name the blank PDF or Word file that stands beside this one"
        elif not (self.path.parent / name).is_file():
            yield f"{at}: the blank {name} is not in {self.path.parent.name}/; put it back"
        elif not _whole(self.path.parent / name):
            yield f"{at}: the blank {name} is damaged or cannot be read; put it back"

    def _at(self, group: str, key: object) -> str:
        return f"line {self.lines.of.get((group, str(key)), 1)}"
