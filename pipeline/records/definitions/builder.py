"""One definition's data built into a `Form`; every fault is collected with its line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.model.form import (
    Choice,
    Earlier,
    Field,
    Form,
    Kind,
    Page,
    Repeat,
    Required,
    Section,
    Validation,
)
from pipeline.records.definitions.earlier import known_keys, read_earlier
from pipeline.records.definitions.lines import LINE
from pipeline.records.definitions.words import filled, unknown

Lists = Mapping[str, tuple[Choice, ...]]

_FORM_KEYS = {
    "form",
    "version",
    "title",
    "subtitle",
    "marking",
    "intro",
    "return_to",
    "lists",
    "hidden",
    "pages",
    "earlier",
}
_PAGE_KEYS = {"title", "note", "sheets", "sections"}
_SECTION_KEYS = {"title", "sheet", "help", "fields"}
_REPEAT_KEYS = {"repeat", "label", "row_label", "rows", "columns", "layout", "help"}
_RULE_KEYS = ("min_length", "max_length", "check", "not_future", "before", "after", "equals")
_FIELD_KEYS = {
    *("name", "label", "kind", "help", "choices", "list", "also", "required", "width", "lines", "row_line"),
    *("columns", "identifies", "value", "sheet", "styles"),
    *_RULE_KEYS,
}
_CHOOSING = (Kind.CHOICE, Kind.MULTICHOICE)
CHECKS = frozenset(
    (
        *("name", "child_name", "child_birth", "adult_birth", "address", "postcode"),
        *("email", "phone", "nhs_number", "excluding"),
    )
)
_SIZES = {"width": (12, 12), "lines": (1, 40), "row_line": (1, 2), "columns": (4, 6)}  # key: default, most


class Builder:
    """Builds a Form and collects every fault on the way."""

    def __init__(self, lists: Lists, words: Mapping[str, str]) -> None:
        self.lists = dict(lists)
        self.words = words
        self.faults: list[str] = []
        self.versions: dict[str, int] = {}  # of each earlier version: its line
        self.lines: dict[str, list[int]] = {}  # of each field, or "repeat.column": where it is defined

    def form(self, name: str, data: Any) -> Form:
        """The form; what is wrong with it is in `faults`."""
        top = self._mapping(data, _FORM_KEYS, "the form")
        for list_name, choices in self._plain(top.get("lists")).items():
            self.lists[str(list_name)] = _choices(choices)
        pages = tuple(self._page(p) for p in self._list(top, "pages"))
        for key in ("form", "version", "title", "pages"):
            if not top.get(key):
                self._fault(top, f"the form needs `{key}:`")
        texts = {k: self._text(top, k) for k in ("title", "subtitle", "intro", "return_to")}
        return Form(
            name=name,
            id=str(top.get("form", "")),
            version=str(top.get("version", "")),
            pages=pages,
            hidden=tuple(self._field(h) for h in self._list(top, "hidden")),
            marking=self._marking(top),
            earlier=tuple(self._earlier(e) for e in self._list(top, "earlier")),
            **texts,
        )

    def _earlier(self, data: Any) -> Earlier:
        found = read_earlier(self._mapping(data, known_keys(), "an earlier version"), self._fault)
        self.versions[found.version] = data.get(LINE, 0) if isinstance(data, dict) else 0
        return found

    def _marking(self, top: Mapping[str, Any]) -> str:
        """The marking line; a panel that uses no marking has none, not the rest of the sentence."""
        none = "{marking}" in str(top.get("marking")) and not self.words.get("marking")
        return "" if none else self._text(top, "marking")

    def _page(self, data: Any) -> Page:
        page = self._mapping(data, _PAGE_KEYS, "a page")
        sections = tuple(self._section(s) for s in self._list(page, "sections"))
        sheets = page.get("sheets", 1)
        if type(sheets) is not int or not 1 <= sheets <= 9:
            self._fault(page, f"sheets is a whole number from 1 to 9, not {sheets!r}")
            sheets = 1
        return Page(sections, self._text(page, "title"), self._text(page, "note"), sheets)

    def _section(self, data: Any) -> Section:
        section = self._mapping(data, _SECTION_KEYS, "a section")
        items = tuple(
            self._repeat(i) if isinstance(i, dict) and "repeat" in i else self._field(i)
            for i in self._list(section, "fields")
        )
        texts = {key: self._text(section, key) for key in ("title", "help", "sheet")}
        return Section(items=items, **texts)

    def _repeat(self, data: Any) -> Repeat:
        repeat = self._mapping(data, _REPEAT_KEYS, "a repeat")
        name = str(repeat.get("repeat"))
        columns = tuple(self._field(c, f"{name}.") for c in self._list(repeat, "columns"))
        minimum, maximum = self._rows(repeat, name)
        layout = str(repeat.get("layout", "table"))
        if layout not in ("table", "block"):
            self._fault(repeat, f"`{name}`: layout is table or block, not {layout!r}")
        label = self._text(repeat, "label") or name
        row_label = self._text(repeat, "row_label") or label
        return Repeat(name, label, row_label, columns, minimum, maximum, self._text(repeat, "help"), layout)

    def _rows(self, repeat: Mapping[str, Any], name: str) -> tuple[int, int]:
        rows = self._plain(repeat.get("rows"))
        least, most = rows.get("min", 0), rows.get("max", 1)
        if isinstance(least, int) and isinstance(most, int) and 0 <= least <= most and 1 <= most <= 60:
            return least, most
        self._fault(repeat, f"`{name}`: rows must be {{min: 0 or more, max: 1 to 60}}")
        return 0, 1

    def _field(self, data: Any, prefix: str = "") -> Field:
        raw = self._mapping(data, _FIELD_KEYS, "a field")
        name = str(raw.get("name", ""))
        self.lines.setdefault(f"{prefix}{name}", []).append(raw.get(LINE, 0))
        if not name.isidentifier():
            self._fault(raw, f"a field needs a `name:` of letters, digits and _, not {name!r}")
        if not raw.get("label") and raw.get("kind") != Kind.CONST:
            self._fault(raw, f"`{name}` needs a `label:`, the words printed on the form")
        kind = self._kind(raw, name)
        return Field(
            name=name,
            label=self._text(raw, "label"),
            kind=kind,
            help=self._text(raw, "help"),
            choices=self._field_choices(raw, name, kind),
            required=self._required(raw, name),
            validation=self._validation(raw, name),
            identifies=bool(raw.get("identifies", False)),
            value=str(raw.get("value", "")),
            sheet=self._text(raw, "sheet"),
            styles=tuple(map(str, self._list(raw, "styles"))),
            **{key: self._size(raw, name, key) for key in _SIZES},
        )

    def _size(self, raw: Mapping[str, Any], name: str, key: str) -> int:
        default, most = _SIZES[key]
        value = raw.get(key, default)
        if type(value) is int and 1 <= value <= most:
            return value
        self._fault(raw, f"`{name}`: {key} is a whole number from 1 to {most}, not {value!r}")
        return default

    def _kind(self, raw: Mapping[str, Any], name: str) -> Kind:
        try:
            return Kind(str(raw.get("kind", "text")))
        except ValueError:
            near = nearest(str(raw.get("kind")), [k.value for k in Kind])
            self._fault(raw, f"`{name}`: no kind {raw.get('kind')!r}{near}")
            return Kind.TEXT

    def _field_choices(self, raw: Mapping[str, Any], name: str, kind: Kind) -> tuple[Choice, ...]:
        if kind is Kind.YESNO:
            return (Choice("yes", "Yes"), Choice("no", "No"))
        if kind not in _CHOOSING:
            return ()
        if "list" in raw:
            found = self.lists.get(str(raw["list"]))
            if found is None:
                near = nearest(str(raw["list"]), list(self.lists))
                self._fault(raw, f"`{name}`: no list {raw['list']!r}{near}")
            return self._also(raw, name, found or ())
        choices = _choices(self._plain(raw.get("choices")))
        if not choices:
            self._fault(raw, f"`{name}` needs `choices:` or `list:`")
        return self._also(raw, name, choices)

    def _also(self, raw: Mapping[str, Any], name: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """The choices with what people write instead of their labels."""
        words = {_code(code): said for code, said in self._plain(raw.get("also")).items()}
        codes = [choice.code for choice in choices]
        for code, said in words.items():
            if code not in codes or not isinstance(said, list):
                self._fault(
                    raw, f"`{name}`: also is {{CODE: [words, words]}}, with a code{nearest(code, codes)}"
                )
        return tuple(
            replace(c, also=tuple(map(_code, words[c.code]))) if isinstance(words.get(c.code), list) else c
            for c in choices
        )

    def _required(self, raw: Mapping[str, Any], name: str) -> Required:
        rule = raw.get("required", False)
        if isinstance(rule, bool):
            return Required(always=rule)
        if isinstance(rule, dict) and "when" in rule and ("is" in rule) != ("is_not" in rule):
            negated = "is_not" in rule
            values = rule["is_not"] if negated else rule["is"]
            values = values if isinstance(values, list) else [values]
            return Required(False, str(rule["when"]), tuple(map(_code, values)), negated)
        self._fault(raw, f"`{name}`: required is true, false or {{when: FIELD, is: [CODES]}} (or is_not)")
        return Required()

    def _validation(self, raw: Mapping[str, Any], name: str) -> Validation:
        rules = {key: raw[key] for key in _RULE_KEYS if key in raw}
        if rules.get("check") is not None and rules["check"] not in CHECKS:
            near = nearest(str(rules["check"]), sorted(CHECKS))
            self._fault(raw, f"`{name}`: no check {rules['check']!r}{near}")
        if "equals" in rules:
            rules["equals"] = _code(rules["equals"])
        return Validation(**rules)

    def _mapping(self, data: Any, known: set[str], what: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.faults.append(f"{what} must be a list of `key: value` lines, not {data!r}")
            return {}
        for key in data:
            if key != LINE and key not in known:
                self._fault(data, f"no key {key!r} in {what}{nearest(str(key), sorted(known))}")
        return data

    def _list(self, data: Mapping[str, Any], key: str) -> list[Any]:
        found = data.get(key) or []
        if isinstance(found, list):
            return found
        self._fault(data, f"`{key}:` must be a list, each line starting with a dash")
        return []

    def _text(self, data: Mapping[str, Any], key: str) -> str:
        """Printed words, with what the settings say put in."""
        value = data.get(key)
        if isinstance(value, dict | list):
            self._fault(data, f'`{key}:` must be words; put quotation marks around them: {key}: "..."')
            return ""
        text = "" if value is None else str(value)
        for word in unknown(text, self.words):
            self._fault(data, f"`{key}:` there is no {{{word}}}{nearest(word, sorted(self.words))}")
        return filled(text, self.words)

    def _plain(self, data: Any) -> dict[Any, Any]:
        return {k: v for k, v in data.items() if k != LINE} if isinstance(data, dict) else {}

    def _fault(self, data: Mapping[str, Any], message: str) -> None:
        self.faults.append(f"line {data.get(LINE, '?')}: {message}")


def _choices(data: Any) -> tuple[Choice, ...]:
    if not isinstance(data, dict):
        return ()
    return tuple(Choice(_code(code), str(label)) for code, label in data.items() if code != LINE)


def _code(value: Any) -> str:
    """A code as text; YAML reads a bare yes or no as true or false."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def nearest(word: str, known: Sequence[str]) -> str:
    """ "; did you mean ...?" for the nearest known word, else the list of what is known."""
    close = difflib.get_close_matches(word, known, 1)
    return f"; did you mean {close[0]!r}?" if close else f" (known: {', '.join(known)})" if known else ""
