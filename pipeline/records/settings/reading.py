"""`pipeline.yaml` read against the schema: plain values with their lines, and every fault at once.

A value is taken from its written text, not from YAML's guess at its type: `10:30` is a time, `NO` is a word.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from pipeline.model.errors import SettingsError
from pipeline.records.broken_yaml import plain_fault
from pipeline.records.settings.calendar import CALENDAR
from pipeline.records.settings.catalogue import SCHEMA
from pipeline.records.settings.schema import Group, Item, Names, Setting, Table, Want
from pipeline.records.settings.values import CONVERT, NotADayError, Value, is_word


class Named(NamedTuple):
    """A code and its printed name, and the line they stand on (0: the default)."""

    code: str
    name: str
    line: int


@dataclass(frozen=True)
class TableRow:
    """One row of a table setting; `line` is 0 when it is the default."""

    line: int
    values: Mapping[str, Value]

    def text(self, key: str) -> str:
        """The value as text, "" when blank."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""


@dataclass
class Reading:
    """What stood in the file. Keys are dotted: `intake.settle_seconds`."""

    values: dict[str, Value] = field(default_factory=dict)
    names: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    tables: dict[str, tuple[TableRow, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, line: int, message: str) -> None:
        """Note a fault; line 0 is the file as a whole."""
        self.faults.append((line, message))


def read_settings(text: str) -> Reading:
    """The settings in a file's text; keys that are missing have their defaults.

    Raises SettingsError when the text cannot be parsed at all; every other fault is in `faults`.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as err:
        raise SettingsError([plain_fault(text, err)]) from err
    reading = Reading()
    _read_items(reading, root, SCHEMA, "", CALENDAR)
    return reading


def read_calendar(text: str, settings: Reading) -> Reading:
    """The tables of meetings.yaml; districts are those of `settings`. Raises SettingsError like `read_settings`."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as err:
        raise SettingsError([plain_fault(text, err)]) from err
    reading = Reading(names=settings.names)
    _read_items(reading, root, CALENDAR, "")
    return reading


def nearest(word: str, known: Sequence[str]) -> str:
    """ "; did you mean ...?" for the nearest known word, else the list of what is known."""
    close = difflib.get_close_matches(word, known, 1, 0.6)
    if close:
        return f"; did you mean `{close[0]}`?"
    return f" (known: {', '.join(known)})" if known else ""


def _read_items(
    reading: Reading, node: yaml.Node | None, items: Sequence[Item], prefix: str, also: Sequence[Item] = ()
) -> None:
    """Read the items; `also` may stand there too, and goes unnamed where the items are listed."""
    pairs = _pairs(reading, node, tuple(i.key for i in items), prefix, tuple(i.key for i in also))
    for item in (*items, *also):
        found = pairs.get(item.key)
        name = f"{prefix}{item.key}"
        reading.lines[name] = _line(found)
        if isinstance(item, Setting):
            reading.values[name] = _value(reading, found, item, name)
        elif isinstance(item, Group):
            _read_items(reading, found, item.settings, f"{item.key}.")
        elif isinstance(item, Names):
            reading.names[name] = _names(reading, found, item)
        else:
            reading.tables[name] = _table(reading, found, item)


def _pairs(
    reading: Reading, node: yaml.Node | None, known: Sequence[str], prefix: str, also: Sequence[str] = ()
) -> dict[str, yaml.Node]:
    """A mapping's values by key. Unknown keys and keys given twice are faults."""
    if _blank(node):
        return {}
    if not isinstance(node, yaml.MappingNode):
        where = f"`{prefix.rstrip('.')}`" if prefix else "the file"
        reading.fault(_line(node), f"{where} must hold lines of `key: value`, such as `{known[0]}: ...`")
        return {}
    found: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
        if key not in known and key not in also:
            wrong = _loose(key, known) if _stands_alone(node, value) else ""
            reading.fault(
                _line(key_node), wrong or f"there is no setting `{prefix}{key}`{_elsewhere(key, known)}"
            )
        elif key in found:
            reading.fault(
                _line(key_node), f"`{prefix}{key}` is given twice (first on line {_line(found[key])})"
            )
        else:
            found[key] = value
    return found


def _stands_alone(node: yaml.MappingNode, value: yaml.Node) -> bool:
    """Whether, between braces, these words have no colon of their own: a comma has cut them off."""
    return bool(node.flow_style) and value.start_mark.index == value.end_mark.index


def _loose(key: str, known: Sequence[str]) -> str:
    first, _, rest = key.partition(" ")
    if first in known:
        return f"a colon is missing after `{first}`; write `{first}: {rest}`"
    return (
        f"`{key}` stands alone; words with a comma in them need quotation marks on both sides:"
        ' venue: "Village Hall, High Street"'
    )


def _elsewhere(key: str, known: Sequence[str]) -> str:
    """The nearest right key: among its neighbours, else the same key in another group."""
    if difflib.get_close_matches(key, known, 1, 0.6):
        return nearest(key, known)
    homes = {s.key: g.key for g in SCHEMA if isinstance(g, Group) for s in g.settings}
    close = difflib.get_close_matches(key, list(homes), 1, 0.75)
    if close:
        return f"; did you mean `{close[0]}` under `{homes[close[0]]}:`?"
    top = difflib.get_close_matches(key, [i.key for i in SCHEMA], 1, 0.75)
    return f"; did you mean `{top[0]}`, at the left margin?" if top else nearest(key, known)


def _value(reading: Reading, node: yaml.Node | None, setting: Setting, name: str) -> Value:
    """One setting's value; the default when the key is missing or its value is wrong (a fault)."""
    default = _default(setting)
    if node is None:
        return default
    if setting.want is Want.WORDS:
        return _words(reading, node, name, default)
    if not isinstance(node, yaml.ScalarNode):
        reading.fault(_line(node), f"`{name}` must be {setting.want}")
        return default
    if _blank(node):
        return _blank_value(reading, node, setting, name)
    text = node.value.strip()
    if setting.of and text not in {n.code for n in reading.names[setting.of]}:
        reading.fault(
            _line(node), f"`{name}`: {text} is not one of `{setting.of}`{_code(reading, setting, text)}"
        )
        return default
    try:
        value = CONVERT[setting.want](text)
    except ValueError as err:
        why = f" ({str(err).rstrip('.')})" if isinstance(err, NotADayError) else ""
        reading.fault(_line(node), f"`{name}` must be {setting.want}, not {text!r}{why}")
        return default
    wrong = _out_of_bounds(setting, value)
    if wrong:
        reading.fault(_line(node), f"`{name}` {wrong}")
        return default
    return value


def _code(reading: Reading, setting: Setting, text: str) -> str:
    """The nearest code; also that of a printed name, in whatever letters it is written."""
    names = reading.names[setting.of]
    same = [n.code for n in names if text.casefold() in (n.code.casefold(), n.name.casefold())]
    return f"; did you mean `{same[0]}`?" if same else nearest(text.upper(), [n.code for n in names])


def _blank_value(reading: Reading, node: yaml.Node, setting: Setting, name: str) -> Value:
    if setting.needed:
        reading.fault(_line(node), f"`{name}` must not be blank")
    return "" if setting.want is Want.TEXT and not setting.choices else _default(setting)


def _words(reading: Reading, node: yaml.Node, name: str, default: Value) -> Value:
    if _blank(node):
        return ()
    if not isinstance(node, yaml.SequenceNode) or not all(isinstance(n, yaml.ScalarNode) for n in node.value):
        reading.fault(_line(node), f"`{name}` must be a list such as [one, two]")
        return default
    return tuple(str(n.value).strip() for n in node.value)


def _names(reading: Reading, node: yaml.Node | None, item: Names) -> tuple[Named, ...]:
    default = tuple(Named(code, name, 0) for code, name in item.default)
    if node is None:
        return default
    if not isinstance(node, yaml.MappingNode) or not node.value:
        reading.fault(_line(node), f"`{item.key}` must hold lines of `CODE: printed name`")
        return default
    found: dict[str, Named] = {}
    for key_node, value in node.value:
        code, line = str(getattr(key_node, "value", "")), _line(key_node)
        if not isinstance(value, yaml.ScalarNode) or _blank(value) or not is_word(code):
            reading.fault(line, f"`{item.key}` must hold lines of `CODE: printed name`, the code in capitals")
        elif code in found:
            reading.fault(line, f"`{item.key}` gives {code} twice (first on line {found[code].line})")
        else:
            found[code] = Named(code, str(value.value).strip(), line)
    return tuple(found.values())


def _table(reading: Reading, node: yaml.Node | None, item: Table) -> tuple[TableRow, ...]:
    if node is None:
        return tuple(_default_row(item, cells) for cells in item.default)
    if _blank(node):
        return ()
    if not isinstance(node, yaml.SequenceNode):
        reading.fault(_line(node), f"`{item.key}` must be a list; each entry starts with `- `")
        return ()
    return tuple(_row(reading, entry, item) for entry in node.value)


def _row(reading: Reading, entry: yaml.Node, item: Table) -> TableRow:
    line = _line(entry)
    pairs = _pairs(reading, entry, tuple(c.key for c in item.columns), f"{item.key}.")
    values: dict[str, Value] = {}
    for column in item.columns:
        if column.needed and column.key not in pairs and isinstance(entry, yaml.MappingNode):
            reading.fault(line, f"this entry of `{item.key}` needs `{column.key}:`")
        values[column.key] = _value(reading, pairs.get(column.key), column, f"{item.key}.{column.key}")
    return TableRow(line, values)


def _default_row(item: Table, cells: Sequence[str]) -> TableRow:
    pairs = zip(item.columns, cells, strict=True)
    return TableRow(0, {column.key: CONVERT[column.want](cell) for column, cell in pairs})


def _default(setting: Setting) -> Value:
    if isinstance(setting.default, tuple):
        return setting.default
    if not setting.default:
        return "" if setting.want in (Want.TEXT, Want.WORD) else None
    return CONVERT[setting.want](setting.default)


def _out_of_bounds(setting: Setting, value: Value) -> str:
    if setting.choices and value not in setting.choices:
        return f"must be one of {', '.join(setting.choices)}, not {value!r}"
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return ""
    if setting.least is not None and value < setting.least:
        return f"must be at least {setting.least:g}, not {value:g}"
    if setting.most is not None and value > setting.most:
        return f"must be at most {setting.most:g}, not {value:g}"
    return ""


def _blank(node: yaml.Node | None) -> bool:
    if node is None:
        return True
    return isinstance(node, yaml.ScalarNode) and (
        node.tag == "tag:yaml.org,2002:null" or not node.value.strip()
    )


def _line(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node is not None else 0
