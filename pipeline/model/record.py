"""A form's answers after the rules have looked at them: typed values, and the problems a person must fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Explicit(StrEnum):
    """An answer that says there is none; never the same as a blank."""

    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"


# text, month ("2013-05"), time ("09:30") and choice code are str; yes/no is bool; number is int;
# multichoice is a tuple of codes in the form's order.
Value = str | bool | int | date | tuple[str, ...] | Explicit


class Severity(StrEnum):
    """QUERY: a person must answer before a pack is final. WARNING: shown, holds nothing up."""

    QUERY = "query"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """Something a person must look at. `label` is the words printed on the form; `code` the rule (X1, required)."""

    slot: str
    label: str
    message: str
    severity: Severity
    code: str = ""

    def __str__(self) -> str:
        if self.label.endswith(("?", ".", "!", ":")):
            return f"{self.label} {self.message[:1].upper()}{self.message[1:]}"
        return f"{self.label}: {self.message}" if self.label else self.message


@dataclass(frozen=True)
class Row:
    """One filled row of a repeat; `number` is its place on the form, from 1."""

    number: int
    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as text, "" when it is blank."""
        return as_text(self.values.get(name))

    def plain(self, name: str) -> str:
        """The value as text, "" when it is blank, not known or not applicable."""
        return plain_text(self.values.get(name))

    def day(self, name: str) -> date | None:
        """The value when it is a date, else None."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def yes(self, name: str) -> bool | None:
        """The value when it is a yes or a no, else None."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else None


@dataclass(frozen=True)
class Record:
    """One form's values. Blank answers are absent; rows that are wholly blank are absent."""

    form_id: str
    form_version: str
    values: Mapping[str, Value] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The single value as text, "" when it is blank."""
        return as_text(self.values.get(name))

    def plain(self, name: str) -> str:
        """The single value as text, "" when it is blank, not known or not applicable."""
        return plain_text(self.values.get(name))

    def day(self, name: str) -> date | None:
        """The single value when it is a date, else None."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes ticked, () when none."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()

    def table(self, name: str) -> tuple[Row, ...]:
        """The filled rows of a repeat, () when none."""
        return tuple(self.rows.get(name, ()))


def as_text(value: Value | None) -> str:
    """Canonical text of a value: ISO dates, yes/no, codes joined by ", ", "" for a blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def plain_text(value: Value | None) -> str:
    """The text of a value; "" for a blank, not known and not applicable."""
    return "" if isinstance(value, Explicit) else as_text(value)


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as plain JSON types; `record_from_json` gives the equal record back."""
    return {
        "form_id": record.form_id,
        "form_version": record.form_version,
        "values": {k: _pack(v) for k, v in record.values.items()},
        "rows": {
            name: [{"number": r.number, "values": {k: _pack(v) for k, v in r.values.items()}} for r in rows]
            for name, rows in record.rows.items()
        },
    }


def record_from_json(data: Mapping[str, Any]) -> Record:
    """The inverse of `record_to_json`. Raises KeyError or ValueError on other JSON."""
    return Record(
        data["form_id"],
        data["form_version"],
        {k: _unpack(v) for k, v in data["values"].items()},
        {
            name: tuple(Row(r["number"], {k: _unpack(v) for k, v in r["values"].items()}) for r in rows)
            for name, rows in data["rows"].items()
        },
    )


def _pack(value: Value) -> Any:
    if isinstance(value, Explicit):
        return {"explicit": value.value}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return list(value)
    return value


def _unpack(value: Any) -> Value:
    if isinstance(value, dict):
        if "explicit" in value:
            return Explicit(value["explicit"])
        return date.fromisoformat(value["date"])
    if isinstance(value, list):
        return tuple(str(v) for v in value)
    if isinstance(value, (str, bool, int)):
        return value
    raise ValueError(f"not a stored value: {value!r}")
