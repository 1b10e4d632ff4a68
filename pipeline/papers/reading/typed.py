"""Forms typed as YAML, for those who prefer a text editor.

    form: MACRP-REC
    meeting_date: 27/09/2013
    theme:
      - heading: Core groups
        points: [First bullet, Second bullet]

Everything is read as the text that was typed (no dates, numbers or truth values are made of it), and nothing in
the file is ever executed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

import yaml

from pipeline.model.answers import Answers, Carrier
from pipeline.model.edition import Edition
from pipeline.model.errors import ReadingError
from pipeline.model.form import Field, Form, Kind, Repeat, Slot
from pipeline.papers.reading.gathering import Gathering, Recognised, shown
from pipeline.rules.answers.text import clean, tidy_line

_WHAT = "YAML file"
_LARGEST = 1024 * 1024
_DEEPEST = 12
_MOST_EVENTS = 20_000
_ABOUT = ("form", "form_id", "version", "form_version")
_NULLS = ("", "~", "null", "Null", "NULL")
_HOW = "Write it as shown in the guide: `form: MACRP-REC`, then one `name: answer` a line."


def read_typed(data: bytes, editions: Sequence[Edition]) -> Answers:
    """The answers typed into a YAML file. Raises ReadingError when it is not YAML or names no known form."""
    root = _parsed(data)
    pairs = list(_pairs(root))
    about = {
        key: _text(node) for key, _, node in pairs if key in _ABOUT and isinstance(node, yaml.ScalarNode)
    }
    form_id = about.get("form") or about.get("form_id") or ""
    own = [edition for edition in editions if edition.present]
    said = form_id.casefold()
    edition = next((e for e in own if said in (e.form.id.casefold(), e.form.name.casefold())), None)
    if edition is None or not form_id:
        known = ", ".join(e.form.id for e in own)
        said = f"it says `form: {form_id[:40]}`" if form_id else "it has no `form:` line"
        raise ReadingError(_WHAT, f"{said}; the forms are {known}.", _HOW)
    version = about.get("version") or about.get("form_version") or edition.version
    form = edition.form
    gathering = Gathering(Recognised(edition, version), Carrier.TYPED)
    for key, line, node in pairs:
        if key not in _ABOUT:
            _Taking(gathering, form).top(key, line, node)
    return gathering.answers()


def _parsed(data: bytes) -> yaml.MappingNode:
    text = _decoded(data)
    try:
        _measure(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as err:
        raise ReadingError(_WHAT, f"it is not well-formed YAML: {_where(err)}.", _HOW) from err
    except (ValueError, RecursionError) as err:
        raise ReadingError(_WHAT, f"it cannot be read (for the helpdesk: {err}).", _HOW) from err
    if not isinstance(root, yaml.MappingNode):
        raise ReadingError(_WHAT, "it is not a list of `name: answer` lines.", _HOW)
    return root


def _decoded(data: bytes) -> str:
    if len(data) > _LARGEST:
        raise ReadingError(_WHAT, "it is larger than 1 MiB.", _HOW)
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(_WHAT, "its letters are stored in an unknown way.", "Save it as UTF-8 text.")


def _measure(text: str) -> None:
    """Refuse what could explode or loop before anything is built from it: depth, size, aliases, foreign tags."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ReadingError(
                _WHAT, "it uses anchors (& and *), which forms do not.", "Write each answer out."
            )
        tag = getattr(event, "tag", None)
        if tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise ReadingError(_WHAT, f"it uses the tag {tag!r}, which forms do not.", "Take the tag out.")
        if depth > _DEEPEST or count > _MOST_EVENTS:
            raise ReadingError(_WHAT, "it is nested too deeply or far too long for a form.", _HOW)


def _where(err: yaml.YAMLError) -> str:
    mark = getattr(err, "problem_mark", None)
    problem = getattr(err, "problem", None) or "it cannot be understood"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[str, int, yaml.Node]]:
    """Key, line (from 1) and value of every entry of a mapping, entries written twice included."""
    for key, value in node.value:
        yield _text(key), key.start_mark.line + 1, value


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        return ""
    plain = not node.style  # unquoted
    return "" if plain and node.value in _NULLS else str(node.value)


def _texts(node: yaml.Node) -> list[str]:
    """A text, or the texts of a list."""
    if isinstance(node, yaml.SequenceNode):
        return [text for item in node.value for text in _texts(item)]
    return [_text(node)]


class _Taking:
    """Takes the entries of one file into a gathering."""

    def __init__(self, gathering: Gathering, form: Form) -> None:
        self.gathering, self.form = gathering, form

    def top(self, key: str, line: int, node: yaml.Node) -> None:
        """One entry at the top: a slot, a field by its label, or a repeat with its rows."""
        repeat = next((r for r in self.form.repeats if key in (r.name, r.label)), None)
        slot = self.form.slot_by_name.get(key) or self._by_label(key)
        if slot is not None:
            self._take(slot, line, node)
        elif repeat is not None:
            self._rows(repeat, line, node)
        else:
            near = [*self.form.slot_by_name, *(r.name for r in self.form.repeats)]
            self._unknown(key, line, near, _texts(node))

    def _by_label(self, key: str) -> Slot | None:
        said = tidy_line(key).casefold()
        found = [s for s in self.form.slots if tidy_line(s.label).casefold() == said]
        return found[0] if len(found) == 1 else None

    def _rows(self, repeat: Repeat, line: int, node: yaml.Node) -> None:
        rows = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for number, row in enumerate(rows, 1):
            if number > repeat.maximum:
                self.gathering.remark(
                    f"Line {row.start_mark.line + 1}: {repeat.label} has room for {repeat.maximum}; "
                    f"{len(rows) - repeat.maximum} more were left out."
                )
                return
            if not isinstance(row, yaml.MappingNode):
                if any(_texts(row)):
                    self._unknown(repeat.name, line, list(repeat.names), _texts(row))
                continue
            for key, at, value in _pairs(row):
                self._cell(repeat, number, key, at, value)

    def _cell(self, repeat: Repeat, number: int, key: str, line: int, node: yaml.Node) -> None:
        said = tidy_line(key).casefold()
        column = next((c for c in repeat.columns if said in (c.name, tidy_line(c.label).casefold())), None)
        if column is None:
            self._unknown(key, line, list(repeat.names), _texts(node))
        else:
            self._take(self.form.slot_by_name[repeat.slot(number, column.name)], line, node)

    def _take(self, slot: Slot, line: int, node: yaml.Node) -> None:
        place = f"line {line}"
        if isinstance(node, yaml.MappingNode):
            self._unknown(slot.name, line, [], ["a list of `name: answer` lines"])
        elif slot.field.kind is Kind.MULTICHOICE:
            self.gathering.ticked(slot, _split(slot.field, _texts(node)), place)
        else:
            text = "\n".join(_texts(node))
            self.gathering.add(slot, text, place)

    def _unknown(self, key: str, line: int, near: list[str], texts: list[str]) -> None:
        close = difflib.get_close_matches(key, near, 1)
        hint = f"; did you mean {close[0]}?" if close else "."
        said = shown(clean(" ".join(texts)).text)
        self.gathering.remark(
            f"Line {line}: {shown(key)} is not a question of {self.form.id}{hint} It says {said}."
        )


def _split(field: Field, texts: list[str]) -> list[str]:
    """Ticks typed in one line, "POLICE, GP", taken apart, unless the line is itself a label with a comma."""
    found: list[str] = []
    labels = {tidy_line(c.label).casefold() for c in field.choices}
    for text in texts:
        whole = tidy_line(text).casefold() in labels
        found += [text] if whole else text.replace(",", "\n").split("\n")
    return found
