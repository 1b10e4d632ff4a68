"""What our own boxes ask, in the same terms as theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.model.form import Field, Form, Kind, Repeat, Required, Section
from pipeline.rules.adopting.words import about, meaning_of, split_name
from pipeline.rules.answers.boxes import FORENAME, WHOLE_NAME, asks_name_in_two


@dataclass(frozen=True)
class Question:
    """One question of ours: a field, or a column of a table (of which each row is a slot).

    `meanings`: what its printed words ask, a set for each way in which it is said. `person`: whom it is about.
    """

    field: Field
    repeat: Repeat | None
    meanings: tuple[frozenset[str], ...]
    person: str

    @property
    def rows(self) -> int:
        """How many rows it has; 1 for a single field."""
        return self.repeat.maximum if self.repeat else 1

    def slot(self, row: int) -> str:
        """The slot's name in a row, from 1."""
        return self.repeat.slot(row, self.field.name) if self.repeat else self.field.name


def questions(form: Form) -> tuple[Question, ...]:
    """Everything the form asks, in printed order."""
    sections = [section for page in form.pages for section in page.sections]
    return tuple(
        question
        for section in sections
        for item in section.items
        for question in _of_item(section, item)
        if question.field.kind is not Kind.CONST
    )


def _of_item(section: Section, item: Field | Repeat) -> list[Question]:
    if isinstance(item, Field):
        return [_question(item, None, section.title)]
    around = f"{item.row_label} {item.label}"
    found = [_question(column, item, around) for column in item.columns]
    return [*found, _question(_whole_name(item), item, around)] if asks_name_in_two(item) else found


def _whole_name(repeat: Repeat) -> Field:
    """The one question that others ask where our table asks for forename and surname."""
    label = f"{repeat.row_label}'s full name"
    plain = replace(repeat.column(FORENAME), name=WHOLE_NAME, required=Required())
    return replace(plain, label=label, sheet="Forename and surname")


def _question(field: Field, repeat: Repeat | None, around: str) -> Question:
    said = (field.label, field.sheet, split_name(field.name) if repeat else "")
    meanings = tuple(dict.fromkeys(asked(meaning_of(words)) for words in said if words))
    own = about(meaning_of(field.label))
    return Question(field, repeat, tuple(m for m in meanings if m), own or about(meaning_of(around)))


def asked(meaning: frozenset[str]) -> frozenset[str]:
    """What is asked, without the person it is asked about."""
    return frozenset(m for m in meaning if not m.startswith("@"))
