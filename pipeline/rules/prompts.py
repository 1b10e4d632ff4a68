"""The prompt that stands in an empty box of the Word form: written by the blank, known to the reader."""

from __future__ import annotations

from pipeline.model.form import Field, Kind

_PROMPTS = {
    Kind.DATE: "Click to choose a date",
    Kind.CHOICE: "Choose",
    Kind.YESNO: "Choose",
    Kind.MULTICHOICE: "\N{BALLOT BOX}",
}

# What Word and LibreOffice write of their own accord when a box is emptied or its prompt is lost.
_OFFICE_PROMPTS = frozenset(
    {
        "click or tap here to enter text",
        "click here to enter text",
        "click or tap to enter a date",
        "click here to enter a date",
        "click to enter a date",
        "choose an item",
        "choose a date",
        "click to type",
        "click to choose a date",
        "choose",
    }
)


def prompt(field: Field) -> str:
    """The words in the empty box of a field on the Word form."""
    return _PROMPTS.get(field.kind, "Click to type")


def is_prompt(field: Field, text: str) -> bool:
    """Whether a box says nothing but a prompt: this form's own, or one that Word or LibreOffice puts there."""
    said = " ".join(text.split()).rstrip(".\N{HORIZONTAL ELLIPSIS}").casefold()
    return said == prompt(field).casefold() or said in _OFFICE_PROMPTS
