"""What a setting can be: its kind, its default, its bounds, and one line of help. The settings are in `catalogue`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Want(StrEnum):
    """What a setting's value must be. The words are used in messages."""

    TEXT = "words"
    WORD = "a word in capitals (letters, digits, _)"
    WHOLE = "a whole number"
    NUMBER = "a number"
    YESNO = "true or false"
    DATE = "a date such as 2013-09-27 or 27/09/2013"
    TIME = "a time such as 09:15"
    PATH = "a path"
    WORDS = "a list of words"


@dataclass(frozen=True)
class Setting:
    """One setting. `default` is written as in the YAML file; "" stands for a blank.

    `sample` marks a setting whose value in the catalogue is an invented example and not the default.
    """

    key: str
    want: Want
    default: str | tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    needed: bool = False
    sample: bool = False
    of: str = ""  # the list of names (districts, agencies) whose codes are the only right values


@dataclass(frozen=True)
class Group:
    """Settings that stand together under one key."""

    key: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Names:
    """A list of codes with their printed names: `CSC: Children's social care`."""

    key: str
    default: tuple[tuple[str, str], ...]
    help: str


@dataclass(frozen=True)
class Table:
    """A list of things of one kind, each with these columns."""

    key: str
    columns: tuple[Setting, ...]
    default: tuple[tuple[str, ...], ...]
    help: str
    sample: bool = False


Item = Setting | Group | Names | Table
