"""A form as data: what `forms/*.yaml` says, once, for the blanks, the reader, the rules and the case sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What an answer is. The blanks, the reader and the rules each know how to treat every kind."""

    TEXT = "text"  # one line
    LONGTEXT = "longtext"  # several lines
    DATE = "date"  # a British date
    MONTH = "month"  # a month and year
    TIME = "time"  # a time of day
    NUMBER = "number"  # a whole number
    CHOICE = "choice"  # one of `choices` (drop-down)
    MULTICHOICE = "multichoice"  # any of `choices` (tick boxes)
    YESNO = "yesno"  # yes or no (radio buttons in the PDF, drop-down in Word)
    CONST = "const"  # printed or hidden, never typed: form id, version, reference


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen: `code` is stored, `label` is printed, `also`: what people write instead."""

    code: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Required:
    """When an answer must be there. `always`, or when field `when` is (or is not) one of `values`.

    For a column of a repeat, `when` names another column of the same row.
    """

    always: bool = False
    when: str | None = None
    values: tuple[str, ...] = ()
    negated: bool = False

    @property
    def ever(self) -> bool:
        """Whether the answer can be required at all."""
        return self.always or self.when is not None


@dataclass(frozen=True)
class Validation:
    """What makes an answer acceptable. `check` names a rule in rules/checking (name, email, phone, ...)."""

    min_length: int | None = None
    max_length: int | None = None
    check: str | None = None
    not_future: bool = False
    before: str | None = None  # this date is before the date in that field
    after: str | None = None  # this date is after the date in that field
    equals: str | None = None  # the only acceptable code, e.g. a declaration that must be yes


@dataclass(frozen=True)
class Field:
    """One question. `width` is in twelfths of the page (or of the row); `lines` is the box's height."""

    name: str
    label: str
    kind: Kind
    help: str = ""
    choices: tuple[Choice, ...] = ()
    required: Required = Required()
    validation: Validation = Validation()
    width: int = 12
    lines: int = 1
    row_line: int = 1  # in a repeat: on which line of its row the box stands
    columns: int = 4  # multichoice: how many tick boxes stand side by side
    identifies: bool = False  # names or points to a person; never leaves the confidential papers
    value: str = ""  # const only: what is printed or hidden
    sheet: str = ""  # its label on the case sheet, where the printed one would speak to the wrong reader
    styles: tuple[str, ...] = ()  # of the Word form: a paragraph that has one begins with its name

    @property
    def sheet_label(self) -> str:
        """The label on the case sheet: the definition's `sheet:`, else the printed words."""
        return self.sheet or self.label

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, or None."""
        return next((c for c in self.choices if c.code == code), None)

    def shown(self, code: str) -> str:
        """The printed words for a stored code (the code itself when the form does not know it)."""
        found = self.choice(code)
        return found.label if found else code


@dataclass(frozen=True)
class Repeat:
    """A table whose rows repeat: `child_1_surname` ... `child_6_surname`.

    `layout` is "table" (one printed row each) or "block" (each repeat is a small section of its own, for
    rows with long text, such as a theme: heading and bullets).
    """

    name: str
    label: str  # of the whole table: "Children"
    row_label: str  # of one row: "Child"
    columns: tuple[Field, ...]
    minimum: int = 0
    maximum: int = 1
    help: str = ""
    layout: str = "table"

    def column(self, name: str) -> Field:
        """The column with this short name. Raises KeyError."""
        return next(c for c in self.columns if c.name == name) if name in self.names else _missing(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Short names of the columns, in order."""
        return tuple(c.name for c in self.columns)

    def slot(self, row: int, column: str) -> str:
        """The name on the form of one cell; rows count from 1."""
        return f"{self.name}_{row}_{column}"


def _missing(name: str) -> Field:
    raise KeyError(name)


@dataclass(frozen=True)
class Section:
    """A headed part of a page."""

    title: str
    items: tuple[Field | Repeat, ...]
    help: str = ""
    sheet: str = ""  # its title on the case sheet, where the printed one would speak to the wrong reader

    @property
    def sheet_title(self) -> str:
        """The title on the case sheet: the definition's `sheet:`, else the printed words."""
        return self.sheet or self.title


@dataclass(frozen=True)
class Page:
    """A printed page; `note` stands at its top (for example: this page can be detached)."""

    sections: tuple[Section, ...]
    title: str = ""
    note: str = ""
    sheets: int = 1  # of paper, that it is meant to take in the PDF


@dataclass(frozen=True)
class Slot:
    """One thing that can be filled in: a single field, or one cell of a repeat (row counts from 1)."""

    name: str
    field: Field
    repeat: Repeat | None = None
    row: int = 0

    @property
    def label(self) -> str:
        """The words printed on the form, with the row: "Child 2: Surname"."""
        if self.repeat is None:
            return self.field.label
        return f"{self.repeat.row_label} {self.row}: {self.field.label}"


@dataclass(frozen=True)
class Change:
    """What became of one name of an earlier version: its name `now`, or "" when it is not asked any more.

    A name is a field's, a column's with its table (`child.surname`), or a tick box's with its field (`reason.OTHER`).
    `label`: the words that were printed beside it.
    """

    then: str
    now: str = ""
    label: str = ""


@dataclass(frozen=True)
class Earlier:
    """An earlier version, of which filled copies may still come in, as it differs from the present one.

    `added`: names that only later versions have. `blanks`: files in forms/ that hold that version's blank.
    """

    version: str
    changes: tuple[Change, ...] = ()
    added: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A whole form. `name` is the file name's stem (referral); `id` is printed on every page (MACRP-REF)."""

    name: str
    id: str
    version: str
    title: str
    pages: tuple[Page, ...]
    hidden: tuple[Field, ...] = ()
    subtitle: str = ""
    intro: str = ""
    marking: str = ""  # printed at top and bottom of the blank: "OFFICIAL-SENSITIVE when completed"
    return_to: str = ""  # where to send it
    earlier: tuple[Earlier, ...] = ()  # versions of which filled copies may still come in

    @cached_property
    def items(self) -> tuple[Field | Repeat, ...]:
        """Fields and repeats in printed order, without the hidden ones."""
        return tuple(i for p in self.pages for s in p.sections for i in s.items)

    @cached_property
    def singles(self) -> tuple[Field, ...]:
        """Fields that stand once."""
        return tuple(i for i in self.items if isinstance(i, Field))

    @cached_property
    def repeats(self) -> tuple[Repeat, ...]:
        """The repeating tables."""
        return tuple(i for i in self.items if isinstance(i, Repeat))

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Everything that can be filled in, in printed order (row by row inside a repeat)."""
        return tuple(_slots(self.items))

    @cached_property
    def slot_by_name(self) -> dict[str, Slot]:
        """Slots by the name they have on the form."""
        return {s.name: s for s in self.slots}

    def repeat(self, name: str) -> Repeat:
        """The repeat with this name. Raises KeyError."""
        for found in self.repeats:
            if found.name == name:
                return found
        raise KeyError(name)


def _slots(items: tuple[Field | Repeat, ...]) -> Iterator[Slot]:
    for item in items:
        if isinstance(item, Field):
            yield Slot(item.name, item)
            continue
        for row in range(1, item.maximum + 1):
            for column in item.columns:
                yield Slot(item.slot(row, column.name), column, item, row)
